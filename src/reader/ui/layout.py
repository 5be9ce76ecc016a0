"""A release laid out as a page: lines of a width, where each quote begins, and which words stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from reader.config import MEASURE
from reader.release import Block, BlockKind, Link, Quote, Release
from reader.ui import heading
from reader.ui.attribution import UNKNOWN_SPEAKER, attribution, is_signature, name_in, opening, turns, wholes
from reader.ui.cells import cut
from reader.ui.passages import HEAD, Line, Mark, Page, Passage, apart
from reader.ui.sheet import NARROWEST, Sheet
from reader.ui.wrapping import is_right_to_left

MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』—")
"""Quotation marks of all scripts: shown as part of what they enclose."""

LONGEST_MARKER = 8
"""Cells of what stands before a list's item: "viii." and the like."""

TAIL = frozenset({BlockKind.NOTES, BlockKind.CONTACT, BlockKind.ABOUT})
"""What stands below the release's own text, under a rule."""

TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CONTACT})
"""Kinds between two of which there is no empty line."""


def lay_out(
    release: Release,
    width: int,
    *,
    sender: str = "",
    history: Sequence[str] = (),
    tags: Sequence[str] = (),
    note: str = "",
    reasons: bool = False,
    now: datetime | None = None,
    measure: int = MEASURE,
) -> Page:
    """The release as lines of at most `width` cells (24 and more look well), its text in at most `measure` of them.

    `sender` is named where the release names no organisation, `history` are lines on what became of it since it first
    came in, `tags` and `note` are the user's own, `reasons` adds why each country and region was given, `now` decides
    whether an embargo is still on.
    """
    writing = _Writing(release, width, measure)
    writing.write_head(sender, history, now or datetime.now(UTC))
    writing.write_own(tags, note)
    if reasons:
        writing.write_reasons()
    writing.sheet.rule()
    writing.write_body()
    writing.write_end()
    return writing.sheet.page


