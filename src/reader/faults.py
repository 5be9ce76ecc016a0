"""A fault of the reader itself: a plain line for the user, and a log for who mends it that tells nobody's reading."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from reader import __version__, config

LARGEST = 200_000
"""Bytes of the log, after which it begins anew."""


def keep(error: BaseException, folder: Path | None = None) -> str:
    """Write where a fault happened into a log; the line that says so.

    The log names places in the code and kinds of errors. Their messages stay out: they may hold titles and searches.
    """
    log = (folder or config.state_file().parent) / "faults.log"
    kind = type(error).__name__
    with contextlib.suppress(OSError):
        config.make_folder(log.parent)
        is_full = log.exists() and log.stat().st_size > LARGEST
        descriptor = os.open(log, os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if is_full else os.O_APPEND), 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join([*_told(error), ""]))
        return f"a fault of its own stopped it ({kind}); nothing stored was lost, and {log} says where it happened"
    return f"a fault of its own stopped it ({kind}); nothing stored was lost"


def _told(error: BaseException) -> list[str]:
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} reader {__version__}, Python {python}, {sys.platform}"]
    told: BaseException | None = error
    while told is not None and len(lines) < 500:
        lines.append(type(told).__name__)
        lines += _places(told.__traceback__)
        told = told.__cause__ or told.__context__
    return lines


def _places(traceback: TracebackType | None) -> list[str]:
    places: list[str] = []
    while traceback is not None and len(places) < 100:
        code = traceback.tb_frame.f_code
        places.append(f"  {code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places
