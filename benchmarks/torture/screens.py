"""The screen with hostile releases, in hostile terminals, and under hostile keys."""

from __future__ import annotations

import json
import random
import re
import resource
import signal
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import leaks
from archives import SAMPLE
from bench import PWNED, Bench
from inputs import Input, Kept, of_kind
from report import Table
from serving import Server
from terminal import Terminal, quit_of

RECORDER = """#!{python}
import json, sys
with open({target!r}, "a") as kept:
    kept.write(json.dumps(sys.argv[1:]) + "\\n")
"""
"""A browser that notes what it was given."""


def walked(table: Table, bench: Bench, base: str) -> None:
    """Walk through every release of an archive of hostile feeds, each page and surface, watching every byte."""
    ids = [int(row["id"]) for row in bench.reader("list", "--json").objects]
    opened = bench.home / "opened.jsonl"
    _use_recorder(bench, opened)
    links = {each for one in of_kind("http") if one["group"] == "link" for each in _ids(bench, one, base)}
    pictures: dict[int, str] = {}
    told: dict[int, str] = {}
    with Terminal(bench, size=(200, 50)) as terminal:
        is_open = terminal.until(lambda: "All releases" in terminal.shown() or GOOD in terminal.shown())
        table[3].check(is_open, f"the screen does not open: {terminal.shown()[:200]}")
        terminal.settle()
        for number, release_id in enumerate(ids, 1):
            place = f"{number:,} of {len(ids):,}"
            is_there = terminal.until(lambda place=place: place in terminal.shown(), 5)  # type: ignore[misc]
            terminal.settle(0.05)
            table[3].check(is_there, f"screen: release {release_id} is not reached: {terminal.shown()[:80]}")
            pictures[release_id] = terminal.shown()
            if release_id in links:
                told[release_id] = _open_link(terminal)
            if release_id % 16 == 0:
                terminal.measure()
            if terminal.ended(0) is not None:
                table[3].check(False, f"the screen ended at release {release_id}")
                return
            terminal.press("j")
        for keys in SURFACES:
            terminal.press(*keys)
            terminal.settle(0.25)
        code = quit_of(terminal)
        table[3].check(code == 0 and terminal.is_restored, f"the screen ends with {code} or does not give back")
        table[3].check(not terminal.has_traceback, "the screen shows a traceback")
        table[1].take(len(ids), [f"screen: {each}" for each in leaks.of_terminal(bytes(terminal.written))])
        table[9].take(1, [f"screen: {each}" for each in leaks.of_secrets(bytes(terminal.written))])
        table[5].check(terminal.peak_mb <= 256, f"screen: {terminal.peak_mb:.0f} MB")
        table[5].figures.append(f"screen {terminal.peak_mb:.0f} MB")
        table[1].figures.append(f"{len(terminal.written) // 1000:,} kB written to the terminal")
    _judge_pictures(table, bench, base, pictures)
    _judge_opened(table, opened, told)


GOOD = "GOOD-7331"

SURFACES: tuple[Sequence[str], ...] = (
    ("/",), ("7", "3", "3", "1"), ("enter",), ("esc",), ("v",), ("j", "enter"), ("esc",), ("?",), ("esc",), ("A",),
    ("esc",), ("h",), ("j", "j", "l"), ("esc",), ("m",), ("s",), ("u",), ("y",), ("Y",), (":",), ("esc",), ("R",),
)  # fmt: skip
"""Keys of everything else that shows outside text: search, voices, help, feeds, regions, marks, copies, a refresh."""


def _ids(bench: Bench, one: Input, base: str) -> list[int]:
    return Kept(bench.archive).ids(f"{base}/h/{one['id']}")


def _use_recorder(bench: Bench, target: Path) -> None:
    script = bench.home / "browser"
    script.write_text(RECORDER.format(python=sys.executable, target=str(target)), encoding="utf-8")
    script.chmod(0o755)
    config = bench.home / "config" / "release-reader" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f"browser = {json.dumps(str(script))}\n", encoding="utf-8")


def _open_link(terminal: Terminal) -> str:
    """Open the release's address; what is shown before it is opened."""
    terminal.press("o")
    terminal.settle(0.15, 1)
    told = terminal.shown()
    terminal.press("o")
    terminal.settle(0.15, 1)
    return told


