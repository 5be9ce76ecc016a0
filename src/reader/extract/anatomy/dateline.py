"""The dateline: where and when a release says it was written, before its first words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reader.extract.anatomy.dates import find_days, is_month
from reader.extract.anatomy.lines import table

LONGEST = 140
"""Characters within which a dateline ends."""

_DASH = r"(?:\s?(?:[—–―－]{1,4}|\.?-(?=\s|$))\s{0,2}|\s-\s?)"
_DAY = "[\x01\x02]{1,40}+"
"""A date, once it is masked; \x02 where it has no year."""
_WITH_DAY = rf"(?:le |den |am |vom |a |el |il |on |the |dated |de )?{_DAY}(?: ?(?:года|году|г|року|р)\.?)?"
_PLACE = r"[^()\[\]:;!?\"“”«»\d\x01\x02—–―|]{2,70}?"
_WIRE = r"(?:/[A-Za-z0-9][\w .-]{1,40}/|(?:——)?\([A-Z][\w. -]{1,24}\))"
_AFTER_DAY = rf"(?:{_DASH}|\s?:\s|\s?\|\s|\.\s(?=[^\W\d_a-z]))"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"[(\[](?P<place>{_PLACE})(?:[, ]{{1,2}}{_WITH_DAY})?[)\]](?:{_DASH}|\s?:\s)",
        rf"{_DAY}[,|]?\s?[(|]?\s?(?P<place>{_PLACE})\)?(?:{_DASH}|\s\|\s)",
        rf"(?P<place>{_PLACE})(?:[, ]{{1,2}}{_WITH_DAY})?[ ,]{{0,2}}(?P<wire>{_WIRE})(?:{_DASH}|\s)(?:{_DAY}{_DASH})?",
        rf"(?P<place>{_PLACE})\s?\({_WITH_DAY}\)(?:{_DASH}|:\s)",
        rf"(?P<place>{_PLACE})(?:[, |]{{1,3}}|:\s|\s?[—–―-]\s){_WITH_DAY}{_AFTER_DAY}",
        rf"(?P<place>{_PLACE}){_DASH}(?=\S|$)",
    )
)
"""Ways to write a dateline, the surest first; the last one has neither brackets nor a date, and is the least sure.
They are tried on the first `LONGEST` characters alone."""
_BRACKETED, _DAY_FIRST, _WIRED, _DATED_BRACKET, _DATED, _OPEN = range(6)

_ALIKE = str.maketrans("،、，（）［］｜：", ",,,()[]|:")
"""Marks of other scripts, one for one."""

_DAY_AND_MONTH = re.compile(
    r"(?<![\w.])(?:\d{1,2}(?:st|nd|rd|th|\.)? ?([^\W\d_]{3,12})\.?|([^\W\d_]{3,12})\.? \d{1,2})(?!\w)"
)
_WEEKDAY = re.compile(
    r"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}[:.]\d{2}(?: ?[ap]m)?(?: [A-Z]{2,4})?),? ?(?=\x01)",
    re.IGNORECASE,
)

_ORGANISED = re.compile(
    r"\b(?:rights|defenders|international|office|ministry|minister|department|committee|council|association|watch|union|"
    r"foundation|agency|society|institute|party|group|federation|commission|organi[sz]ation|news|press|release|inc|ltd|llc|"
    r"attorney|amnesty|reporters|network|coalition|campaign|alliance)\b|منظم|هيئة|لجنة|وزارة|مجلس|المتحدة|العفو|مراسلون|مركز|جمعية",
    re.IGNORECASE,
)


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(table()["dateline"][key])


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline at the start of a text: `end` is past its dash."""

    place: str
    date: str
    end: int


def find_dateline(text: str) -> Found | None:
    """The dateline that a paragraph begins with, or None.

    Known shapes: "(New York) –", "GENEVA (5 July 2016) —", "LONDON, July 5 /Wire/ --", "New York, July 5, 2016—",
    "July 5, 2016 (PARIS) —", "SANTA ANA, Calif. –", "Berlin, den 5. Juli 2016:", "VIENNA (OTS) -", "Goma/Geneva –".
    A place in lower-case letters must be the first thing said.
    """
    head = text[:LONGEST]
    masked, date = _masked(head)
    for number, shape in enumerate(_SHAPES):
        match = shape.match(masked)
        if match and _suits(number, match, masked):
            place = _placed(match["place"])
            if place:
                return Found(_titled(place), date if _DAYS.search(match[0]) else "", match.end())
    return None


