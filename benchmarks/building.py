"""Archives of a thousand, a hundred thousand and a million releases.

A few thousand distinct releases of `makefeeds.py` are understood by the rules, and cut to LENGTH. Each becomes
VARIANTS texts, with other words at the end of its title and other paragraphs among those that hold no quote. These
texts are then stored over and over, each time with a key, an address, a date and a source of its own: by `_pour`,
which writes in large pieces the rows that the product's own road writes. `check` shows that both write the same.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reader.archive import Archive, digest_of, prepare
from reader.archive.counting import count
from reader.archive.pack import pack_entry, pack_release
from reader.archive.rank import rank_of
from reader.archive.transactions import writing
from reader.archive.words import Row, columns, put_in
from reader.extract import RULES, understand
from reader.release import BODY, Block, Entry, Form, Label, QuoteKind, Release

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"

CACHE = Path(os.environ.get("READER_BENCH", Path(tempfile.gettempdir()) / "reader-bench"))
"""Where what was built stays from run to run, outside of the project."""

SIZES = (1_000, 100_000, 1_000_000)

FEEDS, ITEMS = 250, 12
"""Distinct releases that are understood: 3,000 of 250 feeds in five languages."""

SEED = 7

LENGTH = 1_500
"""Characters of a body, at least: whole paragraphs of a longer release. A million of full length need 20 GB."""

VARIANTS = 8
"""Texts made of each distinct release: 24,000 in all."""

BATCH = 20_000
"""Releases in a transaction."""

NEWEST = datetime(2026, 11, 20, 12, tzinfo=UTC)

YEARS = 20
"""What the dates are spread over, whatever the size."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A distinct release as it was understood, and which of its blocks may change places with others."""

    feed: int
    entry: Entry
    release: Release
    plain: tuple[int, ...]
    """Blocks of the body with no quote, dateline or evidence in them; their links go with their text."""


@dataclass(slots=True)
class Text:
    """One of the texts that are stored."""

    feed: int
    entry: Entry
    release: Release
    is_known: bool = False
    """Whether its words are in the archive's list of words."""
    _made: Made | None = None

    def made(self) -> Made:
        """What is stored of it, made once."""
        if self._made is None:
            speech = enumerate(self.release.quotes)
            self._made = Made(
                pack_entry(self.entry),
                pack_release(self.release),
                digest_of(self.entry),
                columns(self.release),
                [area.region for area in self.release.regions],
                [country.code for country in self.release.countries],
                [(nth, quote.speaker) for nth, quote in speech if quote.kind is QuoteKind.SPEECH],
            )
        return self._made


@dataclass(frozen=True, slots=True)
class Made:
    """What the archive's tables hold of a text, whatever its date."""

    original: bytes
    data: bytes
    digest: bytes
    columns: Row
    regions: list[str]
    countries: list[str]
    speakers: list[tuple[int, str]]


Pour = Callable[[Archive, list[int], list[tuple[Text, str, str]]], None]


def makefeeds() -> Any:
    """The module that invents releases; it lies beside the project."""
    path = SHARED / "makefeeds.py"
    if not path.exists():
        raise SystemExit(f"{path} is not there: the benchmark invents its releases with it")
    spec = importlib.util.spec_from_file_location("makefeeds", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} can't be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def archive_of(size: int) -> Path:
    """The archive of that many releases, built if it is not there."""
    path = CACHE / f"archive-{size}-{RULES}.sqlite"
    if not path.exists():
        check()
        build(path, size, _pour)
    return path


