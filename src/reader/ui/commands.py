"""The palette: every action of the key table by its name, and the themes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from reader.ui import keys
from reader.ui.screens.showing import Showing


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

    def _commands(self) -> Iterator[tuple[str, IgnoreReturnCallbackType, str]]:
        if isinstance(self.screen, Showing):
            for row in self.screen.table:
                if row.panes not in (keys.MOVING, ("box",)) and row.action != "palette":
                    name = f"{row.label}  ({keys.first_shown(row)})"
                    yield name, partial(self._run, self.screen, row), _sentence(row.help)
        for theme in sorted(self.app.available_themes):
            yield f"Theme: {theme}", partial(setattr, self.app, "theme", theme), "Use these colours, now and next time"

    async def _run(self, screen: Showing, row: keys.Key) -> None:
        panes: dict[str, Any] = {
            "list": screen.headlines,
            "page": screen.page,
            "tree": screen.tree_pane,
            "reading": screen,
            "app": self.app,
        }
        await self.app.run_action(row.action, panes[row.panes[0]])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
