"""The palette: every action of the key table by its name, and the themes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.types import IgnoreReturnCallbackType

from reader.ui import keys
from reader.ui.screens.showing import Showing

Command = tuple[str, IgnoreReturnCallbackType, str]
"""Name, what it runs, and a sentence on it."""


class Palette(CommandPalette):
    """Textual's palette as the other dialogs look."""

    CSS_PATH = "screens/dialogs.tcss"

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, once: two clicks would take the screen under it away too."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Commands(Provider):
    """Offers what can be done on the screen under the palette."""

    async def discover(self) -> Hits:
        for name, run, said in self._commands():
            yield DiscoveryHit(name, run, help=said)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, run, said in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=said)

    def _commands(self) -> Iterator[Command]:
        if isinstance(self.screen, Showing):
            yield from self._actions(self.screen)
        for theme in sorted(self.app.available_themes):
            yield f"Theme: {theme}", partial(setattr, self.app, "theme", theme), "Use these colours, now and next time"

    def _actions(self, screen: Showing) -> Iterator[Command]:
        """What works anywhere, then what works in the panes that are there to be seen."""
        owners: dict[str, DOMNode] = {"reading": screen, "app": self.app}
        panes = {"list": screen.headlines, "page": screen.page, "tree": screen.tree_pane}
        owners |= {name: pane for name, pane in panes.items() if pane.is_on_screen}
        for name, owner in owners.items():
            for row in screen.table:
                if row.panes == (name,) and row.action != "palette":
                    run = partial(self.app.run_action, row.action, owner)
                    yield f"{row.label}  ({keys.first_shown(row)})", run, _sentence(row.help)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
