"""Putting understood releases into the archive, so that nothing that was seen is ever lost."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.archive.counting import count, count_release, listing_sources
from reader.archive.pack import pack_entry, pack_release, unpack_release
from reader.archive.rank import rank_of
from reader.archive.transactions import chunks, writing
from reader.archive.words import columns, put_in, take_out
from reader.correction import Correction, CorrectionKind, corrected
from reader.release import Entry, QuoteKind, Release


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive holds of an entry: the release, and the digest of the text last seen."""

    release: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Understood:
    """An entry and what the rules made of it."""

    entry: Entry
    release: Release
    rules: int


@dataclass(frozen=True, slots=True)
class Stored:
    """How many releases were new and how many changed."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(self.new + other.new, self.changed + other.changed)


def digest_of(entry: Entry) -> bytes:
    """What tells a text from a changed one: all that the source said, but for the dates it stamps anew."""
    said = "\0".join((entry.title, entry.url, entry.organisation, entry.summary, entry.content))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def storable(text: str) -> str:
    """The text without lone surrogates, which SQLite can't hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def known(db: sqlite3.Connection, source: int, entries: Sequence[Entry]) -> dict[str, Known]:
    """What is held of these entries, by their keys; those that are new are left out."""
    held: dict[str, Known] = {}
    for chunk in chunks([storable(entry.key) for entry in entries]):
        marks = ",".join("?" * len(chunk))
        rows = db.execute(
            f"SELECT key, id, digest FROM release WHERE source = ? AND key IN ({marks}) UNION ALL"
            " SELECT c.key, r.id, r.digest FROM carried c JOIN release r ON r.id = c.release"
            f" WHERE c.source = ? AND c.key IN ({marks})",
            (source, *chunk, source, *chunk),
        )
        held.update({key: Known(release, digest) for key, release, digest in rows})
    return held


def twin(db: sqlite3.Connection, source: int, entry: Entry, digest: bytes) -> int | None:
    """The release of another source that has the same address and, to the letter, the same text."""
    if not entry.url:
        return None
    row = db.execute(
        "SELECT id FROM release WHERE url = ? AND digest = ? AND source <> ? LIMIT 1",
        (storable(entry.url), digest, source),
    ).fetchone()
    return row[0] if row else None


def store(db: sqlite3.Connection, source: int, understood: Iterable[Understood], now: datetime) -> Stored:
    """Keep what is new or changed, in one transaction; what is there already stays as it is."""
    stored = Stored()
    seen = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with writing(db):
        for each in understood:
            stored += _store_one(db, source, each, seen)
    return stored


def _store_one(db: sqlite3.Connection, source: int, each: Understood, seen: str) -> Stored:
    digest = digest_of(each.entry)
    held = known(db, source, [each.entry]).get(storable(each.entry.key))
    if held and held.digest == digest:
        return Stored()
    if held and _is_own(db, held.release, source):
        _add_revision(db, held.release, each, digest, seen)
        return Stored(changed=1)
    if held:
        _drop(db, source, held.release)
    elif release_id := twin(db, source, each.entry, digest):
        _carry(db, source, storable(each.entry.key), release_id)
        return Stored()
    _add_release(db, source, each, digest, seen)
    return Stored(new=1)


def _is_own(db: sqlite3.Connection, release_id: int, source: int) -> bool:
    owner = db.execute("SELECT source FROM release WHERE id = ?", (release_id,)).fetchone()
    return bool(owner[0] == source)


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


def _add_release(db: sqlite3.Connection, source: int, each: Understood, digest: bytes, seen: str) -> None:
    release_id: int = db.execute("SELECT coalesce(max(id), 0) + 1 FROM release").fetchone()[0]
    db.execute(
        "INSERT INTO release (id, source, key, rank, url, title, organisation, language, published, embargo, regions,"
        " countries, quotes, first_seen, digest) VALUES (?, ?, ?, ?, '', '', '', '', '', '', '', '', 0, ?, ?)",
        (release_id, source, storable(each.entry.key), -release_id, seen, digest),
    )
    _keep_original(db, release_id, each.entry, digest, seen)
    _understand(db, release_id, each.release, each.rules)


