"""The seven regions by which releases are filtered, and the countries that lie in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
"""Where the tables of places are."""

REGIONS = {
    "africa": "Africa",
    "americas": "Americas",
    "asia": "Asia",
    "europe": "Europe & Central Asia",
    "mena": "Middle East & North Africa",
    "usa": "United States",
    "global": "Global",
}
"""Key and name of each region, in the order of the screen: the scheme that Human Rights Watch files releases by."""


@dataclass(frozen=True, slots=True)
class CountryFact:
    """What `countries.csv` says of a country or territory."""

    code: str
    """ISO 3166-1 alpha-3, and XKX for Kosovo."""
    name: str
    """The short English name to show."""
    region: str
    """A key of `REGIONS`."""
    m49_region: str
    """The United Nations Statistics Division's region (M49): Africa, Americas, Asia, Europe or Oceania."""
    m49_subregion: str
    aliases: tuple[str, ...]
    """ISO 3166-1 alpha-2 code, then other English names that people type."""


class Countries(Mapping[str, CountryFact]):
    """Facts of every country by its code; the file is read when the first one is asked for."""

    def __getitem__(self, code: str) -> CountryFact:
        return _facts()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_facts())

    def __len__(self) -> int:
        return len(_facts())


COUNTRIES = Countries()
"""ISO 3166-1 alpha-3 code -> what is known of the country."""


def country_named(text: str) -> str:
    """Code of the country that `text` is a code (three or two letters) or a name of; "" where there is none.

    English names come first, then those of the other languages that releases are read in. Case, accents, points and
    spaces do not matter: "türkiye", "Turkiye" and "tur" are all TUR.
    """
    wanted = _folded(text)
    if not wanted or wanted in _codes():
        return _codes().get(wanted, "")
    # The table leaves the case endings of Cyrillic names out.
    ends = (1, 2, 3) if "а" <= wanted[0] <= "ӿ" else ()
    stems = [wanted, *(wanted[:-end] for end in ends if len(wanted) - end > 2)]
    return next((code for stem in stems if (code := _names_elsewhere().get(stem))), "")


_ARABIC_LETTERS = str.maketrans("ةىیک", "هييك")
"""Letters that are written for each other."""


@cache
def _facts() -> dict[str, CountryFact]:
    import csv  # `reader list` needs no country's facts

    table = HERE.joinpath("countries.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader(table[1:])
    return {row[0]: CountryFact(row[0], row[1], row[2], row[3], row[4], tuple(row[5].split("|"))) for row in rows}


@cache
def _codes() -> dict[str, str]:
    names = {_folded(name): fact.code for fact in COUNTRIES.values() for name in (fact.name, *fact.aliases)}
    return names | {fact.code.lower(): fact.code for fact in COUNTRIES.values()}


@cache
def _names_elsewhere() -> dict[str, str]:
    """Codes by the names in other languages, from the table that releases are read with: its lines of countries."""
    table = HERE.joinpath("extract", "places", "places.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line.startswith(("N\t", "n\t", "=\t")))
    return {_folded(name): row[1] for row in rows if row[1] in COUNTRIES for name in row[2].split("|")}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).translate(_ARABIC_LETTERS)
    return "".join(letter for letter in plain if letter.isalnum())
