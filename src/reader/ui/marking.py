"""Marking releases read and starred, and taking the last marking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from reader.headline import Headline

REMEMBERED = 100
"""Markings that can be taken back."""

Mark = Callable[[Sequence[int], bool], Sequence[int]]


class Markable(Protocol):
    """What marks are kept in; both return the ids of releases that were not so before."""

    def set_read(self, ids: Sequence[int], is_read: bool) -> Sequence[int]: ...
    def set_starred(self, ids: Sequence[int], is_starred: bool) -> Sequence[int]: ...


class Marks:
    """Each marking returns what to say of it; empty where nothing changed."""

    def __init__(self, archive: Markable) -> None:
        self._archive = archive
        self._done: list[Callable[[], str]] = []

    def read(self, headline: Headline, is_read: bool) -> str:
        words = ("Marked unread again", "Marked read again")
        changed = self._mark(self._archive.set_read, [headline.id], is_read, words)
        return ("Marked read" if is_read else "Marked unread") if changed else ""

    def star(self, headline: Headline, is_starred: bool) -> str:
        words = ("Star taken off again", "Starred again")
        changed = self._mark(self._archive.set_starred, [headline.id], is_starred, words)
        return ("Starred" if is_starred else "Star taken off") if changed else ""

    def remember(self, undo: Callable[[], str]) -> None:
        """Keep how to take something back; `undo` does it, and returns what to say then."""
        self._done = [*self._done[1 - REMEMBERED :], undo]

    def undo(self) -> str:
        """Take the last thing back, and say which."""
        return self._done.pop()() if self._done else "Nothing to undo"

    def _mark(self, mark: Mark, ids: Sequence[int], value: bool, undone: tuple[str, str]) -> bool:
        """Mark, and remember how to undo it; `undone` is said then, by whether the mark is off or on again."""
        changed = mark(ids, value)

        def undo() -> str:
            mark(changed, not value)
            return undone[not value]

        if changed:
            self.remember(undo)
        return bool(changed)
