"""A column of rows of one height with a cursor: it paints what is in view and holds nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.ui.cells import in_lines
from reader.ui.panes.scrolling import Scrolling

Line = Sequence[tuple[str, str]]
"""Pieces of text, each with its role: see `looks`; several with spaces between."""


class Rows(Scrolling, can_focus=True, inherit_bindings=False):
    """What the list and the tree share: cursor, scrolling, mouse, and strips kept until something changes."""

    ALLOW_SELECT = False

    is_chosen_elsewhere = False
    """Whether keys reach the rows from a line to type in, so that the cursor is strong without the focus."""
    cursor: reactive[int] = reactive(0)
    """Index of the row that keys act on."""
    hovered: reactive[int] = reactive(-1)
    """Index of the row under the mouse; -1 for none."""

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> Rows:
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """A held key tells where it came to, not where it passed."""
            return isinstance(message, Rows.Moved) and message.rows is self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: LRUCache[tuple[int, int, bool, bool, bool], list[Strip]] = LRUCache(128)

    # What a column of its own kind says.

    @property
    def row_height(self) -> int:
        """Lines of every row, in the width that there is."""
        return 1

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def paint(self, index: int, width: int) -> Sequence[Line]:
        """The `row_height` lines of a row, each in `width` cells at most."""
        raise NotImplementedError

    def empty(self) -> str:
        """What to say where there is no row."""
        return ""

    def may_stop(self, index: int) -> bool:
        """Whether the cursor may rest on this row."""
        return index >= 0

    # Change.

    def rows_changed(self) -> None:
        """Paint anew: the rows, their number or their height are others."""
        self.forget()
        self.virtual_size = Size(self.size.width, self.count() * self.row_height)
        self.cursor = max(0, min(self.cursor, self.count() - 1))
        self.keep_in_view()

    def forget(self) -> None:
        self._painted.clear()
        self.refresh()

    def on_resize(self) -> None:
        self.rows_changed()

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)

    def _refresh_row(self, index: int) -> None:
        self.refresh_lines(index * self.row_height, self.row_height)

    # The cursor.

    def move_to(self, index: int, step: int = 1) -> None:
        """Put the cursor on a row, or on the next in the direction of `step` where it may stop."""
        last = self.count() - 1
        index = max(0, min(index, last))
        while 0 <= index <= last and not self.may_stop(index):
            index += 1 if step > 0 else -1
        if 0 <= index <= last:
            self.cursor = index
        self.keep_in_view()

    def watch_cursor(self, old: int, new: int) -> None:
        for index in (old, new):
            self._refresh_row(index)
        self.post_message(self.Moved(self, new))

    def watch_hovered(self, old: int, new: int) -> None:
        for index in (old, new):
            self._refresh_row(index)

    def keep_in_view(self) -> None:
        """Scroll so far that the cursor's row is seen whole."""
        top, height = self.cursor * self.row_height, self.size.height
        first = self.scroll_offset.y
        if height and not first <= top <= first + height - self.row_height:
            self.scroll_to(
                y=top if top < first or height < self.row_height else top + self.row_height - height,
                animate=False,
                force=True,
            )

    @property
    def rows_in_view(self) -> int:
        return max(1, self.size.height // self.row_height)

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1, -1)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.count() - 1, -1)

    def action_half_down(self) -> None:
        self.move_to(self.cursor + max(1, self.rows_in_view // 2))

    def action_half_up(self) -> None:
        self.move_to(self.cursor - max(1, self.rows_in_view // 2), -1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self.rows_in_view)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self.rows_in_view, -1)

    # The mouse.

    def row_at(self, y: int) -> int:
        """Index of the row at a line of the widget; -1 where there is none."""
        index = (y + self.scroll_offset.y) // self.row_height
        return index if 0 <= index < self.count() and self.may_stop(index) else -1

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event.y)
        if index < 0 or event.x >= self.width_of_lines:
            return
        was_there = index == self.cursor
        self.cursor = index
        self.clicked(index, event.x, was_there)

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        """A row was clicked at column `x`; `was_there` says that it had the cursor already."""
        raise NotImplementedError

    def on_mouse_move(self, event: events.MouseMove) -> None:
        super().on_mouse_move(event)
        self.hovered = self.row_at(event.y)

    def on_leave(self) -> None:
        self.hovered = -1

    # Painting.

    def line(self, y: int) -> Strip:
        width = self.width_of_lines
        index, line = divmod(y + self.scroll_offset.y, self.row_height)
        if index >= self.count():
            return self._beyond(y, width)
        state = (index, width, index == self.cursor, index == self.hovered, self.has_focus)
        strips = self._painted.get(state)
        if strips is None:
            strips = [self._strip(pieces, width, state) for pieces in self.paint(index, width)]
            self._painted[state] = strips
        return strips[line] if line < len(strips) else self._strip((), width, state)

    def _strip(self, pieces: Line, width: int, state: tuple[int, int, bool, bool, bool]) -> Strip:
        _, _, is_cursor, is_hovered, has_focus = state
        over = "cursor" if is_cursor else "hover" if is_hovered else ""
        if is_cursor and (has_focus or self.is_chosen_elsewhere):
            over = "focused-cursor"
        segments = [Segment(text, self._style(f"{role} {over}")) for text, role in pieces]
        return Strip(segments).adjust_cell_length(width, self._style(f"plain {over}"))

    def _style(self, roles: str) -> Style:
        return self.style_of(tuple(roles.split()))

    def _beyond(self, y: int, width: int) -> Strip:
        """A line below the last row; with no rows at all, a line of what is said then."""
        said = self.empty().split("\n") if not self.count() else []
        words = [line for each in said for line in in_lines(each, width - 2, 4)]
        if not 0 < y <= len(words):
            return self.blank()
        text = words[y - 1]
        strip = Strip([Segment(f" {text}", self._style("dim"))])
        return strip.adjust_cell_length(width, self._style("plain"))
