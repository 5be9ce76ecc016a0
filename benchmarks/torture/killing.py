"""Kills a refresh, an import or a re-reading at a random moment, again and again, and looks at what is left.

    python killing.py BASE ROUNDS SECONDS

Everything runs from one process that has the reader loaded, so that a round costs what the work costs and not the
start of Python; workers are made from it in the same way. Prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from reader import cli
from reader.archive import Archive
from reader.archive.checking import check
from reader.archive.pack import unpack_entry, unpack_release
from reader.extract import understand
from reader.release import Entry, Form
from reader.sources import feeds, files, xmlfeed
from reader.workers import child

FRESH_EVERY = 40
"""Rounds after which a new archive is begun, so that its making and its first fill are killed too."""

SAVED = Path(cli.__file__).parents[1] / "sample" / "saved"
LOADED = (feeds, files, xmlfeed)
SOME = ("acequia-water-rights.txt", "aleppo-hearing-aids.eml", "riau-peat-fires.md", "loreto-oil-spill.html")
FEEDS = ("/ok/edited?f=0", "/ok/edited?f=1", "/ok/growing?step=3", "/ok/atom?n=5")


class ForkedWorker:
    """A worker made from this process, in the place of `subprocess.Popen`."""

    def __init__(self, *ignored: object, **ignored_too: object) -> None:
        to_read, self_write = os.pipe()
        self_read, to_write = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(to_read, 0)
            os.dup2(to_write, 1)
            for each in (self_write, self_read, to_read, to_write):
                os.close(each)
            with suppress(BaseException):
                child.main()
            os._exit(0)
        os.close(to_read)
        os.close(to_write)
        self.stdin: IO[bytes] = os.fdopen(self_write, "wb")
        self.stdout: IO[bytes] = os.fdopen(self_read, "rb")

    def poll(self) -> int | None:
        if self.returncode is None:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(self.pid, os.WNOHANG)
                if ended:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(0.001)
        return self.returncode or 0


def run(arguments: list[str], kill_after: float | None) -> tuple[bool, int, float]:
    """Run a command in a group of its own: whether it was killed in its course, its exit code, its seconds."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for each in (0, 1, 2):
            os.dup2(silence, each)
        code = 99
        try:
            code = cli.main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    status: int | None = None
    was_killed = False
    while status is None:
        ended, got = os.waitpid(pid, os.WNOHANG)
        if ended:
            status = got
        elif kill_after is not None and time.monotonic() - start >= kill_after:
            was_killed = True
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        else:
            time.sleep(0.0005)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # workers that outlived it
    return was_killed, os.waitstatus_to_exitcode(status), time.monotonic() - start


