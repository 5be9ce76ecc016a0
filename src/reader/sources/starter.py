"""The feeds that are offered on the first run: real organisations', none of them fetched before the user agrees."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Starter:
    """A feed that may be switched on."""

    organisation: str
    title: str
    url: str
    region: str = ""
    """The key of the one region that the feed is about; empty where its releases tell."""


def starters() -> tuple[Starter, ...]:
    """The feeds on offer, in the order of the file beside this module."""
    table = tomllib.loads(files(__package__).joinpath("starter.toml").read_text(encoding="utf-8"))
    return tuple(Starter(**feed) for feed in table["feed"])
