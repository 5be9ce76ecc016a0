"""From HTML to pieces: one walk over the tree, which says of each line what its markup says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from justhtml import JustHTML

from reader.extract.anatomy.mending import mend
from reader.extract.anatomy.pieces import Piece, Writer, broken, joined
from reader.extract.clean import clean_line, clean_text, clean_url
from reader.release import BlockKind

MOST_TAGS = 40_000
"""Tags that are read of one entry; far more than any release has, and what can be read within about a second."""

MOST_LETTERS = 3_000_000
"""Characters of markup that are read of one entry."""

DEEPEST_LIST = 9
"""Depth at which nested lists stop being told apart."""

MOST_CELLS = 20
"""Cells of a row, or lines of a caption, that are made one line; a row of more lays out a page."""


_WORD = re.compile(r"[a-z]+")

Node = Any
"""A node of justhtml's tree: `name`, `attrs`, `children`; text has `data`."""


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
        frozenset(table["drop"]["tags"]),
        frozenset(table["drop"]["words"]),
        frozenset(table["content"]["names"]),
        frozenset(table["breaks"]["tags"]),
        {word: hint for hint, words in table["hints"].items() for word in words},
    )


def parse(html: str) -> Node:
    """The tree of a page or fragment, as browsers would build it (WHATWG HTML, 13.2); too long a page is cut."""
    html = re.sub(r"<(?![a-zA-Z/!?])", "&lt;", html[:MOST_LETTERS])
    cut = next(islice(re.finditer("<", html), MOST_TAGS, None), None)
    return JustHTML(html[: cut.start()] if cut else html, sanitize=False).root


def read_markup(tree: Node, base: str) -> Marked:
    """The pieces of a tree in their order; links are resolved against `base`."""
    return _Walk(base).over(tree)


@dataclass(slots=True)
class _Mark:
    """What an open element means for the text in it."""

    node: Node
    start: int
    """Pieces that were there when it was opened."""
    breaks: bool
    """True where a new line begins before and after it."""
    chrome: bool
    hint: str
    names: frozenset[str]
    kind: BlockKind | None
    level: int = 0


