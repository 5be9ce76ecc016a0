"""What stands over the screen for reading until it is answered, once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """Textual's modal screen, which leaves the one under it too where it is answered twice, as by a key held down."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer and leave; nothing where that was done already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
