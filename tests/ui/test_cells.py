"""Text cut and filled to columns, whatever script it is in."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from reader.ui.cells import cut, fill, in_lines

TITLES = [
    "Kenya: Floods reach the coast",
    "伊朗：立即释放被拘留的记者",
    "إيران: أفرجوا عن الصحفيين",
    "e\u0301" * 30,
    "🙂 " * 20,
    "",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("width", [0, 1, 2, 5, 11, 40])
def test_filled_text_has_the_width_asked_for(title: str, width: int) -> None:
    assert cell_len(fill(title, width)) == width


def test_what_is_cut_says_so() -> None:
    assert cut("Floods reach the coast", 10) == "Floods re…"
    assert cut("Floods", 6) == "Floods"


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("width", [2, 7, 20])
def test_lines_fit_and_are_no_more_than_asked_for(title: str, width: int) -> None:
    lines = in_lines(title, width, 2)
    assert 1 <= len(lines) <= 2
    assert all(cell_len(line) <= width for line in lines)


def test_lines_break_between_words() -> None:
    assert in_lines("Police must account for deaths", 12, 3) == ["Police must", "account for", "deaths"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert in_lines("Rechtsschutzversicherung now", 10, 3)[0] == "Rechtsschu"
