"""Which language a text is in: by its script, or by its small words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

READ = 2000
"""Characters that are looked at: a page of text is plenty."""

ENOUGH = 3
"""Small words that must be there before a language is named."""


_BEYOND_LATIN = re.compile("[\u0250-\uffff]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files(__package__) / "languages.toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Small word -> the languages that use it."""
    used: dict[str, tuple[str, ...]] = {}
    for language, words in _table()["words"].items():
        for word in set(words.split()):
            used[word] = (*used.get(word, ()), language)
    return used


def tag(written: str) -> str:
    """The primary part of a language tag ("en" for "en-GB", "en_US"); "" where it is none."""
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_][\w-]{1,30})?", written[:60].strip())
    return match[1].lower() if match and match[1].lower() not in ("und", "mul", "zxx") else ""


def detect(text: str) -> str:
    """The language of a text, as a BCP 47 primary tag; "" where it cannot be told."""
    text = text[:READ].lower()
    by_script = _by_script(text)
    if by_script:
        return by_script
    votes: Counter[str] = Counter()
    used = _words()
    for word, times in Counter(_WORD.findall(text)).items():
        for language in used.get(word, ()):
            votes[language] += times
    best = votes.most_common(2)
    if not best or best[0][1] < ENOUGH or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]


def _by_script(text: str) -> str:
    """The language of a text that is written in a script of its own; "" for Latin, Cyrillic or Arabic letters."""
    if text.isascii():
        return ""
    if len(_BEYOND_LATIN.findall(text)) * 4 < len(text):
        return ""
    letters = _LETTER.findall(text)
    counts = {
        language: sum(first <= letter <= last for letter in letters)
        for first, last, language in _table()["scripts"].values()
    }
    if counts["ja"] * 20 > len(letters):
        return "ja"
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 5 > len(letters) * 2 else ""
