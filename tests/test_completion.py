"""Completing a query: which letters are completed, by what, and where the cursor is then."""

from __future__ import annotations

import pytest

from reader.completion import completed, completions, wanted
from reader.query import FIELDS, Mistake, parse


def offered(words: str, cursor: int | None = None) -> list[str]:
    want = wanted(words, len(words) if cursor is None else cursor)
    return [completion.shown for completion in completions(want)] if want else []


def accepted(words: str, cursor: int | None = None) -> tuple[str, int]:
    """The query once the first completion was taken."""
    want = wanted(words, len(words) if cursor is None else cursor)
    assert want is not None
    return completed(words, want, completions(want)[0])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("reg", "region:"),
        ("flood -s", "source:"),
        ("(co", "country:"),
        ("region:as", "Asia"),
        ('region:"middle', "Middle East & North Africa"),
        ("country:chi", "Chile"),
        ("country:sudan", "Sudan"),
        ("is:", "unread"),
        ("has:n", "note"),
        ("lang:fre", "French"),
        ("newer:", "a day"),
    ],
)
def test_the_letters_before_the_cursor_are_completed(typed: str, first: str) -> None:
    assert offered(typed)[0] == first


def test_a_country_is_found_by_any_word_of_its_name() -> None:
    assert offered("country:sudan") == ["Sudan", "South Sudan"]
    assert "Côte d’Ivoire" in offered("country:cote") or "Côte d'Ivoire" in offered("country:cote")


@pytest.mark.parametrize("typed", ["", "flood ", '"reg', "on:2016", "title:re", "syria:re", "region:asia ", 'org:"x"'])
def test_nothing_is_offered_where_nothing_can_be_meant(typed: str) -> None:
    assert offered(typed) == []


def test_a_completion_takes_the_place_of_its_letters_only() -> None:
    assert accepted("reg") == ("region:", 7)
    assert accepted("-region:as flood", 10) == ("-region:asia flood", 12)
    assert accepted('a country:"south s') == ('a country:"South Sudan" ', 24)
    assert accepted("(is:unr)", 7) == ("(is:unread)", 10)


def test_everything_offered_is_understood() -> None:
    for field in FIELDS:
        want = wanted(f"{field}:", len(field) + 1)
        assert want is not None
        for completion in completions(want):
            assert not isinstance(parse(completion.text), Mistake)


def test_only_a_few_are_offered() -> None:
    assert len(offered("country:")) == 8
