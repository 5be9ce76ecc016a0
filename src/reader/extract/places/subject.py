"""Choose, from what a release says of places, the countries it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.extract.places.context import PERSON, SPOKEN_OF
from reader.extract.places.headline import (
    giver,
    head_of,
    is_attacker,
    is_region_head,
    is_union,
    region_of,
    speaks_of_giving,
)
from reader.extract.places.mentions import JOINER
from reader.extract.places.reading import Reading, Sighting
from reader.extract.places.table import COUNTRY_NAMES
from reader.regions import COUNTRIES

MAX_SUBJECTS = 8
"""Countries; a release that sets more side by side is a round-up, about none of them."""

LEAST = 0.4
"""Worth of mentions in title or opening, from which a country may be a subject."""

TITLE_SHARE = 0.4
LEDE_SHARE = 0.55
BODY_SHARE = 0.6
"""How much a country must be spoken of beside the foremost one, to be a subject too, by where both are named."""

BODY_LEAST = 1.5
BODY_MAJORITY = 0.5
BODY_LEAD = 2.5
"""Worth of mentions from which a country that neither title nor opening names is the subject, where it makes so large a
share of all or is so many times what the next one has."""

BESIDE_SHARE = 0.9
BESIDE_HEAD_SHARE = 1.0
BESIDE_LEAST = 3.0
"""How much the text must speak of a country that the title leaves out, beside the title's own, and at least."""

LISTED_LEAST = 3
"""Countries of one list in the body that a release about a whole region is about."""


def chosen(reading: Reading) -> list[str]:
    """Countries that the release is about, most salient first; none where it sets many side by side."""
    codes = _of_head(reading) or _of_title(reading) or _of_region(reading)
    if not codes and not region_of(reading):
        codes = _of_lede(reading) or _of_body(reading)
    if not codes and is_union(reading) and len(opening := _of_lede(reading)) == 1:
        codes = opening
    return codes if len(codes) <= MAX_SUBJECTS else []


def _of_head(reading: Reading) -> list[str]:
    head = head_of(reading)
    return head + _beside(reading, head, BESIDE_HEAD_SHARE) if len(head) == 1 else head


def _of_title(reading: Reading) -> list[str]:
    tallies = reading.tallies
    named = sorted((c for c in tallies if tallies[c].title >= LEAST), key=lambda code: tallies[code].first)
    helped = _without_foreigners(reading, "title", _without_giver(reading, named))
    if not helped:
        return []
    is_of_a_foreigner = all(tallies[code].part_of.get("title", SPOKEN_OF) <= PERSON for code in helped)
    if is_of_a_foreigner and (opening := _of_lede(reading)):
        return opening
    best = max(tallies[code].total for code in helped)
    strong = _with_listed(reading, "title", [code for code in helped if tallies[code].total >= TITLE_SHARE * best])
    if region_of(reading):
        return _with_listed(reading, "lede", strong)
    return strong if speaks_of_giving(reading.title) else strong + _beside(reading, named, BESIDE_SHARE)


def _of_region(reading: Reading) -> list[str]:
    """Countries of the region that the title names: those of the opening, or of the text's first list of them."""
    region, tallies = region_of(reading), reading.tallies
    if not region:
        return []
    opening = [code for code in _ranked(reading) if tallies[code].lede >= LEAST and _is_in(region, code)]
    if opening or not is_region_head(reading):
        return opening
    lists = ([code for code in listed if _is_in(region, code)] for listed in _lists(reading, "body"))
    return next((listed for listed in lists if len(listed) >= LISTED_LEAST), [])


def _of_lede(reading: Reading) -> list[str]:
    tallies = reading.tallies
    named = [code for code in _ranked(reading) if tallies[code].lede >= LEAST]
    named = _without_foreigners(reading, "lede", named)
    best = max((tallies[code].total for code in named), default=0.0)
    return _with_listed(reading, "lede", [code for code in named if tallies[code].total >= LEDE_SHARE * best])


def _of_body(reading: Reading) -> list[str]:
    worth = {code: reading.tallies[code].body for code in _ranked(reading)}
    best = max(worth.values(), default=0.0)
    others = sorted(worth.values())[-2:-1]
    is_foremost = best >= BODY_MAJORITY * sum(worth.values()) or best >= BODY_LEAD * sum(others)
    most_of_a_region = max(reading.region_counts.values(), default=0)
    if best < max(BODY_LEAST, most_of_a_region) or not is_foremost:
        return []
    return [code for code in worth if worth[code] >= BODY_SHARE * best]


def _without_giver(reading: Reading, named: list[str]) -> list[str]:
    """The title's countries; without the first where it only gives to another, or to a region."""
    if not named:
        return []
    first, others, tallies = named[0], named[1:], reading.tallies
    if others and is_attacker(reading, first):
        return [others[0], first, *others[1:]]
    if not giver(reading, first):
        return named
    if others or region_of(reading):
        return others
    opening = [code for code in _ranked(reading) if code != first and tallies[code].lede >= LEAST]
    most = max((tallies[code].below_title for code in opening), default=0.0)
    return opening if most > tallies[first].below_title else named


def _without_foreigners(reading: Reading, part: str, named: list[str]) -> list[str]:
    """The countries without those that are only somebody's nationality, where another is spoken of for itself."""
    tallies = reading.tallies
    if {"ISR", "PSE"} <= set(named):
        return named
    themselves = [code for code in named if tallies[code].part_of.get(part, 0.0) > PERSON]
    return themselves or named


def _beside(reading: Reading, codes: Sequence[str], share: float) -> list[str]:
    """Countries that the title leaves out and the text speaks of as much as of its own."""
    tallies = reading.tallies
    most = max((tallies[code].below_title for code in codes if code in tallies), default=0.0)
    least = max(share * most, BESIDE_LEAST)
    others = [code for code in tallies if code not in codes and tallies[code].lede >= 2 * LEAST]
    return [code for code in others if tallies[code].below_title >= least]


def _with_listed(reading: Reading, part: str, codes: list[str]) -> list[str]:
    """The codes and those that stand in one list with one of them: "Greece, Cyprus and Spain"."""
    found = dict.fromkeys(codes)
    for listed in _lists(reading, part):
        if found.keys() & listed:
            found |= dict.fromkeys(listed)
    return list(found)


def _lists(reading: Reading, part: str) -> Iterator[list[str]]:
    listed: list[str] = []
    before: Sighting | None = None
    for sighting in reading.sightings:
        mention = sighting.mention
        if sighting.part != part or mention.kind not in COUNTRY_NAMES or mention.weight < 1:
            continue
        if not (before and _are_joined(before, sighting)):
            yield listed
            listed = []
        listed.append(reading.code_of(sighting))
        before = sighting
    yield listed


def _are_joined(one: Sighting, other: Sighting) -> bool:
    is_same_text = one.block == other.block
    return is_same_text and JOINER.fullmatch(one.text, one.mention.end, other.mention.start) is not None


def _ranked(reading: Reading) -> list[str]:
    tallies = reading.tallies
    return sorted(tallies, key=lambda code: (-tallies[code].total, tallies[code].first))


def _is_in(region: str, code: str) -> bool:
    return COUNTRIES[code].region == region
