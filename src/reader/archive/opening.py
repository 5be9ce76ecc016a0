"""Opening the archive's file, safely for several readers at once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader.archive.schema import NewerArchive, NotAnArchive, migrate

WAIT = 10.0
"""Seconds to wait for another reader's write; a refresh writes for some milliseconds at a time."""

CACHE = -8_000
"""SQLite's page cache, in KiB when negative: the upper levels of every index of a large archive."""


class ArchiveError(Exception):
    """An archive that can't be used; the message names the file and what to do."""


def open_database(path: Path, *, is_bulk: bool = False) -> sqlite3.Connection:
    """A connection to the archive at `path`, which is made where there is none, for its owner's eyes only.

    Raises ArchiveError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        return _connect(path, is_bulk)
    except NewerArchive as error:
        raise ArchiveError(f"{path}: {error}; please update reader, nothing was changed") from None
    except NotAnArchive as error:
        raise ArchiveError(f"{path}: {error}; choose another with --archive") from None
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path}: cannot be used as an archive ({error}); nothing was changed") from None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be opened: {error.strerror or error}") from None


def _connect(path: Path, is_bulk: bool) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        db.execute(f"PRAGMA cache_size = {CACHE}")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA foreign_keys = ON")
        migrate(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {'NORMAL' if is_bulk else 'FULL'}")
    except BaseException:
        db.close()
        raise
    return db
