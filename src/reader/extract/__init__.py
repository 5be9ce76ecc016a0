"""From an entry to a release: what it says, who says it, and where it is about."""

from __future__ import annotations

from dataclasses import replace

from reader.extract.anatomy import name_for, take_apart
from reader.extract.places import locate
from reader.extract.quotes import hear
from reader.release import Entry, Release

RULES = 1
"""Version of the rules; raised when they would understand a stored entry otherwise than before."""


def understand(entry: Entry, fixed_region: str = "") -> Release:
    """The release that an entry holds, with its quotes, countries and regions.

    `fixed_region` is the key of the region that the entry's source is always about; "" where the text decides.
    """
    release = take_apart(entry)
    countries, regions = locate(release, entry.labels, fixed_region)
    return replace(
        release,
        title=release.title or name_for(release),
        quotes=hear(release.blocks, release.language),
        countries=countries,
        regions=regions,
    )
