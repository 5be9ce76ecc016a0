"""Feeds: fetched, read by a worker, and stored; how each is doing is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from reader.archive import Archive, Course, SourceRow, Stored
from reader.refresh import health
from reader.refresh.reading import NotRead, read
from reader.refresh.storing import a_pool
from reader.refresh.telling import Event, Tell
from reader.sources import fetch
from reader.sources.fetch import Failed, Fetched, NotModified, Request
from reader.sources.passwords import LoginFor, NoPassword
from reader.workers.pool import Pool, Talk


def refresh(
    path: Path,
    only: Sequence[int],
    tell: Tell,
    deadline: float = fetch.DEADLINE,
    fetching: fetch.Fetch = fetch.fetch_all,
    now: datetime | None = None,
    pool: Pool | None = None,
    login_for: LoginFor = lambda address: None,
) -> int:
    """Fetch the feeds of the archive that are switched on, or `only` those ids; the number that failed.

    `deadline` is in seconds for each feed. A feed that rests after failures, or because its server asked for it, is
    left alone, unless it is asked for by its id. `login_for` gives the name and password for an address.
    """
    now = now or datetime.now(UTC)
    with Archive.open(path, is_bulk=True) as archive, a_pool(pool) as workers:
        courses = archive.courses()
        due = [row for row in archive.sources() if _is_due(row, only, now)]
        tell(Event(event="start", sources=len(due)))
        round_ = _Round(archive, {row.url: row for row in due}, courses, now)
        requests, refused = _requests(due, courses, login_for, now)
        total, failed = Stored(), 0
        for event in workers.hold(chain(refused, fetching(requests, deadline)), round_.receive, _size):
            total += Stored(event.new, event.changed)
            failed += event.state == "failed"
            tell(event)
        round_.end()
        archive.make_lasting()
        tell(Event(event="end", new=total.new, changed=total.changed, failed=failed))
    return failed


def _requests(
    due: Sequence[SourceRow], courses: Mapping[int, Course], login_for: LoginFor, now: datetime
) -> tuple[list[Request], list[fetch.Result]]:
    """What to ask for, and the answers for feeds that there is no password for."""
    requests: list[Request] = []
    refused: list[fetch.Result] = []
    for row in due:
        try:
            requests.append(health.request(row, courses.get(row.id, Course()), login_for(row.url), now))
        except NoPassword as error:
            refused.append(Failed(row.url, str(error)))
    return requests, refused


def _size(answer: fetch.Result) -> int:
    return len(answer.body) if isinstance(answer, Fetched) else 0


def _is_due(row: SourceRow, only: Sequence[int], now: datetime) -> bool:
    if row.kind != "feed":
        return False
    return row.id in only if only else row.is_on and not health.rests(row, now)


class _Round:
    """One answer of each feed that is due."""

    def __init__(self, archive: Archive, rows: dict[str, SourceRow], courses: dict[int, Course], now: datetime) -> None:
        self._archive = archive
        self._rows = rows
        self._courses = courses
        self._now = now
        self._silent: list[tuple[SourceRow, Failed]] = []
        """Feeds that gave no answer at all: whether they are to blame shows once another one does."""
        self._is_online = False

    def receive(self, answer: fetch.Result) -> Talk[Event]:
        """Handle one feed's answer, and keep how the feed is doing."""
        row = self._rows[answer.address]
        self._is_online = self._is_online or not isinstance(answer, Failed) or answer.status > 0
        if isinstance(answer, Failed):
            return self._failed(row, answer)
        course = health.moving(self._courses.get(row.id, Course()), answer.moved_to)
        if isinstance(answer, NotModified) or answer.digest == row.body_digest:
            changes = health.is_well(course, self._now)
            self._archive.keep_answer(row.id, course, changes | self._moved(course))
            return Event(event="source", source=row.id, title=row.title, state="unchanged")
        got = yield from read(self._archive, row, answer, row.region, lambda title: row.id, self._now)
        if isinstance(got, NotRead):
            return self._failed(row, Failed(row.url, got.reason, answer.status))
        course = health.read(course, got.notes, self._now, has_news=got.stored.new > 0, has_gap=got.has_gap)
        title = row.title or got.title or row.url
        changes = health.is_well(course, self._now) | health.validators(answer) | {"title": title}
        self._archive.keep_answer(row.id, course, changes | self._moved(course), (got.items, got.ids))
        stored = got.stored
        return Event(event="source", source=row.id, title=title, state="done", new=stored.new, changed=stored.changed)

    def _moved(self, course: Course) -> dict[str, str | int]:
        """The feed's new address, once that has held, unless another source has it already."""
        if health.has_moved(course) and self._archive.source_at(course.moving_to) is None:
            return {"url": course.moving_to}
        return {}

    def _failed(self, row: SourceRow, answer: Failed) -> Event:
        if answer.status:
            self._archive.update_source(row.id, **health.failed(row, answer, self._now))
        else:
            self._silent.append((row, answer))
        return Event(event="source", source=row.id, title=row.title or row.url, state="failed", reason=answer.reason)

    def end(self) -> None:
        """Keep what there is to keep of feeds that gave no answer. With no network at all, none of them rests."""
        for row, answer in self._silent:
            self._archive.update_source(row.id, **health.failed(row, answer, self._now, rests=self._is_online))
