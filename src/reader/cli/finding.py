"""The archive and the releases that a command's arguments ask for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.archive import Archive
from reader.cli.saying import Failure
from reader.filter import Filter, Mistake, Order

if TYPE_CHECKING:
    from reader.headline import Headline


def filter_asked(given: argparse.Namespace) -> Filter:
    """The filter that the arguments after a command say."""
    return Filter(words=" ".join(given.query))


def existing_archive(path: Path) -> Archive:
    """The archive at `path`; Failure where there is none, since a command that only reads starts none."""
    if not path.exists():
        raise Failure(f"there is no archive at {path} yet; `reader add URL` or `reader import PATH` starts one")
    return Archive.open(path)


def headlines_of(archive: Archive, chosen: Filter, order: Order = Order.DATE) -> Iterator[Headline]:
    """The headlines that a filter asks for; Failure for a mistaken query."""
    headlines = archive.each(chosen, order)
    if isinstance(headlines, Mistake):
        raise mistaken(headlines, chosen.words)
    return headlines


def ids_of(archive: Archive, chosen: Filter, order: Order = Order.DATE) -> list[int]:
    """The ids of what a filter asks for, as it is now; Failure for a mistaken query."""
    listing = archive.listing(chosen, order)
    if isinstance(listing, Mistake):
        raise mistaken(listing, chosen.words)
    return listing.ids()


def mistaken(mistake: Mistake, words: str) -> Failure:
    """The failure that points at the mistake in a query."""
    return Failure("the query can't be read:\n" + mistake.pointed(words))
