"""The table of names by which a release tells what country it is about, as tools/build_places.py made it."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SCRIPTS = ("latin", "cyrillic", "arabic", "han")
"""The sections of the table, in its order. Each of its lines: kind, codes, names of one word, of two and so on."""


class Kind(StrEnum):
    """What sort of name it is; the letter that stands in the table."""

    __hash__ = str.__hash__  # an Enum's own is written in Python, and every name in a text is asked for its kind

    COUNTRY = "N"
    EXACT = "="
    """A country's short form that counts only in capitals: "US"."""
    NAMELIKE = "n"
    """A country or city whose name people bear too: "Jordan"."""
    NATION = "D"
    """An English adjective or its people, with a capital: "Syrian"."""
    NATION_LOWER = "d"
    """The same in a language that writes it without: "syrienne"."""
    CAPITAL = "C"
    METROPOLIS = "G"
    CITY = "g"
    PROVINCE = "P"
    DISTRICT = "p"
    DOUBTFUL = "w"
    """A city or province whose name people, words or places of other countries share."""
    PEOPLE = "E"
    LEADER = "L"
    ARMED = "A"
    INSTITUTION = "I"
    """An office, court, police or prison of one country: it may also speak of others."""
    MISSION = "M"
    REGION = "R"
    """Its codes are keys of `reader.regions.REGIONS`."""
    SEAT = "S"
    """A city of headquarters and meetings."""
    OTHER = "X"
    """Not a place, though a part of it reads like one."""


COUNTRY_NAMES = frozenset((Kind.COUNTRY, Kind.EXACT, Kind.NAMELIKE))
NATIONS = frozenset((Kind.NATION, Kind.NATION_LOWER))
CITIES = frozenset((Kind.CAPITAL, Kind.METROPOLIS, Kind.PROVINCE))
SMALL_PLACES = frozenset((Kind.CITY, Kind.DISTRICT, Kind.DOUBTFUL))
WEAK = SMALL_PLACES | {Kind.PEOPLE, Kind.INSTITUTION}
"""Kinds that count only beside other signs of the same country, or, an institution, where no other country is named."""


class Meaning(NamedTuple):
    """What a name stands for; several codes where it does not tell which."""

    kind: Kind
    codes: tuple[str, ...]


class Names(NamedTuple):
    """Names of one script, folded (`folding.fold`), words parted by one space."""

    meanings: dict[str, Meaning]
    longest: dict[str, int]
    """First word of names of several words -> words of the longest; in Chinese, first character -> characters."""
    firsts: frozenset[str]
    """All words that a name may begin with."""


def script_of(word: str) -> str:
    """Which of `SCRIPTS` a folded word is written in."""
    if word < "Ѐ":
        return "latin"
    if word < "\u0530":
        return "cyrillic"
    return "arabic" if "؀" <= word[0] <= "ۿ" else "han" if "一" <= word[0] <= "鿿" else "latin"


def meaning_of(name: str) -> Meaning | None:
    """What a folded name stands for."""
    return names(script_of(name)).meanings.get(name) if name else None


@cache
def names(script: str) -> Names:
    """The names of one script, read once, when the first text in it comes: few texts need them all."""
    meanings: dict[str, Meaning] = {}
    by_length: dict[int, list[str]] = {}
    kinds = {kind.value: kind for kind in Kind}
    for line in _sections()[SCRIPTS.index(script)].splitlines():
        kind, codes, *columns = line.split("\t")
        meaning = Meaning(kinds[kind], tuple(codes.split("/")))
        for words, column in enumerate(columns, 1):
            if column:
                of_column = column.split("|")
                meanings.update(dict.fromkeys(of_column, meaning))
                by_length.setdefault(words, []).extend(of_column)
    if script == "han":
        longest = {name[0]: len(name) for name in sorted(meanings, key=len)}
    else:
        longest = {
            name[: name.index(" ")]: words for words in sorted(by_length.keys() - {1}) for name in by_length[words]
        }
    return Names(meanings, longest, frozenset((*longest, *by_length.get(1, ()))))


@cache
def _sections() -> list[str]:
    text = files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    return text.partition("\n")[2].split("\n\n")
