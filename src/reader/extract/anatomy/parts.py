"""Which part each piece plays: body, caption, notes, contact, about; facts are read off and chrome goes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.extract.anatomy.captions import find_credit, is_caption
from reader.extract.anatomy.dateline import find_dateline
from reader.extract.anatomy.dates import find_days
from reader.extract.anatomy.embargo import read_embargo
from reader.extract.anatomy.lines import fold, gives_reach, is_end, is_file_or_address, is_for
from reader.extract.anatomy.pieces import Piece, joined
from reader.release import BODY, BlockKind

SHORT = 9
"""Words of the longest line that still counts as a name, a number or a label among contacts."""

LONG = 30
"""Words from which prose after the contacts or notes is the release going on, if much of it follows."""


@dataclass(slots=True)
class Parts:
    """A release's pieces, each with its part as `kind`, and the facts that stood among them."""

    pieces: list[Piece] = field(default_factory=list)
    lede: int = -1
    subtitle: str = ""
    embargo: str = ""
    dates: list[str] = field(default_factory=list)
    """ISO dates of the lines that held little else, in order."""


def sort_out(pieces: Sequence[Piece], title: str, loose: bool) -> Parts:
    """The parts of a release whose pieces stand after its title and before the page's end.

    `loose` is for text that may have remains of a page between its head and its lede.
    """
    pieces = [piece for piece in pieces if piece.text and not piece.chrome and not repeats(piece.text, title)]
    pieces = list(_with_captions(pieces))
    lede = find_lede(pieces)
    parts = Parts()
    _read_head(pieces[:lede], parts, loose)
    head = len(parts.pieces)
    _read_rest(pieces[lede:], parts)
    body = (index for index in range(head, len(parts.pieces)) if parts.pieces[index].kind in BODY)
    parts.lede = next(body, -1)
    _join_credits(parts)
    return parts


LONGEST_CREDIT_LINE = 14
"""Words of a line that is a credit and nothing else."""

LONGEST_DESCRIPTION = 60
"""Words of the line above such a credit that describes the picture."""


def is_credit(piece: Piece) -> bool:
    """True for a picture's credit on a line of its own."""
    says = sum(map(str.isalpha, piece.text)) >= 3
    return says and piece.size <= LONGEST_CREDIT_LINE and find_credit(piece.text) == 0


def _with_captions(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with each line made a caption that is no sentence and has a picture's credit under it."""
    for piece, after in itertools.pairwise([*pieces, Piece("")]):
        plain = piece.kind is BlockKind.PARAGRAPH and 3 <= piece.size <= LONGEST_DESCRIPTION and not is_credit(piece)
        describes = plain and not piece.ends_sentence and is_credit(after) and not dates_of(piece.text)
        yield piece.as_kind(BlockKind.CAPTION) if describes else piece


def _join_credits(parts: Parts) -> None:
    """Make one caption of two where a picture's credit stood on a line of its own."""
    for index in range(len(parts.pieces) - 1, 0, -1):
        above, below = parts.pieces[index - 1 : index + 1]
        if above.kind is below.kind is BlockKind.CAPTION:
            credits = find_credit(above.text), find_credit(below.text)
            if credits == (-1, 0) or (credits == (0, -1) and above.hint == below.hint == "caption"):
                parts.pieces[index - 1 : index + 1] = [joined([above, below], " ")]
                parts.lede -= parts.lede >= index


def repeats(text: str, title: str) -> bool:
    """True where a line only says the title again."""
    return bool(title) and len(text) <= 2 * len(title) + 20 and fold(text) == fold(title)


def find_lede(pieces: Sequence[Piece]) -> int:
    """Index of the piece that opens the body; the number of pieces where nothing does."""
    for index, piece in enumerate(pieces):
        if piece.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION) and piece.is_prose and not _is_aside(piece):
            return index
    plain = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ITEM)
    whole = (n for n, piece in enumerate(pieces) if piece.kind in plain and piece.size >= 6 and not _is_aside(piece))
    return next(whole, len(pieces))


def _is_aside(piece: Piece) -> bool:
    text = piece.text
    if piece.hint in ("subtitle", "date", "contact") or is_for("chrome", text) or is_caption(text):
        return True
    if read_embargo(text) or is_file_or_address(text):
        return True
    return is_for("contact", text) and (gives_reach(text) or len(text) < 60)


def _read_head(pieces: Sequence[Piece], parts: Parts, loose: bool) -> None:
    """What stands between title and lede."""
    contact = listed = False
    others: list[Piece] = []
    for piece in pieces:
        text = piece.text
        listed = loose and (listed or is_for("stop", text)) and not piece.is_prose
        if piece.kind is BlockKind.CAPTION or is_caption(text):
            parts.pieces.append(piece.as_kind(BlockKind.CAPTION))
        elif piece.hint == "contact" or is_for("contact", text):
            contact = True
            parts.pieces.append(piece.as_kind(BlockKind.CONTACT))
        elif read_embargo(text):
            parts.embargo = parts.embargo or text
            parts.dates += dates_of(text)
        elif is_lone_dateline(text):
            others.append(piece)
        elif dates_of(text) or piece.hint == "date":
            parts.dates += dates_of(text)
        elif contact and (piece.size < SHORT or gives_reach(text)):
            parts.pieces.append(piece.as_kind(BlockKind.CONTACT))
        elif listed or is_page_line(piece) or is_for("label", text) or is_for("meta", text) or is_for("stop", text):
            continue
        else:
            contact = False
            others.append(piece)
    _place_others(others, parts, loose)


