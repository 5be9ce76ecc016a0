"""A page's feeds."""

from __future__ import annotations

import pytest

from reader.sources.discover import feeds_of

AT = "https://dune.example/news/"


def test_the_feeds_that_a_head_names_come_in_its_order() -> None:
    page = b"""<html><head><link rel="stylesheet" href="/s.css"><link rel="canonical" href="/news/">
    <link rel="alternate" type="application/rss+xml" title="News" href="/feed?a=1&amp;b=2">
    <LINK TYPE='application/atom+xml; charset=utf-8' REL='Alternate' HREF='atom.xml'>
    <link rel="alternate" type="application/feed+json" href=/feed.json>
    <link rel="alternate" hreflang="fr" href="/fr/"></head><body><a href="/other.rss">x</a></body></html>"""
    assert feeds_of(page, AT) == (
        "https://dune.example/feed?a=1&b=2",
        "https://dune.example/news/atom.xml",
        "https://dune.example/feed.json",
    )


def test_relative_addresses_start_from_the_pages_base() -> None:
    page = b'<base href="https://cdn.example/x/"><link rel=alternate type=application/rss+xml href=rss>'
    assert feeds_of(page, AT) == ("https://cdn.example/x/rss",)


def test_feeds_of_comments_are_left_out_unless_they_are_all() -> None:
    comments = b'<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    news = b'<link rel="alternate" type="application/rss+xml" href="/feed/">'
    assert feeds_of(comments + news, AT) == ("https://dune.example/feed/",)
    assert feeds_of(comments, AT) == ("https://dune.example/comments/feed/",)


def test_links_that_look_like_feeds_do_where_the_head_names_none() -> None:
    page = b'<a href="/about">x</a><a href="/en/rss.xml">RSS</a><a href="/feed/">f</a><a href="/feedback">n</a>'
    assert feeds_of(page, AT) == ("https://dune.example/en/rss.xml", "https://dune.example/feed/")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/hostname", "http://[", "data:x"])
def test_only_addresses_of_the_web_are_given(href: str) -> None:
    assert feeds_of(f'<link rel="alternate" type="application/rss+xml" href="{href}">'.encode(), AT) == ()


@pytest.mark.parametrize("page", [b"", b"<link " * 100_000, b"<a href='" * 100_000, b'<link rel="alternate" ' * 50_000])
def test_odd_pages_name_no_feed(page: bytes, time_limit: None) -> None:
    assert feeds_of(page, AT) == ()


def test_a_directory_of_feeds_is_cut() -> None:
    page = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(100))
    assert len(feeds_of(page.encode(), AT)) == 20
