"""Bytes to text."""

from __future__ import annotations

import pytest

from reader.sources.decoding import decode

TEXT = "<p>Élysée — “déclaration” 5 €</p>"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_unicode_is_told_without_being_named(codec: str) -> None:
    assert decode(TEXT.encode(codec)) == TEXT


def test_windows_1252_is_what_is_left() -> None:
    assert decode(TEXT.encode("cp1252")) == TEXT


def test_two_byte_order_marks_are_one_too_many() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfText") == "Text"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("Заявление", "koi8-r", "KOI8-R"),
        ("Заявление", "cp1251", "windows-1251"),
        ("声明表明", "shift_jis", "Shift_JIS"),
        ("声明表明", "iso2022_jp", "ISO-2022-JP"),
        ("声明表明", "gb18030", "gb2312"),
        ("보도자료", "euc_kr", "euc-kr"),
        ("“Oui”", "cp1252", "iso-8859-1"),
        ("بيان", "cp1256", "windows-1256"),
    ],
)
def test_a_named_encoding_is_read_wherever_it_is_named(text: str, codec: str, label: str) -> None:
    body = text.encode(codec)
    assert decode(body, f"text/xml; charset={label}") == text
    prolog = f'<?xml version="1.0" encoding="{label}"?>'
    assert decode(prolog.encode() + body) == prolog + text
    meta = f"<html><meta charset={label}>"
    assert decode(meta.encode() + body) == meta + text


def test_utf_8_is_known_whatever_it_is_called() -> None:
    body = b'<?xml version="1.0" encoding="iso-8859-1"?>' + TEXT.encode()
    assert decode(body, "text/xml; charset=windows-1251").endswith(TEXT)


@pytest.mark.parametrize(
    "label", ["utf-7", "hex", "zlib_codec", "unicode_escape", "idna", "bogus-7331", "../x", "a" * 999]
)
def test_encodings_that_are_no_text_are_not_used(label: str) -> None:
    body = "<p>+ABs- \\x41 é</p>"
    assert decode(body.encode(), f"text/html; charset={label}") == body
    assert decode(body.encode("cp1252"), f"text/html; charset={label}") == body


def test_single_odd_bytes_among_utf_8_are_read_one_by_one() -> None:
    assert decode("Élysée ".encode() + b"\x93caf\xe9\x94 \x81") == "Élysée “café” \ufffd"


@pytest.mark.parametrize("body", [b"", b"\xff", b"\xff\xfe", b"\xff\xfe\x00", b"<\0", b"\0\0\0<", bytes(range(256))])
def test_any_bytes_give_text_that_can_be_stored(body: bytes) -> None:
    decode(body).encode("utf-8")
