"""Takes the pictures in screenshots/: the app on the sample archive, at a fixed size and hour, after a few keys."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader import refresh
from reader.config import Settings
from reader.ui.app import ReaderApp

FOLDER = Path(__file__).parent.parent / "screenshots"
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
"""A few days after the newest release of the sample, while one of them is still under embargo."""
REST = 0.3
"""Seconds after which the page has followed the cursor, and the list what was typed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is pressed, and at which size, before a picture is taken."""

    name: str
    keys: str
    size: tuple[int, int] = (120, 36)
    theme: str = "reader-dark"


SCENES = (
    Scene("list-and-page", "j j j j j"),
    Scene("quotes", "/ f i s h i n g enter enter ] ]"),
    Scene("region-filter", "f j j j space j l j space", (120, 36)),
    Scene("search", "/ p r i s o n", (80, 28)),
    Scene("help", "?", (80, 28)),
    Scene("narrow", "j", (50, 20), "reader-light"),
)
NAMES = {"]": "right_square_bracket", "/": "slash", "?": "question_mark"}


async def take(scene: Scene, archive: Path) -> str:
    """The picture of a scene, as SVG."""
    app = ReaderApp(
        archive,
        Settings(theme=scene.theme),
        is_sample=True,
        state=archive.with_name("state.json"),
        now=lambda: NOW,
    )
    async with app.run_test(size=scene.size) as pilot:
        await pilot.pause(REST)
        for key in scene.keys.split():
            await pilot.press(NAMES.get(key, key))
        await pilot.pause(REST)
        return app.export_screenshot(title="reader")


def main(folder: Path = FOLDER) -> None:
    """Take every picture anew; each from a sample archive in which nothing was read yet."""
    folder.mkdir(exist_ok=True)
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as place:
            archive = refresh.sample_archive(Path(place) / "sample.sqlite")
            picture = asyncio.run(take(scene, archive))
        (folder / f"{scene.name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
