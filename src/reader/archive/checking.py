"""Whether an archive is sound: its file, its originals, and all that is made from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.archive.pack import unpack_entry, unpack_release
from reader.archive.rank import rank_of
from reader.archive.schema import words_table
from reader.archive.trouble import UnreadableRow
from reader.archive.words import columns
from reader.release import QuoteKind, Release

MOST = 20
"""Faults of the file that are told: the first few say as much as all."""


@dataclass(slots=True)
class Health:
    """What a look through an archive found."""

    releases: int = 0
    broken_file: list[str] = field(default_factory=list)
    """What SQLite finds wrong with the file itself."""
    lost_originals: list[int] = field(default_factory=list)
    """Releases whose newest text as it came can't be read any more."""
    not_understood: list[int] = field(default_factory=list)
    """Releases of which nothing understood is held, or nothing that can be read."""
    out_of_step: list[str] = field(default_factory=list)
    """What is made from the originals and does not agree with them, in words."""

    @property
    def is_sound(self) -> bool:
        return not (self.broken_file or self.lost_originals or self.not_understood or self.out_of_step)


def check(db: sqlite3.Connection) -> Health:
    """Look through all of an archive; nothing in it is changed. It takes as long as reading every release."""
    try:
        return _checked(db)
    except sqlite3.DatabaseError as error:
        # A page may be so damaged that the look through the file does not come to its end.
        return Health(broken_file=[str(error)])


def _checked(db: sqlite3.Connection) -> Health:
    health = Health()
    health.broken_file = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({MOST})") if row[0] != "ok"]
    # Newer versions of SQLite look into the index too, which can be made anew.
    of_index = [fault for fault in health.broken_file if "FTS5" in fault]
    if of_index:
        health.broken_file = [fault for fault in health.broken_file if fault not in of_index]
        health.out_of_step.append("the search index")
    if health.broken_file:
        return health
    health.broken_file = [f"{table} row {row}: refers to nothing" for table, row, *_ in _dangling(db)]
    health.releases = db.execute("SELECT count(*) FROM release").fetchone()[0]
    health.lost_originals = [release_id for release_id in _ids(db) if not _has_original(db, release_id)]
    _expect_tables(db, health)
    _compare(db, health)
    return health


def _dangling(db: sqlite3.Connection) -> list[tuple[str, int]]:
    return db.execute("PRAGMA foreign_key_check").fetchmany(MOST)


def _ids(db: sqlite3.Connection) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM release ORDER BY id")]


def _has_original(db: sqlite3.Connection, release_id: int) -> bool:
    newest = db.execute(
        "SELECT original FROM revision WHERE release = ? ORDER BY id DESC LIMIT 1", (release_id,)
    ).fetchone()
    try:
        return newest is not None and bool(unpack_entry(newest[0]))
    except (UnreadableRow, TypeError, KeyError, ValueError):
        return False


def _expect_tables(db: sqlite3.Connection, health: Health) -> None:
    """Make, beside the archive, what should be in the tables that are made from what was understood."""
    for name in ("expected_place", "expected_said", "expected_words"):
        db.execute(f"DROP TABLE IF EXISTS temp.{name}")
    db.execute("CREATE TEMP TABLE expected_place (code TEXT, rank INTEGER)")
    db.execute("CREATE TEMP TABLE expected_said (rank INTEGER, nth INTEGER, speaker TEXT)")
    db.execute(words_table(db).replace("TABLE words", "TABLE temp.expected_words", 1))
    rows_differ = False
    db.execute("BEGIN")
    try:
        for release_id, release, row in _understood(db):
            if release is None:
                health.not_understood.append(release_id)
                continue
            rank = row[0]
            rows_differ = rows_differ or row != _row(release_id, release, row)
            _expect(db, rank, release)
    finally:
        db.execute("COMMIT")
    if rows_differ:
        health.out_of_step.append("the rows of the list")


def _understood(db: sqlite3.Connection) -> Iterator[tuple[int, Release | None, tuple[object, ...]]]:
    """Each release with what was understood of it, and its row of the list."""
    for release_id in _ids(db):
        data, *row = db.execute(
            "SELECT u.data, r.rank, r.url, r.title, r.organisation, r.language, r.published, r.regions, r.countries,"
            " r.quotes, r.first_seen FROM release r LEFT JOIN understood u ON u.release = r.id WHERE r.id = ?",
            (release_id,),
        ).fetchone()
        try:
            release = unpack_release(data) if data is not None else None
        except (UnreadableRow, TypeError, KeyError, ValueError):
            release = None
        yield release_id, release, tuple(row)


