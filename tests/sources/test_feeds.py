"""Feeds to entries. A case is two files in data/feeds: a feed, and what is expected of the fields named there."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from reader.release import Entry, Form
from reader.sources.feeds import MAX_BYTES, Feed, NotAFeed, read_feed

DATA = Path(__file__).parent / "data" / "feeds"
ADDRESS = "https://harbour.example/feed"

CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))


def as_plain(value: object) -> Any:
    """Entries and labels as JSON has them."""
    if isinstance(value, tuple):
        return [as_plain(one) for one in value]
    if isinstance(value, Form):
        return value.value
    if hasattr(value, "scheme"):
        return [value.scheme, value.term]
    return value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_feed_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    feed = read_feed(path.read_bytes(), ADDRESS)
    assert isinstance(feed, Feed)
    wanted_entries = expected.pop("entries")
    assert {name: as_plain(getattr(feed, name)) for name in expected} == expected
    assert len(feed.entries) == len(wanted_entries)
    for entry, wanted in zip(feed.entries, wanted_entries, strict=True):
        assert {name: as_plain(getattr(entry, name)) for name in wanted} == wanted


def rss(*items: str, head: str = "<title>Feed</title>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def entries(body: bytes) -> tuple[Entry, ...]:
    feed = read_feed(body, ADDRESS)
    assert isinstance(feed, Feed), feed
    return feed.entries


def test_keys_are_unique() -> None:
    keys = [entry.key for entry in entries((DATA / "keys.xml").read_bytes())]
    assert len(set(keys)) == len(keys)


def test_a_guid_stays_as_written_when_the_feed_moves() -> None:
    body = rss("<item><title>T</title><guid>release-12</guid></item>")
    moved = read_feed(body, "https://elsewhere.example/new/feed")
    assert isinstance(moved, Feed)
    assert moved.entries[0].key == entries(body)[0].key == "release-12"


def test_an_empty_channel_is_a_feed_without_releases() -> None:
    assert entries(rss()) == ()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b"  \n\0 ", "empty"),
        (b"Just words.", "neither"),
        (b"%PDF-1.7\0\0", "binary"),
        (b'{"items": 3}', "JSON"),
        (b"{" * 100_000, "JSON"),
        (b"[[[[" * 100_000, "JSON"),
        (b"<opml version='2.0'><body/></opml>", "list of feeds"),
        (b"<svg/>", "not a feed"),
        (b"<" * 100_000, "not a feed"),
        (b" " * (MAX_BYTES + 1), "larger"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_feed_is_refused_in_words(body: bytes, word: str) -> None:
    answer = read_feed(body, ADDRESS)
    assert isinstance(answer, NotAFeed)
    assert word in answer.reason


@pytest.mark.parametrize(
    "page", [b"<!doctype html><title>News</title><p>Hello & goodbye", b"<html><body/></html>", b"<html><head><p>"]
)
def test_a_page_is_told_from_a_feed(page: bytes) -> None:
    answer = read_feed(page, ADDRESS)
    assert isinstance(answer, NotAFeed)
    assert answer.is_page


def test_a_huge_json_number_costs_nothing() -> None:
    body = b'{"version": "x", "items": [{"id": "1", "title": "T", "size": ' + b"9" * 100_000 + b"}]}"
    assert entries(body)[0].title == "T"


FLOODS = {
    "unclosed items": "<item>" * 50_000,
    "deep elements": "<item>" + "<a>" * 50_000 + "</a>" * 50_000 + "</item>",
    "open tags": "<a " * 50_000,
    "open comments": "<!--" * 50_000,
    "open sections": "<![CDATA[" * 50_000,
    "sections and items": "<item><![CDATA[" * 20_000,
    "declarations": "<!DOCTYPE a [" * 50_000,
    "instructions": "<?a " * 50_000,
    "end tags": "</a" * 50_000 + "</channel>" * 50_000,
    "ampersands": "&" * 100_000 + "&#" * 50_000 + "&a" * 50_000,
    "quotes": "<a b=\"'" * 50_000,
    "blanks": "<item " + " " * 200_000 + "<title>",
    "blank lines": "\n" * 200_000 + "<",
    "attributes": "<item " + " ".join(f'a{number}="b"' for number in range(20_000)) + ">",
    "a long author": "<item><author>" + "a@" * 100_000 + "</author></item>",
    "a long date": "<item><pubDate>" + "1" * 200_000 + "</pubDate></item>",
    "a long author in pieces": "<item><author>" + "<b>a</b>aaaaaaaaaaaaaaaa" * 20_000 + "</author></item>",
    "labels": "<item>" + "".join(f"<category>c{number}</category>" for number in range(30_000)) + "</item>",
    "namespaces": "<item>" + "".join(f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(5_000)) + "</item>",
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_floods_cost_seconds_at_most_and_no_good_release(flood: str, time_limit: None) -> None:
    good = "<item><title>Good before</title><guid>good-1</guid></item>"
    found = [entry.title for entry in entries(rss(good, flood))]
    assert "Good before" in found


def test_the_text_of_an_entity_bomb_is_not_expanded(time_limit: None) -> None:
    declared = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [{declared}]><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
    feed = read_feed(body.encode(), ADDRESS)
    assert isinstance(feed, Feed)
    assert len(feed.title) < 20


def test_no_file_and_no_address_is_opened_because_a_feed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    read_feed(rss(), ADDRESS)  # What is imported on the way is imported now.
    monkeypatch.setattr("builtins.open", lambda *args, **_: opened.append(args))
    monkeypatch.setattr("socket.socket.connect", lambda *args: opened.append(args))
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **_: opened.append(args))
    for path in ("file:///etc/hostname", "http://127.0.0.1:9/a.dtd"):
        body = f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{path}" [<!ENTITY e SYSTEM "{path}">]>'
        read_feed(f"{body}<rss><channel><title>&e;</title></channel></rss>".encode(), ADDRESS)
    read_feed(b"/etc/hostname", ADDRESS)
    read_feed(b"http://127.0.0.1:9/<", ADDRESS)
    assert opened == []


def test_every_field_of_an_entry_is_text_that_can_be_stored() -> None:
    for path in CASES:
        for entry in entries(path.read_bytes()):
            for name in (field.name for field in fields(entry)):
                str(getattr(entry, name)).encode("utf-8")
