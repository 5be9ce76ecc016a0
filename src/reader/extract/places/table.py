"""The table of names by which a release tells what country it is about, as tools/build_places.py made it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Kind(StrEnum):
    """What sort of name it is; the letter that stands in the table."""

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
WEAK = SMALL_PLACES | {Kind.PEOPLE}
"""Kinds that count only beside other signs of the same country."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for; several codes where it does not tell which."""

    kind: Kind
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Meanings by folded name (`folding.fold`), words parted by one space."""

    meanings: dict[str, Meaning]
    longest: dict[str, int]
    """First word of names of several words -> words of the longest."""
    longest_han: dict[str, int]
    """First character of Chinese names -> characters of the longest."""


@cache
def table() -> Table:
    """The table, read once."""
    meanings: dict[str, Meaning] = {}
    longest: dict[str, int] = {}
    longest_han: dict[str, int] = {}
    text = files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        kind, codes, names = line.split("\t")
        meaning = Meaning(Kind(kind), tuple(codes.split("/")))
        of_line = names.split("|")
        meanings.update(dict.fromkeys(of_line, meaning))
        for name in of_line:
            if " " in name:
                first = name[: name.index(" ")]
                longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
            elif "一" <= name[0] <= "鿿":
                longest_han[name[0]] = max(longest_han.get(name[0], 0), len(name))
    return Table(meanings, longest, longest_han)
