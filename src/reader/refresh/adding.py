"""Following feeds: by their addresses, or by that of a page that names one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reader.archive import Archive, Course
from reader.extract.clean import clean_line
from reader.refresh import health
from reader.refresh.reading import NotRead, read
from reader.refresh.storing import a_pool
from reader.refresh.telling import Outcome
from reader.sources import fetch
from reader.sources.fetch import Failed, Fetched, Request
from reader.sources.passwords import LoginFor, NoPassword
from reader.workers.pool import Pool


def subscribe(path: Path, wanted: Sequence[tuple[str, str, str]]) -> list[int]:
    """Follow feeds, each an address, a title and a fixed region (a region's key, or empty); their ids.

    Nothing is fetched.
    """
    with Archive.open(path) as archive:
        return [archive.add_source("feed", url, clean_line(title), region) for url, title, region in wanted]


def add_feed(
    archive: Archive,
    address: str,
    region: str = "",
    deadline: float = fetch.DEADLINE,
    pool: Pool | None = None,
    login_for: LoginFor = lambda address: None,
) -> Outcome:
    """Fetch an address, follow it if it is a feed, and store its releases.

    A page is searched for its feeds: the one that it names is followed; if it names none or several, that is
    a problem of the outcome, with the addresses to choose from.
    """
    with a_pool(pool) as workers:
        tried = _try(workers, archive, address, region, deadline, login_for)
        if isinstance(tried, NotRead) and tried.feeds and len(tried.feeds) == 1:
            tried = _try(workers, archive, tried.feeds[0], region, deadline, login_for)
    if isinstance(tried, Outcome):
        return tried
    if tried.feeds is None:
        return Outcome(problems=[f"{address}: {clean_line(tried.reason)}"])
    if not tried.feeds:
        return Outcome(problems=[f"{address}: this page names no feed; save it, and import the file"])
    choices = "\n  ".join(tried.feeds)
    return Outcome(problems=[f"{address}: this page names several feeds; add one of them:\n  {choices}"])


def _try(
    workers: Pool, archive: Archive, address: str, region: str, deadline: float, login_for: LoginFor
) -> Outcome | NotRead:
    """Fetch an address, and follow it if it is a feed."""
    try:
        answer = fetch.fetch(Request(address, login=login_for(address)), deadline)
    except NoPassword as error:
        return NotRead(str(error))
    if not isinstance(answer, Fetched):
        return NotRead(answer.reason if isinstance(answer, Failed) else "the server gave nothing to read")
    address = answer.moved_to or answer.address
    row = archive.source_at(address)
    now = datetime.now(UTC)

    def source_of(title: str) -> int:
        return archive.add_source("feed", address, title or address, region)

    got = workers.talk(read(archive, row, answer, region, source_of, now))
    if isinstance(got, NotRead):
        return got
    before = archive.courses().get(got.source, Course())
    course = health.read(before, got.notes, now, has_news=got.stored.new > 0, has_gap=got.has_gap)
    changes = health.is_well(course, now) | health.validators(answer)
    archive.keep_answer(got.source, course, changes, (got.items, got.ids))
    return Outcome(got.ids, got.stored, int(row is None), got.title or address)
