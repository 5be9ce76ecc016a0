"""Makes damaged XML well-formed, so that one bad release does not cost a feed the others."""

from __future__ import annotations

import html.entities
import re
from collections import Counter

DEPTH = 100
"""Elements within elements that are kept; a feed needs a dozen."""

ELEMENTS = 400_000
"""Elements of one feed that are kept: feedparser needs some 40 microseconds for each."""

PREFIXES = 60
"""Namespace prefixes that are kept."""

LABELS = 200
"""Categories that one release may have."""

SHORT = 500
"""Characters of a name or date that are kept: feedparser looks for an address in them, slower with each character."""

SHORT_TEXTS = frozenset(
    {
        *("author", "creator", "name", "email", "managingeditor", "webmaster", "publisher", "contributor"),
        *("pubdate", "published", "updated", "issued", "modified", "created", "date", "lastbuilddate"),
        *("expirationdate", "valid"),
    }
)
"""Elements (small letters, without prefix) whose text is a name or a date."""

ATTRIBUTES = 100
"""Attributes of one element that are kept: Python's SAX looks them up one after the other."""

LABEL_TAGS = frozenset({"category", "keywords", "subject"})

_RELEASES = frozenset({"item", "entry"})
_LINES = frozenset({"title", "link", "guid", "id", "pubdate", "published", "updated"})
_FIELDS = _LINES | {"description", "summary", "content", "encoded", "category", "author", "creator"}
"""Parts of a release; one that begins within a line (a title, a link) shows that the line was never closed."""

_CONTAINERS = frozenset({"rss", "rdf", "channel", "feed"})

_KNOWN_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""What a prefix means where the feed forgot to say."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"""<!ENTITY\s{1,9}([\w.-]{1,40})\s{1,9}(?:"([^"&<%]{0,500})"|'([^'&<%]{0,500})')\s{0,9}>""")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][\w.-]{0,39});)?")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=<>/"']+)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s<>"']+)))?|[\s/]*["'=]""")
_END = re.compile(r"[\s/]*>")
_NAME_PART = re.compile(r"[^A-Za-z0-9_.-]")
_RELEASE_EDGE = re.compile(r"</?(?:item|entry)[\s>]")
_INTERNAL = re.compile(r"\]\s{0,99}>")


def without_declarations(text: str) -> tuple[str, dict[str, str]]:
    """The document without its DOCTYPE, and the plain entities that this declared, by name.

    Entities that name files, addresses or other entities are not among them, so nothing is read,
    fetched or expanded because a feed said so.
    """
    head = re.search(r"<[A-Za-z_]", text)
    at = text.find("<!DOCTYPE", 0, head.start() if head else 0)
    if at < 0:
        at = text.find("<!doctype", 0, head.start() if head else 0)
    if at < 0:
        return text, {}
    close = _end_of_declaration(text, at)
    plain = {found[1]: found[2] or found[3] or "" for found in _ENTITY.finditer(text, at, min(close, at + 100_000))}
    return text[:at] + text[close:], plain


def swallows_releases(text: str) -> bool:
    """Whether a CDATA section runs on, never closed, through the beginning of a release to a later section's end.

    Such a document may be well-formed all the same, and a release short.
    """
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        another = text.rfind("<![CDATA[", start + 1, end)
        if another >= 0 and _RELEASE_EDGE.search(text, start, another):
            return True
        at = end
    return False


def mend(text: str, entities: dict[str, str] | None = None) -> str:
    """The document as well-formed XML, in one pass over `text`.

    Control characters go; references that mean nothing stay as text; named HTML entities and those in
    `entities` become their characters; elements left open are closed, end tags too many dropped, prefixes
    declared, nesting cut at `DEPTH`. A release that the end of the text cut off is left out.
    """
    return _Mender(_ILLEGAL.sub("", text), entities or {}).mended()


def _end_of_declaration(text: str, at: int) -> int:
    """Where the declaration that begins at `at` is over, its internal subset included."""
    close = text.find(">", at)
    subset = text.find("[", at, close if close >= 0 else len(text))
    if subset >= 0:
        found = _INTERNAL.search(text, subset)
        return found.end() if found else len(text)
    return close + 1 if close >= 0 else len(text)


