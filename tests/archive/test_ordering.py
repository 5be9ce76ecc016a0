"""Lists by relevance and by source: the same releases, in another order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import understood
from reader.archive import Archive, Listing, Ordered, ordering
from reader.query import Filter, Order

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

RELEASES = (
    ("b", "Rain", "A long text in which many things are said of the weather and once of a flood."),
    ("a", "Flood in the valley", "The flood came at night; a flood of mud followed the flood."),
    ("b", "Wind", "Nothing of the kind."),
    ("a", "Late news", "The flood is over."),
)
"""Source, title and text, the oldest first."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        sources = {name: opened.add_source("feed", f"https://{name}.example/feed", name) for name in "ba"}
        for day, (source, title, text) in enumerate(RELEASES, 1):
            release = understood(str(day), text, title=title, published=f"2026-05-0{day}")
            opened.store(sources[source], [release], NOW)
        yield opened


def listed(archive: Archive, words: str, order: Order) -> Listing | Ordered:
    listing = archive.listing(Filter(words=words), order)
    assert isinstance(listing, Listing | Ordered)
    return listing


def titles(listing: Listing | Ordered) -> list[str]:
    return [headline.title for headline in listing.window(0, 9)]


def test_what_has_the_words_most_stands_first(archive: Archive) -> None:
    listing = listed(archive, "flood -mud OR flood", Order.RELEVANCE)
    assert titles(listing)[0] == "Flood in the valley"
    assert titles(listing)[-1] == "Rain"
    assert sorted(listing.ids()) == [1, 2, 4]


def test_without_words_relevance_is_by_date(archive: Archive) -> None:
    assert titles(listed(archive, "", Order.RELEVANCE)) == ["Late news", "Wind", "Flood in the valley", "Rain"]


def test_sources_stand_by_name_each_with_its_newest_first(archive: Archive) -> None:
    listing = listed(archive, "", Order.SOURCE)
    assert titles(listing) == ["Late news", "Flood in the valley", "Wind", "Rain"]
    assert [listing.index_of(release) for release in listing.ids()] == [0, 1, 2, 3]


@pytest.mark.parametrize("most", [2, 3, 10])
def test_older_ones_follow_by_date_and_none_is_lost(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(ordering, "ORDERED", most)
    listing = listed(archive, "", Order.SOURCE)
    assert sorted(listing.ids()) == [1, 2, 3, 4]
    assert [listing.id_at(at) for at in range(4)] == listing.ids()
    assert [headline.id for headline in listing.window(1, 2)] == listing.ids()[1:3]
    archive.set_read([listing.ids()[1]], True)
    assert walked(listing, -1, 1) == [0, 2, 3]
    assert walked(listing, 3, -1) == [2, 0]


def walked(listing: Listing | Ordered, start: int, step: int) -> list[int]:
    """Where one comes to from unread release to unread release."""
    found: list[int] = []
    at = listing.next_unread(start, step)
    while at is not None:
        found.append(at)
        at = listing.next_unread(at, step)
    return found
