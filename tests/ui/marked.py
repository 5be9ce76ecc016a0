"""Releases for the page's tests: the quotes are marked in the text itself, as [[speaker|role|words]]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.release import Block, BlockKind, Country, Evidence, Quote, QuoteKind, Release

_MARKED = re.compile(r"\[\[(\+?)([^|\]]*)\|([^|\]]*)\|([^\]]*)\]\]")


def a_release(*blocks: str | Block, **fields: object) -> Release:
    """A release of these blocks, plain strings being paragraphs.

    [[Ada Brandt|director|words]] is a direct quote, [[||words]] one whose speaker is not known,
    [[+Ada Brandt|director|words]] goes on from the quote before it, [[term||words]] is a term.
    """
    quotes: list[Quote] = []
    plain = [_plain(number, block, quotes) for number, block in enumerate(blocks)]
    whole: dict[str, object] = {
        "title": "Harbour Town: Dockers Held Without Charge",
        "organisation": "Quay Watch",
        "published": "2024-03-09",
        "blocks": tuple(plain),
        "lede": 0 if plain else -1,
        "quotes": tuple(quotes),
    }
    return Release(**{**whole, **fields})  # type: ignore[arg-type]


def paragraphs(count: int) -> Sequence[str]:
    """Paragraphs that differ from each other, some lines long."""
    return [
        f"Paragraph {number} tells how the crane of pier {number} stood still while the dockers waited for a hearing, "
        "and how the harbour office counted the ships that turned away."
        for number in range(count)
    ]


def a_country(code: str, name: str, kind: str = "title") -> Country:
    return Country(code, name, Evidence(kind, name))


def _plain(number: int, block: str | Block, quotes: list[Quote]) -> Block:
    block = block if isinstance(block, Block) else Block(BlockKind.PARAGRAPH, block)
    text, at = "", 0
    for mark in _MARKED.finditer(block.text):
        text += block.text[at : mark.start()]
        continues, speaker, role, words = mark.groups()
        kind = QuoteKind.TERM if speaker == "term" else QuoteKind.SPEECH
        start = len(text)
        text += words
        quotes.append(
            Quote(number, start, len(text), kind, "" if speaker == "term" else speaker, role, bool(continues))
        )
        at = mark.end()
    return replace(block, text=text + block.text[at:])
