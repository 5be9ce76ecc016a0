"""An archive of an earlier version is brought to the present shape, and keeps all it had."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import understood
from reader.archive import Archive, Listing, schema
from reader.query import Filter

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

TABLES = ("release", "revision", "understood", "place", "said", "listed", "tally", "correction")


def an_old_archive(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[object]]:
    """An archive of version 1, with the rows that a newer one has for the same releases; what its tables hold."""
    newer = path.with_name("newer.sqlite")
    with Archive.open(newer) as archive:
        source = archive.add_source("feed", "https://valley.example/feed", "Valley")
        rows = [
            understood("a", "The road is open.", title="Road", speaker="Akinyi Obuya", published="2026-05-01"),
            understood("b", "水库的水位上升了。", title="Reservoir", countries="CHN", published="2026-05-02"),
            understood("c", "اجتمع الصحفيون", title="Meeting", published="2026-05-03"),
        ]
        archive.store(source, rows, NOW)
        archive.store(source, [understood("a", "The road is closed.", title="Road", published="2026-05-01")], NOW)
        archive.set_starred([2], True)
    monkeypatch.setattr(schema, "PRESENT", 1)
    with closing(sqlite3.connect(path)) as db:
        schema.migrate(db)
        db.execute("ATTACH ? AS newer", (str(newer),))
        for table in ("source", "organisation", *TABLES):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM newer.{table}")
        db.commit()
        held = {table: db.execute(f"SELECT * FROM main.{table}").fetchall() for table in TABLES}
    monkeypatch.undo()
    return held


def test_an_old_archive_keeps_everything_and_can_be_searched_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    held = an_old_archive(path, monkeypatch)
    with Archive.open(path) as archive:
        for words, found in (
            ("closed", ["Road"]),
            ("open", []),
            ("clo", ["Road"]),
            ("水位", ["Reservoir"]),
            ("صحف", ["Meeting"]),
            ("region:asia is:starred", ["Reservoir"]),
        ):
            listing = archive.listing(Filter(words=words))
            assert isinstance(listing, Listing)
            assert [headline.title for headline in listing.window(0, 9)] == found, words
    with closing(sqlite3.connect(path)) as db:
        assert {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES} == held
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(schema.MIGRATIONS)
