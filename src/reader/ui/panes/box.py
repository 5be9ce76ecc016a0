"""A line to type in, with a cursor that keeps still."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input


class Box(Input):
    """Textual's input, which blinks otherwise."""

    cursor_blink = reactive(False, init=False)
