"""The one road in: fetch, parse, understand, store. Feeds and saved releases join here and travel together.

What is parsed and understood here is done by `workers`; this process fetches, decides and stores.
"""

from typing import TYPE_CHECKING

from reader.later import of_modules

if TYPE_CHECKING:
    from reader.refresh.adding import add_feed, subscribe
    from reader.refresh.anew import reread, sample_archive, take_back, understood_now
    from reader.refresh.feeds import refresh
    from reader.refresh.history import Version, versions
    from reader.refresh.saved import opml_of, releases_in, take_paths
    from reader.refresh.telling import Event, Outcome, Progress

_LATER = {
    "adding": ("add_feed", "subscribe"),
    "anew": ("reread", "sample_archive", "take_back", "understood_now"),
    "feeds": ("refresh",),
    "saved": ("opml_of", "releases_in", "take_paths"),
    "telling": ("Event", "Outcome", "Progress"),
    "history": ("Version", "versions"),
}
"""Modules that are loaded when these names are asked for: a refresh in which nothing changed needs few of them."""

__getattr__ = of_modules(__name__, _LATER)


__all__ = [
    "Event",
    "Outcome",
    "Progress",
    "Version",
    "add_feed",
    "opml_of",
    "refresh",
    "releases_in",
    "reread",
    "sample_archive",
    "subscribe",
    "take_back",
    "take_paths",
    "understood_now",
    "versions",
]
