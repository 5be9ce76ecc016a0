"""Where words stand between quotation marks: pairs, nested ones, broken ones, quotes that run over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

MARK = re.compile(r"""["“”„‟〝〞＂«»‹›「」『』‘’‚‛']|``""")
OPENING = {"“": "double", "„": "double", "‟": "double", "〝": "double", "«": "angle", "‹": "small angle"}
OPENING |= {"「": "corner", "『": "white corner", "‘": "single", "‚": "single", "‛": "single", "``": "double"}
CLOSING = {"”": "double", "〞": "double", "»": "angle", "›": "small angle", "」": "corner", "』": "white corner"}
EITHER = {'"': "double", "＂": "double", "'": "single", "’": "single"}
FAMILY = OPENING | CLOSING | EITHER
CARRIED = frozenset({"double", "angle", "corner"})
"""Families of marks that may stay open over several paragraphs."""
LONGEST_RUN = 30
"""Paragraphs that one quote may run over before its missing closing mark counts as forgotten."""
MOST_MARKS = 6000
"""Marks and apostrophes that are read in one release; a flood of more is no release."""
LONGEST_INNER = 600
"""Characters after a straight mark within curly ones among which its partner and the curly end stand."""
EDGES = " \t\u00a0\u202f\u2009"
PAUSES = ",.;:!?…，。！？；،؟"


@dataclass(frozen=True, slots=True)
class Span:
    """Words between marks: offsets are characters of the block's text, marks and outer white space left out."""

    block: int
    start: int
    end: int
    family: str
    depth: int = 0
    """0 for the outermost; marks inside other marks have 1 and more."""
    is_open: bool = False
    """No mark ends it in its block."""
    continues: bool = False
    """Goes on from the span before it, in a new paragraph."""


@dataclass(slots=True)
class Reading:
    """What one block's marks say, taken alone."""

    spans: list[Span] = field(default_factory=list)
    tail: Span | None = None
    """The outermost span that no mark ends."""
    stray: int = -1
    """Where a mark ends words that no mark began, before any other mark; -1 where there is none."""
    stray_family: str = ""


def find_spans(texts: Sequence[str]) -> list[Span]:
    """Every marked span of a release's blocks, in order; nested ones follow the one that holds them."""
    is_turned = _has_turned_angles(texts)
    readings: list[Reading] = []
    left = MOST_MARKS
    for block, text in enumerate(texts):
        marks = list(islice(MARK.finditer(text), left))
        left -= len(marks)
        readings.append(_read(block, text, is_turned, marks))
    spans: list[Span] = []
    block = 0
    while block < len(readings):
        reading = readings[block]
        spans.extend(reading.spans)
        if reading.tail is not None:
            block = _carry(texts, readings, block, spans)
        elif reading.stray > 0 and _looks_unopened(texts[block], reading.stray):
            spans.append(_trimmed(texts[block], Span(block, 0, reading.stray, reading.stray_family)))
        block += 1
    return sorted(
        (span for span in spans if span.end > span.start), key=lambda span: (span.block, span.start, span.depth)
    )


def _has_turned_angles(texts: Sequence[str]) -> bool:
    """True where the release quotes »so«, as German and Danish books do."""
    for text in texts:
        for found in re.finditer("[«»]", text):
            is_at_word_start = found.end() < len(text) and text[found.end()].isalnum()
            is_after_space = found.start() == 0 or text[found.start() - 1] in " (\u00a0"
            if is_at_word_start and is_after_space:
                return found[0] == "»"
            if found[0] == "«":
                return False
    return False


