"""Everybody who is quoted under the list's filter, grouped by speaker; gives back the quote to read."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState, get_current_worker

from reader import faults
from reader.archive import Archive, Voice, in_words
from reader.extract.clean import clean_line
from reader.query import Filter
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.panes.box import Box
from reader.ui.panes.voices import MOST, Said, Voices
from reader.ui.screens.dialog import Dialog

OPEN = 2_000
"""Quotes that are shown at once, the newest: of more, those speakers are open whose quotes are all among them."""


class Hearing(Dialog[Said | None]):
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
            yield Voices(self._archive.release)
            yield Static(Content("enter opens · → ← unfold, fold · esc leave"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._listen("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._listen(clean_line(event.value))

    @work(thread=True, group="voices", exclusive=True, exit_on_error=False)
    def _listen(self, name: str) -> None:
        """Count in a thread: of a million releases that takes a second. Letters that are typed meanwhile stop it."""
        worker = get_current_worker()

        def stopped() -> bool:
            return worker.is_cancelled

        said: dict[str, list[Said]] = {}
        with Archive.open(self._archive.path) as archive:
            found = archive.voices(self._narrowed, name, stopped)
            for speaker, release, nth in archive.quotes(self._narrowed, name, OPEN, stopped):
                said.setdefault(speaker, []).append(Said(release, nth))
        if isinstance(found, list) and not stopped():
            self.app.call_from_thread(self._list, name, found, said)

    def _list(self, name: str, voices: list[Voice], said: dict[str, list[Said]]) -> None:
        """Show the voices, unless others have been asked for since."""
        if self.is_mounted and clean_line(self.query_one(Input).value) == name:
            self.query_one(Voices).hear(voices, said)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what ended the listening."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            voices = self.query_one(Voices)
            voices.empty_words = in_words(event.worker.error) or faults.keep(event.worker.error)
            voices.rows_changed()

    @on(Voices.Unfolded)
    def _unfold(self, event: Voices.Unfolded) -> None:
        self._hear_out(event.speaker)

    @work(thread=True, group="quotes", exclusive=True, exit_on_error=False)
    def _hear_out(self, speaker: str) -> None:
        """Look up all that a speaker said, in a thread, since a filter may make it long."""
        worker = get_current_worker()
        with Archive.open(self._archive.path) as archive:
            found = archive.quotes_of(self._narrowed, speaker, MOST, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, speaker, [Said(*each) for each in found])

    def _show(self, speaker: str, said: list[Said]) -> None:
        if self.is_mounted:
            self.query_one(Voices).show(speaker, said)

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