class _Walk:
    """Goes through a tree without recursion, since hostile pages nest a hundred thousand deep."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.found = Marked()
        self.writer = Writer()
        self.open: list[_Mark] = []
        self.lists: list[list[int]] = []
        self.marker = ""
        self.pictured: _Mark | None = None
        """The element in which a picture was the last thing seen: a short line in it is the picture's caption."""

    def over(self, tree: Node) -> Marked:
        """Walk the tree."""
        path: list[Iterator[Node]] = [iter(tree.children or ())]
        while path:
            node = next(path[-1], None)
            if node is None:
                path.pop()
                if path:
                    self._leave()
            elif node.name == "#text":
                self._write(node.data or "")
            elif node.name[0] != "#" and node.name[0] != "!" and self._enter(node):
                path.append(iter(node.children or ()))
        self._flush()
        return self.found

    def _write(self, text: str) -> None:
        if self.open and self.open[-1].node.name == "pre":
            self.writer.write(clean_text(mend(text)))
        else:
            self.writer.write(clean_text(mend(text)).replace("\n", " "))

    def _enter(self, node: Node) -> bool:
        """Open an element; False where there is nothing in it to read."""
        name, attrs = node.name, node.attrs or {}
        if name == "br":
            self.writer.write("\n")
            return False
        if name == "img":
            self._see_picture(attrs)
            return False
        words, whole = _named(attrs)
        if name in names().dropped or whole & names().dropped_names or _is_hidden(attrs):
            return False
        above = self.open[-1] if self.open else None
        hint = next((names().hints[word] for word in words if word in names().hints), "")
        breaks = (
            name in names().breaking or hint == "caption" or (name == "cite" and _kind_of(above) is BlockKind.QUOTATION)
        )
        if breaks:
            self._flush()
        chrome = bool(above and above.chrome) or self._is_chrome(name, attrs, words, whole)
        hint = _by_item(attrs) or ("date" if name == "time" else hint) or (above.hint if above else "")
        kind, level = self._kind(name, above, hint)
        self.open.append(_Mark(node, len(self.found.pieces), breaks, chrome, hint, whole | {name}, kind, level))
        if name == "a":
            self.writer.begin(clean_url(str(attrs.get("href") or ""), self.base))
        elif name in ("ul", "ol", "menu", "dir"):
            self.lists.append([_number(attrs.get("start")), name == "ol"])
        elif name == "li":
            self.marker = self._next_marker()
        return True

    def _see_picture(self, attrs: dict[str, Any]) -> None:
        is_pixel = str(attrs.get("width") or "") in ("0", "1")
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

    def _is_chrome(self, name: str, attrs: dict[str, Any], words: list[str], whole: frozenset[str]) -> bool:
        known = names()
        if name in ("html", "body", "main", "article", "h1") or attrs.get("role") in ("main", "article"):
            return False
        if name in ("a", "span", "em", "strong", "b", "i", "p"):
            return bool(whole & {"skip", "skip-link", "skiplink", "more-link", "readmore", "read-more"})
        if name in known.chrome_tags and not any(mark.node.name == "blockquote" for mark in self.open[-3:]):
            return True
        if str(attrs.get("role") or "").lower() in known.chrome_roles:
            return True
        return any(word in known.chrome_words for word in words) and not any(word in known.unless for word in words)

    def _next_marker(self) -> str:
        if not self.lists or not self.lists[-1][1]:
            return "•"
        self.lists[-1][0] += 1
        return f"{self.lists[-1][0] - 1}."

    def _leave(self) -> None:
        mark = self.open[-1]
        name = mark.node.name
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
            self._put_one(start, replace(joined(cells, "\t"), kind=BlockKind.ROW, level=0, hint=""))

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
        written = self.writer.take()
        if not written.text:
            return
        mark = self.open[-1] if self.open else None
        kind = (mark.kind if mark else None) or BlockKind.PARAGRAPH
        for piece in broken(written):
            text = clean_line(piece.text)
            links = piece.links if text == piece.text else ()
            marker = self.marker if kind is BlockKind.ITEM else ""
            self.marker = ""
            found = Piece(text, kind, mark.level if mark else 0, marker, links, *_said_of(mark))
            if self.pictured and found.kind is BlockKind.PARAGRAPH and _describes(found):
                found = replace(found, kind=BlockKind.CAPTION)
            self.pictured = None
            self.found.pieces.append(_attribution(found) if _is_attribution(mark) else found)


def _kind_of(mark: _Mark | None) -> BlockKind | None:
    return mark.kind if mark else None


def _describes(piece: Piece) -> bool:
    """True for a line below a picture that is no sentence of the release."""
    return piece.size <= 60 and (piece.text[-1] not in ".!?:;,。！？；，：؟۔।" or (piece.size < 9))


def _said_of(mark: _Mark | None) -> tuple[bool, str]:
    return (mark.chrome, mark.hint) if mark else (False, "")


def _is_attribution(mark: _Mark | None) -> bool:
    return bool(mark and mark.kind is BlockKind.QUOTATION and mark.names & {"cite", "footer"})


def _attribution(piece: Piece) -> Piece:
    """Who said a block quote, with the dash that tells it from the words quoted."""
    return piece if piece.text[0] in "—–-" else joined([replace(piece, text="—", links=()), piece], " ")


def _named(attrs: dict[str, Any]) -> tuple[list[str], frozenset[str]]:
    """The words of an element's classes and id, and those names whole, all lower case."""
    written = f"{attrs.get('class') or ''} {attrs.get('id') or ''}"[:500].lower()
    return _WORD.findall(written), frozenset(written.split())


def _by_item(attrs: dict[str, Any]) -> str:
    item = str(attrs.get("itemprop") or "").lower()
    return {"headline": "title", "datepublished": "date", "alternativeheadline": "subtitle"}.get(item, "")


def _is_hidden(attrs: dict[str, Any]) -> bool:
    style = str(attrs.get("style") or "")[:300].replace(" ", "").lower()
    return "hidden" in attrs or "display:none" in style or "visibility:hidden" in style


def _number(written: object) -> int:
    text = str(written or "1")[:6]
    return int(text) if text.isascii() and text.isdigit() else 1
