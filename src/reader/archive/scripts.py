"""Scripts that the index can't take as they are written: unspaced ones, and Arabic with its marks and variants."""

from __future__ import annotations

import re

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese; Korean for its endings.
Each letter is a word of the index, and what is looked for is a run of them."""

_UNSPACED_KEPT = re.compile(f"({UNSPACED.pattern})")
"""As a place to part a text at, which is kept."""

UNSPACED_RUN = re.compile(f"{UNSPACED.pattern}+")

ARABIC = re.compile("[\u0600-\u06ff]")

ARABIC_WORD = re.compile("[\u0620-\u064a\u066e-\u06d3]{3,}")
"""A word of three letters or more; it has no marks in it any longer."""

ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Vowel signs and the stretching line, which writers leave out or put in as they like."""

ARABIC_LETTERS = str.maketrans("أإآٱىةیک", "اااايهيك")
"""Letters that are written for each other: alif with and without hamza, final ya, ta marbuta, Persian ya and kaf."""

PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Letters that are nobody's: the index has words of its own that begin with one."""


def folded(text: str) -> str:
    """The text with letters that are written for each other made one, and unspaced scripts spaced."""
    text = _arabic(PRIVATE.sub("", text))
    return " ".join(_UNSPACED_KEPT.split(text)) if UNSPACED.search(text) else text


def parts(text: str) -> str:
    """Every two neighbouring letters of the unspaced scripts, and every three of each Arabic word.

    By the first a word of Chinese is found without walking through all texts that have its letters; by the
    second what stands inside an Arabic word is found at all.
    """
    pairs = [run[at : at + 2] for run in UNSPACED_RUN.findall(text) for at in range(len(run) - 1)]
    threes: list[str] = []
    for word in dict.fromkeys(ARABIC_WORD.findall(_arabic(text))):
        threes += [word[at : at + 3] for at in range(len(word) - 2)]
    return " ".join(pairs + threes)


def inside(text: str) -> str:
    """The parts of a run of unspaced letters or of an Arabic word; empty for any other text, or one too short."""
    run = text.replace(" ", "")
    if UNSPACED_RUN.fullmatch(run) or (len(run) > 2 and ARABIC_WORD.fullmatch(text)):
        return parts(run)
    return ""


def _arabic(text: str) -> str:
    return ARABIC_MARKS.sub("", text).translate(ARABIC_LETTERS) if ARABIC.search(text) else text
