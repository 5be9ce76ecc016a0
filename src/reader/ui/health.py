"""How a source is doing, as the screen of sources says it: what is wrong comes from the refresh, which knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from reader.ui.citation import long_date


class Source(Protocol):
    """What is known of a source."""

    @property
    def kind(self) -> str: ...
    @property
    def is_on(self) -> bool: ...
    @property
    def checked(self) -> str: ...
    @property
    def failures(self) -> int: ...
    @property
    def health(self) -> str: ...


def in_words(source: Source, last_new: str, now: datetime) -> tuple[str, bool]:
    """How a source is doing, and whether that asks for somebody's care.

    `last_new` is the ISO moment at which it last brought something; empty where it never did.
    """
    often = f" ({source.failures} times in a row)" if source.failures > 1 else ""
    health = source.health and f"{source.health}{often}"
    if source.kind != "feed":
        return "releases from files that you saved", False
    if not source.is_on:
        return " · ".join(filter(None, ("switched off", health))), False
    return (health, True) if health else (_well(source, last_new, now), False)


def _well(source: Source, last_new: str, now: datetime) -> str:
    checked, newest = _moment(source.checked), _moment(last_new)
    if checked is None:
        return "not fetched yet"
    return f"well; fetched {clock(checked, now)}" + (f", last new {_day(newest)}" if newest else "")


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
