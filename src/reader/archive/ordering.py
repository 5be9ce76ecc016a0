"""A listing in another order than by date: its newest releases are put in order, older ones follow by date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from reader.archive.listing import Listing, headlines
from reader.archive.words import expression
from reader.headline import Headline
from reader.later import Later
from reader.query import All, Any, Order, Query, Words

if TYPE_CHECKING:
    import json
else:
    json = Later("json")

ORDERED = 10_000
"""Releases of a listing, the newest, that are put in another order: more than anybody walks through, and few enough
to weigh and sort while one waits for a key."""

WEIGHED = 16
"""Words of a query that releases are weighed by: each costs a walk through all that have it."""

WEIGHTS = "8.0, 3.0, 3.0, 1.0"
"""What a word counts in the title, the quotes, the speakers and the text, for bm25."""


class Ordered:
    """The same releases as a listing by date, in another order."""

    def __init__(self, db: sqlite3.Connection, by_date: Listing, ids: Sequence[int]) -> None:
        """`ids` are the newest of the listing in their order here; the others follow as they stand in it."""
        self._db = db
        self._by_date = by_date
        self._ids = ids
        self._here = {release_id: index for index, release_id in enumerate(ids)}

    def __len__(self) -> int:
        return max(len(self._by_date), len(self._ids))

    @property
    def is_counted(self) -> bool:
        """Whether `len` is the number of all of them."""
        return self._by_date.is_counted

    def counted(self, total: int) -> None:
        """Take the number of all of them from whoever counted."""
        self._by_date.counted(total)

    def window(self, first: int, size: int) -> list[Headline]:
        """The headlines from index `first`, as they are now; at most `size`."""
        first = max(0, first)
        last = min(first + size, len(self))
        return headlines(self._db, [self.id_at(index) for index in range(first, last)])

    def id_at(self, index: int) -> int:
        """The id of the release at an index; IndexError past the end."""
        return self._ids[index] if 0 <= index < len(self._ids) else self._by_date.id_at(index)

    def ids(self, db: sqlite3.Connection | None = None) -> list[int]:
        """The ids of all of them, in order; read through another connection where one is given."""
        return [*self._ids, *(each for each in self._by_date.ids(db) if each not in self._here)]

    def index_of(self, release_id: int) -> int | None:
        """Where a release stands; None where it is not listed, or too far down to count."""
        return self._here[release_id] if release_id in self._here else self._by_date.index_of(release_id)

    def next_unread(self, index: int, step: int = 1) -> int | None:
        """The index of the nearest unread release past `index` (before it where step is -1); None at the end."""
        last = len(self._ids) - 1
        if step < 0 and index > last + 1:
            before = self._by_date.next_unread(index, step)
            if before is not None and before > last:
                return before
            index = last + 1
        unread = self._unread()
        going = range(index + 1, last + 1) if step > 0 else range(min(index, last + 1) - 1, -1, -1)
        found = next((at for at in going if self._ids[at] in unread), None)
        if found is not None or step < 0:
            return found
        return self._by_date.next_unread(max(index, last), step) if len(self) > last + 1 else None

    def _unread(self) -> set[int]:
        """The ids of those in another order that are unread."""
        rows = self._db.execute(
            "SELECT id FROM release WHERE is_read = 0 AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(self._ids),),
        )
        return {row[0] for row in rows}


def ordered(db: sqlite3.Connection, by_date: Listing, query: Query, order: Order) -> Listing | Ordered:
    """The listing in an order; by relevance it stays as it is where the query has no words to weigh."""
    if order is Order.DATE or not len(by_date):
        return by_date
    ids = by_date.newest(ORDERED)
    keys: Mapping[int, float] = _sources(db, ids) if order is Order.SOURCE else _weights(db, ids, query)
    if not keys:
        return by_date
    missing = max(keys.values())
    return Ordered(db, by_date, sorted(ids, key=lambda each: keys.get(each, missing)))


def _sources(db: sqlite3.Connection, ids: list[int]) -> dict[int, int]:
    """The place of each release's source among the sources by name."""
    names = {
        source: (title or url).casefold() for source, title, url in db.execute("SELECT id, title, url FROM source")
    }
    places = {source: place for place, source in enumerate(sorted(names, key=lambda source: (names[source], source)))}
    rows = db.execute("SELECT id, source FROM release WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    return {release: places[source] for release, source in rows}


def _weights(db: sqlite3.Connection, ids: list[int], query: Query) -> dict[int, float]:
    """How much each release has of the query's words, the lower the more; empty where it asks for no words."""
    match = expression(Any(tuple(islice(_words(query), WEIGHED))))
    if not match:
        return {}
    lowest: int = db.execute("SELECT rank FROM release WHERE id = ?", (ids[-1],)).fetchone()[0]
    rows = db.execute(
        f"SELECT r.id, bm25(words, {WEIGHTS}) FROM words JOIN release r ON r.rank = words.rowid"
        " WHERE words MATCH ? AND words.rowid >= ?",
        (match, lowest),
    )
    return dict(rows)


def _words(query: Query) -> Iterator[Words]:
    """The words that a query wants; not those that must be missing."""
    match query:
        case Words():
            yield query
        case All(parts) | Any(parts):
            for part in parts:
                yield from _words(part)
