"""Where a release's dateline ends: the place it was written at is not what it is about."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"\s{0,3}[(（][^()（）]{2,60}[)）]\s{0,2}(?:[–—-]{1,2}|:|,)?\s{0,2}")
_DASHED = re.compile(r"[^–—\n]{2,90}?(?:\s[-–—]{1,2}\s|[–—]{1,2}\s?|\.?-{1,2}\s|\)[-–—])")
_DATED = re.compile(r"[^:–—\n]{2,80}?\b(?:19|20)\d\d\s{0,2}(?:\([^)]{1,30}\))?\s{0,2}[:.,–—-]{1,3}(?:\s|$)")
_AGENCY = re.compile(r"[^()\n]{2,60}\([A-Z]{2,12}\)\s{0,2}[.:,–—-]{0,3}\s")
_SMALL = re.compile(r"de|del|la|el|le|les|du|des|of|the|and|et|y|e|da|do|en|d|l|von|der|am|al|in|st")
"""Words that have no capital in a dateline either."""

MONTHS = 2
"""Small words that a date may bring: "4 de julio", "le lundi 4 mars"."""

MAX_WORDS = 14

_WORD = re.compile(r"[^\W\d_]+")


def dateline_end(text: str) -> int:
    """Characters of the dateline that opens `text`, its dash included; 0 where there is none.

    "(Nairobi) – ", "GOMA, 3 May 2024 – ", "Quito, 4 de julio de 2023.- "
    """
    if found := _BRACKETED.match(text):
        return found.end() if found.end() < len(text) else 0
    for pattern in (_DATED, _DASHED, _AGENCY):
        found = pattern.match(text)
        if found and _names_only(found[0]):
            return found.end()
    return 0


def _names_only(opening: str) -> bool:
    """Whether the words are places, months and the like rather than a sentence: all but small ones have capitals."""
    words = _WORD.findall(opening)
    small = sum(word.islower() and not _SMALL.fullmatch(word) for word in words)
    has_capital = any(not word[0].islower() for word in words)
    is_dated = re.search(r"\d", opening) is not None
    return has_capital and len(words) <= MAX_WORDS and small <= (MONTHS if is_dated else 0)
