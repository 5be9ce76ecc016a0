"""How a source is doing, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from reader.ui.browser import host
from reader.ui.citation import long_date

QUIET = 60
"""Days without anything new after which a feed that answers is told apart: many go silent without an error."""


class Course(Protocol):
    """How a feed has been going."""

    @property
    def last_new(self) -> str: ...
    @property
    def missed(self) -> str: ...
    @property
    def moving_to(self) -> str: ...
    @property
    def former(self) -> str: ...


class Source(Protocol):
    """What is known of a source."""

    @property
    def kind(self) -> str: ...
    @property
    def is_on(self) -> bool: ...
    @property
    def checked(self) -> str: ...
    @property
    def next_check(self) -> str: ...
    @property
    def failures(self) -> int: ...
    @property
    def health(self) -> str: ...


def in_words(source: Source, course: Course | None, now: datetime) -> tuple[str, bool]:
    """How a source is doing, what matters most first, and whether that asks for somebody's care."""
    if source.kind != "feed":
        return "releases from files that you saved", False
    troubles = _troubles(source, course, now)
    said = [*troubles, *([] if troubles else _well(source, course, now))]
    return " · ".join(said), bool(troubles) and source.is_on


def _troubles(source: Source, course: Course | None, now: datetime) -> list[str]:
    told = []
    if source.health:
        upcoming = _moment(source.next_check)
        soon = f", next try {clock(upcoming, now)}" if upcoming and upcoming > now and source.is_on else ""
        often = f" ({source.failures} times in a row)" if source.failures > 1 else ""
        told.append(f"{source.health}{often}{soon}")
    if not source.is_on:
        return ["switched off", *told]
    if course is None:
        return told
    missed, last_new = _moment(course.missed), _moment(course.last_new)
    if missed:
        told.append(f"releases may have been missed before {_day(missed)}: all that it listed was new")
    if course.moving_to:
        told.append(f"says that it moves to {host(course.moving_to) or course.moving_to}")
    if last_new and not source.health and (now - last_new).days >= QUIET:
        told.append(f"answers, but nothing new for {(now - last_new).days} days")
    return told


def _well(source: Source, course: Course | None, now: datetime) -> list[str]:
    checked = _moment(source.checked)
    if checked is None:
        return ["not fetched yet"]
    last_new = _moment(course.last_new) if course else None
    told = [f"well; fetched {clock(checked, now)}"]
    if last_new:
        told.append(f"last new {_day(last_new)}")
    if course and course.former:
        told.append(f"moved here from {host(course.former) or course.former}")
    return told


def clock(moment: datetime, now: datetime) -> str:
    """A moment near to now as people say it, in this computer's zone: "14:10", "4 May 2026, 14:10"."""
    here = moment.astimezone()
    hour = f"{here:%H:%M}"
    return hour if here.date() == now.astimezone().date() else f"{_day(moment)}, {hour}"


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone().isoformat())


def _moment(iso: str) -> datetime | None:
    """The moment that an ISO text names; None for an empty one, or one that is none."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
