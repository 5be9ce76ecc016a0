"""A worker process: it reads what came from outside, and makes releases ready to be stored.

    python -P -m reader.workers.child

It hears a piece of work, tells what entries there are, hears which of them are wanted, and tells those as rows.
It opens no address and no archive. Whatever trips over one entry costs no other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from reader.archive import MARK, Prepared, Terms, digest_of, prepare, storable, unpack_entry
from reader.extract import RULES, understand, words_of
from reader.extract.clean import clean_line
from reader.release import Entry
from reader.workers import limits
from reader.workers.rows import row_of
from reader.workers.wire import Frame, Garbled, receive, send

if TYPE_CHECKING:
    from reader.sources.files import Found, Unreadable

# What reads feeds and files is loaded by the work that needs it.

Made = TypeVar("Made")

READING = 3.0
"""Seconds of computing in which a feed or a file must be read."""

UNDERSTANDING = 2.0
"""The same for one entry, which is understood in milliseconds."""

LOST = 4.0
"""Seconds that entries which take too long may cost one feed; those after them are stored with their words alone."""

BATCH = 50
"""Releases told, and stored, at once: few enough that a mark set on the screen waits for milliseconds."""

BATCH_BYTES = 2 * 2**20
BATCH_SECONDS = 0.5
"""A batch is told earlier where it is larger, or took longer."""

NOT_UNDERSTOOD = 0
"""In the place of the rules' version: no rule could read the release."""

TOO_LONG = "takes too long to read, and was given up"
TOO_LARGE = "is too large to be read"
ODD = "cannot be read"


