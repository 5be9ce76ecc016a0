"""Writing all of a thing or nothing, and asking for many rows in few statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from reader.later import Later

if TYPE_CHECKING:
    from reader.archive import words
else:
    words = Later("reader.archive.words")

Item = TypeVar("Item")

CHUNK = 500
"""Values named in one statement: SQLite's older builds take 999 at most."""


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction: all of it, or nothing; what it has for the full-text index goes in at its end."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        words.settle(db)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items, at most `size` at a time."""
    for first in range(0, len(items), size):
        yield items[first : first + size]
