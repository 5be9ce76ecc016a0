"""What the full-text index holds of a release, and how a query asks for it."""

from __future__ import annotations

import re

from reader.query import All, Any, Not, Query, Words
from reader.release import QuoteKind, Release

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese; Korean for its endings.
Each letter is a word of the index, and what is looked for is a run of them."""

ARABIC = re.compile("[\u0600-\u06ff]")

ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Vowel signs and the stretching line, which writers leave out or put in as they like."""

ARABIC_LETTERS = str.maketrans("أإآٱىةیک", "اااايهيك")
"""Letters that are written for each other: alif with and without hamza, final ya, ta marbuta, Persian ya and kaf."""

ARABIC_PREFIXES = ("", "ال", "و", "وال", "ب", "بال", "لل", "ل", "ك", "ف")
"""What Arabic writes at the front of a word: the article, "and", "in", "to", "like", "so"."""

NOT_TEXT = re.compile(r"[\x00-\x1f\"\ud800-\udfff]")
"""What would end the index's expression, or can't be given to SQLite."""

COLUMNS = {"title": "title", "quote": "quote", "speaker": "speaker"}
"""The index's column for each field of the query language that has one."""


def columns(release: Release) -> tuple[str, str, str, str]:
    """Title, quotes, speakers and body of a release as the index wants them.

    The index keeps no text: what was put in must be given again to take it out, so this stays as it is
    for as long as an archive was written by it.
    """
    speech = [quote for quote in release.quotes if quote.kind is QuoteKind.SPEECH]
    said = "\n".join(release.blocks[quote.block].text[quote.start : quote.end] for quote in speech)
    speakers = "\n".join(dict.fromkeys(f"{quote.speaker} {quote.role}".strip() for quote in speech))
    body = "\n".join([release.subtitle, *(block.text for block in release.blocks)])
    return folded(release.title), folded(said), folded(speakers), folded(body)


def folded(text: str) -> str:
    """The text with letters that are written for each other made one, and unspaced scripts spaced."""
    if text.isascii():
        return text
    if ARABIC.search(text):
        text = ARABIC_MARKS.sub("", text).translate(ARABIC_LETTERS)
    return UNSPACED.sub(r" \g<0> ", text) if UNSPACED.search(text) else text


def expression(query: Query) -> str | None:
    """The index's own expression for a query of words alone; "" where it asks for nothing, None for other queries."""
    match query:
        case Words():
            return _phrase(query)
        case All(parts):
            wanted = [expression(part) for part in parts if not isinstance(part, Not)]
            unwanted = [expression(part.part) for part in parts if isinstance(part, Not)]
            if None in wanted or None in unwanted or not any(wanted):
                return None
            positive = " AND ".join(part for part in wanted if part)
            negative = " OR ".join(part for part in unwanted if part)
            return f"(({positive}) NOT ({negative}))" if negative else f"({positive})"
        case Any(parts):
            either = [expression(part) for part in parts]
            if None in either:
                return None
            return f"({' OR '.join(part for part in either if part)})" if any(either) else ""
    return None


def _phrase(words: Words) -> str:
    text = NOT_TEXT.sub(" ", folded(words.text)).strip()
    if not any(letter.isalnum() for letter in text):
        return ""
    star = " *" if words.is_prefix else ""
    phrases = [f'"{text}"{star}']
    if "\u0600" <= text[0] <= "\u06ff" and " " not in text:
        phrases = [f'"{prefix}{text}"{star}' for prefix in ARABIC_PREFIXES]
    column = f"{{{COLUMNS[words.field]}}} : " if words.field else ""
    return f"{column}({' OR '.join(phrases)})"
