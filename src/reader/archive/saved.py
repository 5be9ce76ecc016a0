"""Searches that the user keeps under a name."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from reader.archive.transactions import writing


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name."""

    name: str
    words: str
    """In the query language."""


def saved(db: sqlite3.Connection) -> list[SavedSearch]:
    """All of them, by name."""
    rows = [SavedSearch(*row) for row in db.execute("SELECT name, words FROM saved")]
    return sorted(rows, key=lambda row: row.name.casefold())


def save(db: sqlite3.Connection, name: str, words: str) -> str | None:
    """Keep a query under a name; what the name stood for before, None where it is new."""
    with writing(db):
        before = db.execute("SELECT words FROM saved WHERE name = ?", (name,)).fetchone()
        db.execute(
            "INSERT INTO saved (name, words) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET words = excluded.words",
            (name, words),
        )
    return before[0] if before else None


def rename(db: sqlite3.Connection, name: str, new: str) -> bool:
    """Call a saved search otherwise; False where there is none of this name, or another has the new one."""
    return bool(db.execute("UPDATE OR IGNORE saved SET name = ? WHERE name = ?", (new, name)).rowcount)


def forget(db: sqlite3.Connection, name: str) -> SavedSearch | None:
    """Drop a saved search, and give back what it was; None where there was none of this name."""
    row = db.execute("DELETE FROM saved WHERE name = ? RETURNING name, words", (name,)).fetchall()
    return SavedSearch(*row[0]) if row else None
