"""A release's title: found among the lines above its body with the help of what the page calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.lines import fold, is_for, words
from reader.extract.anatomy.pieces import Piece
from reader.release import BlockKind

_PARTS = re.compile(r"\s+[|»·•—–:>-]+\s+|\s*\|\s*")

SHORTEST = 10
"""Characters of the shortest line that is taken for the title because the page's name has it in it."""


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
            if len(piece.text) <= 400 and _same(fold(piece.text), wanted, whole)
        ]
        if found:
            headings = [index for index in found if pieces[index].kind is BlockKind.HEADING]
            best = [index for index in headings if pieces[index].level == 1 and not pieces[index].chrome]
            return (best or headings or found)[-1]
    return -1


def _same(line: str, wanted: str, whole: str) -> bool:
    if len(line) < SHORTEST or len(wanted) < SHORTEST:
        return line == wanted != ""
    return line in whole and len(line) * 2 >= len(wanted) or (wanted in line and len(wanted) * 10 >= len(line) * 7)


def title_above(pieces: Sequence[Piece], lede: int) -> int:
    """Index of the line that reads most like a title among those above the lede; -1 where none does."""
    run: list[int] = []
    for index in range(lede - 1, max(-1, lede - 14), -1):
        piece = pieces[index]
        if _is_fact(piece):
            if run:
                break
            continue
        run.append(index)
        if len(run) >= 4:
            break
    scored = [(_likeness(pieces[index], lede - index), index) for index in run]
    best = max(scored, default=(0.0, -1))
    return best[1] if best[0] > 0 else -1


def _is_fact(piece: Piece) -> bool:
    text = piece.text
    purposes = ("chrome", "label", "meta", "contact", "stop")
    if piece.kind in (BlockKind.CAPTION, BlockKind.ITEM) or any(is_for(purpose, text) for purpose in purposes):
        return True
    day = next(find_days(text), None) if len(text) < 200 else None
    return bool(day) and len((text[: day.start] + text[day.end :]).split()) <= 4 if day else False


_OFFICE = re.compile(
    r"\b(?:hon|minister|ministry|senator|mp|mps|office|attorney general|department|secretary of|commission|council|"
    r"association|society|institute|abn|tel|fax|www|po box|street|floor|newsletter)\b\.?",
    re.IGNORECASE,
)


def _likeness(piece: Piece, distance: int) -> float:
    """How much a line reads like a title."""
    size, text = piece.size, piece.text
    if not 2 <= size <= 45 or piece.linked > 0.9:
        return 0.0
    score = min(size, 8) / 4 + (2.0 if piece.kind is BlockKind.HEADING else 0.0)
    score -= 1.5 * len(_OFFICE.findall(text[:200])) if size < 12 else 0.0
    score -= 1.0 if text.endswith((".", ";", ",")) else 0.0
    return score - 0.1 * distance
