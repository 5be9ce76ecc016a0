"""Tell what a release's own words are about: title before lede before body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.extract.places.dateline import dateline_end
from reader.extract.places.mentions import Mention, mentions_in
from reader.extract.places.table import Kind
from reader.regions import COUNTRIES
from reader.release import BODY, Evidence, Release

MAX_SUBJECTS = 8
"""Countries; a release that sets more side by side is a round-up, about none of them."""

MAX_BLOCKS = 60
"""Of the body that are read: what a release is about has been said by then."""

LEAST = 0.4
"""Worth of mentions in title or opening, from which a country may be a subject."""

TITLE_SHARE = 0.4
LEDE_SHARE = 0.55
BODY_SHARE = 0.6
HEAD_SHARE = 1.0
"""How much a country must be spoken of beside the foremost one, to be a subject too."""

BESIDE_SHARE = 0.9
BESIDE_LEAST = 3.0
LEDE_WORTH = 3
BODY_CAP = 4
BODY_LEAST = 1.5
"""Worth of mentions from which a country that neither title nor opening names is the subject."""

OPENING_LENGTH = 600
"""Characters of a block that still are the opening, where a whole release came as one paragraph."""

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

_WEAK = frozenset((Kind.CITY, Kind.DISTRICT, Kind.DOUBTFUL, Kind.PEOPLE))
_NATIONS = frozenset((Kind.NATION, Kind.NATION_LOWER))
_COUNTRIES = frozenset((Kind.COUNTRY, Kind.EXACT, Kind.NAMELIKE))
_JOINER = re.compile(
    r"\s{0,2}(?:,? ?\b(?:and|et|y|e|und|и|و)\b|[/,、&–-])\s{0,2}(?:(?:the|les|los|la|le|el|l['’])\s{0,2})?", re.IGNORECASE
)
_ASIDE = re.compile(r"\s{0,3}[(\[][^)\]]{0,60}[)\]]")
_HEAD_END = re.compile(r"\s{0,3}(?::|\.(?!\d)|[–—|](?=\s)|-(?=\s)|$)")
_HEAD_START = re.compile(r"(?:^|\s[-–—]\s|: )\s*(?:the |la |le |el |les |los )?", re.IGNORECASE)
_GIVES = re.compile(
    r"\b(?:aid|assistance|donat\w{1,6}|fund(?:s|ed|ing)?|contribut\w{1,6}|pledg\w{1,4}|support(?:s|ed|ing)?|grants?|loans?|"
    r"million|humanitarian|relief|delivers?|provid\w{1,4}|financ\w{1,6}|don|dons|aide|appui|soutien|ayuda|dona\w{0,6}|"
    r"apoy\w{1,4}|ajuda|hilfe|octroi|fonds|fondos|stabilization|reconstruction)\b[^.]{0,120}\b(?:for|to|in|of|pour|aux?|en|para|al?|für|victims)\b",
    re.IGNORECASE,
)
"""A title that goes on so after a country's name speaks of what that country gives."""

_LOCATING = re.compile(r"\b(?:in|near|at|outside|en|cerca de|à|a|près de|em|aus|bei|nei|nahe|в|под)\s$", re.IGNORECASE)

_OBJECT = re.compile(
    r"(?:['’]s?)? (?:[\w-]{1,20} ){0,2}(?:invasion|war|occupation|aggression|attacks?|offensive|strikes?|air ?strikes?|bombing|blockade|annexation) "
    r"(?:of|in|on|against) ",
    re.IGNORECASE,
)
"""Between two countries in a title: the second is the one that suffers, and comes first."""

_INTO = re.compile(r"\b(?:in|for|to|en|au|aux|para|pour|para|from|of|de|du|em|no|na)(?: the| la| el| les)? ?$", re.IGNORECASE)
"""Before a country's name: it is no giver."""

