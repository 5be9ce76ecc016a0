"""The parts of a release: title, date, dateline, embargo, lede, body, captions, contacts; what is page chrome goes."""

from __future__ import annotations

from dataclasses import dataclass

from reader.extract.clean import clean_line, clean_text, clean_url
from reader.release import Block, BlockKind, Entry, Release


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of saved text on one line; character `i` of it is character `start + i` of that text."""

    text: str
    start: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of saved text, parted by empty lines, each newline in them turned into a space."""
    found, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            lead = len(part) - len(part.lstrip())
            found.append(Paragraph(part.strip().replace("\n", " "), start + lead))
        start += len(part) + 2
    return found


def take_apart(entry: Entry) -> Release:
    """The release that an entry holds: everything but quotes, countries and regions."""
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, clean_line(part.text)) for part in paragraphs(clean_text(entry.content))
    )
    return Release(
        title=clean_line(entry.title),
        url=clean_url(entry.url),
        organisation=clean_line(entry.organisation),
        language=entry.language,
        blocks=blocks,
        lede=0 if blocks else -1,
        labels=entry.labels,
    )


def name_for(release: Release) -> str:
    """A name for a release that has no title: how its lede begins."""
    return release.blocks[release.lede].text[:90] if release.lede >= 0 else ""
