"""Measures how fast the reader is on archives of a thousand to a million releases, and writes docs/performance.md.

    python benchmarks/speed.py [--runs 5] [--sizes 1000 100000 1000000] [--no-refresh]

Ours and its peer run in turn, in one run: a minimal Textual app, newsboat with as many articles, and `python -c pass`.
What a terminal shows is timed by `ptybench.py`, which lies beside the project.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import building
from table import Row, markdown

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
READER = Path(sys.executable).with_name("reader")
MINIMAL = f"{sys.executable} {Path(__file__).with_name('minimal.py')}"

NEWSBOAT_SIZE = 100_000
"""Articles that newsboat is given: with a million it needs minutes."""

SIZE = "120x40"
"""Columns and lines: tree, list and page side by side."""

QUIET = 40
"""Milliseconds of silence that end a repaint; the page follows the cursor later than that, and is measured apart."""

SEARCHES = ("government", "journalists", "protest", "freedom", "rights", "evidence", "kalime", "zanderzan", "women")

LINES = 40
"""Lines of a command's output that are read before the pipe is closed, as `head` and a pager do."""

AS_USED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of what is measured: a user's Python keeps the modules that it has compiled."""

Figures = dict[str, Any]


def main() -> None:
    given = _arguments()
    archives = {size: building.archive_of(size) for size in given.sizes}
    small, large = min(archives), max(archives)
    rows: list[Row] = []
    for row in chain(
        starts(archives, given.runs),
        start_of(archives[large], archives[small], given.runs),
        beside_newsboat(archives, given.runs),
        memory(archives[large]),
        keys(archives[large]),
        searches(archives[large]),
        narrowing(archives[large]),
        commands(archives[large], given.runs),
        refreshing() if given.refresh else (),
    ):
        print(f"{row.figure:60} {row.ours:>14} {row.peer:>26} {row.ratio:>6} {row.goal}", flush=True)
        rows.append(row)
    write(rows, archives, given.runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each start (default 5)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(building.SIZES), help="releases of the archives")
    parser.add_argument("--no-refresh", dest="refresh", action="store_false", help="leave the refreshing out")
    return parser.parse_args()


# Starting.


def starts(archives: dict[int, Path], runs: int) -> Iterator[Row]:
    """Start to the first frame that answers keys, and memory there, beside the minimal app."""
    for size, path in archives.items():
        seen = screen(ours(path), until(size), runs, beside=MINIMAL, beside_until="minimal app")
        yield compared(f"start, {size:,} releases", seen, "first", 1000, "ms", "minimal app", "<= 1.25")
        if size == max(archives):
            yield compared(f"memory at the first frame, {size:,}", seen, "rss", 1, "MB", "minimal app", "<= 1.5")


def start_of(large: Path, small: Path, runs: int) -> Iterator[Row]:
    """The largest archive beside the smallest."""
    beside = shlex.join(ours(small))
    seen = screen(ours(large), r"1 of \d", runs, beside=beside, beside_until=r"1 of \d")
    yield compared("start, largest beside smallest", seen, "first", 1000, "ms", "smallest", "<= 1.10")
    yield compared("memory at the first frame, largest beside smallest", seen, "rss", 1, "MB", "smallest", "<= 1.05")


def beside_newsboat(archives: dict[int, Path], runs: int) -> Iterator[Row]:
    """Start beside newsboat with as many articles in as many feeds."""
    if not shutil.which("newsboat") or NEWSBOAT_SIZE not in archives:
        return
    folder = newsboat_folder(archives[NEWSBOAT_SIZE])
    files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    command = shlex.join(["newsboat", *(part for key, name in files.items() for part in (key, str(folder / name)))])
    path = archives[NEWSBOAT_SIZE]
    seen = screen(ours(path), until(NEWSBOAT_SIZE), runs, beside=command, beside_until=r"\(\d+/\d+\)")
    yield compared(f"start, {NEWSBOAT_SIZE:,} releases", seen, "first", 1000, "ms", "newsboat", "<= 0.35")
    yield compared(f"memory at the first frame, {NEWSBOAT_SIZE:,}", seen, "rss", 1, "MB", "newsboat", "")


