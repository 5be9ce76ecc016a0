"""The sources and how each is doing: switched on and off, fetched, left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.archive import Archive, Course, SourceRow
from reader.ui.bindings import HEIGHTS, QUITTING, moving
from reader.ui.cells import ends, in_lines
from reader.ui.health import in_words
from reader.ui.panes.rows import Line, Rows
from reader.ui.screens.dialog import Dialog

FOLLOWED = 0.5
"""Seconds between two looks at a refresh that is under way."""

HINT = "space on/off · r fetch · D follow no longer · enter list · esc closes"


class SourceRows(Rows):
    """Three lines a row: a source with its counts, and how it is doing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "switch", show=False),
        Binding("space", "switch", show=False, priority=True),
        Binding("r", "fetch", show=False),
        Binding("D", "leave", show=False),
        Binding("enter,l,right", "only", show=False),
        *moving(),
    ]

    class Wanted(Message):
        """Something is to be done with a source: "switch", "fetch", "leave" or "only"."""

        def __init__(self, deed: str, source: SourceRow) -> None:
            super().__init__()
            self.deed = deed
            self.source = source

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._sources: Sequence[SourceRow] = ()
        self._courses: Mapping[int, Course] = {}
        self._busy: Mapping[int, str] = {}

    @property
    def row_height(self) -> int:
        return 3

    def show(self, sources: Sequence[SourceRow], courses: Mapping[int, Course], busy: Mapping[int, str]) -> None:
        """Show these sources, those that ask for care first; the cursor stays on its source."""
        here = self.source.id if self.source else 0
        self._courses, self._busy = courses, busy
        self._sources = sorted(sources, key=lambda each: not self._in_words(each)[1])
        self.rows_changed()
        self.move_to(next((at for at, each in enumerate(self._sources) if each.id == here), 0))

    def _in_words(self, source: SourceRow) -> tuple[str, bool]:
        course = self._courses.get(source.id)
        return in_words(source, course.last_new if course else "", self._now())

    @property
    def source(self) -> SourceRow | None:
        """The source under the cursor."""
        return self._sources[self.cursor] if 0 <= self.cursor < len(self._sources) else None

    def count(self) -> int:
        return len(self._sources)

    def empty(self) -> str:
        return "No sources yet.\n\nPress esc, then A to choose feeds."

    def paint(self, index: int, width: int) -> Sequence[Line]:
        source = self._sources[index]
        words, needs_care = self._in_words(source)
        if source.id in self._busy:
            words, needs_care = "being fetched …", False
        box = ("[✓] " if source.is_on else "[ ] ") if source.kind == "feed" else "    "
        title, counted = ends(source.title or source.url, f"{source.unread} unread of {source.total}", width - 6)
        first, *rest = in_lines(words, max(1, width - 6), 2)
        return [
            [(f" {box}", "mark"), (title, "strong" if source.is_on else "plain"), (f"{counted} ", "dim")],
            *([("     ", "plain"), (line, "warning" if needs_care else "dim")] for line in (first, *rest)),
        ]

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        if x < 5:
            self.action_switch()

    def action_switch(self) -> None:
        self._want("switch")

    def action_fetch(self) -> None:
        self._want("fetch")

    def action_leave(self) -> None:
        self._want("leave")

    def action_only(self) -> None:
        self._want("only")

    def _want(self, deed: str) -> None:
        if self.source:
            self.post_message(self.Wanted(deed, self.source))


class Sources(Dialog[int | None]):
    """Gives back the number of the source that is to be listed alone, or None."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*QUITTING, Binding("escape,q,F,h,left", "dismiss", show=False)]

    def __init__(
        self,
        archive: Archive,
        busy: Callable[[], Mapping[int, str]],
        fetch: Callable[[int], str],
        now: Callable[[], datetime],
    ) -> None:
        """`busy` tells which sources are being fetched, `fetch` begins to fetch one and returns what to say of it."""
        super().__init__()
        self._archive = archive
        self._busy = busy
        self._fetch = fetch
        self._now = now
        self._leaving = 0
        self._was_busy: Mapping[int, str] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Sources, and how each is doing"), classes="dialog-title")
            yield SourceRows(self._now)
            yield Static(Content(HINT), id="sources-hint", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(SourceRows).focus()
        self.show()
        self.set_interval(FOLLOWED, self._follow)

    def _follow(self) -> None:
        """Follow a refresh that is under way."""
        busy = self._busy()
        if busy != self._was_busy:
            self._was_busy = busy
            self.show()

    def show(self) -> None:
        """Show the sources as the archive has them now."""
        followed = [
            each for each in self._archive.sources() if each.kind != "left" and (each.total or each.kind == "feed")
        ]
        self.query_one(SourceRows).show(followed, self._archive.courses(), self._busy())

    def _say(self, words: str) -> None:
        self.query_one("#sources-hint", Static).update(Content(words))

    @on(SourceRows.Moved)
    def _forget_what_was_asked(self) -> None:
        self._leaving = 0
        self._say(HINT)

    @on(SourceRows.Wanted)
    def _do(self, event: SourceRows.Wanted) -> None:
        source, is_feed = event.source, event.source.kind == "feed"
        if event.deed == "only":
            self.dismiss(source.id)
        elif not is_feed:
            self._say("These came from files: nothing is fetched for them")
        elif event.deed == "switch":
            self._archive.update_source(source.id, is_on=not source.is_on)
            self._say("Switched off; it is not fetched" if source.is_on else "Switched on; r fetches it")
            self.show()
        elif event.deed == "fetch":
            self._say(self._fetch(source.id))
            self.show()
        elif self._leaving != source.id:
            self._leaving = source.id
            kept = "1 release stays" if source.total == 1 else f"{source.total} releases stay"
            self._say(f"D again follows it no longer; its {kept}")
        else:
            self._archive.leave_source(source.id)
            self._say("Followed no longer; A adds it again")
            self.show()
