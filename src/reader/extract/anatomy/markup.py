"""From HTML to pieces: one walk over the tags, which says of each line what its markup says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from reader.extract.anatomy.mending import mend
from reader.extract.anatomy.pieces import Piece, Writer, broken, joined
from reader.extract.anatomy.tags import END, INLINE, LONE, LOOSE, TEXT, Tag, attributes, nested
from reader.extract.clean import clean_line, clean_text, clean_url
from reader.release import BlockKind

DEEPEST_LIST = 9
"""Depth at which nested lists stop being told apart."""

MOST_CELLS = 20
"""Cells of a row, or lines of a caption, that are made one line; a row of more lays out a page."""

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pieces that lie within one element: from `start` up to `end`, of `Marked.pieces`."""

    start: int
    end: int
    names: frozenset[str]
    """The element's tag, its classes and its id."""


@dataclass(slots=True)
class Marked:
    """What a walk over a tree finds."""

    pieces: list[Piece] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    """Every element that may hold the release."""


@dataclass(frozen=True, slots=True)
class Names:
    """`markup.toml`, ready to be asked."""

    chrome_tags: frozenset[str]
    chrome_roles: frozenset[str]
    chrome_words: frozenset[str]
    unless: frozenset[str]
    galleries: frozenset[str]
    dropped: frozenset[str]
    dropped_names: frozenset[str]
    content: frozenset[str]
    breaking: frozenset[str]
    hints: dict[str, str]


@cache
def names() -> Names:
    """How web pages name their parts."""
    table = tomllib.loads((files(__package__) / "markup.toml").read_text(encoding="utf-8"))
    chrome = table["chrome"]
    return Names(
        frozenset(chrome["tags"]),
        frozenset(chrome["roles"]),
        frozenset(chrome["words"]),
        frozenset(chrome["unless"]),
        frozenset(chrome["galleries"]),
        frozenset(table["drop"]["tags"]),
        frozenset(table["drop"]["words"]),
        frozenset(table["content"]["names"]),
        frozenset(table["breaks"]["tags"]),
        {word: hint for hint, words in table["hints"].items() for word in words},
    )


def read_markup(tags: Iterable[Tag], base: str) -> Marked:
    """The pieces of a page's tags in their order; links are resolved against `base`."""
    return _Walk(base).over(tags)


@dataclass(slots=True)
class _Mark:
    """What an open element means for the text in it."""

    name: str
    start: int
    """Pieces that were there when it was opened."""
    breaks: bool
    """True where a new line begins before and after it."""
    chrome: bool
    hint: str
    names: frozenset[str]
    kind: BlockKind | None
    level: int = 0
    gallery: bool = False
    """True among the pictures of a gallery, which pages name as they name their teasers."""