def _read(block: int, text: str, is_turned: bool, found: list[re.Match[str]]) -> Reading:
    """Pairs the marks of one block with a stack."""
    reading = Reading()
    marks = _undoubled(text, found)
    if not marks:
        return reading
    single_ends = [m.start() for m in marks if FAMILY[m[0]] == "single" and _may_end_single(text, m.start())]
    last_end = single_ends[-1] if single_ends else -1
    stack: list[tuple[str, str, int]] = []
    is_inner = False
    for mark in marks:
        family = FAMILY[mark[0]]
        is_straight_within = mark[0] == '"' and bool(stack) and stack[-1][1] == "“"
        if is_straight_within and (is_inner or _opens_inner(text, mark.start())):
            is_inner = not is_inner
            continue
        depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == family), -1)
        side = _side(text, mark, family, stack[depth][1] if depth >= 0 else "", is_turned, single_ends, last_end)
        if side == "opens":
            if depth >= 0 and depth == len(stack) - 1 and family != "single" and _ended_before(text, mark.start()):
                reading.spans.append(_closed(block, text, stack, depth, mark.start()))
                del stack[depth:]
            stack.append((family, mark[0], mark.end()))
        elif side == "closes" and depth >= 0:
            reading.spans.append(_closed(block, text, stack, depth, mark.start()))
            del stack[depth:]
        elif side == "closes" and family in CARRIED and not stack and not reading.spans and reading.stray < 0:
            reading.stray, reading.stray_family = mark.start(), family
    _leave_open(block, text, stack, reading)
    return reading


def _opens_inner(text: str, at: int) -> bool:
    """True for a straight mark that begins a word within curly ones, which a curly mark ends: “a "b" c”."""
    partner = text.find('"', at + 1, at + LONGEST_INNER)
    end = text.find("”", at + 1, at + LONGEST_INNER)
    begins = text[at - 1 : at] in EDGES and text[at + 1 : at + 2].isalnum()
    return begins and 0 < partner < end and text.find("“", at + 1, end) < 0


