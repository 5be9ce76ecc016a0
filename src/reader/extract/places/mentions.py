"""Find the names of places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple, overload

from reader.extract.places.context import (
    INHERITED,
    NO_SIGN,
    SPOKEN_OF,
    Named,
    Word,
    is_person,
    is_shouted,
    is_state,
    weight_of,
)
from reader.extract.places.folding import WORD, arabic_stems, fold
from reader.extract.places.table import (
    CITIES,
    COUNTRY_NAMES,
    NATIONS,
    SMALL_PLACES,
    Kind,
    Meaning,
    Names,
    names,
    script_of,
)

MAX_IN_BLOCK = 6_000
MAX_MENTIONS = 300
"""Characters of one block that are read, and names in it: what a release is about has been said by then."""

SHORT = 4
"""Letters; a city's name that is no longer and in capitals is an abbreviation: "BARI"."""

JOINER = re.compile(
    r"\s{0,2}(?:,? ?\b(?:and|et|y|e|und|и|و)\b|[/,、&–-])\s{0,2}(?:(?:the|les|los|la|le|el|l['’])\s{0,2})?"
    r"|\s{1,2}(?=و)",
    re.IGNORECASE,
)
"""What stands between two names of one list."""

_BREAK = re.compile(r"[,;:!?()/\n\t|]")
_WORDS_TOO = frozenset(("US", "CAR"))
"""Short forms that are English words where all is in capitals."""


class Mention(NamedTuple):
    """A name of a place in a text: where it stands, what it means, how much it says of the subject."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...]
    weight: float
    """See `context`: 1 for a country spoken of, 0 for no sign at all."""
    is_person: bool = False
    """Whether it is somebody's name: "Amal Jordan"."""


class _Words(Sequence[Word]):
    """The words of a text, each made when it is asked for: few stand beside a name."""

    def __init__(self, text: str) -> None:
        self._found = list(WORD.finditer(text))
        self.folded = list(map(fold, WORD.findall(text)))

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> Word: ...

    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...

    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        if isinstance(at, slice):
            return [Word(*found.span(), folded) for found, folded in zip(self._found[at], self.folded[at], strict=True)]
        return Word(*self._found[at].span(), self.folded[at])


def mentions_in(text: str, is_english: bool) -> list[Mention]:
    """Every name of a place in `text`, in order; offsets are characters of `text`.

    Adjectives without a capital count only where the text is not English: "turkey" and "polish" are no nations.
    """
    text = text[:MAX_IN_BLOCK]
    words = _Words(text)
    mentions = list(islice(_scan(text, words, is_english), MAX_MENTIONS))
    for at, (town, state) in enumerate(pairwise(mentions)):
        if _is_in_state(text, town, state):
            mentions[at] = town._replace(codes=("USA",))
            mentions[at + 1] = state._replace(kind=Kind.PROVINCE, codes=("USA",))
    return mentions


def _is_in_state(text: str, town: Mention, state: Mention) -> bool:
    """Whether a state of the USA stands behind a town: "Paris, Texas", "Athens, Georgia"; not "Tbilisi, Georgia"."""
    if town.kind not in CITIES | SMALL_PLACES | {Kind.NAMELIKE} or text[town.end : state.start] != ", ":
        return False
    is_called_like_a_country = state.codes[1:] == ("USA",) and state.codes[0] not in town.codes
    return (state.kind == Kind.PROVINCE and state.codes == ("USA",)) or is_called_like_a_country


def _scan(text: str, words: _Words, is_english: bool) -> Iterator[Mention]:
    latin = names("latin")
    end_of_last = 0
    last: Mention | None = None
    firsts = latin.firsts
    candidates = [(at, folded) for at, folded in enumerate(words.folded) if folded in firsts or not folded.isascii()]
    for at, folded in candidates:
        if at < end_of_last:
            continue
        if folded.isascii():
            named = _longest_name(text, words, at, folded, latin)
        elif (script := script_of(folded)) == "han":
            yield from _scan_han(text, words[at])
            continue
        else:
            stems = arabic_stems(folded) if script == "arabic" else (folded,)
            found = (_longest_name(text, words, at, stem, names(script)) for stem in stems)
            named = next(filter(None, found), None)
        if named is None or not _has_right_capitals(named, is_english):
            continue
        if named.meaning.kind != Kind.OTHER:
            named = _of_the_usa(named)
            weight = weight_of(named)
            if last and last.weight in INHERITED and JOINER.fullmatch(text, last.end, named.start):
                weight = min(weight, last.weight)
            kind, codes = named.meaning
            last = Mention(named.start, _with_last_point(named), kind, codes, weight, is_person(named))
            yield last
        end_of_last = at + named.length


def _of_the_usa(named: Named) -> Named:
    """The name; as the state's where it is one, "the Southern District of Georgia", and no country's."""
    if named.meaning.kind == Kind.NAMELIKE and named.meaning.codes[1:] == ("USA",) and is_state(named):
        return named._replace(meaning=Meaning(Kind.PROVINCE, ("USA",)))
    return named


def _with_last_point(named: Named) -> int:
    """End of the name; after the last point of "U.S."."""
    is_pointed = "." in named.text[named.start : named.end] and named.text.startswith(".", named.end)
    return named.end + is_pointed


def _longest_name(text: str, words: _Words, at: int, first: str, known: Names) -> Named | None:
    """The longest name that begins with `first`, the word at `at` as it may be written in the table."""
    if first in known.longest:
        followers = words.folded[at + 1 : at + known.longest[first]]
        for length in range(len(followers) + 1, 1, -1):
            meaning = known.meanings.get(" ".join((first, *followers[: length - 1])))
            if meaning and not _BREAK.search(text, words[at].start, words[at + length - 1].end):
                return Named(text, words, at, length, meaning)
    meaning = known.meanings.get(first)
    return Named(text, words, at, 1, meaning) if meaning else None


def _scan_han(text: str, run: Word) -> Iterator[Mention]:
    """Names in a run of Chinese, which parts no words: the longest one at each character."""
    at = run.start
    while at < run.end:
        length, meaning = _longest_han(text, at, run.end)
        if meaning and meaning.kind != Kind.OTHER:
            weight = NO_SIGN if meaning.kind == Kind.SEAT else SPOKEN_OF
            yield Mention(at, at + length, meaning.kind, meaning.codes, weight)
        at += length


def _longest_han(text: str, at: int, end: int) -> tuple[int, Meaning | None]:
    known = names("han")
    for length in range(min(known.longest.get(text[at], 0), end - at), 1, -1):
        if meaning := known.meanings.get(text[at : at + length]):
            return length, meaning
    return 1, None


def _has_right_capitals(named: Named, is_english: bool) -> bool:
    original, kind = named.text[named.start : named.end], named.meaning.kind
    if kind == Kind.EXACT:
        is_shouted_word = original in _WORDS_TOO and is_shouted(named.text)
        return not original.isascii() or (sum(map(str.isupper, original)) > 1 and not is_shouted_word)
    if original[0].islower():
        is_phrase = named.length > 1 and kind in COUNTRY_NAMES  # "occupied Palestinian territories"
        return (kind in NATIONS and not is_english) or (is_phrase and not (is_english and original.islower()))
    if kind == Kind.REGION and len(original) < SHORT:
        return original.isupper()
    if kind == Kind.INSTITUTION and len(original) <= SHORT:
        return sum(map(str.isupper, original)) > 1 or not original.isascii()
    is_abbreviation = len(original) <= SHORT and original.isupper() and not is_shouted(named.text)
    return not (is_abbreviation and kind in CITIES | SMALL_PLACES)
