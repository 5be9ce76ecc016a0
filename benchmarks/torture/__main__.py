"""Tortures the reader: every hostile input, server, kill and damage through its own commands and screen; one table.

    python benchmarks/torture [N]

N multiplies what can be had without end: mutants, kills, searches. The table is kept in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import archives
import campaigns
import inputs
import screens
import searches
import servers
from bench import ROBUST, ROOT, Bench
from report import Table
from serving import PUBLIC, Server

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
    with Server(is_alone=ALONE in os.environ) as server:
        for name, part in parts(server, given.times).items():
            if not given.only or name in given.only.split(","):
                start = time.monotonic()
                part(table)
                print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print("\n".join([*table.lines(), "", *table.complaints()]))
    return 1 if table.complaints() else 0


def parts(server: Server, times: int) -> dict[str, Callable[[Table], None]]:
    """Each part by its name."""
    return {
        "http": lambda table: _over_http(table, server),
        "servers": lambda table: servers.behaved(table, server),
        "files": lambda table: inputs.as_files(table, server),
        "lists": lambda table: inputs.as_lists(table, server),
        "settings": inputs.as_settings,
        "searches": lambda table: _of_any_kind(table, times),
        "archives": lambda table: archives.damaged(table, times),
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
