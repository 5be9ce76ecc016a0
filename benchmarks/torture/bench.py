"""A workbench: the reader run as its user runs it, in a home of its own, watched for time, memory and what it says."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHARED = Path(os.environ.get("READER_SHARED") or ROOT.parent / "shared")
ROBUST = SHARED / "robust"
HOSTILE = ROBUST / "hostile"

CANARY = Path("/tmp/canary-7f3a/secret.txt")
"""The file that hostile inputs ask for; its words must never be seen again."""

PWNED = Path("/tmp/PWN7331")
"""The file that hostile inputs try to make."""

PORT = 8765
"""The port that the canary addresses in the inputs name."""

PATIENCE = 60.0
"""Seconds after which a command is ended: longer than anything may take."""


FAULT = "a fault of its own"
"""What the reader says of an exception that nobody caught."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How one command went."""

    code: int
    """Its exit code; minus the number of the signal that ended it."""
    out: bytes
    err: bytes
    secs: float
    cpu: float
    """Seconds of processor time, children included."""
    peak_mb: float
    """Most resident memory of the whole process tree."""

    @property
    def said(self) -> str:
        """All that it said, as text."""
        return (self.out + b"\n" + self.err).decode("utf-8", "replace")

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects that it printed, a line each."""
        return [json.loads(line) for line in self.out.splitlines() if line.startswith(b"{")]

    @property
    def crash(self) -> str:
        """What is wrong with how it ended: a traceback, a signal, an exit code it does not have; empty if nothing."""
        if b"Traceback (most recent" in self.err + self.out:
            return "a traceback: " + self.err.decode("utf-8", "replace").strip().splitlines()[-1][:160]
        if FAULT.encode() in self.err + self.out:
            return self.err.decode("utf-8", "replace")[:200]
        return "" if self.code in (0, 1, 2, 3, 130, 143) else f"it ended with {self.code}"


class Bench:
    """A home with an archive, and the command `reader` in it."""

    def __init__(self, name: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"torture-{name}-"))
        self.archive = self.home / "data" / "archive.sqlite"
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("READER_", "XDG_"))},
            "HOME": str(self.home),
            "READER_ARCHIVE": str(self.archive),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "TERM": "xterm-256color",
            "PYTHONUNBUFFERED": "1",
            # Somebody's browser must not open because a check went wrong.
            "BROWSER": "true",
        }

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def reader(
        self,
        *arguments: str | Path,
        env: Mapping[str, str | None] | None = None,
        data: bytes | None = None,
        patience: float = PATIENCE,
        limits: Sequence[tuple[int, int]] = (),
        around: Sequence[str] = (),
    ) -> Ran:
        """Run `reader` with these arguments; `env` changes variables (None takes one away), `around` wraps it."""
        command = [*around, sys.executable, "-m", "reader", *map(str, arguments)]
        return watched(command, self.environment(env), data=data, patience=patience, limits=limits, cwd=self.home)

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """The variables that the reader is given."""
        merged: dict[str, str | None] = {**self.env, **(changes or {})}
        return {name: value for name, value in merged.items() if value is not None}


def watched(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    data: bytes | None = None,
    patience: float = PATIENCE,
    limits: Sequence[tuple[int, int]] = (),
    cwd: Path | None = None,
) -> Ran:
    """Run a command to its end, or end its whole group after `patience` seconds."""

    def limit() -> None:
        for what, most in limits:
            resource.setrlimit(what, (most, most))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=limit if limits else None,
        )
        if data is not None and child.stdin:
            stdin, given = child.stdin, data
            threading.Thread(target=_feed, args=(stdin, given), daemon=True).start()
        peak = 0
        while child.poll() is None:
            peak = max(peak, resident_kb(child.pid))
            if time.monotonic() - start > patience:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            time.sleep(0.01)
        secs = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Ran(child.returncode, out.read(), err.read(), secs, cpu, peak / 1024)


def _feed(stdin: Any, data: bytes) -> None:
    try:
        stdin.write(data)
        stdin.close()
    except OSError:
        return


def descendants(pid: int) -> list[int]:
    """A process and all that come of it."""
    found, todo = [], [pid]
    while todo:
        found.append(one := todo.pop())
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                todo += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:
            continue
    return found


def resident_kb(pid: int) -> int:
    """Resident memory of a process and all that come of it, pages that they share counted once for each."""
    total = 0
    for one in descendants(pid):
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        total += pages * 4
    return total


def manifest() -> list[dict[str, Any]]:
    """The hostile inputs, those left out of the folder (over 4 MB) apart."""
    lines = (HOSTILE / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if not one.get("gen")]
