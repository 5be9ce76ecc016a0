"""The menu of what can be done to all the releases that are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.deeds import DEEDS, Deed
from reader.ui.panes.rows import Line, Rows
from reader.ui.screens.dialog import Dialog

EXPORT = "export"
"""What the menu gives back for its last row, which is no mark."""

ROWS: Sequence[tuple[str, str, Deed | str]] = (
    *((deed.key, deed.label, deed) for deed in DEEDS),
    ("E", "Export …", EXPORT),
)
"""Key, label, and what is given back."""


class Choices(Rows):
    """The rows, each with the key that chooses it."""

    def count(self) -> int:
        return len(ROWS)

    def paint(self, index: int, width: int) -> Sequence[Line]:
        key, label, _ = ROWS[index]
        return [[(f"  {key}  ", "mark"), (label, "plain")]]

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        self.screen.dismiss(ROWS[index][2])


class Deeds(Dialog["Deed | str | None"]):
    """Gives back a deed, "export", or None where nothing was chosen."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape,q,a,h,left", "leave", show=False),
        Binding("enter,l,right,space", "choose", show=False),
        Binding("down,j", "rows('down')", show=False),
        Binding("up,k", "rows('up')", show=False),
    ]

    def __init__(self, total: int) -> None:
        """`total` is how many releases are listed."""
        super().__init__()
        self._total = total

    def compose(self) -> ComposeResult:
        listed = "The one release listed" if self._total == 1 else f"All {self._total:,} releases listed"
        with Vertical(classes="dialog"):
            yield Static(Content(listed), classes="dialog-title")
            yield Choices()
            yield Static(Content("its key, or enter · u undoes · esc leaves"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(Choices).focus()

    def on_key(self, event: events.Key) -> None:
        given = next((given for key, _, given in ROWS if event.character == key), None)
        if given is not None:
            event.stop()
            self.dismiss(given)

    async def action_rows(self, action: str) -> None:
        await self.app.run_action(action, self.query_one(Choices))

    def action_choose(self) -> None:
        self.dismiss(ROWS[self.query_one(Choices).cursor][2])

    def action_leave(self) -> None:
        self.dismiss(None)
