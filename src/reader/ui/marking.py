"""Marking releases read and starred, and taking the last marking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from reader.release import Headline

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
        self._done: list[tuple[Mark, Sequence[int], bool]] = []

    def read(self, headline: Headline, is_read: bool) -> str:
        changed = self._mark(self._archive.set_read, [headline.id], is_read)
        return ("Marked read" if is_read else "Marked unread") if changed else ""

    def star(self, headline: Headline, is_starred: bool) -> str:
        changed = self._mark(self._archive.set_starred, [headline.id], is_starred)
        return ("Starred" if is_starred else "Star taken off") if changed else ""

    def undo(self) -> str:
        """Take the last marking back, and say which."""
        if not self._done:
            return "Nothing to undo"
        mark, ids, value = self._done.pop()
        mark(ids, not value)
        if mark == self._archive.set_read:
            return f"Marked {'unread' if value else 'read'} again"
        return "Star taken off again" if value else "Starred again"

    def _mark(self, mark: Mark, ids: Sequence[int], value: bool) -> bool:
        changed = mark(ids, value)
        if changed:
            self._done = [*self._done[1 - REMEMBERED :], (mark, changed, value)]
        return bool(changed)
