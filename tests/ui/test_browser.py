"""Which addresses are opened, and which are not."""

from __future__ import annotations

import pytest

from reader.ui.browser import host, open_address

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
    assert open_address(address, "a-program-that-does-not-exist") == "This release has no web address to open"


def test_a_browser_that_is_not_there_is_told() -> None:
    said = open_address("https://news.example/a", "a-program-that-does-not-exist")
    assert said.startswith("The browser could not be started: ")


def test_the_host_is_named_without_user_and_port() -> None:
    assert host("https://user:pass@news.example:8443/a") == "news.example"
