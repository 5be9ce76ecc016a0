"""A release laid out as a page: lines of a width, where each quote begins, and which words stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from rich.cells import cell_len

from reader.release import Block, BlockKind, Link, Quote, Release
from reader.ui import heading
from reader.ui.attribution import UNKNOWN_SPEAKER, attribution, is_signature, name_in, opening, turns, wholes
from reader.ui.passages import Line, LinkPlace, Mark, Page, Passage, Stop, apart
from reader.ui.wrapping import balanced, is_right_to_left, wrap

MEASURE = 76
"""Cells that a line of text has at most: longer ones are hard to read."""

GUTTER = 2
"""Cells on each side of the text: room for the bar beside quoted words, and a space."""

ROOMY = 40
"""Cells from which the bar does not stand at the very edge."""

NARROWEST = 12
"""Cells that are left for text however deep a list is."""

TABLE_GAP = 3
"""Cells between the columns of a table."""

MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』—")
"""Quotation marks of all scripts: shown as part of what they enclose."""

TAIL = frozenset({BlockKind.NOTES, BlockKind.CONTACT, BlockKind.ABOUT})
"""What stands below the release's own text, under a rule."""

TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CONTACT})
"""Kinds between two of which there is no empty line."""


def lay_out(
    release: Release,
    width: int,
    *,
    sender: str = "",
    is_changed: bool = False,
    reasons: bool = False,
    now: datetime | None = None,
) -> Page:
    """The release as lines of at most `width` cells (24 and more look well).

    `sender` is named where the release names no organisation, `is_changed` says that its source has given several
    texts, `reasons` adds why each country and region was given, `now` decides whether an embargo is still on.
    """
    sheet = _Sheet(release, width)
    sheet.write_head(sender, is_changed, reasons, now or datetime.now(UTC))
    sheet.write_body()
    sheet.write_end()
    return sheet.finished()


