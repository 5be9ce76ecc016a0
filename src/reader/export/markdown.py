"""A release as Markdown with its facts in front, which `reader import` reads again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.export.piece import Piece, parts, voices
from reader.plain import day_in_words
from reader.release import Block, BlockKind, Release

SPECIAL = re.compile(r"[\\`*_\[\]<>|~#]|&(?=[#\w])")
"""What means something anywhere in Markdown, or in the tables and strikings that many programs add."""

OPENING = re.compile(r"^(?:([+=-])|([0-9]{1,9})([.)]))")
"""What means something where a paragraph begins: a list, a rule."""

ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def as_markdown(piece: Piece) -> str:
    """A release as a file of its own, ended by a newline."""
    return "\n".join([*_front(piece), "", *_lines(piece)]) + "\n"


def as_section(piece: Piece) -> str:
    """A release among others in a file, with its facts under the title."""
    return "\n".join(_lines(piece, is_among_others=True)) + "\n"


def _front(piece: Piece) -> Iterator[str]:
    yield "---"
    yield from (f"{name}: {_quoted(value)}" for name, value in _facts(piece) if value)
    if piece.headline.tags:
        yield "tags:"
        yield from (f"  - {_quoted(tag)}" for tag in piece.headline.tags)
    yield "---"


def _lines(piece: Piece, is_among_others: bool = False) -> Iterator[str]:
    release = piece.release
    yield f"# {escaped(piece.title)}"
    if is_among_others:
        facts = [piece.organisation, day_in_words(release.published), release.url, ", ".join(piece.headline.tags)]
        yield from ("", " · ".join(escaped(fact) for fact in facts if fact))
    if release.subtitle:
        yield from ("", f"**{escaped(release.subtitle)}**")
    if release.embargo:
        yield from ("", f"*{escaped(release.embargo.text)}*")
    for kind, blocks in parts(release):
        yield ""
        match kind:
            case BlockKind.ITEM:
                yield from _list(release, blocks)
            case BlockKind.ROW:
                yield from _table([block for _, block in blocks])
            case _:
                yield from _paragraphs(release, blocks)
    if piece.note:
        yield from ("", "## Note", "")
        yield from (f"{escaped(line)}  " if line.strip() else "" for line in piece.note.splitlines())


def _facts(piece: Piece) -> Iterator[tuple[str, str]]:
    release = piece.release
    yield "title", release.title
    yield "date", release.published
    yield "organisation", piece.organisation
    yield "url", release.url
    yield "language", release.language
    yield "countries", ", ".join(country.name for country in release.countries)


def _quoted(value: str) -> str:
    """A value for YAML, in quotation marks that are not in it where that can be."""
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def escaped(text: str) -> str:
    """A line of text that stays the same to the letter once Markdown is read."""
    text = SPECIAL.sub(lambda match: ENTITIES.get(match[0], f"\\{match[0]}"), text)
    return OPENING.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)


def _paragraphs(release: Release, blocks: list[tuple[int, Block]]) -> Iterator[str]:
    for number, (index, block) in enumerate(blocks):
        if number:
            yield ""
        match block.kind:
            case BlockKind.HEADING:
                yield f"{'#' * min(6, max(2, block.level + 1))} {escaped(block.text)}"
            case BlockKind.QUOTATION:
                yield f"> {escaped(block.text)}"
            case BlockKind.CAPTION:
                yield f"*{escaped(block.text)}*"
            case _:
                yield escaped(block.text)
        for voice in voices(release, index):
            yield from ("", f"— {escaped(voice)}")


def _list(release: Release, blocks: list[tuple[int, Block]]) -> Iterator[str]:
    outermost, depth = min(block.level for _, block in blocks), -1
    for index, block in blocks:
        numbered = re.fullmatch(r"([0-9]{1,9})([.)])", block.marker)
        bullet = numbered[0] if numbered else "-"
        # Deeper than one step inside the item before it, it would be code.
        depth = min(block.level - outermost, depth + 1)
        indent = "    " * depth
        yield f"{indent}{bullet} {escaped(block.text)}"
        for voice in voices(release, index):
            yield f"{indent}    — {escaped(voice)}"


def _table(blocks: list[Block]) -> Iterator[str]:
    """The form of tables that most programs read; it must have a head, which is left empty."""
    rows = [[escaped(cell) for cell in block.text.split("\t")] for block in blocks]
    width = max(map(len, rows))
    yield "|" + "   |" * width
    yield "|" + " --- |" * width
    for row in rows:
        yield "| " + " | ".join([*row, *[""] * (width - len(row))]) + " |"
