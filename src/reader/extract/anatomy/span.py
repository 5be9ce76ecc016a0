"""Where a release begins and ends among lines: the run of pieces that reads most like sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.extract.anatomy.lines import is_end, is_file_or_address, is_for
from reader.extract.anatomy.pieces import Piece, is_capitalised
from reader.release import BlockKind

ENOUGH_PROSE = 40
"""Words of prose after which a line that heads the page's other parts ends the release."""

MOST_COUNTED = 60
"""Words of one piece that count for the release, so that a single long legal notice does not outweigh it."""


LONG = 18
"""Words of a line that reads as a sentence though it does not end as one."""

MENU = 6
"""Short lines in a row after which a further one tells no more that they are a menu."""


def weigh(piece: Piece) -> float:
    """How much a piece speaks for being of the release (above 0) or of the page (below), in words."""
    if piece.chrome:
        return -8.0
    if is_for("stop", piece.text):
        return -40.0
    if is_for("chrome", piece.text):
        return -12.0
    if is_end(piece.text) or is_file_or_address(piece.text):
        return -6.0
    size = piece.size
    if piece.kind in (BlockKind.CAPTION, BlockKind.ROW):
        return 0.0
    if piece.is_prose:
        return float(min(size, MOST_COUNTED))
    if piece.linked > 0.6:
        return -6.0
    if size >= LONG and not is_capitalised(piece.text):
        return size / 2
    if piece.kind is BlockKind.ITEM:
        says_something = (size >= 4 and piece.ends_sentence) or (size >= 12 and not is_capitalised(piece.text))
        return size / 2 if says_something else -1.0
    if piece.kind is BlockKind.HEADING:
        return -2.0
    return size / 2 if piece.ends_sentence and size >= 4 else -4.0


def weigh_all(pieces: Sequence[Piece], in_a_row: int) -> list[float]:
    """The weight of each piece among its neighbours: the items of a list that a sentence announced count for the
    release even where they are links, and each further line in a row of short ones, up to `in_a_row`, counts more
    for the page."""
    weights: list[float] = []
    announced, short = False, 0
    for piece in pieces:
        weight = weigh(piece)
        if piece.kind is BlockKind.ITEM and announced and -8.0 < weight < 1.0:
            weight = 1.0
        else:
            announced = piece.text.endswith((":", "：")) and piece.is_prose
        short = short + 1 if weight in (-4.0, -6.0) else 0
        weights.append(weight * min(max(short, 1), in_a_row))
    return weights


GAP = 90.0
"""Weight of the page's lines in a row behind which no further text is of the release."""

OF_PAGE = -12.0
"""Weight from which on a line can be of the page only."""


@dataclass(slots=True)
class Run:
    """A stretch of pieces [start, end) that reads like a release, and its weight."""

    start: int = 0
    end: int = 0
    weight: float = 0.0


def runs(weights: Sequence[float], start: int = -1) -> Iterator[Run]:
    """The runs of greatest weight, one from each stretch between two large parts of the page; the first begins at
    `start` where that is not -1. There is at least one, which is empty where no piece has weight."""
    best, begin = Run(max(start, 0), max(start, 0)), max(start, 0)
    total = highest = 0.0
    of_page = False
    for index in range(begin, len(weights)):
        if start < 0 and total <= 0:
            total, highest, begin, of_page = 0.0, 0.0, index, False
        total += weights[index]
        of_page = of_page or weights[index] <= OF_PAGE
        if total >= highest:
            highest, of_page = total, False
        if total > best.weight:
            best = Run(begin, index + 1, total)
        if of_page and highest - total > GAP and best.weight > 0:
            yield best
            best, total, highest, begin, of_page = Run(), 0.0, 0.0, index + 1, False
            start = -1
    yield best


def end_of_run(weights: Sequence[float], start: int) -> int:
    """Where the run that begins at `start` ends."""
    return next(runs(weights, start)).end


def end_of_release(pieces: Sequence[Piece], start: int, end: int) -> int:
    """Where the release that begins at `start` stops, at `end` at the latest: at the first line that heads other
    parts of the page, once enough has been said and most of the prose is behind."""
    said = 0
    ahead = sum(piece.size for piece in pieces[start:end] if piece.is_prose)
    for index in range(start, end):
        piece = pieces[index]
        if said >= ENOUGH_PROSE and is_for("rights", piece.text):
            return index
        if piece.is_prose:
            said += piece.size
        elif is_for("stop", piece.text) and said >= ENOUGH_PROSE and said * 2 >= ahead:
            return index
    return end
