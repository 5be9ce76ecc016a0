"""RSS and Atom to entries: mended where damaged, parsed by feedparser, and completed with what that leaves out."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any

import feedparser

from reader.release import Entry, Form, Label
from reader.sources.feeds import Feed, NotAFeed
from reader.sources.mending import mend, swallows_releases, without_declarations
from reader.sources.naming import (
    digest,
    has_html_tags,
    has_markup,
    one_line,
    organisation_in,
    plain,
    text_length,
    web_address,
)
from reader.sources.survey import Extras, Survey, survey

_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel", "item", "entry"})
_TEXT_TYPES = ("text/plain", "text/x-web-markdown", "text/markdown")
_MARKED_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_PACKED_TYPES = ("application/octet-stream",)
"""Text that came as base64, which feedparser has unpacked."""

DAMAGED = "the feed's XML is damaged; what could be read of it was kept"
UNREADABLE = "of its releases could not be read"


def read_xml_feed(text: str, address: str, known: Container[bytes] = frozenset()) -> Feed | NotAFeed:
    """The feed in `text`, any XML or what was meant to be XML. Never raises. `known` as for `feeds.read_feed`."""
    document, entities = without_declarations(text)
    sound = _as_bytes(document)
    found = survey(sound)
    notes = []
    if found.error or swallows_releases(document):
        sound = _as_bytes(mend(document, entities))
        found = survey(sound)
        notes.append(DAMAGED)
    if found.root == "opml":
        return NotAFeed("this is a list of feeds, not a feed: it can be imported")
    if found.root == "html" or (found.root not in _FEED_ROOTS and _opens_a_page(text)):
        return NotAFeed("this is a web page, not a feed", is_page=True)
    if found.root not in _FEED_ROOTS or (found.error and not found.releases):
        return NotAFeed("this is not a feed that can be read")
    passed_over: list[bytes] = []
    if not notes:
        sound = _without_known(sound, found, known, passed_over)
    parsed, lost = _parse(sound, found, address, is_damaged=bool(notes))
    if lost:
        notes.append(f"{lost} {UNREADABLE}")
    return replace(_feed(parsed, found, address, notes), passed_over=tuple(passed_over))


MARK = 8
"""Bytes of an item's mark: a feed of a thousand items has two alike once in ten thousand million million."""

READING = b"1"
"""Part of every mark; another one has all items read anew, as is right where they would be read otherwise."""


def _without_known(sound: bytes, found: Survey, known: Container[bytes], passed_over: list[bytes]) -> bytes:
    """The document without the items that are known, which are told by what stands in them and around all of them."""
    around = b"".join(sound[start : sound.find(b">", start) + 1] for start in found.opening)
    kept: list[Extras] = []
    pieces: list[bytes] = []
    at = left_out = 0
    if any(extras.end < 0 for extras in found.releases):
        return sound
    for extras in found.releases:
        end = sound.find(b">", extras.end) + 1
        item = hashlib.blake2b(READING + around, digest_size=MARK)
        item.update(sound[extras.start : end])
        extras.mark = item.digest()
        if extras.mark in known:
            passed_over.append(extras.mark)
            pieces.append(sound[at : extras.start])
            at = end
            left_out += end - extras.start
        else:
            extras.start, extras.end = extras.start - left_out, extras.end - left_out
            kept.append(extras)
    if not passed_over:
        return sound
    found.releases[:] = kept
    return b"".join((*pieces, sound[at:]))


def _as_bytes(document: str) -> bytes:
    if document.startswith("<?xml"):
        document = document.partition("?>")[2]
    declared = '<?xml version="1.0" encoding="utf-8"?>\n' + document.lstrip()
    return declared.encode("utf-8", "replace")


def _opens_a_page(text: str) -> bool:
    head = text[:2000].lower()
    return "<html" in head or "<!doctype html" in head or "<head" in head


ONE_BY_ONE = 5000
"""Releases that are parsed one by one where the feed is damaged: it takes a few times as long."""


