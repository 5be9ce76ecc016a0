"""The list: one row for each release, painted from the archive's listing as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Protocol

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import reactive

from reader.headline import Headline
from reader.ui.bindings import bindings
from reader.ui.cells import cut, fill, in_lines
from reader.ui.narrowing import place_name
from reader.ui.panes.rows import Line, Rows

WINDOW = 48
"""Headlines read from the archive at a time: a few screenfuls."""

MARKS = 3
"""Columns at the left: the mark for unread or starred, between spaces."""

ROOMY = 56
"""Columns from which a title has room enough on one line."""

MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Listing(Protocol):
    """What the list asks of the archive's listing: a frozen order of releases."""

    def __len__(self) -> int: ...
    def window(self, first: int, size: int) -> list[Headline]: ...
    def id_at(self, index: int) -> int: ...
    def index_of(self, release: int) -> int | None: ...
    def next_unread(self, index: int, step: int = 1) -> int | None: ...


class Headlines(Rows):
    """Rows of a title and, under it, places, organisation and date."""

    BINDINGS = bindings("list")

    listing: reactive[Listing | None] = reactive(None, always_update=True)
    empty_words: reactive[str] = reactive("")
    """What to say where the listing holds nothing."""

    class Opened(Message):
        """A release should be read."""

    class Cleared(Message):
        """The filter should go."""

    class Left(Message):
        """The regions and sources are wanted."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._windows: LRUCache[int, list[Headline]] = LRUCache(6)

    def count(self) -> int:
        return len(self.listing) if self.listing is not None else 0

    def empty(self) -> str:
        return self.empty_words

    def headline(self, index: int) -> Headline | None:
        """The headline of a row; None where there is none."""
        if self.listing is None or not 0 <= index < len(self.listing):
            return None
        window, place = divmod(index, WINDOW)
        headlines = self._windows.get(window)
        if headlines is None:
            headlines = self.listing.window(window * WINDOW, WINDOW)
            self._windows[window] = headlines
        return headlines[place] if place < len(headlines) else None

    def reread(self) -> None:
        """Ask the archive again for what is shown: marks have changed, the order has not."""
        self._windows.clear()
        self.forget()

    def watch_listing(self) -> None:
        self._windows.clear()
        self.rows_changed()

    def watch_empty_words(self) -> None:
        self.forget()

    @property
    def row_height(self) -> int:
        return 2 if self.size.width >= ROOMY else 3

    def action_open(self) -> None:
        if self.count():
            self.post_message(self.Opened())

    def action_clear(self) -> None:
        self.post_message(self.Cleared())

    def action_to_places(self) -> None:
        self.post_message(self.Left())

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        if was_there:
            self.action_open()

    def paint(self, index: int, width: int) -> Sequence[Line]:
        headline = self.headline(index)
        if headline is None:
            return []
        room = width - MARKS - 1
        tone = "plain" if headline.is_read else "strong"
        titles = in_lines(headline.title or "Untitled", room, self.row_height - 1)
        lines: list[Line] = [[("   ", "plain"), (title, tone)] for title in titles]
        if not headline.is_read:
            lines[0] = [(" ● ", "mark"), (titles[0], tone)]
        star = (" ★ ", "star") if headline.is_starred else ("   ", "plain")
        return [*lines, [star, *self._under_title(headline, room)]]

    def _under_title(self, headline: Headline, room: int) -> Line:
        flags = ["embargoed "] * is_embargoed(headline.embargo, self._now())
        flags += ["gone "] * headline.is_gone
        flags += ["changed "] * headline.is_changed
        day = short_date(headline.published)
        left = room - len(day) - 1 - sum(map(len, flags))
        own = own_marks(headline, max(left // 2, min(left - 10, 14)))
        left -= cell_len(own)
        return [
            *((flag, "warning") for flag in flags),
            (own, "mark"),
            (fill(places_and_sender(headline), max(0, left)) + " ", "dim"),
            (day, "dim"),
        ]


def own_marks(headline: Headline, room: int) -> str:
    """A sign for the user's note, and the tags, cut to so many cells and with a space behind."""
    said = " · ".join(["✎"] * headline.has_note + list(headline.tags))
    return f"{cut(said, room - 1)} " if said and room > 1 else ""


def is_embargoed(lifts: str, now: datetime) -> bool:
    """Whether an embargo that lifts at this ISO moment, or on this day, is still on; empty for none."""
    try:
        moment = datetime.fromisoformat(lifts)
    except ValueError:
        return False
    return moment.replace(tzinfo=moment.tzinfo or now.tzinfo) > now


def places_and_sender(headline: Headline) -> str:
    """Where a release is about and who sent it: "China, Japan +2 · Example Watch"."""
    codes = headline.countries or headline.regions
    places = ", ".join(place_name(code) for code in codes[:2])
    if len(codes) > 2:
        places += f" +{len(codes) - 2}"
    return " · ".join(part for part in (places, headline.organisation or headline.source) if part)


def short_date(published: str) -> str:
    """The day of an ISO date as the list shows it: "5 Jul 2016"."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return "undated"
    return f"{day.day} {MONTHS[day.month]} {day.year}"
