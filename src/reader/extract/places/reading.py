"""All that a release's own words say of places: title before lede before body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.extract.places.dateline import dateline_end
from reader.extract.places.mentions import MAX_IN_BLOCK, Mention, mentions_in
from reader.extract.places.table import CITIES, SMALL_PLACES, WEAK, Kind
from reader.release import BODY, Evidence, Release

MAX_BLOCKS, MAX_CHARACTERS = 60, 40_000
"""Of the body that are read: what a release is about has been said by then."""

MAX_TITLE = 1_000
"""Characters of a title that are read."""

OPENING_LENGTH = 600
"""Characters of a block that still are the opening, where a whole release came as one paragraph."""

LEDE_LENGTH = 160
"""Characters; the block after a shorter lede still belongs to the opening."""

TELLING_PEOPLE = 6
"""Letters from which a people's name alone tells its country; a shorter one is also a forename, a word."""

SHORTEST_OWN_NAME, LONGEST_OWN_NAME = 4, 200
"""Characters of a publisher's name that is looked for: a shorter one is part of other words, a longer one no name."""

TITLE_WORTH, TITLE_CAP = 8, 1.5
LEDE_WORTH, LEDE_CAP = 3, 2.0
BODY_CAP = 4
"""What a mention is worth in each part, and how many count: a country named often is not the subject for that alone."""

WORTH = {
    Kind.NATION: 0.9,
    Kind.NATION_LOWER: 0.9,
    Kind.CAPITAL: 0.7,
    Kind.METROPOLIS: 0.6,
    Kind.PROVINCE: 0.7,
    Kind.ARMED: 0.7,
    Kind.INSTITUTION: 0.7,
    Kind.LEADER: 0.8,
    Kind.CITY: 0.5,
    Kind.DISTRICT: 0.5,
    Kind.DOUBTFUL: 0.5,
    Kind.PEOPLE: 0.5,
}
"""How much a name of each kind says beside the country's own name."""

_LOCATING = re.compile(r"\b(?:in|near|at|outside|en|cerca de|à|a|près de|em|aus|bei|nahe|в|под)\s$", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|for|in)\b")


@dataclass(slots=True)
class Tally:
    """What the text says of one country, part by part."""

    first: int
    """Number of its first mention in the release."""
    title: float = 0.0
    lede: float = 0.0
    body: float = 0.0
    part_of: dict[str, float] = field(default_factory=dict)
    """What part the country plays in title, lede and body: the greatest weight of its mentions there."""
    best: Evidence = field(default_factory=lambda: Evidence("body", ""))
    best_worth: float = 0.0

    @property
    def total(self) -> float:
        return TITLE_WORTH * min(self.title, TITLE_CAP) + self.below_title

    @property
    def below_title(self) -> float:
        return LEDE_WORTH * min(self.lede, LEDE_CAP) + min(self.body, BODY_CAP)


class Sighting(NamedTuple):
    """A mention with the place of its text in the release."""

    part: str
    """The kind of evidence it is: "title", "lede" or "body"."""
    block: int
    mention: Mention
    text: str

    @property
    def words(self) -> str:
        return self.text[self.mention.start : self.mention.end]

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.part, self.words, self.block, self.mention.start, self.mention.end)

    @property
    def is_located(self) -> bool:
        """Whether the word before is "in", "near", "à" or the like."""
        return _LOCATING.search(self.text, max(0, self.mention.start - 12), self.mention.start) is not None


