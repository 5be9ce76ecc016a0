"""Every behaviour of the hostile server, each followed as a feed over several refreshes."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import leaks
from bench import PORT, Bench
from inputs import Kept
from report import Table
from serving import PUBLIC, Server

REFRESHES = 4
"""How often each is asked: what changes between two answers shows in the third."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be seen of a behaviour afterwards."""

    least: int = 0
    most: int = 10**9
    """Items in the archive."""
    fails: bool | None = None
    """Whether the feed must be marked as failing, or must not; None where either will do."""
    also: Callable[[Seen], str] = lambda seen: ""
    """What else is wrong; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a feed."""

    row: Mapping[str, Any]
    """As `reader sources --json` prints it, and as it lies in the archive."""
    texts: Sequence[str]
    hits: Sequence[Mapping[str, Any]]
    """The requests for its path."""


def _kept(number: int = 20) -> Expected:
    return Expected(number, number, fails=False)


REFUSED = Expected(0, 0, fails=True)
EITHER = Expected(0, 20)


def _address_stays(seen: Seen) -> str:
    return "" if "/redirect/" in seen.row["url"] else f"its address was replaced by {seen.row['url']}"


def _is_off(seen: Seen) -> str:
    return "" if not seen.row["is_on"] and len(seen.hits) == 1 else f"it is asked {len(seen.hits)} times"


def _waits_at_most_a_day(seen: Seen) -> str:
    wait = seen.row["next_check"]
    if not wait:
        return "it does not wait"
    return (
        "" if datetime.fromisoformat(wait) <= datetime.now(UTC) + timedelta(days=1, minutes=1) else f"waits to {wait}"
    )


def _backs_off(seen: Seen) -> str:
    return "" if seen.row["next_check"] else "it does not back off"


def _no_escape(seen: Seen) -> str:
    said = leaks.of_plain(str(seen.row["health"]).encode())
    return f"says {said}" if said else ""


def _few_hits(seen: Seen) -> str:
    return "" if len(seen.hits) <= 20 * REFRESHES else f"asked {len(seen.hits)} times"


def _two_tries(seen: Seen) -> str:
    return "" if len(seen.hits) <= 2 * REFRESHES else f"asked {len(seen.hits)} times"


def _was_conditional(seen: Seen) -> str:
    return "" if any(hit.get("conditional") for hit in seen.hits) else "If-Modified-Since was not sent back"


def _no_cookie(seen: Seen) -> str:
    return "a cookie was sent" if any("Cookie" in hit["headers"] for hit in seen.hits) else ""


def _etag_harmless(seen: Seen) -> str:
    sent = [hit["headers"].get("If-None-Match", "") for hit in seen.hits]
    return "" if all(len(each) < 9000 and "\x1b" not in each for each in sent) else "a mangled ETag was sent"


def _all_versions(seen: Seen) -> str:
    return "" if len(seen.texts) >= 20 * REFRESHES else f"{len(seen.texts)} texts of {20 * REFRESHES} are kept"


def _reads_well(seen: Seen) -> str:
    return "" if any("Élysée — “déclaration”" in text for text in seen.texts) else "it is not readable"


EXPECTED: dict[str, Expected] = {
    "/ok/rss": _kept(),
    "/ok/atom": _kept(),
    "/ok/json": _kept(),
    "/ok/gzip": _kept(),
    "/ok/growing": Expected(REFRESHES, REFRESHES, fails=False),
    "/ok/edited": Expected(20, 20, False, _all_versions),
    "/ok/sliding": Expected(10 + 5 * (REFRESHES - 1), 10 + 5 * (REFRESHES - 1), fails=False),
    "/bomb/gzip": REFUSED,
    "/bomb/encodings": REFUSED,
    "/bomb/br": REFUSED,
    "/bomb/zstd": REFUSED,
    "/bomb/gzip-truncated": Expected(0, 200, fails=True),
    "/bomb/not-gzip": EITHER,
    "/bomb/lol": Expected(0, 0),
    "/size/feed": Expected(),
    "/size/items": Expected(),
    "/size/title": Expected(0, 3),
    "/slow/first-byte": _kept(),
    "/chunk/forever": Expected(fails=True),
    "/chunk/tiny": _kept(),
    "/chunk/huge-size": REFUSED,
    "/length/short-body": Expected(0, 20, fails=True),
    "/length/negative": EITHER,
    "/length/two": REFUSED,
    "/length/none": _kept(),
    "/headers/huge": REFUSED,
    "/headers/http09": REFUSED,
    "/headers/bad-charset": _kept(),
    "/headers/bad-etag": Expected(20, 20, False, _etag_harmless),
    "/headers/cookies": Expected(20, 20, False, _no_cookie),
    "/redirect/loop": Expected(0, 0, True, _few_hits),
    "/redirect/pair-a": Expected(0, 0, True, _few_hits),
    "/redirect/pair-b": Expected(0, 0, True, _few_hits),
    "/redirect/chain": _kept(),
    "/redirect/empty-location": REFUSED,
    "/redirect/esc-location": Expected(0, 0, True, _no_escape),
    "/redirect/301": _kept(),
    "/redirect/308": _kept(),
    "/redirect/301-to-html": Expected(0, 0, True, _address_stays),
    "/redirect/302": Expected(20, 20, False, _address_stays),
    "/redirect/auth-leak": Expected(20, 20),
    "/redirect/auth-check": _kept(),
    "/status/200-empty": REFUSED,
    "/status/204": Expected(0, 0),
    "/status/410": Expected(0, 0, True, _is_off),
    "/status/404": Expected(0, 0, True, _backs_off),
    "/status/429-mad": Expected(0, 0, True, _waits_at_most_a_day),
    "/status/429-esc": Expected(0, 0, True, _no_escape),
    "/status/999": REFUSED,
    "/status/402-feed": REFUSED,
    "/cache/lastmod": Expected(20, 20, False, _was_conditional),
    "/cache/lying-304": Expected(1, fails=False),
    "/auth/always": Expected(0, 0, True, _two_tries),
    "/feed/truncated": Expected(0, 10),
    "/feed/guid-flip": Expected(20, 20 * REFRESHES, fails=False),
    "/feed/vanish": Expected(20, 20),
    "/feed/steal": _kept(),
    "/type/octet": _kept(),
    "/type/none": _kept(),
    "/type/png": EITHER,
    "/type/latin1-lie": Expected(2, 2, False, _reads_well),
}
"""By path; every other redirect must be refused."""

