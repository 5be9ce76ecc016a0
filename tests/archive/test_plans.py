"""No query of ours goes through a whole table, and none sorts what an index has in order: read from SQLite's plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import understood
from reader import query
from reader.archive import Archive, selecting
from reader.query import Filter

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

SMALL = {"organisation", "note", "source", "tag", "tally", "saved", "s", "g"}
"""Tables with a row for each name or note, not for each release."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        for name in ("one", "two", "three"):
            source = opened.add_source("feed", f"https://{name}.example/feed", name)
            opened.store(source, [understood(name, speaker="Akinyi Obuya", countries="KEN CHN")], NOW)
        yield opened


def plan(archive: Archive, sql: str, values: object = ()) -> list[str]:
    return [row[3] for row in archive._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]  # type: ignore[arg-type]


def scans(steps: list[str]) -> list[str]:
    """Steps that look at each row of a large table."""
    found = [step for step in steps if step.startswith("SCAN ") and " USING " not in step and " VIRTUAL " not in step]
    return [step for step in found if step.split()[1].strip("(") not in {*SMALL, "walk", "CONSTANT", "subquery-2)"}]


def sorts(steps: list[str]) -> list[str]:
    return [step for step in steps if "TEMP B-TREE" in step]


FILTERS = (
    Filter(),
    Filter(unread=True),
    Filter(starred=True),
    Filter(places=frozenset({"asia"})),
    Filter(places=frozenset({"KEN", "asia"})),
    Filter(places=frozenset({"KEN"}), unread=True),
    Filter(sources=frozenset({1})),
    Filter(sources=frozenset({1, 2, 3})),
    Filter(sources=frozenset({1, 2}), unread=True, words="region:africa"),
    *(
        Filter(words=words)
        for words in (
            "riv", "river region:asia", "river is:unread", "river OR region:asia", '"river rose"', "-bridge", "洪水",
            "lang:fr", "source:one", "source:e", "is:read", "is:changed", "is:gone", "is:undated", "is:embargoed",
            "has:quotes", "after:2020", "on:2015-05", "is:starred country:KEN", "speaker:obuya quote:river",
        )
    ),
)  # fmt: skip


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_what_is_asked_at_every_key_walks_an_index_in_its_order(archive: Archive, chosen: Filter) -> None:
    asked = query.whole(chosen)
    assert not isinstance(asked, query.Mistake)
    listing = selecting.listing(archive._db, asked, tuple(sorted(chosen.sources)), archive.newest())
    for walk in (listing._walk, listing._unread()):
        for statement in (
            walk.statement(limit=128),
            walk.statement(below=5 << 60, limit=128, offset=9),
            walk.statement(above=5 << 30, lowest_first=True, limit=128),
            walk.statement("1", below=5 << 60, above=5 << 30, limit=1_000),
        ):
            steps = plan(archive, *statement)
            assert not scans(steps), steps
            assert not sorts(steps), steps


def test_no_statement_of_the_archive_goes_through_all_releases(archive: Archive) -> None:
    """Everything that the screen and the commands ask, as SQLite was given it."""
    asked: list[str] = []
    archive._db.set_trace_callback(asked.append)
    archive.counts()
    archive.newest()
    archive.sources()
    archive.tags()
    archive.saved()
    archive.headline(1)
    archive.release(1)
    archive.history(1)
    archive.corrections(1)
    archive.original(1)
    archive.arrived(Filter(words="river region:asia"), 1)
    archive.count(Filter(words="river"))
    archive.complete("speaker", "ak", 9)
    archive.quotes_of(Filter(), "Akinyi Obuya")
    archive.set_read([1, 2], True)
    archive.set_starred([1], True)
    archive.store(1, [understood("one", "Other words."), understood("four")], NOW)
    archive._db.set_trace_callback(None)
    for sql in dict.fromkeys(asked):
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")) and "vocab" not in sql and "temp." not in sql:
            assert not scans(plan(archive, sql)), sql
