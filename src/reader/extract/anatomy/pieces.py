"""Pieces: the lines of an entry on their way to become blocks, still with what their markup said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reader.release import BlockKind

ENDS = frozenset(".!?…:;。！？؟۔।\"”“»’‘')］）)")
"""What a sentence may end with, closing marks included."""


@dataclass(frozen=True, slots=True)
class Target:
    """A stretch of a piece that leads somewhere."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of text with what is known of it: clean, white space folded."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marker: str = ""
    links: tuple[Target, ...] = ()
    chrome: bool = False
    """True where the markup says that it is not of the release: in a menu, a share bar, a footer."""
    hint: str = ""
    """What the markup names it: "title", "subtitle", "date", "contact", "about", "credit"; "" for nothing."""

    @property
    def size(self) -> int:
        """Words; two letters count as one in scripts that part no words."""
        return count_words(self.text)

    @property
    def linked(self) -> float:
        """Share of the text that is links."""
        return sum(link.end - link.start for link in self.links) / (len(self.text) or 1)

    @property
    def ends_sentence(self) -> bool:
        return self.text[-1:] in ENDS

    @property
    def is_prose(self) -> bool:
        """True for what reads as sentences rather than as a label, a name or a menu."""
        size = self.size
        ends = self.ends_sentence and not is_quoted_at_end(self.text)
        return self.linked < 0.6 and ((size >= 9 and ends) or (size >= 40 and not is_capitalised(self.text)))

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The part of the piece between two offsets, without white space at its ends."""
        text, links = cut(self.text, self.links, start, len(self.text) if end is None else end)
        return Piece(text, self.kind, self.level, self.marker, links, self.chrome, self.hint)

    def as_kind(self, kind: BlockKind) -> Piece:
        """The piece in another part of the release."""
        return Piece(self.text, kind, self.level, self.marker, self.links, self.chrome, self.hint)


def cut(text: str, links: tuple[Target, ...], start: int, end: int) -> tuple[str, tuple[Target, ...]]:
    """The part of a text between two offsets, and the links in it; none of them has white space at its ends."""
    part = text[start:end]
    whole = part.strip()
    if not links:
        return whole, ()
    start += len(part) - len(part.lstrip())
    kept = []
    for link in links:
        first, last = max(link.start - start, 0), min(link.end - start, len(whole))
        words = whole[first:last] if first < last else ""
        if words.strip():
            first += len(words) - len(words.lstrip())
            kept.append(Target(first, first + len(words.strip()), link.url))
    return whole, tuple(kept)


_CLOSERS = "\"”“»’‘')］）)"


def is_quoted_at_end(text: str) -> bool:
    """True for a line that ends in quotation marks or brackets with no full stop in or before them, as titles do."""
    bare = text.rstrip(_CLOSERS)
    return len(bare) < len(text) and bare[-1:] not in ".!?…。！？؟۔।,"


def is_capitalised(text: str) -> bool:
    """True where nearly every word begins with a capital: a title, a menu read as one line."""
    words = [word for word in text[:600].split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return any(word[0].isupper() for word in words) and small * 3 < len(words)


_WIDE = re.compile("[\u3040-\ud7af]")


@lru_cache(maxsize=1024)
def count_words(text: str) -> int:
    """Words of a text; in scripts that part no words, two letters count as one."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return len(text.split()) + wide // 2


def joined(parts: Sequence[Piece], by: str) -> Piece:
    """One piece of several, with `by` between their texts."""
    text, links = "", []
    for part in parts:
        text += by if text else ""
        links += [Target(link.start + len(text), link.end + len(text), link.url) for link in part.links]
        text += part.text
    first = parts[0]
    return Piece(text, first.kind, first.level, first.marker, tuple(links), first.chrome, first.hint)


@dataclass(slots=True)
class Writer:
    """Gathers a line from bits of text and links, folding white space and keeping the links' offsets exact."""

    links: list[Target] = field(default_factory=list)
    _bits: list[str] = field(default_factory=list)
    _length: int = 0
    _space: bool = False
    """White space stands before what comes next."""
    _from: int = -1
    """Where the text of the open link begins; -1 until some is written."""
    _url: str = ""

    def write(self, text: str) -> None:
        """Add text; a newline in it is a line break to keep, other white space is folded."""
        for index, part in enumerate(text.split("\n")):
            if index:
                self._add("\n")
                self._space = False
            words = part.split()
            if words:
                if (self._space or part[0].isspace()) and self._bits and self._bits[-1] != "\n":
                    self._add(" ")
                if self._from < 0 and self._url:
                    self._from = self._length
                self._add(" ".join(words))
                self._space = part[-1].isspace()
            else:
                self._space = self._space or bool(part)

    def _add(self, text: str) -> None:
        self._bits.append(text)
        self._length += len(text)

    @property
    def is_begun(self) -> bool:
        """True where something has been written."""
        return bool(self._bits)

    def begin(self, url: str) -> None:
        """From here on the text leads to `url`."""
        self.end()
        self._url = url

    def end(self) -> None:
        """What follows leads nowhere."""
        if 0 <= self._from < self._length:
            self.links.append(Target(self._from, self._length, self._url))
        self._from, self._url = -1, ""

    def take(self) -> tuple[str, tuple[Target, ...]]:
        """What was written and the links in it; the writer is empty again, an open link stays open."""
        url = self._url
        self.end()
        self._url = url
        taken = "".join(self._bits), tuple(self.links)
        self._bits, self.links, self._length, self._space = [], [], 0, False
        return taken


def broken(text: str, links: tuple[Target, ...]) -> Iterator[tuple[str, tuple[Target, ...]]]:
    """The paragraphs of a text whose line breaks were kept, each with its links: empty lines part it, and so do breaks
    after short lines or whole sentences; any other break is a space."""
    if "\n" not in text:
        if text:
            yield text, links
        return
    lines, start = text.split("\n"), 0
    offset = 0
    for index, line in enumerate(lines):
        offset += len(line) + 1
        last = index + 1 == len(lines)
        if last or not line.strip() or not lines[index + 1].strip() or _stands_alone(line):
            part, targets = cut(text, links, start, offset - 1)
            if part:
                yield part.replace("\n", " "), targets
            start = offset


def _stands_alone(line: str) -> bool:
    return len(line) < 50 or line.rstrip()[-1:] in ENDS
