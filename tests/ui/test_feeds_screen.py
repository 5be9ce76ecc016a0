"""Choosing feeds: nothing is fetched before the reader agrees."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.archive import Archive
from reader.sources.starter import starters
from reader.ui.app import ReaderApp
from reader.ui.screens.feeds import Feeds, Offers

OpenApp = Callable[..., ReaderApp]
SIZE = (80, 24)


class FakeRefresh:
    """Notes what it was asked to fetch, and fetches nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, Sequence[int]]] = []

    def __call__(self, path: Path, sources: Sequence[int]) -> list[str]:
        self.asked.append((path, sources))
        return [sys.executable, "-c", 'print(\'{"event": "end"}\')']


async def type_in(pilot: Pilot[None], words: str) -> None:
    for letter in words:
        await pilot.press(letter)
    await pilot.pause()


def urls(path: Path) -> dict[str, bool]:
    with Archive.open(path) as archive:
        return {source.url: source.is_on for source in archive.sources()}


async def test_leaving_the_offer_changes_and_fetches_nothing(open_app: OpenApp, tmp_path: Path) -> None:
    refreshing = FakeRefresh()
    app = open_app(is_sample=True, offer_starter=True, refreshing=refreshing)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Feeds)
        assert [offer.url for offer in app.screen.query_one(Offers).offers] == [one.url for one in starters()]
        await pilot.press("space", "escape")
        await pilot.pause()
        assert refreshing.asked == []
        assert not (tmp_path / "real.sqlite").exists()
        assert app.reading.headlines.count() == 5


async def test_accepting_leaves_the_sample_for_the_real_archive_and_fetches_it(
    open_app: OpenApp, tmp_path: Path
) -> None:
    refreshing = FakeRefresh()
    app = open_app(is_sample=True, offer_starter=True, refreshing=refreshing)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("space", "j", "space", "enter")
        await pilot.pause(0.3)
        wanted = [one.url for one in starters()[:2]]
        assert urls(tmp_path / "real.sqlite") == dict.fromkeys(wanted, True)
        assert [path for path, _ in refreshing.asked] == [tmp_path / "real.sqlite"]
        assert app.reading.headlines.count() == 0
        assert not app.reading.query_one("#notice").display
        await pilot.press("R")


async def test_an_address_that_is_typed_joins_the_feeds(open_app: OpenApp, archive_path: Path) -> None:
    refreshing = FakeRefresh()
    app = open_app(refreshing=refreshing)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("A", "tab")
        await type_in(pilot, "press.example/rss")
        await pilot.press("enter", "enter")
        await pilot.pause(0.3)
        assert urls(archive_path)["https://press.example/rss"] is True
        assert len(refreshing.asked) == 1


async def test_an_address_that_is_none_is_answered(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("A", "tab")
        app.screen.query_one(Input).value = "file:///etc/passwd"
        await pilot.press("enter")
        assert "A feed's address looks like" in str(app.screen.query_one("#feeds-hint").render())


async def test_feeds_that_are_there_are_switched_off_and_on(open_app: OpenApp, archive_path: Path) -> None:
    refreshing = FakeRefresh()
    app = open_app(refreshing=refreshing)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("A")
        assert [offer.is_on for offer in app.screen.query_one(Offers).offers[:2]] == [True, True]
        await pilot.press("space", "enter")
        await pilot.pause()
        assert sorted(urls(archive_path).values()) == [False, True]
        assert refreshing.asked == []


@pytest.mark.parametrize("size", [(40, 12), (50, 20), (120, 40)])
async def test_every_size_shows_an_offer_and_what_the_keys_do(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app(is_sample=True, offer_starter=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        assert screen.query_one(Offers).size.height >= 1
        assert screen.query_one("#feeds-hint").region.bottom <= size[1]
