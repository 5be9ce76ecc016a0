"""The voices: who is quoted under the filter, and the way to the quote."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from reader.query import Filter
from reader.ui.app import ReaderApp
from reader.ui.panes.voices import Voices
from reader.ui.screens.voices import Hearing

OpenApp = Callable[..., ReaderApp]


def rows(app: ReaderApp) -> list[str]:
    voices = app.screen.query_one(Voices)
    lines = [voices.render_line(y).text.strip() for y in range(voices.size.height)]
    return [line for line in lines if line]


async def listen(pilot: Pilot[None]) -> None:
    await pilot.press("v")
    await pilot.pause(0.3)


async def test_everybody_who_is_quoted_is_listed_with_a_count(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await listen(pilot)
        assert isinstance(app.screen, Hearing)
        said = rows(app)
        assert [line.split("  ")[0] for line in said] == ["▸ Achieng Otieno", "▸ Ana Ruiz", "▸ Lin Wei"]
        assert all(line.endswith("1 quote") for line in said)


async def test_the_list_s_filter_holds_for_the_voices(open_app: OpenApp) -> None:
    app = open_app(narrowed=Filter(places=frozenset({"africa"})))
    async with app.run_test(size=(80, 24)) as pilot:
        await listen(pilot)
        assert [line.split("  ")[0] for line in rows(app)] == ["▸ Achieng Otieno"]


async def test_a_name_narrows_them_and_enter_leads_to_the_quote(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(50, 20)) as pilot:
        await listen(pilot)
        await pilot.press("w", "e", "i")
        await pilot.pause(0.3)
        assert len(rows(app)) == 1
        await pilot.press("enter")
        await pilot.pause()
        assert "river rose at night" in rows(app)[1] or rows(app)[1].startswith("▌ “China: Free the")
        await pilot.press("down", "enter")
        await pilot.pause(0.3)
        assert app.reading.focused_pane == "page"
        assert app.reading.page.current_quote == 0
        assert app.reading.shown_release is not None
        assert app.reading.shown_release.title.startswith("China: Free the lawyers")


async def test_left_folds_and_escape_leaves(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await listen(pilot)
        await pilot.press("right", "down", "left")
        await pilot.pause()
        assert len(rows(app)) == 3
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Hearing)
