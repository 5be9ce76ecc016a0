"""A line to type in, with a cursor that keeps still."""

from __future__ import annotations

from textual import events
from textual.reactive import reactive
from textual.widgets import Input

LONGEST = 1_000
"""Letters that a box takes; a search for more would find nothing."""

JOINERS = "\u200c\u200d"
"""Zero-width letters that words of some scripts are written with."""


class Box(Input):
    """Textual's input, which blinks otherwise, and lets what is pasted act on the terminal."""

    cursor_blink = reactive(False, init=False)

    def validate_value(self, value: str) -> str:
        """Only what can be seen comes in: no escape codes, no marks that turn the direction of writing."""
        return "".join(letter for letter in value if letter.isprintable() or letter in JOINERS)

    def _on_paste(self, event: events.Paste) -> None:
        """Of a long paste its beginning: as much as there is room for."""
        event.prevent_default()
        room = LONGEST - len(self.value) + len(self.selected_text)
        line = next(iter(event.text[:LONGEST].splitlines()), "")[: max(room, 0)]
        super()._on_paste(events.Paste(line))
        event.stop()
