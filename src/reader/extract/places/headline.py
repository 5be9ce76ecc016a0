"""How a title sets out countries: before a colon, as giver and helped, as attacker and attacked."""

from __future__ import annotations

import re

from reader.extract.places.mentions import JOINER
from reader.extract.places.reading import Reading, Sighting
from reader.extract.places.table import NATIONS, Kind

HEAD_REACH = 160
"""Characters of a title within which its head ends."""

ACTS_ABROAD = frozenset(("USA", "ISR"))
"""States that hold and strike people of other countries; set before one of those, theirs is the lesser part."""

UNIONS = frozenset(
    [
        "eu",
        "ue",
        "european union",
        "union européenne",
        "unión europea",
        "união europeia",
        "unione europea",
        "europäische union",
        "council of europe",
        "asean",
        "gulf cooperation council",
        "gcc",
    ]
)
"""Names of unions of states: "EU response to the crisis" tells who acts, not where."""

_ASIDE = re.compile(r"\s{0,3}[(\[][^)\]]{0,60}[)\]]")
_HEAD_END = re.compile(r"\s{0,3}(?::|\.(?!\d)|[–—|](?=\s)|-(?=\s))")
_HEAD_START = re.compile(r"(?:^|\s[-–—]\s|: )\s{0,3}")
_BEFORE_NAME = re.compile(r"(?:the |les? |l[ao]s? |el |l['’])?(?:(?:north|south|east|west)(?:ern)? )?", re.IGNORECASE)
"""What may stand before a name and is no part of it: "The Gambia", "South Lebanon"; of "El Salvador" it is a part."""

_GIVES = re.compile(
    r"\b(?:aid|assistance|donat\w{1,6}|fund(?:s|ed|ing)?|contribut\w{1,6}|pledg\w{1,4}|support(?:s|ed|ing)?|grants?|"
    r"loans?|million|humanitarian|relief|convoys?|delivers?|provid\w{1,4}|financ\w{1,6}|stabili[sz]ation|reconstruction|"
    r"dons?|aide|appui|soutien|octroi|fonds|ayuda|dona\w{0,6}|apoy\w{1,4}|fondos|ajuda|hilfe)\b[^.]{0,120}"
    r"\b(?:for|to|in|of|victims|crosse[sd]|reache[sd]|enter(?:s|ed)|arrive[sd]|pour|aux?|en|para|al?|für)\b",
    re.IGNORECASE,
)
_PLACING = re.compile(
    r"\b(?:in|for|to|from|of|en|aux?|pour|du|de|para|em|no|na)(?: the| la| el| les)? ?$", re.IGNORECASE
)
_ATTACK = re.compile(
    r"(?:['’]s?)? (?:[\w-]{1,20} ){0,2}(?:invasion|war|occupation|aggression|attacks?|offensive|(?:air ?)?strikes?|"
    r"bombing|blockade|annexation) (?:of|in|on|against) ",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"refoul|forc(?:ibl[ey]|ed) (?:return|deport|repatriat|expul)|extradit|deport(?:ed|ation)|renvo[iy]|expuls|"
    r"devoluci|devuelt|extradici|deportaci",
    re.IGNORECASE,
)


def head_of(reading: Reading) -> list[str]:
    """Countries set before the colon or full stop that opens the title: "Israel/OPT: ...", "Syrie. ..."."""
    named = {s.mention.start: s for s in reading.in_title if _may_stand_at_head(s)}
    for opening in _HEAD_START.finditer(reading.title, 0, HEAD_REACH):
        if head := _head_from(reading, opening.end(), named):
            return _sufferer_first(head, reading.title)
    return []


def _may_stand_at_head(sighting: Sighting) -> bool:
    """Whether "Oslo: ..." would say where; a seat of organisations, New York apart, says no more than who meets."""
    kind, codes, weight = sighting.mention.kind, sighting.mention.codes, sighting.mention.weight
    return codes == ("USA",) if kind == Kind.SEAT else kind not in NATIONS | {Kind.REGION} and weight > 0


def _sufferer_first(head: list[str], title: str) -> list[str]:
    """The head's countries, those first in which people suffer: not the state that sends them back or strikes them."""
    if len(head) < 2 or set(head) == {"ISR", "PSE"}:
        return head
    is_first_the_doer = speaks_of_return(title) or head[0] in ACTS_ABROAD
    return [head[1], head[0], *head[2:]] if is_first_the_doer else head


def _head_from(reading: Reading, start: int, named: dict[int, Sighting]) -> list[str]:
    head: dict[str, None] = {}
    here = start
    while sighting := named.get(here) or named.get(_name_start(reading.title, here)):
        head[reading.code_of(sighting)] = None
        here = sighting.mention.end
        if aside := _ASIDE.match(reading.title, here):
            here = aside.end()
        if _HEAD_END.match(reading.title, here):
            return list(head)
        joiner = JOINER.match(reading.title, here)
        if joiner is None:
            return []
        here = joiner.end()
    return []


def _name_start(title: str, here: int) -> int:
    before = _BEFORE_NAME.match(title, here)
    return before.end() if before else here


def region_of(reading: Reading) -> str:
    """The region that the title names; "" where it names none."""
    return next((key for key, why in reading.regions.items() if why.kind == "title" and key != "global"), "")


def is_region_head(reading: Reading) -> bool:
    """Whether the title sets a region before a colon: "West Africa: ..."."""
    region = region_of(reading)
    return bool(region) and _HEAD_END.match(reading.title, reading.regions[region].end) is not None


def is_union(reading: Reading) -> bool:
    """Whether the region that the title names is a union of states that does something, rather than the place."""
    named = reading.regions[region_of(reading)] if region_of(reading) else None
    return named is not None and named.text.lower() in UNIONS and not is_region_head(reading)


def speaks_of_return(title: str) -> bool:
    """Whether somebody would be sent back; of two countries at the head the second is where the danger waits."""
    return _RETURN.search(title) is not None


def speaks_of_giving(title: str, after: int = 0) -> bool:
    """Whether the title goes on, after so many characters, to speak of what is given to whom."""
    return _GIVES.search(title, after) is not None


def giver(reading: Reading, first: str) -> bool:
    """Whether the title's first country is the one that "increases its aid for" another."""
    sighting = next(s for s in reading.in_title if first in s.mention.codes)
    is_placed = _PLACING.search(reading.title[: sighting.mention.start]) is not None
    return not is_placed and speaks_of_giving(reading.title, sighting.mention.end)


def is_attacker(reading: Reading, first: str) -> bool:
    """Whether the title speaks of the first country's war on the next: the one that suffers comes first."""
    sighting = next(s for s in reading.in_title if first in s.mention.codes)
    return _ATTACK.match(reading.title, sighting.mention.end) is not None
