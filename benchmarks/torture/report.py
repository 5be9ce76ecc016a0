"""The one table: what was tried, how often, what failed, and the goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """One row of the table."""

    number: int
    what: str
    goal: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    """What was measured beside the count, such as the slowest."""

    def take(self, tried: int, failures: Iterable[str] = ()) -> None:
        """Count more that was tried, and what of it failed."""
        self.tried += tried
        self.failures += failures

    def check(self, is_good: bool, failure: str) -> None:
        """Count one check."""
        self.take(1, () if is_good else [failure])


WHAT = {
    1: ("control sequences from outside text on any surface", "0"),
    2: ("markup from outside text carried out; titles letter for letter", "0"),
    3: ("uncaught exceptions, tracebacks, terminal not restored", "0"),
    4: ("one input holds us longer than 5 s CPU; keys meanwhile", "0; p99 <= 50 ms"),
    5: ("memory of the process tree above 256 MB", "0"),
    6: ("good items lost beside a bad one", "0"),
    7: ("parser-neutral feed assertions", ">= 99.5 %"),
    8: ("server behaviours", "all"),
    9: ("requests or files that nobody asked for", "0"),
    10: ("kill -9 at random moments: lost, doubled, torn, out of step", "0"),
    11: ("damaged, full, read-only, newer archives; clocks; two readers", "0"),
    12: ("texts edited, emptied, withdrawn, guid reused or stolen: a version lost", "0"),
    13: ("links: shell, extra arguments, other schemes", "0"),
    14: ("files written outside the folder or over another", "0"),
    15: ("search strings and settings: exception or > 0.5 s CPU", "0"),
    16: ("scripts stored, shown, found, exported letter for letter", "all"),
}


class Table:
    """The rows, by their number."""

    def __init__(self) -> None:
        self.rows = {number: Row(number, *said) for number, said in WHAT.items()}

    def __getitem__(self, number: int) -> Row:
        return self.rows[number]

    def lines(self) -> list[str]:
        """The table as Markdown."""
        lines = ["| # | what | tried | failed | goal | measured |", "| --- | --- | ---: | ---: | --- | --- |"]
        for row in self.rows.values():
            failed = str(len(row.failures)) if row.tried else "not tried"
            figures = "; ".join(row.figures)
            lines.append(f"| {row.number} | {row.what} | {row.tried:,} | {failed} | {row.goal} | {figures} |")
        return lines

    def complaints(self) -> list[str]:
        """Every failure, under its row's number."""
        return [f"{row.number}: {failure}" for row in self.rows.values() for failure in row.failures]