class _Walk:
    """Goes along the tags, and keeps what the open elements mean."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.found = Marked()
        self.writer = Writer()
        self.open: list[_Mark] = []
        """A mark for each open element; one that says nothing of its own has the mark of the element around it."""
        self.lists: list[list[int]] = []
        self.marker = ""
        self.pictured: _Mark | None = None
        """The element in which a picture was the last thing seen: a short line in it is the picture's caption."""

    def over(self, tags: Iterable[Tag]) -> Marked:
        """Walk along the tags."""
        dropped = 0
        for tag in nested(tags):
            kind = tag.kind
            if dropped:
                dropped += (kind not in (TEXT, LONE, LOOSE)) * (-1 if kind is END else 1)
            elif kind is TEXT:
                self._write(tag.written)
            elif kind is END:
                self._leave()
            elif kind is LONE:
                self._see(tag)
            elif kind is LOOSE:
                if tag.name == "a":
                    self.writer.end()
            elif not tag.written and tag.name in INLINE and self.open and tag.name != "cite":
                self.open.append(self.open[-1])
            elif not self._enter(tag):
                dropped = 1
        self._flush()
        return self.found

    def _write(self, text: str) -> None:
        """Add text to the line: clean, and outside of `pre` with its white space folded."""
        text = mend(text)
        if self.open and self.open[-1].name == "pre":
            self.writer.write(clean_text(text))
            return
        words = text.split()
        if words:
            line = clean_text(" ".join(words)).replace("\n", " ")
            self.writer.write(f"{' ' * text[0].isspace()}{line}{' ' * text[-1].isspace()}")
        else:
            self.writer.write(" ")

    def _see(self, tag: Tag) -> None:
        if tag.name == "br":
            self.writer.write("\n")
        elif tag.name == "img":
            self._see_picture(attributes(tag.written))
        elif tag.name in names().breaking:
            self._flush()

    def _enter(self, tag: Tag) -> bool:
        """Open an element; False where there is nothing in it to read."""
        name, attrs = tag.name, attributes(tag.written) if tag.written else {}
        words, whole = _named(attrs.get("class", ""), attrs.get("id", "")) if attrs else ((), frozenset())
        known = names()
        hint = next((known.hints[word] for word in words if word in known.hints), "")
        is_hidden = (
            bool(attrs) and hint != "caption" and _is_hidden(attrs)
        )  # captions that show when one points at them
        if name in known.dropped or whole & known.dropped_names or is_hidden:
            return False
        above = self.open[-1] if self.open else None
        is_source = name == "cite" and above is not None and above.kind is BlockKind.QUOTATION
        breaks = name in known.breaking or hint == "caption" or is_source
        if breaks:
            self._flush()
        in_gallery = any(word in known.galleries for word in words) or bool(above and above.gallery)
        chrome = bool(above and above.chrome) or (not in_gallery and self._is_chrome(name, attrs, words, whole))
        hint = _by_item(attrs) or ("date" if name == "time" else hint) or (above.hint if above else "")
        kind, level = self._kind(name, above, hint)
        start = len(self.found.pieces)
        self.open.append(_Mark(name, start, breaks, chrome, hint, whole | {name}, kind, level, in_gallery))
        if name == "a":
            self.writer.begin(clean_url(attrs.get("href", ""), self.base))
        elif name in ("ul", "ol", "menu", "dir"):
            self.lists.append([_number(attrs.get("start", "1")), name == "ol"])
        elif name == "li":
            self.marker = self._next_marker()
        return True

    def _see_picture(self, attrs: dict[str, str]) -> None:
        is_pixel = attrs.get("width") in ("0", "1")
        if not self.writer.is_begun and not is_pixel:
            self.pictured = next((mark for mark in reversed(self.open[-10:]) if mark.breaks), None)

    def _kind(self, name: str, above: _Mark | None, hint: str) -> tuple[BlockKind | None, int]:
        kind, level = (above.kind, above.level) if above else (None, 0)
        if name in ("h1", "h2", "h3", "h4", "h5", "h6") and kind is not BlockKind.CAPTION:
            return BlockKind.HEADING, int(name[1])
        if name in ("figcaption", "caption") or (hint == "caption" and name not in ("table", "td", "blockquote")):
            return BlockKind.CAPTION, 0
        if name == "blockquote":
            return BlockKind.QUOTATION, 0
        if name in ("li", "dd", "dt") and kind is not BlockKind.CAPTION:
            return BlockKind.ITEM, min(max(len(self.lists), 1), DEEPEST_LIST)
        if name == "figure":
            return BlockKind.CAPTION, 0
        if name in ("table", "cite", "footer") and kind is BlockKind.CAPTION:
            return None, 0
        return kind, level

    def _is_chrome(self, name: str, attrs: dict[str, str], words: tuple[str, ...], whole: frozenset[str]) -> bool:
        known = names()
        if name in ("html", "body", "main", "article", "h1") or attrs.get("role") in ("main", "article"):
            return False
        if name in ("a", "span", "em", "strong", "b", "i", "p"):
            return bool(whole & {"skip", "skip-link", "skiplink", "more-link", "readmore", "read-more"})
        if name in known.chrome_tags and not any(mark.name == "blockquote" for mark in self.open[-3:]):
            return True
        if attrs.get("role", "").lower() in known.chrome_roles:
            return True
        return any(word in known.chrome_words for word in words) and not any(word in known.unless for word in words)

    def _next_marker(self) -> str:
        if not self.lists or not self.lists[-1][1]:
            return "•"
        self.lists[-1][0] += 1
        return f"{self.lists[-1][0] - 1}."

    def _leave(self) -> None:
        mark = self.open[-1]
        if len(self.open) > 1 and self.open[-2] is mark:
            self.open.pop()
            return
        name = mark.name
        if name == "a":
            self.writer.end()
        if mark.breaks:
            self._flush()
        if mark is self.pictured:
            self.pictured = None
        self.open.pop()
        if name in ("ul", "ol", "menu", "dir") and self.lists:
            self.lists.pop()
        pieces = self.found.pieces
        if name == "tr" and len(pieces) - mark.start > 1:
            self._join_row(mark.start)
        if name == "figure" and len(pieces) - mark.start > 1:
            self._join_caption(mark.start)
        if (
            name in names().breaking
            and name not in ("p", "li", "tr", "td")
            and len(pieces) > mark.start
            and not mark.chrome
        ):
            self.found.stretches.append(Stretch(mark.start, len(pieces), mark.names))

    def _join_row(self, start: int) -> None:
        """Make one piece of a row of short cells; rows that lay out a page stay apart."""
        if len(self.found.pieces) - start > MOST_CELLS:
            return
        cells = self.found.pieces[start:]
        plain = all(cell.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and len(cell.text) < 200 for cell in cells)
        if plain:
            row = joined(cells, "\t")
            self._put_one(start, Piece(row.text, BlockKind.ROW, 0, row.marker, row.links, row.chrome))

    def _put_one(self, start: int, piece: Piece) -> None:
        """Put one piece where several were, and forget the elements that lay among them."""
        self.found.pieces[start:] = [piece]
        while self.found.stretches and self.found.stretches[-1].end > start:
            self.found.stretches.pop()

    def _join_caption(self, start: int) -> None:
        if len(self.found.pieces) - start > MOST_CELLS:
            return
        parts = self.found.pieces[start:]
        if all(part.kind is BlockKind.CAPTION for part in parts):
            self._put_one(start, joined(parts, " "))

    def _flush(self) -> None:
        if not self.writer.is_begun:
            return
        text, links = self.writer.take()
        mark = self.open[-1] if self.open else None
        kind = (mark.kind if mark else None) or BlockKind.PARAGRAPH
        level, chrome, hint = (mark.level, mark.chrome, mark.hint) if mark else (0, False, "")
        for part, targets in broken(text, links):
            line = clean_line(part)
            marker = self.marker if kind is BlockKind.ITEM else ""
            self.marker = ""
            found = Piece(line, kind, level, marker, targets if line == part else (), chrome, hint)
            if found.kind is BlockKind.CAPTION and line[-1] in ":：":
                found = found.as_kind(BlockKind.PARAGRAPH)
            elif self.pictured and found.kind is BlockKind.PARAGRAPH and _describes(found):
                found = found.as_kind(BlockKind.CAPTION)
            self.pictured = None
            self.found.pieces.append(_attribution(found) if _is_attribution(mark) else found)


