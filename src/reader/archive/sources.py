"""The sources of the archive: where releases come from, and how each is doing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields

from reader.archive.transactions import writing

FILES = "files:"
"""The address of the one source that saved releases belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as the archive keeps it, with its counts."""

    id: int
    kind: str
    """ "feed", "files", or "left": a feed that is followed no longer, whose releases stay."""
    url: str
    title: str
    region: str
    """A key of `regions.REGIONS` for a feed about one region; empty otherwise."""
    is_on: bool
    etag: str
    last_modified: str
    body_digest: str
    checked: str
    """ISO moment of the last try; empty before the first."""
    next_check: str
    """ISO moment before which the server asked not to be asked again; empty where it did not."""
    failures: int
    health: str
    """What is wrong, in words; empty when all is well."""
    total: int
    unread: int


_STORED = [field.name for field in fields(SourceRow)][:-2]
_SELECT = (
    f"SELECT {', '.join('s.' + name for name in _STORED)}, coalesce(t.total, 0), coalesce(t.unread, 0)"
    " FROM source s LEFT JOIN tally t ON t.name = 'source:' || s.id"
)
_CHANGEABLE = frozenset(_STORED) - {"id", "kind"}


def sources(db: sqlite3.Connection) -> list[SourceRow]:
    """All of them, by title."""
    return [_row(row) for row in db.execute(f"{_SELECT} ORDER BY s.kind, lower(s.title), s.id")]


def source_at(db: sqlite3.Connection, url: str) -> SourceRow | None:
    """The source with this address."""
    row = db.execute(f"{_SELECT} WHERE s.url = ?", (url,)).fetchone()
    return _row(row) if row else None


def add(db: sqlite3.Connection, kind: str, url: str, title: str, region: str) -> int:
    """The id of the source with this address, or that had it before it moved; made where there is none."""
    if moved := db.execute("SELECT source FROM fetched WHERE former = ?", (url,)).fetchone():
        return int(moved[0])
    db.execute(
        "INSERT INTO source (kind, url, title, region) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, is_on = 1 WHERE kind = 'left'",
        (kind, url, title, region),
    )
    row: tuple[int] = db.execute("SELECT id FROM source WHERE url = ?", (url,)).fetchone()
    return row[0]


def follow(db: sqlite3.Connection, feeds: Iterable[tuple[str, str, str]]) -> int:
    """Add feeds, each an address, a title and a region, in one transaction; how many were not there yet."""
    with writing(db):
        return sum(
            db.execute(
                "INSERT INTO source (kind, url, title, region) VALUES ('feed', ?, ?, ?)"
                " ON CONFLICT (url) DO UPDATE SET kind = 'feed', is_on = 1 WHERE kind = 'left'",
                feed,
            ).rowcount
            for feed in feeds
        )


def leave(db: sqlite3.Connection, source: int) -> None:
    """Follow a feed no longer; its releases stay, and it is followed again when it is added again."""
    db.execute(
        "UPDATE source SET kind = 'left', health = '', next_check = '' WHERE id = ? AND kind = 'feed'", (source,)
    )


def update(db: sqlite3.Connection, source: int, changes: dict[str, str | int]) -> None:
    """Set fields of a source; ValueError for a field that is not one of `SourceRow`'s own."""
    if unknown := changes.keys() - _CHANGEABLE:
        raise ValueError(f"a source has no {', '.join(sorted(unknown))} to set")
    if changes:
        places = ", ".join(f"{name} = ?" for name in changes)
        db.execute(f"UPDATE source SET {places} WHERE id = ?", (*changes.values(), source))


def _row(row: tuple[object, ...]) -> SourceRow:
    named = dict(zip([field.name for field in fields(SourceRow)], row, strict=True))
    return SourceRow(**{**named, "is_on": bool(named["is_on"])})  # type: ignore[arg-type]
