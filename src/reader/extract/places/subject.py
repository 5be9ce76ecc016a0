"""Tell what a release's own words are about: title before lede before body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.extract.places.dateline import dateline_end
from reader.extract.places.mentions import Mention, mentions_in
from reader.extract.places.table import Kind
from reader.release import BODY, Evidence, Release

MAX_SUBJECTS = 8
"""Countries; a release that sets more side by side is a round-up, about none of them."""

MAX_BLOCKS = 60
"""Of the body that are read: what a release is about has been said by then."""

LEDE_LENGTH = 160
"""Characters; the block after a shorter lede still belongs to the opening."""

_FACTOR = {
    Kind.NATION: 0.9,
    Kind.NATION_LOWER: 0.9,
    Kind.CAPITAL: 0.7,
    Kind.METROPOLIS: 0.6,
    Kind.PROVINCE: 0.7,
    Kind.ARMED: 0.7,
    Kind.LEADER: 0.8,
}
"""How much a name of each kind says beside the country's own name."""

_WEAK = frozenset((Kind.CITY, Kind.DISTRICT, Kind.PEOPLE))
_NATIONS = frozenset((Kind.NATION, Kind.NATION_LOWER))
_JOINER = re.compile(
    r"\s*(?:/|,|&|–|-|\band\b|\bet\b|\by\b|\be\b|\bund\b|\bи\b|\bthe\b|\bles\b|\blos\b)\s*(?:the |les |los )?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s{0,3}[(\[][^)\]]{0,60}[)\]]")
