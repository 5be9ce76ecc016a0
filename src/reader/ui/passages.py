"""A page before it is painted: passages of text, and the lines on which their stretches stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

HEAD = -1
"""In place of a block's number: the release's title, subtitle or organisation."""

ADDED = -2
"""In place of a block's number: a line that the page adds."""


class Mark(NamedTuple):
    """A stretch of a passage that is shown in another way; offsets are characters of its text."""

    start: int
    end: int
    roles: tuple[str, ...]
    """Names of styles, the last one the strongest."""
    stop: int = -1
    """Which of the page's stops the words belong to; -1 for none."""
    url: str = ""


class Passage(NamedTuple):
    """A running text of one style: a title, a paragraph, a label."""

    text: str
    role: str
    block: int = ADDED
    """Which of the release's blocks it is; HEAD or ADDED where it is none."""
    marks: tuple[Mark, ...] = ()
    """In order and apart: see `apart`."""

    @property
    def is_told(self) -> bool:
        """Whether these are the release's own words: what is found and copied."""
        return self.block != ADDED


class Line(NamedTuple):
    """One line of the page; columns are cells from its left edge."""

    passage: int = -1
    """Index of the passage whose text stands here; -1 for an empty line."""
    stretches: tuple[tuple[int, int, int], ...] = ()
    """Column, start and end of each stretch of that text, from left to right: several in a table."""
    sign: str = ""
    """What stands before the text: a list's marker, a caption's stroke."""
    sign_column: int = 0
    bar: int = -1
    """Column of the bar beside quoted words; -1 where none are quoted."""
    stops: tuple[int, ...] = ()
    """The quotes of the bar, as indices of the page's stops."""

    @property
    def start(self) -> int:
        """Offset of the first character in the passage."""
        return self.stretches[0][1] if self.stretches else 0

    @property
    def end(self) -> int:
        """Offset past the last character."""
        return self.stretches[-1][2] if self.stretches else 0


class Stop(NamedTuple):
    """A direct quote, with what goes on from it in the paragraphs after: where ] and [ stop."""

    quote: int
    """Index of its first part in the release's quotes."""
    first: int
    """Number of the line on which it begins."""
    last: int
    """Number of the last line that belongs to it, its attribution included."""


class LinkPlace(NamedTuple):
    """A link on the page."""

    passage: int
    start: int
    end: int
    url: str


class Piece(NamedTuple):
    """What is painted in one style."""

    text: str
    roles: tuple[str, ...]
    start: int = -1
    """Where the text stands in the line's passage; -1 for margins, signs and bars."""
    stop: int = -1
    url: str = ""


@dataclass(slots=True)
class Page:
    """A release laid out in a width."""

    width: int
    passages: list[Passage] = field(default_factory=list)
    first_lines: list[int] = field(default_factory=list)
    """Number of the line on which each passage begins."""
    lines: list[Line] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    links: list[LinkPlace] = field(default_factory=list)

    def row(self, number: int) -> str:
        """A line as text, with its margin, its sign and its bar."""
        return "".join(piece.text for piece in self.pieces(number))

    def words(self, number: int) -> str:
        """A line's text alone, without margin, sign and bar."""
        line = self.lines[number]
        if line.passage < 0:
            return ""
        text = self.passages[line.passage].text
        return "\t".join(text[start:end] for _, start, end in line.stretches)

    def line_of(self, passage: int, at: int) -> int:
        """Number of the line on which character `at` of a passage stands."""
        first = self.first_lines[passage]
        last = self.first_lines[passage + 1] if passage + 1 < len(self.passages) else len(self.lines)
        while last > first and self.lines[last - 1].passage != passage:
            last -= 1
        return max(first, bisect_right(self.lines, at, first, last, key=lambda line: line.start) - 1)

    def offset_at(self, number: int, character: int) -> int:
        """Where in its passage a line's character is, counted from the left edge; from a margin, the nearest words."""
        offset = self.lines[number].start
        reached = 0
        for piece in self.pieces(number):
            if piece.start >= 0:
                offset = piece.start + min(len(piece.text), max(0, character - reached))
                if character <= reached + len(piece.text):
                    return offset
            reached += len(piece.text)
        return offset

    def pieces(self, number: int, over: Iterable[Mark] = (), current: int = -1) -> list[Piece]:
        """A line from its left edge, cut where the style changes.

        `over` are marks to add to those of its passage (words found), `current` is the stop to show as the current one.
        """
        line = self.lines[number]
        is_current = current >= 0 and current in line.stops
        bar = Piece("█" if is_current else "▌", ("bar", "current-bar") if is_current else ("bar",))
        placed: list[tuple[int, list[Piece]]] = []
        if line.bar >= 0:
            placed.append((line.bar, [bar]))
        if line.sign:
            placed.append((line.sign_column, [Piece(line.sign, ("sign",))]))
        if line.passage >= 0:
            passage = self.passages[line.passage]
            marks = apart((*passage.marks, *over)) if over else passage.marks
            placed += [
                (column, list(_cut(passage, marks, start, end, current))) for column, start, end in line.stretches
            ]
        return _spaced(placed)


def apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks that may overlap, made into marks in order that do not: where two met, one with the roles of both."""
    marks = sorted(mark for mark in marks if mark.start < mark.end)
    if all(before.end <= after.start for before, after in pairwise(marks)):
        return tuple(marks)
    edges = sorted({edge for mark in marks for edge in mark[:2]})
    flat: list[Mark] = []
    waiting = iter(marks)
    upcoming = next(waiting, None)
    over: list[Mark] = []
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while upcoming and upcoming.start <= start:
            over.append(upcoming)
            upcoming = next(waiting, None)
        if over:
            roles = tuple(role for mark in over for role in mark.roles)
            flat.append(Mark(start, end, roles, max(mark.stop for mark in over), max(mark.url for mark in over)))
    return tuple(flat)


def _cut(passage: Passage, marks: tuple[Mark, ...], start: int, end: int, current: int) -> Iterator[Piece]:
    """The pieces of one stretch of a passage."""
    text, at = passage.text, start
    for mark in marks[bisect_right(marks, start, key=lambda mark: mark.end) :]:
        if mark.start >= end:
            break
        if mark.start > at:
            yield Piece(text[at : mark.start], (passage.role,), at)
        at = max(at, mark.start)
        roles = (passage.role, *mark.roles, *(("current",) if 0 <= current == mark.stop else ()))
        yield Piece(text[at : min(mark.end, end)], roles, at, mark.stop, mark.url)
        at = min(mark.end, end)
    if at < end:
        yield Piece(text[at:end], (passage.role,), at)


def _spaced(placed: list[tuple[int, list[Piece]]]) -> list[Piece]:
    """Pieces at their columns, with spaces between."""
    row: list[Piece] = []
    reached = 0
    for column, pieces in sorted(placed, key=lambda place: place[0]):
        if column > reached:
            row.append(Piece(" " * (column - reached), ()))
            reached = column
        row += pieces
        reached += sum(cell_len(piece.text) for piece in pieces)
    return row
