"""Search strings that nobody would type: each must be answered, or its mistake pointed at, and at once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from reader.archive import Archive
from reader.completion import FROM_ARCHIVE, completions, wanted
from reader.query import FIELDS, MAX_LENGTH, STATES, Filter, Mistake, Order, said

LONGEST = 0.5
"""Seconds of the processor that one search may take."""

PIECES = (
    "(", ")", '"', "“", "”", "«", "-", "--", ":", "*", "AND", "OR", "NOT", "and", " ", "  ", "\t", "\n", ",", ";", "'",
    "a", "flood", "é", "e\u0301", "中", "中国", "ไทย", "العربية", "السودان", "और", "👩‍👧", "ﬁ", "İ", "ß", "\x00",
    "\x1b[31m", "\x9b", "\u202e", "\u200b", "\ud800", "\U0010ffff", "NEAR(a b)", "rowid", "{title}:", "^a", "a+b", "%",
    "1", "٣", "2016", "2016-13", "2016-02-30", "0000", "9999-12-31", "9999", "2w", "9999y", "0d", "٣w", "asia", "CHN",
    "china", "unread", "quotes", "\\", "/", "..", "$", "@", "#", "|", "&", "<b>", "';--", "x" * 60, "w" * 300,
    *(f"{field}:" for field in FIELDS), *(f"is:{state}" for state in STATES), "Region:", "regoin:", "x:", "é:",
)  # fmt: skip
"""What the strings are made of: all that the language knows, what SQLite knows, and what no keyboard has."""


def searches(number: int, seed: int) -> Iterator[str]:
    """That many strings, the same for the same seed: mixtures of the pieces, any characters, some very long."""
    chance = random.Random(seed)
    for _ in range(number):
        if chance.random() < 0.02:
            yield "".join(chance.choices(PIECES, k=chance.randrange(200, 900)))[: MAX_LENGTH + 9]
        elif chance.random() < 0.05:
            yield chance.choice(PIECES) * chance.randrange(2, MAX_LENGTH)
        elif chance.random() < 0.1:
            yield "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 40)))
        else:
            glue = chance.choice(("", " ", " "))
            yield glue.join(chance.choices(PIECES, k=chance.randrange(1, 14)))


def seconds_of(archive: Archive, typed: str, order: Order = Order.DATE) -> float:
    """Seconds of the processor that a search takes, as the screen and the commands do it; what it raises is raised."""
    start = time.process_time()
    listing = archive.listing(Filter(words=typed), order)
    if isinstance(listing, Mistake):
        listing.pointed(typed).encode("utf-8", "replace")
    else:
        listing.window(0, 20)
        archive.arrived(Filter(words=typed), archive.newest() - 1)
        said(Filter(unread=True, words=typed), {})
    want = wanted(typed, len(typed))
    if want and want.field in FROM_ARCHIVE:
        archive.complete(want.field, want.typed, 8)
    elif want:
        completions(want)
    return time.process_time() - start


def failures(path: Path, number: int, seed: int = 1) -> Iterator[str]:
    """Those of the strings that raise something or take too long, each with what happened."""
    orders = random.Random(seed)
    with Archive.open(path) as archive:
        for typed in searches(number, seed):
            try:
                taken = seconds_of(archive, typed, orders.choice(list(Order)))
            except Exception as error:
                yield f"{typed!r}: {type(error).__name__}: {error}"
            else:
                if taken > LONGEST:
                    yield f"{typed[:80]!r} ({len(typed)} characters): {taken:.2f} s"
