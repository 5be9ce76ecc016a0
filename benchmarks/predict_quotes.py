"""What the reader hears in a saved text: its quotes, with offsets in that text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reader.extract.quotes import hear
from reader.release import Block, BlockKind

SHORTEST_WRAP = 45
"""Characters of a line that may have been broken to fit a width; shorter ones end their paragraph."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's text, and where in the saved text each of its characters stands."""

    text: str
    places: list[int]


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The quotes of a gold record: {"id", "text", "lang"} in, {"id", "quotes": [...]} out."""
    pieces = cut(record["text"])
    quotes = []
    for quote in hear([Block(BlockKind.PARAGRAPH, piece.text) for piece in pieces], record.get("lang", "")):
        places = pieces[quote.block].places
        quotes.append(
            {
                "start": places[quote.start],
                "end": places[quote.end - 1] + 1,
                "kind": str(quote.kind),
                "speaker": quote.speaker,
                "role": quote.role,
            }
        )
    return {"id": record["id"], "quotes": quotes}


def cut(text: str) -> list[Piece]:
    """Paragraphs of a saved text, hard wraps joined and white space folded."""
    lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+|\n(?=\n)", text)]
    width = wrap_width([line for _, line in lines])
    pieces: list[Piece] = []
    letters: list[str] = []
    places: list[int] = []
    for i, (start, line) in enumerate(lines):
        for at, letter in enumerate(line):
            if letter.isspace() and (not letters or letters[-1] == " "):
                continue
            letters.append(" " if letter.isspace() else letter)
            places.append(start + at)
        following = lines[i + 1][1] if i + 1 < len(lines) else ""
        if width and is_wrapped(line, following, width):
            letters.append(" ")
            places.append(start + len(line))
        elif letters:
            pieces.append(Piece("".join(letters), places))
            letters, places = [], []
    return pieces


def wrap_width(lines: list[str]) -> int:
    """The width that a text was wrapped to; 0 where it was not."""
    long = sorted(len(line.strip()) for line in lines if len(line.strip()) > SHORTEST_WRAP)
    if len(long) < 8 or long[-1] > 130:
        return 0
    return long[int(0.9 * (len(long) - 1))]


def is_wrapped(line: str, following: str, width: int) -> bool:
    """True where a line was broken because the next word did not fit."""
    words = following.split()
    return bool(line.strip()) and bool(words) and len(line.strip()) + 1 + len(words[0]) > width - 6
