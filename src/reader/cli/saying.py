"""Exit codes, and what a command says beside its output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from reader.refresh import Progress

FAILED, WRONG_USE, SOME_FAILED, INTERRUPTED, TERMINATED = 1, 2, 3, 130, 143

STEP = 2_000
"""Releases that a long command marks at a time: the archive is free for others in between."""


class Failure(Exception):
    """A command that can't be done; the message says why and what to do."""


def complain(message: str, code: int) -> int:
    """Say on stderr what is wrong; the exit code, for the caller to return."""
    print(f"reader: {message}", file=sys.stderr)
    return code


def counter(total: int | None = None) -> Callable[[int], None]:
    """What tells how far a long command has come, to somebody who looks on; of how many, where that is known."""
    shows = sys.stderr.isatty()
    of_all = "" if total is None else f" of {total}"

    def tell(done: int) -> None:
        if shows and done % STEP == 0:
            print(f"\r{done}{of_all}\r", end="", file=sys.stderr, flush=True)

    return tell


class ProgressLine:
    """How far a long work is, on stderr: a line that is written over on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._over = sys.stderr.isatty()
        self._every = 0.2 if self._over else 10.0
        self._last = time.monotonic()
        self._has_told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._has_told and self._over:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last, self._has_told = now, True
            words = f"\r{progress.in_words()}\x1b[K" if self._over else progress.in_words() + "\n"
            print(words, end="", file=sys.stderr, flush=True)
