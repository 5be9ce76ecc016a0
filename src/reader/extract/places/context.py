"""What part a country plays in a sentence, told by the words beside its name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from reader.extract.places.table import CITIES, NATIONS, SMALL_PLACES, Kind, Meaning, meaning_of

PAYER_REACH = 6
"""Words between "funded by" and the name of who pays: "funded by the Government and the people of Japan"."""

REACH = 16
"""Words before a name that may tell its part: "countries such as" before a list, "said" before a place and a day."""

NO_SIGN = 0.0
PAYS = 0.1
ENVOY = HOSTS = EXAMPLE = BRANCH = 0.2
CONTINGENT = 0.3
CITIZEN = SOCIETY = 0.5
INHERITED = frozenset((PAYS, HOSTS, CITIZEN))
"""Weights that hold for all names of a list: "a citizen of Peru and Chile"."""
PERSON = 0.6
BORDER = 0.65
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
    before, after = named.before(REACH), named.after(3)
    last, next_word = set(before[-1:]), set(after[:1])
    is_nation = named.meaning.kind in NATIONS
    if next_word & _cues("diplomats"):
        return ENVOY
    if next_word & _cues("seated"):
        return HOSTS
    if _is_payer(before) or _is_partner(before):
        return PAYS
    if _is_example(before):
        return EXAMPLE
    if _is_branch(before):
        return BRANCH
    if (next_word | last) & _cues("contingents"):
        return CONTINGENT
    if (
        (is_nation and (set(after[:2]) | last) & _cues("citizens"))
        or _is_passport(before)
        or _comes_from(named, before)
    ):
        return CITIZEN
    if next_word & _cues("societies_after") or last & _cues("societies_before"):
        return SOCIETY
    if next_word & _cues("borders") or _is_side_of_border(named, after):
        return BORDER
    is_adjective = is_nation or named.meaning.kind == Kind.EXACT
    if is_adjective and ((set(after[:2]) | last) & _cues("persons")):
        return PERSON
    if last & _cues("meeting_in") and (_meets_there(before) or _only_speaks_there(named, before)):
        return HOSTS
    if next_word & _cues("powers") or (is_nation and last & _cues("powers")):
        return IN_POWER
    return SPOKEN_OF


def _is_other_thing(named: Named) -> bool:
    """Whether the name is that of money, a paper, a treaty, a person or a seat of organisations."""
    kind, behind = named.meaning.kind, named.text[named.end : named.end + 1]
    if kind == Kind.SEAT or (behind and behind in "$€£@"):
        return True
    if behind == " " and _names_a_thing(named):
        return True
    if kind in CITIES and set(named.after(1)) & _cues("city_things"):
        return True
    return is_person(named) or _is_branch_office(named)


def is_person(named: Named) -> bool:
    """Whether a capitalised word beside a name that people bear too makes it somebody's."""
    kind = named.meaning.kind
    if kind == Kind.NAMELIKE:
        return _has_forename(named) or _has_surname(named)
    return kind in CITIES and _has_forename(named)


def is_state(named: Named) -> bool:
    """Whether the words beside a name that a country shares with a state of the USA tell that it is the state."""
    before, after = named.before(2), named.after(2)
    if before[-1:] == ["of"] and set(before[:1]) & _cues("of_state"):
        return True
    return bool(set(after[:1]) & _cues("state_things")) or (
        after[:1] == ["state"] and bool(set(after[1:]) & _cues("state_offices"))
    )


def _is_branch_office(named: Named) -> bool:
    """Whether it ends the name of an organisation, as its branch there: "Lantern Fund USA"."""
    if named.meaning.kind != Kind.EXACT or named.at < 2:
        return False
    before = named.words[named.at - 1]
    is_capital = named.text[before.start].isupper() and named.text[before.end : named.start] == " "
    is_known = before.folded in _cues("before_places") or meaning_of(before.folded) is not None
    return (
        is_capital and len(before.folded) > 1 and not (is_known or _is_title_case(named.text) or is_shouted(named.text))
    )