_RETURN = re.compile(
    r"refoul|forc(?:ibl[ey]|ed) (?:return|deport|repatriat|expul)|extradit|deport(?:ed|ation)|renvo[iy]|expuls|devoluci|devuelt|extradici|deportaci",
    re.IGNORECASE,
)
"""Of two countries that head such a title, the second is the one where the danger waits."""


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
        return 8 * min(self.title, 1.5) + self.in_text

    @property
    def in_text(self) -> float:
        return LEDE_WORTH * min(self.lede, 2.0) + min(self.body, BODY_CAP)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention with the place of its text in the release."""

    zone: str
    """Kind of evidence it is: "title", "lede" or "body"."""
    block: int
    mention: Mention
    text: str

    @property
    def is_located(self) -> bool:
        """Whether the word before is "in", "near", "à" or the like."""
        return _LOCATING.search(self.text, max(0, self.mention.start - 12), self.mention.start) is not None

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
    region_in_title: str = ""
    is_region_head: bool = False
    """Whether the title sets that region before a colon: "West Africa: ..."."""

    def why(self, code: str) -> Evidence:
        """The plainest words that speak for a chosen country."""
        tally = self.tallies.get(code)
        for sighting in self.sightings:
            if tally is None and code in sighting.mention.codes:
                return sighting.evidence
        assert tally is not None
        assert tally.best is not None
        return tally.best


def subjects(release: Release) -> Reading:
    """Read title and blocks; `chosen` tells the countries of the result."""
    reading = Reading()
    is_english = _is_english(release)
    by_dateline: list[tuple[str, Mention]] = []
    for zone, block, text, start in _zones(release):
        found = mentions_in(text, is_english)
        by_dateline += [(text[at.start : at.end].lower(), at) for at in found if at.start < start]
        own = _stretches_of(release.organisation, text)
        reading.sightings += [
            Sighting(zone if mention.start < start + OPENING_LENGTH else "body", block, mention, text)
            for mention in found
            if mention.start >= start and not any(mention.start < end and begin < mention.end for begin, end in own)
        ]
    _weigh(reading, by_dateline)
    reading.head = _head(reading, release.title)
    named = next((key for key, why in reading.regions.items() if why.kind == "title" and key != "global"), "")
    reading.region_in_title = named
    reading.is_region_head = bool(named) and _HEAD_END.match(release.title, reading.regions[named].end) is not None
    return reading


def chosen(reading: Reading, title: str) -> list[str]:
    """Countries that the release is about, most salient first; none where it sets many side by side."""
    tallies = reading.tallies
    ranked = sorted(tallies, key=lambda code: (-tallies[code].total, tallies[code].first))
    if reading.head:
        return _of_head(reading, title)
    in_title = _without_donor(reading, title, [code for code in ranked if tallies[code].title >= LEAST])
    if in_title:
        best = max(tallies[code].total for code in in_title)
        strong = _with_listed(reading, "title", [code for code in in_title if tallies[code].total >= TITLE_SHARE * best])
        if reading.region_in_title:
            return _few(_with_listed(reading, "lede", strong))
        return _few(strong + ([] if _GIVES.search(title) else _beside(reading, in_title, BESIDE_SHARE)))
    in_lede = [code for code in ranked if tallies[code].lede >= LEAST]
    if reading.region_in_title:
        return _few([code for code in in_lede if COUNTRIES[code].region == reading.region_in_title])
    if in_lede:
        best = tallies[in_lede[0]].total
        return _few(_with_listed(reading, "lede", [code for code in in_lede if tallies[code].total >= LEDE_SHARE * best]))
    if ranked:
        weight = sum(tallies[code].body for code in ranked)
        best = tallies[ranked[0]].body
        if best >= BODY_LEAST and best >= 0.5 * weight:
            return [code for code in ranked if tallies[code].body >= BODY_SHARE * best]
    return []


def _of_head(reading: Reading, title: str) -> list[str]:
    """The countries before the colon, and those of the opening that are spoken of as much."""
    head = list(reading.head)
    if len(head) == 2 and _RETURN.search(title):
        head.reverse()
    return head + (_beside(reading, head, HEAD_SHARE) if len(head) == 1 else [])


def _beside(reading: Reading, codes: list[str], share: float) -> list[str]:
    """Countries that the title leaves out and the opening and body speak of nearly as much as of its own."""
    tallies = reading.tallies
    most = max((tallies[code].in_text for code in codes if code in tallies), default=0.0)
    least = max(share * most, BESIDE_LEAST)
    return [code for code, tally in tallies.items() if code not in codes and tally.lede >= 0.9 and tally.in_text >= least]


def _end_of(reading: Reading, code: str) -> int:
    return next((s.mention.end for s in reading.sightings if s.zone == "title" and code in s.mention.codes), -1)


def _with_listed(reading: Reading, zone: str, codes: list[str]) -> list[str]:
    """The codes and those that stand in one list with one of them: "Greece, Cyprus and Spain"."""
    found = dict.fromkeys(codes)
    for listed in _lists(reading, zone):
        if found.keys() & listed:
            found |= dict.fromkeys(listed)
    return list(found)


def _lists(reading: Reading, zone: str) -> Iterator[list[str]]:
    listed: list[str] = []
    before: Sighting | None = None
    for sighting in reading.sightings:
        mention = sighting.mention
        if sighting.zone != zone or mention.kind not in _COUNTRIES or mention.weight < 0.9:
            continue
        code = next((code for code in mention.codes if code in reading.tallies), mention.codes[0])
        if before and before.text is sighting.text and _JOINER.fullmatch(sighting.text, before.mention.end, mention.start):
            listed.append(code)
        else:
            yield listed
            listed = [code]
        before = sighting
    yield listed


def _few(codes: list[str]) -> list[str]:
    return codes if len(codes) <= MAX_SUBJECTS else []


def _without_donor(reading: Reading, title: str, in_title: list[str]) -> list[str]:
    """The title's countries in its order; without the one that "increases its aid for" another, or for a region."""
    tallies = reading.tallies
    in_order = sorted(in_title, key=lambda code: tallies[code].first)
    if not in_order:
        return []
    giver = in_order[0]
    sighting = next((s for s in reading.sightings if s.zone == "title" and giver in s.mention.codes), None)
    if len(in_order) > 1 and (object_of := _OBJECT.search(title)) and object_of.start() <= _end_of(reading, giver):
        in_order.insert(0, in_order.pop(1))
        return in_order
    if sighting is None or not _GIVES.search(title, sighting.mention.end) or _INTO.search(title[: sighting.mention.start]):
        return in_order
    if in_order[1:]:
        return in_order[1:]
    if reading.region_in_title:
        return []
    spoken = tallies[giver]
    helped = [code for code, tally in tallies.items() if code != giver and tally.lede >= LEAST]
    if helped and max(tallies[code].in_text for code in helped) > spoken.in_text:
        return sorted(helped, key=lambda code: -tallies[code].total)
    return in_order


