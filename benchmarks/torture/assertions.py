"""What other parsers' own tests say of feeds, asked of ours: titles, texts, addresses, dates, numbers of releases.

The feeds are those parsers' own and lie in no folder of ours: `READER_FEED_CORPUS` names the folder that holds them as
`expected.jsonl` names them (feedparser's are in its source distribution, under tests/). What is not there is not asked.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import ROBUST
from report import Table

from reader.extract.anatomy.dates import read_moment
from reader.release import Entry
from reader.sources.feeds import Feed, read_feed
from reader.sources.naming import plain

CORPUS = Path(os.environ.get("READER_FEED_CORPUS") or ROBUST / "corpus")

LONGEST = 100_000


def asserted(table: Table) -> None:
    """Every expectation whose feed is there."""
    row = table[7]
    lines = (ROBUST / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    feeds: dict[Path, Feed | None] = {}
    for one in map(json.loads, lines):
        file = CORPUS / one["file"]
        if not file.exists() or one["field"].endswith((".author", ".href")):
            continue
        if file not in feeds:
            feed = read_feed(file.read_bytes(), "http://127.0.0.1:8097/feed")
            feeds[file] = feed if isinstance(feed, Feed) else None
        found = list(_found(feeds[file], one["field"]))
        is_met = any(_agree(one["field"], each, one["expected"]) for each in found)
        row.check(is_met, f"{one['file']} {one['field']}: {one['expected']!r}, not {found}")
    if row.tried:
        row.figures.append(f"{100 - 100 * len(row.failures) / row.tried:.1f} % of those whose feeds are here")


def _found(feed: Feed | None, field: str) -> Iterable[Any]:
    """What we have that may be meant by a field."""
    if feed is None:
        return
    if field == "len(entries)":
        yield len(feed.entries)
    elif field.startswith("feed."):
        yield {"title": feed.title, "subtitle": feed.description, "link": feed.home, "id": ""}.get(field[5:], "")
    elif (named := re.match(r"entries\[(\d+)\]\.(\w+)", field)) and int(named[1]) < len(feed.entries):
        yield from _of_entry(feed.entries[int(named[1])], named[2])


def _of_entry(entry: Entry, name: str) -> Iterable[str]:
    match name:
        case "title":
            yield entry.title
        case "summary" | "content":
            yield entry.content
            yield entry.summary
        case "link":
            yield entry.url
        case "id":
            yield entry.key
        case "published" | "updated":
            yield entry.published
            yield entry.updated


def _agree(field: str, found: Any, expected: Any) -> bool:
    if isinstance(expected, int):
        return bool(found == expected)
    if field.endswith(("published", "updated")):
        return _moment(found) == _moment(expected)
    if field.endswith(("link", "id")):
        return str(found).strip().rstrip("/") == str(expected).strip().rstrip("/")
    meant = plain(str(expected), LONGEST)
    # Ours may be plain text already, in which "<b>" stands for itself.
    return (
        meant in (plain(str(found), LONGEST), " ".join(str(found).split()))
        or str(found).split() == str(expected).split()
    )


def _moment(written: str) -> str:
    when = read_moment(written)
    if not when:
        return written
    moment = datetime.fromisoformat(when)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
