"""Words found in a text whatever their case, accents, and kind of quotation marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans("“”„«»‘’‚‐‑‒–—\u00a0\u202f", '"""""\'\'\'----- '.ljust(14) + " ")


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
        self._offsets: list[int] | None = None
        if len(self.words) != len(text) or not text.isascii():
            self._offsets = [at for at, letter in enumerate(text.translate(_PLAIN)) for _ in _folded_letter(letter)]
            self._offsets.append(len(text))

    def matches(self, words: str) -> list[tuple[int, int]]:
        """Where folded `words` stand in the text, as offsets of its characters, in order and apart."""
        found: list[tuple[int, int]] = []
        at = self.words.find(words) if words else -1
        while at >= 0:
            found.append((self._offset(at), self._offset(at + len(words) - 1) + 1))
            at = self.words.find(words, at + len(words))
        return found

    def _offset(self, at: int) -> int:
        return self._offsets[at] if self._offsets else at