def _judge_pictures(table: Table, bench: Bench, base: str, pictures: Mapping[int, str]) -> None:
    kept = Kept(bench.archive)
    for one in of_kind("http"):
        seen = " ".join(_by_pane(pictures.get(each, "")) for each in kept.ids(f"{base}/h/{one['id']}"))
        for text in one["checks"].get("text_has", []):
            if seen and not one["checks"].get("may_refuse"):
                # A title that goes over several lines of the page has them between its words.
                found = _letters(text) in _letters(seen)
                table[2].check(found, f"{one['id']}: {text!r} is not on the screen")
        for text in one["checks"].get("text_lacks", []):
            table[2].check(text not in seen, f"{one['id']}: {text!r} is on the screen")


def _by_pane(picture: str) -> str:
    """The text of a picture pane by pane, so that a title which goes over several lines is in one piece."""
    lines = [re.split("[│┃▏▐▌]+", line) for line in picture.splitlines()]
    width = max((len(line) for line in lines), default=0)
    return " ".join(" ".join(line[at] for line in lines if at < len(line)) for at in range(width))


def _letters(text: str) -> str:
    return "".join(text.split())


def _judge_opened(table: Table, opened: Path, told: Mapping[int, str]) -> None:
    row = table[13]
    calls: list[list[str]] = []
    if opened.exists():
        calls = [json.loads(line) for line in opened.read_text(encoding="utf-8").splitlines()]
    row.figures.append(f"{len(calls)} addresses were opened")
    for call in calls:
        row.check(len(call) == 1, f"the browser was given {call}")
        address = call[-1] if call else ""
        is_web = bool(re.fullmatch(r"https?://[^\x00-\x20\x7f-\x9f/@]+(/[^\x00-\x20\x7f-\x9f]*)?", address))
        row.check(is_web, f"the browser was given {address!r}")
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        row.check(any(host in each for each in told.values()), f"{host} was not shown before it was opened")
    row.check(not PWNED.exists(), "something was run")


def keyed(table: Table, server: Server) -> None:
    """Keys while twenty hostile feeds refresh: each is answered at once."""
    heavy = sorted(of_kind("http"), key=lambda one: -int(one["bytes"]))[:20]
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{server.base}/h/{one["id"]}"/>' for one in heavy)
    with Bench("keys") as bench:
        listing = bench.home / "feeds.opml"
        listing.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        bench.reader("import", SAMPLE, listing)
        with Terminal(bench, size=(160, 50)) as terminal:
            terminal.until(lambda: "releases" in terminal.shown())
            terminal.settle(0.5)
            terminal.press("R")
            waits: list[float] = []
            start = time.monotonic()
            while len(waits) < 400 and time.monotonic() - start < 40:
                waits.append(terminal.latency("j" if len(waits) % 60 < 30 else "k"))
                terminal.measure()
            waits.sort()
            p99 = waits[int(len(waits) * 0.99)] * 1000
            table[4].check(p99 <= 50, f"keys meanwhile: 99 of 100 within {p99:.0f} ms")
            table[4].figures.append(
                f"keys while 20 hostile feeds refresh: p50 {waits[len(waits) // 2] * 1000:.0f} ms, p99 {p99:.0f} ms"
            )
            table[5].check(terminal.peak_mb <= 256, f"screen and refresh: {terminal.peak_mb:.0f} MB")
            table[5].figures.append(f"screen while it refreshes {terminal.peak_mb:.0f} MB")
            quit_of(terminal)


def surroundings(table: Table, server: Server, times: int) -> None:
    """Terminals, signals, limits and variables as no user would like them."""
    with Bench("around") as bench:
        bench.reader("import", SAMPLE)
        _sizes(table, bench)
        _without_terminal(table, bench)
        _signals(table, bench)
        _variables(table, bench)
        _limits(table, bench, server)
        _keys(table, bench, times)
        _paste(table, bench)
    _modes(table)
    _temporary_names(table)


def _opened(terminal: Terminal) -> bool:
    return terminal.until(lambda: b"\x1b[?1049h" in terminal.written and len(terminal.written) > 1500, 20)


def _judge_end(table: Table, name: str, terminal: Terminal, codes: Sequence[int | None] = (0,)) -> None:
    row = table[3]
    row.check(terminal.code in codes, f"{name}: ended with {terminal.code}: {terminal.shown()[-200:].strip()}")
    row.check(terminal.is_restored, f"{name}: the terminal is not given back")
    row.check(not terminal.has_traceback, f"{name}: a traceback")
    table[1].take(1, [f"{name}: {each}" for each in leaks.of_terminal(bytes(terminal.written))])


