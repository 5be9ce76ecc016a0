"""A measured figure beside the peer that ran in the same run, as a row of the table in docs/performance.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("figure", "ours", "peer", "ratio", "goal", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: every cell as it is printed."""

    figure: str
    ours: str
    peer: str = ""
    """What the peer needed, and its name: "245 ms (minimal app)"; empty where there is none."""
    ratio: str = ""
    """Ours over the peer's, as a plain number."""
    goal: str = ""
    """What should hold: "<= 1.25", of the ratio where there is one, else of `ours`."""

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None where there is no goal or no figure."""
        wanted, got = _number(self.goal), _number(self.ratio or self.ours)
        if wanted is None or got is None:
            return None
        return got >= wanted if self.goal.startswith(">=") else got <= wanted


def _number(text: str) -> float | None:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else None


def markdown(rows: Iterable[Row]) -> str:
    """The table as Markdown; the last column says whether the goal is reached."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    for row in rows:
        verdict = {True: "yes", False: "**no**", None: ""}[row.holds]
        lines.append("| " + " | ".join((row.figure, row.ours, row.peer, row.ratio, row.goal, verdict)) + " |")
    return "\n".join(lines) + "\n"
