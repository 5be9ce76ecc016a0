"""The journal says what was done, to its owner alone, and nothing of what was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reader import config, journal
from reader.cli import main


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(config, "state_file", lambda: tmp_path / "state" / "state.json")
    return tmp_path / "state"


def test_commands_are_noted_without_what_was_asked(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "secret-title.txt"
    saved.write_text("Secret title\n\nThe secret body.", encoding="utf-8")
    archive = ["--archive", str(tmp_path / "archive.sqlite")]
    main([*archive, "import", str(saved)])
    main([*archive, "list", "secret", "search"])
    main([*archive, "export", "--to", str(tmp_path / "secret-folder")])
    capsys.readouterr()
    noted = (state / journal.NAME).read_text(encoding="utf-8")
    assert "import" in noted
    assert "secret" not in noted.lower()
    assert str(tmp_path) not in noted


def test_a_source_that_fails_is_noted_by_its_number(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "feeds.opml"
    listed.write_text(
        "<opml><body><outline text='Secret' xmlUrl='http://127.0.0.1:1/feed?secret=1'/></body></opml>", encoding="utf-8"
    )
    archive = ["--archive", str(tmp_path / "archive.sqlite")]
    main([*archive, "import", str(listed)])
    main([*archive, "refresh"])
    capsys.readouterr()
    noted = (state / journal.NAME).read_text(encoding="utf-8")
    assert "source 1 failed" in noted
    assert "secret" not in noted.lower()
    assert "127.0.0.1" not in noted


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_it_is_for_its_owner_alone(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        journal.note("refresh ended with 0", tmp_path / "state")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "state" / journal.NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_it_never_grows_without_end(tmp_path: Path) -> None:
    for _ in range(30):
        journal.note("x" * 20_000, tmp_path)
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(sizes) == {"reader.log", "reader.log.1"}
    assert max(sizes.values()) < journal.LARGEST + 30_000
