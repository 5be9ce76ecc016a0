"""The one road in: fetch, parse, understand, store. Feeds and saved releases join here and travel together.

What is parsed and understood here is done by `workers`; this process fetches, decides and stores.
"""

from reader.refresh.adding import add_feed, subscribe
from reader.refresh.anew import reread, sample_archive, take_back, understood_now
from reader.refresh.feeds import refresh
from reader.refresh.saved import opml_of, releases_in, take_paths
from reader.refresh.telling import Event, Outcome, Progress
from reader.refresh.versions import Version, versions

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
