"""Tags, notes and saved searches: kept, counted, and found by the query language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import understood
from reader.archive import Archive, Listing, SavedSearch, Tag
from reader.query import Filter

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three releases: 1 the oldest, 3 the newest."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        source = opened.add_source("feed", "https://valley.example/feed", "Valley")
        days = ("2026-05-01", "2026-05-02", "2026-05-03")
        opened.store(source, [understood(day, title=day, published=day) for day in days], NOW)
        yield opened


def found(archive: Archive, words: str) -> list[int]:
    listing = archive.listing(Filter(words=words))
    assert isinstance(listing, Listing)
    return [headline.id for headline in listing.window(0, 100)]


def test_a_tag_is_found_whatever_its_case_and_accents(archive: Archive) -> None:
    assert archive.tag([1, 3], "Évictions") == [1, 3]
    assert archive.tag([3, 2], "evictions") == [2]
    assert found(archive, "tag:EVICTIONS") == [3, 2, 1]
    assert archive.headline(2).tags == ("Évictions",)
    assert found(archive, "-tag:evictions") == []
    assert found(archive, "tag:other") == []


def test_tags_are_counted_with_every_change(archive: Archive) -> None:
    archive.tag([1, 2, 3], "later")
    archive.set_read([1], True)
    assert archive.tags() == [Tag("later", 3, 2)]
    archive.set_read([1], False)
    assert archive.untag([1, 2], "Later") == [1, 2]
    assert archive.tags() == [Tag("later", 1, 1)]
    assert archive.untag([3], "later") == [3]
    assert archive.tags() == []
    assert archive.untag([3], "later") == []


def test_a_tag_stays_on_a_release_whose_text_or_date_changed(archive: Archive) -> None:
    archive.tag([1], "later")
    archive.set_note(1, "Ask again.")
    archive.store(1, [understood("2026-05-01", "Other words.", title="Moved", published="2026-06-01")], NOW)
    assert found(archive, "tag:later") == [1]
    assert archive.note(1) == "Ask again."
    assert archive.tags() == [Tag("later", 1, 1)]


def test_a_tags_name_is_one_line_that_a_query_can_hold(archive: Archive) -> None:
    archive.tag([1], '  "ask",\n again  ')
    assert archive.headline(1).tags == ("ask again",)
    assert found(archive, 'tag:"ask again" has:tags') == [1]
    with pytest.raises(ValueError, match="name"):
        archive.tag([1], ' ," ')


def test_a_note_is_kept_changed_found_and_taken_away(archive: Archive) -> None:
    assert archive.set_note(2, "Rang the café; ask again in June.") == ""
    assert archive.headline(2).has_note
    assert found(archive, "note:CAFE") == [2]
    assert found(archive, 'note:"ask again" has:note') == [2]
    assert archive.set_note(2, " ") == "Rang the café; ask again in June."
    assert archive.note(2) == ""
    assert found(archive, "has:note") == []


def test_a_search_is_kept_renamed_and_forgotten(archive: Archive) -> None:
    assert archive.save("Floods", "flood is:unread") is None
    assert archive.save("Floods", "flood") == "flood is:unread"
    archive.save("arrests", "arrest")
    assert [search.name for search in archive.saved()] == ["arrests", "Floods"]
    assert archive.rename_saved("Floods", "Rivers")
    assert not archive.rename_saved("Rivers", "arrests")
    assert archive.forget_saved("Rivers") == SavedSearch("Rivers", "flood")
    assert archive.forget_saved("Rivers") is None


def test_what_a_filter_asks_for_is_counted(archive: Archive) -> None:
    archive.set_read([2], True)
    assert archive.count(Filter()) == (3, 2)
    assert archive.count(Filter(words="river on:2026-05-02")) == (1, 0)
    assert archive.count(Filter(sources=frozenset({1}), unread=True)) == (2, 2)
    assert archive.count(Filter(words="(")) == (0, 0)


def test_a_count_ends_where_it_is_told_to(archive: Archive) -> None:
    assert archive.count(Filter(words="river"), 2) == (2, 2)
    assert archive.count(Filter(), 2) == (2, 2)
    assert archive.count(Filter(words="river"), 9) == (3, 3)
