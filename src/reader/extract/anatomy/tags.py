"""From HTML to a row of well-nested tags and text, in linear time on anything.

Browsers' rules (WHATWG HTML, 13.2) as far as they decide where a piece of text lies: how a tag and its attributes are
written, which elements hold raw text, which end tags are implied. Nothing is moved about as browsers move it, since
only the order of the words and the elements around them count here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

MOST_TAGS = 20_000
"""Tags that are read of one entry: several times as many as a large page has, and read in a fifth of a second."""

MOST_LETTERS = 3_000_000
"""Characters of markup that are read of one entry."""

MOST_ATTRIBUTES = 60
"""Attributes of one tag that are read."""

FARTHEST = 100
"""Open elements among which the one that a tag ends is looked for: deeper nesting only hostile pages have."""


class Tag(NamedTuple):
    """A tag, or the text between two tags."""

    kind: str
    """START, END, LONE, LOOSE or TEXT."""
    name: str
    """The element's name in lower case; "" for text."""
    written: str
    """A start tag's attributes as they are written; the text itself, unescaped."""


START, END, TEXT = "start", "end", "text"
LONE = "lone"
"""The tag of an element that has nothing in it: a line break, a picture."""
LOOSE = "loose"
"""An end tag that stands within another element than its start tag; it ends what it names, not the element."""


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID = _set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
RAW = _set("script style xmp iframe noembed noframes textarea title")
_ESCAPED = _set("textarea title")
"""Of the elements with raw text those in which entities are still read."""

INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var"
)
"""Elements within a line."""

_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_ENDS_PARAGRAPH = _HEADINGS | _set(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form "
    "header hgroup hr li main menu nav ol p pre search section summary table ul"
)
_PARAGRAPH = _set("p")
_TABLE = _set("table")
_SCOPES = _set("table td th caption button object template select html")
"""Elements out of which no end tag but their own reaches."""

_ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (_set("li"), _SCOPES | _set("ul ol menu dir")),
    **dict.fromkeys(("dt", "dd"), (_set("dt dd"), _SCOPES | _set("dl"))),
    **dict.fromkeys(("td", "th"), (_set("td th"), _set("tr table"))),
    "tr": (_set("tr caption"), _TABLE),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (_set("tbody thead tfoot caption"), _TABLE)),
    "option": (_set("option"), _set("select datalist optgroup")),
}
"""A start tag's name -> the open elements that it ends, and those at which the search for them stops."""

_IN_TABLE = _set("tr td th tbody thead tfoot caption")
_IN_HEAD = _set("base basefont bgsound head html link meta noframes noscript script style template title")

_OPENS = re.compile(r"<(?=[a-zA-Z!?]|/[a-zA-Z])")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)((?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>][^\s<>]*+|(?=>)))*+)>")
_TAG_WITHOUT_QUOTES = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>")
"""For what follows a quotation mark that is never closed: else one such mark would swallow the rest of a page."""
_COMMENT = re.compile(r"--!?>")
_CDATA = "<![CDATA["
_CUT_OFF = re.compile(r"<(?:[a-zA-Z!?]|/[a-zA-Z])[^<>]{0,2000}+\Z")
"""What is left of a tag at the end of a text that was cut in the middle of it."""

_ATTRIBUTE = re.compile(r"([^\s=/>\"'][^\s=/>]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s]*+)))?")


def read_tags(page: str) -> list[Tag]:
    """The tags and the text of a page or a fragment as they are written; too long a page is cut."""
    page = page[:MOST_LETTERS]
    last = page.rfind(">")
    found: list[Tag] = []
    pattern, at, tags, in_cdata = _TAG, 0, 0, False

    def say(text: str) -> None:
        if in_cdata:
            text = text.replace("]]>", "")
        if text:
            found.append(Tag(TEXT, "", html.unescape(text) if "&" in text else text))

    while tags < MOST_TAGS:
        opens = _OPENS.search(page, at)
        start = opens.start() if opens else len(page)
        if start > at:
            say(page[at:start])
        if start > last:
            say(_CUT_OFF.sub("", page[start:]))
            break
        tags += 1
        match = pattern.match(page, start)
        if match is None and page[start + 1] not in "!?":
            pattern = _TAG_WITHOUT_QUOTES
            match = pattern.match(page, start)
        if match is not None:
            at = match.end()
            name = match[2].lower()
            if match[1]:
                found.append(Tag(END, name, ""))
                continue
            found.append(Tag(START, name, match[3]))
            if name in RAW:
                at = _read_raw(page, at, name, found)
        elif page.startswith("<!--", start):
            end = _COMMENT.search(page, start + 2)
            at = end.end() if end else len(page)
        elif page.startswith(_CDATA, start):
            in_cdata, at = True, start + len(_CDATA)
        elif page[start + 1] in "!?":
            at = page.index(">", start) + 1
        else:
            say("<")
            at = start + 1
    return found


