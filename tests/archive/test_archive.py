"""The archive keeps every text that was seen, and answers what the screen asks."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import a_release, an_entry, understood
from reader.archive import Archive, ArchiveError, Listing, Stored, prepare, unpack_entry
from reader.query import Filter, Mistake

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def feed(archive: Archive, name: str = "valley") -> int:
    return archive.add_source("feed", f"https://{name}.example/feed", name)


def titles(archive: Archive, chosen: Filter | None = None) -> list[str]:
    listing = archive.listing(chosen or Filter())
    assert isinstance(listing, Listing)
    return [headline.title for headline in listing.window(0, 100)]


def test_the_same_text_twice_is_stored_once(archive: Archive) -> None:
    source = feed(archive)
    assert archive.store(source, [understood()], NOW) == Stored(new=1)
    assert archive.store(source, [understood()], NOW) == Stored()
    assert archive.counts().total == 1


def test_a_changed_text_is_a_new_revision_and_the_old_one_stays(archive: Archive) -> None:
    source = feed(archive)
    archive.store(source, [understood(content="First text.")], NOW)
    archive.set_read([1], True)
    assert archive.store(source, [understood(content="Second text.")], NOW) == Stored(changed=1)
    assert [revision.entry.content for revision in archive.history(1)] == ["First text.", "Second text."]
    assert archive.release(1).blocks[0].text == "Second text."
    headline = archive.headline(1)
    assert headline.is_changed
    assert not headline.is_read
    assert titles(archive, Filter(words="First text")) == []
    assert len(titles(archive, Filter(words="Second"))) == 1


def test_a_second_feed_with_the_same_text_lists_the_same_release(archive: Archive) -> None:
    one, two = feed(archive, "all"), feed(archive, "africa")
    archive.store(one, [understood()], NOW)
    assert archive.store(two, [understood()], NOW) == Stored()
    assert archive.counts().total == 1
    assert len(titles(archive, Filter(sources=frozenset({two})))) == 1
    assert [source.total for source in archive.sources()] == [1, 1]


def test_another_feed_cannot_change_a_release_by_taking_its_key(archive: Archive) -> None:
    one, two = feed(archive, "honest"), feed(archive, "thief")
    archive.store(one, [understood(content="True words.")], NOW)
    archive.store(two, [understood(content="True words.")], NOW)
    assert archive.store(two, [understood(content="False words.")], NOW) == Stored(new=1)
    assert archive.release(1).blocks[0].text == "True words."
    assert [source.total for source in archive.sources()] == [1, 1]
    assert len(archive.history(1)) == 1


def test_the_newest_is_first_and_the_undated_stand_where_they_came_in(archive: Archive) -> None:
    source = feed(archive)
    rows = [
        understood("a", title="Old", published="2025-01-01"),
        understood("b", title="Undated", published=""),
        understood("c", title="New", published="2026-12-01T09:00:00+00:00"),
    ]
    archive.store(source, rows, NOW)
    assert titles(archive) == ["New", "Undated", "Old"]


def test_a_listing_does_not_move_while_new_releases_come_in(archive: Archive) -> None:
    source = feed(archive)
    archive.store(source, [understood("a", title="First")], NOW)
    listing = archive.listing(Filter())
    assert isinstance(listing, Listing)
    mark = archive.newest()
    archive.store(source, [understood("b", title="Second", published="2026-10-30")], NOW)
    assert [headline.title for headline in listing.window(0, 9)] == ["First"]
    assert archive.arrived(Filter(), mark) == 1
    assert archive.arrived(Filter(places=frozenset({"asia"})), mark) == 0
    assert titles(archive) == ["Second", "First"]


def test_places_are_combined_by_or_and_with_the_rest_by_and(archive: Archive) -> None:
    source = feed(archive)
    rows = [
        understood("a", title="Kenya", countries="KEN"),
        understood("b", title="China", countries="CHN", published="2026-05-02"),
        understood("c", title="France", countries="FRA", published="2026-05-03"),
        understood("d", title="All", countries="", published="2026-05-04"),
    ]
    archive.store(source, rows, NOW)
    archive.set_read([1], True)
    archive.set_starred([2], True)
    assert titles(archive, Filter(places=frozenset({"africa", "CHN"}))) == ["China", "Kenya"]
    assert titles(archive, Filter(places=frozenset({"africa", "CHN"}), unread=True)) == ["China"]
    assert titles(archive, Filter(places=frozenset({"global"}))) == ["All"]
    assert titles(archive, Filter(starred=True)) == ["China"]
    assert titles(archive, Filter(ids=frozenset({1, 3}), words="river")) == ["France", "Kenya"]
    assert titles(archive, Filter(places=frozenset({"europe"}), words="river title:france")) == ["France"]
    assert titles(archive, Filter(sources=frozenset({source}), places=frozenset({"europe", "FRA"}))) == ["France"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("flo", ["Flood", "Choir"]),
        ("flood -choir", ["Flood"]),
        ('"rose at night"', ["Choir"]),
        ("speaker:obuya", ["Flood"]),
        ('quote:"we lost the bridge"', ["Flood"]),
        ("has:quotes", ["Flood"]),
        ("is:undated OR title:choir", ["中文", "Choir"]),
        ("洪水", ["中文"]),
        ("lang:fr", ["Choir"]),
        ("after:2026-06 before:2026-08", ["Flood"]),
        ("on:2026-05", ["Choir"]),
        ("-flood", ["中文", "Choir"]),
        ("(title:flood OR title:中文) AND NOT is:read", ["中文", "Flood"]),
        ("source:valley org:ledger", ["Flood"]),
        ("is:embargoed", ["Choir"]),
        ("“”", ["中文", "Flood", "Choir"]),
    ],
)
def test_the_query_language_finds(archive: Archive, words: str, found: list[str]) -> None:
    rows = [
        understood(
            "a",
            "We lost the bridge.",
            title="Flood",
            speaker="Akinyi Obuya",
            published="2026-07-01",
            organisation="River Ledger",
        ),
        understood("b", "La crue: floods rose at night.", title="Choir", language="fr", lifts="2999-01-01"),
        understood("c", "省政府說洪水退了。", title="中文", countries="CHN", published="", language="zh"),
    ]
    archive.store(feed(archive), rows, NOW)
    assert titles(archive, Filter(words=words)) == found


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("المدافعون عن الحقوق", "مدافعون"),
        ("مَدرسة في المدينة", "مدرسة"),
        ("नदी के किनारे", "किनारे"),
        ("Łódź ż", "łódź"),
        ("Sécurité à Nîmes", "nimes"),
        ("แม่น้ำสูงขึ้น", "น้ำ"),
        ("강물이 불어났다", "강물"),
        ("水库的水位上升了", "水位上"),
        ("在5月水位上升", "5月水"),
        ("المكتبة مغلقة", "كتب"),
        ("اجتمع الصحفيون", "صحفيو"),
    ],
)
def test_words_of_every_script_are_found(archive: Archive, stored: str, asked: str) -> None:
    archive.store(feed(archive), [understood(content=stored), understood("b", "Another text.")], NOW)
    assert len(titles(archive, Filter(words=asked))) == 1


def test_letters_that_are_not_side_by_side_are_no_word(archive: Archive) -> None:
    archive.store(feed(archive), [understood(content="水库。位于山中"), understood("b", "المك تبة")], NOW)
    assert titles(archive, Filter(words="库位")) == []
    assert titles(archive, Filter(words="كتب")) == []


@pytest.mark.parametrize("beginning", ["g", "gu", "gua", "guar", "guardr", "guardrails", "GUARD*", "é", "éc", "écl"])
def test_beginnings_of_every_length_are_found(archive: Archive, beginning: str) -> None:
    rows = [understood("a", "Guardrails along the écluse."), understood("b", "The bridge is open.")]
    archive.store(feed(archive), rows, NOW)
    assert len(titles(archive, Filter(words=beginning))) == 1


def test_a_mistaken_query_is_a_value(archive: Archive) -> None:
    assert isinstance(archive.listing(Filter(words="(flood")), Mistake)


def test_counts_follow_every_mark(archive: Archive) -> None:
    source = feed(archive)
    archive.store(source, [understood("a"), understood("b", countries="KEN CHN")], NOW)
    assert archive.set_read([1, 2], True) == [1, 2]
    assert archive.set_read([1], True) == []
    archive.set_read([2], False)
    archive.set_starred([1], True)
    counts = archive.counts()
    assert (counts.total, counts.unread, counts.starred) == (2, 1, 1)
    assert counts.places == {"africa": (2, 1), "KEN": (2, 1), "asia": (1, 1), "CHN": (1, 1)}
    assert archive.sources()[0].unread == 1


def test_next_unread_goes_both_ways_and_stops_at_the_ends(archive: Archive) -> None:
    archive.store(feed(archive), [understood(str(n), published=f"2026-05-{n:02}") for n in range(1, 6)], NOW)
    archive.set_read([5, 3, 1], True)
    listing = archive.listing(Filter())
    assert isinstance(listing, Listing)
    assert [listing.next_unread(index) for index in (-1, 1, 3)] == [1, 3, None]
    assert [listing.next_unread(index, -1) for index in (4, 3, 1)] == [3, 1, None]
    assert listing.index_of(3) == 2


def test_understanding_anew_replaces_what_was_found(archive: Archive) -> None:
    archive.store(feed(archive), [understood(content="Rain fell.", countries="KEN", rules=1)], NOW)
    assert archive.outdated(2) == [1]
    original, region = archive.original(1)
    entry = unpack_entry(original)
    assert (entry.content, region) == ("Rain fell.", "")
    archive.understand_anew([(1, understood(content="Rain fell.", countries="CHN", rules=2).rows)])
    assert archive.outdated(2) == []
    assert archive.counts().places == {"asia": (1, 1), "CHN": (1, 1)}
    assert len(titles(archive, Filter(words="rain"))) == 1
    assert len(archive.history(1)) == 1


def test_an_original_comes_back_letter_for_letter(archive: Archive) -> None:
    content = "Zwnj \u200c, joiner \u200d, lone \ud800, nul \x00, \r\n tabs\t"
    row = prepare(an_entry(content=content), a_release(), 1)
    archive.store(feed(archive), [row], NOW)
    assert archive.history(1)[0].entry == an_entry(content=content)


def test_the_file_is_for_its_owner_only(archive: Archive) -> None:
    assert stat.S_IMODE(os.stat(archive.path).st_mode) == 0o600


def test_a_later_versions_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    Archive.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"archive\.sqlite.*later version"):
        Archive.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"not a database at all, but long enough to be read as one" * 40, b"SQLite format 3\x00" + b"\xff" * 5000],
)
def test_what_is_no_archive_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"notes\.sqlite"):
        Archive.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(ArchiveError, match="not an archive of reader"):
        Archive.open(path)


def test_a_transaction_cut_short_leaves_nothing_behind(archive: Archive) -> None:
    def rows() -> Iterator[object]:
        yield understood("a")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        archive.store(feed(archive), rows(), NOW)  # type: ignore[arg-type]
    assert archive.counts().total == 0
    assert archive.store(1, [understood("a")], NOW) == Stored(new=1)


def test_the_archive_is_reachable_without_the_screen_or_the_network() -> None:
    unwanted = ("textual", "rich", "httpx2", "feedparser")
    code = f"import reader.archive, sys; print([name for name in {unwanted} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
