"""The voices: who is quoted under the filter, and the way to the quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from reader.archive import Archive
from reader.query import Filter
from reader.ui.app import ReaderApp
from reader.ui.panes.voices import Voices
from reader.ui.screens.voices import Hearing

OpenApp = Callable[..., ReaderApp]


def rows(app: ReaderApp) -> list[str]:
    voices = app.screen.query_one(Voices)
    lines = [voices.line(y).text.strip() for y in range(voices.size.height)]
    return [line for line in lines if line]


async def listen(pilot: Pilot[None]) -> None:
    await pilot.press("v")
    await pilot.pause(0.3)


def speakers(app: ReaderApp) -> list[str]:
    return [line.split("  ")[0] for line in rows(app) if line[0] in "▸▾"]


async def test_all_quotes_are_listed_under_their_speakers_with_their_words(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await listen(pilot)
        assert isinstance(app.screen, Hearing)
        assert speakers(app) == ["▾ Achieng Otieno", "▾ Ana Ruiz", "▾ Lin Wei"]
        assert all(line.endswith("1 quote") for line in rows(app)[::3])
        assert rows(app)[1].startswith("▌ “Kenya: Police must account")
        assert rows(app)[2].startswith("▌   mayor · Kenya: Police must account")


async def test_the_list_s_filter_holds_for_the_voices(open_app: OpenApp) -> None:
    app = open_app(narrowed=Filter(places=frozenset({"africa"})))
    async with app.run_test(size=(80, 24)) as pilot:
        await listen(pilot)
        assert speakers(app) == ["▾ Achieng Otieno"]


async def test_of_very_many_quotes_only_the_speakers_are_listed_at_first(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.screens.voices.OPEN", 1)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await listen(pilot)
        assert speakers(app) == ["▸ Achieng Otieno", "▸ Ana Ruiz", "▾ Lin Wei"]
        await pilot.press("right")
        await pilot.pause(0.3)
        assert speakers(app) == ["▾ Achieng Otieno", "▸ Ana Ruiz", "▾ Lin Wei"]
        assert len(rows(app)) == 7


async def test_a_name_narrows_them_and_enter_leads_to_the_quote(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(50, 20)) as pilot:
        await listen(pilot)
        await pilot.press("w", "e", "i")
        await pilot.pause(0.3)
        assert speakers(app) == ["▾ Lin Wei"]
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
        await pilot.press("down", "left")
        await pilot.pause()
        assert speakers(app)[0] == "▸ Achieng Otieno"
        assert len(rows(app)) == 7
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Hearing)


async def test_what_goes_wrong_while_listening_is_said(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(Archive, "voices", broken)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await listen(pilot)
        assert "damaged" in " ".join(rows(app))
