"""Which countries and regions a release is about, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from reader.extract.places.labels import from_address, from_index_code, from_labels
from reader.extract.places.subject import Reading, chosen, subjects
from reader.regions import COUNTRIES, REGIONS
from reader.release import Area, Country, Evidence, Label, Release

_WORDS = {
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

    The publisher's labels decide where they name countries; then an Amnesty International index code or the address,
    together with the title; then the words of title, lede and body. Regions are those of the countries, those the title
    (or, where there is no country, the lede) names, and `fixed_region`, a key of `REGIONS` that holds for all releases
    of a source. A release of which nothing is known gets "global".
    """
    reading = subjects(release)
    labelled = from_labels(labels)
    reasons = dict(labelled.countries) or _published(release)
    spoken = chosen(reading, release.title)
    order = [code for code in spoken if code in reasons] + [code for code in reasons if code not in spoken]
    if reading.head and reasons.keys() & spoken:
        order = spoken + [code for code in reasons if code not in spoken]
    if not labelled.countries:
        order += [code for code in spoken if code not in reasons and (not reasons or code in reading.head)]
    countries = tuple(
        Country(code, COUNTRIES[code].name, reasons.get(code) or reading.why(code))
        for code in order
        if code in COUNTRIES
    )
    return countries, _areas(countries, reading, labelled.regions, fixed_region, bool(release.title))


def reason(evidence: Evidence) -> str:
    """Why a country or region was given, as an English clause: `named in the title: "China’s leaders"`."""
    words = _WORDS.get(evidence.kind, evidence.kind)
    return f'{words}: "{evidence.text}"' if evidence.text else words


def _published(release: Release) -> dict[str, Evidence]:
    indexed = from_index_code(release.url) or from_index_code(release.title)
    return indexed or from_address(release.url)


def _areas(
    countries: Sequence[Country], reading: Reading, labelled: dict[str, Evidence], fixed_region: str, has_title: bool
) -> tuple[Area, ...]:
    areas = dict(labelled)
    if fixed_region in REGIONS:
        areas.setdefault(fixed_region, Evidence("source", REGIONS[fixed_region]))
    for country in countries:
        areas.setdefault(COUNTRIES[country.code].region, country.why)
    if reading.region_in_title and (not countries or reading.is_region_head):
        areas.setdefault(reading.region_in_title, reading.regions[reading.region_in_title])
    if not areas and not has_title:
        areas |= {key: why for key, why in reading.regions.items() if why.kind == "lede" and key != "global"}
    if not areas:
        areas["global"] = Evidence("body", "")
    return tuple(Area(key, why) for key, why in areas.items())
