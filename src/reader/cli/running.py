"""Runs a command: streams, signals, exit codes, and what is said when it can't be done."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from reader.archive import ArchiveError, in_words
from reader.cli.arguments import parsed
from reader.cli.saying import FAILED, INTERRUPTED, TERMINATED, WRONG_USE, Failure, complain
from reader.config import ConfigError

JOURNALED = frozenset({"add", "import", "refresh", "reread", "mark", "note", "export", "doctor", "backup"})
"""Commands that the journal has a line of: what fetches, writes or takes long."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0, 1 failed, 2 wrong usage or config, 3 some sources failed, 130/143 signals."""
    signal.signal(signal.SIGTERM, _terminated)
    _open_streams()
    given = argparse.Namespace()
    code = FAILED
    try:
        code = _done(arguments, given)
    finally:
        # An export to standard output leaves nothing behind.
        if getattr(given, "command", "") in JOURNALED and getattr(given, "to", "") != "-":
            from reader import journal

            journal.note(f"{given.command} ended with {code}")
    return code


def _done(arguments: Sequence[str], given: argparse.Namespace) -> int:
    """Do the command, put by name into `given`; its exit code, also for what goes wrong."""
    try:
        vars(given).update(vars(parsed(list(arguments))))
        gc.enable()
        code: int = given.run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what Python flushes at its exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ConfigError as error:
        return complain(str(error), WRONG_USE)
    except (ArchiveError, Failure) as error:
        return complain(str(error), FAILED)
    except PermissionError as error:
        return complain(f"{error.filename or 'a file'}: you are not allowed to read or write there", FAILED)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return complain("the disk is full, so that not all of it could be written", FAILED)
        # What the archive's file or the disk does wrong while it is read is no fault of the program.
        if said := in_words(error):
            return complain(f"{getattr(given, 'archive', 'the archive')}: {said}", FAILED)
        from reader import faults
        from reader.workers.pool import NoWorkers

        return complain(str(error) if isinstance(error, NoWorkers) else faults.keep(error), FAILED)
    return code


def _open_streams() -> None:
    """See that the three standard streams are there, and that they take every character.

    Where one is closed, the next file to be opened would be in its place, and what is printed would go into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            while (opened := os.open(os.devnull, os.O_RDWR)) < number:
                continue
            if opened != number:
                os.dup2(opened, number)
            nothing = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115
            for each in (name, f"__{name}__"):
                setattr(sys, each, nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)
