"""The archive: every release that was ever seen, in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from reader.archive.asking import interruptible, reading
from reader.archive.listing import Listing, everything, headlines
from reader.archive.opening import make_lasting, may_write, open_database
from reader.archive.trouble import DamagedArchive, UnreadableRow, in_words
from reader.filter import Filter, Mistake, Order
from reader.later import Later

if TYPE_CHECKING:
    from reader import query
    from reader.archive import (
        checking,
        completing,
        copying,
        following,
        marking,
        notes,
        ordering,
        pack,
        saved,
        selecting,
        sources,
        storing,
        tags,
        voices,
    )
    from reader.archive.checking import Health
    from reader.archive.following import Course
    from reader.archive.ordering import Ordered
    from reader.archive.preparing import Prepared, Rows
    from reader.archive.saved import SavedSearch
    from reader.archive.sources import SourceRow
    from reader.archive.storing import Known, Stored
    from reader.archive.tags import Tag
    from reader.archive.voices import Voice
    from reader.correction import Correction
    from reader.headline import Headline
    from reader.release import Entry, Release
else:
    # A list of everything needs none of these, and is what the screen opens with.
    query = Later("reader.query")
    checking = Later("reader.archive.checking")
    completing = Later("reader.archive.completing")
    copying = Later("reader.archive.copying")
    following = Later("reader.archive.following")
    marking = Later("reader.archive.marking")
    notes = Later("reader.archive.notes")
    ordering = Later("reader.archive.ordering")
    pack = Later("reader.archive.pack")
    saved = Later("reader.archive.saved")
    selecting = Later("reader.archive.selecting")
    sources = Later("reader.archive.sources")
    storing = Later("reader.archive.storing")
    tags = Later("reader.archive.tags")
    voices = Later("reader.archive.voices")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many releases there are."""

    total: int
    unread: int
    starred: int
    places: Mapping[str, tuple[int, int]]
    """Total and unread by region key and country code; places with no release are left out."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a release, as it came."""

    seen: str
    """ISO moment at which it was first seen."""
    entry: Entry


SMALL_CACHE = -1_000
"""SQLite's page cache, in KiB when negative, for a walk from one end to the other, which comes back to nothing."""


