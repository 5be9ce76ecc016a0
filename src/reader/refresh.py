"""The one road in: fetch, parse, understand, store. Feeds and saved releases join here and travel together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from reader import __version__, config
from reader.archive import FILES, Archive, Known, SourceRow, Stored, Understood, digest_of, storable
from reader.extract import RULES, understand, words_of
from reader.extract.clean import clean_line
from reader.release import Entry
from reader.sources import discover, feeds, fetch, files, subscriptions
from reader.sources.feeds import NotAFeed
from reader.sources.fetch import Failed, Fetched, NotModified, Request

BATCH = 50
"""Releases stored in one transaction: few enough that a mark set on the screen waits for milliseconds."""

SAVED = "Saved releases"
"""Title of the source that single files belong to."""

NOT_UNDERSTOOD = 0
"""In the place of the rules' version: no rule could read the release."""

SAMPLE_SEEN = datetime(2026, 11, 1, tzinfo=UTC)
"""When the sample's releases were first seen: among their dates, so that the undated ones do not stand on top."""

Tell = Callable[["Event"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a refresh, as the screen and the command tell it."""

    event: str
    """"start", "source" or "end"."""
    sources: int = 0
    """At the start: how many will be fetched."""
    source: int = 0
    title: str = ""
    state: str = ""
    """Of a source: "done", "unchanged" or "failed"."""
    new: int = 0
    changed: int = 0
    failed: int = 0
    """At the end: how many sources failed."""
    reason: str = ""

    def as_object(self) -> dict[str, str | int]:
        """The fields that say something, for JSON."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in fields.items() if value or name == "event"}

    def in_words(self) -> str:
        """A line for a person; empty for steps that need none."""
        if self.event == "end":
            return f"{_counted(Stored(self.new, self.changed))}" + (f"; {self.failed} failed" if self.failed else "")
        if self.event != "source":
            return ""
        said = self.reason if self.state == "failed" else _counted(Stored(self.new, self.changed))
        return f"{self.title}: {said}"


@dataclass(slots=True)
class Outcome:
    """What became of files or addresses that were given."""

    ids: list[int] = field(default_factory=list)
    """The releases they hold, new or not, in the order in which they were given."""
    stored: Stored = field(default_factory=Stored)
    feeds: int = 0
    """Feeds that are followed from now on."""
    title: str = ""
    problems: list[str] = field(default_factory=list)
    """What could not be read, and why."""

    def in_words(self) -> str:
        """What was done, in a line."""
        if not self.feeds:
            return _counted(self.stored)
        followed = "1 feed" if self.feeds == 1 else f"{self.feeds} feeds"
        return f"{followed} added" + (f", {_counted(self.stored)}" if self.ids else "")


def _counted(stored: Stored) -> str:
    if not stored.new and not stored.changed:
        return "nothing new"
    return f"{stored.new} new" + (f", {stored.changed} changed" if stored.changed else "")


# The road.


def take_in(
    archive: Archive, source: int, entries: Sequence[Entry], fixed_region: str = "", now: datetime | None = None
) -> Stored:
    """Understand and store what is new or changed among a source's entries; the rest costs a look-up.

    `now` is the moment at which they are first seen: the present one where it is left out.
    """
    entries = list({storable(entry.key): entry for entry in reversed(entries)}.values())[::-1]
    held = archive.known(source, entries)
    fresh = [entry for entry in entries if not _is_same(entry, held)]
    stored = Stored()
    for first in range(0, len(fresh), BATCH):
        batch = [_understood(entry, fixed_region) for entry in fresh[first : first + BATCH]]
        stored += archive.store(source, batch, now or datetime.now(UTC))
    return stored


def _understood(entry: Entry, fixed_region: str) -> Understood:
    """What the rules make of an entry; its words alone where they fail, to be tried again by a re-reading."""
    try:
        return Understood(entry, understand(entry, fixed_region), RULES)
    except Exception:  # one release that trips a rule must not cost the others, nor be lost itself
        return Understood(entry, words_of(entry), NOT_UNDERSTOOD)


def _is_same(entry: Entry, held: Mapping[str, Known]) -> bool:
    one = held.get(storable(entry.key))
    return one is not None and one.digest == digest_of(entry)


# Feeds.


def refresh(
    path: Path,
    only: Sequence[int],
    tell: Tell,
    deadline: float = fetch.DEADLINE,
    fetching: fetch.Fetch = fetch.fetch_all,
    now: datetime | None = None,
) -> int:
    """Fetch the feeds of the archive that are switched on, or `only` those ids; the number that failed.

    `deadline` is in seconds for each feed. A feed whose server asked to be left alone is left alone,
    unless it is asked for by its id.
    """
    now = now or datetime.now(UTC)
    with Archive.open(path) as archive:
        due = [row for row in archive.sources() if _is_due(row, only, now)]
        tell(Event(event="start", sources=len(due)))
        by_address = {row.url: row for row in due}
        requests = [Request(row.url, row.etag, row.last_modified) for row in due]
        total, failed = Stored(), 0
        for answer in fetching(requests, deadline):
            row = by_address[answer.address]
            event = _receive(archive, row, answer, now)
            total += Stored(event.new, event.changed)
            failed += event.state == "failed"
            tell(event)
        tell(Event(event="end", new=total.new, changed=total.changed, failed=failed))
    return failed


def _is_due(row: SourceRow, only: Sequence[int], now: datetime) -> bool:
    if row.kind != "feed":
        return False
    if only:
        return row.id in only
    return row.is_on and (not row.next_check or datetime.fromisoformat(row.next_check) <= now)


def _receive(archive: Archive, row: SourceRow, answer: fetch.Result, now: datetime) -> Event:
    """Handle one feed's answer, and keep how the feed is doing."""
    if isinstance(answer, Failed):
        return _failed(archive, row, answer.reason, answer, now)
    if isinstance(answer, NotModified) or answer.digest == row.body_digest:
        archive.update_source(row.id, checked=now.isoformat(timespec="seconds"), next_check="", failures=0, health="")
        return Event(event="source", source=row.id, title=row.title, state="unchanged")
    feed = feeds.read_feed(answer.body, answer.location or answer.address, answer.content_type)
    if isinstance(feed, NotAFeed):
        return _failed(archive, row, feed.reason, None, now)
    title = row.title or clean_line(feed.title) or row.url
    stored = take_in(archive, row.id, feed.entries, row.region)
    archive.update_source(row.id, title=title)
    _note_success(archive, row.id, answer, feed, now)
    if answer.moved_to:
        _move(archive, row, answer.moved_to)
    return Event(event="source", source=row.id, title=title, state="done", new=stored.new, changed=stored.changed)


def _failed(archive: Archive, row: SourceRow, reason: str, answer: Failed | None, now: datetime) -> Event:
    failures = row.failures + 1
    wait = answer.retry_after if answer else 0
    next_check = (now + timedelta(seconds=wait)).isoformat(timespec="seconds") if wait else ""
    health = reason + (f", next try {datetime.fromisoformat(next_check).astimezone():%H:%M}" if wait else "")
    changes: dict[str, str | int] = {"failures": failures, "health": health, "next_check": next_check}
    if answer and answer.is_gone:
        changes |= {"is_on": 0, "health": "gone for good, by its server's word; switched off"}
    archive.update_source(row.id, checked=now.isoformat(timespec="seconds"), **changes)
    return Event(event="source", source=row.id, title=row.title or row.url, state="failed", reason=reason)


def _move(archive: Archive, row: SourceRow, address: str) -> None:
    """Follow a feed to its new address, unless another source has it already."""
    if archive.source_at(address) is None:
        archive.update_source(row.id, url=address)


def subscribe(path: Path, wanted: Sequence[tuple[str, str, str]]) -> list[int]:
    """Follow feeds, each an address, a title and a fixed region (a region's key, or empty); their ids.

    Nothing is fetched.
    """
    with Archive.open(path) as archive:
        return [archive.add_source("feed", url, clean_line(title), region) for url, title, region in wanted]


def add_feed(archive: Archive, address: str, region: str = "", deadline: float = fetch.DEADLINE) -> Outcome:
    """Fetch an address, follow it if it is a feed, and store its releases.

    A page is searched for its feeds: the one that it names is followed; if it names none or several, that is
    a problem of the outcome, with the addresses to choose from.
    """
    answer = fetch.fetch(Request(address), deadline)
    read = _read_answer(answer)
    if isinstance(read, NotAFeed) and read.is_page and isinstance(answer, Fetched):
        named = discover.feeds_of(answer.body, answer.location or address, answer.content_type)
        if len(named) == 1:
            answer = fetch.fetch(Request(named[0]), deadline)
            read = _read_answer(answer)
        elif named:
            choices = "\n  ".join(clean_line(each) for each in named)
            return Outcome(problems=[f"{address}: this page names several feeds; add one of them:\n  {choices}"])
        else:
            return Outcome(problems=[f"{address}: this page names no feed; save it, and import the file"])
    if isinstance(read, NotAFeed) or not isinstance(answer, Fetched):
        reason = read.reason if isinstance(read, NotAFeed) else "there is no answer"
        return Outcome(problems=[f"{address}: {clean_line(reason)}"])
    return _follow(archive, answer, read, region)


def _read_answer(answer: fetch.Result) -> feeds.Feed | NotAFeed:
    match answer:
        case Failed():
            return NotAFeed(answer.reason)
        case NotModified():
            return NotAFeed("the server gave nothing to read")
    return feeds.read_feed(answer.body, answer.location or answer.address, answer.content_type)


def _follow(archive: Archive, answer: Fetched, feed: feeds.Feed, region: str) -> Outcome:
    """Follow a feed that was fetched, and store what it holds."""
    title = clean_line(feed.title) or answer.address
    address = answer.moved_to or answer.address
    is_new = archive.source_at(address) is None
    source = archive.add_source("feed", address, title, region)
    stored = take_in(archive, source, feed.entries, region)
    _note_success(archive, source, answer, feed, datetime.now(UTC))
    return Outcome(_ids(archive, source, feed.entries), stored, int(is_new), title)


def _note_success(archive: Archive, source: int, answer: Fetched, feed: feeds.Feed, now: datetime) -> None:
    archive.update_source(
        source,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_digest=answer.digest,
        checked=now.isoformat(timespec="seconds"),
        next_check="",
        failures=0,
        health=clean_line("; ".join(feed.notes)),
    )


def _ids(archive: Archive, source: int, entries: Sequence[Entry]) -> list[int]:
    """The releases that these entries of a source became, in their order."""
    held = archive.known(source, entries)
    return list(dict.fromkeys(held[key].release for entry in entries if (key := storable(entry.key)) in held))


# Saved releases.


def read_paths(paths: Iterable[str]) -> Iterator[files.Found | str]:
    """What the files hold, folders walked, "-" for standard input; a message for each that can't be read."""
    for path in paths:
        if path == files.STANDARD_INPUT:
            yield _or_message(files.read_bytes(sys.stdin.buffer.read(feeds.MAX_BYTES + 1)))
            continue
        for file in files.find([path]):
            yield _or_message(file if isinstance(file, files.Unreadable) else files.read(file))


def _or_message(found: files.Found | files.Unreadable) -> files.Found | str:
    return clean_line(f"{found.path}: {found.reason}") if isinstance(found, files.Unreadable) else found


def take_paths(archive: Archive, paths: Sequence[str], now: datetime | None = None) -> Outcome:
    """Store the releases of files and folders, and follow the feeds that lists (OPML, newsboat's urls) name.

    `now` is the moment at which they are first seen: the present one where it is left out.
    """
    outcome = Outcome()
    waiting: list[Entry] = []
    for found in read_paths(path for path in paths if not _took_list(archive, path, outcome)):
        if isinstance(found, str):
            outcome.problems.append(found)
        elif found.feed:
            title = clean_line(found.feed.title)
            _take(archive, f"{FILES}{title}", title, found.entries, outcome, now)
        else:
            waiting += found.entries
        if len(waiting) >= BATCH:
            _take(archive, FILES, SAVED, waiting, outcome, now)
            waiting = []
    _take(archive, FILES, SAVED, waiting, outcome, now)
    return outcome


def _take(
    archive: Archive, address: str, title: str, entries: Sequence[Entry], outcome: Outcome, now: datetime | None
) -> None:
    """Store saved entries under the source with this address, which is made with its first release."""
    if entries:
        source = archive.add_source("files", address, title)
        outcome.stored += take_in(archive, source, entries, now=now)
        outcome.ids += _ids(archive, source, entries)


def _took_list(archive: Archive, path: str, outcome: Outcome) -> bool:
    """Whether the file is a list of feeds; if so, they are followed from now on."""
    name = Path(path)
    if name.suffix.lower() != ".opml" and name.name != "urls":
        return False
    try:
        with name.open("rb") as file:
            read = subscriptions.read_subscriptions(file.read(feeds.MAX_BYTES))
    except OSError as error:
        outcome.problems.append(clean_line(f"{path}: {error.strerror}"))
        return True
    if isinstance(read, subscriptions.NotAList):
        outcome.problems.append(clean_line(f"{path}: {read.reason}"))
        return True
    outcome.feeds += archive.follow((feed.address, clean_line(feed.title), feed.region) for feed in read.subscriptions)
    outcome.problems += [clean_line(f"{path}: {each.text}: {each.reason}") for each in read.skipped]
    return True


def opml_of(rows: Iterable[SourceRow]) -> str:
    """The feeds among these sources as OPML."""
    followed = [subscriptions.Subscription(row.url, row.title, row.region) for row in rows if row.kind == "feed"]
    return subscriptions.write_opml(followed, "Feeds of reader")


# The sample, and newer rules.


def sample_archive(path: Path | None = None) -> Path:
    """The archive of invented releases that ships with the reader, made on its first use."""
    path = path or config.sample_file(f"{__version__}-{RULES}")
    if not path.exists():
        making = path.with_suffix(f".{os.getpid()}")
        with Archive.open(making) as archive, resources.as_file(resources.files("reader") / "sample") as folder:
            take_paths(archive, [str(folder)], SAMPLE_SEEN)
        # A second reader that starts meanwhile sees the whole archive or none; the log went with the last connection.
        making.replace(path)
    return path


def take_back(archive: Archive, release_id: int, number: int) -> None:
    """Drop the last `number` corrections of a release."""
    entry, region = archive.original(release_id)
    archive.take_back(release_id, number, understand(entry, region), RULES)


def reread(archive: Archive, told: Callable[[int], None] = lambda done: None) -> int:
    """Understand anew, from the stored originals, what other rules than the present ones understood; how many.

    Each release is a step of its own: stopped at any moment, it goes on where it was.
    """
    done = 0
    after = 0
    while ids := archive.outdated(RULES, after):
        for release_id in ids:
            entry, region = archive.original(release_id)
            anew = _understood(entry, region)
            archive.understand_anew(release_id, anew.release, anew.rules)
            done += 1
            told(done)
        after = ids[-1]
    return done
