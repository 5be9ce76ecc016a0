"""Copies of the archive, each whole and of one moment, also while another reader writes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def copy_to(db: sqlite3.Connection, target: Path) -> None:
    """Copy the database to a new file, for its owner's eyes only; it is there whole or not at all.

    Raises FileExistsError where something is there already, OSError and sqlite3.Error where it can't be made.
    """
    making = target.with_name(f".{target.name}.{os.getpid()}")
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        copy = sqlite3.connect(making, isolation_level=None)
        try:
            # In one step: it reads one moment of the archive, and with a write-ahead log no writer waits for it.
            db.backup(copy)
            # The copy is one file that needs no other beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        _name(making, target)
    finally:
        making.unlink(missing_ok=True)


def _name(made: Path, target: Path) -> None:
    """Give a finished file its name, unless that is taken: a link fails then, which a renaming does not."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links, such as a memory stick's.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        made.replace(target)


def keep_copy(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Keep the archive as it was before a newer version of the reader changes its shape."""
    target = path.with_name(f"{path.stem}.version-{version}{path.suffix}")
    if not target.exists():
        try:
            copy_to(db, target)
        except FileExistsError:
            return  # another reader that starts at the same moment was quicker
