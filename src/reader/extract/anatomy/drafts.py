"""Drafts: for each form of content, where the release lies in it and what was said around it."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from reader.extract.anatomy.dateline import find_dateline
from reader.extract.anatomy.head import Head, read_head
from reader.extract.anatomy.lines import fold, is_end, is_for
from reader.extract.anatomy.markup import Marked, Stretch, names, read_markup
from reader.extract.anatomy.mending import mend
from reader.extract.anatomy.naming import SHORTEST, core, is_fact, names_nothing, title_among
from reader.extract.anatomy.parts import dates_of, find_lede
from reader.extract.anatomy.pieces import Piece, joined
from reader.extract.anatomy.span import ENOUGH_PROSE, MENU, Run, end_of_release, end_of_run, runs, weigh, weigh_all
from reader.extract.anatomy.tags import read_tags
from reader.extract.anatomy.titles import title_above
from reader.extract.anatomy.wraps import item_marker, paragraphs
from reader.extract.clean import clean_line, clean_text
from reader.release import BlockKind, Entry, Form

LONGEST_TEXT = 1_000_000
"""Characters of plain text that are read of one entry."""

LONGEST_MARKDOWN = 300_000
"""Characters of Markdown that are read: its reader needs more than linear time for a long row of brackets."""

BEFORE = 25
"""Lines above the title in which the date, the embargo and the contacts may stand."""


MOST_ABOVE = 6
"""Lines above the lede of a release without a title that may be of it."""

DATED = 2
"""How much more a run of text counts above which a date stands: chapters of a page's menu have none."""

CRUMBS = 8
"""Lines above a title in which the path to it may stand."""

AFTER = 12
"""Lines below a release in which its date may stand."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A release's pieces, still unsorted."""

    title: str
    above: tuple[Piece, ...]
    """What stood shortly before the title."""
    pieces: tuple[Piece, ...]
    """From after the title to the release's end."""
    below: tuple[Piece, ...] = ()
    """What stood right after that."""
    head: Head | None = None
    loose: bool = False


def draft(entry: Entry) -> Draft:
    """Find the release in an entry's content."""
    match entry.form:
        case Form.PAGE:
            return _of_page(entry)
        case Form.FRAGMENT:
            return _of_fragment(entry, entry.content)
        case Form.MARKDOWN:
            return _of_fragment(entry, _as_html(entry.content))
        case Form.TEXT if entry.content.lstrip()[:2] == "# ":  # Markdown that was saved as text
            return _of_fragment(entry, _as_html(entry.content))
        case Form.TEXT:
            return _of_text(entry)


def _as_html(markdown: str) -> str:
    from markdown_it import MarkdownIt  # loaded where it is needed: it takes longer than all rules together

    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown[:LONGEST_MARKDOWN]))


def _of_fragment(entry: Entry, content: str) -> Draft:
    if "<" not in content and "&lt;" in content:
        content = html.unescape(content)
    pieces = read_markup(read_tags(content), entry.base or entry.url).pieces
    title = clean_line(mend(entry.title))
    first = next((n for n, piece in enumerate(pieces[:4]) if piece.kind is BlockKind.HEADING and piece.level == 1), -1)
    if title:
        first = title_among(pieces[:4], [title])
    elif first >= 0:
        title = pieces[first].text
    return Draft(title, tuple(pieces[: max(first, 0)]), tuple(pieces[first + 1 :]))


def _of_page(entry: Entry) -> Draft:
    tags = read_tags(entry.content)
    head = read_head(tags)
    marked = read_markup(tags, entry.base or entry.url)
    pieces = marked.pieces
    weights = weigh_all(pieces, 2)
    start, end = _densest(marked, weights)
    head.titles = [name for name in head.titles if not names_nothing(name)]
    named = title_among(pieces[:end], [name for name in (entry.title, *head.titles) if name])
    if named < 0 and not head.titles:
        named = title_above(pieces, start + find_lede(pieces[start:end]))
    title = _best_name(entry, head, pieces[named] if named >= 0 else None)
    begin = named + 1 if start <= named else start
    end = end_of_run(weights[:end], begin)
    end = _with_tail(pieces, end_of_release(pieces, begin, max(end, begin)))
    between = _kept_before(pieces[named + 1 : begin]) if 0 <= named < begin else []
    above = pieces[max(0, named - BEFORE) : max(named, 0)] if named >= 0 else pieces[max(0, begin - BEFORE) : begin]
    above += _beside(pieces[named], title) if named >= 0 else []
    return Draft(title, tuple(above), (*between, *pieces[begin:end]), _below(pieces, end), head, True)


def _beside(heading: Piece, title: str) -> list[Piece]:
    """What a heading has in it before the title: a date, a kicker."""
    at = heading.text.find(title) if title else -1
    return [heading.cut(0, at)] if at > 0 else []


def _kept_before(pieces: Sequence[Piece]) -> list[Piece]:
    """Of what stands between a title and the element that holds the text: pictures, the date, the lede."""
    return [piece for piece in pieces if not piece.chrome]


def _best_name(entry: Entry, head: Head, piece: Piece | None) -> str:
    given = clean_line(mend(entry.title))
    if piece is not None:
        names_it = [core(name) for name in (given, *head.titles) if name]
        inside = next((name for name in names_it if len(name) >= 10 and fold(name) in fold(piece.text)), "")
        return inside or piece.text
    return given or next((core(name) for name in head.titles), "")


def _densest(marked: Marked, weights: list[float]) -> tuple[int, int]:
    """Where the pieces of the element begin and end that reads most like a release."""
    sums = [0.0, *itertools.accumulate(weights)]

    def worth(stretch: Stretch) -> tuple[float, int]:
        inside = sums[stretch.end] - sums[stretch.start]
        if inside > 0 and stretch.names & names().content:
            inside += 0.3 * inside
        return inside, stretch.start - stretch.end

    best = max(marked.stretches, key=worth, default=Stretch(0, len(weights), frozenset()))
    return best.start, best.end