class _Mender:
    """One pass: `_at` moves over the text and `_out` grows.

    `_open` holds the names of what is not closed yet, `_lengths` how much text each has where that matters.
    The next end of a section and the last opening before it are kept, for damage must not cost time.
    """

    def __init__(self, text: str, entities: dict[str, str]) -> None:
        self._text = text
        self._entities = entities
        self._at = 0
        self._out: list[str] = []
        self._open: list[str] = []
        self._lengths: list[int] = []
        self._how_many_open: Counter[str] = Counter()
        self._uris = dict(_KNOWN_PREFIXES)
        self._prefixes: set[str] = set()
        self._root = ""
        self._root_slot = 0
        self._release_starts = -1
        self._in_release = False
        self._labels = 0
        self._elements = 0
        self._last_release = max(text.rfind("<item"), text.rfind("<entry"))
        self._missing: set[str] = set()
        self._section_end = -1
        self._last_opening = -1

    def mended(self) -> str:
        text = self._text
        while 0 <= self._at < len(text):
            mark = text.find("<", self._at)
            self._write(text[self._at : mark if mark >= 0 else len(text)])
            if mark < 0:
                break
            self._at = mark
            if self._markup() == "over":
                break
        self._leave_out_cut_release()
        while self._open:
            self._close_one()
        if self._root_slot < len(self._out):
            self._out[self._root_slot] = self._root_tag()
        return "".join(self._out)

    def _markup(self) -> str:
        """Reads the markup that begins at `_at`; "over" once the root is closed, or there is too much."""
        text, at = self._text, self._at
        if text.startswith("<![CDATA[", at):
            self._cdata()
        elif text.startswith("<!--", at):
            self._skip_to("-->", 4)
        elif text.startswith("<?", at):
            self._skip_to("?>", 2)
        elif text.startswith("<!", at):
            self._declaration()
        elif tag := _TAG.match(text, at):
            return self._tag(tag)
        else:
            self._literally(1)
        return ""

    def _tag(self, tag: re.Match[str]) -> str:
        attributes, end = self._attributes(tag.end())
        if not end:
            self._literally(tag.end() - tag.start())
            return ""
        self._at = end
        name = self._name(tag[2])
        if tag[1]:
            return self._end_tag(name)
        self._elements += 1
        if self._elements > ELEMENTS:
            return "over"
        is_empty = self._text[end - 2] == "/"
        self._start_tag(name, attributes, is_empty)
        return ""

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        """The attributes that stand at `at`, and where their tag is over; 0 where it is never closed."""
        attributes: dict[str, str] = {}
        while True:
            if end := _END.match(self._text, at):
                return attributes, end.end()
            found = _ATTRIBUTE.match(self._text, at)
            if not found:
                return {}, 0
            at = found.end()
            if found[1] and len(attributes) < ATTRIBUTES:
                attributes.setdefault(found[1], found[2] or found[3] or found[4] or "")

    def _start_tag(self, name: str, attributes: dict[str, str], is_empty: bool) -> None:
        local = _local(name)
        if local in _FIELDS and self._open and _local(self._open[-1]) in _LINES:
            self._close_one()
        if local in _RELEASES:
            self._close_down_to_container()
            self._labels = 0
            self._in_release = True
            self._release_starts = len(self._out)
        if local in LABEL_TAGS:
            self._labels += 1
            if self._labels > LABELS:
                return
        written = self._written(attributes)
        if not self._root:
            self._root, self._root_slot = name + written, len(self._out)
            self._out.append("")
        elif len(self._open) < DEPTH:
            self._out.append(f"<{name}{written}>")
        self._open.append(name)
        self._lengths.append(0)
        self._how_many_open[name] += 1
        if is_empty:
            self._close_one()

    def _end_tag(self, name: str) -> str:
        if not self._how_many_open[name]:
            return ""
        if name == self._open[0] and self._how_many_open[name] == 1 and self._at < self._last_release:
            return ""
        self._close_down_to(name)
        return "" if self._open else "over"

    def _close_down_to(self, name: str) -> None:
        while self._close_one() != name:
            pass

    def _close_down_to_container(self) -> None:
        """Closes what a release cannot be in: a release before it, or an element that was never closed."""
        is_empty = len(self._open) > 1 and 0 <= self._release_starts == len(self._out) - 1
        while len(self._open) > 1 and (self._in_release or _local(self._open[-1]) not in _CONTAINERS):
            self._close_one()
        if is_empty:
            del self._out[-2:]

    def _close_one(self) -> str:
        name = self._open.pop()
        self._lengths.pop()
        self._how_many_open[name] -= 1
        if len(self._open) < DEPTH:
            self._out.append(f"</{name}>")
        if _local(name) in _RELEASES:
            self._release_starts = -1
            self._in_release = False
        return name

    def _cdata(self) -> None:
        start = self._at + len("<![CDATA[")
        if self._section_end < start:
            end = self._find("]]>", start)
            self._section_end = end if end >= 0 else len(self._text)
            self._last_opening = self._text.rfind("<![CDATA[", start, end) if end >= 0 else len(self._text)
        if self._last_opening >= start and (close := self._nearest_close(start, self._last_opening)) >= 0:
            # Never closed, or closed by a later section's end: it cannot go past its own element.
            self._write_verbatim(self._text[start:close])
            self._at = close
            return
        self._write_verbatim(self._text[start : self._section_end])
        self._at = self._section_end + len("]]>")

    def _nearest_close(self, start: int, limit: int) -> int:
        """Where the innermost open element is closed, or a release begins or ends; -1 if not before `limit`."""
        edge = _RELEASE_EDGE.search(self._text, start, limit)
        limit = edge.start() if edge else limit
        close = self._text.find(f"</{self._open[-1]}>", start, limit) if self._open else -1
        return close if close >= 0 else (limit if edge else -1)

    def _declaration(self) -> None:
        following = self._text.find("<", self._at + 2)
        end = self._text.find(">", self._at, following if following >= 0 else len(self._text))
        if end < 0:
            self._literally(2)
        else:
            self._at = end + 1

    def _skip_to(self, closing: str, opening: int) -> None:
        end = self._find(closing, self._at + opening)
        if end < 0:
            self._literally(opening)
        else:
            self._at = end + len(closing)

    def _find(self, what: str, start: int) -> int:
        """Like `str.find`, but does not look again for what was not there: damage must not cost time."""
        if what in self._missing:
            return -1
        at = self._text.find(what, start)
        if at < 0:
            self._missing.add(what)
        return at

    def _literally(self, length: int) -> None:
        """Takes what only looks like markup for text."""
        self._write_verbatim(self._text[self._at : self._at + length])
        self._at += length

    def _write(self, text: str) -> None:
        if text and self._open:
            self._out.append(_REFERENCE.sub(self._reference, self._cut(text)).replace(">", "&gt;"))

    def _write_verbatim(self, text: str) -> None:
        if text and self._open:
            self._out.append(html.escape(self._cut(text), quote=False))

    def _cut(self, text: str) -> str:
        """As much of the text as the innermost open element may have."""
        if _local(self._open[-1]) not in SHORT_TEXTS:
            return text
        kept = text[: max(0, SHORT - self._lengths[-1])]
        self._lengths[-1] += len(kept)
        return kept

    def _reference(self, reference: re.Match[str]) -> str:
        decimal, hexadecimal, name = reference.groups()
        if decimal or hexadecimal:
            return _character(int(decimal) if decimal else int(hexadecimal, 16))
        if name in ("lt", "gt", "amp", "quot", "apos"):
            return reference[0]
        if name and name in self._entities:
            return html.escape(html.unescape(self._entities[name]))
        if name and name in html.entities.name2codepoint:
            return html.escape(chr(html.entities.name2codepoint[name]))
        if name and name + ";" in html.entities.html5:
            return html.escape(html.entities.html5[name + ";"])
        return "&amp;" + reference[0][1:]

    def _written(self, attributes: dict[str, str]) -> str:
        pieces: dict[str, str] = {}
        for raw, value in attributes.items():
            text = _REFERENCE.sub(self._reference, value).replace('"', "&quot;").replace(">", "&gt;")
            if raw == "xmlns":
                pieces["xmlns"] = "".join(text.split())
            elif raw.startswith("xmlns:"):
                self._declare(raw[6:], "".join(text.split()))
            else:
                pieces.setdefault(self._name(raw), text)
        return "".join(f' {name}="{text}"' for name, text in pieces.items())

    def _declare(self, prefix: str, uri: str) -> None:
        if uri and _NAME_PART.sub("", prefix) == prefix and not prefix.startswith("xml"):
            self._uris[prefix] = uri

    def _name(self, raw: str) -> str:
        """A name that XML allows, its prefix noted for the root to declare."""
        prefix, _, local = raw.rpartition(":")
        local = _NAME_PART.sub("_", local)
        local = local if local[:1].isalpha() or local[:1] == "_" else "_" + local
        prefix = _NAME_PART.sub("_", prefix)
        if prefix == "xml" and local in ("base", "lang", "space"):
            return f"xml:{local}"
        if not prefix or not prefix[0].isalpha() or prefix.startswith("xml"):
            return local
        if prefix not in self._prefixes and len(self._prefixes) >= PREFIXES:
            return local
        self._prefixes.add(prefix)
        return f"{prefix}:{local}"

    def _root_tag(self) -> str:
        declared = "".join(
            f' xmlns:{prefix}="{self._uris.get(prefix, f"urn:prefix:{prefix}")}"' for prefix in sorted(self._prefixes)
        )
        return f"<{self._root}{declared}>"

    def _leave_out_cut_release(self) -> None:
        if self._release_starts < 0:
            return
        while self._open and _local(self._open[-1]) not in _RELEASES:
            self._open.pop()
        if self._open:
            self._open.pop()
            del self._out[self._release_starts :]


def _local(name: str) -> str:
    """The name without its prefix, in small letters."""
    return name.rpartition(":")[2].lower()


def _character(code: int) -> str:
    is_allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
    if not is_allowed:
        return "\ufffd" if code > 31 else ""
    return html.escape(chr(code))
