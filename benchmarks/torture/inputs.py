"""The hostile inputs, each by the way it arrives: over HTTP, as a file, in a list of feeds, as settings, as a query."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import leaks
from bench import CANARY, HERE, HOSTILE, PWNED, Bench, Ran, manifest, watched
from report import Table
from serving import Server

MOST_MB = 256
"""Resident memory that no input may take us above."""

GOOD = "GOOD-7331"
"""In the title of the sound item that lies beside every bad one."""

Input = dict[str, Any]


def lay_canaries() -> None:
    """Put the file where hostile inputs look for it, and take away what they try to make."""
    CANARY.parent.mkdir(exist_ok=True)
    CANARY.write_text("CANARY-FILE-7f3a\n", encoding="utf-8")
    PWNED.unlink(missing_ok=True)


def of_kind(kind: str) -> list[Input]:
    """The inputs that arrive in one way."""
    return [one for one in manifest() if one["kind"] == kind]


Result = dict[str, Any]
"""What `many.py` tells of one command."""


def run_many(bench: Bench, commands: Iterable[Sequence[str | Path]]) -> list[Result]:
    """What each command said, all in one process and one archive."""
    return _many(bench, commands)[0]


def run_each_alone(table: Table, name: str, commands: Sequence[Sequence[str | Path]]) -> list[Result]:
    """What each command said, in one process but each with an archive of its own; their memory is judged together."""
    with Bench("many") as bench:
        alone = [["--archive", str(bench.home / f"{at}.sqlite"), *each] for at, each in enumerate(commands)]
        results, peak_mb = _many(bench, alone)
    table[5].check(peak_mb <= MOST_MB, f"{name}: {peak_mb:.0f} MB")
    table[5].figures.append(f"{name} {peak_mb:.0f} MB")
    return results


def _many(bench: Bench, commands: Iterable[Sequence[str | Path]]) -> tuple[list[Result], float]:
    lines = "".join(json.dumps([str(part) for part in each]) + "\n" for each in commands)
    ran = watched([sys.executable, str(HERE / "many.py")], bench.environment(), data=lines.encode(), patience=900)
    results = [json.loads(line) for line in ran.out.splitlines()]
    missing = lines.count("\n") - len(results)
    died = {"code": ran.code, "out": "", "err": "", "secs": 0.0, "crash": ran.said.strip()[-300:] or "it died"}
    return results + [died] * missing, ran.peak_mb


def judge_result(table: Table, name: str, result: Result, most_secs: float = 10) -> None:
    """What must hold of a command that ran among others in one process."""
    said = (str(result["out"]) + str(result["err"])).encode("utf-8", "surrogatepass")
    table[1].take(1, [f"{name}: printed {each}" for each in leaks.of_plain(said)])
    table[3].check(not result["crash"], f"{name}: {str(result['crash'])[-200:]}")
    table[4].check(result["secs"] <= min(most_secs, 5), f"{name}: {result['secs']:.1f} s of processor time")
    table[9].take(1, [f"{name}: {each} was printed" for each in leaks.of_secrets(said)])


def judge_run(table: Table, name: str, ran: Ran, most_secs: float = 10) -> None:
    """What must hold of every command, whatever it was given."""
    table[1].take(1, [f"{name}: printed {each}" for each in leaks.of_plain(ran.out + ran.err)])
    table[3].check(not ran.crash, f"{name}: {ran.crash}")
    table[4].check(ran.cpu <= min(most_secs, 5) + START, f"{name}: {ran.cpu:.1f} s of processor time")
    table[5].check(ran.peak_mb <= MOST_MB, f"{name}: {ran.peak_mb:.0f} MB")
    table[9].take(1, [f"{name}: {each} was printed" for each in leaks.of_secrets(ran.out + ran.err)])


START = 0.5
"""Processor seconds that a command takes to start: its libraries, not the input."""


def over_http(table: Table, server: Server, bench: Bench) -> None:
    """All that arrives over HTTP: in one archive and one refresh, then the heavy ones each for itself."""
    inputs = of_kind("http")
    titles = {f"{server.base}/h/{one['id']}": one for one in inputs}
    outlines = "".join(f'<outline type="rss" text="{one["id"]}" xmlUrl="{url}"/>' for url, one in titles.items())
    listing = bench.home / "feeds.opml"
    listing.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    judge_run(table, "import of all feeds", bench.reader("import", listing))
    ran = bench.reader("refresh", "--json", patience=600)
    table[3].check(not ran.crash, f"refresh of all feeds: {ran.crash}")
    table[5].check(ran.peak_mb <= MOST_MB, f"refresh of all feeds: {ran.peak_mb:.0f} MB")
    table[5].figures.append(f"refresh of {len(inputs)} hostile feeds {ran.peak_mb:.0f} MB")
    table[1].take(1, leaks.of_plain(ran.out))
    kept = Kept(bench.archive)
    for url, one in titles.items():
        _judge_items(table, one, kept, url)
    heavy = [one for one in inputs if one["bytes"] > HEAVY or one["group"] in ("redos", "xmlbomb")]
    adds = [["add", f"{server.base}/h/{one['id']}"] for one in heavy]
    slowest = 0.0
    for one, result in zip(heavy, run_each_alone(table, "heavy feeds", adds), strict=False):
        judge_result(table, one["id"], result, _most_secs(one))
        slowest = max(slowest, result["secs"])
    table[4].figures.append(f"slowest feed {slowest:.1f} s")


HEAVY = 50_000
"""Bytes from which an input is also tried alone, for its time and memory."""


def _most_secs(one: Input) -> float:
    return float(one["checks"].get("max_secs", 10))


class Kept:
    """What an archive holds, read as it lies in the file."""

    def __init__(self, archive: Path) -> None:
        from reader.archive.pack import unpack_entry, unpack_release

        db = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        self.sources = [dict(row) for row in db.execute("SELECT * FROM source")]
        db.row_factory = None
        self.health = {row["url"]: row["health"] for row in self.sources}
        self.releases: dict[str, list[tuple[int, str]]] = {url: [] for url in self.health}
        rows = db.execute(
            "SELECT s.url, r.id, u.data, v.original FROM listed l JOIN source s ON s.id = l.source"
            " JOIN release r ON r.rank = l.rank JOIN understood u ON u.release = r.id"
            " JOIN revision v ON v.release = r.id"
        )
        for url, release_id, data, original in rows:
            release = unpack_release(data)
            entry = unpack_entry(original)
            shown = "\n".join([release.title, release.subtitle, *(block.text for block in release.blocks)])
            self.releases[url].append((release_id, f"{shown}\n{entry.title}\n{entry.content}"))
        db.close()

    def texts(self, url: str) -> list[str]:
        """The texts of a source's releases, as understood and as they came."""
        return [text for _, text in self.releases.get(url, [])]

    def ids(self, url: str) -> list[int]:
        """The ids of a source's releases."""
        return list(dict.fromkeys(release_id for release_id, _ in self.releases.get(url, [])))


