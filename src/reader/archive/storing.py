"""Putting understood releases into the archive, so that nothing that was seen is ever lost."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from reader.archive.counting import count, count_release, listing_sources
from reader.archive.pack import unpack_release
from reader.archive.preparing import Prepared, Rows, rows_of, storable
from reader.archive.rank import rank_of
from reader.archive.schema import BATCH, MADE_ANEW, words_table
from reader.archive.transactions import chunks, writing
from reader.archive.trouble import UnreadableRow
from reader.archive.words import columns, put_in, put_in_all, settle, take_out
from reader.correction import Correction, CorrectionKind, corrected
from reader.release import Release


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive holds of an entry: the release, and the digest of the text last seen."""

    release: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """How many releases were new and how many changed."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(self.new + other.new, self.changed + other.changed)


def known(db: sqlite3.Connection, source: int, keys: Sequence[str]) -> dict[str, Known]:
    """What is held of a source's entries with these keys, by key; those that are new are left out."""
    held: dict[str, Known] = {}
    for chunk in chunks([storable(key) for key in keys]):
        marks = ",".join("?" * len(chunk))
        rows = db.execute(
            f"SELECT key, id, digest FROM release WHERE source = ? AND key IN ({marks}) UNION ALL"
            " SELECT c.key, r.id, r.digest FROM carried c JOIN release r ON r.id = c.release"
            f" WHERE c.source = ? AND c.key IN ({marks})",
            (source, *chunk, source, *chunk),
        )
        held.update({key: Known(release, digest) for key, release, digest in rows})
    return held


def store(db: sqlite3.Connection, source: int, prepared: Iterable[Prepared], now: datetime) -> Stored:
    """Keep what is new or changed, in one transaction; what is there already stays as it is."""
    stored = Stored()
    with writing(db):
        for batch in _without_twice(prepared):
            stored += _store_batch(db, source, batch, now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return stored


def _without_twice(prepared: Iterable[Prepared]) -> Iterable[list[Prepared]]:
    """The entries in lists that have no key twice: a key that comes again is a later text of the same release."""
    batch: dict[str, Prepared] = {}
    for each in prepared:
        if each.key in batch:
            yield list(batch.values())
            batch = {}
        batch[each.key] = each
    yield list(batch.values())


def _store_batch(db: sqlite3.Connection, source: int, batch: Sequence[Prepared], seen: str) -> Stored:
    held = known(db, source, [each.key for each in batch])
    twins = _twins(db, source, batch)
    arriving = _Arriving(db, source, seen)
    changed = 0
    for each in batch:
        one = held.get(each.key)
        if one and one.digest == each.digest:
            continue
        if one and _is_own(db, one.release, source):
            _add_revision(db, one.release, each, seen)
            changed += 1
            continue
        if one:
            _drop(db, source, one.release)
        elif (release_id := twins.get((each.rows.url, each.digest))) is not None and not arriving.carries(release_id):
            arriving.carried.append((each.key, release_id))
            continue
        arriving.add(each)
    arriving.write()
    return Stored(len(arriving.batch), changed)


def _twins(db: sqlite3.Connection, source: int, batch: Sequence[Prepared]) -> dict[tuple[str, bytes], int]:
    """Releases of other sources that have the same address and, to the letter, the same text, by both."""
    twins: dict[tuple[str, bytes], int] = {}
    for chunk in chunks([each.rows.url for each in batch if each.rows.url]):
        marks = ",".join("?" * len(chunk))
        # Both the condition and the "+" are there for SQLite to use the index of addresses, not walk all releases.
        rows = db.execute(
            f"SELECT url, digest, id FROM release WHERE url IN ({marks}) AND url <> '' AND source <> ?"
            " ORDER BY +id DESC",
            (*chunk, source),
        )
        twins.update({(url, digest): release_id for url, digest, release_id in rows})
    return twins


def _is_own(db: sqlite3.Connection, release_id: int, source: int) -> bool:
    owner = db.execute("SELECT source FROM release WHERE id = ?", (release_id,)).fetchone()
    return bool(owner[0] == source)


@dataclass(slots=True)
class _Arriving:
    """New releases of a source, gathered so that each table is written by one statement."""

    db: sqlite3.Connection
    source: int
    seen: str
    batch: list[tuple[int, int, Prepared]] = field(default_factory=list)
    """Id, rank and what is stored."""
    carried: list[tuple[str, int]] = field(default_factory=list)
    """Key and id of releases that another source has brought already."""
    _next: int = 0

    def add(self, each: Prepared) -> None:
        if not self._next:
            self._next = self.db.execute("SELECT coalesce(max(id), 0) FROM release").fetchone()[0]
        self._next += 1
        self.batch.append((self._next, rank_of(self._next, each.rows.published, self.seen), each))

    def carries(self, release_id: int) -> bool:
        """Whether the source has this release already: two entries of one source are two releases, however alike."""
        return any(carried == release_id for _, carried in self.carried) or bool(
            self.db.execute(
                "SELECT 1 FROM carried WHERE source = ? AND release = ?", (self.source, release_id)
            ).fetchone()
        )

    def write(self) -> None:
        if self.batch:
            self._write_releases()
            _write_made(self.db, [(release_id, rank, each.rows) for release_id, rank, each in self.batch])
            put_in_all(
                self.db,
                [(rank, each.rows.words) for _, rank, each in self.batch],
                chain.from_iterable(each.rows.terms for _, _, each in self.batch),
            )
            self.db.executemany("INSERT INTO listed VALUES (?, ?)", [(self.source, rank) for _, rank, _ in self.batch])
            tallied = chain.from_iterable(_tally_names(each.rows) for _, _, each in self.batch)
            names = Counter(chain(tallied, [f"source:{self.source}"] * len(self.batch)))
            for name, number in names.items():
                count(self.db, [name], total=number, unread=number)
        for key, release_id in self.carried:
            _carry(self.db, self.source, key, release_id)

    def _write_releases(self) -> None:
        self.db.executemany(
            "INSERT INTO release (id, source, key, rank, url, title, organisation, language, published, embargo,"
            " regions, countries, quotes, first_seen, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (release_id, self.source, each.key, rank, *_columns(each.rows), self.seen, each.digest)
                for release_id, rank, each in self.batch
            ],
        )
        self.db.executemany(
            "INSERT INTO revision (release, seen, digest, original) VALUES (?, ?, ?, ?)",
            [(release_id, self.seen, each.digest, each.original) for release_id, _, each in self.batch],
        )


