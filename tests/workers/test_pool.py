"""Workers can be lost, and the work goes on with others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.workers import pool as pools
from reader.workers.pool import Lost, NoWorkers, Pool, Talk
from reader.workers.wire import Frame

HEAD = """
import os, sys, signal
from reader.workers.wire import Frame, receive, send
hearing, saying = os.fdopen(0, "rb"), os.fdopen(1, "wb")
def say(**fields): send(saying, Frame(fields))
say(hello=True)
"""

ECHO = """
while frame := receive(hearing):
    what = frame.fields.get("what")
    if what == "die": os.kill(os.getpid(), signal.SIGKILL)
    if what == "garble": saying.write(b"\\xff" * 40); saying.flush(); continue
    say(asks=True, pid=os.getpid())
    answer = receive(hearing)
    say(what=what, answer=answer.fields["answer"])
    say(end=True, leaves=what == "leave")
"""


@pytest.fixture
def as_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def use(script: str) -> None:
        monkeypatch.setattr(pools, "COMMAND", (sys.executable, "-c", HEAD + script))

    return use  # type: ignore[return-value]


def talk(what: str) -> Talk[tuple[str, object]]:
    try:
        asked = yield Frame({"what": what})
        told = yield Frame({"answer": f"{what}!"})
        yield None
        return told.fields["answer"], asked.fields["pid"]
    except Lost as lost:
        return f"{what}: {lost}", 0


def test_a_lost_worker_costs_its_own_work_only(as_worker) -> None:  # type: ignore[no-untyped-def]
    as_worker(ECHO)
    with Pool(2) as pool:
        said = {answer for answer, _ in pool.hold(["a", "die", "b", "garble", "c"], talk)}
    assert {"a!", "b!", "c!"} < said
    assert sum("cannot be read" in each for each in said) == 2


def test_a_worker_that_leaves_is_followed_by_another(as_worker) -> None:  # type: ignore[no-untyped-def]
    as_worker(ECHO)
    with Pool(1) as pool:
        pids = [pid for _, pid in pool.hold(["a", "leave", "b", "c"], talk)]
    assert pids[0] == pids[1]
    assert pids[1] != pids[2]
    assert pids[2] == pids[3]


def test_work_can_be_given_anew_to_another_worker(as_worker) -> None:  # type: ignore[no-untyped-def]
    as_worker(ECHO)

    def stubborn(what: str) -> Talk[str]:
        try:
            yield Frame({"what": "die"})
        except Lost:
            yield Frame({"what": what})
        told = yield Frame({"answer": "at last"})
        yield None
        return str(told.fields["answer"])

    with Pool(1) as pool:
        assert list(pool.hold(["a", "b"], stubborn)) == ["at last", "at last"]


def test_workers_that_do_not_start_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    with Pool(1) as pool, pytest.raises(NoWorkers):
        list(pool.hold(["a"], talk))


def test_a_worker_that_hangs_is_ended(as_worker, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    as_worker("import time\ntime.sleep(600)")
    monkeypatch.setattr(pools, "PATIENCE", 0.5)
    with Pool(1) as pool:
        [(said, _)] = pool.hold(["a"], talk)
    assert "cannot be read" in said


def test_what_goes_wrong_while_items_are_awaited_is_told() -> None:
    def items() -> Iterator[str]:
        raise OSError("no more disk")
        yield ""

    with Pool(1) as pool, pytest.raises(OSError, match="no more disk"):
        list(pool.hold(items(), talk))


def test_no_code_is_loaded_from_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('read')")
    monkeypatch.chdir(tmp_path)

    def one(item: None) -> Talk[bool]:
        told = yield Frame({"do": "list"}, [b"https://valley.example/feed.xml\n"])
        yield None
        return "feeds" in told.fields

    with Pool(1) as pool:
        assert list(pool.hold([None], one)) == [True]