class Archive:
    """One connection to the file: for use in the thread that opened it. A worker opens its own."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path

    @classmethod
    def open(cls, path: Path, *, is_bulk: bool = False) -> Self:
        """The archive at `path`, made where there is none. Raises ArchiveError with a message for the user.

        With `is_bulk`, what is written may be undone by a loss of power (never torn) until `make_lasting`: for what
        comes again, as releases do that are fetched or imported, and not for what a user said.
        """
        return cls(open_database(path, is_bulk=is_bulk), path)

    def make_lasting(self) -> None:
        """Have all that was written so far outlive a loss of power: before a user is told that it is stored."""
        if self._db.total_changes:
            make_lasting(self._db)

    def remember_little(self) -> None:
        """Keep few pages of the file in memory: for whoever reads through all of it once."""
        self._db.execute(f"PRAGMA cache_size = {SMALL_CACHE}")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be kept in it: the file or its folder may only be read."""
        return not may_write(self.path)

    def check(self) -> Health:
        """Look through all of it, for the doctor; nothing is changed."""
        return checking.check(self._db)

    def make_anew(self, afresh: Mapping[int, Rows]) -> None:
        """Make index, counts and all that is made from the originals anew; `afresh` are those not held any more.

        Raises DamagedArchive where the file does not let it be done; then nothing is changed.
        """
        try:
            storing.make_anew(self._db, afresh)
        except sqlite3.DatabaseError as error:
            raise DamagedArchive(in_words(error)) from None

    def copy_to(self, target: Path) -> None:
        """Copy it as it is at this moment to a new file; FileExistsError where there is one."""
        copying.copy_to(self._db, target)

    def listing(self, chosen: Filter, order: Order = Order.DATE) -> Listing | Ordered | Mistake:
        """The releases that the filter asks for, or what is wrong with its words.

        In another order than by date stand the newest `ordering.ORDERED` of them; older ones follow by date.
        """
        with reading(self._db):
            if chosen == Filter() and order is Order.DATE:
                return everything(self._db, self.newest())
            asked = query.whole(chosen)
            if isinstance(asked, Mistake):
                return asked
            by_date = selecting.listing(self._db, asked, tuple(sorted(chosen.sources)), self.newest())
        return ordering.ordered(self._db, by_date, asked, order)

    def ids_of(self, listing: Listing | Ordered) -> list[int]:
        """The ids of all releases of a listing, in order, also of one that another connection took."""
        return listing.ids(self._db)

    def total(self, chosen: Filter, newest: int, stopped: Callable[[], bool]) -> int | None:
        """How many releases up to the id `newest` the filter asks for; None where it was `stopped`, or is mistaken.

        For a thread with a connection of its own: it may take a second where a million have the words.
        """
        asked = query.whole(chosen)
        if isinstance(asked, Mistake):
            return None
        with interruptible(self._db, stopped):
            return selecting.total(self._db, asked, tuple(sorted(chosen.sources)), newest)
        return None

    def headline(self, release_id: int) -> Headline:
        """A release's headline; LookupError where there is no such release."""
        found = headlines(self._db, [release_id])
        if not found:
            raise LookupError(f"there is no release {release_id}")
        return found[0]

    def release(self, release_id: int) -> Release:
        """A release, as it was understood; LookupError where there is none with this id."""
        row = self._db.execute("SELECT data FROM understood WHERE release = ?", (release_id,)).fetchone()
        if row is None:
            if self._db.execute("SELECT 1 FROM release WHERE id = ?", (release_id,)).fetchone():
                raise UnreadableRow
            raise LookupError(f"there is no release {release_id}")
        return pack.unpack_release(row[0])

    def history(self, release_id: int) -> list[Revision]:
        """Every text of a release that was seen, the first one first."""
        rows = self._db.execute("SELECT seen, original FROM revision WHERE release = ? ORDER BY id", (release_id,))
        return [Revision(seen, pack.unpack_entry(original)) for seen, original in rows]

    def set_read(self, ids: Sequence[int], is_read: bool) -> list[int]:
        """Mark releases read or unread; the ids of those that were not so before."""
        return marking.mark(self._db, "is_read", ids, is_read)

    def set_starred(self, ids: Sequence[int], is_starred: bool) -> list[int]:
        """Star releases or take their stars away; the ids of those that were not so before."""
        return marking.mark(self._db, "is_starred", ids, is_starred)

    def tags(self) -> list[Tag]:
        """All tags that some release has, with their counts, by name."""
        return tags.tags(self._db)

    def tag(self, ids: Sequence[int], name: str) -> list[int]:
        """Tag releases; the ids of those that had not the tag before. ValueError for a name that is empty."""
        return tags.add(self._db, ids, name)

    def untag(self, ids: Sequence[int], name: str) -> list[int]:
        """Take a tag off releases; the ids of those that had it."""
        return tags.remove(self._db, ids, name)

    def note(self, release_id: int) -> str:
        """What the user wrote about a release; empty where there is nothing."""
        return notes.note(self._db, release_id)

    def set_note(self, release_id: int, text: str) -> str:
        """Put a text in place of the note on a release, or nothing with an empty one; what it said before."""
        return notes.set_note(self._db, release_id, text)

    def pieces(self, ids: Iterable[int]) -> Iterator[tuple[Headline, Release, str]]:
        """Releases with their headlines and notes, read as they are needed; those that are gone are left out."""
        for release_id in ids:
            with suppress(LookupError):
                yield self.headline(release_id), self.release(release_id), self.note(release_id)

    def saved(self) -> list[SavedSearch]:
        """The searches that the user keeps, by name."""
        return saved.saved(self._db)

    def save(self, name: str, words: str) -> str | None:
        """Keep a query under a name; the query that the name stood for before, None where it is new."""
        return saved.save(self._db, name, words)

    def rename_saved(self, name: str, new: str) -> bool:
        """Call a saved search otherwise; False where there is none of this name, or another has the new one."""
        return saved.rename(self._db, name, new)

    def forget_saved(self, name: str) -> SavedSearch | None:
        """Drop a saved search, and give back what it was; None where there was none of this name."""
        return saved.forget(self._db, name)

    def count(
        self, chosen: Filter, most: int = -1, stopped: Callable[[], bool] = lambda: False
    ) -> tuple[int, int] | None:
        """How many releases the filter asks for, in all and unread; none for a mistaken filter.

        Where `most` is given, neither is counted further than that; None where it was `stopped`.
        """
        asked = query.whole(chosen)
        if isinstance(asked, Mistake):
            return 0, 0
        with interruptible(self._db, stopped):
            listing = selecting.listing(self._db, asked, tuple(sorted(chosen.sources)), self.newest())
            return listing.at_most(most)
        return None

    def counts(self) -> Counts:
        """Counts of everything, from a table that is kept with every change."""
        rows = self._db.execute("SELECT name, total, unread, starred FROM tally")
        tallies = {name: (total, unread, starred) for name, total, unread, starred in rows}
        everything = tallies.pop("all", (0, 0, 0))
        places = {name: (total, unread) for name, (total, unread, _) in tallies.items() if total and ":" not in name}
        return Counts(*everything, places)

    def newest(self) -> int:
        """A mark: the highest id there is, 0 in an empty archive."""
        row: tuple[int] = self._db.execute("SELECT coalesce(max(id), 0) FROM release").fetchone()
        return row[0]

    def arrived(self, chosen: Filter, since: int) -> int:
        """How many releases that the filter asks for came in after the mark `since`; 0 for a mistaken filter."""
        if since >= self.newest():
            return 0
        asked = query.whole(chosen)
        if isinstance(asked, Mistake):
            return 0
        return selecting.arrived(self._db, asked, tuple(sorted(chosen.sources)), since)

    def sources(self) -> list[SourceRow]:
        """Every source with its counts and health, by title."""
        return sources.sources(self._db)

    def source_at(self, url: str) -> SourceRow | None:
        """The source with this address; None where there is none."""
        return sources.source_at(self._db, url)

    def add_source(self, kind: str, url: str, title: str = "", region: str = "") -> int:
        """The id of the source with this address, made where there is none; `kind` is "feed" or "files"."""
        return sources.add(self._db, kind, url, title, region)

    def follow(self, feeds: Iterable[tuple[str, str, str]]) -> int:
        """Follow feeds, each an address, a title and a region's key; how many were not followed yet."""
        return sources.follow(self._db, feeds)

    def leave_source(self, source: int) -> None:
        """Follow a feed no longer; its releases stay, and it is followed again when it is added again."""
        sources.leave(self._db, source)

    def update_source(self, source: int, **changes: str | int) -> None:
        """Set fields of a source, by the names that `SourceRow` gives them."""
        sources.update(self._db, source, changes)

    def courses(self) -> dict[int, Course]:
        """How each feed has been going, by source; those that never answered are left out."""
        return following.courses(self._db)

    def items(self, source: int) -> dict[bytes, int]:
        """The items of a feed's last body: their marks, and the releases that they are."""
        return following.items(self._db, source)

    def keep_answer(
        self,
        source: int,
        course: Course,
        changes: dict[str, str | int],
        items: tuple[Mapping[bytes, int], Sequence[int]] | None = None,
    ) -> None:
        """Keep how a feed is doing after an answer, all of it or nothing; `changes` to fields of its source.

        `items` are those of the answer's body, by their marks, and all releases in it; what has gone from the feed
        is marked. None where there was no body.
        """
        following.keep_answer(self._db, source, course, changes, items)

    def newest_moment(self, source: int) -> int:
        """The moment of the newest release that a source lists, in seconds; 0 where it lists nothing."""
        return following.newest_moment(self._db, source)

    def oldest_moment(self, ids: Sequence[int]) -> int:
        """The moment of the oldest of these releases, in seconds; 0 where one of them has no date, and for none."""
        return following.oldest_moment(self._db, ids)

    def known(self, source: int, keys: Sequence[str]) -> dict[str, Known]:
        """What is held of a source's entries with these keys, by key; new ones are left out."""
        return storing.known(self._db, source, keys)

    def store(self, source: int, prepared: Iterable[Prepared], now: datetime) -> Stored:
        """Keep what is new or changed, all of it or nothing; a changed text becomes a new revision."""
        return storing.store(self._db, source, prepared, now)

    def outdated(self, rules: int) -> list[int]:
        """Ids of the releases that were understood by other rules than these, lowest first."""
        rows = self._db.execute("SELECT release FROM understood WHERE rules <> ? ORDER BY release", (rules,))
        return [row[0] for row in rows]

    def original(self, release_id: int) -> tuple[bytes, str]:
        """The newest text of a release as it came, a packed entry, and the fixed region of its source."""
        row = self._db.execute(
            "SELECT v.original, s.region FROM revision v JOIN release r ON r.id = v.release"
            " JOIN source s ON s.id = r.source WHERE r.id = ? ORDER BY v.id DESC LIMIT 1",
            (release_id,),
        ).fetchone()
        if row is None:
            raise LookupError(f"there is no release {release_id}")
        return row[0], row[1]

    def originals(self, release_id: int) -> list[tuple[str, bytes]]:
        """Every text of a release, the first one first: an ISO moment, when it was first seen, and the packed entry."""
        rows = self._db.execute("SELECT seen, original FROM revision WHERE release = ? ORDER BY id", (release_id,))
        return [(seen, packed) for seen, packed in rows]

    def understand_anew(self, anew: Iterable[tuple[int, Rows]]) -> None:
        """Put what newer rules made of releases, by id, in place of what older ones did; all of it or nothing."""
        storing.understand_anew(self._db, anew)

    def correct(self, release_id: int, correction: Correction) -> None:
        """Put something right in a release; it holds for every later text and every newer rule."""
        if not self._db.execute("SELECT 1 FROM understood WHERE release = ?", (release_id,)).fetchone():
            raise LookupError(f"there is no release {release_id}")
        storing.correct(self._db, release_id, correction)

    def take_back(self, release_id: int, number: int, rows: Rows) -> None:
        """Drop the last `number` corrections of a release, which the rules alone made `rows` of."""
        storing.take_back(self._db, release_id, number, rows)

    def corrections(self, release_id: int) -> list[Correction]:
        """What the user put right in a release, the earliest first."""
        return storing.corrections(self._db, release_id)

    def voices(
        self, chosen: Filter, name: str = "", stopped: Callable[[], bool] = lambda: False
    ) -> list[Voice] | Mistake:
        """Who is quoted in the releases that the filter asks for, the most quoted first; nobody where it was `stopped`.

        Only speakers with `name` in theirs, where it is given.
        """
        with interruptible(self._db, stopped):
            return voices.voices(self._db, chosen, name)
        return []

    def quotes(
        self, chosen: Filter, name: str, most: int, stopped: Callable[[], bool] = lambda: False
    ) -> list[tuple[str, int, int]]:
        """What was said in the releases that the filter asks for, the newest first and at most `most` quotes.

        Each is the speaker, the release's id, and the quote's index in its `quotes`. Nothing where it was `stopped`.
        """
        with interruptible(self._db, stopped):
            return voices.quotes(self._db, chosen, name, most)
        return []

    def quotes_of(
        self, chosen: Filter, speaker: str, most: int = 1_000_000, stopped: Callable[[], bool] = lambda: False
    ) -> list[tuple[int, int]]:
        """Where a speaker is quoted, newest release first: a release's id, and the quote's index in its `quotes`."""
        with interruptible(self._db, stopped):
            return voices.quotes_of(self._db, chosen, speaker, most)
        return []

    def complete(self, field: str, typed: str, most: int) -> list[str]:
        """At most `most` names that begin so: of a "source", an "org", a "speaker" or a "tag"."""
        return completing.complete(self._db, field, typed, most)

    def each(self, chosen: Filter, order: Order = Order.DATE) -> Iterator[Headline] | Mistake:
        """The headlines that the filter asks for, read as they are needed."""
        listing = self.listing(chosen, order)
        if isinstance(listing, Listing):
            return listing.each()
        if isinstance(listing, Mistake):
            return listing
        return (one for first in range(0, len(listing), 500) for one in listing.window(first, 500))
