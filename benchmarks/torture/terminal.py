"""The reader in a terminal of its own: keys in, every byte that it writes and the picture of them out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
from bench import FAULT, Bench, descendants, resident_kb

KEYS = {"enter": b"\r", "esc": b"\x1b", "tab": b"\t", "down": b"\x1b[B", "up": b"\x1b[A", "space": b" "}

PAIRS = [(b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?1000h", b"\x1b[?1000l")]
"""What is switched on, and what gives it back: the other screen, the hidden cursor, the mouse."""


class Terminal:
    """A program in a pseudo-terminal; what it wrote, and the picture that makes."""

    def __init__(
        self,
        bench: Bench,
        *arguments: str | Path,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        around: Sequence[str] = (),
        redirect: str = "",
    ) -> None:
        columns, rows = size
        command = [*around, sys.executable, "-m", "reader", *map(str, arguments)]
        if redirect:
            command = ["sh", "-c", f'exec "$@" {redirect}', "-", *command]
        self.written = bytearray()
        self.peak_mb = 0.0
        self.code: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            with contextlib.suppress(BaseException):
                os.chdir(bench.home)
                os.execvpe(command[0], command, bench.environment(env))
            os._exit(127)
        self.resize(columns, rows)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exception: object) -> None:
        for pid in descendants(self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.ended(5)
        os.close(self._end)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def shown(self) -> str:
        """The picture as lines of text."""
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return "\n".join("".join(row[at].data for at in range(self._screen.columns)).rstrip() for row in rows)

    def read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; whether anything did."""
        if not select.select([self._end], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._end, 1 << 16)
        except OSError:
            return False
        self.written += data
        with contextlib.suppress(Exception):  # the picture's own trouble with odd bytes is not the reader's
            self._stream.feed(data)
        return bool(data)

    def until(self, is_so: Callable[[], bool], seconds: float = 30) -> bool:
        """Read until something is so; whether it came to be."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if is_so():
                return True
            if not self.read(0.05) and self.ended(0) is not None:
                return is_so()
        return is_so()

    def settle(self, quiet: float = 0.08, most: float = 3.0) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + most
        while time.monotonic() < end and self.read(quiet):
            pass

    def press(self, *keys: str) -> None:
        for key in keys:
            data = KEYS.get(key) or (bytes([ord(key[5:]) & 31]) if key.startswith("ctrl-") else key.encode())
            with contextlib.suppress(OSError):
                os.write(self._end, data)

    def give(self, data: bytes) -> None:
        """Put bytes in as a paste or a stuck key does, as fast as they are taken."""
        os.set_blocking(self._end, False)
        at, end = 0, time.monotonic() + 30
        while at < len(data) and time.monotonic() < end and self.ended(0) is None:
            try:
                at += os.write(self._end, data[at : at + 4096])
            except BlockingIOError:
                self.read(0.01)
            except OSError:
                break
        os.set_blocking(self._end, True)

    def latency(self, key: str) -> float:
        """Seconds from a key to the first byte of the answer; a second where there is none."""
        self.settle(0.02, 0.5)
        start = time.monotonic()
        self.press(key)
        self.read(1.0)
        return time.monotonic() - start

    def measure(self) -> None:
        self.peak_mb = max(self.peak_mb, resident_kb(self.pid) / 1024)

    def kill(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def ended(self, seconds: float) -> int | None:
        """The exit code, minus a signal's number; None where it goes on after so many seconds."""
        end = time.monotonic() + seconds
        while self.code is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.code = os.waitstatus_to_exitcode(status)
                    break
            if time.monotonic() >= end:
                break
            self.read(0.02)
        return self.code

    @property
    def is_restored(self) -> bool:
        """Whether everything that was switched on was given back."""
        return all(self.written.rfind(off) > self.written.rfind(on) for on, off in PAIRS if on in self.written)

    @property
    def has_traceback(self) -> bool:
        plain = re.sub(rb"\x1b\[[0-9;:?]*[a-zA-Z]", b"", bytes(self.written))
        return any(sign in plain for sign in (b"Traceback (most recent", b"Traceback \xe2", FAULT.encode()))


def quit_of(terminal: Any) -> int | None:
    """Leave by the key, out of whatever is open; the exit code."""
    for _ in range(4):
        # Pressed at once with the next key, it would be taken for that key with alt.
        terminal.press("esc")
        terminal.settle(0.25, 2)
    terminal.press("q")
    code: int | None = terminal.ended(10)
    return code
