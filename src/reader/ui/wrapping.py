"""Text broken into lines of a width in terminal cells."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

_SINGLE = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2015\u2018-\u2027\u2030-\u205e\u20ac]*")
"""Letters and marks that take one cell each: there, counting characters is measuring."""

_OPENERS = "「『（［｛〈《【〔“‘"
_CLOSERS = "、。，．：；？！」』）］｝〉》】〕”’…ー々"
_WIDE = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua000-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
"""Scripts written without spaces, in which a line may end after any character."""

_TOKEN = re.compile(
    rf"[{_OPENERS}]{{0,3}}[{_WIDE}][{_CLOSERS}]{{0,4}}(?: |$)?|[^ {_WIDE}{_OPENERS}]{{1,200}} ?|[{_OPENERS}]| +"
)
"""What stays together on a line. A closing mark does not begin one, an opening mark does not end one."""


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """The stretches of `text` that make its lines, each at most `width` cells (at least 2) wide.

    A space at which a line breaks belongs to none; words longer than a line are broken inside. Linear time.
    """
    width = max(2, width)
    if _SINGLE.fullmatch(text):
        return _wrap_single(text, width)
    return _wrap_tokens(text, width)


def balanced(text: str, width: int) -> list[tuple[int, int]]:
    """As `wrap`, in as many lines, but of much the same length: for titles."""
    lines = wrap(text, width)
    if not 1 < len(lines) <= 6:
        return lines
    low, high = width // 2, width
    while low < high:
        middle = (low + high) // 2
        if len(wrap(text, middle)) > len(lines):
            low = middle + 1
        else:
            high = middle
    return wrap(text, high)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from the right."""
    for letter in text[:200]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _wrap_single(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while length - start > width:
        stop = start + width
        space = text.rfind(" ", start + 1, stop + 1)
        dash = max(text.rfind("—", start + 1, stop), text.rfind("–", start + 1, stop)) + 1
        if dash > max(space, start + 1) and text[dash - 2] != " ":
            space, stop = -1, dash
        if space > 0:
            lines.append((start, space))
            start = space + 1
        else:
            lines.append((start, stop))
            start = stop
        while start < length and text[start] == " ":
            start += 1
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _wrap_tokens(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start = end = room = 0
    for token in _TOKEN.finditer(text):
        first, last = token.span()
        word = token[0].rstrip(" ")
        cells = cell_len(word)
        if room + cells > width and end > start:
            lines.append((start, end))
            start, room = first, 0
        if cells > width:
            *whole, (start, end) = _broken(text, first, first + len(word), width)
            lines += whole
            room = cell_len(text[start:end])
        elif word:
            room += cells
            end = first + len(word)
        elif not room:
            start = last
        room += last - first - len(word) if room else 0
    if end > start or not lines:
        lines.append((start, max(start, end)))
    return lines


def _broken(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """A word longer than a line, broken between letters; a letter keeps its accents and joined signs."""
    lines: list[tuple[int, int]] = []
    room, at = 0, start
    while at < end:
        stop = _after_letter(text, at, end)
        cells = cell_len(text[at:stop])
        if room + cells > width and at > start:
            lines.append((start, at))
            start, room = at, 0
        room += cells
        at = stop
    lines.append((start, end))
    return lines


def _after_letter(text: str, at: int, end: int) -> int:
    """Where the letter at `at` ends, with what combines with it."""
    at += 1
    while at < end and (text[at - 1] == "\u200d" or unicodedata.category(text[at]) in ("Mn", "Me", "Mc", "Cf", "Sk")):
        at += 1
    return at
