"""Words found on a page whatever their case, accents, and kind of quotation marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reader.ui.passages import Mark, Page

_PLAIN = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("‐‑‒–—", "-")
    | dict.fromkeys("\u00a0\u202f", " ")
)
"""Marks of one kind that people do not tell apart when they type."""


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def fold(text: str) -> str:
    """The text as it is compared: no case, no accents, plain marks."""
    plain = text.translate(_PLAIN)
    return plain.lower() if plain.isascii() else "".join(map(_folded_letter, plain))


class Folded:
    """A text ready to be looked through."""

    def __init__(self, text: str) -> None:
        self.words = fold(text)
        self._offsets: list[int] = []
        """Where in the text each folded character comes from, and the text's length; empty where both are alike."""
        if len(self.words) != len(text) or not text.isascii():
            self._offsets = [at for at, letter in enumerate(text.translate(_PLAIN)) for _ in _folded_letter(letter)]
            self._offsets.append(len(text))

    def matches(self, words: str) -> list[tuple[int, int]]:
        """Where folded `words` stand in the text, as offsets of its characters, in order and apart."""
        found: list[tuple[int, int]] = []
        at = self.words.find(words) if words else -1
        while at >= 0:
            last = at + len(words) - 1
            # Accents after the last letter belong to it; of a letter that folds into two, one is enough.
            found.append((self._offset(at), max(self._offset(last) + 1, self._offset(last + 1))))
            at = self.words.find(words, at + len(words))
        return found

    def _offset(self, at: int) -> int:
        return self._offsets[at] if self._offsets else at


class Finding:
    """Words that are sought on a page, and where they were found."""

    def __init__(self) -> None:
        self.words = ""
        """What is sought, folded; empty for nothing."""
        self.matches: list[tuple[int, int, int]] = []
        """Passage, start and end of each, in the order of the page."""
        self.current = -1
        """Which match is the current one; -1 for none."""
        self._texts: list[Folded] = []

    def seek(self, words: str, page: Page) -> None:
        """Look for other words on a page that was looked through before, or never."""
        self.words, self.current = fold(" ".join(words.split())), -1
        if self.words and not self._texts:
            self._texts = [Folded(passage.text if passage.is_told else "") for passage in page.passages]
        self.matches = [
            (passage, start, end)
            for passage, text in enumerate(self._texts if self.words else ())
            for start, end in text.matches(self.words)
        ]

    def seek_again(self, page: Page) -> None:
        """Look for the same words on a page that was laid out anew."""
        current = self.current
        self._texts = []
        self.seek(self.words, page)
        self.current = current if current < len(self.matches) else -1

    def step(self, step: int) -> None:
        """Make another match the current one; after the last comes the first."""
        if self.matches:
            self.current = (self.current + step) % len(self.matches)

    def marks(self, passage: int) -> list[Mark]:
        """What was found in a passage."""
        return [
            Mark(start, end, ("match", "current-match") if number == self.current else ("match",))
            for number, (at, start, end) in enumerate(self.matches)
            if at == passage
        ]
