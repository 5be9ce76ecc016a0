"""A look through a feed's XML: whether it is sound, and what feedparser does not tell of it.

feedparser keeps one element of a name where a publisher has several (Amnesty's country ids), and takes
the captions of photographs for the text of releases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from reader.release import Label
from reader.sources.mending import ATTRIBUTES, DEPTH, ELEMENTS, LABEL_TAGS, LABELS, PREFIXES, SHORT, SHORT_TEXTS

TERM = 200
"""Characters of the longest label that is taken for one."""

CAPTIONS = 100
"""Captions and credits of one release that are kept."""

_PLAIN = frozenset(
    {
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
    }
)
"""Namespaces (small letters) in which "item" and "entry" are releases."""

_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")

_PLACE_LABELS = {
    ("http://purl.org/dc/elements/1.1/", "coverage"),
    ("http://purl.org/dc/terms/", "spatial"),
    ("http://purl.org/dc/terms/", "coverage"),
    ("http://www.georss.org/georss", "featurename"),
}
"""Elements of common modules that say where a release is about."""

_MODULES = (
    "http://purl.org/",
    "http://search.yahoo.com/mrss",
    "http://www.georss.org/",
    "http://www.w3.org/",
    "http://www.itunes.com/",
    "http://www.opengis.net/",
    "http://wellformedweb.org/",
    "http://rssnamespace.org/feedburner",
    "http://madskills.com/",
    "http://web.resource.org/cc/",
    "http://creativecommons.org/",
    "http://backend.userland.com/",
    "http://prismstandard.org/",
    "http://www.google.com/",
    "http://base.google.com/",
    "http://schemas.google.com/",
    "http://xmlns.com/foaf/",
    "http://webns.net/",
    "http://podlove.org/",
    "https://podcastindex.org/",
    "https://www.rssboard.org/",
    "urn:prefix:",
    "com-wordpress:",
)
"""Beginnings of the namespaces of modules that many publishers share: what is in them are no publisher's own tags."""


@dataclass(slots=True)
class Extras:
    """What the survey found in one release."""

    start: int
    """Offset of its first byte."""
    end: int = -1
    """Offset of its end tag; -1 where it has none of its own."""
    key: str = ""
    """Its guid or id, as written."""
    mark: bytes = b""
    """What tells it from other releases and other texts of it, where the whole feed is sound."""
    labels: list[Label] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """What a look through the XML found; `error` is empty where all of it is sound."""

    error: str = ""
    root: str = ""
    """Name of the outermost element, small letters, without its prefix."""
    releases: list[Extras] = field(default_factory=list)
    opening: list[int] = field(default_factory=list)
    """Offsets of the start tags of what is open where the first release begins, the outermost first."""
    closing: str = ""
    """End tags of what is open there."""


def survey(document: bytes) -> Survey:
    """Looks through a document in UTF-8 without a DOCTYPE. Never raises; nothing outside it is opened."""
    looker = _Looker()
    try:
        looker.parser.Parse(document, True)
    except expat.ExpatError as error:
        looker.found.error = str(error)
    except _Excess as excess:
        looker.found.error = str(excess)
    return looker.found


class _Excess(Exception):
    """The document is well-formed and still more than its readers should be given."""


class _Looker:
    def __init__(self) -> None:
        self.found = Survey()
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartNamespaceDeclHandler = self._namespace
        self._open: list[tuple[str, str, str]] = []
        self._starts: list[int] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        self._release: Extras | None = None
        self._inner = 0
        self._labels = 0
        self._elements = 0
        self._namespaces: set[str] = set()

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._namespaces.add(uri or "")
        if len(self._namespaces) > PREFIXES:
            raise _Excess("too many namespaces")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEPTH:
            raise _Excess("too deep")
        self._elements += 1
        if self._elements > ELEMENTS:
            raise _Excess("too many elements")
        if len(attributes) > ATTRIBUTES:
            raise _Excess("too many attributes")
        uri, local, prefix = _split(name)
        self.found.root = self.found.root or local.lower()
        if local in ("item", "entry") and (uri.lower() in _PLAIN or not prefix):
            self._start_release()
        elif local.lower() in LABEL_TAGS:
            self._labels += 1
            if self._labels > LABELS:
                raise _Excess("too many labels")
        term = attributes.get("name") or attributes.get("term") or attributes.get("label") or ""
        self._open.append((uri, local, prefix))
        self._starts.append(self.parser.CurrentByteIndex)
        self._texts.append([term])
        self._lengths.append(0)

    def _start_release(self) -> None:
        if not self.found.releases:
            self.found.opening = list(self._starts)
            self.found.closing = "".join(
                f"</{prefix}:{local}>" if prefix else f"</{local}>" for _, local, prefix in reversed(self._open)
            )
        self._labels = 0
        self._release = Extras(self.parser.CurrentByteIndex)
        self._inner = len(self._open)
        self.found.releases.append(self._release)

    def _characters(self, text: str) -> None:
        self._lengths[-1] += len(text)
        if self._lengths[-1] > SHORT and self._open[-1][1].lower() in SHORT_TEXTS:
            raise _Excess("a name or date too long")
        self._texts[-1].append(text)

    def _end(self, name: str) -> None:
        uri, local, prefix = self._open.pop()
        self._starts.pop()
        self._lengths.pop()
        term, *pieces = self._texts.pop()
        if self._release is None:
            return
        if len(self._open) == self._inner:
            self._release.end = self.parser.CurrentByteIndex
            self._release = None
            return
        text = "".join(pieces).strip()
        if not prefix and local in ("guid", "id") and len(self._open) == self._inner + 1:
            self._release.key = text
        elif uri in _MEDIA:
            self._media(local, text)
        elif prefix and ((uri, local.lower()) in _PLACE_LABELS or not uri.startswith(_MODULES)):
            self._label(f"{prefix}:{local}", term or text)

    def _media(self, local: str, text: str) -> None:
        assert self._release is not None
        if len(self._release.captions) + len(self._release.credits) >= CAPTIONS:
            return
        if text and local in ("description", "text"):
            self._release.captions.append(text)
        elif text and local in ("credit", "copyright"):
            self._release.credits.append(text)

    def _label(self, name: str, term: str) -> None:
        assert self._release is not None
        uri, local, prefix = self._open[-1]
        scheme = f"{prefix}:{local}" if prefix and not uri.startswith(_MODULES) else name
        label = Label(scheme, " ".join(term.split()))
        is_term = 1 < len(label.term) <= TERM and "://" not in label.term and any(map(str.isalpha, label.term))
        if is_term and len(self._release.labels) < LABELS and label not in self._release.labels:
            self._release.labels.append(label)


def _split(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of a name as expat gives it."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""
