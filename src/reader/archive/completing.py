"""Names in the archive that begin with some letters: sources, organisations, speakers, tags."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from reader.archive.spelling import folded
from reader.archive.words import expression
from reader.query import Words

LOOKED_AT = 60
"""The newest releases with such a speaker that are looked at for names whose later words begin so."""

WORD = re.compile(r"\w+")


def complete(db: sqlite3.Connection, field: str, typed: str, most: int) -> list[str]:
    """At most `most` names for a field ("source", "org", "speaker", "tag") that begin so, or have a word that does."""
    match field:
        case "source":
            rows = db.execute("SELECT title, url FROM source ORDER BY lower(title)")
            return _beginning((title or url for title, url in rows), typed, most)
        case "org":
            rows = db.execute("SELECT name FROM organisation ORDER BY name")
            return _beginning((name for (name,) in rows), typed, most)
        case "speaker":
            return _speakers(db, typed, most)
        case "tag":
            rows = db.execute("SELECT name FROM tag ORDER BY folded")
            return _beginning((name for (name,) in rows), typed, most)
    return []


def _beginning(names: Iterable[str], typed: str, most: int) -> list[str]:
    """Names that begin with the letters, then those with a word that does."""
    wanted = folded(typed.strip())
    begin, inside = [], []
    for name in dict.fromkeys(filter(None, names)):
        letters = folded(name)
        if letters.startswith(wanted):
            begin.append(name)
        elif any(word.startswith(wanted) for word in WORD.findall(letters)):
            inside.append(name)
    return [*begin, *inside][:most]


def _speakers(db: sqlite3.Connection, typed: str, most: int) -> list[str]:
    """First names by a walk from name to name down their index, then family names of the newest releases."""
    typed = typed.strip()
    found: dict[str, None] = {}
    for letters in dict.fromkeys((typed, typed.capitalize(), typed.title(), typed.upper())):
        last = letters
        while len(found) < most:
            # ">=" once, for a name that is typed in full; each step is one look into the index, however many quotes.
            row = db.execute(
                f"SELECT speaker FROM said WHERE speaker {'>=' if last == letters else '>'} ? ORDER BY speaker LIMIT 1",
                (last,),
            ).fetchone()
            if row is None or not row[0].startswith(letters) or row[0] in found:
                break
            if row[0]:
                found[row[0]] = None
            last = row[0] or "\x01"
    match = expression(Words(typed, "speaker", is_prefix=True)) if len(typed) > 1 else ""
    if match and len(found) < most:
        rows = db.execute(
            "SELECT DISTINCT speaker FROM said WHERE rank IN"
            " (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?)",
            (match, LOOKED_AT),
        )
        found.update(dict.fromkeys(_beginning((name for (name,) in rows), typed, most)))
    return list(found)[:most]