def _add_revision(db: sqlite3.Connection, release_id: int, each: Understood, digest: bytes, seen: str) -> None:
    """Keep a changed text beside the earlier ones; the release is unread again."""
    _keep_original(db, release_id, each.entry, digest, seen)
    _forget(db, release_id)
    db.execute(
        "UPDATE release SET digest = ?, revisions = revisions + 1, is_read = 0, is_gone = 0 WHERE id = ?",
        (digest, release_id),
    )
    _understand(db, release_id, each.release, each.rules)


def _keep_original(db: sqlite3.Connection, release_id: int, entry: Entry, digest: bytes, seen: str) -> None:
    db.execute(
        "INSERT INTO revision (release, seen, digest, original) VALUES (?, ?, ?, ?)",
        (release_id, seen, digest, pack_entry(entry)),
    )


def corrections(db: sqlite3.Connection, release_id: int) -> list[Correction]:
    """What the user put right in a release, the earliest first."""
    rows = db.execute("SELECT kind, what, value, role FROM correction WHERE release = ? ORDER BY id", (release_id,))
    return [Correction(CorrectionKind(kind), *rest) for kind, *rest in rows]


def correct(db: sqlite3.Connection, release_id: int, correction: Correction, rules: int, release: Release) -> None:
    """Keep a correction, and put it into what the rules made of the release, in one transaction."""
    with writing(db):
        db.execute(
            "INSERT INTO correction (release, kind, what, value, role) VALUES (?, ?, ?, ?, ?)",
            (release_id, correction.kind, correction.what, correction.value, correction.role),
        )
        _forget(db, release_id)
        _understand(db, release_id, release, rules)


def take_back(db: sqlite3.Connection, release_id: int, number: int, rules: int, release: Release) -> None:
    """Drop the last `number` corrections of a release, which the rules alone made `release` of."""
    with writing(db):
        db.execute(
            "DELETE FROM correction WHERE id IN (SELECT id FROM correction WHERE release = ? ORDER BY id DESC LIMIT ?)",
            (release_id, number),
        )
        _forget(db, release_id)
        _understand(db, release_id, release, rules)


def understand_anew(db: sqlite3.Connection, release_id: int, release: Release, rules: int) -> None:
    """Put what newer rules made of a release in place of what older ones did, in one transaction."""
    with writing(db):
        _forget(db, release_id)
        _understand(db, release_id, release, rules)


def _understand(db: sqlite3.Connection, release_id: int, release: Release, rules: int) -> None:
    """Write what was understood, with the user's corrections, into every table that is made from it."""
    release = corrected(release, corrections(db, release_id))
    first_seen: str = db.execute("SELECT first_seen FROM release WHERE id = ?", (release_id,)).fetchone()[0]
    rank = rank_of(release_id, release.published, first_seen)
    regions = [area.region for area in release.regions]
    countries = [country.code for country in release.countries]
    speech = [(nth, quote) for nth, quote in enumerate(release.quotes) if quote.kind is QuoteKind.SPEECH]
    db.execute(
        "UPDATE release SET rank = ?, url = ?, title = ?, organisation = ?, language = ?, published = ?, embargo = ?,"
        " regions = ?, countries = ?, quotes = ? WHERE id = ?",
        (
            rank, release.url, release.title, release.organisation, release.language, release.published,
            _moment(release.embargo.lifts if release.embargo else ""), " ".join(regions), " ".join(countries),
            len(speech), release_id,
        ),
    )  # fmt: skip
    db.execute("INSERT OR IGNORE INTO organisation VALUES (?)", (release.organisation,))
    db.execute("INSERT INTO understood VALUES (?, ?, ?)", (release_id, rules, pack_release(release)))
    db.executemany("INSERT OR IGNORE INTO place VALUES (?, ?)", [(code, rank) for code in regions + countries])
    db.executemany("INSERT INTO said VALUES (?, ?, ?)", [(rank, nth, quote.speaker) for nth, quote in speech])
    db.executemany("INSERT INTO listed VALUES (?, ?)", [(source, rank) for source in listing_sources(db, release_id)])
    put_in(db, rank, columns(release))
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


def _moment(lifts: str) -> str:
    """An ISO moment in UTC, so that moments can be compared as text; a day lifts at its start."""
    if not lifts:
        return ""
    when = datetime.fromisoformat(lifts)
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