def _parse(sound: bytes, found: Survey, address: str, *, is_damaged: bool) -> tuple[Any, int]:
    """What feedparser makes of the document, and how many releases it could not take."""
    if found.error or (is_damaged and 0 < len(found.releases) <= ONE_BY_ONE):
        # What is odd in one release can change how feedparser takes the next.
        return _parse_one_by_one(sound, found, address)
    try:
        return _feedparser(sound, address), 0
    except Exception:
        # feedparser raises for a few odd values, and gives up the whole feed.
        return _parse_one_by_one(sound, found, address)


def _feedparser(document: bytes, address: str) -> Any:
    """The document, which must be well-formed: for other text feedparser has a parser that may take minutes."""
    # Always a stream: given bytes or text, feedparser may take them for a path or an address, and open it.
    return feedparser.parse(
        BytesIO(document),
        response_headers={"content-location": address, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _parse_one_by_one(sound: bytes, found: Survey, address: str) -> tuple[Any, int]:
    """The feed's own elements, then each release as if it were alone in the feed."""
    opening = b"".join(sound[start : sound.find(b">", start) + 1] for start in found.opening)
    closing = found.closing.encode()
    whole = _feedparser_or_nothing(sound[: found.releases[0].start] + closing if found.releases else sound, address)
    kept = []
    for extras in found.releases[:ONE_BY_ONE] if len(opening) <= OPENING else ():
        if extras.end < 0:
            continue
        release = sound[extras.start : sound.find(b">", extras.end) + 1]
        one = _feedparser_or_nothing(opening + release + closing, address)
        if one.entries:
            whole.entries.append(one.entries[0])
            whole.version = whole.get("version") or one.get("version")
            kept.append(extras)
    lost = len(found.releases) - len(kept)
    found.releases[:] = kept
    return whole, lost


OPENING = 65_536
"""Bytes of the start tags around the releases that are parsed again with each; a feed has a few hundred."""


def _feedparser_or_nothing(document: bytes, address: str) -> Any:
    # Whatever it raises, one release is lost and not the feed.
    with suppress(Exception):
        if not survey(document).error:
            return _feedparser(document, address)
    return feedparser.FeedParserDict(feed=feedparser.FeedParserDict(), entries=[], version="")


def _feed(parsed: Any, found: Survey, address: str, notes: list[str]) -> Feed:
    about = parsed.feed
    title = _title(about, is_atom=_is_atom(parsed))
    organisation = one_line(about.get("publisher") or "", 200) or organisation_in(title)
    language = about.get("language") or ""
    extras = found.releases if len(found.releases) == len(parsed.entries) else []
    entries = []
    marks: dict[str, bytes] = {}
    for at, entry in enumerate(parsed.entries):
        own = extras[at] if extras else Extras(0)
        if entry:
            made = _entry(entry, own, address, organisation, language, is_atom=_is_atom(parsed))
            entries.append(made)
            if own.mark:
                marks.setdefault(made.key, own.mark)
    return Feed(
        title=title,
        entries=tuple(_told_apart(entries)),
        home=web_address(about.get("link") or "", address),
        description=plain(about.get("subtitle") or about.get("summary") or ""),
        language=language,
        organisation=organisation,
        notes=tuple(notes),
        marks=marks,
    )


def _is_atom(parsed: Any) -> bool:
    return str(parsed.get("version") or "").startswith("atom")


def _entry(entry: Any, extras: Extras, address: str, organisation: str, language: str, *, is_atom: bool) -> Entry:
    form, content, summary, detail = _texts(entry, extras)
    title = _title(entry, is_atom=is_atom)
    published = entry.get("published") or entry.get("created") or ""
    # Asked for a missing "updated", feedparser warns and gives "published": look before asking.
    updated = str(entry["updated"]) if "updated" in entry else ""
    base = web_address(detail.get("base") or entry.get("title_detail", {}).get("base") or "", address) or address
    url = web_address(entry.get("link") or "", base)
    source = entry.get("source", {}).get("title") or entry.get("publisher") or ""
    return Entry(
        key=_key(entry, extras) or url or "sha256:" + digest(title, published or updated, content),
        content=content + _captions(extras, content) if form is Form.FRAGMENT else content,
        form=form,
        url=url,
        base=base,
        title=title,
        summary=summary,
        organisation=organisation_in(source) if source else organisation,
        published=published or updated,
        updated=updated,
        language=detail.get("language") or language,
        labels=_labels(entry, extras),
    )


def _key(entry: Any, extras: Extras) -> str:
    """The guid as the publisher wrote it: feedparser makes an address of one, which moves with the feed's."""
    resolved = str(entry.get("id") or "")
    return resolved if extras.key.startswith("/") else (extras.key or resolved)


def _title(holder: Any, *, is_atom: bool) -> str:
    detail = holder.get("title_detail") or {}
    title = str(holder.get("title") or "")
    is_marked = detail.get("type") in _MARKED_TYPES or (not is_atom and has_html_tags(title))
    return plain(title) if is_marked else one_line(title)


def _texts(entry: Any, extras: Extras) -> tuple[Form, str, str, Any]:
    """Form, content and summary of an entry (in the same form), and feedparser's details of the content."""
    candidates = list(_candidates(entry))
    own = [one for one in candidates if one["value"].strip() not in extras.captions] or candidates
    if not own:
        return Form.TEXT, "", "", {}
    longest = max(own, key=lambda one: text_length(one["value"]))
    form = _form(longest)
    others = [one for one in own if one["value"] != longest["value"]]
    summary = next((one for one in others if one["is_summary"]), next(iter(others), None))
    if summary is None:
        return form, longest["value"], "", longest
    if form is Form.FRAGMENT and _form(summary) is not Form.FRAGMENT:
        return form, longest["value"], html.escape(summary["value"], quote=False), longest
    if form is not Form.FRAGMENT and _form(summary) is Form.FRAGMENT:
        return form, longest["value"], plain(summary["value"]), longest
    return form, longest["value"], summary["value"], longest


def _candidates(entry: Any) -> Iterator[dict[str, Any]]:
    """Everything in an entry that may be the text of the release."""
    for content in entry.get("content") or ():
        kind = content.get("type") or ""
        if content.get("value") and kind.startswith(_TEXT_TYPES + _MARKED_TYPES + _PACKED_TYPES):
            yield {**content, "is_summary": False}
    if summary := entry.get("summary"):
        yield {"type": "text/html", **(entry.get("summary_detail") or {}), "value": summary, "is_summary": True}


def _form(text: dict[str, Any]) -> Form:
    match text.get("type"):
        case "text/markdown" | "text/x-web-markdown":
            return Form.MARKDOWN
        case "text/plain":
            return Form.TEXT
        case _:
            return Form.FRAGMENT if has_markup(text["value"]) else Form.TEXT


def _captions(extras: Extras, content: str) -> str:
    """The captions of an entry's photographs as HTML figures, with those left out that its content has."""
    figures = []
    for at, caption in enumerate(extras.captions):
        text = plain(caption)
        if not text or text in content:
            continue
        credit = plain(extras.credits[at]) if at < len(extras.credits) else ""
        shown = f"{text} © {credit.removeprefix('©').strip()}" if credit and credit not in text else text
        figures.append(f"<figure><figcaption>{html.escape(shown)}</figcaption></figure>")
    return "".join(figures)


def _labels(entry: Any, extras: Extras) -> tuple[Label, ...]:
    labels: dict[Label, None] = {}
    for tag in entry.get("tags") or ():
        for term in (tag.get("term"), tag.get("label")):
            if text := plain(str(term or ""), 200):
                labels[Label(str(tag.get("scheme") or "category"), text)] = None
    return tuple(labels) + tuple(label for label in extras.labels if label not in labels)


def _told_apart(entries: list[Entry]) -> Iterator[Entry]:
    """The entries with no key twice.

    A guid that comes again is the same release again. Where only the address served as key, two texts
    behind one address are two releases, and the second gets a key of its own.
    """
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry)
        if first is entry:
            yield entry
        elif entry.key == entry.url and entry.title != first.title:
            other = replace(entry, key=f"{entry.key}#{digest(entry.title, entry.published)}")
            if seen.setdefault(other.key, other) is other:
                yield other