def _columns(rows: Rows) -> tuple[str | int, ...]:
    """What a release's own row says of it, from `url` to `quotes`."""
    return (
        rows.url, rows.title, rows.organisation, rows.language, rows.published, rows.embargo,
        " ".join(rows.regions), " ".join(rows.countries), len(rows.said),
    )  # fmt: skip


def _tally_names(rows: Rows) -> Iterable[str]:
    return ["all", *dict.fromkeys(rows.regions + rows.countries)]


def _write_made(db: sqlite3.Connection, made: Sequence[tuple[int, int, Rows]]) -> None:
    """Write what was understood of releases (id, rank, rows) into the tables that are made from it."""
    db.executemany("INSERT OR IGNORE INTO organisation VALUES (?)", {(rows.organisation,) for _, _, rows in made})
    db.executemany(
        "INSERT INTO understood VALUES (?, ?, ?)", [(number, rows.rules, rows.data) for number, _, rows in made]
    )
    db.executemany(
        "INSERT OR IGNORE INTO place VALUES (?, ?)",
        [(code, rank) for _, rank, rows in made for code in rows.regions + rows.countries],
    )
    db.executemany(
        "INSERT INTO said VALUES (?, ?, ?)",
        [(rank, nth, speaker) for _, rank, rows in made for nth, speaker in rows.said],
    )


def _carry(db: sqlite3.Connection, source: int, key: str, release_id: int) -> None:
    """Note that a second source lists a release that we hold."""
    db.execute("INSERT INTO carried VALUES (?, ?, ?)", (source, key, release_id))
    rank, is_read, is_starred = db.execute(
        "SELECT rank, is_read, is_starred FROM release WHERE id = ?", (release_id,)
    ).fetchone()
    if db.execute("INSERT OR IGNORE INTO listed VALUES (?, ?)", (source, rank)).rowcount:
        count(db, [f"source:{source}"], total=1, unread=1 - is_read, starred=is_starred)


def _drop(db: sqlite3.Connection, source: int, release_id: int) -> None:
    """Note that a source that carried another's release now says something else."""
    rank, is_read, is_starred = db.execute(
        "SELECT rank, is_read, is_starred FROM release WHERE id = ?", (release_id,)
    ).fetchone()
    db.execute("DELETE FROM carried WHERE source = ? AND release = ?", (source, release_id))
    db.execute("DELETE FROM listed WHERE source = ? AND rank = ?", (source, rank))
    count(db, [f"source:{source}"], total=-1, unread=is_read - 1, starred=-is_starred)


def _add_revision(db: sqlite3.Connection, release_id: int, each: Prepared, seen: str) -> None:
    """Keep a changed text beside the earlier ones; the release is unread again."""
    db.execute(
        "INSERT INTO revision (release, seen, digest, original) VALUES (?, ?, ?, ?)",
        (release_id, seen, each.digest, each.original),
    )
    _forget(db, release_id)
    db.execute(
        "UPDATE release SET digest = ?, revisions = revisions + 1, is_read = 0, is_gone = 0 WHERE id = ?",
        (each.digest, release_id),
    )
    _understand(db, release_id, each.rows)


def corrections(db: sqlite3.Connection, release_id: int) -> list[Correction]:
    """What the user put right in a release, the earliest first."""
    rows = db.execute("SELECT kind, what, value, role FROM correction WHERE release = ? ORDER BY id", (release_id,))
    return [Correction(CorrectionKind(kind), *rest) for kind, *rest in rows]


