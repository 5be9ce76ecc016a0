"""The dateline: where and when a release says it was written, before its first words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.lines import table

LONGEST = 140
"""Characters within which a dateline ends."""

_DASH = r"(?:\s?(?:[—–―]|--+|-(?=\s|$))\s*|\s-\s?)"
_PLAIN = r"[^()/\[\]:;!?\"“”«»\d—–―]"
_BRACKETED = re.compile(rf"\s*[(\[（]([^()\[\]（）\n]{{2,70}})[)\]）](?:{_DASH}|\s?:\s)")
_DATED_BRACKET = re.compile(rf"\s*({_PLAIN}{{2,60}}?)\s?\(([^()\n]{{6,30}})\)(?:{_DASH}|:\s)")
_WIRE = re.compile(
    rf"\s*({_PLAIN}{{2,60}}?(?:[ ,]{{1,2}}[^/()\n]{{3,30}}?)?)[ ,]{{0,2}}/[A-Za-z0-9][\w .-]{{1,40}}/(?:{_DASH}|\s)"
)
_DATE_FIRST = re.compile(rf"\s*([^()\n]{{6,30}}?)\s?\(([^()\n\d]{{2,50}})\){_DASH}")
_OPEN = re.compile(rf"\s*({_PLAIN}{{2,70}}?(?:\d[^()/\n—–―]{{1,28}}?)?){_DASH}(?=\S|$)")


_ORGANISED = re.compile(
    r"\b(?:rights|defenders|international|office|ministry|minister|department|committee|council|association|watch|union|"
    r"foundation|agency|society|institute|party|group|federation|commission|organi[sz]ation|news|press|release|inc|ltd|llc|"
    r"attorney|amnesty|reporters|network|coalition|campaign|alliance)\b",
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
    "July 5, 2016 (PARIS) —", "SANTA ANA, Calif. –". A place in lower-case letters must be the first thing said.
    """
    head = text[:LONGEST]
    for read in (_bracketed, _dated_bracket, _date_first, _wire, _open):
        found = read(head)
        if found:
            return found
    return None


def find_dateline_within(text: str) -> int:
    """Where a dateline with a date begins that something else was glued before ("Download KABUL (Jan. 18, 2011) —");
    -1 where there is none."""
    for match in re.finditer(r"(?<=\s)[^\W\d_a-z]{4,}", text[:250]):
        if _dated_bracket(text[match.start() : match.start() + LONGEST]):
            return match.start()
    return -1


def _bracketed(head: str) -> Found | None:
    match = _BRACKETED.match(head)
    return _found(match[1], "", match.end()) if match else None


def _dated_bracket(head: str) -> Found | None:
    match = _DATED_BRACKET.match(head)
    return _found(match[1], match[2], match.end()) if match and _day(match[2]) else None


def _date_first(head: str) -> Found | None:
    match = _DATE_FIRST.match(head)
    return _found(match[2], match[1], match.end()) if match and _day(match[1]) else None


def _wire(head: str) -> Found | None:
    match = _WIRE.match(head)
    return _found(match[1], "", match.end()) if match else None


def _open(head: str) -> Found | None:
    match = _OPEN.match(head)
    if not match:
        return None
    found = _found(match[1], "", match.end())
    if found is None or found.date:
        return found
    words = found.place.split()
    letters = [letter for letter in match[1].split(",")[0] if letter.isalpha()]
    shouted = bool(letters) and all(not letter.islower() for letter in letters) and any(map(str.isupper, letters))
    rest = head[match.end() :].lstrip(" \"“'‘«")
    if shouted and len(words) <= 6:
        return found
    return found if len(words) <= 4 and (not rest or not rest[0].islower()) and _separate(match[0]) else None


def _separate(matched: str) -> bool:
    """True for a dash that is no hyphen: "Potsdam – ", "Grants Pass, OR- "."""
    return bool(re.search(r"(?:[—–―]|--|,[^,]{1,12}-\s$|\s-\s$)\s*$", matched[-16:]))


def _day(text: str) -> str:
    return next((day.iso for day in find_days(text)), "")


_DATE_PART = re.compile(r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b\.?$", re.IGNORECASE)


_BEFORE_DATES = frozenset(["", "le", "den", "am", "vom", "el", "il", "on", "the", "dated"])
_PERIOD = re.compile(r"(?<=\w{6})\.$")
"""The full stop of a whole word; short words that end in one are abbreviations ("Calif.")."""


def _found(named: str, dated: str, end: int) -> Found | None:
    """A dateline from what stands where its place stands, which may have the date in it."""
    date = _day(dated or named)
    place = named
    day = next(iter(find_days(named)), None)
    if day:
        place = named[: day.start] or named[day.end :]
    parts = [part.strip(" .,;-–—") if _DATE_PART.search(part) else part.strip(" ,;-–—") for part in place.split(",")]
    kept = [
        _PERIOD.sub("", part) for part in parts if part.casefold() not in _BEFORE_DATES and not _DATE_PART.search(part)
    ]
    place = ", ".join(kept)
    return Found(_titled(place), date, end) if _is_place(kept) else None


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
    if not part.isupper() or len(part) <= 2:
        return part
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), part)
