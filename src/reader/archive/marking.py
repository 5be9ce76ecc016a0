"""What the user says of releases: read, starred."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from reader.archive.counting import count, tallies_of
from reader.archive.transactions import chunks, writing


def mark(db: sqlite3.Connection, column: str, ids: Sequence[int], value: bool) -> list[int]:
    """Set `is_read` or `is_starred` of these releases; the ids of those that were not so before."""
    changed: list[int] = []
    counts: Counter[str] = Counter()
    with writing(db):
        for chunk in chunks(list(ids)):
            marks = ",".join("?" * len(chunk))
            rows = db.execute(f"SELECT id FROM release WHERE id IN ({marks}) AND {column} <> ?", (*chunk, value))
            differing = [row[0] for row in rows]
            changed += differing
            counts += tallies_of(db, differing)
            db.executemany(f"UPDATE release SET {column} = ? WHERE id = ?", [(value, each) for each in differing])
        step = 1 if value else -1
        for name, number in counts.items():
            if column == "is_read":
                count(db, [name], unread=-step * number)
            else:
                count(db, [name], starred=step * number)
    return changed
