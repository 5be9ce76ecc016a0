"""A feed's bytes to its entries: RSS, Atom and JSON Feed alike.

    read_feed(body, address, content_type="") -> Feed | NotAFeed

Nothing is fetched or opened here, whatever the feed says.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from reader.release import Entry
from reader.sources.decoding import decode

MAX_BYTES = 16 * 2**20
"""Largest feed that is read: the cap of the network, which holds for a feed file too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed holds. Title, organisation and description are plain text, not yet cleaned."""

    title: str
    entries: tuple[Entry, ...]
    """In the feed's order. Title, organisation and labels of an entry are plain text; content and summary are
    both in the entry's form."""
    home: str = ""
    """Address of the page that the feed belongs to."""
    description: str = ""
    language: str = ""
    organisation: str = ""
    notes: tuple[str, ...] = ()
    """What was wrong with the feed, in words for the user; empty for a sound one."""
    marks: Mapping[str, bytes] = field(default_factory=dict)
    """By an entry's key, what tells the item that it was made of from others: see `read_feed`."""
    passed_over: tuple[bytes, ...] = ()
    """Marks of items that were known already, and were not made entries of."""


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """The bytes are no feed; why, in words for the user."""

    reason: str
    is_page: bool = False
    """It is a web page, which may name its feeds: see `discover`."""


def read_feed(
    body: bytes, address: str, content_type: str = "", known: Container[bytes] = frozenset()
) -> Feed | NotAFeed:
    """The feed in `body`, which came from `address`: the start of relative links. Never raises.

    `content_type` is the HTTP header's value; a local file has none. `known` are marks of items that are passed over:
    a feed says again and again what it said the last time, and reading an item costs milliseconds. Only items of sound
    XML have marks.
    """
    if len(body) > MAX_BYTES:
        return NotAFeed(f"the feed is larger than {MAX_BYTES // 2**20} MiB")
    if b"\0" in body[:4096] and body.startswith(_BINARY):
        return NotAFeed("this is not a feed but a binary file")
    text = decode(body, content_type).strip("\ufeff\0 \t\r\n")
    if not text:
        return NotAFeed("the feed is empty")
    if text.startswith(("{", "[")):
        from reader.sources.jsonfeed import read_json_feed

        return read_json_feed(text, address)
    if "<" not in text:
        return NotAFeed("this is neither a feed nor a web page")
    # feedparser takes a tenth of a second to import: nobody pays for it who reads no feed.
    from reader.sources.xmlfeed import read_xml_feed

    return read_xml_feed(text, address, known)


_BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF")
"""How files begin that are certainly no text."""
