"""From an entry to a release: what it says, who says it, and where it is about."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.extract.clean import clean_line, clean_text, clean_url
from reader.release import Area, Block, BlockKind, Entry, Evidence, Release

RULES = 2
"""Version of the rules; raised when they would understand a stored entry otherwise than before."""


def understand(entry: Entry, fixed_region: str = "") -> Release:
    """The release that an entry holds, with its quotes, countries and regions.

    `fixed_region` is the key of the region that the entry's source is always about; "" where the text decides.
    """
    # The rules and their word lists take a tenth of a second to load: the screen needs only `clean` of this package.
    from reader.extract.anatomy import name_for, take_apart
    from reader.extract.places import locate
    from reader.extract.quotes import hear

    release = take_apart(entry)
    countries, regions = locate(release, entry.labels, fixed_region)
    return replace(
        release,
        title=release.title or name_for(release),
        quotes=hear(release.blocks, release.language),
        countries=countries,
        regions=regions,
    )


def words_of(entry: Entry) -> Release:
    """An entry's title and words and nothing else: what can be shown where a rule fails."""
    title = clean_line(entry.title)
    lines = [line for each in clean_text(re.sub("<[^<>]*>", "\n", entry.content)).split("\n") if (line := each.strip())]
    return Release(
        title=title or (lines[0][:90] if lines else "Untitled"),
        url=clean_url(entry.url, entry.base),
        organisation=clean_line(entry.organisation),
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines),
        regions=(Area("global", Evidence("source", "no rule could read this release")),),
    )
