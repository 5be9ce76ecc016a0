"""Every text that a release has had, understood by the present rules: to be compared."""

from __future__ import annotations

from dataclasses import dataclass

from reader.archive import Archive
from reader.refresh.storing import a_pool, rows_told
from reader.release import Release
from reader.workers.pool import Lost, Pool, Talk
from reader.workers.wire import Frame

MOST = 40
"""Versions that are compared: the first, and the newest of the others. A feed may change its text every hour."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a release."""

    number: int
    """From 1, the first that was seen."""
    seen: str
    """ISO moment at which it was first seen."""
    release: Release | None
    """None where no worker can read it."""


def versions(archive: Archive, release_id: int, pool: Pool | None = None) -> list[Version]:
    """The versions of a release, the first one first. LookupError where there is no such release."""
    region = archive.original(release_id)[1]
    numbered = list(enumerate(archive.originals(release_id), 1))
    if len(numbered) > MOST:
        numbered = [numbered[0], *numbered[1 - MOST :]]
    with a_pool(pool) as workers:
        told = dict(workers.hold(numbered, lambda each: _understood(each[0], each[1][1], region)))
    return [Version(number, seen, told[number]) for number, (seen, _) in numbered]


def _understood(number: int, packed: bytes, region: str) -> Talk[tuple[int, Release | None]]:
    """What the rules make of one text, with its number."""
    found: Release | None = None
    try:
        frame = yield Frame({"do": "originals", "regions": [region]}, [packed])
        while not frame.fields.get("end"):
            found = next((one.rows.release for _, one in rows_told(frame) if one is not None), found)
            frame = yield None
    except Lost:
        return number, None
    return number, found