class _Writing:
    """A release on its way to the sheet."""

    def __init__(self, release: Release, width: int, measure: int) -> None:
        self.release = release
        self.wholes = wholes(release.quotes)
        self.sheet = Sheet(width, [parts[0] for parts in self.wholes], measure)
        self.stop_of = {index: stop for stop, parts in enumerate(self.wholes) for index in parts}
        """Which stop each direct quote belongs to, by its index."""
        self.speech: dict[int, list[int]] = defaultdict(list)
        """Indices of the direct quotes in each block."""
        for index in sorted(self.stop_of, key=lambda index: release.quotes[index].start):
            self.speech[release.quotes[index].block].append(index)
        self.links: dict[int, list[Link]] = defaultdict(list)
        for link in release.links:
            self.links[link.block].append(link)

    # The parts of the page.

    def write_head(self, sender: str, history: Sequence[str], now: datetime) -> None:
        release = self.release
        self.sheet.gap()
        self.sheet.write(release.organisation, "organisation", block=HEAD)
        self.sheet.write("" if release.organisation else sender, "organisation")
        self.sheet.write(release.title, "headline", block=HEAD, evenly=True)
        self.sheet.write("" if release.title else "Untitled", "headline")
        self.sheet.write(release.subtitle, "subtitle", block=HEAD, evenly=True)
        self.sheet.gap()
        self.sheet.write(heading.when_and_where(release), "meta")
        if release.embargo:
            words, is_on = heading.embargo_words(release.embargo, now)
            self.sheet.write(words, "embargo" if is_on else "meta")
        for words in history:
            self.sheet.write(words, "changed")
        if not release.is_release:
            self.sheet.write("The page that came in may hold no release", "changed")

    def write_own(self, tags: Sequence[str], note: str) -> None:
        """What the user calls the release, and wrote on it."""
        self.sheet.write(" · ".join(tags), "tags")
        if note:
            self.sheet.gap()
            for number, line in enumerate(note.splitlines()):
                self.sheet.write(line, "note", sign=" " if number else "✎")
                if not line.strip():
                    self.sheet.gap()

    def write_reasons(self) -> None:
        self.sheet.gap()
        listed = heading.reasons(self.release)
        if not listed:
            self.sheet.write("No country or region was found in it.", "reason")
        for name, why in listed:
            self.sheet.write(f"{name} — {why}", "reason", [Mark(0, len(name), ("place",))], sign="·")

    def write_body(self) -> None:
        before: Block | None = None
        for kind, numbered in groupby(enumerate(self.release.blocks), key=lambda pair: pair[1].kind):
            group = list(numbered)
            if kind in TAIL and not (before and before.kind in TAIL):
                self.sheet.rule()
            rows = [block.text.split("\t") for _, block in group] if kind is BlockKind.ROW else []
            columns = self.sheet.columns_of(rows)
            for number, block in group:
                self.part(number, block, before)
                self.write_block(number, block, columns)
                before = block
        if before is None:
            self.sheet.gap()
            self.sheet.write("The source gave no text with this release.", "meta")

    def write_end(self) -> None:
        url = self.release.url
        if url:
            self.sheet.rule()
            self.sheet.gap()
            self.sheet.write(url, "source", [Mark(0, len(url), ("link",), url=url)])
        self.sheet.gap()

    # Blocks.

    def part(self, number: int, block: Block, before: Block | None) -> None:
        """The empty line before a block; where a quote goes on across it, so does the bar."""
        if before and (before.kind is BlockKind.HEADING or (before.kind is block.kind and block.kind in TIGHT)):
            return
        going_on = [
            self.stop_of[index] for index in self.speech.get(number, ()) if self.release.quotes[index].continues
        ]
        last = self.sheet.page.lines[-1]
        if going_on and going_on[0] in last.stops:
            self.sheet.page.lines.append(Line(bar=last.bar, stops=(going_on[0],)))
        else:
            self.sheet.gap()

    def write_block(self, number: int, block: Block, columns: Sequence[int]) -> None:
        text, marks, sheet = block.text, self.marks(number, block), self.sheet
        match block.kind:
            case BlockKind.ROW:
                sheet.write_row(Passage(text, "row", number, marks), list(_cells(text)), columns)
            case BlockKind.CAPTION:
                self.write_caption(number, block, marks)
            case BlockKind.ITEM:
                indent = min(2 * max(0, block.level - 1), max(0, sheet.measure - 2 * NARROWEST))
                sign = cut(block.marker, LONGEST_MARKER) or "•"
                sheet.write(text, "item", marks, block=number, sign=sign, indent=indent)
            case BlockKind.QUOTATION:
                sheet.write(text, "quotation", marks, block=number, indent=2)
            case BlockKind.HEADING:
                sheet.write(text, "heading" if block.level <= 2 else "subheading", marks, block=number)
            case _:
                role = "lede" if number == self.release.lede else block.kind.value
                sheet.write(text, role, marks, block=number)
        self.write_attributions(number, block)

    def write_caption(self, number: int, block: Block, marks: Sequence[Mark]) -> None:
        """A caption behind a stroke, its credit on a line of its own."""
        text, breaks = block.text, [0]
        if 0 <= block.credit < len(text):
            marks = (*marks, Mark(block.credit, len(text), ("credit",)))
            breaks = sorted({0, block.credit})
        self.sheet.write(text, "caption", marks, block=number, sign="┊", is_signed_throughout=True, breaks=breaks)

    def write_attributions(self, number: int, block: Block) -> None:
        """Under a paragraph, the speakers whom its words do not name; of a quote that goes on, under its last."""
        if number not in self.speech:
            return
        quotes = self.release.quotes
        told = "\n".join(self.release.blocks[at].text for at in self.tellers(number))
        runs = list(turns(quotes, self.speech[number]))
        for turn in runs:
            stops = tuple(self.stop_of[index] for index in turn)
            if quotes[self.wholes[stops[-1]][-1]].block > number:
                continue
            spoken = [quotes[index] for index in turn]
            named = attribution(spoken, block.text, told)
            if named is not None:
                which = opening(block.text[spoken[0].start : spoken[0].end]) if len(runs) > 1 else ""
                self.write_attribution(which, named, stops, is_right_to_left(block.text))

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
        name = (f"{which} — " if which else "— ") + (speaker or UNKNOWN_SPEAKER)
        marks = [Mark(len(which), len(name), ("speaker" if speaker else "unknown",))]
        first = len(self.sheet.page.lines)
        self.sheet.write(f"{name}, {role}" if role else name, "role", marks, indent=2, from_right=from_right)
        self.sheet.put_bars(first, stops, from_right)

    # Marks.

    def marks(self, number: int, block: Block) -> tuple[Mark, ...]:
        """What stands out in a block: quoted words, their speaker, links, the dateline."""
        text, quotes = block.text, self.release.quotes
        marks = [Mark(link.start, link.end, ("link",), url=link.url) for link in self.links.get(number, ())]
        marks += [
            Mark(*_with_marks(text, quotes[index]), ("quote",), self.stop_of[index])
            for index in self.speech.get(number, ())
        ]
        for teller in (number, number - 1, number + 1):
            if teller == number or (teller in self.speech and number in self.tellers(teller)):
                marks += self.named(number, self.speech.get(teller, ()))
        dateline = self.release.dateline
        if dateline and dateline.block == number:
            marks.append(Mark(dateline.start, dateline.end, ("dateline",)))
        return apart(marks)

    def named(self, number: int, speech: Sequence[int]) -> Iterator[Mark]:
        """Where a block gives the names of those whose quotes these are."""
        quotes = self.release.quotes
        for turn in turns(quotes, speech):
            spoken = [quotes[index] for index in turn]
            place = name_in(self.release.blocks[number].text, spoken, number)
            if place:
                yield Mark(*place, ("speaker",))


def _cells(row: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a table's row stands in its text."""
    start = 0
    for cell in row.split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _with_marks(text: str, quote: Quote) -> tuple[int, int]:
    """A quote's stretch with its quotation marks, and the space that some languages put inside of them."""
    start, end = quote.start, quote.end
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    start -= 1 if before[-1:] in MARKS else 2 if before[-1:].isspace() and before[0] in MARKS else 0
    end += 1 if after[:1] in MARKS else 2 if after[:1].isspace() and after[-1] in MARKS else 0
    return start, end
