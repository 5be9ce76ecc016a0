"""What is kept of each feed from one answer to the next: what it held, when it last brought news, where it moves."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from reader.archive import sources
from reader.archive.rank import ID_BITS
from reader.archive.transactions import chunks, writing

MARK = 8
"""Bytes of the digest that tells an item of a feed from another or a changed one, as it stood in the feed."""

_ITEM = struct.Struct(f">{MARK}sQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a feed has been going."""

    notes: str = ""
    """What was wrong with its last body, in words; empty for a sound one."""
    last_new: str = ""
    """ISO moment of the last answer that brought something; empty before the first."""
    last_whole: str = ""
    """ISO moment of the last answer with a body: a server may say for ever that nothing changed."""
    missed: str = ""
    """ISO moment of the last answer that was newer than all we had: releases may have come and gone before it."""
    moving_to: str = ""
    """Where the server says, of late, that the feed has moved for good."""
    moves: int = 0
    """How many answers in a row said so."""


_COURSE = ", ".join(Course.__slots__)


def courses(db: sqlite3.Connection) -> dict[int, Course]:
    """How each feed has been going, by source; those that never answered are left out."""
    rows = db.execute(f"SELECT source, {_COURSE} FROM fetched")
    return {source: Course(**dict(zip(Course.__slots__, rest, strict=True))) for source, *rest in rows}


def keep_answer(
    db: sqlite3.Connection,
    source: int,
    course: Course,
    changes: dict[str, str | int],
    held: tuple[Mapping[bytes, int], Sequence[int]] | None,
) -> None:
    """Keep how a feed is doing after an answer, and the items of its body where there was one, in one transaction."""
    with writing(db):
        _keep_course(db, source, course)
        if "url" in changes:
            former = "SELECT url FROM source WHERE id = fetched.source"
            db.execute(f"UPDATE fetched SET former = ({former}) WHERE source = ?", (source,))
        sources.update(db, source, changes)
        if held:
            _keep_items(db, source, *held)


def _keep_course(db: sqlite3.Connection, source: int, course: Course) -> None:
    db.execute(
        f"INSERT INTO fetched (source, {_COURSE}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        f" ON CONFLICT (source) DO UPDATE SET ({_COURSE}) = (excluded.{_COURSE.replace(', ', ', excluded.')})",
        (source, *astuple(course)),
    )


def items(db: sqlite3.Connection, source: int) -> dict[bytes, int]:
    """The items of a feed's last body: their marks, and the releases that they are."""
    row = db.execute("SELECT items FROM fetched WHERE source = ?", (source,)).fetchone()
    return dict(_ITEM.iter_unpack(row[0])) if row and len(row[0]) % _ITEM.size == 0 else {}


def _keep_items(db: sqlite3.Connection, source: int, held: Mapping[bytes, int], present: Sequence[int]) -> None:
    """Keep the items of a feed's newest body, and mark what has gone from it.

    `present` are the releases in it. A release that was in the body before and is not in this one, though an older
    one is in both, has been taken out; one that was merely the oldest has made room.
    """
    row = db.execute("SELECT items FROM fetched WHERE source = ?", (source,)).fetchone()
    before = {release for _, release in _ITEM.iter_unpack(row[0])} if row else set()
    stayed = _ranks(db, source, sorted(before.intersection(present)))
    vanished = _ranks(db, source, sorted(before.difference(present))) if stayed else []
    gone = [(release,) for rank, release in vanished if rank > stayed[0][0]]
    db.executemany("UPDATE release SET is_gone = 1 WHERE id = ?", gone)
    for chunk in chunks(sorted(set(present))):
        marks = ",".join("?" * len(chunk))
        db.execute(
            f"UPDATE release SET is_gone = 0 WHERE is_gone = 1 AND source = ? AND id IN ({marks})", (source, *chunk)
        )
    packed = b"".join(_ITEM.pack(mark, release) for mark, release in held.items())
    db.execute("UPDATE fetched SET items = ? WHERE source = ?", (packed, source))


def _ranks(db: sqlite3.Connection, source: int, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Rank and id of those of these releases that are the source's own, the oldest first."""
    found: list[tuple[int, int]] = []
    for chunk in chunks(ids):
        marks = ",".join("?" * len(chunk))
        found += db.execute(f"SELECT rank, id FROM release WHERE source = ? AND id IN ({marks})", (source, *chunk))
    return sorted(found)


def newest_moment(db: sqlite3.Connection, source: int) -> int:
    """The moment of the newest release that a source lists, in seconds as ranks have them; 0 where it lists nothing."""
    row: tuple[int] = db.execute("SELECT coalesce(max(rank), 0) FROM listed WHERE source = ?", (source,)).fetchone()
    return row[0] >> ID_BITS


def oldest_moment(db: sqlite3.Connection, ids: Sequence[int]) -> int:
    """The moment of the oldest of these releases; 0 where one of them has no date, and for none."""
    oldest: list[int] = []
    for chunk in chunks(ids):
        marks = ",".join("?" * len(chunk))
        dated = "CASE WHEN published = '' THEN 0 ELSE rank END"
        oldest += db.execute(f"SELECT min({dated}) FROM release WHERE id IN ({marks})", chunk).fetchone()
    return min(oldest, default=0) >> ID_BITS
