"""What has no end: kills at random moments (killing.py) and mutants (mutants.py), each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from bench import HERE
from report import Table
from serving import Server

KILLS, KILLING = 1000, 120.0
MUTANTS, MUTATING = 100_000, 60.0
"""How many, and for how many seconds at most, in the default run."""


def killed(table: Table, server: Server, times: int) -> None:
    """Kill the commands that write, and count what was lost, doubled, torn or out of step."""
    row = table[10]
    command = [sys.executable, str(HERE / "killing.py"), server.base, str(KILLS * times), str(KILLING * times)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        row.take(1, [f"the killing itself failed: {done.stderr[-400:]}"])
        return
    told = json.loads(done.stdout.splitlines()[-1])
    row.take(told["rounds"], told["faults"])
    in_course = ", ".join(f"{name} {number}" for name, number in told["killed"].items())
    row.figures.append(f"killed in their course: {in_course}")


def mutated(table: Table, times: int) -> None:
    """Read and understand mutants, and count what acts, raises or takes long."""
    command = [sys.executable, "mutants.py", "0", str(MUTANTS * times), str(MUTATING * times)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
    if done.returncode:
        table[3].take(1, [f"a mutant ends the process: {done.stderr[-400:]}"])
        return
    told = json.loads(done.stdout.splitlines()[-1])
    for number, sign in ((1, "acts"), (3, "raises"), (4, "takes")):
        faults = {fault: found for fault, found in told["faults"].items() if fault.startswith(sign)}
        failures = [f"mutants: {fault}, {count} times, first {seed}" for fault, (count, seed) in faults.items()]
        table[number].take(told["tried"], failures)
    kinds = told["kinds"]
    table[1].figures.append(f"{told['tried']:,} mutants, {kinds['releases']:,} releases in them")
    table[4].figures.append(f"slowest mutant {told['slowest']:.1f} s")
