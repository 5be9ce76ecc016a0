"""One release with all that is exported of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from reader.release import Block, BlockKind, Headline, Quote, QuoteKind, Release


@dataclass(frozen=True, slots=True)
class Piece:
    """A release, its row of the list, and the user's note on it."""

    headline: Headline
    release: Release
    note: str = ""

    @property
    def title(self) -> str:
        return self.release.title or "Untitled"

    @property
    def organisation(self) -> str:
        """Who sent it: the organisation it names, else its source."""
        return self.release.organisation or self.headline.source

    @property
    def day(self) -> str:
        """The ISO date on which it was published; empty for an undated one."""
        return self.release.published[:10]


def voices(release: Release, block: int) -> list[str]:
    """Who speaks in a block, each with the role, in the order in which they are heard; the unnamed are left out."""
    speech = (quote for quote in release.quotes if quote.block == block and quote.kind is QuoteKind.SPEECH)
    heard = dict.fromkeys((quote.speaker, quote.role) for quote in speech if quote.speaker)
    return [", ".join(part for part in voice if part) for voice in heard]


def speech_in(release: Release, block: int) -> list[Quote]:
    """The stretches of speech in a block, in order."""
    found = [quote for quote in release.quotes if quote.block == block and quote.kind is QuoteKind.SPEECH]
    return sorted(found, key=lambda quote: quote.start)


def parts(release: Release) -> list[tuple[BlockKind, list[tuple[int, Block]]]]:
    """The blocks with their indices, those of one kind that follow each other together: a list, a table."""
    numbered = enumerate(release.blocks)
    return [(kind, list(group)) for kind, group in groupby(numbered, key=lambda each: each[1].kind)]
