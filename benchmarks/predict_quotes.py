"""What the reader hears in a saved text: its quotes, with offsets in that text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reader.extract.anatomy.wraps import paragraphs
from reader.extract.quotes import hear
from reader.release import Block, BlockKind

WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's text, and where in the saved text each of its characters stands."""

    text: str
    places: list[int]


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The quotes of a gold record: {"id", "text", "lang"} in, {"id", "quotes": [...]} out."""
    pieces = [folded(paragraph.text, paragraph.start) for paragraph in paragraphs(record["text"])]
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


def folded(text: str, start: int) -> Piece:
    """A paragraph with its white space folded; `start` is where it stands in the saved text."""
    words: list[str] = []
    places: list[int] = []
    for word in WORD.finditer(text):
        if words:
            places.append(places[-1] + 1)
        words.append(word[0])
        places.extend(range(start + word.start(), start + word.end()))
    return Piece(" ".join(words), places)
