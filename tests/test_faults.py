"""Faults of the reader itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reader import faults
from reader.cli import running


def a_fault(words: str) -> Exception:
    try:
        raise KeyError(words)
    except KeyError as error:
        return error


def test_a_fault_is_told_in_one_line_and_its_place_is_kept(tmp_path: Path) -> None:
    line = faults.keep(a_fault("x"), tmp_path)
    assert "\n" not in line
    assert "KeyError" in line
    log = tmp_path / "faults.log"
    assert str(log) in line
    assert "test_faults.py" in log.read_text(encoding="utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_holds_no_words_of_what_was_read(tmp_path: Path) -> None:
    faults.keep(a_fault("a title that nobody should see"), tmp_path)
    assert "title" not in (tmp_path / "faults.log").read_text(encoding="utf-8")


def test_a_log_that_grew_large_begins_anew(tmp_path: Path) -> None:
    log = tmp_path / "faults.log"
    log.write_text("x" * (faults.LARGEST + 1), encoding="utf-8")
    faults.keep(a_fault("x"), tmp_path)
    assert log.stat().st_size < faults.LARGEST


def test_where_nothing_can_be_written_the_line_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert "KeyError" in faults.keep(a_fault("x"), tmp_path / "taken")


def test_a_command_that_fails_by_our_fault_prints_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def broken(*given: object) -> object:
        raise RuntimeError("a title")

    monkeypatch.setattr(running, "parsed", broken)
    assert running.main(["list"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("reader: a fault of its own stopped it (RuntimeError)")
    assert told.count("\n") == 1
    assert "a title" not in told


def test_a_folder_that_is_closed_to_us_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def forbidden(*given: object) -> object:
        raise PermissionError(13, "Permission denied", "/closed/archive")

    monkeypatch.setattr(running, "parsed", forbidden)
    assert running.main(["list"]) == 1
    assert capsys.readouterr().err == "reader: /closed/archive: you are not allowed to read or write there\n"
