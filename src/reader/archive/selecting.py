"""A query as SQL: what is asked, driven by the index that walks the list's order."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.archive.listing import Listing, tally
from reader.archive.rank import first_rank
from reader.archive.spelling import folded
from reader.archive.walk import Walk
from reader.archive.words import Spelled, as_it_is, expression, spelled
from reader.later import Later
from reader.query import All, Any, Dated, Given, Named, Not, Noted, Place, Query, State, Tagged, Words, Written

if TYPE_CHECKING:
    import json
else:
    json = Later("json")

Values = list[str | int]

UNREAD_STEP = 4
"""What looking up the rest of a filter for an unread release costs, in steps along an index."""

MOST_WALKS = 100
"""Sources that are walked at once."""

FEW = 200
"""Releases that words are looked up for one by one: some milliseconds."""

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


def select(
    query: Query, sources: tuple[int, ...] = (), beginning: Spelled = as_it_is, *, unread_are_few: bool = False
) -> Walk:
    """The walk for a query, narrowed to what the sources list where any are given.

    `unread_are_few` where the walk should go along the unread ones, and look up the rest.
    """
    parts: list[Query] = list(query.parts) if isinstance(query, All) else [query]
    conditions: list[tuple[str, Values]] = []
    match, rest = ("", parts) if unread_are_few else _of_words(parts, beginning)
    place = next((part for part in rest if isinstance(part, Place)), None)
    keys: tuple[int, ...] = ()
    if match:
        table, column = "words", "words.rowid"
        conditions.append(("words MATCH ?", [match]))
    elif sources and not unread_are_few:
        table, column = ("{walk} walk", "walk.rank") if len(sources) > 1 else ("listed walk", "walk.rank")
        if len(sources) > 1:
            keys = sources
        else:
            conditions.append(("walk.source = ?", [sources[0]]))
        sources = ()
    elif place and not unread_are_few:
        table, column = "place walk", "walk.rank"
        conditions.append(("walk.code = ?", [place.code]))
        rest.remove(place)
    else:
        table, column = "release r", "r.rank"
    if sources:
        marks = ",".join("?" * len(sources))
        conditions.append((f"EXISTS (SELECT 1 FROM listed WHERE source IN ({marks}) AND rank = r.rank)", list(sources)))
    conditions += [condition(part, beginning, of_few=unread_are_few) for part in rest]
    wheres = tuple(sql for sql, _ in conditions)
    if column != "r.rank" and any("r." in sql for sql in wheres):
        table = f"{table} CROSS JOIN release r ON r.rank = {column}"
    return Walk(table, column, wheres, tuple(value for _, own in conditions for value in own), keys)


def _of_words(parts: list[Query], beginning: Spelled) -> tuple[str, list[Query]]:
    """One expression for all that the full-text index can answer, and the parts that it can't.

    A single place is left to the index of places, which is a shorter walk.
    """
    text = [part for part in parts if expression(part.part if isinstance(part, Not) else part) is not None]
    if len(text) == 1 and isinstance(text[0], Place):
        text = []
    match = expression(All(tuple(text)), beginning)
    if not match:
        return "", [part for part in parts if expression(part) != ""]
    return match, [part for part in parts if part not in text]


def condition(part: Query, beginning: Spelled = as_it_is, *, of_few: bool = False) -> tuple[str, Values]:
    """What must hold of a row `r` of the release table; `of_few` where few rows will be asked."""
    match part:
        case Words():
            return _holds_words(part, beginning, of_few)
        case Place(code):
            return "EXISTS (SELECT 1 FROM place WHERE code = ? AND rank = r.rank)", [code]
        case Named("source", text):
            return (
                "EXISTS (SELECT 1 FROM listed l CROSS JOIN source s ON s.id = l.source WHERE l.rank = r.rank"
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
            sql, values = condition(inner, beginning, of_few=of_few)
            return f"NOT ({sql})", values
        case All(parts) | Any(parts):
            together = [condition(each, beginning, of_few=of_few) for each in parts]
            glue = " AND " if isinstance(part, All) else " OR "
            return f"({glue.join(sql for sql, _ in together) or '1'})", [v for _, values in together for v in values]


def _holds_words(words: Words, beginning: Spelled, of_few: bool) -> tuple[str, Values]:
    match = expression(words, beginning)
    if not match:
        return "1", []
    if of_few:
        return "EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = r.rank)", [match]
    return "r.rank IN (SELECT rowid FROM words WHERE words MATCH ?)", [match]


# What is listed.


def listing(db: sqlite3.Connection, query: Query, sources: tuple[int, ...], newest: int) -> Listing:
    """What a query asks for, of what the sources list where any are given; `newest` is the highest id listed."""

    query, sources = _with_sources(db, query, sources)

    def walk(*more: Query) -> Walk:
        parts = (*_flat(query), *more)
        are_few = State("unread") in parts and _are_unread_few(db, parts, sources)
        return select(All(parts), sources, spelled(db), unread_are_few=are_few).up_to(newest)

    return Listing(db, walk(), _kept_total(db, query, sources), lambda: walk(State("unread")))


def arrived(db: sqlite3.Connection, query: Query, sources: tuple[int, ...], since: int) -> int:
    """How many releases of a query, of what the sources list where any are given, have an id above `since`."""
    # Without the "+" SQLite would look for the lowest rank from the oldest release on.
    lowest = db.execute("SELECT min(+rank) FROM release WHERE id > ?", (since,)).fetchone()[0]
    if lowest is None:
        return 0
    query, sources = _with_sources(db, query, sources)
    walk = select(All(_flat(query)), sources, spelled(db)).after(since)
    # Most that is new has a late date, so that little of the walk is left.
    row: tuple[int] = db.execute(*walk.statement("count(*)", above=lowest - 1)).fetchone()
    return row[0]


def total(db: sqlite3.Connection, query: Query, sources: tuple[int, ...], newest: int) -> int:
    """How many releases a query asks for, which may take long where no count is kept."""
    asked = listing(db, query, sources, newest)
    return len(asked) if asked.is_counted else asked.total()


def _with_sources(db: sqlite3.Connection, query: Query, sources: tuple[int, ...]) -> tuple[Query, tuple[int, ...]]:
    """A query without the source that it names, and the sources that are meant: each is a walk of its own."""
    parts = _flat(query)
    named = next((part for part in parts if isinstance(part, Named) and part.field == "source"), None)
    if named is None or sources:
        return query, sources
    rows = db.execute(
        "SELECT id FROM source WHERE instr(lower(title), lower(?)) OR instr(lower(url), lower(?)) LIMIT ?",
        (named.text, named.text, MOST_WALKS + 1),
    ).fetchall()
    if not 0 < len(rows) <= MOST_WALKS:
        return query, sources
    return All(tuple(part for part in parts if part is not named)), tuple(row[0] for row in rows)


def _flat(query: Query) -> tuple[Query, ...]:
    """What must all hold, without brackets."""
    if isinstance(query, All) or (isinstance(query, Any) and len(query.parts) == 1):
        return tuple(part for each in query.parts for part in _flat(each))
    return (query,)


def _kept_total(db: sqlite3.Connection, query: Query, sources: tuple[int, ...]) -> int | None:
    """How many there are by the kept counts: of everything, of one place or one source, unread or starred alone."""
    rest = list(dict.fromkeys(_flat(query)))
    column = next((state for state in ("unread", "starred") if State(state) in rest), "total")
    if column != "total":
        rest.remove(State(column))
    names = [f"source:{source}" for source in sources]
    names += [part.code for part in rest if isinstance(part, Place)]
    if len(rest) + len(sources) > 1 or len(names) < len(rest):
        return None
    return tally(db, column, *names)


def _are_unread_few(db: sqlite3.Connection, parts: tuple[Query, ...], sources: tuple[int, ...]) -> bool:
    """Whether a walk along the unread ones is shorter than one along what else is asked for."""
    names = [part.code for part in parts if isinstance(part, Place)] + [f"source:{source}" for source in sources]
    listed = min((tally(db, "total", name) for name in names), default=tally(db, "total"))
    unread = tally(db, "unread")
    if any(expression(part) is not None and not isinstance(part, Place) for part in parts):
        return unread < FEW
    return unread * UNREAD_STEP < listed
