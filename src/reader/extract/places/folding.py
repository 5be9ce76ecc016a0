"""How words are made alike before they are looked up, by the table's builder and the scanner both."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f\u064b-\u065f\u0640]*(?:[\u0300-\u036f\u064b-\u065f\u0640]+[^\\W_]*)*")
"""A run of letters and digits, with the marks set over or under them."""

_CYRILLIC_ENDINGS = tuple(
    sorted(
        [
            "ами",
            "ие",
            "ые",
            "ями",
            "ого",
            "его",
            "ому",
            "ему",
            "ыми",
            "ими",
            "ах",
            "ях",
            "ов",
            "ев",
            "ей",
            "ой",
            "ий",
            "ый",
            "ая",
            "яя",
            "ое",
            "ее",
            "ом",
            "ем",
            "ам",
            "ям",
            "ую",
            "юю",
            "ых",
            "их",
            "ої",
            "ою",
            "ею",
            "ію",
            "ім",
            "ів",
            "єю",
            "і",
            "ї",
            "є",
            "ы",
            "и",
            "а",
            "я",
            "у",
            "ю",
            "е",
            "о",
            "ь",
            "й",
        ],
        key=len,
        reverse=True,
    )
)
_ARABIC_PREFIXES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_ARABIC_SUFFIXES = ("يين", "يون", "يات", "ية", "ين", "ون", "يا")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ۀ": "ه", "ـ": ""}
)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One word without capitals and accents; a Cyrillic one without its case ending."""
    if word.isascii():
        return word.lower()
    lowered = word.lower().replace("й", "\0").replace("ї", "\1")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter))
    plain = plain.replace("\0", "й").replace("\1", "ї").replace("ı", "i").replace("ø", "o").replace("ł", "l")
    if "Ѐ" <= plain[:1] <= "ӿ":
        return _without_ending(plain)
    return plain.translate(_ARABIC_LETTERS)


def _without_ending(word: str) -> str:
    for ending in _CYRILLIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=8192)
def arabic_stems(word: str) -> tuple[str, ...]:
    """What a folded Arabic word may be: itself, and without article, prepositions and the endings of adjectives."""
    stems = [word]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            bare = word[len(prefix) :]
            stems += ["ال" + bare, bare] if prefix.endswith("ل") and len(prefix) > 1 else [bare]
    for stem in tuple(stems):
        for suffix in ("يه", *_ARABIC_SUFFIXES):
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2:
                stems.append(stem[: -len(suffix)] + "ي")
    return tuple(dict.fromkeys(stems))