def build(path: Path, size: int, pour: Pour) -> None:
    """Write an archive of `size` releases to `path`; it has that name once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    texts = _texts(_patterns())
    start = time.monotonic()
    with Archive.open(making) as archive:
        archive._db.execute("PRAGMA synchronous = OFF")  # what a power cut takes is built anew
        feeds = makefeeds()
        facts = [feeds.feed_facts(SEED, feed) for feed in range(FEEDS)]
        sources = [archive.add_source("feed", f"{each['host']}/feed.xml", each["title"]) for each in facts]
        for first in range(0, size, BATCH):
            done = min(first + BATCH, size)
            pour(archive, sources, [_release(texts, number, size) for number in range(first, done)])
            left = (time.monotonic() - start) / done * (size - done)
            print(f"\r{path.name}: {done:,} of {size:,}, {left:.0f} s left ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        archive._db.execute("UPDATE source SET checked = ?", (NEWEST.isoformat(),))
    making.replace(path)


def _texts(patterns: list[Pattern]) -> list[Text]:
    """The distinct texts."""
    by_kind: dict[tuple[str, str], list[Block]] = {}
    for pattern in patterns:
        for at in pattern.plain:
            block = pattern.release.blocks[at]
            by_kind.setdefault((pattern.entry.language, block.kind), []).append(block)
    return [_text(pattern, by_kind, nth) for nth in range(VARIANTS) for pattern in patterns]


def _text(pattern: Pattern, by_kind: dict[tuple[str, str], list[Block]], nth: int) -> Text:
    chance = random.Random(f"{pattern.entry.key} {nth}")
    release = pattern.release
    blocks: list[Block] = []
    for at, block in enumerate(release.blocks):
        if sum(len(each.text) for each in blocks) > LENGTH:
            break
        stock = by_kind.get((pattern.entry.language, block.kind), [block])
        blocks.append(chance.choice(stock) if at in pattern.plain else block)
    borrowed = chance.choice(blocks).text.split()
    first = chance.randrange(max(1, len(borrowed) - 3))
    title = f"{release.title} {' '.join(borrowed[first : first + 3]).rstrip('.')}"
    release = replace(
        release,
        title=title,
        blocks=tuple(blocks),
        quotes=tuple(quote for quote in release.quotes if quote.block < len(blocks)),
        links=tuple(link for link in release.links if link.block < len(blocks) and link.block not in pattern.plain),
    )
    content = "\n\n".join(block.text for block in blocks)
    return Text(pattern.feed, replace(pattern.entry, title=title, content=content, form=Form.TEXT), release)


def _release(texts: list[Text], number: int, size: int) -> tuple[Text, str, str]:
    """A text, what sets this release of it apart, and its date; number 0 is the oldest of the archive."""
    text = texts[number % len(texts)] if number < len(texts) else texts[random.Random(number).randrange(len(texts))]
    date = NEWEST - timedelta(days=YEARS * 365) * ((size - number - 1) / size)
    return text, f"-{number}", date.isoformat(timespec="seconds")


def _is_read(number: int) -> bool:
    """Four of five are read."""
    return number * 2654435761 % 1000 < 800


def store(archive: Archive, sources: list[int], releases: list[tuple[Text, str, str]]) -> None:
    """The product's own road."""
    first = archive.newest() + 1
    for text, mark, date in releases:
        entry = replace(text.entry, key=text.entry.key + mark, url=text.entry.url + mark)
        release = replace(text.release, url=entry.url, published=date)
        archive.store(sources[text.feed], [prepare(entry, release, RULES)], NEWEST)
    archive.set_read([each for each in range(first, first + len(releases)) if _is_read(each)], True)


