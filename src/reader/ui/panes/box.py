"""A line to type in, with a cursor that keeps still."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input

JOINERS = "\u200c\u200d"
"""Zero-width letters that words of some scripts are written with."""


class Box(Input):
    """Textual's input, which blinks otherwise, and lets what is pasted act on the terminal."""

    cursor_blink = reactive(False, init=False)

    def validate_value(self, value: str) -> str:
        """Only what can be seen comes in: no escape codes, no marks that turn the direction of writing."""
        return "".join(letter for letter in value if letter.isprintable() or letter in JOINERS)