def _place_others(others: list[Piece], parts: Parts, loose: bool) -> None:
    """A single line is a subtitle; several are the release's own key points, or what a page put there."""
    marked = next((piece for piece in others if piece.hint == "subtitle"), None)
    plain = (piece for piece in others if 4 <= piece.size <= 60 and not is_lone_dateline(piece.text))
    first = marked or next(plain, None)
    if first is not None and (marked or len(others) == 1 or first.kind is BlockKind.HEADING):
        parts.subtitle = first.text
        others = [piece for piece in others if piece is not first]
    parts.pieces += [piece for piece in others if not loose or piece.size >= 5 or is_lone_dateline(piece.text)]


def is_lone_dateline(text: str) -> bool:
    """True for a dateline that stands on a line of its own."""
    found = find_dateline(text) if len(text) < 80 else None
    return found is not None and found.end >= len(text)


def is_page_line(piece: Piece) -> bool:
    """True for a line of the page that has strayed among the release's own."""
    text = piece.text
    if not any(letter.isalnum() for letter in text):
        return True
    if piece.linked > 0.9 and piece.size <= 3 and piece.kind is not BlockKind.ITEM:
        return True
    return is_for("chrome", text) or is_end(text) or is_file_or_address(text)


def dates_of(line: str) -> list[str]:
    """The ISO dates of a line that says little else."""
    if len(line) > 160:
        return []
    days = list(find_days(line))
    rest = len(line) - sum(day.end - day.start for day in days)
    return [day.iso for day in days] if days and (rest <= 60 and len(line.split()) <= 14) else []


def _read_rest(pieces: Sequence[Piece], parts: Parts) -> None:
    """Body and tail, from the lede on: after a head of contacts, notes or the like its lines are of that part."""
    ahead = sum(piece.size for piece in pieces if piece.is_prose)
    said = 0
    part: BlockKind | None = None
    ended = False
    for index, piece in enumerate(pieces):
        late = said * 3 >= ahead
        if piece.kind is BlockKind.CAPTION or _captions(piece):
            parts.pieces.append(piece.as_kind(BlockKind.CAPTION))
            continue
        if is_end(piece.text):
            ended = ended or late
            part = BlockKind.NOTES if ended and part is None else part
            continue
        if is_page_line(piece) and not _finishes(piece, parts):
            continue
        if piece.size <= 5 and dates_of(piece.text):
            parts.dates += dates_of(piece.text)
            continue
        head = _head_of(piece, late, ended or part is not None)
        if (
            head is BlockKind.ABOUT
            and part is None
            and not ended
            and not _is_boilerplate(pieces[index + 1 : index + 12])
        ):
            head = None
        if head is not None:
            part = head
        elif part in (BlockKind.CONTACT, BlockKind.NOTES) and not ended and _goes_on(piece, ahead - said):
            part = None
        elif part is BlockKind.CONTACT and not _of_contacts(piece):
            part = BlockKind.NOTES if ended or late else None
        if piece.is_prose:
            said += piece.size
        if part is None and late and (read_embargo(piece.text) or (is_for("meta", piece.text) and piece.size < SHORT)):
            continue
        parts.pieces.append(piece if part is None else piece.as_kind(part))


def _finishes(piece: Piece, parts: Parts) -> bool:
    """True for an address on its own line that the sentence above it leads to."""
    above = parts.pieces[-1] if parts.pieces else None
    return (
        above is not None
        and above.kind is not BlockKind.CAPTION
        and is_file_or_address(piece.text)
        and piece.text[0] not in "[("
        and (above.text[-1] in ":：" or (above.size >= SHORT and not above.ends_sentence))
    )


MOST_BOILERPLATE = 2
"""Paragraphs that an organisation says of itself; more are a chapter of the release that begins with "About"."""


def _is_boilerplate(after: Sequence[Piece]) -> bool:
    """True where little follows a head before the release's end or its contacts."""
    said = itertools.takewhile(lambda piece: not is_end(piece.text) and not is_for("contact", piece.text), after)
    return sum(piece.is_prose for piece in said) <= MOST_BOILERPLATE


def _captions(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and is_caption(piece.text)


def _head_of(piece: Piece, late: bool, ended: bool) -> BlockKind | None:
    """The part that a piece opens, if it opens one."""
    text = piece.text
    if not (late or ended):
        return None
    short = piece.size < SHORT
    if is_for("contact", text) and (short or gives_reach(text)):
        return BlockKind.CONTACT
    if piece.hint == "contact" and (short or gives_reach(text)):
        return BlockKind.CONTACT
    if is_for("notes", text) or (ended and is_for("background", text)):
        return BlockKind.NOTES
    if is_for("about", text) and short and not text.endswith((".", ",")) and _names(piece):
        return BlockKind.ABOUT
    return None


def _names(piece: Piece) -> bool:
    """True for a head that can name an organisation: no row of a table, without numbers, not in small letters."""
    text = piece.text
    if piece.kind in (BlockKind.ROW, BlockKind.ITEM) or any(map(str.isdigit, text)):
        return False
    later = text.split()[1:]
    return not later or any(word[0].isupper() or word[0].lower() == word[0].upper() for word in later)


def _goes_on(piece: Piece, left: int) -> bool:
    return piece.size >= LONG and piece.is_prose and not gives_reach(piece.text) and left > 3 * LONG


def _of_contacts(piece: Piece) -> bool:
    return piece.size < SHORT or gives_reach(piece.text) or (piece.size < 30 and not piece.is_prose)
