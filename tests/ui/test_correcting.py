"""Putting right what the rules understood, by keys, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from reader.archive import Archive
from reader.query import Filter
from reader.release import QuoteKind
from reader.ui.app import ReaderApp

OpenApp = Callable[..., ReaderApp]
FIRST = 5
"""The id of the newest release, which the cursor is on."""


def said(app: ReaderApp) -> str:
    return app.reading.status.render_line(0).text.strip()


async def write(pilot: Pilot[None], words: str) -> None:
    await pilot.press("ctrl+u")
    for letter in words:
        await pilot.press({" ": "space", ",": "comma"}.get(letter, letter))
    await pilot.press("enter")
    await pilot.pause(0.2)


async def test_a_speaker_is_put_right_and_stays_so(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "right_square_bracket", "c")
        await write(pilot, "Mei Zhao, lawyer")
        quote = archive.release(FIRST).quotes[0]
        assert (quote.speaker, quote.role) == ("Mei Zhao", "lawyer")
        assert said(app).startswith("Said by Mei Zhao")
        assert app.reading.page.current_quote == 0
        page = "\n".join(app.reading.page.render_line(y).text for y in range(app.reading.page.size.height))
        assert "Mei Zhao, lawyer" in page


async def test_what_is_no_quote_is_said_to_be_none(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "right_square_bracket", "x")
        await pilot.pause(0.2)
        assert archive.release(FIRST).quotes[0].kind is not QuoteKind.SPEECH
        assert archive.headline(FIRST).quotes == 0


async def test_countries_are_put_right_and_counted(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "C")
        await write(pilot, "Kenya, France")
        assert archive.headline(FIRST).countries == ("KEN", "FRA")
        assert FIRST in archive.listing(Filter(places=frozenset({"africa"}))).ids()  # type: ignore[union-attr]
        assert said(app).startswith("About Kenya, France")


async def test_an_unknown_country_is_pointed_at_and_nothing_is_kept(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "C")
        await write(pilot, "Kenya, Freedonia")
        assert app.reading.asking.display
        assert archive.corrections(FIRST) == []
        await pilot.press("escape")
        await pilot.pause()
        assert not app.reading.asking.display


async def test_with_no_current_quote_the_way_to_one_is_said(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "c")
        await pilot.pause()
        assert "]" in said(app)


async def test_a_correction_is_undone(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "C")
        await write(pilot, "Kenya")
        await pilot.press("u")
        await pilot.pause(0.2)
        assert archive.corrections(FIRST) == []
        assert "KEN" not in archive.headline(FIRST).countries
