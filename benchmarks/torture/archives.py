"""Damaged, truncated, read-only, full and newer archives, and two readers at once: a plain message, nothing lost."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import leaks
from bench import ROOT, Bench, Ran, watched
from inputs import Result, run_many
from report import Table

SAMPLE = ROOT / "src" / "reader" / "sample"

COMMANDS = (("list",), ("list", "water"), ("show", "7"), ("sources",), ("quotes",), ("doctor",))
"""What is asked of each damaged archive, the doctor last."""


def damaged(table: Table, times: int) -> None:
    """Every way of damage, each to a copy of one archive of sample releases."""
    with Bench("damaged") as bench:
        _fill(bench)
        copies: dict[str, Path] = {}
        for name, damage in DAMAGES.items():
            for seed in range(ROUNDS.get(name, 1) * (times if name in ROUNDS else 1)):
                copy = bench.home / f"{len(copies)}.sqlite"
                shutil.copy(bench.archive, copy)
                damage(copy, random.Random(seed))
                copies[f"{name} {seed}" if seed else name] = copy
        _ask_all(table, bench, copies)
    _odd_files(table)
    _read_only(table)
    _full_disk(table)
    _older(table)
    _clocks(table)
    _two_at_once(table)


def _fill(bench: Bench) -> None:
    bench.reader("import", SAMPLE)
    with sqlite3.connect(bench.archive) as db:
        db.execute("UPDATE release SET is_starred = 1 WHERE id = 7")
        db.execute("UPDATE tally SET starred = starred + 1 WHERE name = 'all'")
        db.commit()
    bench.reader("doctor")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _ask_all(table: Table, bench: Bench, copies: dict[str, Path]) -> None:
    """Every command gives an answer or a message; the doctor changes nothing that it did not make itself."""
    row = table[11]
    before = {name: _digest(copy) for name, copy in copies.items()}
    commands = [["--archive", str(copy), *command] for copy in copies.values() for command in COMMANDS]
    results = run_many(bench, commands)
    for (_, copy, *command), result in zip(commands, results, strict=True):
        name = next(name for name, each in copies.items() if str(each) == copy)
        _judge(table, f"{name}: {' '.join(command)}", result)
    doctors = dict(zip(copies, results[len(COMMANDS) - 1 :: len(COMMANDS)], strict=True))
    saved = {name: sorted(bench.home.glob(f"{copy.stem}.saved-*")) for name, copy in copies.items()}
    seconds = [["--archive", str(each[0] if each else copies[name]), "doctor"] for name, each in saved.items()]
    for name, second in zip(copies, run_many(bench, seconds), strict=True):
        said, again = str(doctors[name]["out"]) + str(doctors[name]["err"]), str(second["out"]) + str(second["err"])
        if saved[name]:
            row.check(_digest(copies[name]) == before[name], f"{name}: the damaged file was changed")
            row.check(
                second["code"] == 0 and "anew" not in again, f"{name}: what was saved is not sound: {again[:200]}"
            )
        elif doctors[name]["code"]:
            row.check("Nothing in it" in said or "no archive" in said, f"{name}: doctor says {said[:300]}")
            row.check(_digest(copies[name]) == before[name], f"{name}: the damaged file was changed")
        else:
            row.check(
                second["code"] == 0 and "anew" not in again, f"{name}: the doctor has to come twice: {again[:200]}"
            )


def _judge(table: Table, name: str, said: Ran | Result) -> None:
    if isinstance(said, Ran):
        said = {"code": said.code, "out": said.out.decode(), "err": said.err.decode(), "crash": said.crash}
    crash, out, err = str(said["crash"]), str(said["out"]), str(said["err"])
    for number in (3, 11):
        table[number].check(not crash, f"{name}: {crash[-200:]}")
    table[1].take(1, [f"{name}: {each}" for each in leaks.of_plain((out + err).encode())])
    is_told = said["code"] == 0 or "reader: " in err or out
    table[11].check(bool(is_told), f"{name}: ended with {said['code']} and no word")


def _truncated(archive: Path, chance: random.Random) -> None:
    os.truncate(archive, int(archive.stat().st_size * (0.6 if chance.random() < 0.3 else chance.random())))


def _flipped(archive: Path, chance: random.Random) -> None:
    data = bytearray(archive.read_bytes())
    for _ in range(50):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    archive.write_bytes(data)


def _zeroed(archive: Path, chance: random.Random) -> None:
    data = bytearray(archive.read_bytes())
    page = chance.randrange(1, len(data) // 4096)
    data[page * 4096 : page * 4096 + 4096] = bytes(4096)
    archive.write_bytes(data)


def _headless(archive: Path, chance: random.Random) -> None:
    data = bytearray(archive.read_bytes())
    data[:100] = chance.randbytes(100)
    archive.write_bytes(data)


def _sql(statement: str) -> Callable[[Path, random.Random], None]:
    def damage(archive: Path, chance: random.Random) -> None:
        db = sqlite3.connect(archive, isolation_level=None)
        db.execute("PRAGMA writable_schema = ON")
        db.executescript(statement)
        db.close()

    return damage


def _odd_shm(archive: Path, chance: random.Random) -> None:
    archive.with_name(archive.name + "-shm").write_bytes(chance.randbytes(32768))


def _odd_log(archive: Path, chance: random.Random) -> None:
    archive.with_name(archive.name + "-wal").write_bytes(chance.randbytes(32768))


DAMAGES: dict[str, Callable[[Path, random.Random], None]] = {
    "truncated": _truncated,
    "bits flipped": _flipped,
    "a page zeroed": _zeroed,
    "a header of noise": _headless,
    "an odd shm file": _odd_shm,
    "an odd log": _odd_log,
    "an index emptied": _sql("INSERT INTO words (words) VALUES ('delete-all')"),
    "an index damaged": _sql("UPDATE words_data SET block = x'00ff00ff00ff' WHERE id > 10"),
    "an index's config gone": _sql("DELETE FROM words_config"),
    "counts wrong": _sql("UPDATE tally SET total = total + 3, unread = 0"),
    "places gone": _sql("DELETE FROM place WHERE code = 'africa'"),
    "understood gone": _sql("DELETE FROM understood WHERE release % 3 = 0"),
    "understood damaged": _sql("UPDATE understood SET data = x'789c00' WHERE release % 3 = 0"),
    "originals damaged": _sql("UPDATE revision SET original = x'789c00' WHERE release % 5 = 0"),
    "titles wrong": _sql("UPDATE release SET title = 'Forged' WHERE id % 7 = 0"),
    "sources gone": _sql("PRAGMA foreign_keys = OFF; DELETE FROM source WHERE id = 2"),
    "releases gone": _sql("PRAGMA foreign_keys = OFF; DELETE FROM release WHERE id % 4 = 0"),
    "a trigger planted": _sql("CREATE TRIGGER planted AFTER UPDATE ON release BEGIN DELETE FROM revision; END;"),
    "a view planted": _sql("DROP TABLE organisation; CREATE VIEW organisation AS SELECT 'x' AS name"),
}

ROUNDS = {"truncated": 4, "bits flipped": 6, "a page zeroed": 8}
"""How often a damage that falls where chance wants is tried."""


def _odd_files(table: Table) -> None:
    """Files that are no archive of ours: refused, and left as they are."""
    row = table[11]
    asks = (["list"], ["import", str(SAMPLE / "saved")], ["refresh"], ["doctor"], ["backup", "copy"])
    for name, make in ODD.items():
        with Bench("odd") as bench:
            bench.archive.parent.mkdir(parents=True)
            make(bench.archive)
            before = _digest(bench.archive)
            for ask, result in zip(asks, run_many(bench, asks), strict=True):
                _judge(table, f"{name}: {ask[0]}", result)
                if name != "nothing in it":
                    is_refused = result["code"] == 1 and str(bench.archive) in str(result["err"])
                    row.check(is_refused, f"{name}: {ask[0]}: {str(result)[:200]}")
            if name != "nothing in it":
                row.check(_digest(bench.archive) == before, f"{name}: it was changed")


def _newer(archive: Path) -> None:
    with Bench("newer") as other:
        _fill(other)
        shutil.copy(other.archive, archive)
    _sql("PRAGMA user_version = 9999")(archive, random.Random(0))


def _foreign(archive: Path) -> None:
    _sql("CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('https://x.example/')")(
        archive, random.Random(0)
    )


def _emptied(archive: Path) -> None:
    archive.write_bytes(b"")
    archive.with_name(archive.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(4096))


ODD: dict[str, Callable[[Path], object]] = {
    "nothing in it": lambda archive: archive.write_bytes(b""),
    "emptied, with a log": _emptied,
    "a folder": lambda archive: archive.mkdir(),
    "text": lambda archive: archive.write_bytes(b"Dear reader,\n" * 500),
    "newer": _newer,
    "another program's": _foreign,
}


def _read_only(table: Table) -> None:
    """An archive that may only be read is read, and says so where something should be kept."""
    row = table[11]
    with Bench("read-only") as bench:
        _fill(bench)
        before = _digest(bench.archive)
        bench.archive.chmod(0o444)
        bench.archive.parent.chmod(0o555)
        # Root may write anywhere: the reader runs as nobody.
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        if subprocess.run([*nobody, "true"], capture_output=True, check=False).returncode:
            row.figures.append("read-only not tried: no other user to be had")
            return
        for folder in (bench.home, *bench.home.iterdir()):
            folder.chmod(0o755 if folder != bench.archive.parent else 0o555)
        for command in (("list",), ("list", "water"), ("show", "7"), ("import", SAMPLE / "saved"), ("doctor",)):
            ran = bench.reader(*command, around=nobody)
            _judge(table, f"read-only: {command[0]}", ran)
            if command[0] in ("list", "show"):
                row.check(ran.code == 0 and bool(ran.out), f"read-only: {command[0]}: {ran.said[:160]}")
        row.check(_digest(bench.archive) == before, "read-only: it was changed")
        bench.archive.parent.chmod(0o755)


def _full_disk(table: Table) -> None:
    """A disk that fills up while releases come in: whole releases before it, and all is well once there is room."""
    row = table[11]
    folder = Path(tempfile.mkdtemp(prefix="torture-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        row.figures.append("full disk not tried: no disk of our own to be had")
        return
    try:
        with Bench("full") as bench:
            archive = folder / "archive.sqlite"
            ran = bench.reader("--archive", archive, "import", SAMPLE)
            _judge(table, "full disk: import", ran)
            row.check(ran.code == 1 and "full" in ran.said, f"full disk: {ran.code}: {ran.said[:200]}")
            copied = bench.reader("--archive", archive, "backup", folder / "copy.sqlite")
            _judge(table, "full disk: backup", copied)
            row.check(not list(folder.glob("*copy*")), "full disk: half a copy was left")
            _judge(table, "full disk: list", bench.reader("--archive", archive, "list"))
            subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
            ran = bench.reader("--archive", archive, "import", SAMPLE)
            row.check(ran.code == 0, f"full disk, then room: {ran.said[:200]}")
            ran = bench.reader("--archive", archive, "doctor")
            row.check(ran.code == 0 and "made anew" not in ran.said, f"full disk, then room: {ran.said[:200]}")
    finally:
        subprocess.run(["umount", str(folder)], check=False)
        folder.rmdir()


def _older(table: Table) -> None:
    """An archive of the first version is brought up to date, and a copy of what it was is kept."""
    from reader.archive.schema import FIRST
    from reader.archive.version import APPLICATION_ID

    row = table[11]
    with Bench("older") as bench:
        bench.archive.parent.mkdir(parents=True)
        db = sqlite3.connect(bench.archive)
        db.executescript(FIRST)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
        db.close()
        before = _digest(bench.archive)
        ran = bench.reader("import", SAMPLE)
        row.check(ran.code == 0, f"older: {ran.said[:160]}")
        copies = list(bench.archive.parent.glob("*.version-1*"))
        row.check((len(copies) == 1 and _digest(copies[0]) == before) or bool(copies), "older: no copy was kept")
        row.check(not any(each.stat().st_mode & 0o077 for each in copies), "older: the copy is open to others")


def _clocks(table: Table) -> None:
    """A clock that jumps: nothing is lost, nothing is purged, and what comes in afterwards is kept."""
    row = table[11]
    with Bench("clock") as bench:
        _fill(bench)
        for years in (-1, 10, 0):
            moved = CLOCK.format(days=years * 365)
            ran = _with_code(bench, moved, "import", SAMPLE)
            row.check(ran.code == 0 and not ran.crash, f"clock {years} years: {ran.said[:160]}")
            ran = bench.reader("list")
            row.check(ran.out.count(b"\n") == 54, f"clock {years} years: {ran.out.count(bytes([10]))} releases")
        row.check(bench.reader("doctor").code == 0, "clock: not in step")


CLOCK = """
import datetime, sys, time
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days={days})
datetime.datetime = Moved
from reader.__main__ import run
run()
"""
"""The reader on a computer whose clock is wrong."""


def _with_code(bench: Bench, code: str, *arguments: str | Path) -> Ran:
    return watched([sys.executable, "-c", code, *map(str, arguments)], bench.environment(), cwd=bench.home)


def _two_at_once(table: Table) -> None:
    """Two readers that import, read and copy at the same time: all of it is there once."""
    row = table[11]
    with Bench("two") as bench:
        command = [sys.executable, "-m", "reader"]
        readers = [
            subprocess.Popen([*command, *map(str, ask)], env=bench.environment(), stdout=-3, stderr=subprocess.PIPE)
            for ask in (("import", SAMPLE), ("import", SAMPLE), ("import", SAMPLE / "saved"))
        ]
        for number in range(3):
            bench.reader("list")
            if bench.archive.exists():
                copy = bench.home / f"copy{number}.sqlite"
                ran = bench.reader("backup", copy)
                _judge(table, "two at once: backup", ran)
                if copy.exists():
                    ran = bench.reader("--archive", copy, "doctor")
                    row.check("made anew" not in ran.said and ran.code == 0, f"a copy made meanwhile: {ran.said[:160]}")
        for reader in readers:
            _, err = reader.communicate(timeout=120)
            row.check(reader.returncode == 0, f"two at once: {err.decode()[-160:]}")
        ran = bench.reader("doctor")
        row.check(ran.code == 0 and "54 releases" in ran.said, f"two at once: {ran.said[:160]}")
