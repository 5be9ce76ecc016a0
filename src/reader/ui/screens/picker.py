"""Choosing regions, countries and sources where the tree has no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from reader.query import Filter
from reader.ui import narrowing
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.panes.box import Box
from reader.ui.panes.tree import Counts, Search, Source, Tag, Tree
from reader.ui.screens.dialog import Dialog


class Narrowing(Box):
    """Letters narrow the rows; the space bar ticks one."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "space" and super().check_consume_key(key, character)


class Picker(Dialog[Filter | None]):
    """The tree under a line to type in; gives the filter back, or None where nothing was chosen."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "apply", show=False, priority=True),
        Binding("space", "tree('tick')", show=False, priority=True),
        Binding("down,ctrl+n", "tree('down')", show=False, priority=True),
        Binding("up,ctrl+p", "tree('up')", show=False, priority=True),
        Binding("pagedown,ctrl+d", "tree('page_down')", show=False, priority=True),
        Binding("pageup,ctrl+u", "tree('page_up')", show=False, priority=True),
        Binding("right", "tree('unfold')", show=False, priority=True),
        Binding("left", "tree('fold')", show=False, priority=True),
    ]

    def __init__(
        self,
        narrowed: Filter,
        counts: Counts,
        sources: Sequence[Source],
        searches: Sequence[Search] = (),
        tags: Sequence[Tag] = (),
    ) -> None:
        super().__init__()
        self._narrowed = self._before = narrowed
        self._counts = counts
        self._sources = sources
        self._searches = searches
        self._tags = tags

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Show releases about"), classes="dialog-title")
            yield Narrowing(placeholder="type to narrow: a region, a country, a source", compact=True)
            tree = Tree()
            tree.is_chosen_elsewhere = True
            yield tree
            yield Static(Content("space tick · → open · enter show · esc leave"), classes="dialog-hint")

    def on_mount(self) -> None:
        tree = self.query_one(Tree)
        tree.can_focus = False
        tree.sources = self._sources
        tree.searches = self._searches
        tree.tags = self._tags
        tree.narrowed = self._narrowed
        tree.counts = self._counts
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _narrow_rows(self, event: Input.Changed) -> None:
        self.query_one(Tree).typed = event.value

    async def action_tree(self, action: str) -> None:
        await self.app.run_action(action, self.query_one(Tree))

    @on(Tree.Only)
    def _show_only(self, event: Tree.Only) -> None:
        self.dismiss(narrowing.only(self._narrowed, event.kind, event.key))

    @on(Tree.Ticked)
    def _tick(self, event: Tree.Ticked) -> None:
        self._narrowed = narrowing.toggled(self._narrowed, event.kind, event.key)
        self.query_one(Tree).narrowed = self._narrowed

    def action_apply(self) -> None:
        """Show what is ticked; where nothing was ticked or unticked, the row under the cursor."""
        branch = self.query_one(Tree).branch
        if self._narrowed == self._before and branch:
            self.dismiss(narrowing.only(self._narrowed, branch.kind, branch.key))
        else:
            self.dismiss(self._narrowed)

    def action_leave(self) -> None:
        self.dismiss(None)
