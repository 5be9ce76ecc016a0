"""How a source is doing, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reader.ui.health import clock, in_words

NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)


@dataclass
class FakeSource:
    kind: str = "feed"
    is_on: bool = True
    checked: str = "2026-05-09T11:00:00+00:00"
    next_check: str = ""
    failures: int = 0
    health: str = ""


@dataclass
class FakeCourse:
    last_new: str = "2026-05-08T11:00:00+00:00"
    missed: str = ""
    moving_to: str = ""
    former: str = ""


def test_a_failure_says_why_how_often_and_when_it_is_tried_again() -> None:
    soon = NOW + timedelta(hours=2)
    source = FakeSource(health="refused, 403", failures=3, next_check=soon.isoformat())
    words, needs_care = in_words(source, FakeCourse(), NOW)
    assert words == f"refused, 403 (3 times in a row), next try {clock(soon, NOW)}"
    assert needs_care


def test_a_feed_that_answers_but_has_gone_silent_is_told() -> None:
    words, needs_care = in_words(FakeSource(), FakeCourse(last_new=(NOW - timedelta(days=61)).isoformat()), NOW)
    assert words == "answers, but nothing new for 61 days"
    assert needs_care


def test_what_may_have_been_missed_is_told() -> None:
    words, _ = in_words(FakeSource(), FakeCourse(missed="2026-05-05T12:00:00+00:00"), NOW)
    assert words == "releases may have been missed before 5 May 2026: all that it listed was new"


def test_where_a_feed_moves_is_told_by_its_host() -> None:
    words, _ = in_words(FakeSource(), FakeCourse(moving_to="https://new.example/feed.xml"), NOW)
    assert words == "says that it moves to new.example"


def test_a_feed_that_does_well_says_so_quietly() -> None:
    words, needs_care = in_words(FakeSource(), FakeCourse(former="https://old.example/rss"), NOW)
    assert words.startswith("well; fetched ")
    assert words.endswith("last new 8 May 2026 · moved here from old.example")
    assert not needs_care


def test_a_feed_that_is_off_asks_for_no_care() -> None:
    assert in_words(FakeSource(is_on=False, health="gone, 410"), None, NOW) == ("switched off · gone, 410", False)


def test_what_was_never_fetched_and_what_came_from_files_is_told() -> None:
    assert in_words(FakeSource(checked=""), None, NOW) == ("not fetched yet", False)
    assert in_words(FakeSource(kind="files"), None, NOW) == ("releases from files that you saved", False)


def test_moments_that_are_none_are_left_out() -> None:
    assert in_words(FakeSource(checked="nonsense"), FakeCourse(last_new="?"), NOW) == ("not fetched yet", False)
