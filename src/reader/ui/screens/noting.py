"""A note on a release: lines to write on, kept when they are left."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from reader.extract.clean import clean_text
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.screens.dialog import Dialog


class Writing(TextArea):
    """Textual's area, into which nothing is pasted that acts on the terminal."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean_text(event.text)
        await super()._on_paste(event)
        event.prevent_default()


class Noting(Dialog["str | None"]):
    """Gives the text back, always: a note can't be lost by the wrong key, and `u` takes the change back."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str) -> None:
        """`title` is the release's, `text` the note as it is."""
        super().__init__()
        self._titled = title
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(f"Your note on {self._titled or 'this release'}"), classes="dialog-title")
            yield Writing(self._text, tab_behavior="focus", placeholder="a paragraph, a question, a number to call")
            yield Static(Content("esc keeps it · an empty note is none"), classes="dialog-hint")

    def on_mount(self) -> None:
        area = self.query_one(Writing)
        area.move_cursor(area.document.end)
        area.cursor_blink = False
        area.focus()

    def action_keep(self) -> None:
        self.dismiss(clean_text(self.query_one(Writing).text).strip())
