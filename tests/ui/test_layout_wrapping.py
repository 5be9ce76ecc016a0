"""Lines broken in any script: none too wide, nothing lost, nothing torn."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise

import pytest
from rich.cells import cell_len

from reader.ui.wrapping import balanced, is_right_to_left, wrap

WORDS = [
    "harbour",
    "pier—then",
    "a",
    "Hafenarbeitergewerkschaftsvorsitzende",
    "https://quay.example/2024/03/09/dockers-held?page=2",
    "“held”",
    "码头工人，",
    "「港口」",
    "港にて。",
    "ميناء",
    "مُحتجز",
    "при́стань",
    "e\u0301te\u0301",
    "👩‍👩‍👧",
    "❤️",
    "नमस्ते",
    "부두",
    "500\u00a0km",
]


def texts(count: int) -> list[str]:
    chosen = random.Random(7)
    return [" ".join(chosen.choices(WORDS, k=chosen.randint(1, 60))) for _ in range(count)]


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize("width", [4, 12, 20, 33, 76])
def test_lines_fit_and_lose_nothing(width: int) -> None:
    for text in texts(120):
        spans = wrap(text, width)
        assert all(cell_len(text[start:end]) <= width for start, end in spans), text
        assert all(start < end for start, end in spans), text
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert "".join(lines(text, width)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", [12, 20, 33])
def test_no_line_begins_inside_of_a_letter(width: int) -> None:
    for text in texts(120):
        for line in lines(text, width):
            assert unicodedata.category(line[0]) not in ("Mn", "Me")
            assert line[0] not in "\u200d\ufe0f"
            assert not line.endswith("\u200d")


def test_words_are_broken_only_where_they_are_longer_than_a_line() -> None:
    text = "The dockers of the northern pier were held for a fortnight without a hearing."
    for width in range(9, 80):
        assert " ".join(lines(text, width)) == text


def test_a_line_may_end_after_a_dash_between_words() -> None:
    assert lines("The dockers—all twelve", 14) == ["The dockers—", "all twelve"]
    assert lines("The dockers — all", 13) == ["The dockers —", "all"]


def test_a_long_address_is_rather_broken_at_its_signs() -> None:
    assert lines("https://quay.example/news/dockers-held", 30) == ["https://quay.example/news/", "dockers-held"]


def test_a_space_that_does_not_break_keeps_its_words_together() -> None:
    assert lines("They walked 500\u00a0km", 15) == ["They walked", "500\u00a0km"]


def test_no_text_is_one_empty_line() -> None:
    assert wrap("", 20) == [(0, 0)]


def test_balanced_lines_are_as_many_and_of_like_length() -> None:
    title = "Harbour Town: Dockers Held Without Charge for Two Weeks Now"
    plain, even = wrap(title, 50), balanced(title, 50)
    assert len(plain) == len(even) == 2
    lengths = [end - start for start, end in even]
    assert max(lengths) - min(lengths) <= 6


def test_the_first_letter_with_a_direction_tells_the_direction() -> None:
    assert is_right_to_left("«ميناء» Quay")
    assert is_right_to_left("(נמל)")
    assert not is_right_to_left("Quay ميناء")
    assert not is_right_to_left("123")