def _read_raw(page: str, at: int, name: str, found: list[Tag]) -> int:
    """Put the text of an element that holds no tags behind its start tag, and say where it ends."""
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
    stop = end.start() if end else len(page)
    if stop > at:
        text = page[at:stop]
        found.append(Tag(TEXT, "", html.unescape(text) if name in _ESCAPED and "&" in text else text))
    return stop


def attributes(written: str) -> dict[str, str]:
    """A tag's attributes by their names in lower case; of two of one name the first counts."""
    found: dict[str, str] = {}
    for match in islice(_ATTRIBUTE.finditer(written), MOST_ATTRIBUTES):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
    return found


def nested(tags: Iterable[Tag]) -> list[Tag]:
    """The tags with each start tag ended, in the right order; an end tag that ends nothing is left out."""
    nesting = _Nesting()
    for tag in tags:
        nesting.take(tag)
    nesting.end(0)
    return nesting.found


class _Nesting:
    """Keeps the names of the elements that are open, and ends them as their neighbours demand."""

    def __init__(self) -> None:
        self.found: list[Tag] = []
        self.open: list[str] = []
        self.count: Counter[str] = Counter()

    def take(self, tag: Tag) -> None:
        """Put the next tag or text in its place."""
        if tag.kind is TEXT:
            if self.open and self.open[-1] == "head" and not tag.written.isspace():
                self.end(len(self.open) - 1)
            self.found.append(tag)
        elif tag.kind is END:
            self._take_end(tag.name)
        else:
            self._take_start(tag)

    def _take_start(self, tag: Tag) -> None:
        name, count = tag.name, self.count
        if name not in INLINE:
            if name in ("html", "body") and count[name]:
                return
            if count["head"] and name not in _IN_HEAD:
                self.end(self.open.index("head"))
            if count["p"] and name in _ENDS_PARAGRAPH:
                self.end(self._find(_PARAGRAPH, _SCOPES))
            if name in _ENDED_BY:
                self.end(self._find(*_ENDED_BY[name]))
            elif name in _HEADINGS and self.open and self.open[-1] in _HEADINGS:
                self.end(len(self.open) - 1)
        elif name == "a" and count["a"]:
            self.end(self._find_inline("a"))
        if name in VOID or (":" in name and tag.written.endswith("/")):
            self.found.append(Tag(LONE, name, tag.written))
            return
        self.open.append(name)
        count[name] += 1
        self.found.append(tag)

    def _take_end(self, name: str) -> None:
        if self.open and self.open[-1] == name:
            self.end(len(self.open) - 1)
        elif name in ("br", "p") and not self.count[name]:
            self.found.append(Tag(LONE, name, ""))
        elif name in _HEADINGS:
            self.end(self._find(_HEADINGS, _SCOPES))
        elif self.count[name] and name not in ("html", "body"):
            if name in INLINE:
                at = self._find_inline(name)
                if at < 0:
                    self.found.append(Tag(LOOSE, name, ""))
            elif name in _IN_TABLE:
                at = self._find(frozenset((name,)), _TABLE)
            else:
                at = self._find(frozenset((name,)), frozenset() if name in _SCOPES else _SCOPES)
            self.end(at)

    def _find(self, wanted: frozenset[str], stops: frozenset[str]) -> int:
        """Index of the innermost open element of one of these names; -1 where an element that stops lies before it."""
        names = self.open
        for index in range(len(names) - 1, max(-1, len(names) - 1 - FARTHEST), -1):
            if names[index] in wanted:
                return index
            if names[index] in stops:
                return -1
        return -1

    def _find_inline(self, name: str) -> int:
        names = self.open
        for index in range(len(names) - 1, max(-1, len(names) - 1 - FARTHEST), -1):
            if names[index] == name:
                return index
            if names[index] not in INLINE:
                return -1
        return -1

    def end(self, index: int) -> None:
        """End the open elements from `index` on, the innermost first; none where it is negative."""
        while 0 <= index < len(self.open):
            name = self.open.pop()
            self.count[name] -= 1
            self.found.append(Tag(END, name, ""))