def _pour(archive: Archive, sources: list[int], releases: list[tuple[Text, str, str]]) -> None:
    """The rows that `store` writes, but for dates and addresses inside of what is packed."""
    db = archive._db
    seen = NEWEST.strftime("%Y-%m-%dT%H:%M:%SZ")
    first = archive.newest() + 1
    counts: dict[str, Counter[str]] = {"total": Counter(), "unread": Counter()}
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _INTO}
    with writing(db):
        for release_id, (text, mark, date) in enumerate(releases, first):
            made = text.made()
            release, source, is_read = text.release, sources[text.feed], _is_read(release_id)
            rank = rank_of(release_id, date, seen)
            rows["release"].append(
                (
                    release_id, source, text.entry.key + mark, rank, text.entry.url + mark, release.title,
                    release.organisation, release.language, date, "", " ".join(made.regions),
                    " ".join(made.countries), len(made.speakers), is_read, seen, made.digest,
                )
            )  # fmt: skip
            rows["organisation"].append((release.organisation,))
            rows["revision"].append((release_id, seen, made.digest, made.original))
            rows["understood"].append((release_id, RULES, made.data))
            rows["place"] += [(code, rank) for code in made.regions + made.countries]
            rows["said"] += [(rank, nth, speaker) for nth, speaker in made.speakers]
            rows["listed"].append((source, rank))
            if text.is_known:
                rows["words"].append((rank, *made.columns))
            else:
                put_in(db, rank, made.columns)
                text.is_known = True
            names = ["all", *dict.fromkeys(made.regions + made.countries), f"source:{source}"]
            counts["total"].update(names)
            counts["unread"].update([] if is_read else names)
        for name, into in _INTO.items():
            marks = ", ".join("?" * (into.count(",") + 1))
            db.executemany(f"INSERT OR IGNORE INTO {name} ({into}) VALUES ({marks})", rows[name])
        for name, total in counts["total"].items():
            count(db, [name], total=total, unread=counts["unread"][name])


_INTO = {
    "release": "id, source, key, rank, url, title, organisation, language, published, embargo, regions, countries,"
    " quotes, is_read, first_seen, digest",
    "organisation": "name",
    "revision": "release, seen, digest, original",
    "understood": "release, rules, data",
    "place": "code, rank",
    "said": "rank, nth, speaker",
    "listed": "source, rank",
    "words": "rowid, title, quote, speaker, body, about, parts",
}


def check(size: int = 200) -> None:
    """Build an archive by both roads, and stop where they differ in what can be asked of them."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, pour in (("stored", store), ("poured", _pour)):
            path = Path(folder) / name
            build(path, size, pour)
            with closing(sqlite3.connect(path)) as db:
                asked = [
                    db.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
                    for table, columns in (
                        ("release", "id, source, rank, key, title, published, regions, countries, quotes, is_read"),
                        ("place", "*"), ("said", "*"), ("listed", "*"), ("tally", "*"), ("term", "term, 1"),
                        ("understood", "release, rules"), ("revision", "release, seen"),
                    )
                ]  # fmt: skip
                db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab ('main', 'words', 'instance')")
                asked.append(
                    db.execute('SELECT term, doc, col, "offset" FROM vocabulary ORDER BY 1, 2, 3, 4').fetchall()
                )
                found.append(asked)
        if found[0] != found[1]:
            raise SystemExit("the two roads write different archives")


def _patterns() -> list[Pattern]:
    """The distinct releases, understood; kept for the next run of the same rules."""
    kept = CACHE / f"patterns-{RULES}-{FEEDS}x{ITEMS}.pickle"
    if not kept.exists():
        feeds = makefeeds()
        understood = []
        for feed in range(FEEDS):
            facts = feeds.feed_facts(SEED, feed)
            for number in range(ITEMS):
                made = feeds.release(SEED, feed, 1_000_000 - number, facts)
                understood.append(_understood(feed, made, facts["lang"]))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(understood))
    return [_pattern(*each) for each in pickle.loads(kept.read_bytes())]


def _understood(feed: int, made: dict[str, Any], language: str) -> tuple[int, Entry, Release]:
    entry = Entry(
        key=made["id"],
        content=made["html"],
        form=Form.FRAGMENT,
        url=made["link"],
        base=made["link"],
        title=made["title"],
        summary=made["summary"],
        published=time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(made["published"])),
        language=language,
        labels=tuple(Label("category", term) for term in made["categories"]),
    )
    return feed, entry, understand(entry)


def _pattern(feed: int, entry: Entry, release: Release) -> Pattern:
    pointed = [quote.block for quote in release.quotes] + [release.lede]
    pointed += [found.why.block for found in release.countries] + [found.why.block for found in release.regions]
    pointed += [release.dateline.block] if release.dateline else []
    plain = tuple(at for at, block in enumerate(release.blocks) if block.kind in BODY and at not in pointed)
    return Pattern(feed, entry, release, plain)


if __name__ == "__main__":
    for wanted in map(int, sys.argv[1:] or SIZES):
        print(archive_of(wanted))
