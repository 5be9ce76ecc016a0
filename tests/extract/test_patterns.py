"""Every regular expression of the extraction takes linear time, whatever the text.

The patterns are not listed here: a process of its own notes each one that `reader.extract` compiles while all of it is
loaded and the sample is understood, so that a new pattern is tested as soon as it is written.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import reader

SOURCE = Path(reader.__file__).parent

COLLECT = """
import importlib, json, pkgutil, re, sys
found = {}
compile_one = re._compile

def note(pattern, flags):
    made = compile_one(pattern, flags)
    frame = sys._getframe(1)
    while frame and frame.f_code.co_filename.endswith(("/re/__init__.py", "<string>")):
        frame = frame.f_back
    place = frame.f_code.co_filename if frame else ""
    if "/reader/extract/" in place and isinstance(made.pattern, str):
        where = place.split("/reader/extract/")[1] + ":" + str(frame.f_lineno)
        found.setdefault(json.dumps([made.pattern, made.flags]), where)
    return made

re._compile = note
import reader.extract
for module in pkgutil.walk_packages(reader.extract.__path__, "reader.extract."):
    importlib.import_module(module.name)
from pathlib import Path
from reader.extract import understand
from reader.release import Entry, Form, Label
forms = {".txt": Form.TEXT, ".eml": Form.TEXT, ".md": Form.MARKDOWN, ".html": Form.PAGE}
for path in sorted(Path(sys.argv[1]).iterdir()):
    text = path.read_text(encoding="utf-8")
    if path.suffix in forms:
        understand(Entry(key="k", content=text, form=forms[path.suffix], labels=(Label("category", "Kenya"),)))
    else:
        understand(Entry(key="k", content=text, form=Form.FRAGMENT, title="Kenya: A title", url="https://a.example/kenya"))
print(json.dumps(found))
"""

SMALL, LARGE = 5_000, 20_000
"""Characters of the two texts: four times as many may take not much more than four times as long, never sixteen."""

MOST_GROWTH = 9.0

QUICK = 0.05
"""Seconds of processor time below which a search of the large text is quick, however it grew."""

PLAIN = ["a", " ", "A", "1", "-", "(", "“", "a ", "Ab ", "a, ", "A. ", "1.", "中", "ا ", "\n"]


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns by the place where each is compiled first, and a number where there are several."""
    ran = subprocess.run(
        [sys.executable, "-c", COLLECT, str(SOURCE / "sample" / "saved")],
        check=True,
        capture_output=True,
        text=True,
        cwd=SOURCE.parent,
    )
    found = json.loads(ran.stdout)
    return {
        f"{where} #{number}": re.compile(pattern, flags)
        for number, ((pattern, flags), where) in enumerate((json.loads(key), place) for key, place in found.items())
    }


def adversaries(pattern: re.Pattern[str]) -> list[str]:
    """Short texts which, repeated, give a pattern much to try: plain letters and marks, and what it nearly matches."""
    seed = random.Random(len(pattern.pattern))
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    near = []
    for _ in range(5):
        made = "".join(_example(tree, seed))[:400]
        near += [made, made[:-1]]
    return list(dict.fromkeys([*PLAIN, *filter(None, near)]))


def _example(tree: Any, seed: random.Random) -> Iterator[str]:
    """A text that a parsed pattern matches, but for what it looks ahead and behind."""
    for code, value in tree:
        if code is codes.LITERAL:
            yield chr(value)
        elif code in (codes.NOT_LITERAL, codes.ANY):
            yield seed.choice("a 1.")
        elif code is codes.IN:
            yield _one_of(value, seed)
        elif code is codes.BRANCH:
            yield from _example(seed.choice(value[1]), seed)
        elif code is codes.SUBPATTERN:
            yield from _example(value[3], seed)
        elif code is codes.ATOMIC_GROUP:
            yield from _example(value, seed)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, part = value
            for _ in range(seed.randint(least, min(int(most), least + 3))):
                yield from _example(part, seed)


def _one_of(choices: Any, seed: random.Random) -> str:
    kinds = {codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1", codes.CATEGORY_WORD: "a"}
    if choices[0][0] is codes.NEGATE:
        refused = {chr(value) for code, value in choices[1:] if code is codes.LITERAL}
        return seed.choice([letter for letter in "a1 A.x,中~" if letter not in refused] or ["b"])
    code, value = seed.choice(choices)
    if code is codes.LITERAL:
        return chr(value)
    return chr(seed.randint(*value)) if code is codes.RANGE else kinds.get(value, "a")


def taken(pattern: re.Pattern[str], text: str) -> float:
    """Seconds of processor time for finding every match in a text."""
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def grows(pattern: re.Pattern[str], piece: str) -> str:
    """How a search grows that takes more than linear time over the repeated piece; "" for all others."""
    large = piece * (LARGE // len(piece) + 1)
    if taken(pattern, large[:SMALL]) * (LARGE / SMALL) ** 2 < QUICK or taken(pattern, large) < QUICK:
        return ""  # even if it were quadratic, the large text would be quick
    small = min(taken(pattern, large[:SMALL]) for _ in range(3))
    large_taken = min(taken(pattern, large) for _ in range(2))
    if large_taken < QUICK or large_taken < MOST_GROWTH * small:
        return ""
    return f"{piece!r}: {small:.4f} s, then {large_taken:.4f} s for four times as much"


def test_patterns_of_every_package_are_found() -> None:
    packages = {where.split("/")[0] for where in patterns() if "/" in where}
    assert packages >= {"anatomy", "quotes", "places"}
    assert any(where.startswith("clean.py") for where in patterns())


def test_a_pattern_that_is_not_linear_would_be_noticed() -> None:
    assert any(grows(re.compile(r"\s+$"), piece) for piece in [" a", "  ", *PLAIN]) or grows(re.compile(r"a+b"), "a")


@pytest.mark.parametrize("package", ["anatomy", "clean.py", "places", "quotes", ""])
def test_no_pattern_takes_more_than_linear_time(package: str) -> None:
    """ "" stands for what lies outside the three packages and the door."""
    known = ("anatomy", "clean.py", "places", "quotes")
    slow = [
        f"{where}: {pattern.pattern[:80]} on {growth}"
        for where, pattern in patterns().items()
        if (where.startswith(package) if package else not where.startswith(known))
        for piece in adversaries(pattern)
        if (growth := grows(pattern, piece))
    ]
    assert slow == []
