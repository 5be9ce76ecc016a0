"""All keys, under the pane that each works in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.query import FIELDS, HOLDINGS, STATES
from reader.ui import keys
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.cells import fill, in_lines
from reader.ui.screens.dialog import Dialog

MOST_KEYS = 18
"""Columns for the keys of a row."""

SIGNS = """\
A dot ● marks an unread release, a star ★ a starred one. A bar ▌ stands beside what someone said, and the speaker's \
name below it; quotation marks around a title or a term change nothing.

"""

SEARCHING = """\
All words must be there; the last one may be the beginning of a word. “a phrase” stands together, -word must be \
missing, OR between two takes either. Fields:

"""


class KeysShown(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The panel's text, which scrolls as everything else does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
        Binding("space,pagedown,ctrl+d", "page_down", show=False),
        Binding("b,pageup,ctrl+u", "page_up", show=False),
    ]


class Help(Dialog[None]):
    """Closed by any of esc, q and ?."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape,q,question_mark,f1,h,left", "dismiss", show=False),
    ]

    def __init__(self, table: Sequence[keys.Key]) -> None:
        super().__init__()
        self._table = table

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Keys"), classes="dialog-title")
            with KeysShown(id="keys-shown"):
                yield Static(id="keys-written")
            yield Static(Content("j k scroll · esc closes"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(KeysShown).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        width = self.query_one(KeysShown).scrollable_content_region.width
        self.query_one("#keys-written", Static).update(written(self._table, width))


def written(table: Sequence[keys.Key], width: int) -> Content:
    """The panel's text; what a key does is set beside it in `width` columns."""
    parts: list[Content | str | tuple[str, str]] = []
    for heading, rows in keys.by_section(table):
        parts += [_heading(heading), *(_line(keys.all_shown(row), row.help, width) for row in rows), "\n"]
    parts += [_heading("What the signs mean"), SIGNS, _heading("Searching"), SEARCHING]
    parts += [f"  {example}\n" for name, example in FIELDS.items() if name not in ("is", "has")]
    parts += [_line(f"is:{state}", meaning, width) for state, meaning in STATES.items()]
    parts += [_line(f"has:{held}", meaning, width) for held, meaning in HOLDINGS.items()]
    return Content.assemble(*parts)


def _heading(words: str) -> tuple[str, str]:
    return f"{words}\n", "bold $text-primary"


def _line(left: str, right: str, width: int) -> Content:
    first, *others = in_lines(right, max(MOST_KEYS, width - MOST_KEYS - 1), 9)
    hanging = "".join(f"{' ' * (MOST_KEYS + 1)}{line}\n" for line in others)
    return Content.assemble((fill(f"  {left}", MOST_KEYS) + " ", "bold"), f"{first}\n{hanging}")