class Campaign:
    def __init__(self, base: str, chance: random.Random) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="torture-kill-"))
        self.archive = self.folder / "archive.sqlite"
        self._chance = chance
        self._list = self.folder / "feeds.opml"
        outlines = "".join(f'<outline type="rss" text="f" xmlUrl="{base}{path}"/>' for path in FEEDS)
        self._list.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        self.seen: set[tuple[str, str]] = set()
        self.texts = 0
        self.faults: list[str] = []
        self.killed: dict[str, int] = {}
        self._commands = {
            "refresh": ["--archive", str(self.archive), "refresh", "--source", *self._sources()],
            "import": ["--archive", str(self.archive), "import", *(str(SAVED / name) for name in SOME)],
            "reread": ["--archive", str(self.archive), "reread"],
        }
        self._lasts: dict[str, float] = {}

    @staticmethod
    def _sources() -> list[str]:
        return " --source ".join(map(str, range(1, len(FEEDS) + 1))).split()

    def begin(self) -> None:
        """A young archive that follows the feeds."""
        for each in self.folder.glob("archive.sqlite*"):
            each.unlink()
        self.seen, self.texts = set(), 0
        run(["--archive", str(self.archive), "import", str(self._list)], None)

    def measure(self) -> None:
        """How long each command takes undisturbed."""
        for name, command in self._commands.items():
            times = []
            for _ in range(3):
                self._spoil(name)
                _, code, secs = run(command, None)
                times.append(secs)
                if code not in (0, 3):
                    self.faults.append(f"{name} ends with {code} undisturbed")
            self._lasts[name] = sorted(times)[1]
        self.begin()

    def round(self, number: int) -> None:
        if number % FRESH_EVERY == 0:
            self.begin()
        name = self._chance.choice(("refresh", "refresh", "refresh", "import", "reread"))
        self._spoil(name)
        was_killed, code, _ = run(self._commands[name], self._chance.uniform(0, 1.05 * self._lasts[name]))
        self.killed[name] = self.killed.get(name, 0) + was_killed
        if not was_killed and code not in (0, 3):
            self.faults.append(f"round {number}: {name} does not go on after a kill: {code}")
        self.faults += [f"round {number}, {name}: {fault}" for fault in self._look()]

    def _spoil(self, name: str) -> None:
        if name == "reread" and self.archive.exists():
            with sqlite3.connect(self.archive) as db:
                db.execute("UPDATE understood SET rules = 0 WHERE release % 4 = 0")
            db.close()

    def _look(self) -> list[str]:
        """What is wrong with a copy of what is left, its log included."""
        with tempfile.TemporaryDirectory(prefix="torture-look-") as name:
            copy = Path(name) / "archive.sqlite"
            for each in self.folder.glob("archive.sqlite*"):
                shutil.copy(each, copy.with_name(each.name))
            if not copy.exists():
                return ["the archive is gone"] if self.seen else []
            with Archive.open(copy) as archive:
                db = archive._db
                health = check(db)
                faults = [*health.broken_file, *health.out_of_step]
                faults += [f"{each} has lost its text" for each in health.lost_originals]
                faults += [f"{each} is not understood" for each in health.not_understood]
                rows = db.execute("SELECT s.url, r.key FROM release r JOIN source s ON s.id = r.source")
                keys = {(url, key) for url, key in rows}
                if lost := self.seen - keys:
                    faults.append(f"{len(lost)} releases are lost")
                texts = db.execute("SELECT count(*) FROM revision").fetchone()[0]
                if texts < self.texts:
                    faults.append(f"{self.texts - texts} texts are lost")
                if db.execute("SELECT 1 FROM revision GROUP BY release, digest, seen HAVING count(*) > 1").fetchone():
                    faults.append("a text is there twice")
                faults += _torn(db)
                self.seen |= keys
                self.texts = max(self.texts, texts)
        return faults


def _torn(db: sqlite3.Connection) -> list[str]:
    """Releases whose title is of another generation than their text, as it came and as understood."""
    torn = []
    rows = db.execute(
        "SELECT r.id, r.title, u.data, v.original FROM release r JOIN understood u ON u.release = r.id"
        " JOIN revision v ON v.id = (SELECT max(id) FROM revision WHERE release = r.id)"
    )
    for release_id, title, data, original in rows:
        entry, release = unpack_entry(original), unpack_release(data)
        texts = [title, entry.title, entry.content, *(block.text for block in release.blocks)]
        said = {found for text in texts for pair in re.findall(r"\(v(\d+)\)|generation (\d+)", text) for found in pair}
        if len(said - {""}) > 1:
            torn.append(f"{release_id} is torn: {said}")
    return torn


def main() -> None:
    base, rounds, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    understand(Entry(key="a", content="<p>“No,” said Ada Lovelace.</p>", form=Form.FRAGMENT))
    xmlfeed.read_xml_feed("<rss><channel><item><title>A</title></item></channel></rss>", "")
    stand_in: Any = ForkedWorker
    subprocess.Popen = stand_in  # type: ignore[misc]
    campaign = Campaign(base, random.Random(7331))
    campaign.begin()
    campaign.measure()
    start = time.monotonic()
    done = 0
    while done < rounds and time.monotonic() - start < seconds:
        campaign.round(done)
        done += 1
    shutil.rmtree(campaign.folder, ignore_errors=True)
    print(json.dumps({"rounds": done, "killed": campaign.killed, "faults": campaign.faults}))


if __name__ == "__main__":
    main()
