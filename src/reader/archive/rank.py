"""The order of the list as one number: a release's date above its id.

Every index that the list walks holds ranks, so that newest-first needs no sorting, and the id
can be read off the rank. An undated release is placed at the moment it was first seen.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

ID_BITS = 30
"""A billion releases; the other 33 bits of SQLite's positive integers count the seconds from EPOCH to 2172."""

EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
"""Before the first press release (Ivy Lee's, 1906)."""

LATEST = (1 << 33) - 1


def rank_of(release_id: int, published: str, first_seen: str) -> int:
    """The rank of a release; `published` is an ISO date, a date-time, or empty."""
    return _seconds(published or first_seen) << ID_BITS | release_id


def id_of(rank: int) -> int:
    """The id that a rank holds."""
    return rank & ((1 << ID_BITS) - 1)


def first_rank(day: date) -> int:
    """The lowest rank of a release published on that day or later."""
    return _seconds(day.isoformat()) << ID_BITS


def _seconds(moment: str) -> int:
    when = datetime.fromisoformat(moment)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0, min(LATEST, int((when - EPOCH).total_seconds())))
