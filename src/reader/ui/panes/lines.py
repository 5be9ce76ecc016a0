"""The lines of words on the screen: what the list is narrowed to, what happened, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.ui import keys
from reader.ui.cells import cut, fill
from reader.ui.looks import look

LINGERS = 6.0
"""Seconds that what happened stays to be read."""


class Words(Widget):
    """One line: words at the left that give way, words at the right that stay."""

    ALLOW_SELECT = False
    looks = ("shown", "shown")
    """Roles of the words at the left and at the right."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    aside: reactive[str] = reactive("")
    """Follows the words at the left where there is room for all of it."""

    class Clicked(Message):
        """The line was clicked, at the left or at the right."""

        def __init__(self, line: Words, at_right: bool) -> None:
            super().__init__()
            self.line = line
            self.at_right = at_right

        @property
        def control(self) -> Words:
            return self.line

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        right = f" {cut(self.right, width - 3)} " if self.right else ""
        room = width - cell_len(right)
        has_aside = cell_len(f" {self.left}{self.aside}") <= room
        left = fill(f" {self.left}{self.aside * has_aside}", room)
        return Strip(
            [
                Segment(left, look(self, (self.looks[0],))),
                Segment(right, look(self, (self.looks[1],))),
            ],
            width,
        )

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, event.x >= self.size.width - cell_len(self.right) - 2))


class Status(Words):
    """What just happened at the left, what is going on at the right."""

    looks = ("said", "news")

    standing: reactive[str] = reactive("")
    """What the left says when nothing just happened."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fades: Timer | None = None

    def say(self, words: str) -> None:
        """Show words for a while."""
        if self._fades:
            self._fades.stop()
        self.left = words
        self._fades = self.set_timer(LINGERS, self._fade)

    def _fade(self) -> None:
        self.left = self.standing

    def watch_standing(self, old: str, new: str) -> None:
        if self.left == old:
            self.left = new


class KeyBar(Widget):
    """The keys that matter most where the focus is; a click presses one."""

    ALLOW_SELECT = False

    rows: reactive[Sequence[keys.Key]] = reactive(())

    def _fitting(self) -> list[tuple[int, keys.Key]]:
        """Column and row of what fits; help stays when others leave."""
        room = self.size.width - 1
        helping = [row for row in self.rows if row.action == "help"]
        kept: list[keys.Key] = []
        taken = sum(map(_width, helping))
        for row in self.rows:
            if row in helping:
                continue
            if taken + _width(row) > room:
                break
            kept.append(row)
            taken += _width(row)
        placed, column = [], 1
        for row in [*kept, *helping]:
            placed.append((column, row))
            column += _width(row)
        return placed

    def render_line(self, y: int) -> Strip:
        base, key_style, label_style = (look(self, roles) for roles in ((), ("key",), ("label",)))
        segments = [Segment(" ", base)]
        for _, row in self._fitting():
            segments += [
                Segment(keys.first_shown(row), key_style),
                Segment(" ", base),
                Segment(row.label, label_style),
                Segment("  ", base),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        for column, row in self._fitting():
            if column <= event.x < column + _width(row) - 2:
                self.app.simulate_key(row.keys.split(",")[0].strip())


def _width(row: keys.Key) -> int:
    return cell_len(keys.first_shown(row)) + cell_len(row.label) + 3
