"""A frozen order of releases: it does not move while new ones come in."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import groupby

from reader.archive.rank import id_of
from reader.archive.walk import EVERYTHING, UNREAD, Walk
from reader.headline import Headline

BLOCK = 128
"""Releases whose ranks are read at a time."""

FAR = 100_000
"""Rows that are counted to say where a release stands: some milliseconds. Farther down it is not looked for."""

_HEADLINE = """
SELECT r.id, r.title, r.organisation, s.title, r.published, r.regions, r.countries, r.is_read, r.is_starred,
       r.revisions > 1, r.quotes, r.language, r.embargo, r.is_gone,
       (SELECT group_concat(g.name, char(10)) FROM tagged t JOIN tag g ON g.id = t.tag WHERE t.release = r.id),
       EXISTS (SELECT 1 FROM note n WHERE n.release = r.id)
FROM release r JOIN source s ON s.id = r.source WHERE r.id IN ({marks})
"""


class Listing:
    """Releases that answered a filter when it was asked, newest first.

    Only what is looked at is read, a block at a time, from the nearest place that is known: so a million rows cost
    what a few windows of them cost. How many there are is known at once where a count is kept, or where
    one block holds them all; else it is counted by `total` in a thread, and told by `counted`.
    """

    def __init__(self, db: sqlite3.Connection, walk: Walk, total: int | None, unread: Callable[[], Walk]) -> None:
        """`total` is None where no count is kept; `unread` gives the walk along the unread ones alone."""
        self._db = db
        self._walk = walk
        self._unread = unread
        self._blocks: dict[int, array[int]] = {}
        self._read: list[int] = []
        """Numbers of the blocks that were read, in order."""
        self._total = total
        if total is None and len(self._block(0)) < BLOCK:
            self._total = len(self._block(0))

    def __len__(self) -> int:
        return len(self._block(0)) if self._total is None else self._total

    @property
    def is_counted(self) -> bool:
        """Whether `len` is the number of all of them; else it is that of the newest, which were read already."""
        return self._total is not None

    def counted(self, total: int) -> None:
        """Take the number of all of them from whoever counted."""
        self._total = max(total, len(self._block(0)))

    def total(self) -> int:
        """Count them all, which may take long."""
        sql, values = self._walk.statement("count(*)")
        number: int = self._db.execute(sql, values).fetchone()[0]
        return number

    def at_most(self, most: int) -> tuple[int, int]:
        """How many there are in all, and unread, neither counted further than `most` where that is 0 or more."""
        walks = [self._walk, self._unread()]
        if self._total is not None:
            walks = walks[1:]
        counted = [self._counted_along(walk, most) for walk in walks]
        total = counted[0] if self._total is None else self._total if most < 0 else min(self._total, most)
        return total, counted[-1]

    def _counted_along(self, walk: Walk, most: int) -> int:
        sql, values = walk.statement("1", limit=most) if most >= 0 else walk.statement("count(*)")
        sql = f"SELECT count(*) FROM ({sql})" if most >= 0 else sql
        number: int = self._db.execute(sql, values).fetchone()[0]
        return number

    def window(self, first: int, size: int) -> list[Headline]:
        """The headlines from index `first`, as they are now; at most `size`."""
        first = max(0, first)
        last = min(first + size, len(self))
        ranks: list[int] = []
        for number in range(first // BLOCK, -(-last // BLOCK)):
            start = number * BLOCK
            ranks += self._block(number)[max(0, first - start) : last - start]
        return headlines(self._db, [id_of(rank) for rank in ranks])

    def id_at(self, index: int) -> int:
        """The id of the release at an index; IndexError past the end."""
        return id_of(self._rank(index))

    def newest(self, most: int) -> list[int]:
        """The ids of the first of them, at most so many; where that is all, they are counted then."""
        ids = [id_of(rank) for rank in self._walked(limit=most, offset=0)]
        if len(ids) < most and self._total is None:
            self.counted(len(ids))
        return ids

    def ids(self, db: sqlite3.Connection | None = None) -> list[int]:
        """The ids of all of them, in order; read through another connection where one is given, in its thread.

        What was looked at stays among them, also where it would not be listed any longer: it was marked since.
        """
        sql, values = self._walk.statement()
        ranks = (row[0] for row in (db or self._db).execute(sql, values))
        seen = (rank for number in list(self._read) for rank in self._blocks[number])
        return [id_of(rank) for rank, _ in groupby(merge(ranks, seen, reverse=True))]

    def each(self) -> Iterator[Headline]:
        """The headlines of all of them, in order, read as they are needed."""
        waiting: list[int] = []
        for rank in self._ranks():
            waiting.append(id_of(rank))
            if len(waiting) == BLOCK:
                yield from headlines(self._db, waiting)
                waiting = []
        yield from headlines(self._db, waiting)

    def index_of(self, release_id: int) -> int | None:
        """Where a release stands; None where it is not listed, or too far down to count."""
        row = self._db.execute("SELECT rank FROM release WHERE id = ?", (release_id,)).fetchone()
        return self._place(row[0], FAR) if row else None

    def next_unread(self, index: int, step: int = 1) -> int | None:
        """The index of the nearest unread release past `index` (before it where step is -1); None at the end.

        An index of -1 starts above the first.
        """
        if not len(self):
            return None
        walk = self._unread()
        if step > 0:
            sql, values = walk.statement(below=self._rank(index) if index >= 0 else None, limit=1)
        else:
            sql, values = walk.statement(above=self._rank(index), lowest_first=True, limit=1)
        row = self._db.execute(sql, values).fetchone()
        return self._place(row[0]) if row else None

    def _ranks(self) -> Iterator[int]:
        sql, values = self._walk.statement()
        return (row[0] for row in self._db.execute(sql, values))

    def _rank(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise IndexError(index)
        number, place = divmod(index, BLOCK)
        return self._block(number)[place]

    def _block(self, number: int) -> array[int]:
        """The ranks of a block; shorter than BLOCK at the end of the listing only."""
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._read_block(number)
            if block:
                insort(self._read, number)
        return block

    def _read_block(self, number: int) -> array[int]:
        """Walk to a block from the nearest one that was read, or from an end of the listing."""
        at = bisect_left(self._read, number)
        first, last = number * BLOCK, (number + 1) * BLOCK
        start, below = 0, None
        if at:
            before = self._read[at - 1]
            start, below = before * BLOCK + len(self._blocks[before]), self._blocks[before][-1]
        if self._total is not None:
            last = min(last, self._total)
            end, above = self._total, None
            if at < len(self._read):
                end, above = self._read[at] * BLOCK, self._blocks[self._read[at]][0]
            if end - last < first - start:
                rows = self._walked(above=above, lowest_first=True, limit=last - first, offset=end - last)
                return array("q", reversed(rows))
        return array("q", self._walked(below=below, limit=last - first, offset=first - start))

    def _walked(
        self, below: int | None = None, above: int | None = None, lowest_first: bool = False, *, limit: int, offset: int
    ) -> list[int]:
        sql, values = self._walk.statement(
            below=below, above=above, lowest_first=lowest_first, limit=limit, offset=offset
        )
        return [row[0] for row in self._db.execute(sql, values)]

    def _place(self, rank: int, far: int = -1) -> int | None:
        """The index of a rank: by the blocks that were read, else by counting on from the one before it.

        None where it is not listed, and where it is more than `far` below what was read.
        """
        at = bisect_right(self._read, -rank, key=lambda number: -self._blocks[number][0])
        start, below = 0, None
        if at:
            number = self._read[at - 1]
            block = self._blocks[number]
            if rank >= block[-1]:
                place = bisect_left(block, -rank, key=lambda each: -each)
                return number * BLOCK + place if block[place] == rank else None
            start, below = number * BLOCK + len(block), block[-1]
        if self._total is None or not self._walked(below=rank + 1, above=rank - 1, limit=1, offset=0):
            return None
        sql, values = self._walk.statement("1", below=below, above=rank, limit=far)
        between: int = self._db.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()[0]
        return start + between if between != far else None


def everything(db: sqlite3.Connection, newest: int) -> Listing:
    """All releases up to the id `newest`: what the screen opens with, without the query language."""
    return Listing(db, EVERYTHING.up_to(newest), tally(db, "total"), lambda: UNREAD.up_to(newest))


def tally(db: sqlite3.Connection, column: str, name: str = "all") -> int:
    """A kept count: "total", "unread" or "starred"."""
    row = db.execute(f"SELECT {column} FROM tally WHERE name = ?", (name,)).fetchone()
    return row[0] if row else 0


def headlines(db: sqlite3.Connection, ids: Sequence[int]) -> list[Headline]:
    """The headlines of these releases, in the same order."""
    marks = ",".join("?" * len(ids))
    found = {row[0]: row for row in db.execute(_HEADLINE.format(marks=marks), ids)}
    return [_headline(found[each]) for each in ids if each in found]


def _headline(row: tuple[object, ...]) -> Headline:
    (
        release_id, title, organisation, source, published, regions, countries, is_read, is_starred, is_changed,
        quotes, language, embargo, is_gone, tags, has_note,
    ) = row  # fmt: skip
    return Headline(
        id=int(str(release_id)),
        title=str(title),
        organisation=str(organisation),
        source=str(source),
        published=str(published),
        regions=tuple(str(regions).split()),
        countries=tuple(str(countries).split()),
        is_read=bool(is_read),
        is_starred=bool(is_starred),
        is_changed=bool(is_changed),
        quotes=int(str(quotes)),
        language=str(language),
        embargo=str(embargo),
        is_gone=bool(is_gone),
        tags=tuple(sorted(str(tags).split("\n"), key=str.casefold)) if tags else (),
        has_note=bool(has_note),
    )
