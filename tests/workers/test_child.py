"""What a worker does with texts that trip it, take too long or too much."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from making import an_entry
from reader.release import Entry, Release
from reader.workers import child, limits
from reader.workers.rows import prepared_of
from reader.workers.wire import Frame, receive, send


def told(frame: Frame, *answers: Frame) -> list[Frame]:
    """What a worker in this process says to a piece of work."""
    hearing, saying = io.BytesIO(), io.BytesIO()
    for each in (frame, *answers):
        send(hearing, each)
    hearing.seek(0)
    child.Worker(hearing, saying).work()
    saying.seek(0)
    frames = []
    while said := receive(saying):
        frames.append(said)
    return frames


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "set_memory", lambda most: None)
    monkeypatch.setattr(limits, "is_worn", lambda: False)


ITEM = "<item><guid>{0}</guid><title>{0}</title><description>The river rose at night.</description></item>"
FEED = f"<rss><channel><title>V</title>{ITEM.format('one')}{ITEM.format('two')}{ITEM.format('three')}</channel></rss>"
WORK = Frame({"do": "feed", "address": "https://valley.example/", "type": "", "region": ""}, [FEED.encode(), b""])


def rules_of(frames: list[Frame]) -> dict[str, int]:
    """Of each release told, the version of the rules that understood it."""
    rules = {}
    for frame in frames:
        for nth, (_, row) in enumerate(frame.fields.get("rows", ())):
            one = prepared_of(row, frame.blobs[3 * nth : 3 * nth + 3])
            rules[one.key] = one.rows.rules
    return rules


@pytest.mark.parametrize("trouble", [RuntimeError, RecursionError, MemoryError, limits.TooLong])
def test_a_release_that_trips_a_rule_is_kept_beside_the_others(
    monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException]
) -> None:
    real = child.understand

    def tripped(entry: Entry, region: str) -> Release:
        if entry.title == "two":
            raise trouble
        return real(entry, region)

    monkeypatch.setattr(child, "understand", tripped)
    frames = told(WORK, Frame({"wanted": [0, 1, 2]}))
    assert rules_of(frames) == {"one": child.RULES, "two": child.NOT_UNDERSTOOD, "three": child.RULES}
    assert frames[-1].fields["leaves"] == (trouble is MemoryError)


def test_only_what_is_wanted_is_understood_and_what_is_plain_is_not() -> None:
    frames = told(WORK, Frame({"wanted": [0, 2], "plain": [2], "careful": True}))
    assert frames[0].fields["keys"] == ["one", "two", "three"]
    assert rules_of(frames) == {"one": child.RULES, "three": child.NOT_UNDERSTOOD}
    assert [len(frame.fields["rows"]) for frame in frames[1:-1]] == [1, 1]


def test_items_that_are_known_are_passed_over() -> None:
    marks = [bytes.fromhex(mark) for mark in told(WORK, Frame({"wanted": []}))[0].fields["marks"]]
    assert len(set(marks)) == 3
    edited = FEED.replace("<title>two", "<title>2nd").encode()
    frames = told(Frame(WORK.fields, [edited, b"".join(marks)]), Frame({"wanted": [0]}))
    assert frames[0].fields["keys"] == ["two"]
    assert frames[0].fields["passed_over"] == [marks[0].hex(), marks[2].hex()]
    assert rules_of(frames) == {"two": child.RULES}


def test_what_is_no_feed_is_said_and_what_a_page_names() -> None:
    page = b"<html><link rel=alternate type='application/rss+xml' href='/feed.xml'><p>Sign in.</p></html>"
    [said, end] = told(Frame(WORK.fields, [page, b""]))
    assert said.fields["feeds"] == ["https://valley.example/feed.xml"]
    assert said.fields["reason"]
    assert end.fields["end"]


def test_entries_of_the_archive_come_back_understood() -> None:
    from reader.archive import prepare
    from reader.extract import words_of

    original = prepare(an_entry(), words_of(an_entry()), 0).original
    frames = told(Frame({"do": "originals", "regions": ["mena"]}, [original]))
    assert rules_of(frames) == {"a": child.RULES}


LIMITED = """
import sys, time
from reader.workers import limits
limits.settle()
try:
    with limits.allowance(0.2):
        {}
except limits.TooLong:
    print("too long after", time.process_time() < 2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_work_that_takes_too_long_is_interrupted() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED.format("while True: pass")], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "too long after True\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its data limit")
def test_memory_that_is_not_there_is_an_error_and_no_death() -> None:
    script = (
        "from reader.workers import limits; limits.set_memory(60 * 2**20)\n"
        "try: b'x' * 2**28\nexcept MemoryError: print('refused')"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == (
        "refused\n"
    )
