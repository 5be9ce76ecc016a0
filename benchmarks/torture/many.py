"""Many commands in one process: a list of arguments a line in, what each said and how long it took a line out.

The commands are the product's own, by their one entry; only the start of Python is shared among them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback

from reader import config
from reader.cli import main


def run(arguments: list[str]) -> dict[str, object]:
    """One command: exit code, what it printed, its complaints, processor seconds, and its traceback if it has one."""
    out, err = io.StringIO(newline=""), io.StringIO(newline="")
    crash = ""
    code: object = None
    start = _processor_seconds()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        except BaseException:
            crash = traceback.format_exc()
    secs = _processor_seconds() - start
    if "a fault of its own" in err.getvalue():
        crash = err.getvalue() + _last_fault()
    # As a real standard output would: a lone surrogate is an error there.
    for said in (out, err):
        try:
            said.getvalue().encode("utf-8")
        except UnicodeEncodeError as error:
            crash = crash or f"UnicodeEncodeError: {error}"
    return {"code": code, "out": out.getvalue(), "err": err.getvalue(), "secs": secs, "crash": crash}


def _last_fault() -> str:
    """The end of the log that a fault is written into."""
    log = config.state_file().parent / "faults.log"
    return " < ".join(log.read_text(encoding="utf-8").splitlines()[-3:]) if log.exists() else ""


def _processor_seconds() -> float:
    """Of this process and of the children that have ended."""
    return sum(os.times()[:4])


def loop() -> None:
    results = sys.stdout
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), file=results, flush=True)


if __name__ == "__main__":
    loop()