APART = ("/", "/_hits", "/_reset", "/canary/", "/latest/", "/static/", "/h/")
"""What is no feed."""


def behaved(table: Table, server: Server) -> None:
    """Follow all behaviours as feeds; those that lead from a public machine to this one, from a public address."""
    server.reset()
    paths = [each["path"] for each in server.behaviours() if each["path"] not in APART]
    with Bench("servers") as bench, _public(PORT) as public:
        bases = {
            path: public if path.startswith(("/redirect/to-loopback", "/redirect/to-meta")) else "" for path in paths
        }
        urls = {path: f"{_with_password(path, bases[path] or server.base)}{path}" for path in paths}
        outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{url}"/>' for url in urls.values())
        listing = bench.home / "feeds.opml"
        listing.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        bench.reader("import", listing)
        ids = [str(row["id"]) for row in bench.reader("sources", "--json").objects]
        originals = {str(row["url"]): int(row["id"]) for row in bench.reader("sources", "--json").objects}
        gone = str(originals.get(urls.get("/status/410", "")))
        sources = [part for each in ids if each != gone for part in ("--source", each)]
        for number in range(REFRESHES):
            # As a user does the first and last time; by name between, since most would be left alone for a while.
            ran = bench.reader("refresh", "--json", *(sources if 0 < number < REFRESHES - 1 else ()), patience=300)
            table[3].check(not ran.crash, f"refresh of all servers: {ran.crash}")
            table[5].check(ran.peak_mb <= 256, f"refresh of all servers: {ran.peak_mb:.0f} MB")
            table[4].check(ran.secs <= 120, f"refresh of all servers: {ran.secs:.0f} s")
            table[1].take(1, leaks.of_plain(ran.out + ran.err))
            table[5].figures.append(f"refresh {number + 1} of {len(paths)} servers {ran.peak_mb:.0f} MB")
        _judge(table, bench, server, urls, originals)
        table[9].take(1, server.canaries())


def _with_password(path: str, base: str) -> str:
    return base.replace("://", "://user:secret@") if path == "/redirect/auth-leak" else base


def _judge(table: Table, bench: Bench, server: Server, urls: Mapping[str, str], originals: Mapping[str, int]) -> None:
    kept = Kept(bench.archive)
    hits = server.hits()
    by_id = {row["id"]: row for row in kept.sources}
    for path, url in urls.items():
        expected = EXPECTED.get(path, REFUSED if path.startswith("/redirect/") else None)
        if expected is None:
            table[8].check(False, f"{path}: nobody has said what is to be seen of it")
            continue
        row = by_id[originals[url]]
        seen = Seen(row, kept.texts(row["url"]), [hit for hit in hits if hit["path"].split("?")[0] == path])
        number = len(kept.ids(row["url"]))
        faults = [] if expected.least <= number <= expected.most else [f"{number} items"]
        is_failing = bool(row["failures"] or row["health"])
        if expected.fails is not None and is_failing != expected.fails:
            faults.append(f"marked {row['health'] or 'well'!r}")
        if also := expected.also(seen):
            faults.append(also)
        table[8].check(not faults, f"{path}: {'; '.join(faults)} ({row['health']})")


@contextlib.contextmanager
def _public(port: int) -> Any:
    """The hostile server at an address that counts as public, where the network is our own; else at its own."""
    if "READER_TORTURE_ALONE" not in os.environ:
        yield f"http://127.0.0.1:{port}"
        return
    gate = socket.create_server((PUBLIC, port))
    threading.Thread(target=_pass_on, args=(gate, port), daemon=True).start()
    yield f"http://{PUBLIC}:{port}"
    gate.close()


def _pass_on(gate: socket.socket, port: int) -> None:
    while True:
        try:
            asking, _ = gate.accept()
            answering = socket.create_connection(("127.0.0.1", port))
        except OSError:
            return
        for one, other in ((asking, answering), (answering, asking)):
            threading.Thread(target=_pour, args=(one, other), daemon=True).start()


def _pour(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
