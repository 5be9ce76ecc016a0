"""A sound archive passes; whatever was made from the originals and is out of step is found, and made anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from making import a_release, understood
from reader.archive import Archive, rows_of
from reader.query import Filter
from small_archive import NOW, fill_archive


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    fill_archive(path)
    return path


def spoil(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.executescript(statement)


def test_a_sound_archive_passes(archive_path: Path) -> None:
    with Archive.open(archive_path) as archive:
        archive.set_starred([2], True)
        archive.tag([1, 2], "to read")
        health = archive.check()
    assert health.is_sound
    assert health.releases == 5


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("INSERT INTO words (words) VALUES ('delete-all')", "the search index"),
        ("UPDATE words_docsize SET sz = x'01010101' WHERE id = (SELECT max(rank) FROM release)", "the search index"),
        ("UPDATE tally SET total = total + 1", "the counts"),
        ("DELETE FROM tally WHERE name = 'asia'", "the counts"),
        ("DELETE FROM place WHERE code = 'KEN'", "the releases of countries and regions"),
        ("DELETE FROM said", "the quotes of speakers"),
        ("DELETE FROM listed", "the releases of sources"),
        ("UPDATE release SET title = 'Forged' WHERE id = 3", "the rows of the list"),
    ],
)
def test_what_is_out_of_step_is_found_and_made_anew(archive_path: Path, damage: str, found: str) -> None:
    spoil(archive_path, damage)
    with Archive.open(archive_path) as archive:
        assert found in archive.check().out_of_step
        assert archive.make_anew({}) is None
        assert archive.check().is_sound


def test_what_was_understood_and_is_lost_is_taken_from_what_is_given(archive_path: Path) -> None:
    spoil(
        archive_path, "UPDATE understood SET data = x'00' WHERE release = 1; DELETE FROM understood WHERE release = 2"
    )
    with Archive.open(archive_path) as archive:
        assert archive.check().not_understood == [1, 2]
        archive.make_anew({1: rows_of(a_release("It rose again."), 1)})
        assert archive.check().is_sound
        assert archive.release(1).blocks[0].text == "It rose again."
        assert archive.release(2).title == archive.headline(2).title


def test_marks_tags_and_corrections_outlive_a_making_anew(archive_path: Path) -> None:
    with Archive.open(archive_path) as archive:
        archive.set_starred([2], True)
        archive.tag([3], "to read")
        archive.set_note(3, "ask the mayor")
        before = archive.counts(), archive.tags(), archive.note(3)
        archive.make_anew({})
        assert (archive.counts(), archive.tags(), archive.note(3)) == before
        assert archive.headline(2).is_starred


def test_a_lost_original_is_told_and_what_was_understood_stays(archive_path: Path) -> None:
    spoil(archive_path, "UPDATE revision SET original = x'00' WHERE release = 4")
    with Archive.open(archive_path) as archive:
        assert archive.check().lost_originals == [4]
        archive.make_anew({})
        assert archive.release(4).title


def test_a_changed_release_that_is_searched_for_is_found_after_the_index_was_lost(archive_path: Path) -> None:
    with Archive.open(archive_path) as archive:
        archive.store(1, [understood("new", "An unheard-of pangolin.", title="Pangolins")], NOW)
    spoil(archive_path, "INSERT INTO words (words) VALUES ('delete-all')")
    with Archive.open(archive_path) as archive:
        archive.make_anew({})
        listing = archive.listing(Filter(words="pangolin"))
        assert len(listing) == 1  # type: ignore[arg-type]
