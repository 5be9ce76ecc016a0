"""Every regular expression of the rules for places costs no more than its text is long, whatever the text."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

from reader.extract import places

LENGTH = 1_000
"""Characters of the shorter text; the longer has four times as many and may cost eight times as much, no more."""
GROWTH = 4
MOST = 2 * GROWTH
NOISE = 0.01
"""Seconds; a search that takes less is not judged."""

PIECES = (
    "A",
    " ",
    "a ",
    "A ",
    "- ",
    "(",
    "((a",
    ".",
    ": ",
    "2020 ",
    "ال",
    "中",
    "of ",
    "aid for ",
    "US/",
    "Oslo, ",
    "A.-",
)


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = {}
    for module in pkgutil.walk_packages(places.__path__, "reader.extract.places."):
        loaded = importlib.import_module(module.name)
        found |= {
            id(value): (f"{module.name}.{name}", value) for name, value in vars(loaded).items() if _is_ours(value)
        }
    return sorted(found.values(), key=lambda pair: pair[0])


def _is_ours(value: object) -> bool:
    return isinstance(value, re.Pattern) and isinstance(value.pattern, str)


def seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    pattern.search(text)
    pattern.match(text)
    pattern.fullmatch(text)
    return time.process_time() - begun


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*pair, id=pair[0]) for pair in patterns()])
def test_a_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for piece in PIECES:
        short = (piece * LENGTH)[:LENGTH]
        long = short * GROWTH
        if seconds(pattern, long) > NOISE:
            ratio = min(seconds(pattern, long) / max(seconds(pattern, short), 1e-6) for _attempt in range(3))
            assert ratio < MOST, (name, piece)
