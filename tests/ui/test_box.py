"""What is pasted into a line is as hostile as what is fetched."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from reader.ui.panes.box import LONGEST, Box


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield Box()


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("flo\x1b[31mods\x07", "flo[31mods"),
        ("\x9b2Jfloods\x00", "2Jfloods"),
        ("flo\u202eods\u2066", "floods"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("two words ", "two words "),
        ("first\nsecond", "first"),
    ],
)
async def test_only_what_can_be_seen_comes_in(pasted: str, shown: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        box = app.query_one(Box)
        box.focus()
        box.post_message(events.Paste(pasted))
        await pilot.pause()
        assert box.value == shown
        await pilot.press("x")
        assert box.value == f"{shown}x"


async def test_of_a_long_paste_it_takes_the_beginning() -> None:
    app = Host()
    async with app.run_test() as pilot:
        box = app.query_one(Box)
        box.focus()
        for _ in range(2):
            box.post_message(events.Paste("flood " * 1_000))
        await pilot.pause()
        assert box.value == ("flood " * 1_000)[:LONGEST]
        await pilot.press("backspace")
        assert len(box.value) == LONGEST - 1
