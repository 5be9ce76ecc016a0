"""The doctor says what it found and did; of a damaged file it saves what can be read, and never writes to it."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest

from reader.archive import Archive
from reader.doctor import examine
from reader.query import Filter
from reader.refresh import take_paths

FOLDER = Path(__file__).parent.parent / "src" / "reader" / "sample"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an archive of invented releases."""
    path = tmp_path_factory.mktemp("sample") / "archive.sqlite"
    with Archive.open(path) as archive:
        take_paths(archive, [str(FOLDER / "saved"), str(FOLDER / "qingshi.xml")])
        archive.set_starred([3], True)
    return path.read_bytes()


@pytest.fixture
def path(sample: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    path.write_bytes(sample)
    return path


def number(path: Path) -> int:
    with Archive.open(path) as archive:
        return len(archive.listing(Filter()))  # type: ignore[arg-type]


def test_it_says_that_a_sound_archive_is_sound(path: Path) -> None:
    finding = examine(path)
    assert finding.is_well
    assert "the file is sound" in finding.lines[0]
    assert "anew" not in "".join(finding.lines)


def test_it_puts_an_index_and_counts_in_step_and_says_so(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.executescript("INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM tally;")
    finding = examine(path)
    assert finding.is_well
    assert "made anew: the counts, the search index" in "".join(finding.lines)
    assert "anew" not in "".join(examine(path).lines)


def test_it_understands_anew_from_what_came(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM understood WHERE release < 3")
    assert "2 releases understood anew" in "".join(examine(path).lines)
    assert examine(path).is_well


def test_of_a_truncated_file_it_saves_what_can_be_read_beside_it(path: Path) -> None:
    whole = number(path)
    os.truncate(path, path.stat().st_size * 7 // 10)
    damaged = path.read_bytes()
    finding = examine(path)
    saved = path.with_name("archive.saved-1.sqlite")
    assert not finding.is_well
    assert str(saved) in finding.lines
    assert path.read_bytes() == damaged
    assert 0 < number(saved) <= whole
    assert examine(saved).is_well


@pytest.mark.parametrize("seed", range(6))
def test_wherever_a_page_is_lost_what_is_saved_is_sound(path: Path, seed: int) -> None:
    data = bytearray(path.read_bytes())
    at = random.Random(seed).randrange(1, len(data) // 4096) * 4096
    data[at : at + 4096] = bytes(4096)
    path.write_bytes(data)
    finding = examine(path)
    assert finding.lines
    assert path.read_bytes() == bytes(data) or finding.is_well
    for saved in path.parent.glob("*.saved-*"):
        assert examine(saved).is_well


def test_it_saves_into_a_new_file_each_time(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 7 // 10)
    examine(path)
    first = path.with_name("archive.saved-1.sqlite").read_bytes()
    examine(path)
    assert path.with_name("archive.saved-1.sqlite").read_bytes() == first
    assert path.with_name("archive.saved-2.sqlite").exists()


def test_a_star_is_saved_with_its_release(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE VIEW planted AS SELECT 1")
    examine(path)
    with Archive.open(path.with_name("archive.saved-1.sqlite")) as archive:
        assert archive.headline(3).is_starred
        assert archive.counts().starred == 1
