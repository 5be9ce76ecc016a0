"""Find the names of places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.extract.places.context import NO_SIGN, SPOKEN_OF, Named, Word, weight_of
from reader.extract.places.folding import WORD, arabic_stems, fold
from reader.extract.places.table import CITIES, NATIONS, SMALL_PLACES, Kind, Meaning, table

MAX_CHARACTERS = 6_000
"""Of one block: what a release is about has been said by then."""

SHORT = 4
"""Letters; a city's name that is no longer and in capitals is an abbreviation: "BARI"."""

_BREAK = re.compile(r"[,;:!?()/\n\t|]")
_WORDS_TOO = frozenset(("US", "CAR"))
"""Short forms that are English words where all is in capitals."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a place in a text: where it stands, what it means, how much it says of the subject."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...]
    weight: float
    """See `context`: 1 for a country spoken of, 0 for no sign at all."""


def mentions_in(text: str, is_english: bool) -> list[Mention]:
    """Every name of a place in `text`, in order; offsets are characters of `text`.

    Adjectives without a capital count only where the text is not English: "turkey" and "polish" are no nations.
    """
    text = text[:MAX_CHARACTERS]
    words = [Word(*found.span(), fold(found[0])) for found in WORD.finditer(text)]
    return list(_scan(text, words, is_english))


def _scan(text: str, words: Sequence[Word], is_english: bool) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        if "一" <= words[at].folded[:1] <= "鿿":
            yield from _scan_han(text, words[at])
            at += 1
            continue
        named = _longest_name(text, words, at)
        if named is None or not _has_right_capitals(named, is_english):
            at += 1
            continue
        if named.meaning.kind != Kind.OTHER:
            yield Mention(
                named.start, _with_last_point(named), named.meaning.kind, named.meaning.codes, weight_of(named)
            )
        at += named.count


def _with_last_point(named: Named) -> int:
    """End of the name; after the last point of "U.S."."""
    is_pointed = "." in named.text[named.start : named.end] and named.text.startswith(".", named.end)
    return named.end + is_pointed


def _longest_name(text: str, words: Sequence[Word], at: int) -> Named | None:
    meanings, longest = table().meanings, table().longest
    folded = words[at].folded
    for first in arabic_stems(folded) if "؀" <= folded[:1] <= "ۿ" else (folded,):
        for count in range(min(longest.get(first, 1), len(words) - at), 1, -1):
            meaning = meanings.get(" ".join([first, *(word.folded for word in words[at + 1 : at + count])]))
            if meaning and not _BREAK.search(text, words[at].start, words[at + count - 1].end):
                return Named(text, words, at, count, meaning)
        if meaning := meanings.get(first):
            return Named(text, words, at, 1, meaning)
    return None


def _scan_han(text: str, run: Word) -> Iterator[Mention]:
    """Names in a run of Chinese, which parts no words: the longest one at each character."""
    at = run.start
    while at < run.end:
        count, meaning = _longest_han(text, at, run.end)
        if meaning and meaning.kind != Kind.OTHER:
            weight = NO_SIGN if meaning.kind == Kind.SEAT else SPOKEN_OF
            yield Mention(at, at + count, meaning.kind, meaning.codes, weight)
        at += count


def _longest_han(text: str, at: int, end: int) -> tuple[int, Meaning | None]:
    for count in range(min(table().longest_han.get(text[at], 0), end - at), 1, -1):
        if meaning := table().meanings.get(text[at : at + count]):
            return count, meaning
    return 1, None


def _has_right_capitals(named: Named, is_english: bool) -> bool:
    original, kind = named.text[named.start : named.end], named.meaning.kind
    if kind == Kind.EXACT:
        is_shouted_word = original in _WORDS_TOO and named.text.isupper()
        return not original.isascii() or (sum(map(str.isupper, original)) > 1 and not is_shouted_word)
    if original[0].islower():
        return kind in NATIONS and not is_english
    if kind == Kind.REGION and len(original) < SHORT:
        return original.isupper()
    is_abbreviation = len(original) <= SHORT and original.isupper() and not named.text.isupper()
    return not (is_abbreviation and kind in CITIES | SMALL_PLACES)
