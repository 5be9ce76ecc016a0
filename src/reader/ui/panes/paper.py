"""Paper: a page of lines that is painted as it is scrolled, and text that can be selected from it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip

from reader.ui.panes.scrolling import Scrolling
from reader.ui.passages import Mark, Page

ABOVE = 4
"""What is brought into view stands at one part in so many of the height: what leads to it shows above."""


class Paper(Scrolling, inherit_bindings=False):
    """Paints a page, each of its pieces as its roles look."""

    ALLOW_SELECT = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.page = Page(0)
        self._strips: dict[int, Strip] = {}

    def put(self, page: Page) -> None:
        """Show this page in place of the one before."""
        self.page = page
        self.virtual_size = Size(page.width, len(page.lines))
        self.forget()

    def over(self, passage: int) -> Sequence[Mark]:
        """Marks that are shown over those of a passage."""
        return ()

    @property
    def current_stop(self) -> int:
        """Which stop is shown as the current one; -1 for none."""
        return -1

    # Moving.

    def _move(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def action_half_down(self) -> None:
        self._move(max(1, self.height_in_view // 2))

    def action_half_up(self) -> None:
        self._move(-max(1, self.height_in_view // 2))

    def action_page_down(self) -> None:
        self._move(max(1, self.height_in_view - 1))

    def action_page_up(self) -> None:
        self._move(-max(1, self.height_in_view - 1))

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def bring_into_view(self, first: int, last: int) -> None:
        """Scroll so that these lines are seen, and not at all where they are."""
        top, height = self.scroll_offset.y, self.height_in_view
        if top <= first and last < top + height:
            return
        above = min(height // ABOVE, max(0, height - 1 - (last - first)))
        self.scroll_to(y=max(0, first - above), animate=False, force=True)

    # Painting.

    def forget(self) -> None:
        self._strips.clear()
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was selected with the mouse: the release's words as they run, not broken into lines."""
        chosen: dict[int, tuple[int, int]] = {}
        for number, line in enumerate(self.page.lines):
            span = selection.get_span(number)
            if span and line.passage >= 0:
                start = self.page.offset_at(number, span[0])
                end = self.page.offset_at(number, span[1]) if span[1] >= 0 else line.end
                chosen[line.passage] = (chosen.get(line.passage, (start, end))[0], end)
        passages = self.page.passages
        told = {passage: span for passage, span in chosen.items() if passages[passage].is_told} or chosen
        words = [passages[passage].text[start:end].strip() for passage, (start, end) in told.items()]
        return "\n".join(word for word in words if word), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.forget()

    def line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._strip(number)
        return strip

    def _strip(self, number: int) -> Strip:
        width, base = self.width_of_lines, self.style_of(())
        if number >= len(self.page.lines):
            return self.blank()
        segments = []
        for piece in self.page.pieces(number, self.over(self.page.lines[number].passage), self.current_stop):
            style = self.style_of(piece.roles)
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
