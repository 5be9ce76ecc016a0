"""What can still be read of a damaged archive, put into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.archive.opening import open_database
from reader.archive.pack import unpack_entry, unpack_release
from reader.archive.schema import MADE_ANEW
from reader.archive.transactions import writing
from reader.archive.trouble import UnreadableRow

LEAP = 1 << 24
"""Rows past the damage at which the reading is taken up again at the latest."""

GAP = 20_000
"""Rows around a damage that are asked for one by one."""

FOUND_AGAIN = "files:found again"
"""The address of the source that texts belong to whose own source or release can't be read."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved of a damaged archive."""

    path: Path
    """The new file."""
    releases: int
    texts: int
    """Texts as they came, earlier ones of a release included."""
    lost: int
    """Rows that were there and could not be read."""


def save_readable(path: Path) -> Saved | None:
    """Put every row that can be read into a new archive beside the damaged one, which is not touched.

    In the new one, what is made from the originals has still to be made anew. None where not a single release can be
    read. Raises ArchiveError or OSError where no new file can be made.
    """
    with _Damaged(path) as damaged:
        if not damaged.tables:
            return None
        target = _free_name(path)
        db = open_database(target)
        try:
            with writing(db):
                _copy_tables(damaged, db)
                texts = _mend_references(db)
            releases: int = db.execute("SELECT count(*) FROM release").fetchone()[0]
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            db.close()
    if not releases:
        target.unlink()
        return None
    return Saved(target, releases, texts, damaged.lost)


def _free_name(path: Path) -> Path:
    numbers = iter(range(1, 10_000))
    names = (path.with_name(f"{path.stem}.saved-{number}{path.suffix}") for number in numbers)
    return next(name for name in names if not name.exists())


class _Damaged:
    """A damaged file, opened so that nothing in it changes, not even its log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lost = 0
        self.tables: dict[str, str] = {}

    def __enter__(self) -> _Damaged:
        self._db = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._db.text_factory = lambda data: data.decode("utf-8", "replace")
        with suppress(sqlite3.DatabaseError):
            self._db.execute("PRAGMA trusted_schema = OFF")
            # Without this SQLite opens no file that is shorter than it should be; nothing is written all the same.
            self._db.execute("PRAGMA writable_schema = ON")
            rows = self._db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")
            self.tables = {name: sql for name, sql in rows if "VIRTUAL" not in sql and "words_" not in name}
        return self

    def __exit__(self, *exception: object) -> None:
        self._db.close()

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self._db.execute(f'PRAGMA table_info("{table}")')]

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Every row of a table that can be read."""
        names = ", ".join(f'"{name}"' for name in columns)
        if "WITHOUT ROWID" in self.tables[table].upper():
            yield from self._from_both_ends(f'SELECT {names} FROM "{table}"')
            return
        # An index may be sound where the table is not, or the other way round: the table itself is read.
        sql = f'SELECT rowid, {names} FROM "{table}" NOT INDEXED WHERE rowid'
        after, highest = -1, self._highest(table)
        while after < highest:
            reached = after
            try:
                for row_id, *row in self._db.execute(f"{sql} > ? ORDER BY rowid", (after,)):
                    reached = row_id
                    yield tuple(row)
                return
            except sqlite3.DatabaseError:
                resumed = self._resume(sql, reached, highest)
            yield from self._one_by_one(sql, reached + 1, min(resumed, reached + GAP, highest))
            after = resumed

    def _highest(self, table: str) -> int:
        for sql in (f'SELECT max(rowid) FROM "{table}"', f'SELECT rowid FROM "{table}" ORDER BY rowid DESC LIMIT 1'):
            with suppress(sqlite3.DatabaseError):
                row = self._db.execute(sql).fetchone()
                return (row[0] or 0) if row else 0
        return LEAP

    def _resume(self, sql: str, reached: int, highest: int) -> int:
        """After which row the reading can go on, past one that can't be read."""
        step = 1
        while step < LEAP and reached + step < highest:
            with suppress(sqlite3.DatabaseError):
                if self._db.execute(f"{sql} > ? ORDER BY rowid LIMIT 1", (reached + step,)).fetchone():
                    return reached + step
            step *= 2
        return highest

    def _one_by_one(self, sql: str, first: int, last: int) -> Iterator[tuple[Any, ...]]:
        for row_id in range(first, last + 1):
            try:
                row = self._db.execute(f"{sql} = ?", (row_id,)).fetchone()
            except sqlite3.DatabaseError:
                self.lost += 1
                continue
            if row:
                yield tuple(row[1:])

    def _from_both_ends(self, sql: str) -> Iterator[tuple[Any, ...]]:
        for order in ("ASC", "DESC"):
            try:
                yield from self._db.execute(f"{sql} ORDER BY 1 {order}, 2 {order}")
                return
            except sqlite3.DatabaseError:
                continue


def _copy_tables(damaged: _Damaged, db: sqlite3.Connection) -> None:
    """Copy the rows of every table that can't be made anew, and of what was understood; unreadable ones are counted."""
    wanted = [name for name in _tables(db) if name not in MADE_ANEW or name == "understood"]
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in wanted:
        if table not in damaged.tables:
            continue
        here = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
        try:
            columns = [name for name in damaged.columns(table) if name in here]
        except sqlite3.DatabaseError:
            continue
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        for row in damaged.rows(table, columns):
            if not _is_readable(table, dict(zip(columns, row, strict=True))):
                damaged.lost += 1
                continue
            with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError):
                db.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', row)


def _tables(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [name for (name,) in rows if not name.startswith(("sqlite_", "words"))]


def _is_readable(table: str, row: dict[str, Any]) -> bool:
    try:
        if table == "revision":
            unpack_entry(row["original"])
        elif table == "understood":
            unpack_release(row["data"])
    except (UnreadableRow, TypeError, KeyError, ValueError):
        return False
    return True


def _mend_references(db: sqlite3.Connection) -> int:
    """Give texts whose release is lost one of their own, and drop what refers to nothing; the number of texts."""
    orphans = db.execute(
        "SELECT release, min(seen), max(digest), max(original) FROM revision"
        " WHERE release NOT IN (SELECT id FROM release) GROUP BY release"
    ).fetchall()
    orphans_source = 0
    if orphans or db.execute("SELECT 1 FROM release WHERE source NOT IN (SELECT id FROM source)").fetchone():
        db.execute("INSERT INTO source (kind, url, title) VALUES ('files', ?, 'Found again')", (FOUND_AGAIN,))
        orphans_source = db.execute("SELECT id FROM source WHERE url = ?", (FOUND_AGAIN,)).fetchone()[0]
    for release_id, seen, digest, original in orphans:
        key = unpack_entry(original).key
        db.execute(
            "INSERT OR IGNORE INTO release (id, source, key, rank, url, title, organisation, language, published,"
            " embargo, regions, countries, quotes, first_seen, digest)"
            " VALUES (?, ?, ?, ?, '', '', '', '', '', '', '', '', 0, ?, ?)",
            (release_id, orphans_source, f"{release_id}:{key}", -release_id, seen, digest),
        )
    db.execute(
        "UPDATE release SET source = ?, key = id || ':' || key WHERE source NOT IN (SELECT id FROM source)",
        (orphans_source,),
    )
    while dangling := db.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, *_ in dangling:
            if row_id is None:
                # A table without row ids says only that it has such rows; what it holds can be seen anew.
                db.execute(f'DELETE FROM "{table}"')
            else:
                db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,))
    texts: int = db.execute("SELECT count(*) FROM revision").fetchone()[0]
    return texts
