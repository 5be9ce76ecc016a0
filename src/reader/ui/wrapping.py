"""Text broken into lines of a width in terminal cells."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_SINGLE = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2015\u2018-\u2027\u2030-\u205e\u20ac]*")
"""Letters and marks that take one cell each: there, counting characters is measuring."""

_OPENERS = frozenset("「『（［｛〈《【〔“‘([{")
_CLOSERS = frozenset("、。，．：；？！」』）］｝〉》】〕”’…ー々,.:;?!)]}%")

_WIDE = (
    "[\u2e80-\u2fff\u3001-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\ua000-\ua4cf"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
"""Scripts written without spaces, in which a line may end after any character; each takes two cells."""

_IS_WIDE = re.compile(_WIDE)
_WIDE_RUN = re.compile(f"{_WIDE}*")

NEAR = 16
"""Characters before the end of a line within which a long word is rather broken at a sign."""

LONGEST_LETTER = 32
"""Characters that a letter with its accents and joined signs has at most."""


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """The stretches of `text` that make its lines, each at most `width` cells (at least 2) wide.

    A space at which a line breaks belongs to none; words longer than a line are broken inside. Linear time.
    """
    width = max(2, width)
    if _SINGLE.fullmatch(text):
        return _wrap_single(text, width)
    return _wrap_any(text, width)


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
            stop = stop if dash == stop else _inside(text, start, stop)
            lines.append((start, stop))
            start = stop
        while start < length and text[start] == " ":
            start += 1
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _wrap_any(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while start < length:
        stop = _filled(text, start, width)
        end = stop if stop == length else _break_before(text, start, stop)
        lines.append((start, end))
        start = end
        while start < length and text[start] == " ":
            start += 1
    return lines or [(0, 0)]


def _filled(text: str, start: int, width: int) -> int:
    """Where the characters from `start` on have filled a line."""
    run = _WIDE_RUN.match(text, start, start + width // 2)
    begun = run.end() if run else start
    room = width - 2 * (begun - start)
    for at in range(begun, len(text)):
        room -= _cells(text[at])
        if room < 0:
            return at
    return len(text)


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    # The variation selector that asks for a picture may widen what it follows.
    return 1 if character == "\ufe0f" else cell_len(character)


def _break_before(text: str, start: int, stop: int) -> int:
    """The last place up to `stop` at which a line may end, or a place inside of a word longer than the line."""
    for at in range(stop, start, -1):
        if text[at] == " " or (text[at - 1] != " " and _may_part(text[at - 1], text[at])):
            return at
    at = _inside(text, start, stop)
    while at > max(start + 1, stop - LONGEST_LETTER) and _is_one_letter(text, at):
        at -= 1
    return at if not _is_one_letter(text, at) else stop


def _inside(text: str, start: int, stop: int) -> int:
    """Where to break a word longer than a line: after a sign that parts an address, if there is one near the end."""
    for at in range(stop, max(start, stop - NEAR), -1):
        if text[at - 1] in "/-_?&=.":
            return at
    return stop


@lru_cache(maxsize=8192)
def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters that have no space between them.

    A closing mark begins no line, an opening one ends none.
    """
    is_wide = bool(_IS_WIDE.match(before) or _IS_WIDE.match(after))
    return is_wide and before not in _OPENERS and after not in _CLOSERS


def _is_one_letter(text: str, at: int) -> bool:
    """Whether the character at `at` combines with the one before it."""
    return text[at - 1] == "\u200d" or unicodedata.category(text[at]) in ("Mn", "Me", "Mc", "Cf", "Sk")
