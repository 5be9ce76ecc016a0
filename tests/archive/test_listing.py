"""The list reads what is looked at, and nothing else; it stays as it was while the archive goes on."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from making import understood
from reader.archive import Archive, Listing
from reader.archive.rank import ID_BITS, rank_of
from reader.query import Filter, Order

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

MANY = 200_000
"""Rows: a walk over all of them takes five times the steps that are allowed, and a million cost no more."""


def listing(archive: Archive, chosen: Filter | None = None) -> Listing:
    taken = archive.listing(chosen or Filter())
    assert isinstance(taken, Listing)
    return taken


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A thousand releases of two sources, every third about Kenya, every fifth unread, every seventh of a bridge."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        sources = [opened.add_source("feed", f"https://{name}.example/feed", name) for name in ("one", "two")]
        for source in sources:
            rows = [
                understood(
                    f"{source}-{number}",
                    "The bridge is open." if number % 7 == 0 else "The river rose.",
                    title=f"Number {number}",
                    countries="KEN" if number % 3 == 0 else "CHN",
                    published=(NOW - timedelta(hours=number)).isoformat(),
                )
                for number in range(1_000)
                if number % 2 == source % 2
            ]
            opened.store(source, rows, NOW)
        read = [one.id for one in opened.each(Filter()) if int(one.title.split()[1]) % 5]  # type: ignore[union-attr]
        opened.set_read(read, True)
        yield opened


FILTERS = (
    Filter(),
    Filter(unread=True),
    Filter(places=frozenset({"KEN"})),
    Filter(places=frozenset({"KEN", "asia"})),
    Filter(places=frozenset({"africa"}), unread=True),
    Filter(sources=frozenset({1})),
    Filter(sources=frozenset({1, 2}), places=frozenset({"asia"})),
    Filter(words="bridge"),
    Filter(words="ri"),
    Filter(words="river", places=frozenset({"africa"})),
    Filter(words="river", sources=frozenset({2}), unread=True),
    Filter(words="-bridge region:asia OR country:KEN"),
)


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_any_window_of_a_listing_is_a_part_of_the_whole(archive: Archive, chosen: Filter) -> None:
    whole = [one.id for one in archive.each(chosen)]  # type: ignore[union-attr]
    assert whole == sorted(whole, key=lambda each: archive.headline(each).published, reverse=True)
    chance = random.Random(4)
    for _ in range(3):
        taken = listing(archive, chosen)
        taken.counted(taken.total())
        assert len(taken) == len(whole)
        for _ in range(12):
            first = chance.randrange(len(whole))
            assert [one.id for one in taken.window(first, 40)] == whole[first : first + 40]
            index = chance.randrange(len(whole))
            assert taken.id_at(index) == whole[index]
            assert taken.index_of(whole[index]) == index


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_the_next_unread_release_is_found_from_anywhere(archive: Archive, chosen: Filter) -> None:
    taken = listing(archive, chosen)
    taken.counted(taken.total())
    unread = [index for index, one in enumerate(archive.each(chosen)) if not one.is_read]  # type: ignore[arg-type, union-attr]
    for index in range(-1, len(taken), 17):
        assert taken.next_unread(index) == next((each for each in unread if each > index), None)
        if index >= 0:
            assert taken.next_unread(index, -1) == next((each for each in reversed(unread) if each < index), None)


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_what_is_counted_beforehand_is_the_number_there_is(archive: Archive, chosen: Filter) -> None:
    taken = listing(archive, chosen)
    whole = len(taken.ids())
    assert len(taken) == whole if taken.is_counted else len(taken) < whole
    assert archive.total(chosen, archive.newest(), lambda: False) == whole
    assert archive.count(chosen)[0] == whole


def test_counting_ends_when_it_is_told_to(archive: Archive) -> None:
    assert archive.total(Filter(words="river OR bridge"), archive.newest(), lambda: False) == 1_000
    assert archive.total(Filter(words="-river"), archive.newest(), lambda: True) in (None, 142, 143)


def test_new_releases_do_not_move_what_is_listed(archive: Archive) -> None:
    taken = listing(archive)
    before = [one.id for one in archive.each(Filter())]  # type: ignore[union-attr]
    fresh = [
        understood(f"new-{number}", published=(NOW - timedelta(hours=number * 9)).isoformat()) for number in range(90)
    ]
    archive.store(1, fresh, NOW)
    for first in (900, 0, 400):
        assert [one.id for one in taken.window(first, 50)] == before[first : first + 50]
    assert taken.ids() == before


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_what_came_in_since_is_counted_by_the_filter(archive: Archive, chosen: Filter) -> None:
    since, before = archive.newest(), archive.total(chosen, archive.newest(), lambda: False)
    fresh = [
        understood(f"new-{number}", "The river rose.", published=(NOW - timedelta(hours=number * 9)).isoformat())
        for number in range(90)
    ]
    archive.store(1, fresh, NOW)
    after = archive.total(chosen, archive.newest(), lambda: False)
    assert before is not None
    assert after is not None
    assert archive.arrived(chosen, since) == after - before


def test_releases_marked_read_stay_where_they_are_listed_as_unread(archive: Archive) -> None:
    taken = listing(archive, Filter(unread=True))
    shown = [one.id for one in taken.window(0, 100)]
    archive.set_read(shown[:50], True)
    assert [one.id for one in taken.window(0, 100)] == shown
    last = len(taken) - 1
    assert taken.index_of(taken.id_at(last)) == last


def test_an_uncounted_listing_is_its_newest_releases_until_it_is_counted(archive: Archive) -> None:
    taken = listing(archive, Filter(words="river"))
    assert not taken.is_counted
    assert 0 < len(taken) < taken.total()
    with pytest.raises(IndexError):
        taken.id_at(len(taken))
    taken.counted(taken.total())
    assert taken.window(len(taken) - 1, 5)[0].title == "Number 999"


def test_another_order_holds_them_all(archive: Archive) -> None:
    taken = archive.listing(Filter(words="river"), Order.SOURCE)
    assert sorted(taken.ids()) == sorted(listing(archive, Filter(words="river")).ids())  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def an_archive_of_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of the list, of one text each: what the list walks, without what the page shows."""
    path = tmp_path_factory.mktemp("many") / "archive.sqlite"
    with Archive.open(path) as archive:
        archive.add_source("feed", "https://valley.example/feed", "Valley")
        archive.store(1, [understood()], NOW)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA synchronous = OFF")
        columns = (
            "url, title, organisation, language, published, embargo, regions, countries, quotes, is_read, is_starred,"
            " revisions, is_gone, first_seen, digest"
        )
        db.execute(
            f"INSERT INTO release (id, source, key, rank, {columns})"
            " WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            f" SELECT n, 1, printf('%07d', n), ? + (n << (? + 9)) + n, {columns}"
            " FROM numbers, release WHERE release.id = 1",
            (MANY, rank_of(0, "2000-01-01", ""), ID_BITS),
        )
        db.execute("INSERT INTO place SELECT 'asia', rank FROM release WHERE id % 4 = 0")
        db.execute(
            "INSERT OR REPLACE INTO tally VALUES ('all', ?, ?, 0), ('asia', ?, ?, 0)", (MANY, MANY, *[MANY // 4] * 2)
        )
    db.close()
    return path


@pytest.mark.parametrize("chosen", [Filter(), Filter(unread=True), Filter(places=frozenset({"asia"}))], ids=str)
def test_a_million_rows_cost_a_few_windows(an_archive_of_many: Path, chosen: Filter) -> None:
    """Counted in steps of SQLite's machine, which no busy computer changes."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with Archive.open(an_archive_of_many) as archive:
        archive._db.set_progress_handler(count, 1_000)
        taken = listing(archive, chosen)
        assert len(taken) >= MANY // 4
        last = len(taken) - 1
        for first in (0, 40, 80, last - 39, last - 300):
            assert len(taken.window(first, 40)) == 40
        assert taken.index_of(taken.id_at(last)) == last
        assert taken.next_unread(100) == 101
    assert steps < 80, f"{steps} thousand steps of SQLite"
