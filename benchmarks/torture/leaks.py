"""What must never come out: control sequences in a terminal's bytes or in plain output, words of files nobody gave."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType
from typing import Any

from bench import ROBUST

_ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]",
)
"""What plain output has none of: C0 (but newline and tab), C1, marks of direction, lone surrogates."""

SECRETS = (b"CANARY-FILE-7f3a", b"CANARY-NET-7f3a", b"CANARY-META-7f3a", b"root:x:0:")


def watcher() -> ModuleType:
    """The leak watcher that lies with the hostile inputs."""
    spec = importlib.util.spec_from_file_location("escwatch", ROBUST / "escwatch.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_plain(said: bytes) -> list[str]:
    """What acts on a terminal in something that was printed plainly."""
    text = said.decode("utf-8", "surrogateescape")
    found = [f"{text[one.start() - 15 : one.end() + 15]!r}" for one in _ACTS.finditer(text)]
    return found[:3]


def of_terminal(written: bytes) -> list[str]:
    """What of outside text acted on a terminal, among all that was written to it."""
    found: dict[str, dict[str, Any]] = watcher().find_leaks(written)
    return [f"{kind}: {each['first']}" for kind, each in found.items()]


def of_secrets(said: bytes) -> list[str]:
    """Words of files and addresses that nobody asked for."""
    return [secret.decode() for secret in SECRETS if secret in said]
