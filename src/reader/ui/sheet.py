"""A page while it is written, from the top down: passages become lines, with bars beside quoted words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest

from rich.cells import cell_len

from reader.ui.passages import ADDED, Line, LinkPlace, Mark, Page, Passage, Stop, apart
from reader.ui.wrapping import balanced, is_right_to_left, wrap

GUTTER = 2
"""Cells on each side of the text: room for the bar beside quoted words, and a space."""

ROOMY = 40
"""Cells from which the bar does not stand at the very edge."""

NARROWEST = 12
"""Cells that are left for text however deep a list is."""

TABLE_GAP = 3
"""Cells between the columns of a table."""


class Sheet:
    """What the parts of a release are written on."""

    def __init__(self, width: int, stops: Sequence[int], measure: int) -> None:
        """A sheet of `width` cells, its text in lines of at most `measure`.

        `stops` are the quotes to stop at, as indices of the release's quotes.
        """
        self.page = Page(width)
        edge = 1 if width >= ROOMY else 0
        self.measure = max(NARROWEST, min(measure, width - 2 * GUTTER - edge))
        self.column = GUTTER + max(edge, (width - self.measure - 2 * GUTTER) // 2)
        self.page.stops = [Stop(quote, -1, -1) for quote in stops]

    def gap(self) -> None:
        self.page.lines.append(Line())

    def rule(self) -> None:
        self.gap()
        stroke = Passage("─" * self.measure, "rule")
        self.add(stroke, [Line(self.next_passage, ((self.column, 0, self.measure),))])

    @property
    def next_passage(self) -> int:
        """The index that the next passage will have."""
        return len(self.page.passages)

    def bar_column(self, from_right: bool) -> int:
        return self.column + self.measure + 1 if from_right else self.column - GUTTER

    def write(
        self,
        text: str,
        role: str,
        marks: Sequence[Mark] = (),
        *,
        block: int = ADDED,
        sign: str = "",
        is_signed_throughout: bool = False,
        indent: int = 0,
        evenly: bool = False,
        breaks: Sequence[int] = (0,),
        from_right: bool | None = None,
    ) -> None:
        """A passage, broken into lines; nothing for an empty one. `breaks` are offsets at which a line must begin."""
        if not text:
            return
        if from_right is None:
            from_right = is_right_to_left(text)
        indent += cell_len(sign) + 1 if sign else 0
        room = self.measure - indent
        spans = [
            (part + start, part + end)
            for part, following in zip(breaks, [*breaks[1:], len(text)], strict=True)
            for start, end in (balanced if evenly else wrap)(text[part:following].rstrip(), room)
        ]
        passage, beside = self.next_passage, self.column + (room + 1 if from_right else indent - cell_len(sign) - 1)
        lines = []
        for start, end in spans:
            at = self.column + (room - cell_len(text[start:end]) if from_right else indent)
            lines.append(Line(passage, ((at, start, end),), sign, beside))
            if not is_signed_throughout:
                sign = ""
        self.add(Passage(text, role, block, apart(marks)), lines, from_right)

    def add(self, passage: Passage, lines: Sequence[Line], from_right: bool = False) -> None:
        """Put the next passage and its lines on the page, with bars beside those that hold quoted words."""
        page, first = self.page, len(self.page.lines)
        page.links += _links(self.next_passage, passage.marks)
        page.passages.append(passage)
        page.first_lines.append(first)
        page.lines += lines
        if not any(mark.stop >= 0 for mark in passage.marks):
            return
        bar = self.bar_column(from_right)
        for at, stops in enumerate(_stops(passage.marks, lines), first):
            for stop in stops:
                place = page.stops[stop]
                page.stops[stop] = place._replace(first=place.first if place.first >= 0 else at, last=at)
            if stops:
                page.lines[at] = page.lines[at]._replace(bar=bar, stops=stops)

    def write_row(self, passage: Passage, cells: Sequence[tuple[int, int]], columns: Sequence[int]) -> None:
        """A table's row: its cells side by side in `columns`, or, where there are none, under each other."""
        if columns:
            starts = accumulate(columns, lambda at, width: at + width + TABLE_GAP, initial=self.column)
            row = tuple((at, start, end) for at, (start, end) in zip(starts, cells, strict=False))
            self.add(passage, [Line(self.next_passage, row)])
            return
        stretches = [
            (self.column + (2 if cell else 0), start + first, start + last)
            for cell, (start, end) in enumerate(cells)
            for first, last in wrap(passage.text[start:end], self.measure - 2)
            if start < end
        ]
        if stretches:
            self.add(passage, [Line(self.next_passage, (stretch,)) for stretch in stretches])

    def columns_of(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """Cells that each column of a table needs; empty where the table is wider than the page."""
        if TABLE_GAP * (max(map(len, rows), default=0) - 1) > self.measure:
            return []
        widths = [max(map(cell_len, column)) for column in zip_longest(*rows, fillvalue="")]
        return widths if sum(widths) + TABLE_GAP * (len(widths) - 1) <= self.measure else []

    def put_bars(self, first: int, stops: tuple[int, ...], from_right: bool) -> None:
        """Put bars beside the lines from `first` on, as a part of these stops' quotes."""
        bar = self.bar_column(from_right)
        for number in range(first, len(self.page.lines)):
            self.page.lines[number] = self.page.lines[number]._replace(bar=bar, stops=stops)
        self.page.stops[stops[-1]] = self.page.stops[stops[-1]]._replace(last=len(self.page.lines) - 1)


def _stops(marks: Sequence[Mark], lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    """For each line of a passage, the stops whose words stand on it."""
    quoted = [mark for mark in marks if mark.stop >= 0]
    first = 0
    for line in lines:
        start, end = line.start, line.end
        while first < len(quoted) and quoted[first].end <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        yield tuple(dict.fromkeys(mark.stop for mark in quoted[first:last]))


def _links(passage: int, marks: Sequence[Mark]) -> list[LinkPlace]:
    """The links of a passage, whole again where other marks cut them."""
    places: list[LinkPlace] = []
    for mark in marks:
        if places and mark.url == places[-1].url and mark.start == places[-1].end:
            places[-1] = places[-1]._replace(end=mark.end)
        elif mark.url:
            places.append(LinkPlace(passage, mark.start, mark.end, mark.url))
    return places