def correct(db: sqlite3.Connection, release_id: int, correction: Correction) -> None:
    """Keep a correction, and put it into what the rules made of the release, in one transaction."""
    with writing(db):
        db.execute(
            "INSERT INTO correction (release, kind, what, value, role) VALUES (?, ?, ?, ?, ?)",
            (release_id, correction.kind, correction.what, correction.value, correction.role),
        )
        rules, data = db.execute("SELECT rules, data FROM understood WHERE release = ?", (release_id,)).fetchone()
        _forget(db, release_id)
        _understand(db, release_id, rows_of(unpack_release(data), rules))


def take_back(db: sqlite3.Connection, release_id: int, number: int, rows: Rows) -> None:
    """Drop the last `number` corrections of a release, which the rules alone made `rows` of."""
    with writing(db):
        db.execute(
            "DELETE FROM correction WHERE id IN (SELECT id FROM correction WHERE release = ? ORDER BY id DESC LIMIT ?)",
            (release_id, number),
        )
        _forget(db, release_id)
        _understand(db, release_id, rows)


def understand_anew(db: sqlite3.Connection, anew: Iterable[tuple[int, Rows]]) -> None:
    """Put what newer rules made of releases in place of what older ones did, in one transaction."""
    with writing(db):
        for release_id, rows in anew:
            _forget(db, release_id)
            _understand(db, release_id, rows)


def make_anew(db: sqlite3.Connection, afresh: Mapping[int, Rows]) -> None:
    """Make all that is made from the stored originals anew, in one transaction.

    What was understood is kept where it can be read; of others, `afresh` says what is made of them now, by id, and
    where it does not they keep their title. The originals and the user's own marks are not touched.
    """
    with writing(db):
        words = words_table(db)
        db.execute("DROP TABLE words")
        db.execute(words)
        for table in MADE_ANEW:
            if table != "understood":
                db.execute(f"DELETE FROM {table}")
        for number, (release_id,) in enumerate(db.execute("SELECT id FROM release ORDER BY id").fetchall()):
            rows = _held(db, release_id) or afresh.get(release_id) or _title_alone(db, release_id)
            db.execute("DELETE FROM understood WHERE release = ?", (release_id,))
            _understand(db, release_id, rows)
            if number % BATCH == BATCH - 1:
                settle(db)


def _held(db: sqlite3.Connection, release_id: int) -> Rows | None:
    row = db.execute("SELECT data, rules FROM understood WHERE release = ?", (release_id,)).fetchone()
    try:
        return rows_of(unpack_release(row[0]), row[1]) if row else None
    except (UnreadableRow, TypeError, KeyError, ValueError):
        return None


def _title_alone(db: sqlite3.Connection, release_id: int) -> Rows:
    title, url = db.execute("SELECT title, url FROM release WHERE id = ?", (release_id,)).fetchone()
    return rows_of(Release(title=title or "Unreadable", url=url), 0)


def _understand(db: sqlite3.Connection, release_id: int, rows: Rows) -> None:
    """Write what was understood, with the user's corrections, into every table that is made from it."""
    if made := corrections(db, release_id):
        rows = rows_of(corrected(rows.release, made), rows.rules)
    first_seen: str = db.execute("SELECT first_seen FROM release WHERE id = ?", (release_id,)).fetchone()[0]
    rank = rank_of(release_id, rows.published, first_seen)
    db.execute(
        "UPDATE release SET rank = ?, url = ?, title = ?, organisation = ?, language = ?, published = ?, embargo = ?,"
        " regions = ?, countries = ?, quotes = ? WHERE id = ?",
        (rank, *_columns(rows), release_id),
    )
    _write_made(db, [(release_id, rank, rows)])
    put_in(db, rank, rows.words)
    db.executemany("INSERT INTO listed VALUES (?, ?)", [(source, rank) for source in listing_sources(db, release_id)])
    count_release(db, release_id, 1)


def _forget(db: sqlite3.Connection, release_id: int) -> None:
    """Take what was understood out of every table that is made from it."""
    rank: int = db.execute("SELECT rank FROM release WHERE id = ?", (release_id,)).fetchone()[0]
    data: bytes = db.execute("SELECT data FROM understood WHERE release = ?", (release_id,)).fetchone()[0]
    release = unpack_release(data)
    count_release(db, release_id, -1)
    take_out(db, rank, columns(release))
    codes = [area.region for area in release.regions] + [country.code for country in release.countries]
    db.executemany("DELETE FROM place WHERE code = ? AND rank = ?", [(code, rank) for code in codes])
    db.executemany(
        "DELETE FROM listed WHERE source = ? AND rank = ?",
        [(source, rank) for source in listing_sources(db, release_id)],
    )
    db.execute("DELETE FROM said WHERE rank = ?", (rank,))
    db.execute("DELETE FROM understood WHERE release = ?", (release_id,))
