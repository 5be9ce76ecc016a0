"""A pane of lines that are painted as they come into view, and beside them a mark of where it is."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.ui.looks import look

THUMB = "▐"

EDGE, FOCUSED_EDGE = "│", "┃"
"""The line between two panes, and how it is drawn by the one that has the keys."""


class Scrolling(ScrollView, inherit_bindings=False):
    """What rows and paper share.

    Textual's scrollbars are widgets: whenever a length changes they lay out the whole screen and paint all of it.
    This one is painted with the lines, in a column that is kept for it.
    """

    DEFAULT_CSS = "Scrolling { overflow: hidden hidden; }"

    virtual_size = Reactive(Size(0, 0))
    """As Textual's, but a change of it lays out nothing: these panes take the room that they are given."""

    edge: Reactive[str] = Reactive("")
    """On which side a line parts the pane from its neighbour: "left", "right" or "" for neither."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles: dict[tuple[str, ...], Style] = {}
        self._framed: LRUCache[tuple[int, bool, bool], tuple[Strip, Strip]] = LRUCache(256)
        """Lines as they were given, by their identity, and with what stands beside them."""
        self._blank: Strip | None = None
        self._behind: tuple[object, ...] = ()
        self._thumb = (0, 0)
        self._is_dragging = False

    @property
    def allow_vertical_scroll(self) -> bool:
        """The mouse wheel works without Textual's scrollbar."""
        return True

    @property
    def width_of_lines(self) -> int:
        """Columns that there are for a line."""
        return max(0, self.size.width - 1 - bool(self.edge))

    @property
    def height_in_view(self) -> int:
        return max(1, self.size.height)

    def line(self, y: int) -> Strip:
        """A line of the view, in `width_of_lines` cells."""
        raise NotImplementedError

    def blank(self) -> Strip:
        """A line with nothing on it: the same each time, so that what stands beside it is put to it once."""
        width = self.width_of_lines
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self.style_of(("plain",)))
        return self._blank

    def render_lines(self, crop: Region) -> list[Strip]:
        self._thumb = self._place_of_thumb()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        line, has_thumb = self.line(y), self._thumb[0] <= y < self._thumb[1]
        key = (id(line), has_thumb, self.has_focus)
        kept = self._framed.get(key)
        if kept is None or kept[0] is not line:
            kept = self._framed[key] = (line, self._with_frame(line, has_thumb))
        return kept[1]

    def _with_frame(self, line: Strip, has_thumb: bool) -> Strip:
        parts = [line, Strip([Segment(THUMB if has_thumb else " ", self.style_of(("thumb",)))], 1)]
        if self.edge:
            sign, role = (FOCUSED_EDGE, "focused-edge") if self.has_focus else (EDGE, "edge")
            parts.insert(0 if self.edge == "left" else 2, Strip([Segment(sign, self.style_of((role,)))], 1))
        return Strip.join(parts)

    def _place_of_thumb(self) -> tuple[int, int]:
        """First line of the mark, and the line past its last; none where all is in view."""
        height, total = self.size.height, self.virtual_size.height
        if total <= height or not height:
            return 0, 0
        length = max(1, height * height // total)
        at = round((height - length) * self.scroll_offset.y / max(1, self.max_scroll_y))
        return at, at + length

    def watch_edge(self) -> None:
        self._framed.clear()
        self.forget()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if self.edge:
            column = 0 if self.edge == "left" else self.size.width - 1
            self.refresh(Region(column, 0, 1, self.size.height))

    def style_of(self, roles: tuple[str, ...]) -> Style:
        """How text with these roles looks here: see `looks`."""
        style = self._styles.get(roles)
        if style is None:
            style = self._styles[roles] = look(self, roles)
        return style

    def notify_style_update(self) -> None:
        """Paint anew in other colours; a focus that came or went leaves the lines as they are."""
        super().notify_style_update()
        behind = (self.app.theme, *self.colors)
        if behind != self._behind:
            self._behind = behind
            self._styles.clear()
            self._blank = None
            self._framed.clear()
            self.forget()

    def forget(self) -> None:
        """Drop what was painted, and paint again."""
        raise NotImplementedError

    # The mouse on the mark's column.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.x == self.size.width - 1 - (self.edge == "right") and self.max_scroll_y:
            self._is_dragging = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._is_dragging:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        if self._is_dragging:
            self._is_dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        share = min(1.0, max(0.0, y / max(1, self.size.height - 1)))
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False, force=True)
