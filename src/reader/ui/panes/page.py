"""The page: a release as it is read, with its quotes to stop at and words to find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from reader.release import Headline, Quote, Release
from reader.ui.bindings import bindings
from reader.ui.finding import Folded, fold
from reader.ui.layout import lay_out
from reader.ui.passages import Mark, Page

ABOVE = 4
"""What is brought into view stands at one part in so many of the height: what leads to it shows above."""


class ReleaseView(ScrollView, can_focus=True, inherit_bindings=False):
    """The reading pane. It is given a release and shows it; what follows from keys and clicks it says in messages."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--organisation",
        "page--headline",
        "page--subtitle",
        "page--meta",
        "page--embargo",
        "page--changed",
        "page--reason",
        "page--place",
        "page--rule",
        "page--lede",
        "page--paragraph",
        "page--dateline",
        "page--heading",
        "page--subheading",
        "page--item",
        "page--quotation",
        "page--row",
        "page--caption",
        "page--credit",
        "page--sign",
        "page--notes",
        "page--contact",
        "page--about",
        "page--source",
        "page--link",
        "page--current-link",
        "page--quote",
        "page--current",
        "page--bar",
        "page--current-bar",
        "page--speaker",
        "page--role",
        "page--unknown",
        "page--match",
        "page--current-match",
    }
    BINDINGS = bindings("page")
    ALLOW_SELECT = True

    DEFAULT_CSS = """
    ReleaseView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .page--organisation { color: $text-primary; text-style: bold; }
        & > .page--headline { text-style: bold; }
        & > .page--subtitle { text-style: italic; }
        & > .page--meta { color: $foreground 70%; }
        & > .page--embargo { color: $text-error; text-style: bold reverse; }
        & > .page--changed { color: $text-warning; }
        & > .page--reason { color: $foreground 70%; }
        & > .page--place { color: $foreground; text-style: bold; }
        & > .page--rule { color: $foreground 25%; }
        & > .page--lede { text-style: none; }
        & > .page--dateline { color: $foreground 70%; }
        & > .page--heading { color: $text-primary; text-style: bold; }
        & > .page--subheading { text-style: bold; }
        & > .page--caption { color: $foreground 70%; text-style: italic; }
        & > .page--credit { color: $foreground 70%; text-style: not italic; }
        & > .page--sign { color: $foreground 70%; }
        & > .page--notes, & > .page--contact, & > .page--about { color: $foreground 75%; }
        & > .page--quote { color: $text-accent; }
        & > .page--bar { color: $accent; }
        & > .page--speaker { color: $text-accent; text-style: bold; }
        & > .page--role { color: $foreground 75%; }
        & > .page--unknown { color: $foreground 75%; text-style: italic; }
        & > .page--current { text-style: bold; }
        & > .page--current-bar { color: $text-accent; text-style: bold; }
        & > .page--link { color: $text-primary; text-style: underline; }
        & > .page--current-link { text-style: bold reverse; }
        & > .page--source { color: $foreground 70%; }
        & > .page--match { background: $warning 30%; color: $foreground; }
        & > .page--current-match { background: $foreground; color: $background; text-style: bold; }

        &:nocolor, &:ansi {
            & > .page--quote { text-style: italic; }
            & > .page--current { text-style: bold italic; }
            & > .page--match { background: $background; text-style: underline; }
            & > .page--current-match { background: $background; color: $foreground; text-style: bold reverse; }
        }
    }
    """

    release: reactive[Release | None] = reactive(None, always_update=True)
    headline: reactive[Headline | None] = reactive(None)
    has_reasons: reactive[bool] = reactive(False)
    """Whether the reasons for its countries and regions stand under the head."""
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
        id: str = "page",
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._now = now
        self._page = Page(0)
        self._folded: list[Folded] = []
        """The page's passages, ready to be looked through; empty until something is sought."""
        self._sought = ""
        self._matches: list[tuple[int, int, int]] = []
        """Passage, start and end of each stretch that was found."""
        self._match = -1
        self._strips: dict[int, Strip] = {}
        self._styles: dict[tuple[str, ...], Style] = {}

    # What is shown.

    def show(self, release: Release | None, headline: Headline | None = None) -> None:
        """Show a release from its top; None for nothing. `headline` tells what the archive knows of it."""
        self.set_reactive(ReleaseView.headline, headline)
        self.release = release

    def watch_release(self) -> None:
        self._forget_found()
        self.stop = self.link = -1
        self._lay_out()
        self.scroll_to(y=0, animate=False, force=True)

    def watch_headline(self) -> None:
        self._lay_out_in_place()

    def watch_has_reasons(self) -> None:
        self._lay_out_in_place()

    def toggle_reasons(self) -> None:
        """Show why each country and region was given, or hide it; they stand under the head."""
        self.has_reasons = not self.has_reasons
        if self.has_reasons:
            self.scroll_to(y=0, animate=False, force=True)

    def on_resize(self) -> None:
        self._lay_out_in_place()

    def _lay_out_in_place(self) -> None:
        """Lay out anew, and keep the words at the top of the view where they are."""
        first = self.scroll_offset.y
        top = next((line for line in self._page.lines[first:] if line.passage >= 0), None)
        from_end = len(self._page.passages) - top.passage if top else 0
        self._lay_out()
        if first and top:
            # The head may have grown or shrunk, so passages are counted from the end.
            passage = max(0, len(self._page.passages) - from_end)
            self.scroll_to(y=self._page.line_of(passage, top.start), animate=False, force=True)

    def _lay_out(self) -> None:
        release, headline = self.release, self.headline
        width = self.scrollable_content_region.width
        if release is None or not width:
            self._page = Page(width)
        else:
            self._page = lay_out(
                release,
                width,
                sender=headline.source if headline else "",
                is_changed=bool(headline and headline.is_changed),
                reasons=self.has_reasons,
                now=self._now(),
            )
        self.virtual_size = Size(width, len(self._page.lines))
        self._folded = []
        self._search()
        self._paint_anew()

    # Moving.

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled(round(new_value), self._height, len(self._page.lines)))

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _move(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def action_half_down(self) -> None:
        self._move(max(1, self._height // 2))

    def action_half_up(self) -> None:
        self._move(-max(1, self._height // 2))

    def action_page_down(self) -> None:
        if self.scroll_offset.y >= self.max_scroll_y:
            self.post_message(self.AtEnd())
        self._move(max(1, self._height - 1))

    def action_page_up(self) -> None:
        self._move(-max(1, self._height - 1))

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def action_back(self) -> None:
        self.post_message(self.Left())

    def action_find(self) -> None:
        self.post_message(self.FindWanted())

    def action_reasons(self) -> None:
        self.toggle_reasons()

    def _bring_into_view(self, first: int, last: int) -> None:
        """Scroll so that these lines are seen, and not at all where they are."""
        top, height = self.scroll_offset.y, self._height
        if top <= first and last < top + height:
            return
        above = min(height // ABOVE, max(0, height - 1 - (last - first)))
        self.scroll_to(y=max(0, first - above), animate=False, force=True)

    # Quotes.

    @property
    def current_quote(self) -> int | None:
        """Index of the current quote in the release's quotes; None where there is none."""
        return self._page.stops[self.stop].quote if 0 <= self.stop < len(self._page.stops) else None

    def open_at(self, quote_index: int) -> bool:
        """Make a quote of the release the current one and bring it into view; False where it is no direct quote."""
        for stop, place in enumerate(self._page.stops):
            if place.quote == quote_index:
                return self._stop_at(stop)
        return False

    def next_quote(self) -> bool:
        """Go to the next quote; False, and stay, where there is none."""
        if self._is_in_view(self.stop):
            return self._stop_at(self.stop + 1)
        top = self.scroll_offset.y
        return self._stop_at(next((n for n, place in enumerate(self._page.stops) if place.first >= top), -1))

    def previous_quote(self) -> bool:
        """Go to the quote before; False, and stay, where there is none."""
        if self._is_in_view(self.stop):
            return self._stop_at(self.stop - 1)
        bottom = self.scroll_offset.y + self._height
        before = [n for n, place in enumerate(self._page.stops) if place.first < bottom]
        return self._stop_at(before[-1] if before else -1)

    def _is_in_view(self, stop: int) -> bool:
        """Whether a quote can be seen: from where it is in view the next one is counted, else from what is in view."""
        if not 0 <= stop < len(self._page.stops):
            return False
        top, place = self.scroll_offset.y, self._page.stops[stop]
        return place.first < top + self._height and place.last >= top

    def _stop_at(self, stop: int) -> bool:
        if not 0 <= stop < len(self._page.stops):
            return False
        self.stop = stop
        place = self._page.stops[stop]
        self._bring_into_view(place.first, place.last)
        if self.release:
            self.post_message(self.QuoteChanged(stop, len(self._page.stops), self.release.quotes[place.quote]))
        return True

    def watch_stop(self) -> None:
        self._paint_anew()

    # Finding.

    def find(self, words: str) -> int:
        """Mark where words stand on the page, in any case and with or without accents; how often they do.

        The first match in view or below it comes into view.
        """
        self._sought, self._match = fold(" ".join(words.split())), -1
        self._search()
        self._paint_anew()
        if self._matches:
            top = self.scroll_offset.y
            lines = [self._page.line_of(passage, start) for passage, start, _ in self._matches]
            self._go_to_match(next((n for n, line in enumerate(lines) if line >= top), 0))
        return len(self._matches)

    def _search(self) -> None:
        """Look through the page for the words that are sought."""
        if self._sought and not self._folded:
            self._folded = [Folded(passage.text if passage.is_told else "") for passage in self._page.passages]
        self._matches = [
            (passage, start, end)
            for passage, text in enumerate(self._folded if self._sought else ())
            for start, end in text.matches(self._sought)
        ]

    def next_match(self, step: int = 1) -> int:
        """Go to the next match, or with -1 to the one before; from the last on to the first.

        Which one it is, from 1; 0 where nothing was found.
        """
        if self._matches:
            self._go_to_match((self._match + step) % len(self._matches))
        return self._match + 1

    def clear_find(self) -> None:
        """Take the marks off what was found."""
        self._forget_found()
        self._paint_anew()

    def _forget_found(self) -> None:
        self._sought, self._matches, self._match = "", [], -1

    def _go_to_match(self, match: int) -> None:
        self._match = match
        passage, start, end = self._matches[match]
        self._bring_into_view(self._page.line_of(passage, start), self._page.line_of(passage, end - 1))
        self._paint_anew()

    def _over(self, passage: int) -> list[Mark]:
        """What is marked over the text of a passage: words found, and the current link."""
        marks = [
            Mark(start, end, ("match", "current-match") if number == self._match else ("match",))
            for number, (at, start, end) in enumerate(self._matches)
            if at == passage
        ]
        if 0 <= self.link < len(self._page.links) and self._page.links[self.link].passage == passage:
            place = self._page.links[self.link]
            marks.append(Mark(place.start, place.end, ("current-link",), url=place.url))
        return marks

    # Links.

    @property
    def current_link(self) -> str:
        """Where the current link leads; empty where there is none."""
        return self._page.links[self.link].url if 0 <= self.link < len(self._page.links) else ""

    def next_link(self, step: int = 1) -> bool:
        """Make the next link the current one, or with -1 the one before; False, and stay, where there is none."""
        link = self.link + step if self.link >= 0 else self._link_in_view(step)
        if not 0 <= link < len(self._page.links):
            return False
        self.link = link
        place = self._page.links[link]
        line = self._page.line_of(place.passage, place.start)
        self._bring_into_view(line, line)
        return True

    def choose_link(self) -> bool:
        """Ask for the current link to be opened; False where there is none."""
        return bool(self.current_link) and self.post_message(self.LinkChosen(self.current_link))

    def _link_in_view(self, step: int) -> int:
        """The first link in view or below it; with a step of -1 the last in view or above; -1 for none."""
        lines = [self._page.line_of(place.passage, place.start) for place in self._page.links]
        if step > 0:
            return next((n for n, line in enumerate(lines) if line >= self.scroll_offset.y), -1)
        bottom = self.scroll_offset.y + self._height
        return max((n for n, line in enumerate(lines) if line < bottom), default=-1)

    def watch_link(self) -> None:
        self._paint_anew()

    # The mouse.

    def on_click(self, event: events.Click) -> None:
        meta = event.style.meta
        if meta.get("url"):
            self.post_message(self.LinkChosen(meta["url"]))
        elif meta.get("stop", -1) >= 0:
            self._stop_at(meta["stop"])

    # Painting.

    def _paint_anew(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._paint_anew()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was selected with the mouse: the release's words as they run, not broken into lines."""
        chosen: dict[int, tuple[int, int]] = {}
        for number, line in enumerate(self._page.lines):
            span = selection.get_span(number)
            if span and line.passage >= 0:
                start, end = self._offsets(number, *span)
                chosen[line.passage] = (min(start, chosen.get(line.passage, (start, end))[0]), end)
        passages = self._page.passages
        told = {passage: span for passage, span in chosen.items() if passages[passage].is_told} or chosen
        words = [passages[passage].text[start:end].strip() for passage, (start, end) in told.items()]
        return "\n".join(word for word in words if word), "\n"

    def _offsets(self, number: int, first: int, last: int) -> tuple[int, int]:
        """Which offsets of its passage the characters `first` to `last` of a line are; -1 is the line's end."""
        line, row = self._page.lines[number], self._page.row(number)
        words = self._page.words(number)
        margin = row.find(words) if len(line.stretches) == 1 else 0
        end = line.stretches[-1][2]
        start = min(end, max(line.start, line.start + first - margin))
        return start, end if last < 0 else min(end, max(start, line.start + last - margin))

    def selection_updated(self, selection: Selection | None) -> None:
        self._paint_anew()

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._strip(number)
        return strip

    def _strip(self, number: int) -> Strip:
        width, base = self.scrollable_content_region.width, self._style(())
        if number >= len(self._page.lines):
            return Strip.blank(width, base)
        segments = []
        for piece in self._page.pieces(number, self._over(self._page.lines[number].passage), self.stop):
            style = self._style(piece.roles)
            if piece.url or piece.stop >= 0:
                style += Style(meta={"url": piece.url, "stop": piece.stop})
            segments.append(Segment(piece.text, style))
        strip = Strip(segments).adjust_cell_length(width, base)
        return self._with_selection(strip, number).apply_offsets(0, number)

    def _with_selection(self, strip: Strip, number: int) -> Strip:
        """A line with what is selected on it marked."""
        span = self.text_selection.get_span(number) if self.text_selection else None
        if span is None:
            return strip
        first, last = (strip.index_to_cell_position(at) if at >= 0 else strip.cell_length for at in span)
        selected = self.screen.get_component_rich_style("screen--selection")
        return Strip.join(
            [
                strip.crop(0, first),
                Strip(Segment(text, (style or Style()) + selected) for text, style, _ in strip.crop(first, last)),
                strip.crop(last, strip.cell_length),
            ]
        )

    def _style(self, roles: tuple[str, ...]) -> Style:
        style = self._styles.get(roles)
        if style is None:
            style = sum(map(self._component, roles), self.rich_style)
            self._styles[roles] = style
        return style

    def _component(self, role: str) -> Style:
        """A role's style. Its colours are blended here: Rich knows no translucent ones and would paint them whole."""
        rules = self.get_component_styles(f"page--{role}")
        behind = self.background_colors[1]
        background = behind + rules.background if rules.has_rule("background") else behind
        return (
            Style(
                color=(background + rules.color).rich_color if rules.has_rule("color") else None,
                bgcolor=background.rich_color if rules.has_rule("background") else None,
            )
            + rules.text_style
        )
