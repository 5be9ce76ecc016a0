"""What the full-text index holds of a release, and how a query asks for it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from reader.later import Later
from reader.query import All, Any, Not, Place, Query, Words

if TYPE_CHECKING:
    from reader.archive import scripts
    from reader.release import Release
else:
    scripts = Later("reader.archive.scripts")

ARABIC_PREFIXES = ("", "ال", "و", "وال", "ب", "بال", "لل", "ل", "ك", "ف")
"""What Arabic writes at the front of a word: the article, "and", "in", "to", "like", "so"."""

NOT_TEXT = re.compile(r"[\x00-\x1f\"\ud800-\udfff]")
"""What would end the index's expression, or can't be given to SQLite."""

MARK = "\ue000"
"""Begins the words of the index that stand for a place; no text has it, since `folded` takes it out."""

TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""Words of every script: marks are letters here, else Hindi vowel signs would cut words in pieces."""

LAST_LETTER = "\U0010ffff"

BEGINNING = 3
"""Letters of the beginnings that the index has a list for (its option `prefix`)."""

MOST_WORDS = 400
"""Words that one beginning is taken apart into: each costs a tenth of a millisecond before the first row comes."""

COLUMNS = {"title": "title", "quote": "quote", "speaker": "speaker"}
"""The index's column for each field of the query language that has one."""


Row = tuple[str, str, str, str, str, str]
"""Title, quotes, speakers, body, places and parts: the columns of the index."""


def columns(release: Release) -> Row:
    """What the index holds of a release.

    The index keeps no text: what was put in must be given again to take it out, so this stays as it is
    for as long as an archive was written by it.
    """
    from reader.release import QuoteKind  # a query, which needs the rest of this module, understands no release

    speech = [quote for quote in release.quotes if quote.kind is QuoteKind.SPEECH]
    said = "\n".join(release.blocks[quote.block].text[quote.start : quote.end] for quote in speech)
    speakers = "\n".join(dict.fromkeys(f"{quote.speaker} {quote.role}".strip() for quote in speech))
    body = "\n".join([release.subtitle, *(block.text for block in release.blocks)])
    places = [area.region for area in release.regions] + [country.code for country in release.countries]
    about = " ".join(f"{MARK}{code}" for code in places)
    return (
        folded(release.title), folded(said), folded(speakers), folded(body), about, parts(f"{release.title}\n{body}"),
    )  # fmt: skip


def folded(text: str) -> str:
    """The text with letters that are written for each other made one, and unspaced scripts spaced."""
    return text if text.isascii() else scripts.folded(text)


def parts(text: str) -> str:
    """Every two neighbouring letters of the unspaced scripts, and every three of each Arabic word."""
    return "" if text.isascii() else scripts.parts(text)


# What was put in, and which words there are.


_SCRATCH = f"""
CREATE TABLE temp.waiting (rank INTEGER PRIMARY KEY, title, quote, speaker, body, about, parts);
CREATE VIRTUAL TABLE temp.reading USING fts5 (text, content='', tokenize="{TOKENIZER}");
CREATE VIRTUAL TABLE temp.reading_words USING fts5vocab ('temp', 'reading', 'row');
"""
"""Of each connection's own: what a transaction has for the index, and a small index by which SQLite tells us
into which words it takes a text apart."""


def _prepare(db: sqlite3.Connection) -> None:
    if not _is_prepared(db):
        for statement in _SCRATCH.strip().splitlines():
            db.execute(statement)


