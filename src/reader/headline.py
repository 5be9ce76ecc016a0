"""A release as the list shows it: all that the first frame needs to know of one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A release as the list shows it."""

    id: int
    title: str
    organisation: str
    source: str
    """The source's title."""
    published: str
    regions: tuple[str, ...]
    """Keys of `regions.REGIONS`."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-3, most salient first."""
    is_read: bool
    is_starred: bool
    is_changed: bool
    """True once the source has given more than one text of it."""
    quotes: int
    """How many stretches of speech it quotes."""
    language: str
    embargo: str
    """ISO moment from which it may be used; empty where there is none."""
    is_gone: bool = False
    """True where its feed listed it once, and does so no longer."""
    tags: tuple[str, ...] = ()
    """What the user calls it, by name."""
    has_note: bool = False
    """Whether the user wrote something about it."""
