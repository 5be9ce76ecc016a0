"""The feeds on offer, and what the sources cost to import."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlsplit

from reader.regions import REGIONS
from reader.sources.starter import starters


def test_every_starter_can_be_followed() -> None:
    for starter in starters():
        assert starter.organisation
        assert starter.title
        assert urlsplit(starter.url).scheme == "https"
        assert starter.region in ("", *REGIONS)


def test_no_starter_is_offered_twice() -> None:
    assert (
        len({starter.url for starter in starters()})
        == len({starter.title for starter in starters()})
        == len(starters())
    )


def test_what_only_lists_releases_pays_for_no_parser_and_no_network() -> None:
    """They take a fifth of a second to import, which every command would wait for."""
    code = (
        "import sys, reader.sources.fetch, reader.sources.feeds, reader.sources.files, reader.sources.subscriptions,"
        " reader.sources.discover, reader.sources.starter;"
        "print([name for name in ('httpx2', 'httpcore2', 'feedparser') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