def main() -> None:
    """Work until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, in the same terminal, says when to stop
    limits.settle()
    hearing, saying = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no frame
    gc.freeze()
    with contextlib.suppress(BrokenPipeError, Garbled):
        send(saying, Frame({"hello": True}))
        Worker(hearing, saying).work()


class Worker:
    """One side of the talk."""

    def __init__(self, hearing: IO[bytes], saying: IO[bytes]) -> None:
        self._hearing = hearing
        self._saying = saying
        self._is_spent = False
        self._terms = Terms()

    def work(self) -> None:
        """Do what is asked, one piece after the other, until the end of the stream or of our strength."""
        deeds = {
            "feed": self._feed,
            "files": self._files,
            "bytes": self._bytes,
            "list": self._list,
            "originals": self._originals,
        }
        while not self._is_spent and (frame := receive(self._hearing)):
            limits.set_memory(limits.MEMORY_ALONE if frame.fields.get("alone") else limits.MEMORY)
            deeds[frame.fields["do"]](frame)
            self._is_spent = self._is_spent or limits.is_worn()
            self._say({"end": True, "leaves": self._is_spent})

    def _say(self, fields: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
        send(self._saying, Frame(fields, blobs))

    def _ask(self, fields: dict[str, Any]) -> Frame:
        self._say({**fields, "asks": True})
        frame = receive(self._hearing)
        if frame is None:
            raise Garbled("the parent has gone")
        return frame

    # The kinds of work.

    def _feed(self, frame: Frame) -> None:
        """A feed's bytes, or why they are none, with the feeds that a page names."""
        from reader.sources.feeds import NotAFeed, read_feed

        address, kind = frame.fields["address"], frame.fields["type"]
        body, marks = frame.blobs
        known = frozenset(marks[at : at + MARK] for at in range(0, len(marks), MARK))
        feed = self._within(READING, lambda: read_feed(body, address, kind, known))
        if isinstance(feed, str):
            self._say({"reason": feed})
        elif isinstance(feed, NotAFeed):
            self._say({"reason": feed.reason, "feeds": self._named_feeds(frame) if feed.is_page else None})
        else:
            entries = _told_apart(feed.entries)
            notes = [clean_line(note) for note in feed.notes]
            head = {
                "title": clean_line(feed.title),
                "notes": notes,
                "marks": [feed.marks.get(entry.key, b"").hex() for entry in entries],
                "passed_over": [mark.hex() for mark in feed.passed_over],
                **_keys(entries),
            }
            self._tell(entries, self._ask(head), frame.fields["region"])

    def _named_feeds(self, frame: Frame) -> list[str]:
        from reader.sources.discover import feeds_of

        address, kind = frame.fields["address"], frame.fields["type"]
        found = self._within(READING, lambda: feeds_of(frame.blobs[0], address, kind))
        return [] if isinstance(found, str) else list(found)

    def _files(self, frame: Frame) -> None:
        from reader.sources import files

        self._read((path, partial(files.read, Path(path))) for path in frame.fields["paths"])

    def _bytes(self, frame: Frame) -> None:
        from reader.sources import files

        self._read([(files.STANDARD_INPUT, lambda: files.read_bytes(frame.blobs[0]))])

    def _read(self, readings: Iterable[tuple[str, Callable[[], Found | Unreadable]]]) -> None:
        """Tell what files hold, each with its entries' keys or the reason why it holds none."""
        from reader.sources.files import Unreadable

        told: list[dict[str, Any]] = []
        all_entries: list[Entry] = []
        for path, read in readings:
            found = self._within(READING, read)
            reason = found if isinstance(found, str) else getattr(found, "reason", "")
            entries = [] if isinstance(found, str | Unreadable) else _told_apart(found.entries)
            title = None if isinstance(found, str | Unreadable) or found.feed is None else clean_line(found.feed.title)
            told.append({"path": path, "reason": reason, "title": title, **_keys(entries)})
            all_entries += entries
        self._tell(all_entries, self._ask({"files": told}))

    def _originals(self, frame: Frame) -> None:
        """Entries out of the archive, understood anew."""
        entries = [unpack_entry(blob) for blob in frame.blobs]
        self._tell(entries, Frame({"wanted": list(range(len(entries)))}), *frame.fields["regions"])

    def _list(self, frame: Frame) -> None:
        """A list of feeds: OPML, or newsboat's urls."""
        from reader.sources.subscriptions import NotAList, read_subscriptions

        found = self._within(READING, lambda: read_subscriptions(frame.blobs[0]))
        if isinstance(found, str | NotAList):
            self._say({"reason": found if isinstance(found, str) else found.reason})
        else:
            feeds = [[each.address, clean_line(each.title), each.region] for each in found.subscriptions]
            skipped = [clean_line(f"{each.text}: {each.reason}") for each in found.skipped]
            self._say({"feeds": feeds, "skipped": skipped})

    # What they have in common.

    def _tell(self, entries: Sequence[Entry], wanted: Frame, *regions: str) -> None:
        """Tell the entries that are wanted as rows, in their order. Regions are those of each entry, or one for all."""
        careful, plain = wanted.fields.get("careful", False), set(wanted.fields.get("plain", ()))
        left = LOST
        batch = _Batch(self._say)
        for at in wanted.fields["wanted"]:
            region = regions[at if len(regions) > 1 else 0] if regions else ""
            prepared: Prepared | str = TOO_LONG
            if left > 0 and at not in plain:
                began = time.process_time()
                prepared = self._within(min(UNDERSTANDING, left), partial(self._understood, entries[at], region))
                if prepared == TOO_LONG:
                    left -= time.process_time() - began
            if isinstance(prepared, str):
                prepared = self._within(READING, partial(self._words_alone, entries[at]))
            batch.add(at, prepared)
            if careful or batch.is_full:
                batch.tell()
        batch.tell()

    def _understood(self, entry: Entry, region: str) -> Prepared:
        return prepare(entry, understand(entry, region), RULES, self._terms)

    def _words_alone(self, entry: Entry) -> Prepared:
        """What is stored of an entry that no rule could read, to be tried again by a re-reading."""
        return prepare(entry, words_of(entry), NOT_UNDERSTOOD, self._terms)

    def _within(self, seconds: float, deed: Callable[[], Made]) -> Made | str:
        """What the deed gives, or in words why it gave nothing."""
        try:
            with limits.allowance(seconds):
                return deed()
        except limits.TooLong:
            return TOO_LONG
        except MemoryError:
            self._is_spent = True
            return TOO_LARGE
        except Exception:  # one text that trips a rule must not cost the others, nor be lost itself
            return ODD


class _Batch:
    """Releases that are told together."""

    def __init__(self, say: Callable[[dict[str, Any], Sequence[bytes]], None]) -> None:
        self._say = say
        self._begin()

    def _begin(self) -> None:
        self._rows: list[list[Any]] = []
        self._blobs: list[bytes] = []
        self._size = 0
        self._since = time.monotonic()

    def add(self, at: int, prepared: Prepared | str) -> None:
        """Add the row of the entry with index `at`, or the reason why there is none."""
        if isinstance(prepared, str):
            self._rows.append([at, prepared])
            return
        row, blobs = row_of(prepared)
        self._rows.append([at, row])
        self._blobs += blobs
        self._size += sum(map(len, blobs)) + sum(map(len, prepared.rows.words))

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= BATCH or self._size >= BATCH_BYTES or time.monotonic() - self._since >= BATCH_SECONDS

    def tell(self) -> None:
        if self._rows:
            self._say({"rows": self._rows}, self._blobs)
        self._begin()


def _keys(entries: Sequence[Entry]) -> dict[str, list[str]]:
    return {
        "keys": [storable(entry.key) for entry in entries],
        "digests": [digest_of(entry).hex() for entry in entries],
    }


def _told_apart(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with no key twice: the first of each counts."""
    told: dict[str, Entry] = {}
    for entry in entries:
        told.setdefault(storable(entry.key), entry)
    return list(told.values())


if __name__ == "__main__":
    main()
