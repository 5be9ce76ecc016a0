"""Tortures the reader: every hostile input, server, kill and damage through its own commands and screen; one table.

    python benchmarks/torture [N]

N multiplies what can be had without end: mutants, kills, searches. The table is kept in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import archives
import assertions
import campaigns
import inputs
import screens
import searches
import servers
import texts
from bench import ROBUST, ROOT, Bench
from report import Table
from serving import PUBLIC, Server

from reader.extract.clean import clean_line
from reader.refresh import sample_archive

SEARCHES = 100_000
"""Search strings that are tried in the default run."""

ALONE = "READER_TORTURE_ALONE"
"""Set where we run in a network of our own, in which there is nothing but loopback."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", nargs="?", type=int, default=1, metavar="N", help="how much longer than a few minutes")
    parser.add_argument("--only", default="", metavar="PARTS", help="some parts only, with commas between")
    given = parser.parse_args()
    if not ROBUST.exists():
        print(f"there is nothing to torture with at {ROBUST}", file=sys.stderr)
        return 2
    _be_alone()
    inputs.lay_canaries()
    table = Table()
    began = time.monotonic()
    with Server(is_alone=ALONE in os.environ) as server:
        for name, part in parts(server, given.times).items():
            if not given.only or name in given.only.split(","):
                start = time.monotonic()
                part(table)
                print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print("\n".join([*table.lines(), "", *table.complaints()]))
    if not given.only:
        PAGE.write_text(page(table, given.times, time.monotonic() - began), encoding="utf-8")
    return 1 if table.complaints() else 0


PAGE = ROOT / "docs" / "reliability.md"

HEAD = """# Reliability

How the reader fares in a hostile world. Written by `make torture` (`make torture N=10` for longer), which drives the
reader's own commands and screen, in a network of its own where that may be had. What it is given lies in
`../shared/robust`: hostile inputs, a hostile server, a mutator; the rest (kills, damage, searches, odd terminals) is in
`benchmarks/torture`. [SECURITY.md](../SECURITY.md) says what is promised. Seconds are of computing.
"""


def page(table: Table, times: int, seconds: float) -> str:
    """The table with when, how long and on what it was measured, and every failure."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    told = f"N={times}, {seconds / 60:.0f} minutes, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    lines = [f"Measured at {commit.stdout.strip()}, {datetime.now(UTC):%Y-%m-%d}: {told}.", "", *table.lines()]
    if table.complaints():
        lines += ["", "## What failed", "", *(f"- {clean_line(each)}" for each in table.complaints())]
    return "\n".join([HEAD, *lines, ""])


def parts(server: Server, times: int) -> dict[str, Callable[[Table], None]]:
    """Each part by its name."""
    return {
        "http": lambda table: _over_http(table, server),
        "servers": lambda table: servers.behaved(table, server),
        "files": lambda table: inputs.as_files(table, server),
        "parsers": assertions.asserted,
        "lists": lambda table: inputs.as_lists(table, server),
        "settings": inputs.as_settings,
        "searches": lambda table: _of_any_kind(table, times),
        "archives": lambda table: archives.damaged(table, times),
        "texts": texts.kept,
        "around": lambda table: screens.surroundings(table, server, times),
        "keys": lambda table: screens.keyed(table, server),
        "mutants": lambda table: campaigns.mutated(table, times),
        "kills": lambda table: campaigns.killed(table, server, times),
    }


def _over_http(table: Table, server: Server) -> None:
    with Bench("http") as bench:
        server.reset()
        inputs.over_http(table, server, bench)
        inputs.on_plain_surfaces(table, bench, inputs.of_kind("http"), server.base)
        inputs.as_queries(table, bench)
        texts.exported(table, bench, server.base)
        screens.walked(table, bench, server.base)
        inputs.judge_world(table, server, "feeds")


def _of_any_kind(table: Table, times: int) -> None:
    """Searches made of anything, against the sample."""
    table[15].take(SEARCHES * times, list(searches.failures(sample_archive(), SEARCHES * times)))


def _be_alone() -> None:
    """Start anew in a network of our own, where that may be had: whatever goes wrong then reaches nobody."""
    if ALONE in os.environ or not shutil.which("unshare"):
        return
    apart = ["unshare", "-nm"] if os.geteuid() == 0 else ["unshare", "-rnm"]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        print("there is no network of our own to be had here; going on in this one", file=sys.stderr)
        return
    os.environ[ALONE] = "1"
    command = [sys.executable, str(ROOT / "benchmarks" / "torture"), *sys.argv[1:]]
    os.execvp("unshare", [*apart, "sh", "-c", f'{UP}; exec "$@"', "-", *command])


UP = f"ip link set lo up; ip addr add 169.254.169.254/32 dev lo; ip addr add {PUBLIC}/32 dev lo"
"""A network with this machine in it, the metadata service of a cloud, and a machine that counts as public."""


if __name__ == "__main__":
    sys.exit(main())