_HEAD_END = re.compile(r"\s{0,3}(?::|\.(?=\s|$)|[–—|](?=\s)|-(?=\s)|$)")
_HEAD_START = re.compile(r"(?:^|\s[-–—]\s|: )\s*(?:the |la |le |el |les |los )?", re.IGNORECASE)
_AID = re.compile(
    r"\b(?:aid|assistance|donat\w{1,6}|fund(?:s|ed|ing)?|contribut\w{1,6}|pledg\w{1,4}|support(?:s|ed|ing)?|grants?|loans?|"
    r"million|humanitarian|relief|delivers?|provid\w{1,4}|financ\w{1,6}|don|dons|aide|appui|soutien|ayuda|dona\w{0,6}|apoy\w{1,4}|ajuda|"
    r"medical supplies|hilfe)\b|[€£$]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tally:
    """What the text says of one country."""

    title: float = 0.0
    lede: float = 0.0
    body: float = 0.0
    best: Evidence | None = None
    best_worth: float = 0.0
    first: int = 1_000_000
    """Order of its first mention in the release."""

    @property
    def total(self) -> float:
        return 8 * min(self.title, 1.5) + 3 * min(self.lede, 2.5) + min(self.body, 10)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention with the place of its text in the release."""

    zone: str
    """Kind of evidence it is: "title", "lede" or "body"."""
    block: int
    mention: Mention
    text: str

    @property
    def evidence(self) -> Evidence:
        mention = self.mention
        return Evidence(self.zone, self.text[mention.start : mention.end], self.block, mention.start, mention.end)


@dataclass(slots=True)
class Reading:
    """All that a release's text says of places."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    sightings: list[Sighting] = field(default_factory=list)
    regions: dict[str, Evidence] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    """Countries that the title sets before a colon or full stop: "Sudan: ..."."""


def subjects(release: Release) -> Reading:
    """Read title and blocks; `chosen` tells the countries of the result."""
    reading = Reading()
    is_english = _is_english(release)
    by_dateline: list[Mention] = []
    for zone, block, text, start in _zones(release):
        found = mentions_in(text, is_english)
        by_dateline += [mention for mention in found if mention.start < start]
        own = _stretches_of(release.organisation, text)
        reading.sightings += [
            Sighting(zone, block, mention, text)
            for mention in found
            if mention.start >= start and not any(mention.start < end and begin < mention.end for begin, end in own)
        ]
    _weigh(reading, by_dateline)
    reading.head = _head(reading, release.title)
    return reading


def chosen(reading: Reading, title: str) -> list[str]:
    """Countries that the release is about, most salient first; none where it sets many side by side."""
    tallies = reading.tallies
    ranked = sorted(tallies, key=lambda code: (-tallies[code].total, tallies[code].first))
    if reading.head:
        return reading.head
    in_title = [code for code in ranked if tallies[code].title >= 0.5]
    if in_title:
        return _of_title(reading, title, in_title, ranked)
    in_lede = [code for code in ranked if tallies[code].lede >= 0.5]
    if in_lede:
        best = tallies[in_lede[0]].total
        return _few([code for code in in_lede if tallies[code].total >= 0.55 * best])
    if ranked:
        weight = sum(tallies[code].body for code in ranked)
        best = tallies[ranked[0]].body
        if best >= 1.5 and best >= 0.5 * weight:
            return [code for code in ranked if tallies[code].body >= 0.6 * best]
    return []


def _few(codes: list[str]) -> list[str]:
    return codes if len(codes) <= MAX_SUBJECTS else []


def _of_title(reading: Reading, title: str, in_title: list[str], ranked: list[str]) -> list[str]:
    tallies = reading.tallies
    in_order = sorted(in_title, key=lambda code: tallies[code].first)
    if len(in_order) > 1 and _AID.search(title):
        first = next(s.mention for s in reading.sightings if in_order[0] in s.mention.codes and s.zone == "title")
        rest = title[first.end :]
        if _AID.search(rest) and re.search(r"\b(?:for|to|in|pour|au|aux|en|a|para|al)\b", rest):
            in_order = in_order[1:] + ([] if tallies[in_order[0]].body < 3 else [])
    best = max(tallies[code].total for code in in_order)
    strong = [code for code in in_order if tallies[code].total >= 0.4 * best]
    return _few(strong)


def _is_english(release: Release) -> bool:
    if release.language:
        return release.language.startswith("en")
    opening = " ".join([release.title, *(block.text[:300] for block in release.blocks[:3])]).lower()
    return len(re.findall(r"\b(?:the|of|and|to|for|in)\b", opening)) * 12 > len(opening.split())


def _zones(release: Release) -> list[tuple[str, int, str, int]]:
    """Zone, block, text and where a dateline in it ends, of each text that counts."""
    zones = [("title", -1, release.title, 0)] if release.title else []
    bodies = [index for index, block in enumerate(release.blocks) if block.kind in BODY]
    lede = release.lede if release.lede >= 0 else (bodies[0] if bodies else -1)
    opening = 0
    for index in bodies[:MAX_BLOCKS]:
        text = release.blocks[index].text
        start = 0
        if release.dateline is not None and release.dateline.block == index:
            start = release.dateline.end
        elif index >= lede and opening < 3:
            start = dateline_end(text)
        is_lede = index >= lede and opening < 3 and (index == lede or opening_length < LEDE_LENGTH)
        if is_lede:
            opening_length = len(text) - start + (opening_length if index != lede else 0)
        opening += index >= lede
        zones.append(("lede" if is_lede else "body", index, text, start))
    return zones


def _stretches_of(name: str, text: str) -> list[tuple[int, int]]:
    """Where the organisation's own name stands in a text."""
    if len(name) < 4:
        return []
    return [found.span() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]


def _weigh(reading: Reading, by_dateline: Sequence[Mention]) -> None:
    for order, sighting in enumerate(reading.sightings):
        mention = sighting.mention
        if mention.kind == Kind.REGION:
            for key in mention.codes:
                reading.regions.setdefault(key, sighting.evidence)
        elif mention.kind not in _WEAK and len(mention.codes) == 1:
            _credit(reading, mention.codes[0], sighting, order, _FACTOR.get(mention.kind, 1.0) * mention.weight)
    hints = _hints(reading, by_dateline)
    for order, sighting in enumerate(reading.sightings):
        mention = sighting.mention
        if mention.kind == Kind.REGION or (mention.kind not in _WEAK and len(mention.codes) == 1):
            continue
        code = _meant(mention, reading, hints)
        if code:
            _credit(reading, code, sighting, order, (0.5 if mention.kind in _WEAK else 0.9) * mention.weight)


def _hints(reading: Reading, by_dateline: Sequence[Mention]) -> Counter[str]:
    """How many different weak names speak for each country."""
    names: dict[str, set[str]] = {}
    for sighting in reading.sightings:
        if sighting.mention.kind in _WEAK or len(sighting.mention.codes) > 1:
            for code in sighting.mention.codes:
                names.setdefault(code, set()).add(sighting.evidence.text.lower())
    for mention in by_dateline:
        if mention.kind != Kind.SEAT:
            for code in mention.codes:
                names.setdefault(code, set()).add("dateline")
    return Counter({code: len(of_code) for code, of_code in names.items()})


def _meant(mention: Mention, reading: Reading, hints: Counter[str]) -> str:
    """The country that a weak or shared name stands for here; "" where nothing else speaks for any."""
    known = [code for code in mention.codes if code in reading.tallies and reading.tallies[code].best]
    if known:
        return max(known, key=lambda code: reading.tallies[code].total)
    if mention.kind not in _WEAK:
        return max(mention.codes, key=lambda code: hints[code])
    best = max(mention.codes, key=lambda code: hints[code])
    return best if hints[best] >= 2 and not any(tally.title or tally.lede for tally in reading.tallies.values()) else ""


def _credit(reading: Reading, code: str, sighting: Sighting, order: int, worth: float) -> None:
    if worth <= 0:
        return
    tally = reading.tallies.setdefault(code, Tally())
    match sighting.zone:
        case "title":
            tally.title += worth
        case "lede":
            tally.lede += worth
        case _:
            tally.body += worth
    tally.first = min(tally.first, order)
    standing = worth + {"title": 4, "lede": 2}.get(sighting.zone, 0)
    if standing > tally.best_worth:
        tally.best, tally.best_worth = sighting.evidence, standing


def _head(reading: Reading, title: str) -> list[str]:
    """Countries set before the colon or full stop that opens the title: "Israel/OPT: ...", "Syrie. ..."."""
    sightings = [s for s in reading.sightings if s.zone == "title" and s.mention.kind not in (*_NATIONS, Kind.REGION)]
    at = 0
    for start in _HEAD_START.finditer(title):
        at = start.end()
        head, here = [], at
        for sighting in sightings:
            mention = sighting.mention
            if mention.start != here:
                continue
            head += [code for code in mention.codes if code in reading.tallies][:1]
            here = mention.end
            if aside := _ASIDE.match(title, here):
                here = aside.end()
            if head and _HEAD_END.match(title, here) and here < len(title):
                return list(dict.fromkeys(head))
            joiner = _JOINER.match(title, here)
            if not joiner:
                break
            here = joiner.end()
        if start.end() > 160:
            break
    return []
