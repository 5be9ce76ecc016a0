"""The whole program in a terminal of its own: it ends as it should and leaves the terminal as it was."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

import pytest

PATIENCE = 15.0
"""Seconds for a program to start or to end on a busy machine."""

PROGRAM = """
import sys
from pathlib import Path
from reader.config import Settings
from reader.ui.app import run
sys.exit(run(Path(sys.argv[1]), settings=Settings()))
"""


class Terminal:
    """A program in a pseudo-terminal of 80 by 24, and all that it wrote."""

    def __init__(self, archive: Path, home: Path) -> None:
        self._end, inner = pty.openpty()
        ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(archive)],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(home)},
            start_new_session=True,
        )
        os.close(inner)
        self.written = ""

    def read_until(self, is_so: Callable[[str], bool]) -> None:
        """Read on until what was written is so, or the program has ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not is_so(self.written):
            if select.select([self._end], [], [], 0.1)[0]:
                try:
                    more = os.read(self._end, 65536)
                except OSError:
                    return
                if not more:
                    return
                self.written += more.decode("utf-8", "replace")

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def end_code(self) -> int:
        """Read to the end; the program's exit code."""
        self.read_until(lambda written: False)
        return self.process.wait(PATIENCE)

    def vanish(self) -> None:
        """Take the terminal away, as a closed window does; no signal tells the program."""
        os.close(self._end)
        self._end = os.open(os.devnull, os.O_RDONLY)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._end)


@pytest.fixture
def terminal(archive_path: Path, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(archive_path, tmp_path)
    terminal.read_until(lambda written: "All releases" in written)
    yield terminal
    terminal.close()


def is_restored(written: str) -> bool:
    """Whether the other screen was left, the cursor shown and the mouse let go, in that program's last words."""
    return all(written.rfind(off) > written.rfind(on) >= 0 for on, off in PAIRS)


PAIRS = [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?1000h", "\x1b[?1000l")]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["terminated", "hung up"]
)
def test_a_signal_ends_it_with_its_own_code_and_the_terminal_is_given_back(
    terminal: Terminal, number: int, code: int
) -> None:
    terminal.process.send_signal(number)
    assert terminal.end_code() == code
    assert is_restored(terminal.written)


def test_q_ends_it_well_and_the_terminal_is_given_back(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.end_code() == 0
    assert is_restored(terminal.written)


def test_it_ends_when_its_terminal_is_gone(terminal: Terminal) -> None:
    terminal.vanish()
    assert terminal.process.wait(PATIENCE) == 129


def test_a_signal_ends_it_at_once_behind_a_flood_of_keys(terminal: Terminal) -> None:
    os.set_blocking(terminal._end, False)
    for _ in range(200):
        with suppress(BlockingIOError):
            terminal.press("jk/wa\x1b[A" * 40)
        terminal.read_until(lambda written: True)
    os.set_blocking(terminal._end, True)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.end_code() == 143
    assert is_restored(terminal.written)


def test_q_ends_it_after_a_long_paste(terminal: Terminal) -> None:
    terminal.press("\x1b[200~")
    for _ in range(500):
        terminal.press("flood " * 600)
    terminal.press("\x1b[201~q")
    assert terminal.end_code() == 0
    assert is_restored(terminal.written)


@pytest.mark.parametrize("redirect", ["<&-", "</dev/null"])
def test_where_no_keys_can_come_in_it_says_so_at_once(archive_path: Path, tmp_path: Path, redirect: str) -> None:
    end, inner = pty.openpty()
    ran = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "-", sys.executable, "-m", "reader", "--archive", archive_path],
        stdin=subprocess.DEVNULL,
        stdout=inner,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)},
        start_new_session=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(inner)
    os.close(end)
    assert ran.returncode == 1
    assert "no terminal to take keys from" in ran.stderr.decode()
