"""What was changed in a release, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from reader import faults
from reader.archive import Archive, ArchiveError, in_words
from reader.headline import Headline
from reader.refresh import versions
from reader.ui.bindings import HEIGHTS, QUITTING, moving
from reader.ui.changes import Difference, differences, lay_out_changes
from reader.ui.panes.paper import Paper
from reader.ui.screens.dialog import Dialog
from reader.ui.sheet import Sheet


class Changes(Paper, can_focus=True, inherit_bindings=False):
    """A page of differences."""

    BINDINGS = moving()

    def __init__(self, title: str, measure: int) -> None:
        super().__init__()
        self._title = title
        self._measure = measure
        self._told: Sequence[Difference] | None = None
        self._words = "Comparing its versions …"

    def show(self, told: Sequence[Difference]) -> None:
        """Show these differences from their top."""
        self._told = told
        self._lay_out()
        self.action_first()

    def say(self, words: str) -> None:
        """Show words in place of differences."""
        self._words = words
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.width_of_lines
        if self._told is None:
            sheet = Sheet(width, [], self._measure)
            sheet.gap()
            sheet.write(self._words, "meta")
            self.put(sheet.page)
        elif width:
            in_brackets = self.app.no_color or self.app.native_ansi_color
            page = lay_out_changes(self._title, self._told, width, in_brackets=in_brackets, measure=self._measure)
            self.put(page)


class History(Dialog[None]):
    """The versions of a release over the whole screen."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*QUITTING, Binding("escape,q,d,h,left", "dismiss", show=False)]

    def __init__(self, archive: Archive, headline: Headline, measure: int) -> None:
        super().__init__()
        self._archive = archive
        self._headline = headline
        self._measure = measure

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("What was changed"), classes="dialog-title")
            yield Changes(self._headline.title, self._measure)
            yield Static(Content("j k scroll · esc closes"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(Changes).focus()
        self._compare()

    @work(thread=True, group="history", exit_on_error=False)
    def _compare(self) -> None:
        """Understand all versions in a child, and compare them, away from the keys."""
        worker = get_current_worker()
        try:
            with Archive.open(self._archive.path) as archive:
                told = differences(versions(archive, self._headline.id), lambda: worker.is_cancelled)
        except (ArchiveError, LookupError) as error:
            self.app.call_from_thread(self._tell, None, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._tell, told, "")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what ended the comparing."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            self._tell(None, in_words(error) or faults.keep(error))

    def _tell(self, told: Sequence[Difference] | None, words: str) -> None:
        if self.is_mounted and told is not None:
            self.query_one(Changes).show(told)
        elif self.is_mounted:
            self.query_one(Changes).say(words)