def _describes(piece: Piece) -> bool:
    """True for a line below a picture that is no sentence of the release."""
    return piece.size <= 60 and (piece.text[-1] not in ".!?:;,。！？；，：؟۔।" or (piece.size < 9))


def _is_attribution(mark: _Mark | None) -> bool:
    return bool(mark and mark.kind is BlockKind.QUOTATION and mark.names & {"cite", "footer"})


def _attribution(piece: Piece) -> Piece:
    """Who said a block quote, with the dash that tells it from the words quoted."""
    dash = Piece("—", piece.kind, piece.level, piece.marker, (), piece.chrome, piece.hint)
    return piece if piece.text[0] in "—–-" else joined([dash, piece], " ")


@lru_cache(maxsize=2048)
def _named(classes: str, key: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of an element's classes and id, and those names whole, all lower case."""
    written = f"{classes} {key}"[:500].lower()
    return tuple(_WORD.findall(written)), frozenset(written.split())


def _by_item(attrs: dict[str, str]) -> str:
    item = attrs.get("itemprop", "").lower()
    return {"headline": "title", "datepublished": "date", "alternativeheadline": "subtitle"}.get(item, "")


def _is_hidden(attrs: dict[str, str]) -> bool:
    style = attrs.get("style", "")[:300].replace(" ", "").lower()
    return "hidden" in attrs or "display:none" in style or "visibility:hidden" in style


def _number(written: str) -> int:
    text = written[:6]
    return int(text) if text.isascii() and text.isdigit() else 1
