"""What was changed between two texts, part by part and then word by word, in little more than linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.release import Release

PAIRED = 400
"""Parts that were put in the place of others, compared with each other word by word at most."""

ALIKE = 0.3
"""Share of words that two paragraphs have in common from which one is the other, changed."""

DEEPEST = 50
"""Times that what lies between two anchors is looked through for more of them; text made for it has no end of them."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
"""A word, a run of spaces, or one sign; each letter of scripts without spaces is cut out below."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, went or came."""

    text: str
    change: str
    """"" for words that stayed, "-" for those taken out, "+" for those put in."""


Part = tuple[Stretch, ...]
"""A title, a date or a paragraph."""


def parts_of(release: Release) -> list[str]:
    """What is compared of a release: title, subtitle, organisation, date and paragraphs, each a text."""
    head = (release.title, release.subtitle, release.organisation, release.published[:10])
    return [text for text in (*head, *(block.text for block in release.blocks)) if text]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Part]:
    """The parts of both texts in order, each with what was done to its words."""
    told: list[Part] = []
    for first, last, other_first, other_last, is_same in _runs(old, new):
        if is_same:
            told += [(Stretch(text, ""),) for text in old[first:last]]
        else:
            told += _changed(old[first:last], new[other_first:other_last])
    return told


def is_changed(part: Part) -> bool:
    """Whether anything was done to a part."""
    return any(stretch.change for stretch in part)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """Paragraphs in the place of others: those that are much alike stand together, the rest went or came whole."""
    at = 0
    for text in old:
        words = Counter(_words(text))
        near = range(at, min(len(new), at + 3)) if len(old) <= PAIRED else ()
        match = next((each for each in near if _likeness(words, Counter(_words(new[each]))) >= ALIKE), None)
        if match is None:
            yield (Stretch(text, "-"),)
            continue
        for came in new[at:match]:
            yield (Stretch(came, "+"),)
        yield tuple(_word_by_word(text, new[match]))
        at = match + 1
    for came in new[at:]:
        yield (Stretch(came, "+"),)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of the words of both that they have in common."""
    in_common = (one & other).total()
    return 2 * in_common / max(1, one.total() + other.total())


def _words(text: str) -> list[str]:
    return [word for word in _tokens(text) if not word.isspace()]


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for word in _WORDS.findall(text):
        tokens += list(word) if _UNSPACED.match(word) else [word]
    return tokens


def _word_by_word(old: str, new: str) -> Iterator[Stretch]:
    before, after = _tokens(old), _tokens(new)
    for first, last, other_first, other_last, is_same in _runs(before, after):
        if is_same:
            yield Stretch("".join(after[other_first:other_last]), "")
            continue
        if last > first:
            yield Stretch("".join(before[first:last]), "-")
        if other_last > other_first:
            yield Stretch("".join(after[other_first:other_last]), "+")


Run = tuple[int, int, int, int, bool]
"""First and end in the old, first and end in the new, and whether these are the same."""


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """What is the same and what is not, in order. Patience: what both have just once, in the same order, holds."""
    runs: list[Run] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        low, high, other_low, other_high, depth = waiting.pop()
        start = _same(old, new, low, high, other_low, other_high)
        if start:
            runs.append((low, low + start, other_low, other_low + start, True))
        low, other_low = low + start, other_low + start
        end = _same_from_end(old, new, low, high, other_low, other_high)
        tail = (high - end, high, other_high - end, other_high, depth)
        high, other_high = high - end, other_high - end
        is_worth_it = low < high and other_low < other_high and depth < DEEPEST
        anchors = _anchors(old[low:high], new[other_low:other_high]) if is_worth_it else []
        if end:
            waiting.append(tail)
        if not anchors:
            if low < high or other_low < other_high:
                runs.append((low, high, other_low, other_high, False))
            continue
        # Between two anchors there is less to compare; the last gap is put on the pile first.
        edges = [(low + at, other_low + there) for at, there in anchors]
        ends = [*edges[1:], (high, other_high)]
        for (at, there), (until, there_until) in reversed(list(zip(edges, ends, strict=True))):
            waiting.append((at, until, there, there_until, depth + 1))
        waiting.append((low, edges[0][0], other_low, edges[0][1], depth + 1))
    return runs


def _same(old: Sequence[str], new: Sequence[str], low: int, high: int, other_low: int, other_high: int) -> int:
    """How many are the same from the beginning on."""
    most = min(high - low, other_high - other_low)
    return next((at for at in range(most) if old[low + at] != new[other_low + at]), most)


def _same_from_end(old: Sequence[str], new: Sequence[str], low: int, high: int, other_low: int, other_high: int) -> int:
    most = min(high - low, other_high - other_low)
    return next((at for at in range(most) if old[high - 1 - at] != new[other_high - 1 - at]), most)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what each has once, in an order that holds in both: the longest such, found by patience sorting."""
    once, other_once = Counter(old), Counter(new)
    there = {text: at for at, text in enumerate(new) if other_once[text] == 1}
    pairs = [(at, there[text]) for at, text in enumerate(old) if once[text] == 1 and text in there]
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            piles.append(number)
        else:
            tops[pile], piles[pile] = place, number
    chain: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
