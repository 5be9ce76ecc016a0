"""Having one feed read, and storing what is new in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.extract.clean import clean_line
from reader.refresh.storing import Care, keys_told, marks_told, take_in
from reader.sources.fetch import Fetched
from reader.workers.pool import Lost, Talk
from reader.workers.wire import Frame

if TYPE_CHECKING:
    from reader.archive import Archive, SourceRow, Stored


@dataclass(frozen=True, slots=True)
class Read:
    """A feed that was read and stored."""

    source: int
    title: str
    notes: str
    """What was wrong with it, in words; empty for a sound one."""
    ids: list[int]
    """The releases in it, in its order where none was passed over."""
    items: dict[bytes, int]
    """Its items' marks, and the releases that they are."""
    has_gap: bool
    """Whether all in it is newer than all that was there before."""
    stored: Stored


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something that is no feed, or can't be read; why, in words."""

    reason: str
    feeds: list[str] | None = None
    """The feeds that it names, where it is a web page."""


def read(
    archive: Archive,
    row: SourceRow | None,
    answer: Fetched,
    region: str,
    source_of: Callable[[str], int],
    now: datetime,
) -> Talk[Read | NotRead]:
    """Have a feed read, and store what is new in it for the source that `source_of` gives for its title.

    `row` is the source, if there is one already: items of its last body are passed over.
    Where a worker is lost over it, another one goes on behind the place.
    """
    care = Care()
    while True:
        try:
            return (yield from _read_once(archive, row, answer, region, source_of, now, care))
        except Lost as lost:
            if not care.learn():
                return NotRead(f"it {lost}")


def _read_once(
    archive: Archive,
    row: SourceRow | None,
    answer: Fetched,
    region: str,
    source_of: Callable[[str], int],
    now: datetime,
    care: Care,
) -> Talk[Read | NotRead]:
    known = archive.items(row.id) if row else {}
    address = answer.location or answer.address
    frame = yield Frame(
        {"do": "feed", "address": address, "type": answer.content_type, "region": region},
        [answer.body, b"".join(known)],
    )
    if reason := frame.fields.get("reason"):
        yield None
        feeds = frame.fields.get("feeds")
        return NotRead(clean_line(str(reason)), feeds and [clean_line(str(each)) for each in feeds])
    keys, digests = keys_told(frame.fields)
    title = clean_line(str(frame.fields.get("title")))
    notes = clean_line("; ".join(map(str, frame.fields.get("notes", ()))))
    marks, passed_over = marks_told(frame.fields, len(keys))
    source = source_of(title)
    newest_before = archive.newest_moment(source)
    stored = yield from take_in(archive, [source] * len(keys), keys, digests, now, care)
    held = archive.known(source, keys)
    ids = {key: held[key].release for key in keys if key in held}
    items = {mark: known[mark] for mark in passed_over if mark in known}
    has_gap = bool(newest_before and ids and not items) and archive.oldest_moment(list(ids.values())) > newest_before
    items |= {mark: ids[key] for key, mark in zip(keys, marks, strict=True) if mark and key in ids}
    every_id = [*ids.values(), *(known[mark] for mark in passed_over if mark in known)]
    return Read(source, title, notes, every_id, items, has_gap, stored)
