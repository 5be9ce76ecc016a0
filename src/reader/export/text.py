"""A release as plain text: each paragraph on one line, who speaks in it under it."""

from __future__ import annotations

from collections.abc import Iterator

from reader.export.piece import Piece, voices
from reader.plain import day_in_words
from reader.release import Block, BlockKind


def as_plain(piece: Piece) -> str:
    """The text of a file, ended by a newline."""
    return "\n".join(_lines(piece)) + "\n"


def _lines(piece: Piece) -> Iterator[str]:
    release = piece.release
    yield piece.title
    if release.subtitle:
        yield release.subtitle
    facts = [piece.organisation, day_in_words(release.published), release.dateline.place if release.dateline else ""]
    yield " · ".join(fact for fact in facts if fact)
    places = ", ".join(country.name for country in release.countries)
    if places:
        yield places
    if release.embargo:
        yield release.embargo.text
    if release.url:
        yield release.url
    if piece.headline.tags:
        yield f"Tags: {', '.join(piece.headline.tags)}"
    for index, block in enumerate(release.blocks):
        yield ""
        yield _block(block)
        yield from (f"    — {voice}" for voice in voices(release, index))
    if piece.note:
        yield from ("", "Note", piece.note)


def _block(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return f"{'  ' * max(0, block.level - 1)}{block.marker or '•'} {block.text}"
    return block.text
