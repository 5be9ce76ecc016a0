"""Dates as releases write them, in many languages; where a date can be read in two ways there is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

EARLIEST, LATEST = 1900, 2099
"""Years that a release can be of."""

ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "ut": 0,
    "bst": 60, "cet": 60, "mez": 60, "wat": 60, "west": 60,
    "cest": 120, "mesz": 120, "eet": 120, "cat": 120, "sast": 120,
    "eest": 180, "eat": 180, "msk": 180,
    "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420, "pdt": -420, "pst": -480,
    "aest": 600, "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "pht": 480, "wib": 420, "ict": 420, "pkt": 300, "npt": 345,
}  # fmt: skip
"""Zone's name -> minutes east of Greenwich. Names that two continents share (IST) are left out; EST, CST and the like
are North America's, as in RFC 822."""

_DIGITS = {0x0660 + n: str(n) for n in range(10)} | {0x06F0 + n: str(n) for n in range(10)}
_DIGITS |= {0x0966 + n: str(n) for n in range(10)} | {0xFF10 + n: str(n) for n in range(10)}


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a line, as ISO date, and where it stands."""

    iso: str
    start: int
    end: int


def is_month(word: str) -> bool:
    """True for a month's name in any language of `months.toml`."""
    return word.lower() in _months()


@cache
def _months() -> dict[str, int]:
    table = tomllib.loads((files(__package__) / "months.toml").read_text(encoding="utf-8"))
    return {
        name: number
        for names in table.values()
        for number, spellings in enumerate(names, 1)
        for name in spellings.split("|")
    }


_ONE_NAME = r"[^\s\d.,;:()/–—-]{2,16}(?: الثاني| الثانى| الأول| الاول)?"
_NAME = rf"{_ONE_NAME}(?:/{_ONE_NAME})?(?![^\W\d_])"
"""A word that may be a month's name; a few of those in Arabic have two words, and many dates give two names for the
month ("يوليو/تموز"). The table tells which are names."""

_DATED = re.compile(
    r"(?<![\w/-])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})(?![\d-])"
    r"|(?P<y2>\d{4})[年년] ?(?P<m2>\d{1,2})[月월] ?(?P<d2>\d{1,2}) ?[日일号號]"
    r"|(?P<y3>\d{4})/(?P<m3>\d{1,2})/(?P<d3>\d{1,2})(?![\d/])"
    r"|(?P<d4>\d{1,2})\. ?(?P<m4>\d{1,2})\. ?(?P<y4>\d{4})(?!\d)"
    r"|(?P<d5>\d{1,2})(?P<sep>[/-])(?P<m5>\d{1,2})(?P=sep)(?P<y5>\d{4})(?!\d)"
    r"|(?P<d6>\d{1,2})(?:st|nd|rd|th|er|º|°|\.|-)?[ ]?(?:de |of |d’|d'|- ?)?"
    rf"(?P<M>{_NAME})\.?,?[ -]?(?:de |del |do )?(?P<y6>\d{{4}})(?!\d)"
    rf"|(?P<N>{_NAME})\.? (?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?: ?[,.] ?| )(?P<y7>\d{{4}})(?!\d)"
    rf"|(?P<y8>\d{{4}})\.? (?P<O>{_NAME})\.? (?P<d8>\d{{1,2}})\b"
    ")",
    re.IGNORECASE,
)
"""Every way to write a day that has only one reading."""

_OTHER_DIGIT = re.compile("[٠-٩۰-۹०-९０-９]")
_YEAR = re.compile(r"\d{4}")
"""What every date has; most lines have none, and are not looked at further."""


def find_days(line: str, day_first: bool = False) -> Iterator[Day]:
    """The dates that a line names, in order.

    "05/07/2016" counts only where one of its numbers can be no month, or `day_first` says how the text's language
    writes it; "05-07-2016" and "05.07.2016" have the day first, as they have where such dates are usual.
    """
    if not _YEAR.search(line):
        return
    line, at = _with_plain_digits(line), 0
    while match := _DATED.search(line, at):
        iso = _iso(match, day_first)
        at = match.end() if iso else match.start() + 1
        if iso:
            yield Day(iso, match.start(), match.end())


def _with_plain_digits(line: str) -> str:
    return line.translate(_DIGITS) if _OTHER_DIGIT.search(line) else line


def _iso(match: re.Match[str], day_first: bool) -> str:
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    name = found.get("M") or found.get("N") or found.get("O")
    number = {key[0]: int(value) for key, value in found.items() if key[-1].isdigit()}
    year, day = number["y"], number["d"]
    month = _months().get(name.lower().rstrip(".").split("/")[0], 0) if name else number["m"]
    if "sep" in found and found["sep"] == "/" and day != month and not day_first:
        if day <= 12 and month <= 12:
            return ""
        if month > 12:
            day, month = month, day
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if EARLIEST <= year <= LATEST else ""
    except ValueError:
        return ""


_CLOCK = re.compile(
    r"[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?i:([ap])\.?m\.?))?"
    r"\s?(Z|UTC|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?"
)


def read_moment(written: str, day_first: bool = False) -> str:
    """ISO date-time with its offset for a date as a feed or a page head writes it ("Tue, 05 Jul 2016 12:00:00 GMT").

    A date alone where the text gives no time of day or no zone; "" where it gives no date that has one reading.
    """
    written = _with_plain_digits(written[:200])
    days = list(find_days(re.sub(r"(?<=\d)T(?=\d)", " ", written), day_first)) or list(_short_years(written))
    if not days:
        return ""
    day = days[0]
    clock = _CLOCK.match(written, day.end)
    zone = _offset(clock[5] or "") if clock else None
    if clock is None or zone is None:
        return day.iso
    hour = int(clock[1]) % 12 + 12 * (clock[4].lower() == "p") if clock[4] else int(clock[1])
    return at_zone(day.iso, hour, int(clock[2]), int(clock[3] or 0), zone) or day.iso


def _short_years(written: str) -> Iterator[Day]:
    """RFC 822 dates with two digits for the year, which RFC 2822 (4.3) reads as 1950 to 2049."""
    match = re.search(r"\b(\d{1,2}) ([A-Za-z]{3}) (\d{2})(?= \d{1,2}:)", written)
    if match:
        short = int(match[3])
        iso = _day(short + (2000 if short < 50 else 1900), _months().get(match[2].lower(), 0), int(match[1]))
        if iso:
            yield Day(iso, match.start(), match.end())


def at_zone(iso: str, hour: int, minute: int, second: int, offset: int) -> str:
    """ISO date-time for a day, a time and minutes east of Greenwich; hour 24 is the day's end. "" if there is none."""
    try:
        moment = datetime.fromisoformat(iso).replace(tzinfo=timezone(timedelta(minutes=offset)))
        if not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60):
            return ""
        return (moment + timedelta(hours=hour, minutes=minute, seconds=second)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich for "+02:00", "-0500" or a zone's name; None where it is not known."""
    if not zone:
        return None
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        return (minutes if zone[0] == "+" else -minutes) if minutes < 24 * 60 else None
    return ZONES.get(zone.lower())
