"""What the user calls releases: tags, counted as regions and sources are."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from reader.archive.counting import count
from reader.archive.spelling import folded
from reader.archive.transactions import chunks, writing

LONGEST = 40
"""Characters of a tag's name: a word or two that fit a row of the tree."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and how many releases have it."""

    name: str
    total: int
    unread: int


def tag_name(typed: str) -> str:
    """A tag's name as it is kept: one line, without what the query language or a list of tags would trip on."""
    return " ".join(typed.replace('"', " ").replace(",", " ").split())[:LONGEST].rstrip()


def tags(db: sqlite3.Connection) -> list[Tag]:
    """All tags that some release has, by name."""
    rows = db.execute(
        "SELECT g.name, t.total, t.unread FROM tag g JOIN tally t ON t.name = 'tag:' || g.id"
        " WHERE t.total > 0 ORDER BY g.folded"
    )
    return [Tag(*row) for row in rows]


def add(db: sqlite3.Connection, ids: Sequence[int], name: str) -> list[int]:
    """Tag releases; the ids of those that had not the tag before. The spelling that came first stays."""
    name = tag_name(name)
    if not name:
        raise ValueError("a tag needs a name")
    changed: list[int] = []
    with writing(db):
        db.execute("INSERT OR IGNORE INTO tag (name, folded) VALUES (?, ?)", (name, folded(name)))
        tag: int = db.execute("SELECT id FROM tag WHERE folded = ?", (folded(name),)).fetchone()[0]
        for chunk in chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            rows = db.execute(
                f"SELECT id, is_read, is_starred FROM release WHERE id IN ({marks})"
                " AND NOT EXISTS (SELECT 1 FROM tagged WHERE tag = ? AND release = id)",
                (*chunk, tag),
            ).fetchall()
            db.executemany("INSERT INTO tagged VALUES (?, ?)", [(tag, row[0]) for row in rows])
            _count(db, tag, rows, 1)
            changed += [row[0] for row in rows]
    return changed


def remove(db: sqlite3.Connection, ids: Sequence[int], name: str) -> list[int]:
    """Take a tag off releases; the ids of those that had it."""
    changed: list[int] = []
    with writing(db):
        found = db.execute("SELECT id FROM tag WHERE folded = ?", (folded(tag_name(name)),)).fetchone()
        if found is None:
            return []
        tag: int = found[0]
        for chunk in chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            rows = db.execute(
                "SELECT r.id, r.is_read, r.is_starred FROM tagged t JOIN release r ON r.id = t.release"
                f" WHERE t.tag = ? AND t.release IN ({marks})",
                (tag, *chunk),
            ).fetchall()
            db.executemany("DELETE FROM tagged WHERE tag = ? AND release = ?", [(tag, row[0]) for row in rows])
            _count(db, tag, rows, -1)
            changed += [row[0] for row in rows]
        if not db.execute("SELECT 1 FROM tagged WHERE tag = ? LIMIT 1", (tag,)).fetchone():
            db.execute("DELETE FROM tally WHERE name = ?", (f"tag:{tag}",))
            db.execute("DELETE FROM tag WHERE id = ?", (tag,))
    return changed


def _count(db: sqlite3.Connection, tag: int, rows: Sequence[tuple[int, int, int]], step: int) -> None:
    unread = sum(1 - is_read for _, is_read, _ in rows)
    starred = sum(is_starred for _, _, is_starred in rows)
    count(db, [f"tag:{tag}"], step * len(rows), step * unread, step * starred)
