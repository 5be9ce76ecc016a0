"""JSON Feed to entries (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.release import Entry, Form, Label
from reader.sources.feeds import Feed, NotAFeed
from reader.sources.mending import LABELS
from reader.sources.naming import digest, one_line, organisation_in, web_address


def read_json_feed(text: str, address: str) -> Feed | NotAFeed:
    """The feed in `text`. Never raises; items of the wrong shape are left out and counted in the notes."""
    try:
        feed = json.loads(text, parse_int=str, parse_float=str, strict=False)
    except (ValueError, RecursionError):
        return NotAFeed("this is JSON that is damaged or too deep")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return NotAFeed("this is JSON, but not a JSON Feed")
    title = one_line(_text(feed, "title"))
    organisation = one_line(next(_authors(feed), ""), 200) or organisation_in(title)
    language = _text(feed, "language")
    entries = [entry for item in feed["items"] if (entry := _entry(item, address, organisation, language)) is not None]
    lost = len(feed["items"]) - len(entries)
    return Feed(
        title=title,
        entries=tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1],
        home=web_address(_text(feed, "home_page_url"), address),
        description=one_line(_text(feed, "description")),
        language=language,
        organisation=organisation,
        notes=(f"{lost} of its releases could not be read",) if lost else (),
    )


def _entry(item: Any, address: str, organisation: str, language: str) -> Entry | None:
    if not isinstance(item, dict):
        return None
    marked, text = _text(item, "content_html"), _text(item, "content_text")
    url = web_address(_text(item, "url") or _text(item, "external_url"), address)
    title = one_line(_text(item, "title"))
    published = _text(item, "date_published")
    key = _text(item, "id") or url
    if not (key or title or marked or text):
        return None
    return Entry(
        key=key or "sha256:" + digest(title, published, marked or text),
        content=marked or text or _text(item, "summary"),
        form=Form.FRAGMENT if marked else Form.TEXT,
        url=url,
        base=url or address,
        title=title,
        summary=_text(item, "summary") if marked or text else "",
        organisation=organisation,
        published=published or _text(item, "date_modified"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language") or language,
        labels=tuple(dict.fromkeys(_labels(item))),
    )


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value.encode("utf-8", "replace").decode("utf-8").strip() if isinstance(value, str) else ""


def _authors(holder: dict[str, Any]) -> Iterator[str]:
    authors = holder.get("authors")
    for author in authors if isinstance(authors, list) else [holder.get("author")]:
        if isinstance(author, dict) and (name := _text(author, "name")):
            yield name


def _labels(item: dict[str, Any]) -> Iterator[Label]:
    tags = item.get("tags")
    for tag in tags[:LABELS] if isinstance(tags, list) else ():
        if isinstance(tag, str) and (term := one_line(tag, 200)):
            yield Label("tags", term)
