"""A refresh as the screen follows it: a child process that tells its progress, a JSON object a line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LINE = 1 << 20
"""Longest line of progress, in bytes."""

Command = Callable[[Path, Sequence[int]], Sequence[str]]
"""Archive and sources -> the command line that refreshes them; no sources for all."""

NICE = 10
"""How far a refresh stands back for other programs, the keys of this one first: see nice(1). Its children follow it."""

PATIENCE = 3.0
"""Seconds that a child which was told to stop may take."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of progress."""

    event: str
    """"start", "source" or "end"."""
    sources: int = 0
    """At the start: how many will be fetched."""
    source: int = 0
    title: str = ""
    state: str = ""
    """Of a source: "done", "unchanged" or "failed"."""
    new: int = 0
    changed: int = 0
    failed: int = 0
    reason: str = ""


def command(archive: Path, sources: Sequence[int] = ()) -> list[str]:
    """The refresh of these sources as a command line, of all with none named. "-P": no code from the user's folder."""
    named = [part for source in sources for part in ("--source", str(source))]
    return [sys.executable, "-P", "-m", "reader", "refresh", "--json", "--archive", str(archive), *named]


def progress(line: bytes) -> Progress | None:
    """What a line says; None where it is no line of progress."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("event"), str):
        return None
    kinds = Progress.__annotations__
    wanted = {name: said[name] for name in kinds if type(said.get(name)).__name__ == kinds[name]}
    return Progress(**wanted)


async def follow(command_line: Sequence[str]) -> AsyncGenerator[Progress, None]:
    """Run a refresh and yield its progress; ends with the child, which is stopped where the caller leaves.

    A child that fails before it tells its end yields an "end" whose `reason` is its last word.
    """
    child = await asyncio.create_subprocess_exec(
        *command_line,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE,
    )
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, child.pid, NICE)
    assert child.stdout is not None
    assert child.stderr is not None
    complaints = asyncio.create_task(_tail(child.stderr))
    has_ended = False
    try:
        async for line in child.stdout:
            told = progress(line)
            if told:
                has_ended = told.event == "end"
                yield told
        await child.wait()
        if not has_ended:
            last = (await complaints).strip().splitlines() or [f"it ended with {child.returncode}"]
            yield Progress("end", reason=last[-1])
    finally:
        complaints.cancel()
        await _stop(child)


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last of what a stream says, read to its end so that the child never waits for us."""
    kept = b""
    while more := await stream.read(4096):
        kept = (kept + more)[-2000:]
    return kept.decode("utf-8", "replace")


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), PATIENCE)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
