"""What a web page says of itself in its tags: its address, where its links start, what else there is of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from reader.sources.naming import web_address

HEAD = 512 * 2**10
"""Characters of a page in which its own address is looked for; pages carry much script before it."""

_TAG = re.compile(r"<(link|base|meta|a|html|body)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>]{1,4000}))""")
_SAVED = re.compile(r"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")


def tags(page: str, *names: str, end: int | None = None) -> Iterator[tuple[str, dict[str, str], int]]:
    """The tags of these names before `end`, in order: name, attributes (small letters), where the tag is over."""
    for tag in _TAG.finditer(page, 0, len(page) if end is None else end):
        name = tag[1].lower()
        if name in names:
            yield name, _attributes(tag[2]), tag.end()


def own_address(page: str) -> str:
    """Where on the web a saved page came from; empty where it does not say.

    Browsers note the address as they save ("saved from url="); publishers name it as canonical, or for
    social networks.
    """
    if (saved := _SAVED.search(page, 0, HEAD)) and (address := web_address(html.unescape(saved[1]))):
        return address
    named = ""
    for name, attributes, _ in tags(page, "link", "meta", end=HEAD):
        address = web_address(attributes.get("href") or attributes.get("content") or "")
        if name == "link" and "canonical" in attributes.get("rel", "").lower().split() and address:
            return address
        if name == "meta" and attributes.get("property", "").lower() == "og:url":
            named = named or address
    return named


def link_base(page: str, address: str) -> str:
    """Where relative links of the page at `address` start."""
    for _, attributes, _ in tags(page, "base", end=HEAD):
        if base := web_address(attributes.get("href", ""), address):
            return base
    return address


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text):
        attributes.setdefault(found[1].lower(), html.unescape(found[2] or found[3] or found[4] or ""))
    return attributes
