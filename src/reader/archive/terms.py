"""The words that the full-text index makes of a text, found without the archive."""

from __future__ import annotations

import sqlite3
from functools import cache, lru_cache

from reader.archive.words import TOKENIZER

MOST = 200_000
"""Words that are remembered, some 15 MB."""

_PUNCTUATION = "’‘“”„–—…«»‹›•·\u00a0\u202f\u2009、。「」，"
"""What stands beside words and is part of none. SQLite knows the rest; these are so common that asking it is slow."""

_LOW = bytes(ord(chr(byte).lower()) if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(0x80)) + bytes(
    range(0x80, 0x100)
)
"""Letters of ASCII small, its digits as they are, all else of it a space; other scripts are left alone."""


class Terms:
    """Finds the words of texts, each word once: what one text has had, the next does not give again."""

    def __init__(self, tokenizer: str = TOKENIZER) -> None:
        self._tokenizer = tokenizer
        self._had: set[bytes] = set()

    def new_in(self, text: str) -> list[str]:
        """The words of a text, as SQLite's tokenizer makes them, without those of the texts before.

        What is all ASCII is a word as it stands, and much the most of it; SQLite is asked of the rest.
        """
        if not text.isascii():
            for mark in _PUNCTUATION:
                text = text.replace(mark, " ")
        runs = set(text.encode("utf-8", "replace").translate(_LOW).split()) - self._had
        if len(self._had) > MOST:
            self._had.clear()
        self._had |= runs
        words: list[str] = []
        for run in runs:
            words += [run.decode()] if run.isascii() else _asked(run.decode(), self._tokenizer)
        return words


@lru_cache(20_000)
def _asked(run: str, tokenizer: str) -> tuple[str, ...]:
    db = _scratch(tokenizer)
    db.execute("BEGIN")
    db.execute("INSERT INTO reading (rowid, text) VALUES (1, ?)", (run,))
    words = db.execute("SELECT term FROM reading_words").fetchall()
    db.execute("ROLLBACK")
    return tuple(term for (term,) in words)


@cache
def _scratch(tokenizer: str) -> sqlite3.Connection:
    """A small index in memory that is asked into which words it takes a text apart."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.execute(f"CREATE VIRTUAL TABLE reading USING fts5 (text, content='', tokenize=\"{tokenizer}\")")
    db.execute("CREATE VIRTUAL TABLE reading_words USING fts5vocab ('reading', 'row')")
    return db
