"""What the first frame, and a plain list, have loaded: what takes long to load waits until it is asked for."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.ui.app import ReaderApp

OPENING = """
import asyncio, sys
from collections.abc import Callable
from pathlib import Path
from reader.config import Settings
from reader.ui import app
from reader.ui.app import ReaderApp

class Opened(ReaderApp):
    CSS_PATH = Path(app.__file__).with_name("reader.tcss")
    loaded = ()

    def on_mount(self):
        self.call_after_refresh(self.look)

    def look(self):
        assert "lawyers" in "".join(self.reading.headlines.line(y).text for y in range(4))
        Opened.loaded = tuple(sys.modules)
        self.exit()

async def open():
    async with Opened(Path(sys.argv[1]), Settings(), state=Path(sys.argv[1] + ".state")).run_test(size=(120, 40)):
        while not Opened.loaded:
            await asyncio.sleep(0.01)

asyncio.run(open())
print(*Opened.loaded, sep="\\n")
"""

LISTING = """
import sys
from reader.cli import main
code = main(["--archive", sys.argv[1], "list"])
print(*sys.modules, sep="\\n")
"""


def loaded(program: str, archive: Path) -> set[str]:
    """The modules that a program has loaded at its end, or where it prints them."""
    told = subprocess.run(
        [sys.executable, "-c", program, str(archive)], capture_output=True, text=True, timeout=60, check=True
    )
    return set(told.stdout.split("\n"))


def test_the_first_frame_loads_neither_what_understands_releases_nor_what_lays_them_out(archive_path: Path) -> None:
    modules = loaded(OPENING, archive_path)
    assert "reader.ui.screens.reading" in modules
    ours = {name for name in modules if name.startswith("reader.")}
    assert not {name for name in ours if name.startswith(("reader.extract", "reader.sources", "reader.refresh"))}
    later = ("query", "release", "correction", "archive.schema", "archive.storing", "archive.words", "ui.layout")
    assert not ours & {f"reader.{name}" for name in later}


def test_the_first_frame_loads_no_heavy_library(archive_path: Path) -> None:
    modules = loaded(OPENING, archive_path)
    assert "reader.ui.panes.headlines" in modules
    heavy = {"feedparser", "httpx2", "markdown_it", "tomllib", "difflib", "subprocess", "textual.widgets._input"}
    assert not modules & heavy - baseline()


def test_a_plain_list_loads_no_screen_and_nothing_that_understands_releases(archive_path: Path) -> None:
    modules = loaded(LISTING, archive_path)
    assert "reader.cli" in modules
    assert not {
        name for name in modules if name.split(".")[0] in ("textual", "rich", "feedparser", "httpx2", "asyncio")
    }
    assert not {name for name in modules if name.startswith(("reader.extract", "reader.sources", "reader.refresh"))}


def baseline() -> set[str]:
    """What Textual itself loads."""
    program = (
        "import sys, textual.app, textual.pilot; from textual.widgets import Static; print(*sys.modules, sep='\\n')"
    )
    return loaded(program, Path())


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 20)])
async def test_the_first_frame_has_the_list_in_its_place(open_app: object, size: tuple[int, int]) -> None:
    """Nothing jumps when the rest comes in."""
    app: ReaderApp = open_app()  # type: ignore[operator]
    async with app.run_test(size=size) as pilot:
        before = app.reading.headlines.region
        await pilot.pause(0.2)
        assert app.reading.headlines.region == before


async def test_garbage_is_looked_for_once_the_first_frame_stands(open_app: Callable[..., ReaderApp]) -> None:
    gc.disable()
    try:
        async with open_app().run_test() as pilot:
            await pilot.pause()
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