def _is_english(release: Release) -> bool:
    if release.language:
        return release.language.startswith("en")
    opening = " ".join([release.title, *(block.text[:300] for block in release.blocks[:3])]).lower()
    return len(re.findall(r"\b(?:the|of|and|to|for|in)\b", opening)) * 12 > len(opening.split())


def _zones(release: Release) -> list[tuple[str, int, str, int]]:
    """Zone, block, text and where a dateline in it ends, of each text that counts."""
    zones = [("title", -1, release.title, 0)] if release.title else []
    bodies = [index for index, block in enumerate(release.blocks) if block.kind in BODY][:MAX_BLOCKS]
    lede = release.lede if release.lede >= 0 else (bodies[0] if bodies else -1)
    opening = 0
    for index in bodies:
        text = release.blocks[index].text
        is_opening = index >= lede and opening < LEDE_LENGTH
        start = dateline_end(text) if is_opening else 0
        if release.dateline is not None and release.dateline.block == index:
            start = release.dateline.end
        zones.append(("lede" if is_opening else "body", index, text, start))
        opening += len(text) - start if is_opening else 0
    return zones


def _stretches_of(name: str, text: str) -> list[tuple[int, int]]:
    """Where the organisation's own name stands in a text."""
    if len(name) < 4:
        return []
    return [found.span() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]


def _weigh(reading: Reading, by_dateline: Sequence[tuple[str, Mention]]) -> None:
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
        code = _meant(sighting, reading, hints)
        if code:
            _credit(reading, code, sighting, order, (0.5 if mention.kind in _WEAK else 0.9) * mention.weight)


def _hints(reading: Reading, by_dateline: Sequence[tuple[str, Mention]]) -> Counter[str]:
    """How many different weak names speak for each country."""
    names: dict[str, set[str]] = {}
    for sighting in reading.sightings:
        if sighting.mention.kind in _WEAK or len(sighting.mention.codes) > 1:
            for code in sighting.mention.codes:
                names.setdefault(code, set()).add(sighting.evidence.text.lower())
    for name, mention in by_dateline:
        if mention.kind != Kind.SEAT:
            for code in mention.codes:
                names.setdefault(code, set()).add(name)
    return Counter({code: len(of_code) for code, of_code in names.items()})


def _meant(sighting: Sighting, reading: Reading, hints: Counter[str]) -> str:
    """The country that a weak or shared name stands for here; "" where nothing else speaks for any."""
    mention = sighting.mention
    known = [code for code in mention.codes if code in reading.tallies and reading.tallies[code].best]
    if known:
        return max(known, key=lambda code: reading.tallies[code].total)
    if mention.kind not in _WEAK:
        return max(mention.codes, key=lambda code: hints[code])
    best = max(mention.codes, key=lambda code: hints[code])
    is_alone = not any(tally.title or tally.lede for tally in reading.tallies.values())
    is_unlike_others = mention.kind in (Kind.CITY, Kind.DISTRICT) and sighting.is_located and not reading.tallies
    return best if is_alone and (hints[best] >= 2 or is_unlike_others) else ""


def _credit(reading: Reading, code: str, sighting: Sighting, order: int, worth: float) -> None:
    if worth <= 0:
        return
    tally = reading.tallies.setdefault(code, Tally())
    match sighting.zone:
        case "title":
            tally.title += worth
        case "lede":
            tally.lede += worth * (0.5 if tally.lede else 1.0)
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
            known = [code for code in mention.codes if code in reading.tallies]
            head += (known or list(mention.codes))[:1]
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