def _sizes(table: Table, bench: Bench) -> None:
    for size in ((1, 1), (2, 2), (40, 10), (500, 150)):
        with Terminal(bench, size=size) as terminal:
            _opened(terminal)
            terminal.settle()
            for keys in (("j", "enter"), ("]", "esc"), ("/", "w", "a"), ("esc",), ("?",), ("esc",), ("v",), ("esc",)):
                terminal.press(*keys)
                terminal.settle(0.2, 1)
            for other in ((80, 24), (1, 1), (30, 3), (120, 40)):
                terminal.resize(*other)
                terminal.settle(0.05, 1)
            quit_of(terminal)
            _judge_end(table, f"{size[0]}x{size[1]}", terminal)


def _without_terminal(table: Table, bench: Bench) -> None:
    row = table[3]
    for name, ran in (
        ("no terminal at all", bench.reader()),
        ("nothing on standard input", bench.reader("-", data=b"")),
        ("closed standard input", bench.reader(around=["sh", "-c", 'exec "$@" <&-', "-"])),
        ("closed standard output", bench.reader("list", around=["sh", "-c", 'exec "$@" >&-', "-"])),
        ("a full disk behind standard output", bench.reader("list", around=["sh", "-c", 'exec "$@" >/dev/full', "-"])),
    ):
        row.check(not ran.crash, f"{name}: {ran.crash}")
        row.check(ran.cpu < 5, f"{name}: {ran.cpu:.1f} s of computing")
    for term in ("dumb", "", "no-such-terminal", "vt52"):
        with Terminal(bench, env={"TERM": term}) as terminal:
            terminal.settle(1.0, 6)
            quit_of(terminal)
            _judge_end(table, f"TERM={term}", terminal, (0, 1, 2))
    for redirect in ("</dev/null", "<&-"):
        with Terminal(bench, redirect=redirect) as terminal:
            _opened(terminal)
            quit_of(terminal)
            _judge_end(table, f"a screen {redirect}", terminal, (0, 1, 2))


def _signals(table: Table, bench: Bench) -> None:
    for number, code in ((signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)):
        with Terminal(bench) as terminal:
            _opened(terminal)
            terminal.settle()
            start = time.monotonic()
            terminal.kill(number)
            terminal.ended(10)
            table[3].check(time.monotonic() - start < 6, f"{number.name}: took {time.monotonic() - start:.1f} s")
            _judge_end(table, number.name, terminal, (code, 0))
    with Terminal(bench) as terminal:
        _opened(terminal)
        terminal.settle()
        before = terminal.shown()
        terminal.press("ctrl-z")
        terminal.settle(0.3, 2)
        terminal.kill(signal.SIGTSTP)
        terminal.settle(0.3, 2)
        terminal.kill(signal.SIGCONT)
        terminal.settle(0.5, 4)
        table[3].check(bool(terminal.shown().strip()) and bool(before), "SIGTSTP: nothing is drawn after it")
        quit_of(terminal)
        _judge_end(table, "SIGTSTP", terminal)


