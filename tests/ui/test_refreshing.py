"""A refresh as the screen follows it, told by a small program in place of the real one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reader.archive import Archive
from reader.config import Settings
from reader.ui.app import ReaderApp
from reader.ui.refreshing import NICE, Progress, command, follow, progress
from small_archive import store

OpenApp = Callable[..., ReaderApp]
SOON = 5.0
"""Seconds within which a small program has surely started and ended."""


def program(*steps: str) -> list[str]:
    """A command line that runs these lines of Python."""
    return [sys.executable, "-c", "\n".join(("import json, sys, time", *steps))]


def telling(**fields: object) -> str:
    """A line of Python that tells a step of progress."""
    return f"print({json.dumps(fields)!r}, flush=True)"


async def all_of(command_line: Sequence[str]) -> list[Progress]:
    return [told async for told in follow(command_line)]


async def test_a_refresh_stands_back_for_the_keys() -> None:
    lines = ("import os", "time.sleep(0.5)", "print(json.dumps({'event': 'end', 'new': os.nice(0)}), flush=True)")
    told = await all_of(program(*lines))
    assert told[-1].new == min(19, os.nice(0) + NICE)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SOON):
        while not is_so():
            await asyncio.sleep(0.02)


def said(app: ReaderApp) -> str:
    return app.reading.status.render_line(0).text.strip()


def test_the_command_names_the_archive_and_the_sources() -> None:
    line = command(Path("a b.sqlite"), (3, 4))
    assert line[1:] == [
        "-P",
        "-m",
        "reader",
        "refresh",
        "--json",
        "--archive",
        "a b.sqlite",
        "--source",
        "3",
        "--source",
        "4",
    ]


@pytest.mark.parametrize("line", [b"", b"not json", b"[]", b"3", b'{"event": 3}', b"\xff\xfe", b'{"no": "event"}'])
def test_what_is_no_progress_is_passed_over(line: bytes) -> None:
    assert progress(line) is None


def test_fields_of_another_kind_are_left_out() -> None:
    assert progress(b'{"event": "source", "new": "many", "source": 3, "else": 1}') == Progress("source", source=3)


async def test_progress_comes_in_the_order_in_which_it_is_told() -> None:
    steps = [telling(event="start", sources=1), telling(event="source", source=1, new=2), telling(event="end", new=2)]
    assert await all_of(program(*steps)) == [
        Progress("start", sources=1),
        Progress("source", source=1, new=2),
        Progress("end", new=2),
    ]


async def test_a_program_that_breaks_off_ends_with_its_last_word() -> None:
    told = await all_of(program(telling(event="start", sources=1), "sys.exit('the disk is full')"))
    assert told[-1] == Progress("end", reason="the disk is full")


async def test_leaving_early_stops_the_program(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    steps = ["import signal", f"def end(*_): open({str(ended)!r}, 'w').close(); sys.exit()"]
    steps += ["signal.signal(signal.SIGTERM, end)", telling(event="start"), "time.sleep(60)"]
    following = follow(program(*steps))
    assert await anext(following) == Progress("start")
    await following.aclose()
    assert ended.exists()


async def test_the_screen_tells_how_a_refresh_goes_and_does_not_move_the_list(
    open_app: OpenApp, archive: Archive, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    wait = "import os\nwhile not os.path.exists({!r}): time.sleep(0.01)"
    steps = [
        telling(event="start", sources=2),
        wait.format(str(first)),
        telling(event="source", source=1, title="Example Watch", state="done", new=1),
        wait.format(str(second)),
        telling(event="source", source=2, title="Open Doors", state="failed", reason="no answer in 30 seconds"),
        telling(event="end", new=1, failed=1),
    ]
    app = open_app(refreshing=lambda path, sources: program(*steps))
    async with app.run_test(size=(120, 30)) as pilot:
        rows = app.reading.headlines.count()
        store(archive, 1, "new", "Kenya: New release of today", "KEN", "2026-05-10")
        await pilot.press("R")
        assert "fetching 2 sources" in said(app)
        first.touch()
        await until(lambda: "fetching 1 source " in said(app))
        assert "Example Watch: 1 new" in said(app)
        assert "1 new — press . to show" in said(app)
        assert "…" in "".join(app.reading.tree_pane.render_line(y).text for y in range(20))
        second.touch()
        await until(lambda: "Refreshed" in said(app))
        assert said(app).startswith("Refreshed: 1 new, 1 failed")
        assert app.reading.headlines.count() == rows
        assert "fetching" not in said(app)


async def test_a_second_refresh_waits_for_the_first(open_app: OpenApp) -> None:
    app = open_app(refreshing=lambda path, sources: program("time.sleep(60)"))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("R", "R")
        assert said(app).startswith("A refresh is under way")


async def test_one_source_is_fetched_alone(open_app: OpenApp) -> None:
    asked: list[Sequence[int]] = []

    def refreshing(path: Path, sources: Sequence[int]) -> list[str]:
        asked.append(sources)
        return program(telling(event="end"))

    app = open_app(refreshing=refreshing)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("r")
        await until(lambda: "Refreshed" in said(app))
        here = app.reading.current
        assert here is not None
        by_title = {source.title: source.id for source in app.reading.sources}
        assert asked == [(by_title[here.source],)]


async def test_with_no_feeds_it_says_which_key_adds_some(open_app: OpenApp, tmp_path: Path) -> None:
    app = open_app(tmp_path / "empty.sqlite")
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("R")
        assert said(app) == "No feeds to fetch yet; A adds some"


async def test_a_refresh_is_stopped_when_the_reader_is_left(open_app: OpenApp, tmp_path: Path) -> None:
    started, ended = tmp_path / "started", tmp_path / "ended"
    steps = ["import signal", f"def end(*_): open({str(ended)!r}, 'w').close(); sys.exit()"]
    steps += ["signal.signal(signal.SIGTERM, end)", f"open({str(started)!r}, 'w').close()", "time.sleep(60)"]
    app = open_app(refreshing=lambda path, sources: program(*steps))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("R")
        await until(started.exists)
        await pilot.press("q")
    await until(ended.exists)


async def test_what_the_net_says_is_cleaned(open_app: OpenApp) -> None:
    step = telling(event="source", source=1, title="Ex\x1b[31mample", state="failed", reason="a\x1b]0;b\x07c")
    app = open_app(refreshing=lambda path, sources: program(step, "time.sleep(60)"))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("R")
        await until(lambda: "mple" in said(app))
        assert "\x1b" not in said(app)
        assert "\x07" not in said(app)


async def test_a_list_that_is_empty_says_that_releases_are_coming_and_shows_the_first(
    open_app: OpenApp, tmp_path: Path
) -> None:
    path, gate = tmp_path / "empty.sqlite", tmp_path / "gate"
    wait = f"import os\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)"
    steps = [telling(event="start", sources=1), wait, telling(event="source", source=1, new=1), telling(event="end")]
    with Archive.open(path) as archive:
        archive.add_source("feed", "https://watch.example/feed.xml", "Example Watch")
        app = open_app(path, refreshing=lambda path, sources: program(*steps))
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("R")
            shown = [app.reading.headlines.render_line(y).text for y in range(5)]
            assert any("They are being fetched" in line for line in shown)
            store(archive, 1, "new", "Kenya: New release of today", "KEN", "2026-05-10")
            gate.touch()
            await until(lambda: app.reading.headlines.count() == 1)
            assert "press . to show" not in said(app)


async def test_the_real_command_tells_its_progress_in_the_words_that_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    Archive.open(path).close()
    told = await all_of(command(path))
    assert [step.event for step in told] == ["start", "end"]
    assert told[-1].reason == ""


async def test_a_reader_who_wishes_it_has_feeds_fetched_at_the_start(open_app: OpenApp) -> None:
    steps = [telling(event="source", source=1, title="Example Watch", new=3), "time.sleep(60)"]
    app = open_app(settings=Settings(refresh_on_start=True), refreshing=lambda path, sources: program(*steps))
    async with app.run_test(size=(120, 30)):
        await until(lambda: "Example Watch: 3 new" in said(app))
