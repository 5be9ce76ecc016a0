"""The query language: what is understood, and how a mistake is pointed at."""

from __future__ import annotations

import random
from datetime import date

import pytest

from reader.query import (
    All,
    Any,
    Dated,
    Filter,
    Mistake,
    Named,
    Not,
    Noted,
    Place,
    State,
    Tagged,
    Words,
    Written,
    parse,
    said,
    whole,
)

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", All()),
        ("flood", Words("flood", is_prefix=True)),
        ("flood ", Words("flood")),
        ("flood*  drill ", All((Words("flood", is_prefix=True), Words("drill")))),
        ('"early warning"', Words("early warning")),
        ("a b OR c ", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("a AND (b OR c) ", All((Words("a"), Any((Words("b"), Words("c")))))),
        ("-drill NOT fire ", All((Not(Words("drill")), Not(Words("fire"))))),
        ("well-known ", Words("well-known")),
        ("region:asia", Place("asia")),
        ('region:"united states"', Place("usa")),
        ("speaker:obuya", Words("obuya", "speaker", is_prefix=True)),
        ('quote:"we lost it"', Words("we lost it", "quote")),
        ("source:ledger", Named("source", "ledger")),
        ('org:"River Ledger"', Named("org", "River Ledger")),
        ("lang:french", Written("fr")),
        ("on:2026-02", Dated(date(2026, 2, 1), date(2026, 3, 1))),
        ("on:2026", Dated(date(2026, 1, 1), date(2027, 1, 1))),
        ("before:2026-12-31", Dated(None, date(2026, 12, 31))),
        ("newer:2w", Dated(date(2026, 10, 18), None)),
        ("is:unread has:quotes", All((State("unread"), State("quotes")))),
        ("has:note -has:tags", All((State("note"), Not(State("tags"))))),
        ('tag:urgent -tag:"ask again"', All((Tagged("urgent"), Not(Tagged("ask again"))))),
        ("note:bridge", Noted("bridge")),
        ("“early warning” speaker:“Amina Diallo”", All((Words("early warning"), Words("Amina Diallo", "speaker")))),
        ("Wetlands: a plan ", All((Words("wetlands"), Words("a"), Words("plan")))),
    ],
)
def test_what_is_typed_is_understood(typed: str, query: object) -> None:
    assert parse(typed, TODAY) == query


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("country:CHN", "CHN"),
        ("country:china", "CHN"),
        ('country:"south sudan"', "SSD"),
        ("country:allemagne", "DEU"),
        ("country:中国", "CHN"),
        ("country:Россия", "RUS"),
        ("country:الصين", "CHN"),
    ],
)
def test_a_country_is_named_by_its_code_or_its_name_in_any_language(typed: str, code: str) -> None:
    assert parse(typed) == Place(code)


@pytest.mark.parametrize(
    ("typed", "at", "says", "suggestion"),
    [
        ("(flood", 0, "not closed", ""),
        ("flood )", 6, "closes nothing", ""),
        ("rain regoin:asia", 5, "no field", "region:asia"),
        ("region:asai", 0, "no region", "region:asia"),
        ("is:unred", 0, "is: takes", "is:unread"),
        ("flood OR", 6, "stands between", ""),
        ("AND flood", 0, "stands between", ""),
        ("after:2026-13", 0, "takes a year", ""),
        ("newer:soon", 0, "takes a number", ""),
        ("source:", 0, "wants a value", ""),
        ("()", 1, "missing here", ""),
        ("country:asia", 0, "is a region", "region:asia"),
        ("lang:frnch", 0, "takes a language", "lang:fr"),
        ("has:nots", 0, "has: takes", "has:note"),
        ("country:keyna", 0, "no country", "country:kenya"),
    ],
)
def test_a_mistake_is_pointed_at(typed: str, at: int, says: str, suggestion: str) -> None:
    mistake = parse(typed)
    assert isinstance(mistake, Mistake)
    assert (mistake.at, mistake.suggestion) == (at, suggestion)
    assert says in mistake.message
    assert mistake.pointed(typed).splitlines()[1] == " " * at + "^"


def test_no_string_is_an_exception() -> None:
    pieces = [
        "(",
        ")",
        '"',
        "-",
        ":",
        "AND",
        "OR",
        "NOT",
        "is:",
        "region:",
        "on:9999",
        "a",
        "é",
        "中",
        "\x00",
        "\ud800",
        " ",
        "*",
        "newer:9999y",
    ]
    chance = random.Random(1)
    for _ in range(5_000):
        parse("".join(chance.choices(pieces, k=chance.randrange(12))), TODAY)


@pytest.mark.parametrize("typed", ["(" * 900, "-" * 999 + "a", "NOT " * 240 + "a", "a" * 5_000, '"' * 999, "x:" * 490])
def test_a_monstrous_query_is_answered_at_once(typed: str) -> None:
    parse(typed, TODAY)


def test_a_filter_is_one_query() -> None:
    chosen = Filter(places=frozenset({"asia", "KEN"}), unread=True, words="flood drill ")
    assert whole(chosen) == All((Any((Place("KEN"), Place("asia"))), State("unread"), Words("flood"), Words("drill")))
    assert isinstance(whole(Filter(words="(")), Mistake)


def test_a_mistake_far_into_a_long_query_is_pointed_at_with_what_stands_around_it() -> None:
    typed = "中 " * 200 + "is:unred " + "b " * 200
    mistake = parse(typed)
    assert isinstance(mistake, Mistake)
    shown, caret, message = mistake.pointed(typed).splitlines()
    assert len(shown) <= 76
    assert shown.index("is:unred") == caret.index("^") - shown[: shown.index("is:unred")].count("中")
    assert "did you mean is:unread?" in message


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        (Filter(), ""),
        (Filter(words=" flood"), "flood"),
        (Filter(places=frozenset({"asia", "KEN"}), unread=True), "(country:KEN OR region:asia) is:unread"),
        (Filter(sources=frozenset({1}), starred=True), "source:https://news.example/a is:starred"),
        (Filter(unread=True, words="drill OR floo"), "is:unread (drill OR floo*)"),
        (Filter(unread=True, words="drill OR flood "), "is:unread (drill OR flood)"),
    ],
)
def test_a_filter_can_be_said_in_the_language(chosen: Filter, typed: str) -> None:
    assert said(chosen, {1: "https://news.example/a"}) == typed
    places = whole(Filter(words=typed))
    if not chosen.sources:
        assert whole(chosen) == (places if isinstance(places, All) else All((places,)))
