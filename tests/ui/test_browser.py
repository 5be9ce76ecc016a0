"""Which addresses are opened, and which are not."""

from __future__ import annotations

import pytest

from reader.ui.browser import Destination, destination, host, open_destination

REFUSED = [
    "",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ftp://files.example/x",
    "https://",
    "http://[",
    "mailto:a@b",
]


@pytest.mark.parametrize("address", REFUSED)
def test_only_web_addresses_are_opened(address: str) -> None:
    assert destination(address) is None


def test_a_browser_that_is_not_there_is_told() -> None:
    said = open_destination(Destination("https://news.example/a", "news.example"), "a-program-that-does-not-exist")
    assert said.startswith("The browser could not be started: ")


def test_the_host_is_named_without_user_and_port() -> None:
    assert host("https://user:pass@news.example:8443/a") == "news.example"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://news.example/a", "news.example"),
        ("http://news.example/a", "news.example, unencrypted"),
        ("https://bank.example@evil.example/a", "evil.example"),
        ("https://news.example:8443/a", "news.example:8443"),
        ("https://аррle.example/a", "xn--le-6kc8da.example"),
        ("https://[::1]/a", "[::1]"),
    ],
)
def test_the_true_host_is_shown(address: str, shown: str) -> None:
    found = destination(address)
    assert found is not None
    assert found.in_words == shown


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/a b",
        "https://news.example/'; rm x",
        'https://news.example/"$(id)`id`',
        "https://u:p@news.example/ü",
    ],
)
def test_what_is_opened_is_one_plain_argument(address: str) -> None:
    found = destination(address)
    assert found is not None
    assert found.address.startswith("https://news.example/")
    assert found.address.isascii()
    assert not set(found.address) & set(" '\"`<>\\")


@pytest.mark.parametrize(
    "address", ["https://" + "a" * 300 + ".example/", "https://news_example\x00.example/", "https://a b/"]
)
def test_a_host_that_is_none_is_not_opened(address: str) -> None:
    assert destination(address) is None