def _judge_items(table: Table, one: Input, kept: Kept, url: str) -> None:
    checks = one["checks"]
    texts = kept.texts(url)
    number = len(kept.ids(url))
    if wanted := checks.get("items"):
        is_refused = checks.get("may_refuse") and not texts and kept.health.get(url)
        is_good = is_refused or (number >= wanted and any(GOOD in text for text in texts))
        table[6].check(is_good, f"{one['id']}: {number} of {wanted} items; {kept.health.get(url, '')}")
    elif not texts:
        table[6].check(bool(kept.health.get(url)), f"{one['id']}: nothing kept, and no word of why")
    for text in checks.get("text_stored", []):
        table[16].check(any(text in each for each in texts), f"{one['id']}: {text!r} is not in the archive")
    table[9].take(1, [f"{one['id']}: {each} stored" for each in leaks.of_secrets("\n".join(texts).encode())])


def on_plain_surfaces(table: Table, bench: Bench, inputs: Sequence[Input], base: str) -> None:
    """Every release of an archive through every command that prints, and what each should and should not show."""
    kept = Kept(bench.archive)
    ids = [release_id for url in kept.releases for release_id in kept.ids(url)]
    every = dict.fromkeys(ids)
    shows = [["show", str(release_id)] for release_id in every]
    asks = [["list"], ["list", "--json"], ["quotes"], ["quotes", "--json"], ["quotes", "--csv"]]
    asks += [["sources"], ["sources", "--json"], ["sources", "--opml"]]
    asks += [["show", "--json", str(release_id)] for release_id in every]
    results = run_many(bench, [*shows, *asks])
    shown = dict(zip(every, (str(result["out"]) for result in results), strict=False))
    for command, result in zip([*shows, *asks], results, strict=False):
        name = " ".join(command)
        table[3].check(not result["crash"], f"{name}: {str(result['crash'])[-160:]}")
        said = (str(result["out"]) + str(result["err"])).encode("utf-8", "surrogatepass")
        table[1].take(1, [f"{name}: printed {each}" for each in leaks.of_plain(said)])
        table[9].take(1, [f"{name}: {each} was printed" for each in leaks.of_secrets(said)])
    for one in inputs:
        checks = one["checks"]
        texts = [shown.get(release_id, "") for release_id in kept.ids(f"{base}/h/{one['id']}")]
        folded = " ".join(" ".join(texts).split())
        row = table[2] if one["group"] == "markup" else table[16]
        for text in checks.get("text_has", []):
            is_refused = checks.get("may_refuse") and not texts
            row.check(is_refused or " ".join(text.split()) in folded, f"{one['id']}: {text!r} is not shown")
        for text in checks.get("text_lacks", []):
            table[2].check(text not in folded, f"{one['id']}: {text!r} is shown")


