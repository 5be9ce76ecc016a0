"""Several questions about one moment of the archive, and questions that can be given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """One moment of the archive, for several questions: a refresh beside us writes in between."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("COMMIT")


LOOK = 20_000
"""Steps of SQLite's machine between two looks at whether to stop: a millisecond or two."""


@contextmanager
def interruptible(db: sqlite3.Connection, stopped: Callable[[], bool]) -> Iterator[None]:
    """End what is asked within as soon as `stopped` says so, without an error; nothing after it is done."""
    db.set_progress_handler(stopped, LOOK)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        db.set_progress_handler(None, 0)