def find_dateline_within(text: str) -> int:
    """Where a dateline with a date begins that something else was glued before ("Download KABUL (Jan. 18, 2011) —");
    -1 where there is none."""
    for match in re.finditer(r"(?<=\s)[^\W\d_a-z]{4,}", text[:250]):
        masked, _ = _masked(text[match.start() : match.start() + LONGEST])
        if _SHAPES[_DATED_BRACKET].match(masked):
            return match.start()
    return -1


_DAYS = re.compile("\x01")


def _masked(head: str) -> tuple[str, str]:
    """A text with its dates, and the weekdays and hours before them, made marks of the same length; the first date."""
    date = ""
    head = head.translate(_ALIKE).replace("--", "——")
    for day in find_days(head):
        date = date or day.iso
        head = head[: day.start] + "\x01" * (day.end - day.start) + head[day.end :]
    for match in _DAY_AND_MONTH.finditer(head):
        if is_month(match[1] or match[2]):
            head = head[: match.start()] + "\x02" * (match.end() - match.start()) + head[match.end() :]
    return _WEEKDAY.sub(lambda found: "\x01" * len(found[0]), head), date


def _suits(number: int, match: re.Match[str], head: str) -> bool:
    """True where what stands around a place in this shape may stand there."""
    place, rest = match["place"], head[match.end() :].lstrip(" \"“'‘«")
    goes_on = bool(rest) and rest[0].islower()
    if number == _WIRED:
        return not _abbreviates(match["wire"], place)
    if number == _DATED_BRACKET:
        return place.isupper() or not goes_on
    if number == _DATED and ("." in match[0][-2:] or ":" in match[0][len(place) : len(place) + 2]):
        return "\x01" in match[0] and len(place.split()) <= 5
    if number != _OPEN:
        return True
    words = place.split()
    letters = [letter for letter in place.split(",")[0] if letter.isalpha()]
    if letters and letters[0].lower() == letters[0].upper():  # a script without capitals
        return len(words) <= 2 and (len(letters) <= 3 or letters[0] < "\u2e80")
    shouted = bool(letters) and not any(map(str.islower, letters))
    if shouted and len(words) <= 6:
        return True
    return len(words) <= 4 and not goes_on and _separate(match[0])


def _abbreviates(wire: str, place: str) -> bool:
    """True for an organisation's short name behind its full one: "Doctors Without Borders (DWB) –"."""
    initials = iter(word[0].casefold() for word in place.split())
    return wire[0] == "(" and all(letter in initials for letter in wire.casefold() if letter.isalpha())


def _separate(matched: str) -> bool:
    """True for a dash that is no hyphen: "Potsdam – ", "Grants Pass, OR- "."""
    return bool(re.search(r"(?:[—–―－]|--|,[^,]{1,12}-\s$|\s-\s$)\s*$", matched[-16:]))


_PERIOD = re.compile(r"(?<=\w{6})\.$")
"""The full stop of a whole word; short words that end in one are abbreviations ("Calif.")."""

_LINKING = frozenset(["le", "den", "am", "vom", "a", "el", "il", "on", "the", "dated", "de"])
"""What stands between a place and its date."""


def _placed(named: str) -> str:
    """A place without the marks around it; "" where it is none."""
    parts = [_PERIOD.sub("", part.strip(" ,;-–—")) for part in named.split(",")]
    kept = [part for part in parts if part and part.casefold() not in _LINKING]
    return ", ".join(kept) if _is_place(kept) else ""


def _is_place(parts: list[str]) -> bool:
    if not 1 <= len(parts) <= 3 or _ORGANISED.search(",".join(parts)):
        return False
    words = [word for part in parts for word in re.split(r"[ /&]+", part) if word]
    if not words or len(words) > 7 or words[0].casefold() in _listed("common"):
        return False
    return all(_is_name(word) for word in words)


def _is_name(word: str) -> bool:
    core = word.strip(".'’-")
    if not core or any(letter.isdigit() for letter in core):
        return False
    return core.casefold() in _listed("small") or not core[0].islower() or core[:2].lower() in ("d'", "l'", "d’", "l’")


def _titled(place: str) -> str:
    """SAINT PAUL as Saint Paul; short parts after a comma (DC, OR) stay."""
    parts = place.split(", ")
    return ", ".join(part if len(part) <= 3 and index else _lowered(part) for index, part in enumerate(parts))


def _lowered(part: str) -> str:
    words = [word for word in part.split() if word.casefold() not in _listed("small") and word[0].isalpha()]
    if len(part) <= 2 or not words or not all(word.isupper() for word in words):
        return part
    return _WORD.sub(lambda word: word[0].capitalize() if word[0].isupper() else word[0], part)


_WORD = re.compile(r"[^\W\d_]+")