@dataclass(slots=True)
class Reading:
    """The places that a release's title and blocks name, and what they say of each country."""

    title: str
    sightings: list[Sighting] = field(default_factory=list)
    dateline: set[tuple[str, str]] = field(default_factory=set)
    """Country code and name of the places that a dateline names: no evidence, but a hint what other names mean."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    regions: dict[str, Evidence] = field(default_factory=dict)
    """Regions that are named, by key of `reader.regions.REGIONS`; each with its first mention."""
    region_counts: Counter[str] = field(default_factory=Counter)
    """How often each is."""

    settled: dict[tuple[int, int], str] = field(default_factory=dict)
    """What names of several meanings stand for here, by block and start of the mention."""

    def code_of(self, sighting: Sighting) -> str:
        """The country that a mention stands for: the likeliest, where nothing tells."""
        return self.settled.get((sighting.block, sighting.mention.start), sighting.mention.codes[0])

    @property
    def in_title(self) -> list[Sighting]:
        return [sighting for sighting in self.sightings if sighting.part == "title"]

    def why(self, code: str) -> Evidence:
        """The words that speak most plainly for a country."""
        if code in self.tallies:
            return self.tallies[code].best
        return next(s.evidence for s in self.sightings if code in s.mention.codes)


class _Stretch(NamedTuple):
    part: str
    block: int
    text: str
    start: int
    """Where the dateline in it ends."""


def read(release: Release) -> Reading:
    """Weigh all names of places in title and body; the dateline and the publisher’s own name are left out."""
    reading = Reading(release.title[:MAX_TITLE])
    is_english = _is_english(release)
    for stretch in _stretches(release):
        mentions = mentions_in(stretch.text, is_english)
        own_name = _spans_of(release.organisation, stretch.text)
        for mention in mentions:
            if mention.start < stretch.start:
                name = stretch.text[mention.start : mention.end].lower()
                reading.dateline |= {(code, name) for code in mention.codes if mention.kind != Kind.SEAT}
            elif not any(mention.start < end and start < mention.end for start, end in own_name):
                is_late = mention.start > stretch.start + OPENING_LENGTH
                part = "body" if is_late else stretch.part
                reading.sightings.append(Sighting(part, stretch.block, mention, stretch.text))
    _weigh(reading)
    return reading


def _is_english(release: Release) -> bool:
    if release.language:
        return release.language == "en"
    opening = " ".join([release.title, *(block.text[:300] for block in release.blocks[:3])]).lower()
    return len(_ENGLISH.findall(opening)) * 12 > len(opening.split())


def _stretches(release: Release) -> Iterator[_Stretch]:
    if release.title:
        yield _Stretch("title", -1, release.title[:MAX_TITLE], 0)
    bodies = [index for index, block in enumerate(release.blocks) if block.kind in BODY]
    lede = release.lede if release.lede >= 0 else next(iter(bodies), -1)
    opened, left = 0, MAX_CHARACTERS
    for index in bodies[:MAX_BLOCKS]:
        text = release.blocks[index].text[: min(left, MAX_IN_BLOCK)]
        left -= len(text)
        is_opening = index >= lede and opened < LEDE_LENGTH
        start = dateline_end(text) if is_opening else 0
        if release.dateline is not None and release.dateline.block == index:
            start = release.dateline.end
        opened += len(text) - start if is_opening else 0
        yield _Stretch("lede" if is_opening else "body", index, text, start)


def _spans_of(name: str, text: str) -> list[tuple[int, int]]:
    if not SHORTEST_OWN_NAME <= len(name) <= LONGEST_OWN_NAME:
        return []
    return [found.span() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]


def _weigh(reading: Reading) -> None:
    """Fill the tallies: plain names first, then those that need the others to be understood."""
    unclear = []
    people = {sighting.words for sighting in reading.sightings if sighting.mention.is_person}
    for order, sighting in enumerate(reading.sightings):
        mention = sighting.mention
        if sighting.words in people and not sighting.is_located:
            continue
        if mention.kind == Kind.REGION:
            for key in mention.codes:
                reading.regions.setdefault(key, sighting.evidence)
                reading.region_counts[key] += 1
        elif mention.kind in WEAK or len(mention.codes) > 1:
            unclear.append((order, sighting))
        else:
            _credit(reading, mention.codes[0], order, sighting)
    hints = _hints(reading, [sighting for _order, sighting in unclear])
    for order, sighting in unclear:
        if code := _meant(sighting, reading, hints):
            reading.settled[sighting.block, sighting.mention.start] = code
            _credit(reading, code, order, sighting)


def _hints(reading: Reading, unclear: Sequence[Sighting]) -> dict[str, int]:
    """How many different unclear names speak for each country."""
    names = {(code, sighting.words.lower()) for sighting in unclear for code in sighting.mention.codes}
    codes = [code for code, _name in names | reading.dateline]
    return {code: codes.count(code) for code in set(codes)}


def _meant(sighting: Sighting, reading: Reading, hints: dict[str, int]) -> str:
    """The country that an unclear name stands for here; "" where nothing else speaks for any."""
    mention, tallies = sighting.mention, reading.tallies
    if mention.kind == Kind.NAMELIKE:
        country, state_of = mention.codes
        is_state = country not in tallies and any(_is_within(other, state_of) for other in reading.sightings)
        return state_of if is_state else country
    if known := [code for code in mention.codes if code in tallies]:
        return max(known, key=lambda code: tallies[code].total)
    likeliest = max(mention.codes, key=lambda code: hints[code])
    if mention.kind not in WEAK:
        return likeliest
    if any(tally.title or tally.lede for tally in tallies.values()):
        return ""
    is_people_of_one = mention.kind == Kind.PEOPLE and len(mention.codes) == 1
    if mention.kind == Kind.INSTITUTION or (is_people_of_one and len(sighting.words) >= TELLING_PEOPLE):
        return likeliest
    is_alone = not tallies and sighting.is_located and mention.kind in SMALL_PLACES - {Kind.DOUBTFUL}
    return likeliest if hints[likeliest] > 1 or is_alone else ""


def _is_within(sighting: Sighting, country: str) -> bool:
    """Whether a place or an office inside a country is named."""
    inside = CITIES | SMALL_PLACES | {Kind.INSTITUTION}
    return sighting.mention.codes == (country,) and sighting.mention.kind in inside and sighting.mention.weight > 0


def _credit(reading: Reading, code: str, order: int, sighting: Sighting) -> None:
    of_kind = WORTH.get(sighting.mention.kind, 1.0)
    worth = of_kind * sighting.mention.weight
    if worth == 0:
        return
    plainness = min(of_kind, worth)
    tally = reading.tallies.setdefault(code, Tally(order))
    tally.first = min(tally.first, order)
    tally.part_of[sighting.part] = max(tally.part_of.get(sighting.part, 0.0), sighting.mention.weight)
    match sighting.part:
        case "title":
            tally.title += worth
            plainness += 4
        case "lede":
            tally.lede += worth / 2 if tally.lede else worth
            plainness += 2
        case _:
            tally.body += worth
    if plainness > tally.best_worth:
        tally.best, tally.best_worth = sighting.evidence, plainness
