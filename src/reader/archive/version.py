"""Which shape an archive's file has: asked at every opening, so that the steps to another are loaded only for one."""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x52454C52
"""Marks the file as ours ("RELR"), so that another program's database is never written to."""

PRESENT = 2
"""The shape that this program reads: the number of `schema.MIGRATIONS`."""


class NewerArchive(Exception):
    """The file was written by a later version of the reader; it is left as it is."""


class NotAnArchive(Exception):
    """The file is a database of another program, or no database."""


def version_of(db: sqlite3.Connection) -> int:
    """The shape of a file; 0 for an empty one. Raises NotAnArchive and NewerArchive."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    is_empty = not db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    if application != APPLICATION_ID and not is_empty:
        raise NotAnArchive("is a database, but not an archive of reader")
    if version > PRESENT:
        raise NewerArchive(f"written by a later version of reader (archive version {version})")
    return version