def _row(release_id: int, release: Release, row: tuple[object, ...]) -> tuple[object, ...]:
    """The row of the list that a release should have."""
    first_seen = str(row[-1])
    return (
        rank_of(release_id, release.published, first_seen),
        release.url,
        release.title,
        release.organisation,
        release.language,
        release.published,
        " ".join(area.region for area in release.regions),
        " ".join(found.code for found in release.countries),
        sum(quote.kind is QuoteKind.SPEECH for quote in release.quotes),
        first_seen,
    )


def _expect(db: sqlite3.Connection, rank: object, release: Release) -> None:
    codes = dict.fromkeys([area.region for area in release.regions] + [country.code for country in release.countries])
    db.executemany("INSERT INTO expected_place VALUES (?, ?)", [(code, rank) for code in codes])
    said = [(rank, nth, one.speaker) for nth, one in enumerate(release.quotes) if one.kind is QuoteKind.SPEECH]
    db.executemany("INSERT INTO expected_said VALUES (?, ?, ?)", said)
    db.execute(
        "INSERT INTO expected_words (rowid, title, quote, speaker, body, about, parts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (rank, *columns(release)),
    )


def _compare(db: sqlite3.Connection, health: Health) -> None:
    listed = (
        "SELECT source, rank FROM release UNION SELECT c.source, r.rank FROM carried c JOIN release r"
        " ON r.id = c.release"
    )
    for what, kept, expected in (
        ("the releases of countries and regions", "SELECT code, rank FROM place", "SELECT * FROM expected_place"),
        ("the quotes of speakers", "SELECT rank, nth, speaker FROM said", "SELECT * FROM expected_said"),
        ("the releases of sources", "SELECT source, rank FROM listed", listed),
        ("the counts", "SELECT name, total, unread, starred FROM tally WHERE total > 0", _TALLY),
    ):
        if _differ(db, kept, expected):
            health.out_of_step.append(what)
    if "the search index" not in health.out_of_step and not _index_agrees(db):
        health.out_of_step.append("the search index")


def _differ(db: sqlite3.Connection, one: str, other: str) -> bool:
    either = f"SELECT 1 FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})) LIMIT 1"
    turned = f"SELECT 1 FROM (SELECT * FROM ({other}) EXCEPT SELECT * FROM ({one})) LIMIT 1"
    return any(db.execute(sql).fetchone() for sql in (either, turned))


_SUMS = "count(*), sum(1 - r.is_read), sum(r.is_starred)"
_TALLY = f"""
SELECT 'all', count(*), coalesce(sum(1 - is_read), 0), coalesce(sum(is_starred), 0) FROM release HAVING count(*) > 0
UNION ALL SELECT code, {_SUMS} FROM expected_place JOIN release r USING (rank) GROUP BY code
UNION ALL SELECT 'source:' || l.source, {_SUMS} FROM listed l JOIN release r USING (rank) GROUP BY l.source
UNION ALL SELECT 'tag:' || t.tag, {_SUMS} FROM tagged t JOIN release r ON r.id = t.release GROUP BY t.tag
"""
"""The counts, counted."""


def _index_agrees(db: sqlite3.Connection) -> bool:
    """Whether the index holds, for every release, as many words as it should, and every word as often."""
    try:
        db.execute("BEGIN")
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        db.execute("ROLLBACK")
        if _differ(db, "SELECT id, sz FROM words_docsize", "SELECT id, sz FROM temp.expected_words_docsize"):
            return False
        for name, table in (("kept_terms", "main, words"), ("expected_terms", "temp, expected_words")):
            db.execute(f"DROP TABLE IF EXISTS temp.{name}")
            db.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({table}, col)")
        return (
            not _differ(db, "SELECT * FROM temp.kept_terms", "SELECT * FROM temp.expected_terms")
            and not db.execute(
                "SELECT term FROM temp.expected_terms WHERE col IN ('title', 'speaker', 'body')"
                " EXCEPT SELECT term FROM term LIMIT 1"
            ).fetchone()
        )
    except sqlite3.DatabaseError:
        if db.in_transaction:
            db.execute("ROLLBACK")
        return False
