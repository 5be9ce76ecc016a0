"""The small archive, and the app opened on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.archive import Archive
from reader.config import Settings
from reader.ui.app import ReaderApp
from small_archive import fill_archive


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    fill_archive(path)
    return path


@pytest.fixture
def archive(archive_path: Path) -> Iterator[Archive]:
    """A second connection, to see what the app has written."""
    with Archive.open(archive_path) as archive:
        yield archive


@pytest.fixture
def open_app(archive_path: Path, tmp_path: Path) -> Callable[..., ReaderApp]:
    """Makes the app on the small archive, or on another; what it remembers stays in the test's own folder."""

    def open_on(path: Path = archive_path, settings: Settings | None = None, **options: object) -> ReaderApp:
        options.setdefault("state", tmp_path / "state.json")
        options.setdefault("real_archive", tmp_path / "real.sqlite")
        return ReaderApp(path, settings or Settings(), **options)  # type: ignore[arg-type]

    return open_on
