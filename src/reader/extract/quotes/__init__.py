"""Hears a release's quotes: where they stand, who says them, and which marks hold no speech at all."""

from __future__ import annotations

from collections.abc import Sequence

from reader.extract.quotes import language as languages
from reader.extract.quotes.listening import Listener
from reader.extract.quotes.marks import find_spans
from reader.release import Block, Quote

LONGEST = 200_000
"""Characters of a release that are listened to; no press release comes near it."""
MOST = 300
"""Marked spans that are listened to in one release: long reports have some two hundred, floods have thousands."""


def hear(blocks: Sequence[Block], language: str) -> tuple[Quote, ...]:
    """All marked words of a release's blocks, and statements without marks, in order of place.

    `language` is a BCP 47 tag; "" where it is not known. Only speech has a speaker and a role, each empty where unsure.
    """
    texts = _within_reach(blocks)
    tag = language.partition("-")[0].lower() or languages.guess(texts)
    words = languages.words(tag)
    return Listener(blocks[: len(texts)], texts, words, find_spans(texts)[:MOST]).listen()


def _within_reach(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    total = 0
    for block in blocks:
        total += len(block.text)
        if total > LONGEST:
            break
        texts.append(block.text)
    return texts
