"""Opening the archive's file, safely for several readers at once, and for a file that may be damaged or not ours."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader import config
from reader.archive.trouble import DAMAGED, ArchiveError, DamagedArchive, UnreadableRow, in_words, is_damage
from reader.archive.version import APPLICATION_ID, PRESENT, NewerArchive, NotAnArchive, version_of

WAIT = 10.0
"""Seconds to wait for another reader's write; a refresh writes for some milliseconds at a time."""

CACHE = -8_000
"""SQLite's page cache, in KiB when negative: the upper levels of every index of a large archive."""

BESIDE = ("-wal", "-shm", "-journal")
"""The endings of the files that SQLite keeps beside a database while it is in use."""


def open_database(path: Path, *, is_bulk: bool = False) -> sqlite3.Connection:
    """A connection to the archive at `path`, which is made where there is none, for its owner's eyes only.

    A file that may only be read is opened for reading. Raises ArchiveError.
    """
    try:
        if not path.exists():
            _make(path)
        if path.is_dir():
            raise ArchiveError(f"{path}: is a folder; name a file with --archive")
        if not path.stat().st_size and _is_in_use(path):
            raise ArchiveError(f"{path}: is empty, though there is a log beside it; put the archive back from a copy")
        if not may_write(path):
            return _open_for_reading(path)
        _close_to_others(path)
        return _connect(path, is_bulk)
    except NewerArchive as error:
        raise ArchiveError(f"{path}: {error}; please update reader, nothing was changed") from None
    except NotAnArchive as error:
        raise ArchiveError(f"{path}: {error}; choose another with --archive") from None
    except UnreadableRow as error:
        raise DamagedArchive(f"{path}: {error}") from None
    except UnicodeDecodeError:
        # Names of tables that are no text any more.
        raise DamagedArchive(f"{path}: {DAMAGED}") from None
    except sqlite3.DatabaseError as error:
        kind = DamagedArchive if is_damage(error) else ArchiveError
        raise kind(f"{path}: {in_words(error)}") from None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be opened: {error.strerror or error}") from None


def _make(path: Path) -> None:
    config.make_folder(path.parent)
    # A log that outlived its archive would be played into the new one.
    for ending in BESIDE:
        if path.with_name(path.name + ending).exists():
            raise ArchiveError(f"{path}: is gone, though there is a log beside it; put the archive back from a copy")
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _is_in_use(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def may_write(path: Path) -> bool:
    """Whether the archive can be written to: the file, and the folder for the log beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _close_to_others(path: Path) -> None:
    """Take away what others may do with the file, whatever it was copied or made with."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _connect(path: Path, is_bulk: bool) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        _trust_nothing(db)
        version = version_of(db)
        if version < PRESENT:
            from reader.archive.copying import keep_copy
            from reader.archive.schema import migrate

            if version:
                keep_copy(db, path, version)
            migrate(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {'NORMAL' if is_bulk else 'FULL'}")
    except BaseException:
        db.close()
        raise
    return db


def make_lasting(db: sqlite3.Connection) -> None:
    """Have the log written through to the disk, with all commits in it, and those to come as well.

    SQLite does so at the end of a transaction under `FULL`, if that has written something: here the mark that the
    file is ours, as it stands.
    """
    db.execute("PRAGMA synchronous = FULL")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """Where nothing can be written, not even the log that readers share: then nobody else writes either."""
    for manner in ("mode=ro", "immutable=1"):
        db = sqlite3.connect(f"{path.resolve().as_uri()}?{manner}", timeout=WAIT, isolation_level=None, uri=True)
        try:
            _trust_nothing(db)
            if version_of(db) < PRESENT:
                raise ArchiveError(f"{path}: was written by an earlier version and may only be read; copy it first")
            return db
        except sqlite3.OperationalError:
            db.close()
        except BaseException:
            db.close()
            raise
    raise ArchiveError(f"{path}: may not be read")


def _trust_nothing(db: sqlite3.Connection) -> None:
    """Settings for a file that somebody else may have made: what it holds is data, and none of it is run."""
    db.execute(f"PRAGMA cache_size = {CACHE}")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA foreign_keys = ON")
    planted = db.execute("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1").fetchone()
    if planted and version_of(db):
        raise DamagedArchive(
            f"it holds {planted[0]!r}, a program that reader never makes; `reader doctor` saves the rest"
        )
