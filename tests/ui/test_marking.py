"""Marks, and taking them back."""

from __future__ import annotations

from reader.archive import Archive
from reader.query import Filter
from reader.ui.marking import Marks


def test_the_last_marking_is_taken_back_first(archive: Archive) -> None:
    marks = Marks(archive)
    release = archive.listing(Filter()).id_at(0)  # type: ignore[union-attr]
    assert marks.read(archive.headline(release), True) == "Marked read"
    assert marks.star(archive.headline(release), True) == "Starred"

    assert marks.undo() == "Star taken off again"
    assert archive.headline(release).is_read
    assert not archive.headline(release).is_starred
    assert marks.undo() == "Marked unread again"
    assert not archive.headline(release).is_read
    assert marks.undo() == "Nothing to undo"


def test_a_marking_that_changes_nothing_is_not_taken_back(archive: Archive) -> None:
    marks = Marks(archive)
    read = archive.listing(Filter()).id_at(4)  # type: ignore[union-attr]
    assert marks.read(archive.headline(read), True) == ""
    assert marks.undo() == "Nothing to undo"
    assert archive.headline(read).is_read