def as_files(table: Table, server: Server) -> None:
    """Saved files, each in an archive of its own: imported, listed, shown."""
    server.reset()
    files = of_kind("file")
    with Bench("files") as bench:
        asks = (["import", ""], ["list"], ["show", "1"], ["show", "--json", "1"], ["quotes"], ["list", "--json"])
        commands = [
            [
                "--archive",
                str(bench.home / f"{at}.sqlite"),
                *ask[:1],
                *([str(HOSTILE / one["file"])] if ask[1:] == [""] else ask[1:]),
            ]
            for at, one in enumerate(files)
            for ask in asks
        ]
        results, peak_mb = _many(bench, commands)
        table[5].check(peak_mb <= MOST_MB, f"files: {peak_mb:.0f} MB")
        table[5].figures.append(f"saved files {peak_mb:.0f} MB")
    for at, one in enumerate(files):
        imported, *shown = results[at * len(asks) : (at + 1) * len(asks)]
        judge_result(table, one["id"], imported, _most_secs(one))
        for each in shown:
            judge_result(table, one["id"], each)
        _judge_file(table, one, imported, "".join(str(each["out"]) for each in shown))
    judge_world(table, server, "files")


def _judge_file(table: Table, one: Input, imported: Result, shown: str) -> None:
    checks = one["checks"]
    if imported["code"] == 1:
        table[6].check(Path(one["file"]).name in str(imported["err"]), f"{one['id']}: refused without its name")
        table[6].check(not checks.get("text_has"), f"{one['id']}: should be read, but {str(imported['err'])[-160:]}")
        return
    folded = " ".join(shown.split())
    for text in checks.get("text_has", []):
        table[6].check(" ".join(text.split()) in folded, f"{one['id']}: {text!r} is not shown")
    for text in checks.get("text_lacks", []):
        table[2].check(text not in folded, f"{one['id']}: {text!r} is shown")


def judge_world(table: Table, server: Server, what: str) -> None:
    table[9].take(1, [f"{what}: {each}" for each in server.canaries()])
    table[14].check(not PWNED.exists(), f"{what}: {PWNED} was made")
    table[13].check(not PWNED.exists(), f"{what}: something was run")
    PWNED.unlink(missing_ok=True)


def as_lists(table: Table, server: Server) -> None:
    """Lists of feeds: nothing but addresses of the web is taken over, and each that is not is named."""
    lists = of_kind("opml")
    with Bench("lists") as bench:
        asks = [("import", HOSTILE / one["file"]) for one in lists]
        commands: list[list[str | Path]] = []
        for at, ask in enumerate(asks):
            archive = bench.home / f"{at}.sqlite"
            commands += [["--archive", archive, *ask], ["--archive", archive, "sources", "--json"]]
        results, peak_mb = _many(bench, commands)
    table[5].check(peak_mb <= MOST_MB, f"lists of feeds: {peak_mb:.0f} MB")
    for at, one in enumerate(lists):
        imported, sources = results[at * 2 : at * 2 + 2]
        judge_result(table, one["id"], imported, _most_secs(one))
        rows = [json.loads(line) for line in str(sources["out"]).splitlines()]
        addresses = [str(row["url"]) for row in rows if row.get("kind") != "files"]
        odd = [each for each in addresses if not each.lower().startswith(("http://", "https://"))]
        table[9].check(not odd, f"{one['id']}: follows {odd[:2]}")
        if one["id"] == "opml.dups":
            table[6].check(len(addresses) == 1, f"{one['id']}: {len(addresses)} feeds")
        if not addresses:
            table[3].check(bool(imported["err"]), f"{one['id']}: nothing taken, and no word of why")
    judge_world(table, server, "lists")


def as_settings(table: Table) -> None:
    """Settings files: read, or refused with the file's name, and never written to."""
    files = of_kind("config")
    with Bench("settings") as bench:
        copies = [Path(shutil.copy(HOSTILE / one["file"], bench.home)) for one in files]
        commands = [["--config", str(copy), "config", what] for copy in copies for what in ("show", "path")]
        for (_, name, *_rest), result in zip(commands, run_many(bench, commands), strict=True):
            judge_result(table, name, result)
            table[15].check(result["secs"] <= 0.5, f"{name}: {result['secs']:.1f} s")
            is_told = result["code"] == 0 or (result["code"] == 2 and Path(name).name in str(result["err"]))
            table[15].check(is_told, f"{name}: {result['code']}, {str(result['err'])[:100]}")
        for one, copy in zip(files, copies, strict=True):
            is_same = copy.read_bytes() == (HOSTILE / one["file"]).read_bytes()
            table[14].check(is_same, f"{one['id']}: the settings were written to")


def _queries() -> Iterator[tuple[str, str]]:
    for one in of_kind("query"):
        checks = one["checks"]
        text = checks.get("query")
        if text is None:
            length = checks["query_len"]
            text = "x" * length if one["id"].endswith("long") else " ".join(f"w{n}" for n in range(10_000))[:length]
        yield one["id"], text


def as_queries(table: Table, bench: Bench) -> None:
    """What is typed into the search box: an answer or a plain message, at once."""
    queries = list(_queries())
    results = run_many(bench, [["list", "--", text] for _, text in queries])
    for (name, _), result in zip(queries, results, strict=False):
        table[15].check(not result["crash"], f"{name}: {str(result['crash'])[-160:]}")
        table[15].check(result["secs"] <= 0.5, f"{name}: {result['secs']:.2f} s")
        table[1].take(1, [f"{name}: {each}" for each in leaks.of_plain(str(result["err"]).encode())])
