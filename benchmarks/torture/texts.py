"""Texts over time and out of the archive: every version kept, and every letter exported inside the folder alone."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import leaks
from bench import PWNED, Bench
from inputs import Kept, of_kind, run_many
from report import Table

from reader.archive import Archive

Items = dict[str, tuple[str, str]]
"""Title and text by guid."""


@contextmanager
def _feeds() -> Iterator[tuple[str, dict[str, Items]]]:
    """A server of feeds that can be changed between two refreshes."""
    held: dict[str, Items] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            items = held.get(self.path, {})
            body = _rss(self.path, items).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", held
    server.shutdown()


def _rss(name: str, items: Mapping[str, tuple[str, str]]) -> str:
    inside = "".join(
        f"<item><title>{escape(title)}</title><guid isPermaLink='false'>{escape(guid)}</guid>"
        f"<link>https://news.example/{escape(guid)}</link><description>{escape(text)}</description></item>"
        for guid, (title, text) in items.items()
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {name}</title>{inside}</channel></rss>"


FIRST = ("Dam to be built", "The dam will be built at Tullow, said the ministry.")
EDITED = ("Dam to be built", "The dam will not be built at Tullow, said the ministry.")
OTHER = ("Harbour to be closed", "The harbour at Arklow will be closed on Monday.")


def kept(table: Table) -> None:
    """Texts that are edited, emptied, withdrawn, and guids that are used anew or by another feed."""
    row = table[12]
    with Bench("texts") as bench, _feeds() as (base, held):
        still = {f"s{number}": (f"Still {number}", f"Nothing changes in number {number}.") for number in range(5)}
        held["/a"] = {"edited": FIRST, "emptied": FIRST, "withdrawn": FIRST, "reused": FIRST, **still}
        held["/b"] = {"own": OTHER}
        for name in ("/a", "/b"):
            row.check(bench.reader("add", f"{base}{name}").code == 0, f"{name} is not followed")
        held["/a"] = {"edited": EDITED, "emptied": ("", ""), "reused": OTHER, **still}
        held["/b"] = {"own": OTHER, "edited": ("Stolen", "This is what the thief says.")}
        sources = ("--source", "1", "--source", "2")
        bench.reader("refresh", *sources)
        held["/a"] = {"edited": FIRST, "emptied": FIRST, **still}
        held["/b"] = {}
        bench.reader("refresh", *sources)
        texts = _texts(bench)
        wanted = {
            ("/a", "edited"): [FIRST[1], EDITED[1], FIRST[1]],
            ("/a", "emptied"): [FIRST[1], "", FIRST[1]],
            ("/a", "withdrawn"): [FIRST[1]],
            ("/a", "reused"): [FIRST[1], OTHER[1]],
            ("/b", "own"): [OTHER[1]],
            ("/b", "edited"): ["This is what the thief says."],
        }
        for (name, key), versions in wanted.items():
            found = texts.get((f"{base}{name}", key), [])
            row.check(found == versions, f"{name} {key}: {found} are kept of {versions}")
        listed = bench.reader("list", "--json").objects
        row.check(len(listed) == 11, f"{len(listed)} of 11 releases are listed")
        changed = {str(one["title"]) for one in bench.reader("list", "is:changed", "--json").objects}
        row.check(FIRST[0] in changed and OTHER[0] in changed, f"is:changed lists {changed}")
        gone = len(bench.reader("list", "is:gone", "--json").objects)
        row.check(gone == 2, f"{gone} releases are marked as gone from their feed, of 2 that are")
        row.check(bench.reader("doctor").code == 0, "not in step")


def _texts(bench: Bench) -> dict[tuple[str, str], list[str]]:
    """The texts of every release as they came, the first one first, by source and key."""
    texts: dict[tuple[str, str], list[str]] = {}
    with Archive.open(bench.archive) as archive:
        for headline in bench.reader("list", "--json").objects:
            history = archive.history(int(headline["id"]))
            source = archive._db.execute(
                "SELECT s.url FROM release r JOIN source s ON s.id = r.source WHERE r.id = ?", (headline["id"],)
            ).fetchone()[0]
            texts[source, history[0].entry.key] = [revision.entry.content for revision in history]
    return texts


FORMS = ("md", "txt", "html", "json", "csv", "bibtex", "ris")


def exported(table: Table, bench: Bench, base: str) -> None:
    """Everything exported in every form: nothing that acts, nothing outside the folder, every script's letters."""
    victim = bench.home / "beside.md"
    victim.write_text("mine", encoding="utf-8")
    before = {path for path in bench.home.rglob("*") if not path.is_relative_to(bench.home / "out")}
    wrote = ""
    for form in FORMS:
        folder = bench.home / "out" / form
        ran = bench.reader("export", "--format", form, "--to", folder, patience=120)
        table[3].check(not ran.crash, f"export as {form}: {ran.crash}")
        table[14].check(ran.code == 0, f"export as {form}: {ran.said[:160]}")
        files = [path for path in folder.rglob("*") if path.is_file()]
        table[14].check(bool(files), f"export as {form}: no file")
        for path in files:
            data = path.read_bytes()
            table[1].take(1, [f"export {path.name}: {each}" for each in leaks.of_plain(data.replace(b"\r\n", b"\n"))])
            table[9].take(1, [f"export {path.name}: {each}" for each in leaks.of_secrets(data)])
            wrote += data.decode("utf-8", "replace")
        odd = [path.name for path in files if path.is_symlink() or path.name.startswith((".", "-")) or "/" in path.name]
        table[14].check(not odd, f"export as {form}: {odd[:3]}")
        again = bench.reader("export", "--format", form, "--to", folder, patience=120)
        unchanged = all(path.is_file() for path in files)
        table[14].check(unchanged and not again.crash, f"export as {form} again: {again.crash}")
    after = {path for path in bench.home.rglob("*") if not path.is_relative_to(bench.home / "out")}
    made = {path for path in after - before if not path.name.endswith(("-wal", "-shm"))}
    table[14].check(not made, f"made outside the folder: {sorted(map(str, made))[:3]}")
    table[14].check(victim.read_text(encoding="utf-8") == "mine", "another file was written over")
    table[14].check(not PWNED.exists(), f"{PWNED} was made")
    _scripts(table, bench, base, wrote)


def _scripts(table: Table, bench: Bench, base: str, wrote: str) -> None:
    """What is not hostile but in a script that is easily harmed: listed, shown, found and exported as it came."""
    kept_texts = Kept(bench.archive)
    for one in of_kind("http"):
        for text in one["checks"].get("text_stored", []):
            if one["group"] != "unicode":
                continue
            ids = kept_texts.ids(f"{base}/h/{one['id']}")
            words = sorted(text.replace(":", " ").split(), key=len)
            asks = [["list", "--json"], ["list", f'"{words[-1]}"'], *(["show", str(each)] for each in ids)]
            listed, found, *shown = run_many(bench, asks)
            row = table[16]
            titles = [json.loads(line)["title"] for line in str(listed["out"]).splitlines()]
            row.check(any(text in title for title in titles), f"{one['id']}: not listed letter for letter")
            pages = ["".join(str(each["out"]).split()) for each in shown]
            row.check(any("".join(text.split()) in page for page in pages), f"{one['id']}: not shown letter for letter")
            row.check(bool(str(found["out"]).strip()), f"{one['id']}: {words[-1]!r} is not found")
            row.check(text in wrote, f"{one['id']}: not exported letter for letter")
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Élysée")
        results = run_many(bench, [["list", text]])
        table[16].check(bool(str(results[0]["out"]).strip()), f"a search in {form} finds nothing")
