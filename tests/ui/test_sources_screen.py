"""The screen of sources: how each is doing, switched, fetched, left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.widgets import Static

from reader.archive import Archive
from reader.query import Filter
from reader.ui.app import ReaderApp
from reader.ui.screens.sources import SourceRows, Sources

OpenApp = Callable[..., ReaderApp]


def lines(app: ReaderApp) -> list[str]:
    rows = app.screen.query_one(SourceRows)
    return [rows.line(y).text.strip() for y in range(3 * rows.count())]


def hint(app: ReaderApp) -> str:
    return str(app.screen.query_one("#sources-hint", Static).render())


async def test_each_source_says_how_it_is_doing_and_those_in_trouble_stand_first(
    open_app: OpenApp, archive: Archive
) -> None:
    archive.update_source(2, health="not found, 404", failures=1)
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("F")
        assert isinstance(app.screen, Sources)
        assert lines(app)[0].startswith("[✓] Open Doors")
        assert lines(app)[1] == "not found, 404"
        assert lines(app)[3].startswith("[✓] Example Watch")
        assert "unread of 3" in lines(app)[3]


async def test_space_switches_a_source_off_and_on(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("F", "space")
        assert [source.is_on for source in archive.sources()] == [False, True]
        assert "switched off" in lines(app)[1]
        await pilot.press("space")
        assert all(source.is_on for source in archive.sources())


async def test_a_source_is_left_only_when_asked_twice_and_its_releases_stay(
    open_app: OpenApp, archive: Archive
) -> None:
    total = len(archive.listing(Filter()))  # type: ignore[arg-type]
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("F", "D")
        assert "3 releases stay" in hint(app)
        assert all(source.kind == "feed" for source in archive.sources())
        await pilot.press("j", "k", "D")
        assert all(source.kind == "feed" for source in archive.sources())
        await pilot.press("D")
        assert [source.kind for source in archive.sources()] == ["feed", "left"]
        await pilot.press("escape")
        assert len(archive.listing(Filter())) == total  # type: ignore[arg-type]


def test_a_source_that_was_left_is_followed_again_when_it_is_added(archive: Archive) -> None:
    archive.leave_source(1)
    assert archive.add_source("feed", "https://watch.example/feed.xml") == 1
    assert all(source.kind == "feed" for source in archive.sources())


async def test_enter_lists_one_source_alone(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("F", "enter")
        assert app.screen is app.reading
        assert app.reading.narrowed == Filter(sources=frozenset({1}))


async def test_with_no_sources_it_says_what_to_do(open_app: OpenApp, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    app = open_app(empty)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("F")
        rows = app.screen.query_one(SourceRows)
        assert "No sources yet" in "".join(rows.line(y).text for y in range(5))
