"""What is in the archive already, understood anew; and the archive of the sample."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from reader import __version__, config
from reader.archive import Archive, Rows
from reader.extract import RULES
from reader.refresh.saved import take_paths
from reader.refresh.storing import a_pool, rows_told
from reader.refresh.telling import Progress
from reader.workers.pool import Lost, Pool, Talk
from reader.workers.wire import Frame

SAMPLE_SEEN = datetime(2026, 11, 1, tzinfo=UTC)
"""When the sample's releases were first seen: among their dates, so that the undated ones do not stand on top."""

TOGETHER = 50
"""Releases that a worker understands, and one transaction stores."""


def sample_archive(path: Path | None = None, pool: Pool | None = None) -> Path:
    """The archive of invented releases that ships with the reader, made on its first use."""
    path = path or config.sample_file(f"{__version__}-{RULES}")
    if not path.exists():
        making = path.with_suffix(f".{os.getpid()}")
        with Archive.open(making) as archive, resources.as_file(resources.files("reader") / "sample") as folder:
            take_paths(archive, [str(folder)], SAMPLE_SEEN, pool=pool)
        # A second reader that starts meanwhile sees the whole archive or none; the log went with the last connection.
        making.replace(path)
    return path


def take_back(archive: Archive, release_id: int, number: int, pool: Pool | None = None) -> None:
    """Drop the last `number` corrections of a release."""
    with a_pool(pool) as workers:
        for _, rows in workers.talk(_anew(archive, [release_id])):
            archive.take_back(release_id, number, rows)


def reread(
    archive: Archive,
    told: Callable[[Progress], None] = lambda progress: None,
    pool: Pool | None = None,
    rules: int = RULES,
) -> int:
    """Understand anew, from the stored originals, what other rules than the present ones understood; how many.

    A batch is stored whole or not at all: stopped at any moment, it goes on where it was.
    """
    ids = archive.outdated(rules)
    progress = Progress(len(ids))
    batches = [ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER)]
    with a_pool(pool) as workers:
        for anew in workers.hold(batches, lambda batch: _anew(archive, batch)):
            archive.understand_anew(anew)
            progress.done += len(anew)
            told(progress)
    return progress.done


def understood_now(archive: Archive, ids: Sequence[int], pool: Pool | None = None) -> dict[int, Rows]:
    """What the rules make of releases now, by id; those that no worker can read are left out. Nothing is stored."""
    batches = [ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER)]
    with a_pool(pool) as workers:
        told = workers.hold(batches, lambda batch: _anew(archive, batch))
        return {release_id: rows for anew in told for release_id, rows in anew}


def _anew(archive: Archive, ids: Sequence[int]) -> Talk[list[tuple[int, Rows]]]:
    """What the rules make of releases, by id; those that no worker can read are left out, and stay as they are."""
    originals = [archive.original(release_id) for release_id in ids]
    anew: list[tuple[int, Rows]] = []
    try:
        frame = yield Frame(
            {"do": "originals", "regions": [region for _, region in originals]}, [packed for packed, _ in originals]
        )
        while not frame.fields.get("end"):
            anew += [(ids[at], one.rows) for at, one in rows_told(frame) if one is not None]
            frame = yield None
        return anew
    except Lost:
        if len(ids) == 1:
            return []
    anew = []
    for release_id in ids:
        anew += yield from _anew(archive, [release_id])
    return anew
