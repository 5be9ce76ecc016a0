"""Who is said to speak: which quotes are one, and whom to name where the text itself does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len, set_cell_size

from reader.release import Quote, QuoteKind

UNKNOWN_SPEAKER = "speaker not named"

FRAGMENT = 24
"""Cells below which quoted words that end no sentence are a fragment: its speaker needs no role beside it."""

SIGNATURE = 160
"""Characters that the name and role under a quotation have at most."""

OPENING = 20
"""Cells of a quote's beginning by which it is known again."""

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


def turns(quotes: Sequence[Quote], indices: Iterable[int]) -> Iterator[list[int]]:
    """A paragraph's direct quotes, by their indices, in runs of one speaker."""
    for _, run in groupby(indices, key=lambda index: (quotes[index].speaker, quotes[index].role)):
        yield list(run)


def attribution(turn: Sequence[Quote], text: str, told: str) -> tuple[str, str] | None:
    """The speaker and role to name under a paragraph, or None where the words there name them.

    `text` is the paragraph, `told` that with what introduces or signs it. A speaker who is not known is "".
    """
    speaker, role = turn[0].speaker, turn[0].role
    if not speaker:
        return "", ""
    is_named = name_in(told, turn, turn[0].block) is not None
    if all(is_fragment(text[quote.start : quote.end]) for quote in turn):
        return None if is_named else (speaker, "")
    if is_named and all(word in told for word in role.split()):
        return None
    return speaker, role


def name_in(text: str, turn: Sequence[Quote], block: int) -> tuple[int, int] | None:
    """Where a text that begins with a block gives a speaker's name as a whole, outside of what is quoted there."""
    speaker = turn[0].speaker
    if not speaker:
        return None
    where, name = text.lower(), speaker.lower()
    if len(where) != len(text) or len(name) != len(speaker):
        where, name = text, speaker
    quoted = [(quote.start, quote.end) for quote in turn if quote.block == block]
    at = where.find(name)
    while at >= 0 and any(start <= at < end for start, end in quoted):
        at = where.find(name, at + 1)
    return (at, at + len(name)) if at >= 0 else None


def is_signature(text: str) -> bool:
    """Whether a paragraph is the name under a quotation: "— Name, role"."""
    return len(text) < SIGNATURE and text.startswith(("—", "–", "―", "-"))


def is_fragment(words: str) -> bool:
    """Whether quoted words are a few taken from a sentence."""
    return cell_len(words) < FRAGMENT and not words.rstrip().endswith(_SENTENCE_ENDS)


def opening(words: str) -> str:
    """How a quote begins, in marks: to tell it from the others of its paragraph."""
    if cell_len(words) <= OPENING:
        return f"“{words}”"
    begun = set_cell_size(words, OPENING)
    return f"“{begun.rpartition(' ')[0] or begun.rstrip()} …”"
