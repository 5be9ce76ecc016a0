"""The line that says from when a release may be used, and the moment that it names."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reader.extract.anatomy.dates import ZONES, at_zone, find_days, is_month
from reader.extract.anatomy.lines import fold, table
from reader.release import Embargo

LONGEST = 200
"""Characters of a line that is an embargo; a longer one is a paragraph that speaks of some other embargo."""

_OPENS = re.compile(
    r"(?:\W|please note|note|strictly|strict|under|press release|media release|news release|check against delivery)*$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d/.:])(?P<h>\d{1,2})(?:[.:h ](?P<m>[0-5]\d))?[\s.]{0,2}(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d/.:])(?P<h2>[01]?\d|2[0-4])[:h.](?P<m2>[0-5]\d)(?![\d/.])"
    r"|(?<![\d/.:])(?P<h3>[01]\d|2[0-4])(?P<m3>[0-5]\d)\s?(?:hours|hrs|h|uhr|gmt|utc)\b"
    r"|(?<![\d/.:])(?P<h4>[01]?\d|2[0-3])\s?(?:uhr|heures|h|horas|hrs|時|点|时)(?![a-z])"
    r"|(?P<noon>12 noon|noon|midday|mittag|midi|mediodía)|(?P<night>midnight|mitternacht|minuit|medianoche)",
    re.IGNORECASE,
)
_ZONES = "|".join(sorted(ZONES, key=len, reverse=True))
_ZONE = re.compile(rf"\b({_ZONES})\b(?:\s?([+-]\d{{1,2}})\b)?", re.IGNORECASE)
_SHORT_DATE = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./](\d{2})(?![\d./])")
_NO_YEAR = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:st|nd|rd|th|\.)?[ ](?:de )?([^\W\d_]{3,12})\b\.?,?(?! ?\d{2}\b)"
    r"|\b([^\W\d_]{3,12}) (\d{1,2})(?:st|nd|rd|th)?\b(?![\d:.])",
    re.IGNORECASE,
)
_OTHER_EMBARGO = re.compile(r"\w{0,20} (?:on|against|breaking|in) (?!\d|delivery|mon|tue|wed|thu|fri|sat|sun)")
"""What follows the word where goods are kept back: "embargo on arms"."""

_ON_DELIVERY = re.compile(r"\b(?:against|until|till|on|upon) deliver|mise à disposition", re.IGNORECASE)


def read_embargo(line: str, published: str = "") -> Embargo | None:
    """What a line says of an embargo, or None where it is no such line.

    `published` is the release's ISO date, from which a missing year or day is taken. `lifts` has no offset where
    the line names no zone that is known.
    """
    if len(line) > LONGEST or not _is_embargo(line):
        return None
    return Embargo(line, "" if says_immediate(line) else _moment(line, published))


def says_immediate(line: str) -> bool:
    """True for "For immediate release", in the languages of `lines.toml`."""
    folded = fold(line)
    return len(line) <= LONGEST and any(words in folded for words in table()["embargo"]["immediate"])


def _is_embargo(line: str) -> bool:
    if says_immediate(line):
        return True
    folded = fold(line)
    for words in table()["embargo"]["until"]:
        at = folded.find(words)
        if at < 0:
            continue
        before, after = folded[:at], folded[at + len(words) :]
        if _OPENS.match(before) and not _OTHER_EMBARGO.match(after):
            return _says_when(after) or len(folded.split()) <= 4
        if "embargoed" in words and re.match(r"[\s:_]{0,6}(?:until|till|to|for|tuesday|\d)", after):
            return True
        if words == "embargo" and re.match(r"(?:ed)?[\s:_]{0,6}(?:until|till)\b", after):
            return True
    return False


def _says_when(after: str) -> bool:
    return bool(re.search(r"\d|deliver|midnight|noon|midday", after)) or len(after.split()) <= 6


def _moment(line: str, published: str) -> str:
    if _ON_DELIVERY.search(line) and not _CLOCK.search(line):
        return ""
    line = _reread(line)
    day, rest = _day(line, published)
    clock = _CLOCK.search(rest)
    if clock is None:
        return day
    day = day or (published[:10] if len(published) >= 10 else "")
    if not day:
        return ""
    hour, minute = _hour(clock)
    zone = _ZONE.search(rest)
    if zone:
        offset = ZONES[zone[1].lower()] + (60 * int(zone[2]) if zone[2] else 0)
        return at_zone(day, hour, minute, 0, offset)
    if hour == 24:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat() + "T00:00"
    return f"{day}T{hour:02d}:{minute:02d}" if hour < 24 else day


_MISREAD_DAY = re.compile(r"\b([^\W\d_]{3,12}) ([0-3])([SB])\b")


def _with_misread_day(line: str, published: str) -> str:
    """A line whose day scanning has misread ("FEBRUARY 2S"), with the first one not before the publication."""
    match = _MISREAD_DAY.search(line)
    if match is None or not is_month(match[1]):
        return line
    digits = "58" if match[3] == "S" else "8"
    days = (f"{match[1]} {match[2]}{digit}" for digit in digits)
    later = (day for day in days for found in find_days(f"{day} {published[:4]}") if found.iso >= published[:10])
    best = next(later, "")
    return line[: match.start()] + best + line[match.end() :] if best else line


_MISREAD_CLOCK = re.compile(
    r"(?<![\d/])[.,]?(?<![\d/])(\d{1,2})[.,:]\s?([0-5OQoq])([0-9OQoq])(?=[\s.,]{0,2}[AaPp][\s.,]{0,2}[Mm])"
)
_MISREAD_HALF = re.compile(r"(?<=\d)[.,\s]{1,3}([AaPp])[.,\s]{1,3}([Mm])(?![a-z])")


def _reread(line: str) -> str:
    """A line with the hours put right that scanning has misread ("9.0QP.M.", "12,30. p, m")."""
    line = _MISREAD_CLOCK.sub(lambda clock: f"{clock[1]}.{clock[2]}{clock[3]}".translate(_AS_ZERO), line)
    return _MISREAD_HALF.sub(r" \1\2", line)


_AS_ZERO = str.maketrans("OQoq", "0000")


def _hour(clock: re.Match[str]) -> tuple[int, int]:
    if clock["noon"]:
        return 12, 0
    if clock["night"]:
        return 24, 0
    if clock["h"]:
        return int(clock["h"]) % 12 + 12 * (clock["half"].lower() == "p"), int(clock["m"] or 0)
    hour = clock["h2"] or clock["h3"] or clock["h4"]
    return int(hour), int(clock["m2"] or clock["m3"] or 0)


def _day(line: str, published: str) -> tuple[str, str]:
    """The day that a line names, and the line without it."""
    day = next(find_days(line, day_first=True), None)
    if day:
        return day.iso, line[: day.start] + " " + line[day.end :]
    short = _SHORT_DATE.search(line)
    if short:
        century = int(published[:2]) if published else 20
        iso = next((d.iso for d in find_days(f"{short[1]}.{short[2]}.{century}{short[3]}")), "")
        return iso, line[: short.start()] + " " + line[short.end() :]
    if published:
        line = _with_misread_day(line, published)
        for match in _NO_YEAR.finditer(line):
            iso = next((d.iso for d in find_days(f"{match[0].rstrip(' ,.')} {published[:4]}")), "")
            if iso:
                return iso, line[: match.start()] + " " + line[match.end() :]
    return "", line
