"""How a feed is doing: what an answer says of it, when it is asked again, and all of that in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from reader.archive import Course, SourceRow
from reader.extract.clean import clean_line
from reader.sources.fetch import MAX_WAIT, Failed, Fetched, Login, Request

FIRST_REST = 15 * 60
"""Seconds that a feed rests after it failed; twice as long with each further failure, up to a day."""

QUIET = 60
"""Days without anything new after which that is said of a feed."""

MISSED = 14
"""Days for which it is said that releases may have been missed."""

WHOLE_AGAIN = 7
"""Days after which a feed is asked for its whole body: some servers say for ever that nothing changed."""

HELD = 3
"""Answers in a row that must say the same new address before it takes the place of the old one."""


def request(row: SourceRow, course: Course, login: Login | None, now: datetime) -> Request:
    """What to ask of a feed's server."""
    if _days_since(course.last_whole, now) >= WHOLE_AGAIN:
        return Request(row.url, login=login)
    return Request(row.url, row.etag, row.last_modified, login)


def rests(row: SourceRow, now: datetime) -> bool:
    """Whether a feed is to be left alone; a moment beyond the longest rest was set by a clock that was wrong."""
    if not row.next_check:
        return False
    return now < datetime.fromisoformat(row.next_check) <= now + timedelta(seconds=MAX_WAIT)


def failed(row: SourceRow, answer: Failed, now: datetime, *, rests: bool = True) -> dict[str, str | int]:
    """What to keep of a source that failed. Where it does not rest, it is not to blame."""
    if answer.is_gone:
        gone = "gone for good, by its server's word; switched off"
        return {"checked": _moment(now), "failures": row.failures + 1, "is_on": 0, "health": gone, "next_check": ""}
    if not rests:
        return {"checked": _moment(now), "health": answer.reason}
    wait = answer.retry_after or min(FIRST_REST << min(row.failures, 10), MAX_WAIT)
    again = now + timedelta(seconds=wait)
    here = again.astimezone()
    when = f"{here:%H:%M}" if here.date() == now.astimezone().date() else f"{here:%d %b %H:%M}"
    return {
        "checked": _moment(now),
        "failures": row.failures + 1,
        "health": f"{answer.reason}, next try {when}",
        "next_check": _moment(again),
    }


def is_well(course: Course, now: datetime) -> dict[str, str | int]:
    """What to keep of a source that answered as it should."""
    return {"checked": _moment(now), "next_check": "", "failures": 0, "health": in_words(course, now)}


def validators(answer: Fetched) -> dict[str, str | int]:
    """What to keep of an answer, by which the next one can say that nothing changed."""
    return {"etag": answer.etag, "last_modified": answer.last_modified, "body_digest": answer.digest}


def read(course: Course, notes: str, now: datetime, *, has_news: bool, has_gap: bool) -> Course:
    """The course of a feed after an answer with a body that was read."""
    last_new = _moment(now) if has_news or not course.last_new else course.last_new
    missed = _moment(now) if has_gap else course.missed
    return replace(course, notes=notes, last_new=last_new, last_whole=_moment(now), missed=missed)


def moving(course: Course, moved_to: str) -> Course:
    """The course of a feed after an answer from its own address, or from one to which it has moved for good."""
    if has_moved(course):
        course = replace(course, moving_to="", moves=0)
    if not moved_to:
        return replace(course, moving_to="", moves=0)
    return replace(course, moving_to=moved_to, moves=course.moves + 1 if moved_to == course.moving_to else 1)


def has_moved(course: Course) -> bool:
    """Whether the new address has held."""
    return course.moves >= HELD


def in_words(course: Course, now: datetime) -> str:
    """What there is to say of a feed that answers; empty where all is well."""
    said = [course.notes]
    if course.moving_to:
        said.append(f"moved to {clean_line(course.moving_to)}")
    if course.missed and _days_since(course.missed, now) < MISSED:
        said.append("its oldest item was newer than the newest stored: releases may have been missed")
    if (quiet := _days_since(course.last_new, now)) >= QUIET:
        said.append(f"answers but nothing new for {quiet} days")
    return "; ".join(part for part in said if part)


def _days_since(moment: str, now: datetime) -> int:
    return (now - datetime.fromisoformat(moment)).days if moment else 0


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
