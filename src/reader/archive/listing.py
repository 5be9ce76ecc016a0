"""A frozen order of releases: it does not move while new ones come in."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from reader.archive.rank import id_of
from reader.headline import Headline

_HEADLINE = """
SELECT r.id, r.title, r.organisation, s.title, r.published, r.regions, r.countries, r.is_read, r.is_starred,
       r.revisions > 1, r.quotes, r.language, r.embargo,
       (SELECT group_concat(g.name, char(10)) FROM tagged t JOIN tag g ON g.id = t.tag WHERE t.release = r.id),
       EXISTS (SELECT 1 FROM note n WHERE n.release = r.id)
FROM release r JOIN source s ON s.id = r.source WHERE r.id IN ({marks})
"""


class Listing:
    """Releases that answered a filter when it was asked, newest first."""

    def __init__(self, db: sqlite3.Connection, ranks: array[int]) -> None:
        """`ranks` descend."""
        self._db = db
        self._ranks = ranks

    def __len__(self) -> int:
        return len(self._ranks)

    def window(self, first: int, size: int) -> list[Headline]:
        """The headlines from index `first`, as they are now; at most `size`."""
        return headlines(self._db, [id_of(rank) for rank in self._ranks[max(0, first) : first + size]])

    def id_at(self, index: int) -> int:
        """The id of the release at an index; IndexError past the end."""
        return id_of(self._ranks[index])

    def ids(self) -> list[int]:
        """The ids of all of them, in order."""
        return [id_of(rank) for rank in self._ranks]

    def index_of(self, release_id: int) -> int | None:
        """Where a release stands; None where it is not listed."""
        row = self._db.execute("SELECT rank FROM release WHERE id = ?", (release_id,)).fetchone()
        return self._place(row[0]) if row else None

    def next_unread(self, index: int, step: int = 1) -> int | None:
        """The index of the nearest unread release past `index` (before it where step is -1); None at the end.

        An index of -1 starts above the first.
        """
        if step > 0:
            below = self._ranks[index] if index >= 0 else self._ranks[0] + 1 if self._ranks else 0
            sql = "SELECT rank FROM release WHERE is_read = 0 AND rank < ? ORDER BY rank DESC"
        else:
            below = self._ranks[index] if self._ranks else 0
            sql = "SELECT rank FROM release WHERE is_read = 0 AND rank > ? ORDER BY rank"
        for (rank,) in self._db.execute(sql, (below,)):
            place = self._place(rank)
            if place is not None:
                return place
        return None

    def _place(self, rank: int) -> int | None:
        place = bisect_left(self._ranks, -rank, key=lambda each: -each)
        return place if place < len(self._ranks) and self._ranks[place] == rank else None


def headlines(db: sqlite3.Connection, ids: Sequence[int]) -> list[Headline]:
    """The headlines of these releases, in the same order."""
    marks = ",".join("?" * len(ids))
    found = {row[0]: row for row in db.execute(_HEADLINE.format(marks=marks), ids)}
    return [_headline(found[each]) for each in ids if each in found]


def _headline(row: tuple[object, ...]) -> Headline:
    (
        release_id, title, organisation, source, published, regions, countries, is_read, is_starred, is_changed,
        quotes, language, embargo, tags, has_note,
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
        tags=tuple(sorted(str(tags).split("\n"), key=str.casefold)) if tags else (),
        has_note=bool(has_note),
    )
