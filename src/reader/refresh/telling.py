"""What is told of the road while it is walked, and of what came in at its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from reader.archive import Stored

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
            return f"{counted(Stored(self.new, self.changed))}" + (f"; {self.failed} failed" if self.failed else "")
        if self.event != "source":
            return ""
        said = self.reason if self.state == "failed" else counted(Stored(self.new, self.changed))
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
            return counted(self.stored)
        followed = "1 feed" if self.feeds == 1 else f"{self.feeds} feeds"
        return f"{followed} added" + (f", {counted(self.stored)}" if self.ids else "")


def counted(stored: Stored) -> str:
    """ "3 new, 1 changed"."""
    if not stored.new and not stored.changed:
        return "nothing new"
    return f"{stored.new} new" + (f", {stored.changed} changed" if stored.changed else "")


@dataclass(slots=True)
class Progress:
    """How far a long work is, and how long the rest will take at the pace so far."""

    total: int
    done: int = 0
    clock: Callable[[], float] = time.monotonic
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def seconds_left(self) -> float:
        """Seconds that the rest will take; 0 before anything is done."""
        return (self.clock() - self._began) / self.done * (self.total - self.done) if self.done else 0.0

    def in_words(self) -> str:
        """ "1,200 of 10,000, 1 min 5 s left"."""
        left = round(self.seconds_left)
        time_left = f", {left // 60} min {left % 60} s left" if left >= 60 else f", {left} s left" if left else ""
        return f"{self.done:,} of {self.total:,}{time_left}"
