"""Saved plain text to paragraphs: lines that a mail program or a text browser broke are joined again."""

from __future__ import annotations

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

_ITEM = re.compile(r"\s*(?:[•·▪◦‣●○■□➢►*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\)) +(?=\S)")


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
        after = lines[index + 1] if index + 1 < len(lines) else ""
        third = lines[index + 2] if index + 2 < len(lines) else ""
        if not (line.strip() and after.strip() and _goes_on(line, after, third, width)):
            whole = text[begin:end]
            if whole.strip():
                lead = len(whole) - len(whole.lstrip())
                found.append(Paragraph(whole.strip().replace("\n", " "), begin + lead))
            begin = end + 1
        start = end + 1
    return found


def wrapped_at(lines: list[str]) -> int:
    """The column at which a text was wrapped; 0 where each of its lines is a paragraph."""
    followed = sorted(
        len(line.rstrip())
        for line, after in zip(lines, lines[1:], strict=False)
        if " " in line.strip() and after.strip() and len(line.rstrip()) >= NARROWEST
    )
    wide = sum(length > WIDEST for length in followed)
    if len(followed) < FEWEST or wide * 5 > len(followed):
        return 0
    narrow = followed[: len(followed) - wide]
    width = narrow[int(0.98 * (len(narrow) - 1))]
    full = sum(width - 12 <= length <= width for length in narrow)
    return width if full >= FEWEST and full * 3 >= len(narrow) else 0


def item_marker(line: str) -> str:
    """The bullet or number that a line of a list begins with; "" for any other line."""
    match = _ITEM.match(line)
    if match is None or any(day.start == 0 for day in find_days(line[:60].strip())):
        return ""
    return match[0].strip()


def _resumes(line: str) -> bool:
    """True for a line that begins in the middle of a sentence: a link stood on the line before it."""
    return len(line) > 1 and (line[0] in ".,;:)”’" or line[0].islower())


def _goes_on(line: str, after: str, third: str, width: int) -> bool:
    if item_marker(after):
        return False
    line, after = line.rstrip(), after.strip()
    if width and len(line) + 1 + len(after.split(None, 1)[0]) > width - SLACK:
        return True
    if not width and len(line) > 60 > len(after) and line[-1] not in ENDS and _resumes(third.strip()):
        return True
    if after[0] in ".,;:)”’" and line[-1] not in ENDS and len(after) > 1:
        return True
    return after[0].islower() and line[-1] not in ENDS and (len(line) > width // 2 if width else len(line) > 60)