def _undoubled(text: str, marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leaves one of two double marks that stand together at a word's start or end: „“so”“."""
    kept: list[re.Match[str]] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last is None or last.end() != mark.start() or FAMILY[last[0]] != "double" or FAMILY[mark[0]] != "double":
            kept.append(mark)
            continue
        is_inner_left = last.start() == 0 or text[last.start() - 1] in EDGES
        is_inner_right = mark.end() == len(text) or text[mark.end()] in EDGES + ",.;"
        if is_inner_left:
            kept[-1] = mark
        elif not is_inner_right:
            kept.append(mark)
    return kept


def _leave_open(block: int, text: str, stack: list[tuple[str, str, int]], reading: Reading) -> None:
    carried = [entry for entry in stack if entry[0] in CARRIED]
    if carried:
        family, _, start = carried[0]
        reading.tail = _trimmed(text, Span(block, start, len(text), family, is_open=True))


def _closed(block: int, text: str, stack: list[tuple[str, str, int]], depth: int, end: int) -> Span:
    outer = sum(1 for entry in stack[:depth] if entry[0] != "single")
    return _trimmed(text, Span(block, stack[depth][2], end, stack[depth][0], depth=outer or min(depth, 1)))


def _side(
    text: str, mark: re.Match[str], family: str, opener: str, is_turned: bool, single_ends: list[int], last_end: int
) -> str:
    """ "opens", "closes" or "" (an apostrophe, an inch sign)."""
    sign, start, end = mark[0], mark.start(), mark.end()
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if family == "single":
        return _single_side(text, start, before, after, bool(opener), last_end)
    if family in ("angle", "small angle"):
        return "opens" if (sign in "«‹") != is_turned else "closes"
    if family != "double":
        return "opens" if sign in OPENING else "closes"
    looks_open = (before in EDGES or before in "([{—–-/¿¡‘'’") and not after.isspace()
    looks_closed = not before.isspace() and not after.isalnum()
    if before in FAMILY and start > 1 and FAMILY[before] == "double" and after.isalnum() and text[start - 2] in EDGES:
        return "opens"
    if sign == "“" and opener == "„":
        return "opens" if looks_open and not looks_closed else "closes"
    if sign in OPENING:
        is_low_pair = sign == "“" and (start + 1 == len(text) or after in EDGES + ",.") and before in PAUSES
        return "closes" if (opener or is_low_pair) and looks_closed and not looks_open else "opens"
    if sign in CLOSING:
        return "closes" if opener or not looks_open or looks_closed else "opens"
    if before.isdigit() and not opener:
        return ""
    return _straight_side(text, start, bool(opener), looks_open, looks_closed)


def _straight_side(text: str, start: int, is_open: bool, looks_open: bool, looks_closed: bool) -> str:
    if is_open:
        return "opens" if looks_open and not looks_closed and _ended_before(text, start) else "closes"
    return "closes" if looks_closed and not looks_open and start else "opens"


def _single_side(text: str, start: int, before: str, after: str, is_open: bool, last_end: int) -> str:
    sign = text[start]
    if before.isalnum() and after.isalnum():
        return ""
    if is_open and _may_end_single(text, start):
        is_plural = before in "sS" and after == " " and start < last_end and text[start + 2 : start + 3].islower()
        return "" if is_plural else "closes"
    starts_word = (before in EDGES or before in '([{—–“"«„') and (after.isalpha() or after in '“"[¿¡')
    return "opens" if sign != "’" and starts_word and last_end > start else ""


def _may_end_single(text: str, at: int) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    return text[at] in "’'" and at > 0 and not text[at - 1].isspace() and not after.isalnum()


def _ended_before(text: str, at: int) -> bool:
    """True where the words before `at` have come to a pause, so that a new quote may begin there."""
    window = text[max(0, at - 4) : at].rstrip()
    return bool(window) and window[-1] in PAUSES and window != text[max(0, at - 4) : at]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return replace(span, start=start, end=end)


def _looks_unopened(text: str, stray: int) -> bool:
    return text[stray - 1] in PAUSES and text.count(" ", 0, stray) >= 3


def _carry(texts: Sequence[str], readings: list[Reading], block: int, spans: list[Span]) -> int:
    """Ends the quote that `block` leaves open, in it or in a later paragraph; the last block that was dealt with."""
    tail = readings[block].tail
    assert tail is not None
    following = block + 1
    if following < len(readings) and _reopens(texts[following], readings[following], tail.family):
        spans.append(tail)
        _continue_first(readings[following])
        return block
    for later in range(following, min(len(readings), block + LONGEST_RUN)):
        reading = readings[later]
        if reading.stray > 0 and reading.stray_family == tail.family:
            spans.append(tail)
            spans.extend(_whole(texts, middle, tail.family) for middle in range(following, later))
            end = Span(later, 0, reading.stray, tail.family, continues=True)
            spans.append(_trimmed(texts[later], end))
            spans.extend(readings[later].spans)
            return later if reading.tail is None else later - 1
        if reading.spans or reading.tail:
            break
    spans.append(tail)
    return block


def _whole(texts: Sequence[str], block: int, family: str) -> Span:
    return _trimmed(texts[block], Span(block, 0, len(texts[block]), family, is_open=True, continues=True))


def _reopens(text: str, reading: Reading, family: str) -> bool:
    first = reading.spans[0] if reading.spans else reading.tail
    outer = min((span for span in [*reading.spans, reading.tail] if span), key=lambda span: span.start, default=first)
    return (
        outer is not None
        and outer.start <= 3
        and outer.family == family
        and not text[: outer.start].strip(EDGES + "".join(FAMILY))
    )


def _continue_first(reading: Reading) -> None:
    at = min(range(len(reading.spans)), key=lambda i: reading.spans[i].start, default=-1)
    if reading.tail is not None and (at < 0 or reading.tail.start < reading.spans[at].start):
        reading.tail = replace(reading.tail, continues=True)
    elif at >= 0:
        reading.spans[at] = replace(reading.spans[at], continues=True)