def _is_prepared(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'waiting'").fetchone() is not None


def put_in(db: sqlite3.Connection, rank: int, row: Row) -> None:
    """Put a release into the index; it is there at the end of the transaction (see `settle`)."""
    _prepare(db)
    db.execute("INSERT OR REPLACE INTO temp.waiting VALUES (?, ?, ?, ?, ?, ?, ?)", (rank, *row))


def put_in_all(db: sqlite3.Connection, rows: Iterable[tuple[int, Row]], terms: Iterable[str]) -> None:
    """Put releases into the index at once, and the words of theirs that may be new among those that are known."""
    db.executemany(
        "INSERT INTO words (rowid, title, quote, speaker, body, about, parts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(rank, *row) for rank, row in sorted(rows)],
    )
    db.executemany("INSERT OR IGNORE INTO term VALUES (?)", ((term,) for term in terms))


def take_out(db: sqlite3.Connection, rank: int, row: Row) -> None:
    """Take a release out of the index by what was put in."""
    if _is_prepared(db) and db.execute("DELETE FROM temp.waiting WHERE rank = ?", (rank,)).rowcount:
        return
    db.execute(
        "INSERT INTO words (words, rowid, title, quote, speaker, body, about, parts)"
        " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)",
        (rank, *row),
    )


def settle(db: sqlite3.Connection) -> None:
    """Write into the index what a transaction has for it, and its words among those that are known.

    Lowest rank first: the index writes a piece of its own for each step back.
    """
    if not _is_prepared(db) or not db.execute("SELECT 1 FROM temp.waiting LIMIT 1").fetchone():
        return
    db.execute(
        "INSERT INTO words (rowid, title, quote, speaker, body, about, parts) SELECT * FROM temp.waiting ORDER BY rank"
    )
    db.execute(
        "INSERT INTO temp.reading (rowid, text)"
        " SELECT rank, title || char(10) || speaker || char(10) || body FROM temp.waiting ORDER BY rank"
    )
    db.execute("INSERT OR IGNORE INTO term SELECT term FROM temp.reading_words")
    db.execute("INSERT INTO temp.reading (reading) VALUES ('delete-all')")
    db.execute("DELETE FROM temp.waiting")


Spelled = Callable[[str], list[str]]
"""Gives the phrases of the index's expression by which words with a beginning are found."""


def as_it_is(text: str) -> list[str]:
    """The beginning itself, for the index to gather all words that have it."""
    return [f'"{text}" *']


def spelled(db: sqlite3.Connection) -> Spelled:
    """Beginnings as the archive's own words: the index has those in its order already, and gathers nothing.

    "gov" has a list of its own; "g" becomes all the beginnings of three letters under it, "gover" the words.
    """

    def phrases(text: str) -> list[str]:
        before, _, last = text.rpartition(" ")
        word = _only_word(db, last)
        if not word or len(word) == BEGINNING:
            return as_it_is(text)
        known = list(_known(db, word))
        if not known or len(known) > MOST_WORDS:
            return as_it_is(text)
        return [f'"{before} {each}' if before else f'"{each}' for each in known]

    return phrases


def _only_word(db: sqlite3.Connection, text: str) -> str:
    """The one word that the index sees in a text; empty where it sees several."""
    _prepare(db)
    db.execute("INSERT INTO temp.reading (rowid, text) VALUES (1, ?)", (text,))
    words = db.execute("SELECT term, cnt FROM temp.reading_words LIMIT 2").fetchall()
    db.execute("INSERT INTO temp.reading (reading) VALUES ('delete-all')")
    return words[0][0] if len(words) == 1 and words[0][1] == 1 else ""


def _known(db: sqlite3.Connection, word: str) -> Iterator[str]:
    """What the archive has under a beginning, as ends of phrases: beginnings of three letters, and whole words."""
    at, end = word, word + LAST_LETTER
    for _ in range(MOST_WORDS + 1):
        row = db.execute(
            "SELECT term FROM term WHERE term >= ? AND term < ? ORDER BY term LIMIT 1", (at, end)
        ).fetchone()
        if row is None:
            return
        term: str = row[0]
        if len(word) < BEGINNING <= len(term):
            yield f'{term[:BEGINNING]}" *'
            at = term[:BEGINNING] + LAST_LETTER
        else:
            yield f'{term}"'
            at = term + "\0"


# What is asked.


def expression(query: Query, beginning: Spelled = as_it_is) -> str | None:
    """The index's own expression for a query that it can answer alone; "" where it asks for nothing, else None."""
    match query:
        case Words():
            return _phrase(query, beginning)
        case Place(code):
            return f'(about : "{MARK}{code}")'
        case All(every):
            wanted = [expression(part, beginning) for part in every if not isinstance(part, Not)]
            unwanted = [expression(part.part, beginning) for part in every if isinstance(part, Not)]
            if None in wanted or None in unwanted or not any(wanted):
                return None
            positive = " AND ".join(part for part in wanted if part)
            negative = " OR ".join(part for part in unwanted if part)
            return f"(({positive}) NOT ({negative}))" if negative else f"({positive})"
        case Any(either):
            found = [expression(part, beginning) for part in either]
            if None in found:
                return None
            return f"({' OR '.join(part for part in found if part)})" if any(found) else ""
    return None


def _phrase(words: Words, beginning: Spelled) -> str:
    text = NOT_TEXT.sub(" ", folded(words.text)).strip()
    if not any(letter.isalnum() for letter in text):
        return ""
    if not words.field and not text.isascii() and (inside := scripts.inside(text)):
        return f'(parts : "{inside}")'
    phrases = [text]
    if "\u0600" <= text[0] <= "\u06ff" and " " not in text:
        phrases = [f"{prefix}{text}" for prefix in ARABIC_PREFIXES]
    spelt = [each for phrase in phrases for each in (beginning(phrase) if words.is_prefix else [f'"{phrase}"'])]
    column = f"{{{COLUMNS[words.field]}}} : " if words.field else ""
    return f"{column}({' OR '.join(spelt)})"
