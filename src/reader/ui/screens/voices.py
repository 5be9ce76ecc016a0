"""Everybody who is quoted under the list's filter, grouped by speaker; gives back the quote to read."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.archive import Archive, Voice
from reader.extract.clean import clean_line
from reader.query import Filter
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.panes.box import Box
from reader.ui.panes.voices import Said, Voices


class Hearing(ModalScreen[Said | None]):
    """The voices under a line that narrows them by name."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("down,ctrl+n", "voices('down')", show=False, priority=True),
        Binding("up,ctrl+p", "voices('up')", show=False, priority=True),
        Binding("pagedown,ctrl+d", "voices('page_down')", show=False, priority=True),
        Binding("pageup,ctrl+u", "voices('page_up')", show=False, priority=True),
        Binding("right", "unfold", show=False, priority=True),
        Binding("left", "fold", show=False, priority=True),
    ]

    def __init__(self, archive: Archive, narrowed: Filter, said: str) -> None:
        """`said` is the filter in words, empty for none."""
        super().__init__()
        self._archive = archive
        self._narrowed = narrowed
        self._said = said

    def compose(self) -> ComposeResult:
        where = f" in {self._said}" if self._said else ""
        with Vertical(classes="dialog"):
            yield Static(Content(f"Who is quoted{where}"), classes="dialog-title")
            yield Box(placeholder="type a speaker's name", compact=True)
            yield Voices(lambda speaker: self._archive.quotes_of(self._narrowed, speaker), self._archive.release)
            yield Static(Content("enter opens · → ← unfold, fold · esc leave"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._listen("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._listen(clean_line(event.value))

    @work(thread=True, group="voices", exclusive=True, exit_on_error=False)
    def _listen(self, name: str) -> None:
        """Count in a thread: of a million releases that takes a second."""
        with Archive.open(self._archive.path) as archive:
            found = archive.voices(self._narrowed, name)
        if isinstance(found, list):
            self.app.call_from_thread(self._list, name, found)

    def _list(self, name: str, voices: list[Voice]) -> None:
        """Show the voices, unless others have been asked for since."""
        if self.is_mounted and clean_line(self.query_one(Input).value) == name:
            self.query_one(Voices).hear(voices)

    @on(Voices.Chosen)
    def _give_back(self, event: Voices.Chosen) -> None:
        self.dismiss(event.said)

    async def action_voices(self, action: str) -> None:
        await self.app.run_action(action, self.query_one(Voices))

    def action_choose(self) -> None:
        self.query_one(Voices).choose()

    def action_unfold(self) -> None:
        self.query_one(Voices).unfold()

    def action_fold(self) -> None:
        self.query_one(Voices).fold()

    def action_leave(self) -> None:
        self.dismiss(None)
