"""What is pasted into a line is as hostile as what is fetched."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from reader.ui.panes.box import Box


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
