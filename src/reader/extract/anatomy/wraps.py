"""Saved plain text to paragraphs: lines that a mail program or a text browser broke are joined again."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.pieces import ENDS

WIDEST = 130
"""Columns beyond which nobody wraps by hand: a text with many longer lines has a paragraph a line."""

NARROWEST = 45
"""Columns below which lines are short for their own reasons: names, a menu, verse."""

FEWEST = 3
"""Lines that must be full before a text counts as wrapped."""

SLACK = 6
"""Columns by which programs that wrap at the same width differ."""

_BULLETS = frozenset("•·▪◦‣●○■□➢►*–—-")
_ITEM = re.compile(r"\s{0,40}(?:[•·▪◦‣●○■□➢►*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\)) {1,20}(?=\S)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of saved text on one line; character `i` of it is character `start + i` of that text."""

    text: str
    start: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of saved text, each newline within them turned into one space, so that offsets map by adding.

    Empty lines and list items begin a new one; other lines are joined where the line before was broken only because
    the next word had no room, or where it stops in the middle of a sentence.
    """
    lines = text.split("\n")
    width = wrapped_at(lines)
    found: list[Paragraph] = []
    begin = start = 0
    for index, line in enumerate(lines):
        end = start + len(line)
        after, third = (lines[n].strip() if n < len(lines) else "" for n in (index + 1, index + 2))
        is_pair = not third and (index == 0 or not lines[index - 1].strip())
        slack = len(line.rstrip()) - len(line.strip()) - (SLACK - 2) if is_pair else 0
        if not (line.strip() and after and _goes_on(line.strip(), after, third, width, slack)):
            whole = text[begin:end]
            if whole.strip():
                lead = len(whole) - len(whole.lstrip())
                found.append(Paragraph(whole.strip().replace("\n", " "), begin + lead))
            begin = end + 1
        start = end + 1
    return found


def wrapped_at(lines: list[str]) -> int:
    """The column at which a text was wrapped; 0 where each of its lines is a paragraph.

    It shows in groups of lines in which nearly each was broken only because the next word had no room.
    """
    widths: list[int] = []
    wide = 0
    for filled, group in itertools.groupby((line.strip() for line in lines), bool):
        block = list(group) if filled else []
        wide += sum(len(line) > WIDEST for line in block)
        width = max(map(len, block), default=0)
        if len(block) >= FEWEST and NARROWEST <= width <= WIDEST:
            full = sum(_is_full(line, after, width) for line, after in itertools.pairwise(block))
            widths += [width] * len(block) if full * 5 >= 4 * (len(block) - 1) else []
    widths.sort()
    return widths[int(0.9 * (len(widths) - 1))] if len(widths) > wide else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """True where the next line's first word had no room on this one."""
    return len(line) + 1 + len(after.split(None, 1)[0]) > width - SLACK


def item_marker(line: str) -> str:
    """The bullet or number that a line of a list begins with; "" for any other line."""
    match = _ITEM.match(line)
    if match is None or any(day.start == 0 for day in find_days(line[:60].strip())):
        return ""
    return match[0].strip()


def _resumes(line: str) -> bool:
    """True for a line that begins in the middle of a sentence: a link stood on the line before it."""
    return len(line) > 1 and (line[0] in ".,;:)”’" or line[0].islower())


def _goes_on(line: str, after: str, third: str, width: int, slack: int) -> bool:
    """True where a line goes on in the one after it. `slack` is below 0 for two lines that stand alone: the first may
    be a title and the other its subtitle, so there the next word must really have had no room."""
    if line in _BULLETS:
        return True
    if item_marker(after) or after in _BULLETS:
        return False
    if width and len(line) <= width + SLACK and _is_full(line, after, width - slack):
        return True
    if not width and len(line) > 60 > len(after) and line[-1] not in ENDS and _resumes(third):
        return True
    if line[-1] in ENDS:
        return False
    return (after[0] in ".,;:)”’" and len(after) > 1) or (
        after[0].islower() and len(line) > (width // 2 if width else 60)
    )
