"""What is wrong with an archive, in words that say what to do."""

from __future__ import annotations

import sqlite3
import zlib


class ArchiveError(Exception):
    """An archive that can't be used; the message names the file and what to do."""


class DamagedArchive(ArchiveError):
    """An archive whose file is damaged, so that not all of it can be read."""


class UnreadableRow(Exception):
    """A stored text whose bytes are damaged."""

    def __init__(self) -> None:
        super().__init__("a stored text is damaged; `reader doctor` makes anew what can be")


DAMAGED = "the file is damaged; `reader doctor` saves what can be read into a new one, and changes nothing in this one"

_WORDS = (
    ("readonly", "may only be read"),
    ("disk is full", "the disk is full; what was being stored was left out whole, free some space and try again"),
    ("disk i/o", "the disk can't be read or written"),
    ("locked", "another program is writing to it; try again"),
    ("busy", "another program is writing to it; try again"),
    ("malformed", DAMAGED),
    ("corrupt", DAMAGED),
    ("not a database", "is no archive of reader, or its beginning is damaged; nothing was changed"),
    ("unable to open", "cannot be opened; may it and its folder be read?"),
    ("vtable constructor failed", DAMAGED),
    ("invalid fts5", DAMAGED),
    ("no such table", DAMAGED),
)
"""What SQLite says (a part of it), and what a user should hear."""


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether an error of the database says that its file is damaged."""
    said = str(error).lower()
    return next((words for sign, words in _WORDS if sign in said), "") == DAMAGED


def in_words(error: BaseException) -> str:
    """What an error of the database or of a stored text means to a user; empty where it is no such error."""
    if isinstance(error, UnreadableRow):
        return str(error)
    if not isinstance(error, sqlite3.DatabaseError | zlib.error):
        return ""
    said = str(error).lower()
    return next((words for sign, words in _WORDS if sign in said), f"cannot be used as an archive ({error})")
