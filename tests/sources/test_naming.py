"""What publishers write about themselves, read."""

from __future__ import annotations

import pytest

from reader.sources.naming import organisation_in, plain, web_address


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("Harbour Watch", "Harbour Watch"),
        ("Press releases | Harbour Watch - RSS feed", "Harbour Watch"),
        ("Harbour Watch: latest news", "Harbour Watch"),
        ("Harbour Watch » Feed", "Harbour Watch"),
        ("Harbour Watch RSS Feed", "Harbour Watch"),
        ("Harbour Watch Kenya News", "Harbour Watch Kenya"),
        ("Harbour News", "Harbour News"),
        ("Harbour News - Africa", "Harbour News"),
        ("Latest press releases from the Harbour Trust", "the Harbour Trust"),
        ("Letters from Harbour", "Letters from Harbour"),
        ("Ministère du Port – communiqués de presse", "Ministère du Port"),
        ("Al-Mina Centre", "Al-Mina Centre"),
        ("News", "News"),
        ("", ""),
    ],
)
def test_the_organisation_in_a_feeds_title(title: str, organisation: str) -> None:
    assert organisation_in(title) == organisation


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("A <b>bold</b> claim &amp; more", "A bold claim & more"),
        ("One<br>two<p>three", "One two three"),
        ("  wide \n\t open ", "wide open"),
        ("Safe<script>alert(1)</script> words<!-- hidden --><STYLE>b{}</STYLE>", "Safe words"),
        ("Open<script>alert(1)", "Open"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("İstanbul<SCRIPT>x</SCRIPT>: open", "İstanbul: open"),
    ],
)
def test_a_fragment_as_a_line_of_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_line_is_cut(time_limit: None) -> None:
    assert len(plain("word " * 1_000_000)) <= 1000
    assert plain("<" * 1_000_000) == "<" * 1000
    assert len(plain("<script" * 1_000_000)) == 0


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/x?y#z", "https://a.example/x?y#z"),
        ("/x", "https://base.example/x"),
        ("//c.example/x", "https://c.example/x"),
        ("HTTPS://A.example/", "https://A.example/"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/hostname", ""),
        ("mailto:a@b.example", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("http://a.example/\x1b[31m", ""),
        (" http://a.example/a b ", "http://a.example/a%20b"),
    ],
)
def test_an_address_of_the_web(link: str, address: str) -> None:
    assert web_address(link, "https://base.example/news/") == address
