"""A release's title: found among the lines above its body with the help of what the page calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.extract.anatomy.captions import is_caption
from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.embargo import read_embargo
from reader.extract.anatomy.lines import fold, is_for, words
from reader.extract.anatomy.pieces import Piece
from reader.release import BlockKind

_PARTS = re.compile(r"\s{1,3}[|»·•—–:>-]{1,3}\s{1,3}|\s{0,3}\|\s{0,3}")

SHORTEST = 10
"""Characters of the shortest line that is taken for the title because the page's name has it in it."""


def names_nothing(name: str) -> bool:
    """True for a page's name that says only what kind of page it is: "Press Release", with or without a date."""
    for day in reversed(list(find_days(name[:200]))):
        name = name[: day.start] + name[day.end :]
    return fold(core(name)) in words("label").whole | words("chrome").whole | {""}


def without_label(title: str) -> str:
    """A title without the "Press release:" before it."""
    for label in words("label").starts:
        if title[: len(label)].casefold() == label and len(title) > len(label) + SHORTEST:
            return title[len(label) :].strip()
    return title


def core(name: str) -> str:
    """A page's name without the site's name after (or before) it: "Title | Site"."""
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) < 2:
        return name
    longest = max(parts, key=len)
    if "|" in name:
        first = name.split("|")[0].strip()
        return first if len(first) >= SHORTEST else longest
    last = parts[-1]
    at = name.rfind(last)
    shorter = name[:at].rstrip(" |»·•—–:>-")
    return shorter if len(last) * 2 < len(shorter) and len(last.split()) <= 6 else name


def title_among(pieces: Sequence[Piece], names: Sequence[str]) -> int:
    """Index of the piece that is the title because the page is named for it; -1 where none is.

    The last one counts: pages repeat their title in menus and crumbs above the place where it stands.
    """
    for name in names:
        wanted, whole = fold(core(name)), fold(name)
        found = [
            index
            for index, piece in enumerate(pieces)
            if len(piece.text) <= 400 and _same(fold(piece.text), wanted, whole) and not is_fact(piece)
        ]
        if found:
            headings = [index for index in found if pieces[index].kind is BlockKind.HEADING]
            best = [index for index in headings if pieces[index].level == 1 and not pieces[index].chrome]
            return (best or headings or found)[-1]
    return _worded_like(pieces, names)


ALIKE = 0.75
"""Share of words that a heading and a page's name have in common where they are one title, edited in one place."""


def _worded_like(pieces: Sequence[Piece], names: Sequence[str]) -> int:
    for name in names[:3]:
        wanted = set(fold(core(name)).split())
        for index, piece in enumerate(pieces):
            if piece.kind is BlockKind.HEADING and len(piece.text) <= 400 and len(wanted) >= 5:
                line = set(fold(piece.text).split())
                if len(line & wanted) >= ALIKE * len(line | wanted):
                    return index
    return -1


def _same(line: str, wanted: str, whole: str) -> bool:
    if len(line) < SHORTEST or len(wanted) < SHORTEST:
        return line == wanted != ""
    return (line in whole and len(line) * 2 >= len(wanted)) or (wanted in line and len(wanted) * 10 >= len(line) * 6)


def is_fact(piece: Piece) -> bool:
    """True for a line that gives a date, an embargo, a label, a contact or belongs to the page: it is no title."""
    text = piece.text
    if piece.kind is BlockKind.CAPTION or is_caption(text) or read_embargo(text):
        return True
    if (len(text) < 200 and names_nothing(text)) or any(
        is_for(purpose, text) for purpose in ("chrome", "meta", "contact", "stop")
    ):
        return True
    day = next(find_days(text), None) if len(text) < 200 else None
    if day is None:
        return False
    rest = _CLOCK.sub("", text[: day.start] + text[day.end :])
    labels = words("label").whole | {""}
    return len(rest.split()) <= 4 or all(fold(part) in labels for part in _PARTS.split(rest))


_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s(?:[A-Z]{2,4}|Uhr))?\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE
)
