"""The key table as Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from reader.ui import keys


def bindings(pane: str) -> list[BindingType]:
    """What to bind in a pane; a binding's id is its action, so that a user's keymap finds it."""
    return _bound(keys.of_pane(pane))


def moving() -> list[BindingType]:
    """The keys that move in any pane, for one that has no others."""
    return _bound([row for row in keys.TABLE if row.panes == keys.MOVING])


def _bound(rows: Iterable[keys.Key]) -> list[BindingType]:
    return [Binding(row.keys, row.action, row.label, id=row.action, show=False) for row in rows]


QUITTING: list[BindingType] = [Binding("ctrl+c,ctrl+q", "app.quit", "Quit", show=False)]
"""For screens that stand over the others, which cover the app's own keys."""

HEIGHTS = [(0, "-short"), (18, "-tall")]
"""Lines from which a screen that stands over the others has room for margins, as Textual's classes."""
