"""Feeds to entries. A case is two files in data/feeds: a feed, and what is expected of the fields named there."""

from __future__ import annotations

import json
import random
from dataclasses import fields
from html import escape
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
    "open sections before an end": "<![CDATA[" * 50_000 + "]]>",
    "items in sections before an end": "<item><a><![CDATA[" * 20_000 + "]]>",
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
    "labels of one among many": "<item><title>t</title></item>" * 500
    + "<item>"
    + "".join(f"<category>c{number}</category>" for number in range(30_000))
    + "</item>",
    "captions": "<item xmlns:media='http://search.yahoo.com/mrss/'><description>"
    + "long text &lt;b> " * 20_000
    + "</description>"
    + "".join(f"<media:text>c{number}</media:text>" for number in range(20_000))
    + "</item>",
    "namespaces": "<item>" + "".join(f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(5_000)) + "</item>",
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_floods_cost_seconds_at_most_and_no_good_release(flood: str, time_limit: None) -> None:
    good = "<item><title>Good before</title><guid>good-1</guid></item>"
    found = [entry.title for entry in entries(rss(good, flood))]
    assert "Good before" in found


def test_a_release_that_the_parser_gives_up_on_costs_no_other() -> None:
    """feedparser raises for this licence, which is sound XML."""
    licence = 'xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"><content>x</content></cc:license>'
    items = [f"<item><title>T{n}</title><guid>{n}</guid></item>" for n in range(3)]
    feed = read_feed(rss(items[0], f"<item><cc:license {licence}</item>", items[1], items[2]), ADDRESS)
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == ["T0", "T1", "T2"]
    assert feed.notes == ("1 of its releases could not be read",)


def a_release(number: int, is_atom: bool, is_marked: bool) -> bytes:
    body = f"<p>Body {number} of the feed: <b>all</b> of it.</p>"
    if is_atom:
        inner = (
            f'type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'
            if is_marked
            else (f'type="html">{escape(body)}')
        )
        return f"<entry><title>Release {number}</title><id>{number}</id><content {inner}</content></entry>".encode()
    inner = f"<![CDATA[{body}]]>" if is_marked else escape(body)
    return (
        f"<item><title>Release {number}</title><guid>{number}</guid><link>https://a.example/{number}</link>"
        f"<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate><description>{inner}</description></item>"
    ).encode()


DAMAGES = (
    *(b"&#0;", b"&#xD800;", b"&", b"&b;", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"]]>", b"<![CDATA[", b"<!--", b"-->"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<?", b"<item>", b"</item>", b"<entry>", b"</entry>", b"</channel>"),
    *(b"<title>", b"</title>", b"<description>", b'"', b"'", b"<", b">", b"=", b"<x:y>", b"</x:y z=>", b"<br>"),
)


@pytest.mark.parametrize("is_atom", [False, True], ids=["rss", "atom"])
def test_damage_in_one_release_costs_no_other(is_atom: bool) -> None:
    for seed in range(300):
        chance = random.Random(seed)
        releases = [a_release(number, is_atom, seed % 2 == 0) for number in range(4)]
        bad = chance.randrange(4)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(START, len(releases[bad]))
            cut = at + chance.choice((0, 0, 1, 5, 30))
            releases[bad] = releases[bad][:at] + chance.choice(DAMAGES) + releases[bad][cut:]
        head, tail = ATOM if is_atom else RSS
        found = {entry.title: entry.content for entry in entries(head + b"".join(releases) + tail)}
        for number in {0, 1, 2, 3} - {bad}:
            assert f"Body {number} of the feed: <b>all</b> of it." in found[f"Release {number}"], seed


START = len(b"<entry>")
"""Where damage begins: without its start tag a release is none."""

ATOM = (b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>', b"</feed>")
RSS = (b'<rss version="2.0"><channel><title>Feed</title>', b"</channel></rss>")


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