def _variables(table: Table, bench: Bench) -> None:
    without = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"))
    variables: dict[str, Mapping[str, str | None]] = {
        "LC_ALL=C": {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0"},
        "LC_ALL=tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
        "PYTHONIOENCODING": {"PYTHONIOENCODING": "ascii"},
        "no HOME": without,
        "TZ=:/etc/passwd": {"TZ": ":/etc/passwd"},
        "TZ=XXX+99": {"TZ": "XXX+99"},
        "COLUMNS=-5": {"COLUMNS": "-5", "LINES": "x"},
        "BROWSER": {"BROWSER": "sh -c"},
        "EDITOR": {"EDITOR": f"sh -c 'touch {PWNED}' $(touch {PWNED})", "PAGER": f"; touch {PWNED}"},
        "a proxy": {"http_proxy": "http://127.0.0.1:8765/canary/proxy", "ALL_PROXY": "socks5://127.0.0.1:1"},
    }
    for name, changes in variables.items():
        ran = bench.reader("list", env=changes)
        table[3].check(not ran.crash, f"{name}: {ran.crash}")
        with Terminal(bench, env=changes) as terminal:
            _opened(terminal)
            for keys in (("j", "enter"), ("o",), ("esc",), ("Y",)):
                terminal.press(*keys)
                terminal.settle(0.2, 1)
            quit_of(terminal)
            _judge_end(table, name, terminal)
    table[13].check(not PWNED.exists(), "a variable was run")


def _limits(table: Table, bench: Bench, server: Server) -> None:
    outlines = "".join(
        f'<outline type="rss" text="x" xmlUrl="{server.base}/ok/rss?n=2&amp;seed={n}"/>' for n in range(100)
    )
    with Bench("limits") as crowded:
        listing = crowded.home / "feeds.opml"
        listing.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        crowded.reader("import", listing)
        ran = crowded.reader("refresh", limits=[(resource.RLIMIT_NOFILE, 32)], patience=120)
        table[3].check(not ran.crash, f"32 open files: {ran.crash}")
        ran = crowded.reader("refresh", patience=120)
        table[3].check(ran.code in (0, 3), f"after 32 open files: {ran.said[-160:]}")
    for what, limit in (
        ("no other process", (resource.RLIMIT_NPROC, 0)),
        ("300 MB of addresses", (resource.RLIMIT_AS, 300 * 2**20)),
    ):
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if what.startswith("no other") else []
        ran = bench.reader("list", limits=[limit], around=nobody)
        table[3].check(not ran.crash, f"{what}: {ran.crash}")
        ran = bench.reader("import", SAMPLE / "saved", limits=[limit], around=nobody)
        table[3].check(not ran.crash, f"{what}: import: {ran.crash}")


def _keys(table: Table, bench: Bench, times: int) -> None:
    """Keys and mouse by chance; what would leave the reader is left out, and so is what starts another program."""
    chance = random.Random(7331)
    letters = [chr(code) for code in range(33, 127) if chr(code) not in "qo"]
    others = [
        b"\x1b",
        b"\r",
        b"\t",
        b"\x1b[A",
        b"\x1b[B",
        b"\x1b[C",
        b"\x1b[D",
        b"\x1b[5~",
        b"\x1b[6~",
        b"\x1b[Z",
        b" ",
        b"\x7f",
    ]
    with Terminal(bench, size=(100, 30)) as terminal:
        _opened(terminal)
        number, start = 0, time.monotonic()
        while time.monotonic() - start < 20 * times and terminal.ended(0) is None:
            data = b""
            for _ in range(40):
                if chance.random() < 0.15:
                    data += b"\x1b[<%d;%d;%d%s" % (
                        chance.choice((0, 2, 64, 65, 35)),
                        chance.randrange(1, 101),
                        chance.randrange(1, 31),
                        chance.choice((b"M", b"m")),
                    )
                elif chance.random() < 0.4:
                    data += chance.choice(others)
                else:
                    data += chance.choice(letters).encode()
            terminal.give(data)
            terminal.settle(0.01, 2)
            number += 40
        table[3].take(number, () if terminal.code is None else [f"keys by chance: ended with {terminal.code}"])
        table[3].figures.append(f"{number:,} keys and mouse events by chance")
        terminal.kill(signal.SIGTERM)
        terminal.ended(10)
        _judge_end(table, "keys by chance", terminal, (143, 0))


def _paste(table: Table, bench: Bench) -> None:
    with Terminal(bench) as terminal:
        _opened(terminal)
        terminal.press("/")
        terminal.settle()
        terminal.give(b"\x1b[200~" + b"flood " * 1_700_000 + b"\x1b[201~")
        start = time.monotonic()
        terminal.settle(0.5, 20)
        waited = time.monotonic() - start
        table[4].figures.append(f"after 10 MB pasted {waited:.1f} s")
        quit_of(terminal)
        _judge_end(table, "10 MB pasted", terminal)


def _modes(table: Table) -> None:
    """With no umask at all, whatever is kept is for its owner alone."""
    with Bench("modes") as bench:
        loose = ["sh", "-c", 'umask 000; exec "$@"', "-"]
        bench.reader("import", SAMPLE, around=loose)
        bench.reader("config", "init", around=loose)
        bench.reader("backup", bench.home / "data" / "copy.sqlite", around=loose)
        with Terminal(bench, around=loose) as terminal:
            _opened(terminal)
            quit_of(terminal)
        for place in ("data", "config", "state", "cache"):
            for path in [bench.home / place, *(bench.home / place).rglob("*")] if (bench.home / place).exists() else []:
                mode = stat.S_IMODE(path.stat().st_mode)
                table[14].check(not mode & 0o077, f"{path.relative_to(bench.home)} has the mode {mode:o}")


def _temporary_names(table: Table) -> None:
    """Links laid where temporary files might be made are not followed."""
    with Bench("links") as bench:
        bench.archive.parent.mkdir(parents=True)
        victim = bench.home / "victim"
        victim.write_text("mine", encoding="utf-8")
        target = bench.archive.parent / "copy.sqlite"
        for name in ("copy.sqlite", "copy.sqlite.tmp", "archive.sqlite.tmp", "archive.tmp"):
            (bench.archive.parent / name).symlink_to(victim)
        bench.reader("import", SAMPLE / "saved")
        ran = bench.reader("backup", target)
        table[14].check(victim.read_text(encoding="utf-8") == "mine", "a link was written through")
        table[14].check(ran.code == 1, "a copy was made over a link")
