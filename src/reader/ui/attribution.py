"""Who is said to speak: which quotes are one, and the line that names a speaker where the text itself does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len

from reader.release import Quote, QuoteKind

UNKNOWN_SPEAKER = "speaker not named"

FRAGMENT = 24
"""Cells below which quoted words without an end of a sentence are a fragment: its speaker needs no role beside it."""

_SENTENCE_ENDS = tuple(".!?…。！？؟।,،，")


def wholes(quotes: Sequence[Quote]) -> list[tuple[int, ...]]:
    """The direct quotes, each as the indices of its parts: one, and more where it goes on in other paragraphs."""
    found: list[tuple[int, ...]] = []
    for index, quote in enumerate(quotes):
        if quote.kind is not QuoteKind.SPEECH:
            continue
        if quote.continues and found:
            found[-1] = (*found[-1], index)
        else:
            found.append((index,))
    return found


def turns(quotes: Sequence[Quote]) -> Iterator[list[Quote]]:
    """A paragraph's direct quotes in runs of one speaker."""
    for _, run in groupby(quotes, key=lambda quote: (quote.speaker, quote.role)):
        yield list(run)


def attribution(turn: Sequence[Quote], text: str) -> tuple[str, str] | None:
    """The speaker and role to name under a paragraph, or None where its own words name them; `text` is the paragraph."""
    speaker, role = turn[0].speaker, turn[0].role
    if not speaker:
        return "", ""
    is_named = name_in(text, turn) is not None
    if all(is_fragment(text[quote.start : quote.end]) for quote in turn):
        return None if is_named else (speaker, "")
    if is_named and all(word in text for word in role.split()):
        return None
    return speaker, role


def name_in(text: str, turn: Sequence[Quote]) -> tuple[int, int] | None:
    """Where a paragraph gives a speaker's name as a whole, outside of what is quoted."""
    for found in re.finditer(re.escape(turn[0].speaker), text, re.IGNORECASE):
        if not any(quote.start <= found.start() < quote.end for quote in turn):
            return found.span()
    return None


def is_fragment(words: str) -> bool:
    """Whether quoted words are a few taken from a sentence."""
    return cell_len(words) < FRAGMENT and not words.rstrip().endswith(_SENTENCE_ENDS)
