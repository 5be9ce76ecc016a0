"""How a source is doing, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from reader.ui.health import clock, in_words

NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)


@dataclass
class FakeSource:
    kind: str = "feed"
    is_on: bool = True
    checked: str = "2026-05-09T11:00:00+00:00"
    failures: int = 0
    health: str = ""


@pytest.mark.parametrize(
    ("source", "last_new", "words", "needs_care"),
    [
        (FakeSource(health="refused, 403, next try 14:10", failures=1), "", "refused, 403, next try 14:10", True),
        (FakeSource(health="no answer", failures=3), "", "no answer (3 times in a row)", True),
        (FakeSource(is_on=False, health="gone for good"), "", "switched off · gone for good", False),
        (FakeSource(checked=""), "", "not fetched yet", False),
        (FakeSource(checked="nonsense"), "?", "not fetched yet", False),
        (FakeSource(kind="files"), "", "releases from files that you saved", False),
    ],
)
def test_what_matters_is_said(source: FakeSource, last_new: str, words: str, needs_care: bool) -> None:
    assert in_words(source, last_new, NOW) == (words, needs_care)


def test_a_feed_that_does_well_says_when_it_last_brought_something() -> None:
    fetched = clock(datetime(2026, 5, 9, 11, tzinfo=UTC), NOW)
    words, needs_care = in_words(FakeSource(), "2026-05-08T11:00:00+00:00", NOW)
    assert words == f"well; fetched {fetched}, last new 8 May 2026"
    assert not needs_care


def test_another_day_is_named() -> None:
    assert clock(datetime(2026, 5, 4, 11, tzinfo=UTC), NOW).startswith("4 May 2026, ")