def newsboat_folder(archive: Path) -> Path:
    """newsboat's files with the releases of an archive: its own tables, which it makes itself, filled."""
    folder = building.CACHE / f"newsboat-{archive.stem}"
    if (folder / "whole").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config").touch()
    with closing(sqlite3.connect(archive)) as db:
        feeds = db.execute("SELECT url, title FROM source ORDER BY id").fetchall()
        (folder / "urls").write_text("".join(f"{url}\n" for url, _ in feeds))
        command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "print-unread"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        articles = db.execute(
            "SELECT s.url, r.key, r.title, r.url, CAST(strftime('%s', r.published) AS INTEGER), 1 - r.is_read"
            " FROM release r JOIN source s ON s.id = r.source"
        )
        text = "The authorities should say at once where the people are who were taken away. " * 20
        with closing(sqlite3.connect(folder / "cache.db")) as theirs:
            theirs.executemany(
                "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
                [(url, url, title) for url, title in feeds],
            )
            theirs.executemany(
                "INSERT INTO rss_item (feedurl, guid, title, url, pubDate, unread, author, content)"
                f" VALUES (?, ?, ?, ?, ?, ?, '', '{text}')",
                articles,
            )
            theirs.commit()
    (folder / "whole").touch()
    return folder


# In use.


def memory(path: Path) -> Iterator[Row]:
    """After a thousand keys and fifty releases opened, beside the first frame."""
    used = screen(ours(path), r"1 of \d", 1, "--hold", r"j:60:16.7", "--key", r"\r*50", "--key", "h", "--key", "j")
    first, last = used["peak"]["median"], used["end_peak"]["median"]
    figure = "memory after 1,000 keys and 50 releases opened"
    yield Row(figure, f"{last:.0f} MB", f"{first:.0f} MB (first frame)", f"{last / first:.2f}", "<= 1.3")


def keys(path: Path) -> Iterator[Row]:
    """Key to repaint in the list."""
    wanted = (("j", "j", 40, 5), ("page down", r"\x1b[6~", 25, 10), ("end", "G", 10, 10), ("home", "g", 10, 10))
    presses = [part for _, key, times, _ in wanted[:2] for part in ("--key", f"{key}*{times}")]
    presses += [part for _ in range(10) for part in ("--key", "G", "--key", "g")]
    seen = screen(ours(path), r"1 of \d", 2, "--raw", *presses)
    for name, key, times, most in wanted:
        spec = key if key in ("G", "g") else f"{key}*{times}"
        yield in_time(f"{name} to repaint", pressed(seen, spec), most)


def searches(path: Path) -> Iterator[Row]:
    """The last letter of a word to the list painted."""
    presses = [part for word in SEARCHES for part in ("--key", f"/{word[:-1]}", "--key", word[-1], "--key", r"\x1b")]
    # The first search loads the box and the query language; it is not what typing costs.
    seen = screen(ours(path), r"1 of \d", 2, "--raw", "--key", r"/warm", "--key", r"\x1b", *presses)
    yield in_time("last letter of a search to the list", pressed(seen, *sorted({word[-1] for word in SEARCHES})), 20)


def narrowing(path: Path) -> Iterator[Row]:
    """A region or a country chosen in the tree to the list painted, alone and with a search."""
    chosen = ("--key", "fgjjj", "--key", r"\x0d", "--key", "f") + 8 * ("--key", "j", "--key", r"\r", "--key", "f")
    seen = screen(ours(path), r"1 of \d", 2, "--raw", *chosen)
    yield in_time("region key to the list", pressed(seen, r"\r"), 15)
    seen = screen(ours(path), r"1 of \d", 2, "--raw", "--key", r"/government\r", *chosen)
    yield in_time("region key to the list, with a search", pressed(seen, r"\r"), 15)


# Commands.


def commands(path: Path, runs: int) -> Iterator[Row]:
    """Time and memory of the commands, beside a Python that does nothing."""
    for name, arguments in (
        ("list", ["list"]),
        ("list, with a search", ["list", "government", "region:asia"]),
        ("export", ["export", "--to", "-", "--format", "csv", "journalists"]),
    ):
        mine, peers, most = [], [], 0.0
        run_command([str(READER), "--archive", str(path), *arguments])  # leaves its modules compiled
        for _ in range(2 * runs):
            seconds, megabytes = run_command([str(READER), "--archive", str(path), *arguments])
            mine.append(seconds)
            most = max(most, megabytes)
            peers.append(run_command([sys.executable, "-c", "pass"])[0])
        ours_, peer = statistics.median(mine), statistics.median(peers)
        figure = f"reader {name}"
        yield Row(figure, ms(ours_), f"{ms(peer)} (python -c pass)", f"{ours_ / peer:.2f}", "<= 6")
        yield Row(f"{figure}, memory", f"{most:.0f} MB", goal="<= 30 MB")


