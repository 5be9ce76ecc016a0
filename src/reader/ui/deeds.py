"""What can be done to all the releases that are listed, and how each of it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

STEP = 2_000
"""Releases that are marked at a time: the archive is free for others in between, and progress is told."""


class Markable(Protocol):
    """What marks and tags are kept in; each returns the ids of releases that were not so before."""

    def set_read(self, ids: Sequence[int], is_read: bool) -> list[int]: ...
    def set_starred(self, ids: Sequence[int], is_starred: bool) -> list[int]: ...
    def tag(self, ids: Sequence[int], name: str) -> list[int]: ...
    def untag(self, ids: Sequence[int], name: str) -> list[int]: ...


Do = Callable[[Markable, Sequence[int], str], list[int]]


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the menu."""

    key: str
    """The key that chooses it: the one that does so to a single release, where there is one."""
    label: str
    done: str
    """Said after the number of releases that it changed; "{name}" is the tag's name."""
    do: Do
    undo: Do
    is_named: bool = False
    """Whether a tag's name is asked for first."""


DEEDS = (
    Deed(
        "m",
        "Mark read",
        "marked read",
        lambda archive, ids, name: archive.set_read(ids, True),
        lambda archive, ids, name: archive.set_read(ids, False),
    ),
    Deed(
        "M",
        "Mark unread",
        "marked unread",
        lambda archive, ids, name: archive.set_read(ids, False),
        lambda archive, ids, name: archive.set_read(ids, True),
    ),
    Deed(
        "s",
        "Star",
        "starred",
        lambda archive, ids, name: archive.set_starred(ids, True),
        lambda archive, ids, name: archive.set_starred(ids, False),
    ),
    Deed(
        "S",
        "Take stars off",
        "no longer starred",
        lambda archive, ids, name: archive.set_starred(ids, False),
        lambda archive, ids, name: archive.set_starred(ids, True),
    ),
    Deed(
        "t",
        "Tag …",
        "tagged “{name}”",
        lambda archive, ids, name: archive.tag(ids, name),
        lambda archive, ids, name: archive.untag(ids, name),
        is_named=True,
    ),
    Deed(
        "T",
        "Take a tag off …",
        "no longer tagged “{name}”",
        lambda archive, ids, name: archive.untag(ids, name),
        lambda archive, ids, name: archive.tag(ids, name),
        is_named=True,
    ),
)


def in_steps(
    do: Do,
    archive: Markable,
    ids: Sequence[int],
    name: str,
    tell: Callable[[int], None] = lambda done: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[int]:
    """Do something to many releases, a step at a time; the ids of those that it changed, also where it was stopped."""
    changed: list[int] = []
    for first in range(0, len(ids), STEP):
        if stopped():
            break
        changed += do(archive, ids[first : first + STEP], name)
        tell(min(first + STEP, len(ids)))
    return changed
