"""Releases as one web page that asks for nothing from anywhere: no script, no image, no style of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.export.piece import Piece, parts, speech_in, voices
from reader.later import Later
from reader.plain import day_in_words
from reader.release import Block, BlockKind, Release

if TYPE_CHECKING:
    import html
else:
    html = Later("html")

OPENING = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Press releases</title>
<style>
body { max-width: 42em; margin: 2em auto; padding: 0 1em; font: 1.05em/1.55 Georgia, serif; }
h1 { line-height: 1.2; }
article + article { margin-top: 4em; border-top: 1px solid; }
.facts, .voice, figcaption { color: #555; font-size: .9em; }
.speech { background: #f3efe2; }
.voice { margin: -.6em 0 1em 1.5em; }
td { padding: .1em 1em .1em 0; vertical-align: top; }
</style>
</head>
<body>
"""

CLOSING = "</body>\n</html>\n"


def as_article(piece: Piece) -> str:
    """One release, as a part of the page."""
    return "\n".join(_lines(piece)) + "\n"


def _lines(piece: Piece) -> Iterator[str]:
    release = piece.release
    language = f' lang="{html.escape(release.language)}"' if release.language else ""
    yield f'<article{language} dir="auto">'
    yield f'<h1 dir="auto">{html.escape(piece.title)}</h1>'
    if release.subtitle:
        yield f'<p dir="auto"><strong>{html.escape(release.subtitle)}</strong></p>'
    countries = ", ".join(country.name for country in release.countries)
    facts = [piece.organisation, day_in_words(release.published), countries, ", ".join(piece.headline.tags)]
    shown = [html.escape(fact) for fact in facts if fact]
    if release.url:
        shown.append(f'<a href="{html.escape(release.url)}" rel="noreferrer">{html.escape(release.url)}</a>')
    yield f'<p class="facts">{" · ".join(shown)}</p>'
    if release.embargo:
        yield f'<p dir="auto"><em>{html.escape(release.embargo.text)}</em></p>'
    for kind, blocks in parts(release):
        match kind:
            case BlockKind.ITEM:
                yield "<ul>"
                yield from (f'<li dir="auto">{_marked(release, index)}</li>' for index, _ in blocks)
                yield "</ul>"
            case BlockKind.ROW:
                yield "<table>"
                yield from (_row(block) for _, block in blocks)
                yield "</table>"
            case _:
                for index, block in blocks:
                    yield from _block(release, index, block)
    if piece.note:
        yield f'<h2>Note</h2>\n<p dir="auto">{html.escape(piece.note).replace(chr(10), "<br>")}</p>'
    yield "</article>"


def _block(release: Release, index: int, block: Block) -> Iterator[str]:
    tag = {
        BlockKind.HEADING: f"h{min(6, max(2, block.level + 1))}",
        BlockKind.QUOTATION: "blockquote",
        BlockKind.CAPTION: "figcaption",
    }.get(block.kind, "p")
    yield f'<{tag} dir="auto">{_marked(release, index)}</{tag}>'
    yield from (f'<p class="voice" dir="auto">— {html.escape(voice)}</p>' for voice in voices(release, index))


def _row(block: Block) -> str:
    return "<tr>" + "".join(f'<td dir="auto">{html.escape(cell)}</td>' for cell in block.text.split("\t")) + "</tr>"


def _marked(release: Release, index: int) -> str:
    """A block's text with what somebody says marked in it."""
    text, done, marked = release.blocks[index].text, 0, ""
    for quote in speech_in(release, index):
        if quote.start >= done:
            said = f'<span class="speech">{html.escape(text[quote.start : quote.end])}</span>'
            marked += html.escape(text[done : quote.start]) + said
            done = quote.end
    return marked + html.escape(text[done:])
