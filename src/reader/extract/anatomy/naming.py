"""A release's title: found among the lines above its body with the help of what the page calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.extract.anatomy.captions import is_caption
from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.embargo import read_embargo
from reader.extract.anatomy.lines import fold, gives_reach, is_for, words
from reader.extract.anatomy.pieces import Piece
from reader.release import BlockKind

_PARTS = re.compile(r"\s+[|»·•—–:>-]+\s+|\s*\|\s*")

SHORTEST = 10
"""Characters of the shortest line that is taken for the title because the page's name has it in it."""


FARTHEST = 16
"""Lines above the lede among which a title is looked for."""


LIKELY = 1.0
"""Likeness to a title from which a line may be one."""

MOST_LINES = 3
"""Lines above a lede that may be its title and subtitles; of more than twice as many, most are a menu."""


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
            if len(piece.text) <= 400 and not is_fact(piece) and _same(fold(piece.text), wanted, whole)
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


def title_above(pieces: Sequence[Piece], lede: int) -> int:
    """Index of the line that reads most like a title among those above the lede; -1 where none does.

    Going up from the lede, past dates and other facts, it is the topmost of the first lines that say something:
    a subtitle stands under its title. A text's first line counts even above facts.
    """
    if lede > 0 and without_label(pieces[0].text) != pieces[0].text:
        return 0
    run: list[int] = []
    short = -1
    for index in range(lede - 1, max(-1, lede - 1 - FARTHEST), -1):
        if is_fact(pieces[index]) or pieces[index].chrome or pieces[index].kind is BlockKind.ITEM:
            if run:
                break
        elif _likeness(pieces[index]) >= LIKELY:
            run.append(index)
        elif short < 0 and _likeness(pieces[index]) > 0.5:
            short = index
    if run and run[-1] > 0 and _may_open(pieces[0]) and all(map(is_fact, pieces[1 : run[-1]])):
        return 0
    return run[min(len(run), MOST_LINES) - 1] if run and len(run) < 2 * MOST_LINES else (run[0] if run else short)


def _may_open(piece: Piece) -> bool:
    return not is_fact(piece) and _likeness(piece) >= LIKELY


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
    return day is not None and len((text[: day.start] + text[day.end :]).split()) <= 4


_OFFICE = re.compile(
    r"\b(?:hon|minister|ministry|senator|mp|mps|office|attorney general|department|secretary of|commission|council|"
    r"association|society|institute|abn|tel|fax|www|po box|street|floor|newsletter)\b\.?",
    re.IGNORECASE,
)


def _likeness(piece: Piece) -> float:
    """How much a line reads like a title: long enough to say something, and not an office's or a person's name."""
    size, text = piece.size, piece.text
    if not 2 <= size <= 45 or piece.linked > 0.9 or sum(letter.isalpha() for letter in text) < SHORTEST:
        return 0.0
    score = min(size, 7) / 3.5 + (2.0 if piece.kind is BlockKind.HEADING else 0.0)
    offices = len(_OFFICE.findall(text[:200]))
    score -= 1.2 * offices if offices >= 2 or size <= 6 else 0.0
    return score - (1.0 if text.endswith((".", ";", ",", ":")) or gives_reach(text) else 0.0)
