"""Nothing that acts on a terminal comes in; every letter stays."""

from __future__ import annotations

import pytest

from reader.extract.clean import MOST_MARKS, clean_line, clean_text, clean_url


@pytest.mark.parametrize(
    ("outside", "clean"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1bPpayload\x1b\\b", "ab"),
        ("a\x9b2Jb", "ab"),
        ("left\u202eright\u2066x", "leftrightx"),
        ("half \ud800 pair", "half pair"),
        ("tag\U000e0041s", "tags"),
        ("  two \t words\n", "two words"),
    ],
)
def test_what_acts_or_hides_goes(outside: str, clean: str) -> None:
    assert clean_line(outside) == clean


@pytest.mark.parametrize("letters", ["می‌خواهم", "क्ष", "👩‍👩‍👧", "الْعَرَبِيَّة", "e\u0301te\u0301", "中文「引」"])
def test_letters_of_every_script_stay_as_written(letters: str) -> None:
    assert clean_line(letters) == letters


def test_a_smear_of_marks_is_cut() -> None:
    assert clean_line("e" + "\u0301" * 500) == "e" + "\u0301" * MOST_MARKS


def test_lines_stay_lines() -> None:
    assert clean_text("a\r\nb\x85c\u2028d\te") == "a\nb\nc\nd e"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("/a?b=1", "https://news.example/a?b=1"),
        ("//other.example/x", "https://other.example/x"),
        ("mailto:press@news.example", "mailto:press@news.example"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("https://news.example@evil.example/", ""),
        ("file:///etc/passwd", ""),
        ("http://[::1", ""),
    ],
)
def test_addresses_lead_to_the_web_or_to_mail(url: str, clean: str) -> None:
    assert clean_url(url, "https://news.example/p/") == clean
