"""What a page's head says of the release: JSON-LD, OpenGraph, Dublin Core, microdata, the page's title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reader.extract.anatomy.dates import read_moment
from reader.extract.anatomy.language import tag
from reader.extract.anatomy.mending import mend
from reader.extract.anatomy.tags import START, TEXT, Tag, attributes
from reader.extract.clean import clean_line, clean_url

LARGEST_RECORD = 200_000
"""Characters of JSON-LD that are read."""

RELEASES = ("newsarticle", "article", "pressrelease", "blogposting", "reportagenewsarticle", "report")
"""Types of schema.org that a release is marked up as, lower case."""

_DATES = (
    "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "pubdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date",
    "sailthru.date", "article.published", "date", "last-published",
)  # fmt: skip
"""Names of `meta` elements that give the day of publication, the surest first."""


_TOLD = frozenset(("html", "meta", "title", "script", "link"))
"""Elements that say something of the page as a whole."""


@dataclass(slots=True)
class Head:
    """Facts of a page, clean; empty where it does not give them."""

    titles: list[str] = field(default_factory=list)
    """Names of the page, the surest first; those may carry the site's name as well."""
    published: str = ""
    organisation: str = ""
    language: str = ""
    address: str = ""
    subtitle: str = ""


def read_head(tags: Iterable[Tag]) -> Head:
    """The facts in a page's `meta` elements, its JSON-LD, its microdata and its `title`."""
    meta: dict[str, str] = {}
    records: list[dict[str, Any]] = []
    head = Head()
    title, within = "", ""
    for kind, name, written in tags:
        if kind is TEXT:
            if within == "title":
                title = title or _line(written)
            elif within == "script":
                records += _records(written)
            within = ""
        elif kind is START and (name in _TOLD or "itemprop" in written):
            attrs = attributes(written)
            if name == "html":
                head.language = head.language or tag(attrs.get("lang") or attrs.get("xml:lang") or "")
            elif name == "meta":
                key = (attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or "").lower()
                meta.setdefault(key, _line(attrs.get("content", "")))
            elif name == "title":
                within = "title"
            elif name == "script" and "ld+json" in attrs.get("type", "").lower():
                within = "script"
            elif name == "link" and attrs.get("rel", "").lower() == "canonical":
                head.address = clean_url(attrs.get("href", ""))
            elif "itemprop" in attrs and attrs.get("datetime", attrs.get("content")):
                meta.setdefault(attrs["itemprop"].lower(), _line(attrs.get("datetime") or attrs.get("content") or ""))
        else:
            within = ""
    record = next((r for r in records if _type(r) in RELEASES), next(iter(records), {}))
    named = [_text(record.get("headline")), meta.get("og:title", ""), meta.get("twitter:title", ""), title]
    head.titles = [name for name in dict.fromkeys([*named, meta.get("dc.title", "")]) if name]
    head.published = next(filter(None, map(read_moment, _dates(record, records, meta))), "")
    head.organisation = _text(record.get("publisher")) or meta.get("og:site_name", "") or meta.get("dc.publisher", "")
    head.language = head.language or tag(_text(record.get("inLanguage")) or meta.get("og:locale", ""))
    head.subtitle = _text(record.get("alternativeHeadline"))
    head.address = head.address or clean_url(meta.get("og:url", ""))
    return head


def _dates(record: dict[str, Any], records: list[dict[str, Any]], meta: dict[str, str]) -> list[str]:
    given = [_text(record.get("datePublished")), *(_text(other.get("datePublished")) for other in records)]
    return given + [meta.get(name, "") for name in _DATES]


def _records(written: str) -> list[dict[str, Any]]:
    """The objects of a JSON-LD script, those within `@graph` and lists as well."""
    if len(written) > LARGEST_RECORD:
        return []
    try:
        waiting: list[Any] = [json.loads(re.sub(r"[\x00-\x1f]+", " ", written))]
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, Any]] = []
    while waiting and len(found) < 100:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting += thing[:100]
        elif isinstance(thing, dict):
            found.append(thing)
            waiting += [thing[key] for key in ("@graph", "mainEntity") if key in thing]
    return found


def _type(record: dict[str, Any]) -> str:
    kind = record.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind).lower()


def _text(value: Any) -> str:
    """A value of JSON-LD as a line: a text, or the name of a thing."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return clean_line(mend(text[:2000]))
