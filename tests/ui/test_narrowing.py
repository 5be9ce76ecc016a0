"""What ticking a row makes of a filter, and how a filter is said."""

from __future__ import annotations

import pytest

from reader.query import Filter
from reader.ui import narrowing

ROWS = [("unread", ""), ("starred", ""), ("region", "asia"), ("country", "CHN"), ("source", "3")]


@pytest.mark.parametrize(("kind", "key"), ROWS)
def test_ticking_twice_leaves_the_filter_as_it_was(kind: str, key: str) -> None:
    once = narrowing.toggled(Filter(words="flood"), kind, key)
    assert narrowing.holds(once, kind, key)
    assert narrowing.toggled(once, kind, key) == Filter(words="flood")


def test_ticks_add_up() -> None:
    both = narrowing.toggled(narrowing.toggled(Filter(), "region", "asia"), "country", "KEN")
    assert both == Filter(places=frozenset({"asia", "KEN"}))


def test_one_row_alone_drops_the_others_and_keeps_the_words() -> None:
    before = Filter(places=frozenset({"asia"}), unread=True, words="flood")
    assert narrowing.only(before, "region", "africa") == Filter(places=frozenset({"africa"}), words="flood")


def test_all_releases_is_ticked_while_only_words_narrow() -> None:
    assert narrowing.holds(Filter(words="flood"), "all", "")
    assert not narrowing.holds(Filter(unread=True), "all", "")


def test_a_filter_is_said_in_words() -> None:
    chosen = Filter(frozenset({"KEN", "asia"}), frozenset({7}), unread=True, words="protest")
    assert narrowing.in_words(chosen, {7: "Example Watch"}) == "Asia, Kenya · Example Watch · unread · “protest”"


def test_no_filter_needs_no_words() -> None:
    assert narrowing.in_words(Filter(), {}) == ""
