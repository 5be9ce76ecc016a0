"""The kept counts: how many releases there are, unread and starred, in all and by source, region, country and tag."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence


def listing_sources(db: sqlite3.Connection, release_id: int) -> list[int]:
    """The sources that list a release: its own, and those that carry it."""
    rows = db.execute(
        "SELECT source FROM release WHERE id = ? UNION SELECT source FROM carried WHERE release = ?",
        (release_id, release_id),
    )
    return [row[0] for row in rows]


def count_release(db: sqlite3.Connection, release_id: int, step: int) -> None:
    """Count a release in (step 1) or out (step -1) of every tally that it belongs to."""
    is_read, is_starred = db.execute("SELECT is_read, is_starred FROM release WHERE id = ?", (release_id,)).fetchone()
    count(db, tally_names(db, release_id), step, step * (1 - is_read), step * is_starred)


def tally_names(db: sqlite3.Connection, release_id: int) -> list[str]:
    """The tallies that a release is counted in."""
    regions, countries = db.execute("SELECT regions, countries FROM release WHERE id = ?", (release_id,)).fetchone()
    sources = [f"source:{source}" for source in listing_sources(db, release_id)]
    tags = [f"tag:{tag}" for (tag,) in db.execute("SELECT tag FROM tagged WHERE release = ?", (release_id,))]
    return ["all", *dict.fromkeys([*regions.split(), *countries.split()]), *sources, *tags]


def tallies_of(db: sqlite3.Connection, ids: Sequence[int]) -> Counter[str]:
    """In how many of these releases (a chunk) each tally counts."""
    marks = ",".join("?" * len(ids))
    counts = Counter({"all": len(ids)})
    for regions, countries in db.execute(f"SELECT regions, countries FROM release WHERE id IN ({marks})", ids):
        counts.update({*regions.split(), *countries.split()})
    listed = db.execute(
        f"SELECT source, count(*) FROM (SELECT id, source FROM release WHERE id IN ({marks}) UNION"
        f" SELECT release, source FROM carried WHERE release IN ({marks})) GROUP BY source",
        (*ids, *ids),
    )
    counts.update({f"source:{source}": number for source, number in listed})
    tagged = db.execute(f"SELECT tag, count(*) FROM tagged WHERE release IN ({marks}) GROUP BY tag", ids)
    counts.update({f"tag:{tag}": number for tag, number in tagged})
    return counts


def count(db: sqlite3.Connection, names: Iterable[str], total: int = 0, unread: int = 0, starred: int = 0) -> None:
    db.executemany(
        "INSERT INTO tally VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET total = total + excluded.total,"
        " unread = unread + excluded.unread, starred = starred + excluded.starred",
        [(name, total, unread, starred) for name in names],
    )
