"""The road in beside newsboat: refreshes of feeds over loopback, and an import of saved pages.

    python benchmarks/refresh.py [FEEDS [FILES]]    prints the table; both have the sizes of the goals unless said

Ours and newsboat take the same feeds from the same server, one after the other, newsboat with the settings it comes
with. Both keep their archives between the steps, as they would at home: first everything is new, then nothing, then
one item in twenty.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from table import Row, markdown

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
READER: list[str | Path] = [sys.executable, "-m", "reader"]
ITEMS, NEW = 100, 5
PORT = 18_899
SEED = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    wall: float
    """Seconds."""
    computing: float
    """Seconds of all its processes."""

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.computing:.2f} s computing)"


def run(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end; SystemExit with its last words where it fails."""
    plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([str(part) for part in command], env=plain, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {(done.stderr or done.stdout)[-500:]}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


class Pair:
    """An archive of ours and one of newsboat's, which follow the same feeds."""

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        folder.mkdir()
        urls = folder / "urls"
        urls.write_text("".join(f"{address}\n" for address in addresses))
        (folder / "config").write_text("use-proxy no\n")
        self._ours: list[str | Path] = [*READER, "--archive", folder / "ours.sqlite"]
        self._peer: list[str | Path] = [
            "newsboat",
            "-C",
            folder / "config",
            "-u",
            urls,
            "-c",
            folder / "cache.db",
            "-x",
            "reload",
        ]
        run([*self._ours, "import", urls])

    def refresh(self) -> tuple[Cost, Cost]:
        """One refresh of each."""
        return run([*self._ours, "refresh"]), run(self._peer)

    def row(self, figure: str, goal: float) -> Row:
        """A refresh of each as a row."""
        ours, peer = self.refresh()
        return Row(figure, str(ours), f"{peer} (newsboat)", f"{ours.wall / peer.wall:.2f}", f"<= {goal}")


def rows(feeds: int = 100, files: int = 10_000) -> list[Row]:
    """The figures of refresh and import; without newsboat, those of the import alone."""
    table: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if shutil.which("newsboat"):
            table += _refreshes(folder, feeds) + _far_away(folder, feeds)
        table.append(_importing(folder, files))
    return table


def _refreshes(folder: Path, feeds: int) -> list[Row]:
    shelf = folder / "feeds"
    _make(shelf, feeds, ITEMS)
    with _serving(shelf, PORT):
        pair = Pair(folder / "near", [f"http://127.0.0.1:{PORT}/{each.name}" for each in sorted(shelf.glob("*.xml"))])
        size = f"{feeds} feeds x {ITEMS} items"
        table = [pair.row(f"cold refresh of {size}", 1.5), pair.row("nothing changed, server answers 304", 0.25)]
        _ask("__mode?validators=off&conditional=off")
        table.append(pair.row("nothing changed, server has no validators", 0.15))
        _make(shelf, feeds, ITEMS, NEW)
        _ask("__reload")
        return [*table, pair.row(f"{NEW} of {ITEMS} items new", 0.4)]


def _far_away(folder: Path, feeds: int) -> list[Row]:
    shelf = folder / "far-feeds"
    _make(shelf, feeds, 20)
    hosts = [f"127.0.0.{number}" for number in range(1, feeds + 1)]
    with _serving(shelf, PORT, *hosts):
        addresses = [f"http://{host}:{PORT}/feed{number:04}.xml" for number, host in enumerate(hosts)]
        pair = Pair(folder / "far", addresses)
        pair.refresh()
        _ask("__mode?latency=100")
        _ask("__stats?reset=1")
        row = pair.row(f"{feeds} hosts, 100 ms latency, nothing changed", 0.1)
        return [row]


def _importing(folder: Path, files: int) -> Row:
    pages = folder / "pages"
    pages.mkdir()
    made = _module("makefeeds")
    for number in range(files):
        one = made.release(SEED, number % 200, 10_000 - number // 200, made.feed_facts(SEED, number % 200))
        text = (
            f"<html><head><title>{one['title']}</title></head><body><h1>{one['title']}</h1>{one['html']}</body></html>"
        )
        (pages / f"{number:05}.html").write_text(text)
    cost = run([*READER, "--archive", folder / "imported.sqlite", "import", pages])
    again = run([*READER, "--archive", folder / "imported.sqlite", "import", pages])
    return Row(
        f"import of {files:,} saved pages",
        f"{files / cost.wall:.0f} files/s",
        f"{files / again.wall:.0f} files/s (again)",
        "",
        ">= 150",
    )


def _make(shelf: Path, feeds: int, items: int, shift: int = 0) -> None:
    sizes = ["--feeds", str(feeds), "--items", str(items), "--shift", str(shift), "--seed", str(SEED)]
    run([sys.executable, BENCH / "makefeeds.py", *sizes, shelf])


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _serving(shelf: Path, port: int, *hosts: str) -> Iterator[None]:
    """The shared server in a process of its own, on these loopback addresses."""
    command = [sys.executable, __file__, "--serve", str(shelf), str(port), *(hosts or ["127.0.0.1"])]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        if not server.stdout.readline().startswith("ready"):
            raise SystemExit("the server of the feeds does not start")
        yield
    finally:
        server.kill()
        server.wait()


def _serve(shelf: str, port: str, *hosts: str) -> None:
    serve = _module("serve")

    async def work() -> None:
        serve.Server.shelf = serve.Shelf(shelf, 6)
        serve.Server.reset()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(serve.Server, hosts, int(port), backlog=1024)
        print("ready", flush=True)
        await server.serve_forever()

    asyncio.run(work())


def _ask(path: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{PORT}/{path}") as answer:
        said: str = answer.read().decode()
    return said


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        _serve(*sys.argv[2:])
    else:
        print(markdown(rows(*map(int, (part for part in sys.argv[1:] if re.fullmatch(r"\d+", part))))), end="")
