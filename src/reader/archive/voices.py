"""Who is quoted in the releases that a filter asks for, and where."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from reader.archive.rank import id_of
from reader.archive.selecting import select
from reader.archive.words import spelled
from reader.query import Filter, Mistake, Query, whole

MOST = 2_000
"""Voices listed at most, the most quoted first and those who are not named last: nobody scrolls further, and a name
can be typed."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker and how many stretches of speech are theirs."""

    speaker: str
    """Empty for all those who are not named."""
    quotes: int


def voices(db: sqlite3.Connection, chosen: Filter, name: str) -> list[Voice] | Mistake:
    """Who is quoted, the most quoted first; only speakers with `name` in theirs, where it is given."""
    query = whole(chosen)
    if isinstance(query, Mistake):
        return query
    ranks, values = _ranks(db, query, chosen)
    named, letters = ("AND instr(lower(speaker), lower(?))", [name]) if name else ("", [])
    rows = db.execute(
        f"SELECT speaker, count(*) AS quotes FROM said WHERE 1 {ranks} {named}"
        f" GROUP BY speaker ORDER BY speaker = '', quotes DESC, speaker LIMIT {MOST}",
        [*values, *letters],
    )
    return [Voice(*row) for row in rows]


def quotes(db: sqlite3.Connection, chosen: Filter, name: str, most: int) -> list[tuple[str, int, int]]:
    """What was said, the newest first and at most so many: the speaker, the release's id, the quote's index in it."""
    query = whole(chosen)
    if isinstance(query, Mistake):
        return []
    ranks, values = _ranks(db, query, chosen)
    named, letters = ("AND instr(lower(speaker), lower(?))", [name]) if name else ("", [])
    rows = db.execute(
        f"SELECT speaker, rank, nth FROM said WHERE 1 {ranks} {named} ORDER BY rank DESC, nth LIMIT ?",
        [*values, *letters, most],
    )
    return [(speaker, id_of(rank), nth) for speaker, rank, nth in rows]


def quotes_of(db: sqlite3.Connection, chosen: Filter, speaker: str, most: int) -> list[tuple[int, int]]:
    """Where a speaker is quoted, newest release first: the release's id, and the quote's index in it."""
    query = whole(chosen)
    if isinstance(query, Mistake):
        return []
    ranks, values = _ranks(db, query, chosen)
    rows = db.execute(
        f"SELECT rank, nth FROM said WHERE speaker = ? {ranks} ORDER BY rank DESC, nth LIMIT ?",
        [speaker, *values, most],
    )
    return [(id_of(rank), nth) for rank, nth in rows]


def _ranks(db: sqlite3.Connection, query: Query, chosen: Filter) -> tuple[str, list[str | int]]:
    """What narrows the ranks; nothing where every release is asked for."""
    if chosen == Filter():
        return "", []
    statement = select(query, tuple(sorted(chosen.sources)), spelled(db))
    sql, values = statement.statement()
    return f"AND rank IN ({sql})", values
