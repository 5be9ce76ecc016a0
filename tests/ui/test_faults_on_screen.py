"""A fault while the screen is open: the terminal is given back, and one plain line says what happened."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = """
import sys
from pathlib import Path
from reader.config import Settings
from reader.ui import app
from reader.ui.screens.reading import Reading

def broken(self):
    raise KeyError(self.headlines.headline(0).title)

Reading.action_toggle_star = broken
app.config.state_file = lambda: Path(sys.argv[2]) / "state.json"
sys.exit(app.run(Path(sys.argv[1]), settings=Settings()))
"""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_a_fault_gives_the_terminal_back_and_shows_one_plain_line(archive_path: Path, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", BROKEN, str(archive_path), str(tmp_path)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "LINES": "30", "COLUMNS": "100"},
        start_new_session=True,
    )
    os.close(slave)
    seen = b""
    while b"lawyers" not in seen:
        seen += read(master)
    os.write(master, b"s")
    while more := read(master):
        seen += more
    os.close(master)
    assert child.wait(20) == 1
    after = seen[seen.rindex(b"\x1b[?1049l") :].decode()
    assert "a fault of its own stopped it (KeyError)" in after
    assert "Traceback" not in after
    assert "lawyers" not in after
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert "broken" in log
    assert "lawyers" not in log


def read(master: int) -> bytes:
    """What the terminal was given; nothing once the program has ended."""
    if not select.select([master], [], [], 20)[0]:
        return b""
    try:
        return os.read(master, 65536)
    except OSError:
        return b""
