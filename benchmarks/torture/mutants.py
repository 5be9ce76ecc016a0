"""Mutants: sound feeds and hostile ones, damaged by chance; each read and understood as a worker does it.

    python mutants.py FIRST NUMBER SECONDS

Prints what it found as JSON. Nothing that acts on a terminal may be in what is understood, nothing may raise, and
nothing may take long.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import HOSTILE, ROBUST, ROOT

from reader.extract import understand
from reader.release import Release
from reader.sources.feeds import Feed, read_feed
from reader.workers import limits

LARGEST = 60_000
"""Bytes of a seed: larger ones are tried as they are, and mutants of them cost more than they show."""

SLOW = 5.0
"""Seconds of computing that one mutant may cost."""

_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def pool() -> list[Path]:
    """What mutants are made from."""
    sample = sorted((ROOT / "src" / "reader" / "sample").glob("*.*"))
    hostile = sorted(path for path in HOSTILE.rglob("*") if path.suffix in (".xml", ".json"))
    own = sorted((ROOT / "tests" / "sources" / "data" / "feeds").glob("*.xml"))
    return [path for path in (*sample, *sample, *own, *hostile) if 0 < path.stat().st_size < LARGEST]


def mutator() -> Any:
    spec = importlib.util.spec_from_file_location("mutate", ROBUST / "mutate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(release: Release) -> Iterator[str]:
    """All that a release shows or prints."""
    yield from (release.title, release.subtitle, release.organisation, release.url, release.language, release.published)
    yield from (block.text for block in release.blocks)
    yield from (link.url for link in release.links)
    for quote in release.quotes:
        yield from (quote.speaker, quote.role)
    for label in release.labels:
        yield from (label.scheme, label.term)
    if release.dateline:
        yield from (release.dateline.place, release.dateline.date)


def main() -> None:
    first, number, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    seeds, mutate = pool(), mutator()
    limits.settle()
    found: Counter[str] = Counter()
    examples: dict[str, int] = {}
    kinds = Counter[str]()
    start, slowest, tried = time.monotonic(), 0.0, 0
    for seed in range(first, first + number):
        if time.monotonic() - start > seconds:
            break
        _, _, body = mutate.mutant(seeds, seed)
        began = time.process_time()
        fault = tortured(body, kinds)
        took = time.process_time() - began
        slowest = max(slowest, took)
        tried += 1
        if took > SLOW:
            fault = fault or f"takes {took:.1f} s"
        if fault:
            found[fault] += 1
            examples.setdefault(fault, seed)
    faults = {fault: [count, examples[fault]] for fault, count in found.items()}
    print(json.dumps({"tried": tried, "faults": faults, "slowest": slowest, "kinds": kinds}))


def tortured(body: bytes, kinds: Counter[str]) -> str:
    """What is wrong with how a mutant is read; empty where nothing is."""
    try:
        with limits.allowance(SLOW):
            feed = read_feed(body, "https://news.example/feed")
            if not isinstance(feed, Feed):
                kinds["refused"] += 1
                return "acts: a reason" if _ACTS.search(feed.reason) else ""
            kinds["read"] += 1
            for entry in feed.entries[:40]:
                kinds["releases"] += 1
                for text in texts(understand(entry)):
                    if act := _ACTS.search(text):
                        return f"acts: {act[0]!r}"
    except limits.TooLong:
        return "takes too long"
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        return f"raises {type(error).__name__} at {where}: {str(error)[:60]}"
    return ""


if __name__ == "__main__":
    main()
