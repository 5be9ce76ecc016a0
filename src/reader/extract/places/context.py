"""What part a country plays in a sentence, told by the words beside its name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reader.extract.places.table import CITIES, NATIONS, Kind, Meaning, meaning_of

PAYER_REACH = 6
"""Words between "funded by" and the name of who pays: "funded by the Government and the people of Japan"."""

NO_SIGN = 0.0
PAYS = 0.1
ENVOY = HOSTS = 0.2
CONTINGENT = 0.3
CITIZEN = SOCIETY = 0.5
PERSON = BORDER = 0.6
SPOKEN_OF = 1.0
IN_POWER = 1.4
"""How much a name says of the subject, by the part that the country plays; 1 for one spoken of and no more."""


class Word(NamedTuple):
    """A word of a text: its offsets and its folded form."""

    start: int
    end: int
    folded: str


class Named(NamedTuple):
    """A name in a text: its first word's number, the number of its words, what it means."""

    text: str
    words: Sequence[Word]
    at: int
    length: int
    meaning: Meaning

    @property
    def start(self) -> int:
        return self.words[self.at].start

    @property
    def end(self) -> int:
        return self.words[self.at + self.length - 1].end

    def before(self, count: int) -> list[str]:
        """The folded words before the name, up to `count`."""
        return [word.folded for word in self.words[max(0, self.at - count) : self.at]]

    def after(self, count: int) -> list[str]:
        """The folded words after the name, up to `count`, without the s of "China's"."""
        at = self.at + self.length
        at += at < len(self.words) and self.words[at].folded == "s"
        return [word.folded for word in self.words[at : at + count]]


def weight_of(named: Named) -> float:
    """How much a name says of the subject: 1 for a country spoken of, 0 for no sign of it at all."""
    if _is_other_thing(named):
        return NO_SIGN
    before, after = named.before(8), named.after(2)
    last, next_word = set(before[-1:]), set(after[:1])
    is_nation = named.meaning.kind in NATIONS
    if next_word & _cues("diplomats"):
        return ENVOY
    if _is_payer(before):
        return PAYS
    if (next_word | last) & _cues("contingents"):
        return CONTINGENT
    if is_nation and (next_word | last) & _cues("citizens"):
        return CITIZEN
    if next_word & _cues("societies_after") or last & _cues("societies_before"):
        return SOCIETY
    if next_word & _cues("borders") or (is_nation and (set(after) | last) & _cues("persons")):
        return PERSON
    if last & _cues("meeting_in") and set(before[-4:-1]) & _cues("meetings"):
        return HOSTS
    if next_word & _cues("powers") or (is_nation and last & _cues("powers")):
        return IN_POWER
    return SPOKEN_OF


def _is_other_thing(named: Named) -> bool:
    """Whether the name is that of money, a paper, a treaty, a person or a seat of organisations."""
    kind, behind = named.meaning.kind, named.text[named.end : named.end + 1]
    if kind == Kind.SEAT or (behind and behind in "$€£@"):
        return True
    if behind == " " and set(named.after(1)) & _cues("things"):
        return True
    if kind == Kind.NAMELIKE:
        return _has_forename(named) or _has_surname(named)
    return kind in CITIES and _has_forename(named)


def _is_payer(before: Sequence[str]) -> bool:
    """Whether the words before lead to a payer: "funded by the Government of", "with support from A and"."""
    nearest_first = range(len(before) - 1, max(0, len(before) - 1 - PAYER_REACH), -1)
    for at in nearest_first:
        if before[at] in _cues("placing"):
            return False
        if before[at - 1] in _cues("funded") and before[at] in _cues("from"):
            return True
    return list(before[-2:]) == ["thanks", "to"]


def _has_forename(named: Named) -> bool:
    """Whether a capitalised word before the name makes it a person's: "Amal Jordan"."""
    if named.at == 0:
        return False
    before = named.words[named.at - 1]
    word = named.text[before.start : before.end]
    if named.text[before.end : named.start] != " " or not word[0].isupper():
        return False
    if before.folded in _cues("honorifics"):
        return True
    opens_text = named.at == 1
    is_known = before.folded in _cues("before_places") or meaning_of(before.folded) is not None
    return not (opens_text or word.isupper() or is_known or _is_title_case(named.text))


def _has_surname(named: Named) -> bool:
    """Whether a capitalised word after the name makes it a person's: "Jordan Miller"."""
    at = named.at + named.length
    if at == len(named.words):
        return False
    after = named.words[at]
    word = named.text[after.start : after.end]
    if named.text[named.end : after.start] != " " or not word[0].isupper() or word.isupper():
        return False
    is_known = after.folded in _cues("powers") or meaning_of(after.folded) is not None
    return not (is_known or _is_title_case(named.text))


def _is_title_case(text: str) -> bool:
    """Whether most longer words have a capital, as in an English headline."""
    longer = re.findall(r"[^\W\d_]{5,}", text[:300])
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


@cache
def _cues(name: str) -> frozenset[str]:
    return _all_cues()[name]


@cache
def _all_cues() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(files(__package__).joinpath("context.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}
