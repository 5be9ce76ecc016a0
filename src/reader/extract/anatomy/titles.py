"""The line that reads most like a title among those above a lede, where nothing says which line is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.extract.anatomy.lines import fold, gives_reach, is_file_or_address, is_for
from reader.extract.anatomy.naming import SHORTEST, is_fact, without_label
from reader.extract.anatomy.pieces import Piece
from reader.release import BlockKind

FARTHEST = 32
"""Lines above the lede among which a title is looked for."""

LIKELY = 1.0
"""Likeness to a title from which a line may be one."""

MOST_LINES = 3
"""Lines above a lede that may be its title and subtitles; of more than twice as many, most are a menu."""

MOST_STRANGE = 5
"""Lines in a row that have nothing to do with the release, above which no title of it is looked for."""

READ = 12
"""Paragraphs from the lede on whose words a title shares."""

SHARED = 0.4
"""Share of a title's longer words that the release's first paragraphs have too, at the least."""

SHARED_FAR = 0.5
"""The same, of a line that stands above dates, labels or other lines of the page."""

LONG_ENOUGH = 6
"""Words from which a line is a title even above dates and labels, where else the name of an office stands."""

_OFFICE = re.compile(
    r"\b(?:hon|minister|ministry|senator|mp|mps|office|attorney general|department|secretary of|commission|council|"
    r"association|society|institute|abn|tel|fax|www|po box|street|floor|newsletter)\b\.?",
    re.IGNORECASE,
)
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7af](?=([\u3040-\u9fff\uac00-\ud7af]))")
STEM = 5
"""Letters of a word that are compared: the rest is ending."""


def title_above(pieces: Sequence[Piece], lede: int) -> int:
    """Index of the line that reads most like the title of the release that opens at `lede`; -1 where none does.

    A title says what the release says, so its words come again there; pages repeat it in their crumbs and lists. Under
    it may stand a date, a label, a share bar, key points and subtitles: of several lines the topmost is the title.
    """
    if lede > 0 and without_label(pieces[0].text) != pieces[0].text:
        return 0
    run = _Run(pieces, lede)
    for index in range(lede - 1, max(-1, lede - 1 - FARTHEST), -1):
        if not run.take(index):
            break
    again = next((index for index in run.lines if run.is_repeated(index)), -1)
    if again >= 0:
        return again
    top = run.lines[-1] if run.lines else -1
    if top > 0 and _may_open(pieces[0]) and all(map(is_fact, pieces[1:top])):
        return 0
    return top if top >= 0 else run.other


class _Run:
    """The lines that may be the title, found going up from the lede."""

    def __init__(self, pieces: Sequence[Piece], lede: int) -> None:
        self.pieces = pieces
        self.said = set[str]().union(*(stems(piece.text) for piece in pieces[lede : lede + READ]))
        self.lines: list[int] = []
        """Their indices, the lowest first."""
        self.other = -1
        """The lowest line that may be a title though the release says nothing of it."""
        self.strange = 0
        self.unlike = 0
        """Lines in a row that read like titles of something else: a menu, a list of headlines."""
        self.past_facts = False
        self.folded = [fold(piece.text) for piece in pieces]

    def take(self, index: int) -> bool:
        """Look at the next line above; False where it is of no use to go on."""
        piece = self.pieces[index]
        is_other = is_file_or_address(piece.text) or _says_nothing(piece.text) or self._is_contact(index)
        if piece.chrome or is_other or is_fact(piece):
            self.past_facts = self.past_facts or bool(self.lines)
            return True
        like = _likeness(piece)
        if piece.kind is BlockKind.ITEM or like < LIKELY:
            self.strange += not self._shares(piece)
            if piece.kind is not BlockKind.ITEM and like > 0.5 and self.other < 0 and not self.lines:
                self.other = index
        elif any(self._overlap(index, line) for line in self.lines):
            self.past_facts = True  # crumbs that end in the title
        elif self._shares(piece):
            return self._take_title(index)
        else:
            self.strange += 1
            self.unlike += 1
            if not self.lines and self.unlike <= MOST_LINES and not self.past_facts:
                self.other = index
        return self.strange <= MOST_STRANGE

    def _take_title(self, index: int) -> bool:
        piece = self.pieces[index]
        if self.lines and not self.is_repeated(index):
            far = self.past_facts or self.strange > 0
            is_name = piece.size < LONG_ENOUGH or _OFFICE.search(piece.text) is not None
            if far and (is_name or self.unlike or self._is_listed(index) or not self._shares(piece, SHARED_FAR)):
                return False
            if not far and len(self.lines) >= MOST_LINES:
                return False
        self.lines.append(index)
        self.said |= stems(piece.text)
        self.strange = self.unlike = 0
        return True

    def _shares(self, piece: Piece, share: float = SHARED) -> bool:
        own = stems(piece.text)
        return bool(own) and len(own & self.said) >= max(1, share * len(own))

    def _overlap(self, index: int, other: int) -> bool:
        return self.folded[index] in self.folded[other] or self.folded[other] in self.folded[index]

    def _is_contact(self, index: int) -> bool:
        """True for a name that stands shortly below a head of contacts."""
        above = self.pieces[max(0, index - 2) : index]
        return self.pieces[index].size <= SHORTEST and any(is_for("contact", piece.text) for piece in above)

    def _is_listed(self, index: int) -> bool:
        """True for one of several headlines with a date each."""
        above = [piece for piece in self.pieces[max(0, index - 2) : index] if is_fact(piece)]
        return bool(above) and any(
            is_fact(self.pieces[n]) and self._is_headline(n - 1) and is_fact(self.pieces[n - 2])
            for n in range(index - 1, max(2, index - 4), -1)
        )

    def _is_headline(self, index: int) -> bool:
        return not is_fact(self.pieces[index]) and _likeness(self.pieces[index]) >= LIKELY

    def is_repeated(self, index: int) -> bool:
        """True for a line that stands elsewhere too, and not as part of a menu that does."""
        line, folded = self.folded[index], self.folded
        if len(line) < 2 * SHORTEST:
            return False
        for other, text in enumerate(folded):
            if text == line and other != index and folded[other + 1 : other + 2] != folded[index + 1 : index + 2]:
                return True
        return False


def stems(text: str) -> set[str]:
    """The longer words of a text without their endings; of scripts that part no words, each two letters."""
    found = {word[:STEM] for word in _LONGER_WORD.findall(text.casefold())}
    if not text.isascii():
        found |= {pair[0] + pair[1] for pair in _WIDE.finditer(text)}
    return found


def _says_nothing(text: str) -> bool:
    return not any(letter.isalnum() for letter in text)


def _may_open(piece: Piece) -> bool:
    return not is_fact(piece) and _likeness(piece) >= LIKELY


def _likeness(piece: Piece) -> float:
    """How much a line reads like a title: long enough to say something, and not an office's or a person's name."""
    size, text = piece.size, piece.text
    if not 2 <= size <= 45 or piece.linked > 0.9 or sum(letter.isalpha() for letter in text) < SHORTEST:
        return 0.0
    score = min(size, 7) / 3.5 + (2.0 if piece.kind is BlockKind.HEADING else 0.0)
    offices = len(_OFFICE.findall(text[:200]))
    score -= 1.2 * offices if offices >= 2 or size <= 6 else 0.0
    return score - (1.0 if text.endswith((".", ";", ",", ":")) or gives_reach(text) else 0.0)
