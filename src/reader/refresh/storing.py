"""The part of the road that all that comes in shares: asking a worker for what is new or changed, and storing it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from reader.later import Later
from reader.workers.pool import Pool
from reader.workers.wire import Frame, Garbled

if TYPE_CHECKING:
    from reader.archive import Archive, Prepared, Stored, following, storing
    from reader.workers import rows
else:
    # What stores is needed once something is new.
    following = Later("reader.archive.following")
    storing = Later("reader.archive.storing")
    rows = Later("reader.workers.rows")

MOST_LOST = 4
"""Workers that may be lost over one piece of work before it is given up."""


@dataclass(slots=True)
class Care:
    """What an earlier worker that was lost over the same work teaches the next."""

    lost: int = 0
    pending: list[int] = field(default_factory=list)
    """Indexes of the entries that were asked for and have not come."""
    stored: Stored = field(default_factory=lambda: storing.Stored())
    """What has been stored of it, over all workers."""
    plain: set[int] = field(default_factory=set)
    """Indexes of entries that are not to be understood, only kept: the workers ended at them."""

    def learn(self) -> bool:
        """Take note of a lost worker; whether the work is worth another one."""
        self.lost += 1
        if self.lost > 1:  # told one by one, so the first that is missing is the one
            self.plain.update(self.pending[:1] if self.lost < MOST_LOST else self.pending)
        return bool(self.pending) and self.lost <= MOST_LOST


def take_in(
    archive: Archive, sources: Sequence[int], keys: Sequence[str], digests: Sequence[bytes], now: datetime, care: Care
) -> Generator[Frame | None, Frame, Stored]:
    """Ask for what is new or changed among the entries that a worker has told, and store it; the rest costs a look-up.

    Each entry has its source, key and digest. `now` is the moment at which they are first seen.
    """
    care.pending = _fresh(archive, sources, keys, digests)
    frame = yield Frame({"wanted": care.pending, "careful": care.lost > 0, "plain": sorted(care.plain)})
    while not frame.fields.get("end"):
        told = _told(frame, care.pending)
        for source in dict.fromkeys(sources[at] for at in told):
            prepared = [one for at, one in told.items() if sources[at] == source and one is not None]
            care.stored += archive.store(source, prepared, now)
        care.pending = [at for at in care.pending if at not in told]
        frame = yield None
    return care.stored


def keys_told(fields: Mapping[str, Any]) -> tuple[list[str], list[bytes]]:
    """The keys and digests of the entries that a worker tells. Raises Garbled."""
    try:
        keys = [str(key) for key in fields["keys"]]
        digests = [bytes.fromhex(digest) for digest in fields["digests"]]
    except (KeyError, TypeError, ValueError):
        raise Garbled("no keys") from None
    if len(keys) != len(digests):
        raise Garbled("keys without digests")
    return keys, digests


def marks_told(fields: Mapping[str, Any], number: int) -> tuple[list[bytes], list[bytes]]:
    """The marks of so many entries that a worker tells, empty where one has none, and those passed over. Garbled."""
    try:
        marks = [bytes.fromhex(mark) for mark in fields["marks"]]
        passed_over = [bytes.fromhex(mark) for mark in fields["passed_over"]]
    except (KeyError, TypeError, ValueError):
        raise Garbled("no marks") from None
    if len(marks) != number or any(len(mark) not in (0, following.MARK) for mark in marks):
        raise Garbled("marks that are none")
    return marks, passed_over


def ids_of(archive: Archive, source: int, keys: Sequence[str]) -> list[int]:
    """The releases that these entries of a source became, in their order."""
    held = archive.known(source, keys)
    return list(dict.fromkeys(held[key].release for key in keys if key in held))


def a_pool(pool: Pool | None) -> AbstractContextManager[Pool]:
    """The pool that the caller keeps, or one for this work alone."""
    return nullcontext(pool) if pool else Pool()


def rows_told(frame: Frame) -> list[tuple[int, Prepared | None]]:
    """The releases that a frame tells, each with the index of its entry; None for one that no worker can keep."""
    blobs = iter(frame.blobs)
    try:
        return [
            (at, None if isinstance(row, str) else rows.prepared_of(row, list(islice(blobs, rows.BLOBS))))
            for at, row in frame.fields["rows"]
        ]
    except (KeyError, TypeError, ValueError):
        raise Garbled("no rows") from None


def _told(frame: Frame, pending: Sequence[int]) -> dict[int, Prepared | None]:
    told = dict(rows_told(frame))
    if not told.keys() <= set(pending):
        raise Garbled("rows that nobody asked for")
    return told


def _fresh(archive: Archive, sources: Sequence[int], keys: Sequence[str], digests: Sequence[bytes]) -> list[int]:
    """Indexes of the entries that the archive has not, or not with this text."""
    held = {
        source: archive.known(source, [key for key, its in zip(keys, sources, strict=True) if its == source])
        for source in dict.fromkeys(sources)
    }
    return [
        at
        for at, (source, key, digest) in enumerate(zip(sources, keys, digests, strict=True))
        if (one := held[source].get(key)) is None or one.digest != digest
    ]
