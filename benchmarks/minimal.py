"""The least that a Textual app can be: what the reader's start is compared with."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static("minimal app")


if __name__ == "__main__":
    Minimal().run()