def run_command(command: list[str]) -> tuple[float, float]:
    """Seconds until a command has written LINES lines and ended, and its peak of memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=AS_USED)
    if process.stdout is None:
        raise RuntimeError("no output to read")
    for _ in zip(range(LINES), process.stdout, strict=False):
        pass
    process.stdout.close()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def refreshing() -> Iterator[Row]:
    """The rows of refresh.py."""
    if Path(__file__).with_name("refresh.py").exists():
        yield from import_module("refresh").rows()


# Measuring.


def ours(path: Path) -> list[str]:
    return [str(READER), "--archive", str(path)]


def until(size: int) -> str:
    return f"1 of {size}"


def screen(command: list[str], until: str, runs: int, *more: str, beside: str = "", beside_until: str = "") -> Figures:
    """What ptybench says of a command in a terminal, run in turn with `beside` where it is given."""
    tool = building.SHARED / "ptybench.py"
    options = ["--until", until, "--runs", str(runs), "--size", SIZE, "--quiet", str(QUIET), *more]
    if beside:
        options += ["--vs", beside, "--vs-until", beside_until]
    for each in (command, shlex.split(beside)) if beside else (command,):
        warm = [sys.executable, str(tool), "--until", until if each is command else beside_until, "--runs", "1"]
        subprocess.run([*warm, "--size", SIZE, "--", *each], capture_output=True, env=AS_USED)
    run = [sys.executable, str(tool), *options, "--", *command]
    done = subprocess.run(run, capture_output=True, text=True, env=AS_USED)
    if done.returncode:
        raise SystemExit(f"ptybench failed on {shlex.join(command)}:\n{done.stderr[-2000:]}")
    figures: Figures = json.loads(done.stdout)
    return figures


def compared(figure: str, seen: Figures, what: str, times: float, unit: str, peer: str, goal: str) -> Row:
    mine, theirs = seen[what]["median"] * times, seen["vs"][what]["median"] * times
    return Row(figure, f"{mine:.0f} {unit}", f"{theirs:.0f} {unit} ({peer})", f"{mine / theirs:.2f}", goal)


def in_time(figure: str, samples: Samples, most: float) -> Row:
    """A key's time to the repaint: 95 of 100 are quicker. Beside it the processor's time, which a busy machine bends
    less; it is counted in hundredths of a second, so only its mean says something."""
    late = sorted(samples.seconds)[round(0.95 * (len(samples.seconds) - 1))]
    median, cpu = 1000 * statistics.median(samples.seconds), 1000 * statistics.fmean(samples.cpu)
    said = f"median {median:.1f} ms, processor {cpu:.1f} ms, n {len(samples.seconds)}"
    return Row(f"{figure}, p95 ({said})", f"{late * 1000:.1f} ms", goal=f"<= {most:g} ms")


@dataclass(slots=True)
class Samples:
    """What presses of a key took."""

    seconds: list[float]
    cpu: list[float]
    """Seconds of the processor."""


def pressed(seen: Figures, *specs: str) -> Samples:
    """All presses of some keys, in all runs."""
    presses = [run["keys"][spec] for run in seen["runs"]["a"] for spec in specs]
    seconds = [each for press in presses for each in press["paint"] if each is not None]
    return Samples(seconds, [each for press in presses for each in press["cpu"]])


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


# The page.


def write(rows: list[Row], archives: dict[int, Path], runs: int) -> None:
    """Put the table into docs/performance.md, in place of the one before; what is said around it stays."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    sizes = ", ".join(f"{size:,} ({path.stat().st_size / 1e6:,.0f} MB)" for size, path in archives.items())
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC at {commit.stdout.strip()}"
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    versions = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    head = (
        f"Measured {now}, {machine}, {versions}; archives of {sizes} releases;"
        f" {runs} runs of each start, in turn with the peer's.\n\n"
    )
    page = PAGE.read_text(encoding="utf-8")
    before, mark, rest = page.partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- /measured -->")
    PAGE.write_text(f"{before}{mark}{head}{markdown(rows)}{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
