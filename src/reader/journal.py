"""What the reader did, a line each, for who looks for a fault: commands, sources by number, nothing of a text."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from reader import config

LARGEST = 200_000
"""Bytes of the journal, after which it begins anew; the one before is kept."""

NAME = "reader.log"


def note(said: str, folder: Path | None = None) -> None:
    """Write a line, for its owner's eyes only; where the disk won't have it, it is left out.

    The caller gives no title, address, path or search: whoever finds the journal learns nothing of what was read.
    """
    journal = (folder or config.state_file().parent) / NAME
    line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {said}\n"
    with contextlib.suppress(OSError):
        config.make_folder(journal.parent)
        if journal.exists() and journal.stat().st_size > LARGEST:
            journal.replace(journal.with_name(f"{NAME}.1"))
        descriptor = os.open(journal, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line)
