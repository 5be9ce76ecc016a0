"""The page: a release as it is read, with quotes and links to go to and words to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.reactive import reactive

from reader.config import MEASURE
from reader.later import Later
from reader.ui.bindings import bindings
from reader.ui.finding import Finding
from reader.ui.panes.paper import Paper
from reader.ui.passages import Mark, Page

if TYPE_CHECKING:
    from reader.headline import Headline
    from reader.release import Quote, Release
    from reader.ui import layout
else:
    layout = Later("reader.ui.layout")


LONG = 30_000
"""Characters of a release from which its beginning is shown before the rest is laid out."""

BEGINNING = 40
"""Blocks of it that are: more than any terminal has lines."""


def beginning_of(release: Release) -> Release | None:
    """The first blocks of a release that takes long to be laid out; None for one that does not."""
    if len(release.blocks) <= BEGINNING or sum(len(block.text) for block in release.blocks) < LONG:
        return None
    return replace(
        release,
        blocks=release.blocks[:BEGINNING],
        quotes=tuple(takewhile(lambda quote: quote.block < BEGINNING, release.quotes)),
        links=tuple(link for link in release.links if link.block < BEGINNING),
        url="",
    )


class ReleaseView(Paper, can_focus=True, inherit_bindings=False):
    """The reading pane. It is given a release and shows it; keys and clicks that mean more become messages."""

    BINDINGS = bindings("page")

    release: reactive[Release | None] = reactive(None, always_update=True)
    headline: reactive[Headline | None] = reactive(None)
    note: reactive[str] = reactive("")
    """What the user wrote on it."""
    has_reasons: reactive[bool] = reactive(False)
    """Whether the reasons for its countries and regions stand under the head."""
    key_of_changes = ""
    """The key that shows what was changed; empty where there is none."""
    stop: reactive[int] = reactive(-1)
    """Which of the page's quotes is the current one; -1 for none."""
    link: reactive[int] = reactive(-1)
    """Which of the page's links is the current one; -1 for none."""

    class Scrolled(Message):
        """Other lines are in view."""

        def __init__(self, first: int, in_view: int, total: int) -> None:
            super().__init__()
            self.first = first
            """Number of the uppermost line in view."""
            self.in_view = in_view
            self.total = total

        def can_replace(self, message: Message) -> bool:
            """Only where it came to matters."""
            return isinstance(message, ReleaseView.Scrolled)

    class QuoteChanged(Message):
        """Another quote is the current one."""

        def __init__(self, index: int, total: int, quote: Quote) -> None:
            super().__init__()
            self.index = index
            """Which one it is, from 0, of `total` direct quotes."""
            self.total = total
            self.quote = quote

        def can_replace(self, message: Message) -> bool:
            """Only where it came to matters."""
            return isinstance(message, ReleaseView.QuoteChanged)

    class LinkChosen(Message):
        """A link should be opened."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class AtEnd(Message):
        """A page down was asked for where the end is in view already."""

    class Left(Message):
        """The list is wanted."""

    class FindWanted(Message):
        """Words to find should be asked for."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        measure: int = MEASURE,
        id: str = "page",
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._now = now
        self._measure = measure
        self._finding = Finding()
        self._is_part = False
        """Whether only the beginning of the release is laid out yet."""
        self._wanted = -1
        """Quote to go to as soon as there is room."""

    # What is shown.

    def show(self, release: Release | None, headline: Headline | None = None, note: str = "") -> None:
        """Show a release from its top; None for nothing. `headline` tells what the archive knows of it."""
        self.set_reactive(ReleaseView.headline, headline)
        self.set_reactive(ReleaseView.note, note)
        self.release = release

    def watch_release(self) -> None:
        self._finding = Finding()
        self.stop = self.link = self._wanted = -1
        beginning = self.release and beginning_of(self.release)
        if beginning and self.width_of_lines:
            # What is in view can be read while the rest is laid out.
            self.put(self._laid_out(beginning, self.width_of_lines))
            self._is_part = True
            self.call_after_refresh(self.lay_out_rest)
        else:
            self._lay_out()
        self.action_first()

    def watch_headline(self) -> None:
        self._lay_out_in_place()

    def watch_note(self) -> None:
        self._lay_out_in_place()

    def watch_has_reasons(self) -> None:
        self._lay_out_in_place()

    def toggle_reasons(self) -> None:
        """Show why each country and region was given, or hide it; they stand under the head."""
        self.has_reasons = not self.has_reasons
        if self.has_reasons:
            self.action_first()

    def on_resize(self) -> None:
        self._lay_out_in_place()
        if self._wanted >= 0 and self.size.width:
            self.open_at(self._wanted)

    def _lay_out_in_place(self) -> None:
        """Lay out anew, and keep the words at the top of the view where they are."""
        first = self.scroll_offset.y
        top = next((line for line in self.page.lines[first:] if line.passage >= 0), None)
        from_end = len(self.page.passages) - top.passage if top else 0
        self._lay_out()
        if first and top:
            # The head may have grown or shrunk, so passages are counted from the end.
            passage = max(0, len(self.page.passages) - from_end)
            self.scroll_to(y=self.page.line_of(passage, top.start), animate=False, force=True)

    def _lay_out(self) -> None:
        self._is_part = False
        width = self.width_of_lines
        page = self._laid_out(self.release, width) if self.release and width else Page(width)
        self._finding.seek_again(page)
        self.put(page)

    def lay_out_rest(self) -> None:
        """Lay out all of a release of which only the beginning stands on the page yet."""
        if self._is_part:
            self._lay_out()

    def _laid_out(self, release: Release, width: int) -> Page:
        return layout.lay_out(
            release,
            width,
            sender=self.headline.source if self.headline else "",
            history=self._history(),
            tags=self.headline.tags if self.headline else (),
            note=self.note,
            reasons=self.has_reasons,
            now=self._now(),
            measure=self._measure,
        )

    def _history(self) -> list[str]:
        """What became of the release since it first came in."""
        if self.headline is None:
            return []
        how = f"; {self.key_of_changes} shows how" if self.key_of_changes else ""
        told = [f"Changed since it first came in{how}"] * self.headline.is_changed
        return told + ["Its feed lists it no longer; it is kept here"] * self.headline.is_gone

    def over(self, passage: int) -> Sequence[Mark]:
        marks = self._finding.marks(passage)
        if 0 <= self.link < len(self.page.links) and self.page.links[self.link].passage == passage:
            place = self.page.links[self.link]
            marks.append(Mark(place.start, place.end, ("current-link",), url=place.url))
        return marks

    @property
    def current_stop(self) -> int:
        return self.stop

    # Keys.

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled(round(new_value), self.height_in_view, len(self.page.lines)))

    def action_last(self) -> None:
        self.lay_out_rest()
        super().action_last()

    def action_page_down(self) -> None:
        self.lay_out_rest()
        if self.scroll_offset.y >= self.max_scroll_y:
            self.post_message(self.AtEnd())
        super().action_page_down()

    def action_back(self) -> None:
        self.post_message(self.Left())

    def action_find(self) -> None:
        self.post_message(self.FindWanted())

    def action_reasons(self) -> None:
        self.toggle_reasons()

    def on_click(self, event: events.Click) -> None:
        if self.text_selection:
            return
        meta = event.style.meta
        if meta.get("url"):
            self.post_message(self.LinkChosen(meta["url"]))
        elif meta.get("stop", -1) >= 0:
            self._make_current(meta["stop"])

    # Quotes.

    @property
    def current_quote(self) -> int | None:
        """Index of the current quote in the release's quotes; None where there is none."""
        return self.page.stops[self.stop].quote if 0 <= self.stop < len(self.page.stops) else None

    def open_at(self, quote_index: int) -> bool:
        """Make a quote of the release the current one and bring it into view; False where it is no direct quote.

        A page that has no room yet goes there as soon as it has.
        """
        self.lay_out_rest()
        self._wanted = -1 if self.size.width else quote_index
        for stop, place in enumerate(self.page.stops):
            if place.quote == quote_index:
                return self._stop_at(stop)
        return False

    def next_quote(self) -> bool:
        """Go to the next quote, counted from the current one, or from the top of the view where that is out of it.

        False, and stay, where there is none.
        """
        self.lay_out_rest()
        if self._is_in_view(self.stop):
            return self._stop_at(self.stop + 1)
        top = self.scroll_offset.y
        return self._stop_at(next((n for n, place in enumerate(self.page.stops) if place.first >= top), -1))

    def previous_quote(self) -> bool:
        """Go to the quote before, counted from the current one, or from the end of the view where that is out of it.

        False, and stay, where there is none.
        """
        if self._is_in_view(self.stop):
            return self._stop_at(self.stop - 1)
        end = self.scroll_offset.y + self.height_in_view
        return self._stop_at(max((n for n, place in enumerate(self.page.stops) if place.first < end), default=-1))

    def _is_in_view(self, stop: int) -> bool:
        if not 0 <= stop < len(self.page.stops):
            return False
        top, place = self.scroll_offset.y, self.page.stops[stop]
        return place.first < top + self.height_in_view and place.last >= top

    def _stop_at(self, stop: int) -> bool:
        if not 0 <= stop < len(self.page.stops):
            return False
        self._make_current(stop)
        self.bring_into_view(self.page.stops[stop].first, self.page.stops[stop].last)
        return True

    def _make_current(self, stop: int) -> None:
        self.stop = stop
        if self.release:
            quote = self.release.quotes[self.page.stops[stop].quote]
            self.post_message(self.QuoteChanged(stop, len(self.page.stops), quote))

    def watch_stop(self) -> None:
        self.forget()

    # Finding.

    def find(self, words: str) -> int:
        """Mark where words stand on the page, in any case and with or without accents; how often they do.

        The first match in view or below it comes into view.
        """
        self.lay_out_rest()
        self._finding.seek(words, self.page)
        self._finding.current = max(0, self._first_from_top([match[:2] for match in self._finding.matches]))
        self._show_match()
        return len(self._finding.matches)

    def next_match(self, step: int = 1) -> int:
        """Go to the next match, or with -1 to the one before; from the last on to the first.

        Which one it is, from 1; 0 where nothing was found.
        """
        self._finding.step(step)
        self._show_match()
        return self._finding.current + 1 if self._finding.matches else 0

    def clear_find(self) -> None:
        """Take the marks off what was found."""
        self._finding = Finding()
        self.forget()

    def _show_match(self) -> None:
        if self._finding.matches:
            passage, start, end = self._finding.matches[self._finding.current]
            self.bring_into_view(self.page.line_of(passage, start), self.page.line_of(passage, end - 1))
        self.forget()

    # Links.

    @property
    def current_link(self) -> str:
        """Where the current link leads; empty where there is none."""
        return self.page.links[self.link].url if 0 <= self.link < len(self.page.links) else ""

    def next_link(self, step: int = 1) -> bool:
        """Make the next link the current one, or with -1 the one before; False, and stay, where there is none.

        The first time it is the first link in view or below.
        """
        self.lay_out_rest()
        links = self.page.links
        link = self.link + step if self.link >= 0 else self._first_from_top([place[:2] for place in links])
        if not 0 <= link < len(links):
            return False
        self.link = link
        line = self.page.line_of(links[link].passage, links[link].start)
        self.bring_into_view(line, line)
        return True

    def choose_link(self) -> bool:
        """Ask for the current link to be opened; False where there is none."""
        return bool(self.current_link) and self.post_message(self.LinkChosen(self.current_link))

    def watch_link(self) -> None:
        self.forget()

    def _first_from_top(self, places: Sequence[tuple[int, int]]) -> int:
        """Which of these places, each a passage and an offset, is the first in view or below it; -1 for none."""
        top = self.scroll_offset.y
        return next((n for n, place in enumerate(places) if self.page.line_of(*place) >= top), -1)