class _Sheet:
    """The page while it is being written, from the top down."""

    def __init__(self, release: Release, width: int) -> None:
        self.release = release
        self.page = Page(width)
        edge = 1 if width >= ROOMY else 0
        self.measure = max(NARROWEST, min(MEASURE, width - 2 * GUTTER - edge))
        self.column = GUTTER + max(edge, (width - self.measure - 2 * GUTTER) // 2)
        self.stop_of: dict[int, int] = {}
        """Which stop each direct quote belongs to, by its index."""
        self.reach: list[tuple[int, int]] = []
        """First and last line of each stop."""
        self.wholes = wholes(release.quotes)
        for stop, parts in enumerate(self.wholes):
            self.stop_of |= dict.fromkeys(parts, stop)
            self.reach.append((-1, -1))
        self.speech: dict[int, list[int]] = defaultdict(list)
        """Indices of the direct quotes in each block."""
        for index in sorted(self.stop_of, key=lambda index: release.quotes[index].start):
            self.speech[release.quotes[index].block].append(index)
        self.links: dict[int, list[Link]] = defaultdict(list)
        for link in release.links:
            self.links[link.block].append(link)

    # The parts of the page.

    def write_head(self, sender: str, is_changed: bool, reasons: bool, now: datetime) -> None:
        release = self.release
        self.gap()
        self.write(release.organisation or sender, "organisation", is_told=bool(release.organisation))
        self.write(release.title or "Untitled", "headline", is_told=bool(release.title), evenly=True)
        self.write(release.subtitle, "subtitle", is_told=True, evenly=True)
        self.gap()
        self.write(heading.when_and_where(release), "meta")
        if release.embargo:
            words, is_on = heading.embargo_words(release.embargo, now)
            self.write(words, "embargo" if is_on else "meta")
        if is_changed:
            self.write("Changed since it first came in", "changed")
        if not release.is_release:
            self.write("The page that came in may hold no release", "changed")
        if reasons:
            self.write_reasons()
        self.rule()

    def write_reasons(self) -> None:
        self.gap()
        listed = heading.reasons(self.release)
        if not listed:
            self.write("No country or region was found in it.", "reason")
        for name, why in listed:
            self.write(f"{name} — {why}", "reason", marks=(Mark(0, len(name), ("place",)),), sign="·")

    def write_body(self) -> None:
        before: Block | None = None
        for kind, numbered in groupby(enumerate(self.release.blocks), key=lambda pair: pair[1].kind):
            group = list(numbered)
            if kind in TAIL and not (before and before.kind in TAIL):
                self.rule()
            columns = self.table_columns([block.text for _, block in group]) if kind is BlockKind.ROW else ()
            for number, block in group:
                self.part(number, block, before)
                self.write_block(number, block, columns)
                before = block
        if before is None:
            self.gap()
            self.write("The source gave no text with this release.", "meta")

    def write_end(self) -> None:
        url = self.release.url
        self.rule()
        if url:
            self.gap()
            self.write(url, "source", marks=(Mark(0, len(url), ("link",), url=url),))
        self.gap()

    def finished(self) -> Page:
        self.page.stops = [
            Stop(parts[0], first, last) for parts, (first, last) in zip(self.wholes, self.reach, strict=True)
        ]
        return self.page

    # Blocks.

    def part(self, number: int, block: Block, before: Block | None) -> None:
        """The empty line before a block; where a quote goes on across it, so does the bar."""
        if before and (before.kind is BlockKind.HEADING or (before.kind is block.kind and block.kind in TIGHT)):
            return
        going_on = [
            self.stop_of[index] for index in self.speech.get(number, ()) if self.release.quotes[index].continues
        ]
        last = self.page.lines[-1]
        if going_on and going_on[0] in last.stops:
            self.page.lines.append(Line(bar=last.bar, stops=(going_on[0],)))
        else:
            self.gap()

    def write_block(self, number: int, block: Block, columns: Sequence[int]) -> None:
        marks = self.marks(number, block)
        match block.kind:
            case BlockKind.ROW:
                self.write_row(block, number, marks, columns)
            case BlockKind.CAPTION:
                self.write_caption(block, number, marks)
            case BlockKind.ITEM:
                indent = min(2 * max(0, block.level - 1), max(0, self.measure - 2 * NARROWEST))
                self.write(block.text, "item", number, True, marks, sign=block.marker or "•", indent=indent)
            case BlockKind.QUOTATION:
                self.write(block.text, "quotation", number, True, marks, indent=2)
            case BlockKind.HEADING:
                role = "heading" if block.level <= 2 else "subheading"
                self.write(block.text, role, number, True, marks)
            case _:
                role = "lede" if number == self.release.lede else block.kind.value
                self.write(block.text, role, number, True, marks)
        self.write_attributions(number, block)

    def write_caption(self, block: Block, number: int, marks: Sequence[Mark]) -> None:
        """A caption behind a stroke, its credit on a line of its own."""
        text = block.text
        if 0 <= block.credit < len(text):
            marks = (*marks, Mark(block.credit, len(text), ("credit",)))
        breaks = [0, block.credit] if 0 < block.credit < len(text) else [0]
        self.write(text, "caption", number, True, marks, sign="┊", is_signed_throughout=True, breaks=breaks)

    def table_columns(self, rows: Sequence[str]) -> tuple[int, ...]:
        """Cells that each column of a table needs; empty where the table is wider than the page."""
        widths: list[int] = []
        for row in rows:
            for column, cell in enumerate(row.split("\t")):
                widths[column:] = [
                    max(cell_len(cell), *widths[column : column + 1], 0),
                    *widths[column + 1 :],
                ]
        fits = sum(widths) + TABLE_GAP * (len(widths) - 1) <= self.measure
        return tuple(widths) if fits else ()

    def write_row(self, block: Block, number: int, marks: Sequence[Mark], columns: Sequence[int]) -> None:
        """A table's row: its cells side by side, or, where the table is too wide, under each other."""
        cells = list(_cells(block.text))
        if not columns:
            lines = [
                (self.column + (2 if cell else 0), start + first, start + last)
                for cell, (start, end) in enumerate(cells)
                for first, last in wrap(block.text[start:end], self.measure - 2)
            ]
            self.add(
                Passage(block.text, "row", number, True, apart(marks)),
                [Line(stretches=(at,)) for at in lines],
            )
            return
        column, stretches = self.column, []
        for width, (start, end) in zip(columns, cells, strict=False):
            stretches.append((column, start, end))
            column += width + TABLE_GAP
        self.add(Passage(block.text, "row", number, True, apart(marks)), [Line(stretches=tuple(stretches))])

    def write_attributions(self, number: int, block: Block) -> None:
        """Under a paragraph, the speakers whom its words do not name; of a quote that goes on, under its last."""
        if number not in self.speech:
            return
        quotes = self.release.quotes
        indices = {quotes[index]: index for index in self.speech[number]}
        told = "\n".join(self.release.blocks[at].text for at in self.tellers(number))
        runs = list(turns(list(indices)))
        for turn in runs:
            stops = [self.stop_of[indices[quote]] for quote in turn]
            if quotes[self.wholes[stops[-1]][-1]].block > number:
                continue
            named = attribution(turn, block.text, told)
            if named is not None:
                which = opening(block.text[turn[0].start : turn[0].end]) if len(runs) > 1 else ""
                self.write_attribution(which, named, tuple(stops), is_right_to_left(block.text))

    def tellers(self, number: int) -> list[int]:
        """The blocks that may name a block's speakers: itself, one before that ends in a colon, a signature after."""
        blocks = self.release.blocks
        tellers = [number]
        if number and blocks[number - 1].text.endswith((":", "：")):
            tellers.append(number - 1)
        if number + 1 < len(blocks) and is_signature(blocks[number + 1].text):
            tellers.append(number + 1)
        return tellers

    def write_attribution(self, which: str, named: tuple[str, str], stops: tuple[int, ...], from_right: bool) -> None:
        """Name a speaker; `which` is how the quote begins, where the paragraph has quotes of several."""
        speaker, role = named
        lead = f"{which} — " if which else "— "
        name = lead + (speaker or UNKNOWN_SPEAKER)
        marks = (Mark(len(which), len(name), ("speaker" if speaker else "unknown",)),)
        first = len(self.page.lines)
        self.write(f"{name}, {role}" if role else name, "role", marks=marks, indent=2, from_right=from_right)
        bar = self.bar_column(from_right)
        for at in range(first, len(self.page.lines)):
            self.page.lines[at] = self.page.lines[at]._replace(bar=bar, stops=stops)
        self.reach[stops[-1]] = (self.reach[stops[-1]][0], len(self.page.lines) - 1)

    # Marks.

    def marks(self, number: int, block: Block) -> tuple[Mark, ...]:
        """What stands out in a block: quoted words, their speaker, links, the dateline."""
        text, quotes = block.text, self.release.quotes
        marks = [Mark(link.start, link.end, ("link",), url=link.url) for link in self.links.get(number, ())]
        speech = [(index, quotes[index]) for index in self.speech.get(number, ())]
        for index, quote in speech:
            marks.append(Mark(*_with_marks(text, quote), ("quote",), self.stop_of[index]))
        for teller in (number, number - 1, number + 1):
            if teller == number or (teller in self.speech and number in self.tellers(teller)):
                marks += self.named(number, self.speech.get(teller, ()))
        dateline = self.release.dateline
        if dateline and dateline.block == number:
            marks.append(Mark(dateline.start, dateline.end, ("dateline",)))
        return apart(marks)

    def named(self, number: int, speech: Sequence[int]) -> Iterator[Mark]:
        """Where a block gives the names of those whose quotes these are."""
        for turn in turns([self.release.quotes[index] for index in speech]):
            place = name_in(self.release.blocks[number].text, turn, number) if turn[0].speaker else None
            if place:
                yield Mark(*place, ("speaker",))

    # Lines.

    def gap(self) -> None:
        self.page.lines.append(Line())

    def rule(self) -> None:
        self.gap()
        self.add(
            Passage("─" * self.measure, "rule", is_told=False),
            [Line(stretches=((self.column, 0, self.measure),))],
        )

    def bar_column(self, from_right: bool) -> int:
        return self.column + self.measure + 1 if from_right else self.column - GUTTER

    def write(
        self,
        text: str,
        role: str,
        block: int = -1,
        is_told: bool = False,
        marks: Sequence[Mark] = (),
        *,
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
        lines = []
        for row, (start, end) in enumerate(spans):
            shown = sign if is_signed_throughout or not row else ""
            at = self.column + (room - cell_len(text[start:end]) if from_right else indent)
            beside = self.column + (room + 1 if from_right else indent - cell_len(sign) - 1)
            lines.append(Line(stretches=((at, start, end),), sign=shown, sign_column=beside))
        self.add(Passage(text, role, block, is_told, apart(marks)), lines, from_right)

    def add(self, passage: Passage, lines: Sequence[Line], from_right: bool = False) -> None:
        """Put a passage on the page, with bars beside the lines that hold quoted words."""
        page, first = self.page, len(self.page.lines)
        index = len(page.passages)
        page.passages.append(passage)
        page.first_lines.append(first)
        page.links += _links(index, passage.marks)
        if not any(mark.stop >= 0 for mark in passage.marks):
            page.lines += [line._replace(passage=index) for line in lines]
            return
        bar = self.bar_column(from_right)
        for at, (line, stops) in enumerate(zip(lines, _stops(passage.marks, lines), strict=True), first):
            for stop in stops:
                self.reach[stop] = (self.reach[stop][0] if self.reach[stop][0] >= 0 else at, at)
            page.lines.append(line._replace(passage=index, bar=bar if stops else -1, stops=stops))


def _stops(marks: Sequence[Mark], lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    """For each line of a passage, the stops whose words stand on it."""
    quoted = [mark for mark in marks if mark.stop >= 0]
    first = 0
    for line in lines:
        start, end = line.start, line.stretches[-1][2]
        while first < len(quoted) and quoted[first].end <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        yield tuple(dict.fromkeys(mark.stop for mark in quoted[first:last]))


def _cells(row: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a table's row stands in its text."""
    start = 0
    for cell in row.split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _links(passage: int, marks: Sequence[Mark]) -> list[LinkPlace]:
    """The links of a passage, whole again where other marks cut them."""
    places: list[LinkPlace] = []
    for mark in marks:
        if places and mark.url == places[-1].url and mark.start == places[-1].end:
            places[-1] = places[-1]._replace(end=mark.end)
        elif mark.url:
            places.append(LinkPlace(passage, mark.start, mark.end, mark.url))
    return places


def _with_marks(text: str, quote: Quote) -> tuple[int, int]:
    """A quote's stretch with its quotation marks, and the space that some languages put inside of them."""
    start, end = quote.start, quote.end
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    start -= 1 if before[-1:] in MARKS else 2 if before[-1:].isspace() and before[0] in MARKS else 0
    end += 1 if after[:1] in MARKS else 2 if after[:1].isspace() and after[-1] in MARKS else 0
    return start, end
