"""A password comes from the user's own command, and goes nowhere but to its host."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from reader.sources.passwords import NoPassword, logins


def printing(text: str, note: Path) -> str:
    code = f"open({str(note)!r}, 'a').write('ran '); print({text!r})"
    return shlex.join([sys.executable, "-c", code])


def test_the_command_of_a_host_is_asked_once(tmp_path: Path) -> None:
    note = tmp_path / "note"
    login_for = logins({"feeds.example": printing("ann:s3cret:x", note)})
    assert login_for("https://other.example/feed") is None
    assert not note.exists()
    for path in ("a", "b"):
        login = login_for(f"https://FEEDS.example/{path}")
        assert login
        assert (login.name, login.password) == ("ann", "s3cret:x")
        assert "s3cret" not in repr(login)
    assert note.read_text() == "ran "


@pytest.mark.parametrize("command", ["/nowhere/none", "'", "", f"{sys.executable} -c 'raise SystemExit(1)'"])
def test_a_command_that_fails_is_named(command: str) -> None:
    with pytest.raises(NoPassword, match=r"feeds\.example"):
        logins({"feeds.example": command})("https://feeds.example/")


def test_a_command_that_says_something_else_is_told_what_it_should_say(tmp_path: Path) -> None:
    with pytest.raises(NoPassword, match="name:password"):
        logins({"feeds.example": printing("hello", tmp_path / "note")})("https://feeds.example/")


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    with pytest.raises(NoPassword):
        logins({"feeds.example": f"echo ; touch {tmp_path / 'made'}"})("https://feeds.example/")
    assert not (tmp_path / "made").exists()
