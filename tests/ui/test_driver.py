"""What comes in from the terminal in floods."""

from __future__ import annotations

import pytest
from textual import events

from reader.ui.driver import END, PASTED, START, Parser

FLOOD = "x" * (PASTED + 5_000)


def read(chunks: list[str]) -> list[str]:
    """The keys by name, and what is pasted."""
    parser = Parser()
    messages = [message for chunk in chunks for message in parser.feed(chunk)]
    return [each.text if isinstance(each, events.Paste) else getattr(each, "key", "") for each in messages]


@pytest.mark.parametrize("size", [1, 4, 7, 4096, 100_000])
def test_of_a_long_paste_the_beginning_comes_in_and_all_keys_after_it(size: int) -> None:
    whole = f"a{START}two floods{END}b{START}{FLOOD}{END}c\x1b[Aq"
    found = read([whole[at : at + size] for at in range(0, len(whole), size)])
    assert found == ["a", "two floods", "b", "x" * PASTED, "c", "up", "q"]


@pytest.mark.parametrize("size", [1, 3, 4096])
def test_escape_codes_that_are_pasted_press_no_key(size: int) -> None:
    whole = f"{START}one\x1b[A\x1bq\x1b[31mtwo\x1b[I{END}j"
    found = read([whole[at : at + size] for at in range(0, len(whole), size)])
    assert found == ["one[Aq[31mtwo[I", "j"]


def test_the_escape_key_alone_is_told_without_waiting_for_another() -> None:
    parser = Parser()
    assert list(parser.feed("\x1b")) == []
    parser._timeout_time = 0.0  # the time in which the rest of a code would have come is over
    assert [getattr(message, "key", "") for message in parser.tick()] == ["escape"]
    assert [getattr(message, "key", "") for message in parser.feed("q")] == ["q"]