def _names_a_thing(named: Named) -> bool:
    at = named.at + named.length
    if at == len(named.words):
        return False
    after = named.words[at]
    return after.folded in _cues("things") or (
        after.folded in _cues("named_things") and named.text[after.start].isupper() and not _is_title_case(named.text)
    )


def _is_example(before: Sequence[str]) -> bool:
    """Whether the name stands in a list after "countries such as"."""
    for at in range(len(before) - 1, 0, -1):
        if before[at] in _cues("examples") and set(before[max(0, at - 2) : at]) & _cues("exemplified"):
            return True
    return False


def _is_branch(before: Sequence[str]) -> bool:
    at = -2 if before[-1:] and before[-1] in _cues("meeting_in") else -1
    return len(before) >= -at and before[at] in _cues("organisations")


def _is_passport(before: Sequence[str]) -> bool:
    without_article = before[:-1] if before[-1:] == ["the"] else before
    return set(without_article[-1:]) <= _cues("from") and bool(set(without_article[-2:-1]) & _cues("citizens_of"))


def _meets_there(before: Sequence[str]) -> bool:
    """Whether somebody meets "at a summit in Oslo" or has "its office in Oslo"."""
    if set(before[-4:-1]) & _cues("meetings"):
        return True
    near = list(before[-4:-1])
    return any(word in _cues("offices") and near[at] in _cues("offices_of") for at, word in enumerate(near[1:]))


def _only_speaks_there(named: Named, before: Sequence[str]) -> bool:
    """Whether a city is only where somebody "said on Friday in Oslo"."""
    is_city = named.meaning.kind in CITIES | SMALL_PLACES
    return is_city and bool(set(before[-3:-1]) & _cues("days")) and bool(set(before) & _cues("speaks"))


def _is_partner(before: Sequence[str]) -> bool:
    """Whether a country only sends or helps: "attended by representatives of", "coordinated with"."""
    words = before[:-1] if before[-1:] == ["the"] else before
    if set(words[-1:]) & _cues("partner_with"):
        return bool(set(words[-3:-1]) & _cues("partners"))
    return bool(set(words[-1:]) & _cues("from")) and bool(set(words[-2:-1]) & _cues("attend"))


def _comes_from(named: Named, before: Sequence[str]) -> bool:
    """Whether it is where somebody who is named comes from: "Ama Mensah from Ghana"."""
    if before[-1:] != ["from"] or len(before) < 3 or _is_title_case(named.text):
        return False
    forename, surname = named.words[named.at - 3 : named.at - 1]
    is_name = named.text[forename.start].isupper() and named.text[surname.start].isupper()
    return is_name and named.text[forename.end : surname.start] == " "


def _is_side_of_border(named: Named, after: Sequence[str]) -> bool:
    """Whether the name is the first half of "the Kenyan-Somali border"."""
    is_joined = named.text[named.end : named.end + 1] in ("-", "–", "/")
    return is_joined and bool(set(after[1:3]) & _cues("borders"))


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
    is_initial = len(word) == 1 and named.text[before.end : named.start] == ". "
    if not (named.text[before.end : named.start] == " " or is_initial) or not word[0].isupper():
        return False
    if before.folded in _cues("honorifics"):
        return True
    opens_text = named.at == 1
    is_known = before.folded in _cues("before_places") or meaning_of(before.folded) is not None
    return not (opens_text or (word.isupper() and not is_initial) or is_known or _is_title_case(named.text))


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


@lru_cache(maxsize=64)
def is_shouted(text: str) -> bool:
    """Whether a whole text is in capitals."""
    return text.isupper()


def _is_title_case(text: str) -> bool:
    return _has_capitals(text[:300])


@lru_cache(maxsize=64)
def _has_capitals(text: str) -> bool:
    """Whether most longer words have a capital, as in an English headline."""
    longer = re.findall(r"[^\W\d_]{5,}", text)
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


@cache
def _cues(name: str) -> frozenset[str]:
    return _all_cues()[name]


@cache
def _all_cues() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(files(__package__).joinpath("context.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}
