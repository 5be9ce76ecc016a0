"""What a worker may use of the machine: seconds of computing for each piece of work, and memory in all.

Where a system has no such limits (Windows), the parent's own patience is the only one.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

if sys.platform != "win32":
    import resource

MEMORY = 72 * 2**20
"""Bytes of data that a worker may hold: with the screen (70 MiB), the refresh (60) and a second worker, all that one
input can make of us stays below 256 MiB."""

MEMORY_ALONE = 112 * 2**20
"""The same for a large input, beside which no other worker runs."""

WORN = 72 * 2**20
"""Resident bytes from which on a worker that has done its work makes way for a fresh one."""

GRACE = 2
"""Seconds of computing after the allowance until the system ends the process: where a single call of a C library
takes that long, no signal reaches us."""


class TooLong(BaseException):
    """A piece of work has used its allowance; no `except Exception` on the way may keep it."""


def settle() -> None:
    """Take the limits that hold for the whole life of a worker."""
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGPROF, _interrupt)


def set_memory(most: int) -> None:
    """Let the process hold at most so many bytes of data; a MemoryError where it would take more."""
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def is_worn() -> bool:
    """Whether the process has grown so far that a fresh one is better."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > WORN


@contextmanager
def allowance(seconds: float) -> Iterator[None]:
    """Raises TooLong in what is done inside once it has computed for so many seconds.

    Work that can't be interrupted is ended by the system a little later, and the process with it.
    """
    if sys.platform == "win32":
        yield
        return
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds + GRACE), most))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise TooLong
