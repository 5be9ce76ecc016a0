"""Lists of feeds to follow, from other programs and for them: OPML in and out, newsboat's `urls` file in.

    read_subscriptions(data) -> Imported | NotAList
    write_opml(subscriptions, title) -> str

Reading a list fetches nothing, runs nothing and opens no file that the list names.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from reader.regions import REGIONS
from reader.sources.decoding import decode
from reader.sources.mending import mend, without_declarations
from reader.sources.naming import one_line, web_address
from reader.sources.reach import Reach, reach_of

MOST = 100_000
"""Feeds that one list may name."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to follow."""

    address: str
    title: str = ""
    region: str = ""
    """The key of the one region that the feed is about, where the list says so."""
    folders: tuple[str, ...] = ()
    """The folders it lay in, outermost first, or its tags."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of a list that is not taken over."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list names: each feed once, in the list's order."""

    subscriptions: tuple[Subscription, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAList:
    """The bytes are no list of feeds; why, in words for the user."""

    reason: str


def read_subscriptions(data: bytes) -> Imported | NotAList:
    """The feeds that an OPML document or a newsboat `urls` file names. Never raises."""
    text = decode(data).strip("\ufeff\0 \t\r\n")
    if not text:
        return NotAList("the list is empty")
    return _read_opml(text) if text.startswith("<") else _read_urls(text)


def write_opml(subscriptions: Iterable[Subscription], title: str = "Feeds") -> str:
    """The feeds as an OPML 2.0 document; `read_subscriptions` gives them back, their folders apart."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for one in subscriptions:
        region = f" category={_attribute(one.region)}" if one.region else ""
        name = _attribute(one.title or one.address)
        lines.append(f'    <outline type="rss" text={name} xmlUrl={_attribute(one.address)}{region}/>')
    return "\n".join([*lines, "  </body>", "</opml>", ""])


_ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _attribute(text: str) -> str:
    # Always between double quotes, so that the same text is good inside an element too.
    return '"' + quoteattr(_ILLEGAL.sub("", text) + "'")[1:-2].replace('"', "&quot;") + '"'


class _List:
    """Gathers what a list names."""

    def __init__(self) -> None:
        self._taken: dict[str, Subscription] = {}
        self._skipped: list[Skipped] = []

    def take(self, written: str, title: str, region: str, folders: tuple[str, ...]) -> None:
        address, problem = _followable(written)
        if len(self._taken) >= MOST:
            problem = f"the list names more than {MOST} feeds"
        if problem:
            self.skip(title or written, problem)
        else:
            title = one_line(title, 200)
            self._taken.setdefault(address, Subscription(address, title, region, folders))

    def skip(self, text: str, reason: str) -> None:
        if len(self._skipped) < MOST:
            self._skipped.append(Skipped(one_line(text, 200), reason))

    def imported(self) -> Imported:
        return Imported(tuple(self._taken.values()), tuple(self._skipped))


def _followable(written: str) -> tuple[str, str]:
    """The address that a list's entry means, and why it is not taken over (empty where it is)."""
    text = written.strip()
    if text.lower().startswith("feed:"):
        text = text[5:]
        text = "http:" + text if text.startswith("//") else text
    address = web_address(text)
    if not address:
        return "", "is no address of the web"
    try:
        is_nowhere = reach_of(urlsplit(address).hostname or "") is Reach.NOWHERE
    except ValueError:
        is_nowhere = False
    return address, "is an address where there can be no feed" if is_nowhere else ""


def _read_opml(text: str) -> Imported | NotAList:
    document, entities = without_declarations(text)
    for version in (document, None):
        reader = _OpmlReader()
        try:
            reader.parser.Parse(mend(document, entities) if version is None else version, True)
        except (expat.ExpatError, ValueError):
            continue
        if reader.root != "opml":
            return NotAList("this is not a list of feeds")
        return reader.found.imported()
    return NotAList("the list's XML is damaged")


class _OpmlReader:
    def __init__(self) -> None:
        self.found = _List()
        self.root = ""
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._folders: list[str] = []

    def _start(self, name: str, written: dict[str, str]) -> None:
        self.root = self.root or name.lower()
        attributes = {key.lower(): value for key, value in written.items()}
        title = attributes.get("title") or attributes.get("text") or ""
        if name.lower() == "outline":
            if "xmlurl" in attributes:
                region = next((key for key in REGIONS if key == attributes.get("category")), "")
                folders = tuple(folder for folder in self._folders[-10:] if folder)
                self.found.take(attributes["xmlurl"], title, region, folders)
            elif attributes.get("type", "").lower() in ("include", "link") and "url" in attributes:
                self.found.skip(attributes["url"], "is another list, which can be imported by itself")
        self._folders.append(one_line(title, 200) if name.lower() == "outline" else "")

    def _end(self, name: str) -> None:
        self._folders.pop()


def _read_urls(text: str) -> Imported | NotAList:
    """Lines of an address and tags, as newsboat keeps them; a tag that begins with a tilde is the title."""
    found = _List()
    for line in text.splitlines():
        words = _words(line.strip())
        if not words:
            continue
        kind = words[0].partition(":")[0].lower()
        if kind in _NEWSBOAT:
            found.skip(words[0], _NEWSBOAT[kind])
            continue
        title = next((word[1:] for word in words[1:] if word.startswith("~")), "")
        tags = tuple(word for word in words[1:] if not word.startswith(("~", "!")))
        found.take(words[0], title, "", tags)
    imported = found.imported()
    return imported if imported.subscriptions or imported.skipped else NotAList("this is not a list of feeds")


_NEWSBOAT = {
    "query": "is a query of newsboat's; search here instead",
    "filter": "runs a program, which this reader does not",
    "exec": "runs a program, which this reader does not",
}


def _words(line: str) -> list[str]:
    if line.startswith("#"):
        return []
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
