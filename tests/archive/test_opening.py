"""Opening an archive that is damaged, not ours, newer, older or read-only: a message, and nothing is changed."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from reader.archive import Archive, ArchiveError, DamagedArchive
from reader.archive.opening import make_lasting, open_database
from reader.archive.schema import FIRST, MIGRATIONS
from reader.archive.version import APPLICATION_ID
from reader.query import Filter
from small_archive import fill_archive

NORMAL, FULL = 1, 2
"""How SQLite tells whether the end of a transaction waits for the disk."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    fill_archive(path)
    return path


def run_sql(path: Path, script: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(script)
    db.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_archive_log_and_folder_are_for_their_owner_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Archive.open(tmp_path / "data" / "archive.sqlite") as archive:
            archive.add_source("feed", "https://news.example/feed")
            modes = {each.name: mode(each) for each in (tmp_path / "data").iterdir()}
    finally:
        os.umask(before)
    assert {name: bits & 0o077 for name, bits in modes.items()} == dict.fromkeys(modes, 0)
    assert "archive.sqlite-wal" in modes
    assert mode(tmp_path / "data") == 0o700


def test_an_archive_that_others_may_read_is_closed_to_them(path: Path) -> None:
    path.chmod(0o644)
    Archive.open(path).close()
    assert mode(path) == 0o600


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("PRAGMA user_version = 9999", "later version"),
        ("PRAGMA application_id = 1", "not an archive of reader"),
    ],
)
def test_what_is_newer_or_not_ours_is_refused_and_left_as_it_is(path: Path, script: str, words: str) -> None:
    run_sql(path, script)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=words) as refused:
        Archive.open(path)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before


def test_what_is_written_in_bulk_is_written_through_to_the_disk_at_the_end(path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    with closing(open_database(path, is_bulk=True)) as db:
        db.execute("UPDATE source SET title = 'Another name'")
        assert db.execute("PRAGMA synchronous").fetchone() == (NORMAL,)
        written = log.stat().st_size
        make_lasting(db)
        assert db.execute("PRAGMA synchronous").fetchone() == (FULL,)
        assert log.stat().st_size > written  # a transaction of its own, at whose end SQLite waits for the disk
    with Archive.open(path) as archive:
        assert archive.sources()[0].title == "Another name"


def test_a_planted_trigger_is_never_run(path: Path) -> None:
    run_sql(path, "CREATE TRIGGER planted AFTER UPDATE ON release BEGIN DELETE FROM revision; END")
    with pytest.raises(DamagedArchive, match="planted"):
        Archive.open(path)


def test_a_truncated_archive_is_called_damaged_with_what_to_do(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 6 // 10)
    with pytest.raises(DamagedArchive, match="reader doctor"):
        Archive.open(path)


def test_an_empty_file_with_a_log_beside_it_is_no_new_archive(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name(path.name + "-wal").write_bytes(b"something")
    with pytest.raises(ArchiveError, match="log beside it"):
        Archive.open(path)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        Archive.open(tmp_path)


def test_an_older_archive_is_brought_up_to_date_and_a_copy_of_it_kept(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    run_sql(path, FIRST + f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;")
    run_sql(path, "INSERT INTO source (kind, url) VALUES ('feed', 'https://news.example/feed')")
    with Archive.open(path) as archive:
        assert [row.url for row in archive.sources()] == ["https://news.example/feed"]
    copy = tmp_path / "archive.version-1.sqlite"
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT url FROM source").fetchall() == [("https://news.example/feed",)]
    assert mode(copy) == 0o600
    assert len(MIGRATIONS) > 1


def test_a_read_only_archive_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the answer of the file system is given by hand."""
    monkeypatch.setattr("reader.archive.opening.may_write", lambda path: False)
    before = path.read_bytes()
    with Archive.open(path) as archive:
        assert len(archive.listing(Filter())) == 5  # type: ignore[arg-type]
    assert path.read_bytes() == before


def test_a_copy_is_whole_and_another_is_never_overwritten(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with Archive.open(path) as archive:
        archive.set_starred([1], True)  # still in the log only
        archive.copy_to(copy)
        before = copy.read_bytes()
        with pytest.raises(FileExistsError):
            archive.copy_to(copy)
    assert copy.read_bytes() == before
    assert mode(copy) == 0o600
    assert [each.name for each in tmp_path.iterdir() if "copy" in each.name] == ["copy.sqlite"]
    with Archive.open(copy) as archive:
        assert archive.headline(1).is_starred
        assert archive.check().is_sound
