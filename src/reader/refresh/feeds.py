"""Feeds: fetched, read by a worker, and stored; how each is doing is kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.archive import Archive, SourceRow, Stored
from reader.extract.clean import clean_line
from reader.refresh.storing import Care, a_pool, ids_of, keys_told, take_in
from reader.refresh.telling import Event, Outcome, Tell
from reader.sources import fetch
from reader.sources.fetch import Failed, Fetched, NotModified, Request
from reader.workers.pool import Lost, Pool, Talk
from reader.workers.wire import Frame


def refresh(
    path: Path,
    only: Sequence[int],
    tell: Tell,
    deadline: float = fetch.DEADLINE,
    fetching: fetch.Fetch = fetch.fetch_all,
    now: datetime | None = None,
    pool: Pool | None = None,
) -> int:
    """Fetch the feeds of the archive that are switched on, or `only` those ids; the number that failed.

    `deadline` is in seconds for each feed. A feed whose server asked to be left alone is left alone,
    unless it is asked for by its id.
    """
    now = now or datetime.now(UTC)
    with Archive.open(path, is_bulk=True) as archive, a_pool(pool) as workers:
        due = [row for row in archive.sources() if _is_due(row, only, now)]
        tell(Event(event="start", sources=len(due)))
        by_address = {row.url: row for row in due}
        answers = fetching([Request(row.url, row.etag, row.last_modified) for row in due], deadline)
        total, failed = Stored(), 0
        for event in workers.hold(answers, lambda answer: _receive(archive, by_address[answer.address], answer, now)):
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


def _receive(archive: Archive, row: SourceRow, answer: fetch.Result, now: datetime) -> Talk[Event]:
    """Handle one feed's answer, and keep how the feed is doing."""
    if isinstance(answer, Failed):
        return _failed(archive, row, answer.reason, answer, now)
    if isinstance(answer, NotModified) or answer.digest == row.body_digest:
        archive.update_source(row.id, checked=now.isoformat(timespec="seconds"), next_check="", failures=0, health="")
        return Event(event="source", source=row.id, title=row.title, state="unchanged")
    read = yield from _read(archive, answer, row.region, lambda title: row.id, now)
    if isinstance(read, _Refused):
        return _failed(archive, row, read.reason, None, now)
    title = row.title or read.title or row.url
    archive.update_source(row.id, title=title)
    _note_success(archive, row.id, answer, read.notes, now)
    if answer.moved_to:
        _move(archive, row, answer.moved_to)
    return Event(
        event="source", source=row.id, title=title, state="done", new=read.stored.new, changed=read.stored.changed
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed that was read and stored."""

    source: int
    title: str
    notes: str
    """What was wrong with it, in words; empty for a sound one."""
    keys: list[str]
    stored: Stored


@dataclass(frozen=True, slots=True)
class _Refused:
    """Something that is no feed, or can't be read; why, in words."""

    reason: str
    feeds: list[str] | None = None
    """The feeds that it names, where it is a web page."""


def _read(
    archive: Archive, answer: Fetched, region: str, source_of: Callable[[str], int], now: datetime
) -> Talk[_Read | _Refused]:
    """Have a feed read, and store what is new in it for the source that `source_of` gives for its title.

    Where a worker is lost over it, another one goes on behind the place.
    """
    care = Care()
    while True:
        try:
            return (yield from _read_once(archive, answer, region, source_of, now, care))
        except Lost as lost:
            if not care.learn():
                return _Refused(f"it {lost}")


def _read_once(
    archive: Archive, answer: Fetched, region: str, source_of: Callable[[str], int], now: datetime, care: Care
) -> Talk[_Read | _Refused]:
    address = answer.location or answer.address
    frame = yield Frame(
        {"do": "feed", "address": address, "type": answer.content_type, "region": region}, [answer.body]
    )
    if reason := frame.fields.get("reason"):
        yield None
        feeds = frame.fields.get("feeds")
        return _Refused(clean_line(str(reason)), feeds and [clean_line(str(each)) for each in feeds])
    keys, digests = keys_told(frame.fields)
    title = clean_line(str(frame.fields.get("title")))
    notes = clean_line("; ".join(map(str, frame.fields.get("notes", ()))))
    source = source_of(title)
    stored = yield from take_in(archive, [source] * len(keys), keys, digests, now, care)
    return _Read(source, title, notes, keys, stored)


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


def _note_success(archive: Archive, source: int, answer: Fetched, notes: str, now: datetime) -> None:
    archive.update_source(
        source,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_digest=answer.digest,
        checked=now.isoformat(timespec="seconds"),
        next_check="",
        failures=0,
        health=notes,
    )


def subscribe(path: Path, wanted: Sequence[tuple[str, str, str]]) -> list[int]:
    """Follow feeds, each an address, a title and a fixed region (a region's key, or empty); their ids.

    Nothing is fetched.
    """
    with Archive.open(path) as archive:
        return [archive.add_source("feed", url, clean_line(title), region) for url, title, region in wanted]


def add_feed(
    archive: Archive, address: str, region: str = "", deadline: float = fetch.DEADLINE, pool: Pool | None = None
) -> Outcome:
    """Fetch an address, follow it if it is a feed, and store its releases.

    A page is searched for its feeds: the one that it names is followed; if it names none or several, that is
    a problem of the outcome, with the addresses to choose from.
    """
    with a_pool(pool) as workers:
        tried = _try(workers, archive, address, region, deadline)
        if isinstance(tried, _Refused) and tried.feeds and len(tried.feeds) == 1:
            tried = _try(workers, archive, tried.feeds[0], region, deadline)
    if isinstance(tried, Outcome):
        return tried
    if tried.feeds is None:
        return Outcome(problems=[f"{address}: {clean_line(tried.reason)}"])
    if not tried.feeds:
        return Outcome(problems=[f"{address}: this page names no feed; save it, and import the file"])
    choices = "\n  ".join(tried.feeds)
    return Outcome(problems=[f"{address}: this page names several feeds; add one of them:\n  {choices}"])


def _try(workers: Pool, archive: Archive, address: str, region: str, deadline: float) -> Outcome | _Refused:
    """Fetch an address, and follow it if it is a feed."""
    answer = fetch.fetch(Request(address), deadline)
    if not isinstance(answer, Fetched):
        return _Refused(answer.reason if isinstance(answer, Failed) else "the server gave nothing to read")
    address = answer.moved_to or answer.address
    is_new = archive.source_at(address) is None
    now = datetime.now(UTC)

    def source_of(title: str) -> int:
        return archive.add_source("feed", address, title or address, region)

    read = workers.talk(_read(archive, answer, region, source_of, now))
    if isinstance(read, _Refused):
        return read
    _note_success(archive, read.source, answer, read.notes, now)
    return Outcome(ids_of(archive, read.source, read.keys), read.stored, int(is_new), read.title or address)
