"""What the user wrote about releases: one text each."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from reader.archive.spelling import folded
from reader.archive.transactions import writing


def note(db: sqlite3.Connection, release_id: int) -> str:
    """The note on a release; empty where there is none."""
    row = db.execute("SELECT text FROM note WHERE release = ?", (release_id,)).fetchone()
    return str(row[0]) if row else ""


def set_note(db: sqlite3.Connection, release_id: int, text: str) -> str:
    """Put a text in place of the note, or take the note away with an empty one; what it said before."""
    with writing(db):
        before = note(db, release_id)
        if text.strip():
            db.execute(
                "INSERT INTO note VALUES (?, ?, ?, ?) ON CONFLICT (release) DO UPDATE"
                " SET text = excluded.text, folded = excluded.folded, written = excluded.written",
                (release_id, text, folded(text), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            )
        else:
            db.execute("DELETE FROM note WHERE release = ?", (release_id,))
    return before
