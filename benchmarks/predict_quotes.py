"""What the reader hears in a saved text: its quotes, with offsets in that text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reader.extract.anatomy.wraps import paragraphs
from reader.extract.quotes import hear
from reader.release import Block, BlockKind


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
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text, start):
        if letter.isspace() and (not letters or letters[-1] == " "):
            continue
        letters.append(" " if letter.isspace() else letter)
        places.append(at)
    return Piece("".join(letters), places)
