"""What the publisher says a release is about: its labels, its address, an Amnesty International index code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from reader.extract.places.folding import WORD, fold
from reader.extract.places.table import Kind, Meaning, meaning_of
from reader.regions import COUNTRIES, REGIONS
from reader.release import Evidence, Label

MAX_LABELLED = 8
"""Countries; a publisher that labels a release with more speaks of none of them in particular."""

MAX_ADDRESS = 2_000
"""Characters of an address, or a label, that are read."""

_PARTS = re.compile(r"[/,;|>:]")
_INDEX_CODE = re.compile(r"\b(AFR|AMR|ASA|EUR|MDE)[ /]?(\d\d)(?=/)", re.IGNORECASE)
_COUNTRY_KINDS = frozenset((Kind.COUNTRY, Kind.NAMELIKE, Kind.EXACT))
_REGION_NAMES = {name.lower(): key for key, name in REGIONS.items()}


class Labelled(NamedTuple):
    """Places that a publisher names, each with the label that names it."""

    countries: dict[str, Evidence]
    regions: dict[str, Evidence]


def from_labels(labels: Sequence[Label]) -> Labelled:
    """Countries and regions whose name is a label, or a part of one: "Region / Country: Asia, China"."""
    countries: dict[str, Evidence] = {}
    regions: dict[str, Evidence] = {}
    for label in labels:
        evidence = Evidence("label", f"{label.scheme}: {label.term}" if label.scheme else label.term)
        term = label.term[:MAX_ADDRESS]
        for part in (term, *_PARTS.split(term)):
            if region := _REGION_NAMES.get(part.strip().lower()):
                regions.setdefault(region, evidence)
            for code in _country_codes(part):
                countries.setdefault(code, evidence)
    return Labelled(countries if len(countries) <= MAX_LABELLED else {}, regions)


def from_address(url: str) -> dict[str, Evidence]:
    """Countries that a whole step of the address names: ".../africa/kenya/...", "ukraine.un.org"."""
    try:
        split = urlsplit(url[:MAX_ADDRESS])
    except ValueError:
        return {}
    host = (split.hostname or "").split(".")
    steps = [*host[:-2], *split.path.split("/"), *re.split(r"[=&]", split.query)]
    found: dict[str, Evidence] = {}
    for step in steps:
        for part in re.split(r"-and-", unquote(step)):
            for code in _country_codes(part.replace("-", " ").replace("_", " "), with_missions=True):
                found.setdefault(code, Evidence("address", step))
    return found if len(found) <= MAX_LABELLED else {}


def from_index_code(text: str) -> dict[str, Evidence]:
    """Countries of the first Amnesty International index code in `text`: "MDE 24/123/2013", ".../amr51/029/2005/"."""
    for found in _INDEX_CODE.finditer(text[:MAX_ADDRESS]):
        codes = _index_codes().get(f"{found[1].upper()} {found[2]}")
        if codes:
            return {code: Evidence("index", f"{found[1].upper()} {found[2]}") for code in codes}
    return {}


def _country_codes(name: str, with_missions: bool = False) -> Iterator[str]:
    if name.strip().upper() in COUNTRIES and len(name.strip()) == 3:
        yield name.strip().upper()
        return
    meaning = _meaning(name)
    if meaning is None:
        return
    if meaning.kind in _COUNTRY_KINDS or (with_missions and meaning.kind == Kind.MISSION):
        is_clear = len(meaning.codes) == 1 or meaning.kind == Kind.NAMELIKE
        yield from meaning.codes[:1] if is_clear else ()


def _meaning(name: str) -> Meaning | None:
    return meaning_of(" ".join(fold(word) for word in WORD.findall(name)))


@cache
def _index_codes() -> dict[str, tuple[str, ...]]:
    rows = csv.reader(files(__package__).joinpath("index_codes.csv").read_text(encoding="utf-8").splitlines()[1:])
    return {prefix: tuple(codes.split("/")) for prefix, codes in rows}