def _of_text(entry: Entry) -> Draft:
    text = clean_text(mend(entry.content[:LONGEST_TEXT]))
    pieces = [_line(paragraph.text) for paragraph in paragraphs(text)]
    weights = weigh_all(pieces, 1)
    start, end = _likeliest(pieces)
    start = _reach_up(pieces, weights, start)
    given = clean_line(mend(entry.title))
    page_name = pieces[0].text if pieces and SHORTEST <= len(pieces[0].text) < 300 else ""
    page_name = "" if is_for("chrome", page_name) else page_name
    lede = start + find_lede(pieces[start:end])
    pieces, lede = _with_whole_title(pieces, lede, page_name)
    weights = weigh_all(pieces, 1)
    named = title_among(pieces[:lede], [given]) if given else _named_by_first(pieces[:lede], page_name)
    if named < 0 and not given:
        named = title_above(pieces, lede)
    title = given or (_without_kicker(pieces, named, page_name) if named >= 0 else "")
    begin = named + 1 if named >= 0 and named < end else _head_start(pieces, start)
    end = end_of_run(weights, max(begin, lede))
    end = end_of_release(pieces, begin, max(end, begin))
    end = _with_tail(pieces, end)
    above = pieces[max(0, named - BEFORE) : named] if named >= 0 else []
    return Draft(title, tuple(above), tuple(pieces[begin:end]), _below(pieces, end), None, True)


def _likeliest(pieces: Sequence[Piece]) -> tuple[int, int]:
    """Where the run of pieces begins and ends that reads most like a release: much prose, with a date above it."""

    def worth(run: Run) -> float:
        above = pieces[max(0, run.start - BEFORE) : run.start + 1]
        return run.weight * (DATED if any(map(_dates_it, above)) else 1)

    best = max(runs(weigh_all(pieces, MENU)), key=worth)
    return best.start, best.end


def _dates_it(piece: Piece) -> bool:
    """True for a line that says little more than a date, and for a paragraph that opens with a sure dateline."""
    if dates_of(piece.text):
        return is_fact(piece)
    found = find_dateline(piece.text)
    return found is not None and (found.date != "" or piece.text[0] in "([（" or piece.text[:4].isupper())


def _below(pieces: Sequence[Piece], end: int) -> tuple[Piece, ...]:
    """The few lines after a release, up to the first that heads something else."""
    heads = (n for n in range(end, min(end + AFTER, len(pieces))) if is_for("stop", pieces[n].text))
    return tuple(pieces[end : next(heads, end + AFTER)])


def _reach_up(pieces: Sequence[Piece], weights: Sequence[float], start: int) -> int:
    """Where the release begins that a run of sentences from `start` on is of: a few short lines part no release."""
    best, total = 0.0, 0.0
    for index in range(start - 1, -1, -1):
        total += weights[index]
        if total < -ENOUGH_PROSE or is_for("chrome", pieces[index].text):
            break
        if total > best:
            best, start = total, index
    return start


def _line(text: str) -> Piece:
    marker = item_marker(text)
    text = clean_line(text)
    if marker:
        return Piece(text[len(marker) :].lstrip(), BlockKind.ITEM, 1, marker)
    return Piece(text)


def _with_whole_title(pieces: list[Piece], lede: int, name: str) -> tuple[list[Piece], int]:
    """The pieces with a title made one that stood on two lines, as the page's name shows, and the lede's index then."""
    whole = fold(name)
    for index in range(lede - 2, 0, -1):
        both = joined(pieces[index : index + 2], " ")
        if len(both.text) > 2 * SHORTEST and fold(both.text) in whole and len(both.text) * 2 > len(core(name)):
            return [*pieces[:index], both, *pieces[index + 2 :]], lede - 1
    return pieces, lede


def _named_by_first(window: Sequence[Piece], name: str) -> int:
    """The title by a page's name at the top, which a saved page has said again further down."""
    found = title_among(window[1:], [name]) if name else -1
    return found + 1 if found >= 0 else -1


def _without_kicker(pieces: Sequence[Piece], named: int, name: str) -> str:
    """The part of a title's line that the page or its crumbs are named for ("July 5, 2016: Title")."""
    line = pieces[named].text
    above = pieces[max(0, named - CRUMBS) : named]
    for short, before in [(core(name), ""), *((piece.text, over.text) for over, piece in itertools.pairwise(above))]:
        at = line.rfind(short) if 2 * SHORTEST <= len(short) < len(line) <= 2 * len(short) else -1
        if at > 0 and at + len(short) == len(line) and not before.endswith(line[:at].strip()):
            return short
    return line


def _head_start(pieces: Sequence[Piece], start: int) -> int:
    """Where a release without a title begins: at a caption, a date or an embargo right above its lede."""
    begin = start
    while begin > 0 and start - begin < MOST_ABOVE and weigh(pieces[begin - 1]) > -8:
        begin -= 1
    return begin


def _with_tail(pieces: Sequence[Piece], end: int) -> int:
    """Past the pictures, the end mark, contacts and notes that follow the text, too short to read as sentences."""
    while end < len(pieces) and pieces[end].kind is BlockKind.CAPTION and not pieces[end].chrome:
        end += 1
    while end < len(pieces) and _opens_tail(pieces[end].text):
        end += 1
        while end < len(pieces) and weigh(pieces[end]) > -6 and pieces[end].size < 30:
            end += 1
    return end


def _opens_tail(text: str) -> bool:
    return is_end(text) or is_for("contact", text) or is_for("notes", text)
