"""Releases and sources as plain text and as JSON, for the commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from reader import regions
from reader.later import Later
from reader.listed import SCHEMA
from reader.release import BODY, Block, BlockKind, Evidence, QuoteKind, Release

if TYPE_CHECKING:
    import textwrap

    from reader.archive import SourceRow
else:
    textwrap = Later("textwrap")

NOT_NAMED = "speaker not named"

NARROWEST, WIDEST = 40, 78
"""Columns that plain text is set in: a measure that reads well, whatever the terminal's width."""


def as_object(release: Release) -> dict[str, Any]:
    """Everything that was understood of a release, for JSON."""
    return {
        "schema": SCHEMA,
        "title": release.title,
        "subtitle": release.subtitle,
        "url": release.url,
        "organisation": release.organisation,
        "language": release.language,
        "published": release.published,
        "dateline": {"place": release.dateline.place, "date": release.dateline.date} if release.dateline else None,
        "embargo": asdict(release.embargo) if release.embargo else None,
        "is_release": release.is_release,
        "blocks": [{"kind": block.kind, "text": block.text} for block in release.blocks],
        "quotes": [
            {
                "block": quote.block,
                "start": quote.start,
                "end": quote.end,
                "text": release.blocks[quote.block].text[quote.start : quote.end],
                "kind": quote.kind,
                "speaker": quote.speaker,
                "role": quote.role,
            }
            for quote in release.quotes
        ],
        "countries": [
            {"code": found.code, "name": found.name, "why": _why(found.why), "evidence": asdict(found.why)}
            for found in release.countries
        ],
        "regions": [
            {"region": area.region, "name": regions.REGIONS[area.region], "why": _why(area.why)}
            for area in release.regions
        ],
        "captions": [_caption(block) for block in release.blocks if block.kind is BlockKind.CAPTION],
        "links": [
            {"block": link.block, "start": link.start, "end": link.end, "url": link.url} for link in release.links
        ],
        "contacts": [block.text for block in release.blocks if block.kind is BlockKind.CONTACT],
    }


def _why(evidence: Evidence) -> str:
    """The reason in words."""
    from reader.extract.places import reason  # with all the rules behind it, which `reader list` does without

    return reason(evidence)


def _caption(block: Block) -> dict[str, str]:
    if block.credit < 0:
        return {"text": block.text, "credit": ""}
    return {"text": block.text[: block.credit].rstrip(), "credit": block.text[block.credit :]}


QUOTE_FIELDS = ("release", "title", "organisation", "published", "url", "text", "speaker", "role")
"""What is said of a quote outside its release, in the order of the columns."""


def quotes_as_objects(release_id: int, release: Release, speaker: str = "") -> Iterator[dict[str, Any]]:
    """The speech that a release quotes, for JSON and CSV; of one speaker, told by any part of the name, where given."""
    wanted = speaker.casefold()
    for quote in release.quotes:
        if quote.kind is QuoteKind.SPEECH and wanted in quote.speaker.casefold():
            text = release.blocks[quote.block].text[quote.start : quote.end]
            facts = (release_id, release.title, release.organisation, release.published, release.url)
            yield dict(zip(QUOTE_FIELDS, (*facts, text, quote.speaker, quote.role), strict=True))


def quote_lines(quote: dict[str, Any], width: int) -> Iterator[str]:
    """A quote with who said it, where and when."""
    width = min(max(width, NARROWEST), WIDEST)
    yield from _wrapped(f"“{quote['text']}”", width)
    voice = ", ".join(part for part in (quote["speaker"], quote["role"]) if part) if quote["speaker"] else NOT_NAMED
    yield from _wrapped(f"— {voice}", width, "    ", "      ")
    facts = (quote["title"], quote["organisation"], day_in_words(quote["published"]), quote["url"])
    yield from _wrapped(" · ".join(fact for fact in facts if fact), width, "      ", "      ")


def source_as_object(row: SourceRow) -> dict[str, Any]:
    """A source, for JSON."""
    shown = ("id", "kind", "url", "title", "region", "is_on", "checked", "health", "total", "unread")
    return {"schema": SCHEMA, **{name: getattr(row, name) for name in shown}}


def source_line(row: SourceRow) -> str:
    """A source: id, counts, title, address, and how it is doing."""
    state = "" if row.is_on else " (switched off)"
    health = f"\n{'':>24}{row.health}" if row.health else ""
    return f"{row.id:>4}  {row.unread:>6} of {row.total:>6}  {row.title or row.url}{state}  {row.url}{health}"


def day_in_words(published: str) -> str:
    """ "5 July 2016" for an ISO date or date-time, "undated" for none."""
    if not published:
        return "undated"
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B %Y}"


def as_text(release: Release, width: int) -> Iterator[str]:
    """The lines of a release: head, body, and under each paragraph who speaks in it. `width` in columns."""
    width = min(max(width, NARROWEST), WIDEST)
    yield from _wrapped(release.title, width)
    if release.subtitle:
        yield from _wrapped(release.subtitle, width)
    facts = [release.organisation, day_in_words(release.published), release.dateline.place if release.dateline else ""]
    yield from _wrapped(" · ".join(fact for fact in facts if fact), width)
    for found in release.countries:
        yield from _wrapped(f"{found.name}: {_why(found.why)}", width)
    if release.embargo:
        yield from _wrapped(release.embargo.text, width)
    if release.url:
        yield release.url
    for index, block in enumerate(release.blocks):
        yield ""
        yield from _block(block, width)
        yield from _voices(release, index, width)


def _block(block: Block, width: int) -> Iterator[str]:
    if block.kind is BlockKind.HEADING:
        yield from _wrapped(block.text.upper() if block.level <= 1 else block.text, width)
    elif block.kind is BlockKind.ITEM:
        bullet = block.marker or "•"
        indent = "  " * (block.level or 1)
        yield from _wrapped(f"{bullet} {block.text}", width, indent, indent + " " * (len(bullet) + 1))
    elif block.kind is BlockKind.CAPTION:
        yield from _wrapped(f"[{block.text}]", width, "  ", "  ")
    elif block.kind in BODY:
        mark = "> " if block.kind is BlockKind.QUOTATION else ""
        yield from _wrapped(block.text, width, mark, mark)
    else:
        yield from _wrapped(block.text, width, "| ", "| ")


def _voices(release: Release, index: int, width: int) -> Iterator[str]:
    """Who speaks in a block: a line for each speaker, in the order in which they are heard."""
    speech = [quote for quote in release.quotes if quote.block == index and quote.kind is QuoteKind.SPEECH]
    for voice in dict.fromkeys((quote.speaker, quote.role) for quote in speech):
        said = ", ".join(part for part in voice if part) if voice[0] else NOT_NAMED
        yield from _wrapped(f"— {said}", width, "    ", "      ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )
