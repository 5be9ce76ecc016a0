"""All keys, under the pane that each works in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui import keys
from reader.ui.bindings import QUITTING

WORDS = """\
Releases stand newest first; a dot ● marks an unread one, a star ★ a starred one. What someone said stands out \
with a bar ▌ and its speaker's name; quotation marks around a title or a term change nothing.

Search words: all must be there. “a phrase” in quotes, -word for without, title:, quote: and speaker: for a part, \
region:asia, country:CHN, source:, lang:, is:unread, is:starred, newer:30d, and OR between two.\
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


class Help(ModalScreen[None]):
    """Closed by any of esc, q and ?."""

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
                yield Static(self._written(), id="keys-written")
            yield Static(Content("j k scroll · esc closes"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(KeysShown).focus()

    def _written(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        for heading, rows in keys.by_section(self._table):
            parts.append((f"{heading}\n", "bold $primary"))
            for row in rows:
                parts += [(f"  {keys.all_shown(row):<15} ", "bold"), f"{row.help}\n"]
            parts.append("\n")
        return Content.assemble(*parts, WORDS)
