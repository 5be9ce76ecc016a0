"""Which countries and regions a release is about, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from reader.extract.places.headline import head_of, is_region_head, region_of
from reader.extract.places.labels import from_address, from_index_code, from_labels
from reader.extract.places.reading import Reading, read
from reader.extract.places.subject import chosen
from reader.regions import COUNTRIES, REGIONS
from reader.release import Area, Country, Evidence, Label, Release

REGION_LEAST = 3
"""Mentions of a region that the opening names, from which a release without a country is about it."""

_REASONS = {
    "title": "named in the title",
    "lede": "named in the opening",
    "body": "named in the text",
    "label": "publisher's label",
    "address": "named in the address",
    "index": "Amnesty International index code",
    "source": "region of the source",
    "correction": "set by hand",
}


def locate(
    release: Release, labels: Sequence[Label], fixed_region: str = ""
) -> tuple[tuple[Country, ...], tuple[Area, ...]]:
    """Countries that a release is about, most salient first, and its regions.

    The publisher's labels decide where they name countries. Otherwise an Amnesty International index code or the
    address counts together with the title's head, and where there is none, the words of title, lede and body.
    Regions are those of the countries, the one that the title names, and `fixed_region`, a key of `REGIONS` that holds
    for all releases of a source. A release of which nothing is known gets "global".
    """
    reading = read(release)
    spoken = chosen(reading)
    labelled = from_labels(labels)
    reasons = labelled.countries or _published(release)
    if labelled.countries:
        codes = [code for code in spoken if code in reasons] + list(reasons)
    elif reasons:
        codes = _joined(spoken, list(reasons), head_of(reading))
    else:
        codes = spoken
    countries = tuple(
        Country(code, COUNTRIES[code].name, reasons.get(code) or reading.why(code)) for code in dict.fromkeys(codes)
    )
    return countries, _areas(countries, reading, labelled.regions, fixed_region)


def reason(evidence: Evidence) -> str:
    """Why a country or region was given, as an English clause: `named in the title: "China’s leaders"`."""
    if not evidence.text:
        return "no place is named"
    words = _REASONS.get(evidence.kind, evidence.kind)
    if evidence.kind == "label":
        scheme, parted, term = evidence.text.rpartition(": ")
        return f'{words}: {scheme} "{term}"' if parted else f'{words}: "{term}"'
    return f'{words}: "{evidence.text}"'


def _published(release: Release) -> dict[str, Evidence]:
    return from_index_code(release.url) or from_index_code(release.title) or from_address(release.url)


def _joined(spoken: list[str], published: list[str], head: list[str]) -> list[str]:
    """The address's countries and those of the title's head; in the title's order where both name the same."""
    if set(published) & set(head):
        return spoken + published
    return [code for code in spoken if code in published] + published + head


def _is_about_region(reading: Reading, region: str) -> bool:
    """Whether a release that names no place in its title is about a region that its opening names."""
    is_insisted_on = not reading.title or reading.region_counts[region] >= REGION_LEAST
    return region != "global" and reading.regions[region].kind == "lede" and is_insisted_on


def _areas(
    countries: Sequence[Country], reading: Reading, labelled: dict[str, Evidence], fixed_region: str
) -> tuple[Area, ...]:
    areas = dict(labelled)
    if fixed_region in REGIONS:
        areas.setdefault(fixed_region, Evidence("source", REGIONS[fixed_region]))
    for country in countries:
        areas.setdefault(COUNTRIES[country.code].region, country.why)
    region = region_of(reading)
    if region and (not countries or is_region_head(reading)):
        areas.setdefault(region, reading.regions[region])
    if not areas:
        areas |= {key: why for key, why in reading.regions.items() if _is_about_region(reading, key)}
    if not areas:
        areas["global"] = Evidence("body", "")
    return tuple(Area(key, why) for key, why in areas.items())
