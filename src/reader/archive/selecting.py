"""A query as SQL: what is asked, driven by the index that walks the list's order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.archive.rank import first_rank
from reader.archive.spelling import folded
from reader.archive.words import expression
from reader.query import All, Any, Dated, Given, Named, Not, Noted, Place, Query, State, Tagged, Words, Written

Values = list[str | int]

STATES = {
    "unread": "r.is_read = 0",
    "read": "r.is_read = 1",
    "starred": "r.is_starred = 1",
    "changed": "r.revisions > 1",
    "undated": "r.published = ''",
    "gone": "r.is_gone = 1",
    "quotes": "r.quotes > 0",
    "tags": "r.id IN (SELECT release FROM tagged)",
    "note": "r.id IN (SELECT release FROM note)",
}
"""What each state of the query language is in the table; "embargoed" depends on the clock."""


@dataclass(frozen=True, slots=True)
class Select:
    """A statement that gives the ranks of the releases a query asks for, newest first."""

    sql: str
    values: Values


def select(query: Query, sources: tuple[int, ...] = ()) -> Select:
    """The statement for a query, narrowed to what the sources list where any are given."""
    parts: list[Query] = list(query.parts) if isinstance(query, All) else [query]
    match, rest = _of_words(parts)
    places = next((part for part in rest if _is_of_places(part)), None)
    conditions: list[tuple[str, Values]] = []
    values: Values = []
    if match:
        table, column = "words", "words.rowid"
        conditions.append(("words MATCH ?", [match]))
    elif sources:
        table, column, values = _walk("listed", "source", list(sources))
        sources = ()
    elif places:
        codes: Values = [part.code for part in _parts_of(places) if isinstance(part, Place)]
        table, column, values = _walk("place", "code", codes)
        rest.remove(places)
    else:
        table, column = "release r", "r.rank"
    if sources:
        marks = ",".join("?" * len(sources))
        conditions.append((f"EXISTS (SELECT 1 FROM listed WHERE source IN ({marks}) AND rank = r.rank)", list(sources)))
    conditions += [condition(part) for part in rest]
    wheres = [sql for sql, _ in conditions]
    if column != "r.rank" and any("r." in sql for sql in wheres):
        table = f"{table} CROSS JOIN release r ON r.rank = {column}"
    where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    values += [value for _, own in conditions for value in own]
    return Select(f"SELECT {column} FROM {table}{where} ORDER BY {column} DESC", values)


def _of_words(parts: list[Query]) -> tuple[str, list[Query]]:
    """One expression for all that the full-text index can answer, and the parts that it can't."""
    text = [part for part in parts if expression(part.part if isinstance(part, Not) else part) is not None]
    match = expression(All(tuple(text)))
    if not match:
        return "", [part for part in parts if expression(part) != ""]
    return match, [part for part in parts if part not in text]


def condition(part: Query, *, of_few: bool = False) -> tuple[str, Values]:
    """What must hold of a row `r` of the release table; `of_few` where few rows will be asked."""
    match part:
        case Words():
            return _holds_words(part, of_few)
        case Place(code):
            return "EXISTS (SELECT 1 FROM place WHERE code = ? AND rank = r.rank)", [code]
        case Named("source", text):
            return (
                "EXISTS (SELECT 1 FROM listed l JOIN source s ON s.id = l.source WHERE l.rank = r.rank"
                " AND (instr(lower(s.title), lower(?)) OR instr(lower(s.url), lower(?))))",
                [text, text],
            )
        case Named(_, text):
            return "r.organisation IN (SELECT name FROM organisation WHERE instr(lower(name), lower(?)))", [text]
        case Tagged(name):
            sql = "r.id IN (SELECT t.release FROM tag g JOIN tagged t ON t.tag = g.id WHERE g.folded = ?)"
            return sql, [folded(name)]
        case Noted(text):
            return "r.id IN (SELECT release FROM note WHERE instr(folded, ?))", [folded(text)]
        case Written(language):
            return "r.language = ?", [language]
        case Dated(first, end):
            bounds = [("r.rank >= ?", first), ("r.rank < ?", end)]
            sql = " AND ".join(["r.published <> ''", *(bound for bound, day in bounds if day)])
            return sql, [first_rank(day) for _, day in bounds if day]
        case Given(ids):
            return "r.id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(ids))]
        case State("embargoed"):
            return "(r.embargo <> '' AND r.embargo > ?)", [datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")]
        case State(name):
            return STATES[name], []
        case Not(inner):
            sql, values = condition(inner, of_few=of_few)
            return f"NOT ({sql})", values
        case All(parts) | Any(parts):
            together = [condition(each, of_few=of_few) for each in parts]
            glue = " AND " if isinstance(part, All) else " OR "
            return f"({glue.join(sql for sql, _ in together) or '1'})", [v for _, values in together for v in values]


def _holds_words(words: Words, of_few: bool) -> tuple[str, Values]:
    match = expression(words)
    if not match:
        return "1", []
    if of_few:
        return "EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = r.rank)", [match]
    return "r.rank IN (SELECT rowid FROM words WHERE words MATCH ?)", [match]


def _parts_of(part: Query) -> tuple[Query, ...]:
    return part.parts if isinstance(part, Any) else (part,)


def _is_of_places(part: Query) -> bool:
    return all(isinstance(each, Place) for each in _parts_of(part))


def _walk(table: str, key: str, wanted: Values) -> tuple[str, str, Values]:
    """An index of (key, rank) walked for one key, or for several at once without doubles."""
    if len(wanted) == 1:
        walk = f"SELECT rank FROM {table} WHERE {key} = ?"
    else:
        walk = " UNION ".join([f"SELECT rank FROM {table} WHERE {key} = ?"] * len(wanted)) + " ORDER BY rank DESC"
    return f"({walk}) walk", "walk.rank", wanted
