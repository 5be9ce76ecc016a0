"""The search box: one line to type in, and under it what may be meant, or what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from reader.later import Later
from reader.ui.bindings import bindings
from reader.ui.cells import cut

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader import completion, query
    from reader.completion import Completion, Wanted
    from reader.query import Mistake
    from reader.ui.panes.box import Box
else:
    completion, query = Later("reader.completion"), Later("reader.query")


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
        self.came_from: Widget | None = None
        """What had the keys before the box was opened."""
        self._help = ""
        self._mistake: Mistake | None = None
        self._want: Wanted | None = None
        self._offered: Sequence[Completion] = ()
        self._offered_for = ""
        """The words that it was offered for."""
        self._takes = False
        """Whether the first of what is offered next should be taken: tab was pressed before it came."""

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

    @property
    def cursor(self) -> int:
        """Where in the words the cursor is."""
        return self._box.cursor_position if self._box else 0

    async def ask(self, label: str, words: str, hint: str, help: str = "") -> None:
        """Open with these words, to type on from their end.

        With `help`, a line on what may be typed, two lines under the box are kept free for it and for what is
        offered, so that nothing moves while one types.
        """
        self.label = label
        self.came_from = self.screen.focused
        self._help = help
        self._want, self._offered, self._takes = None, (), False
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
        self._mistake = mistake
        self._say_below()

    def offer(self, want: Wanted | None, completions: Sequence[Completion]) -> None:
        """Offer what may be meant by what is being typed; nothing takes back what was offered."""
        is_whole = bool(want and completions and completions[0].text == self.words[want.start : want.end])
        self._want, self._offered, self._offered_for = want, () if is_whole else completions, self.words
        if self._takes:
            self._takes = False
            self._take()
        self._say_below()

    def _say_below(self) -> None:
        """In this order: what is offered for the place where one types, what is wrong, what may be typed."""
        width = max(20, self.screen.size.width - 2)
        lines: list[Content] = []
        if self._want and self._offered and (not self._mistake or self._mistake.at >= self._want.start):
            lines = self._offers(self._want, width)
        elif self._mistake:
            meant = self._mistake.suggestion
            said = f"did you mean {meant}? tab takes it — " if meant else ""
            caret = " " * self._column(self._mistake.at, width) + "^"
            lines = [Content(caret), Content(cut(said + self._mistake.message, width))]
        elif self._help:
            lines = [Content(), Content.styled(cut(self._help, width), "$foreground 65%")]
        self._below.display = bool(lines)
        self._below.update(Content("\n").join(lines))

    def _offers(self, want: Wanted, width: int) -> list[Content]:
        """What is offered, the first one under what it stands for, and how to take it."""
        first, *others = (each.shown for each in self._offered)
        room = width - cell_len(first)
        column = min(self._column(want.start, width), max(0, room))
        rest = cut("".join(f"  {other}" for other in others), max(0, width - column - cell_len(first)))
        shown = Content.assemble(" " * column, (first, "bold $text-primary"), (rest, "$foreground 75%"))
        example = "" if want.field else f", as in {query.FIELDS[first.rstrip(':')]}"
        return [shown, Content.styled(cut(f"tab takes {first}{example}", width), "$foreground 65%")]

    def _column(self, at: int, width: int) -> int:
        """The column under a place in the words, as they are scrolled."""
        before = (
            cell_len(f"{self.label}  ") + cell_len(self.words[:at]) - (self._box.scroll_offset.x if self._box else 0)
        )
        return max(0, min(before, width - 1))

    def action_complete(self) -> None:
        """Take what is offered; where it is still to come, as soon as it is there."""
        if self._offered_for == self.words:
            self._take()
        else:
            self._takes = True

    def _take(self) -> None:
        box = self._box
        if box is None:
            return
        if self._want and self._offered:
            words, cursor = completion.completed(self.words, self._want, self._offered[0])
        elif self._mistake and self._mistake.suggestion:
            before = self.words[: self._mistake.at] + self._mistake.suggestion
            words, cursor = before + self.words[self._mistake.end :], len(before)
        else:
            return
        self._want, self._offered = None, ()
        box.value = words
        box.cursor_position = cursor

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._takes = False
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
