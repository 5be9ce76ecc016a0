"""A web page to the addresses of its feeds.

feeds_of(body, address, content_type="") -> tuple of addresses, the likeliest first

Nothing is fetched: that an address is a feed is known only once it was read.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from reader.sources.decoding import decode
from reader.sources.naming import web_address
from reader.sources.pagehead import link_base, tags

MOST = 20
"""Addresses that are given: more than one page's feeds are a directory."""

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")

_LOOKS_LIKE_A_FEED = re.compile(
    r"(?:^|[/.])(?:feeds?|rss|atom)(?:/?$|\.(?:xml|php|json|rss|aspx?)$)|\.(?:rss|atom|rdf)$"
)


def feeds_of(body: bytes, address: str, content_type: str = "") -> tuple[str, ...]:
    """The feeds that the page at `address` names in its head; those it links to where its head names none.

    Feeds of readers' comments are left out unless there are no others.
    """
    page = decode(body, content_type)
    base = link_base(page, address)
    found: dict[str, str] = {}
    for name, attributes, _ in tags(page, "link", "a"):
        if target := web_address(attributes.get("href", ""), base):
            if name == "link" and _is_named(attributes):
                found.setdefault(target, "named")
            elif name == "a" and _LOOKS_LIKE_A_FEED.search(urlsplit(target).path.lower()):
                found.setdefault(target, "linked")
    named = [target for target, how in found.items() if how == "named"] or list(found)
    of_releases = [target for target in named if "comment" not in target.lower()]
    return tuple((of_releases or named)[:MOST])


def _is_named(attributes: dict[str, str]) -> bool:
    relations = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    return ("alternate" in relations and kind in _TYPES) or "feed" in relations
