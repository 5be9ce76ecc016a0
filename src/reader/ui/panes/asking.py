"""The search box: one line to type in, and under it what is wrong with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.ui.bindings import bindings

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.query import Mistake
    from reader.ui.panes.box import Box


class Asking(Vertical):
    """Opened by the screen with a label: "Search" for all releases, "Find" for the page."""

    BINDINGS = bindings("box")

    class OfWords(Message):
        """Something is wanted of the words in the box."""

        def __init__(self, label: str, words: str) -> None:
            super().__init__()
            self.label = label
            self.words = words

    class Typed(OfWords):
        """Other words stand in the box."""

        def can_replace(self, message: Message) -> bool:
            """Only the last words matter."""
            return isinstance(message, Asking.Typed)

    class Kept(OfWords):
        """Enter was pressed."""

    class Dropped(OfWords):
        """Escape was pressed."""

    class Onward(Message):
        """The next hit is wanted, or with a step of -1 the one before."""

        def __init__(self, label: str, step: int) -> None:
            super().__init__()
            self.label = label
            self.step = step

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = ""
        self._box: Box | None = None
        self._before, self._after, self._below = (
            Static(id=f"asking-{part}", markup=False) for part in ("label", "count", "mistake")
        )

    async def _made(self) -> Box:
        """The line to type in; made when it is wanted first, since it costs as much as all the rest of the screen."""
        if self._box is None:
            from reader.ui.panes.box import Box

            self._box = Box(id="asking-words", compact=True, select_on_focus=False)
            await self.mount(Horizontal(self._before, self._box, self._after), self._below)
        return self._box

    @property
    def words(self) -> str:
        return self._box.value if self._box else ""

    async def ask(self, label: str, words: str, hint: str) -> None:
        """Open with these words, to type on from their end."""
        self.label = label
        box = await self._made()
        self._before.update(Content(f" {label} "))
        with box.prevent(box.Changed):
            box.value = words
        box.placeholder = hint
        box.cursor_position = len(words)
        self.tell("")
        self.display = True
        self.screen.set_focus(box)

    def close(self) -> None:
        self.display = False

    def tell(self, count: str, mistake: Mistake | None = None) -> None:
        """Say how much was found, or what is wrong and where."""
        self._after.update(Content(count and f" {count} "))
        self._below.display = mistake is not None
        if mistake:
            column = cell_len(f"{self.label}  ") + cell_len(self.words[: mistake.at])
            meant = f" — did you mean {mistake.suggestion}?" if mistake.suggestion else ""
            self._below.update(Content(f"{' ' * column}^\n{mistake.message}{meant}"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(self.Typed(self.label, self.words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        self.post_message(self.Kept(self.label, self.words))

    def action_drop(self) -> None:
        self.post_message(self.Dropped(self.label, self.words))

    def action_next_hit(self) -> None:
        self.post_message(self.Onward(self.label, 1))

    def action_previous_hit(self) -> None:
        self.post_message(self.Onward(self.label, -1))
