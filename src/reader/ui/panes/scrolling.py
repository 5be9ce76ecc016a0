"""A pane of lines that are painted as they come into view, and beside them a mark of where it is."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.ui.looks import look

THUMB = "▐"


class Scrolling(ScrollView, inherit_bindings=False):
    """What rows and paper share.

    Textual's scrollbars are widgets: whenever a length changes they lay out the whole screen and paint all of it.
    This one is painted with the lines, in a column that is kept for it.
    """

    DEFAULT_CSS = "Scrolling { overflow: hidden hidden; }"

    virtual_size = Reactive(Size(0, 0))
    """As Textual's, but a change of it lays out nothing: these panes take the room that they are given."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles: dict[tuple[str, ...], Style] = {}
        self._behind: tuple[object, ...] = ()
        self._is_dragging = False

    @property
    def allow_vertical_scroll(self) -> bool:
        """The mouse wheel works without Textual's scrollbar."""
        return True

    @property
    def width_of_lines(self) -> int:
        """Columns that there are for a line."""
        return max(0, self.size.width - 1)

    @property
    def height_in_view(self) -> int:
        return max(1, self.size.height)

    def line(self, y: int) -> Strip:
        """A line of the view, in `width_of_lines` cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        first, last = self._thumb()
        mark = THUMB if first <= y < last else " "
        return Strip.join([self.line(y), Strip([Segment(mark, self.style_of(("thumb",)))], 1)])

    def _thumb(self) -> tuple[int, int]:
        """First line of the mark, and the line past its last; none where all is in view."""
        height, total = self.size.height, self.virtual_size.height
        if total <= height or not height:
            return 0, 0
        length = max(1, height * height // total)
        at = round((height - length) * self.scroll_offset.y / max(1, self.max_scroll_y))
        return at, at + length

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
            self.forget()

    def forget(self) -> None:
        """Drop what was painted, and paint again."""
        raise NotImplementedError

    # The mouse on the mark's column.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.x == self.size.width - 1 and self.max_scroll_y:
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
