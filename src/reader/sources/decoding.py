"""Bytes to text: finds the encoding that a feed or a saved page was really written in."""

from __future__ import annotations

import codecs
import re

_TEXT_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
"""Encodings to be read as their larger kin, as browsers do (https://encoding.spec.whatwg.org/#names-and-labels)."""

_KNOWN = {
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "gb18030", "cp949", "cp932"),
    *("big5hkscs", "euc_jp", "iso2022_jp", "iso2022_kr", "koi8-r", "koi8-u", "cp866", "cp874", "tis-620"),
    *("mac-roman", "mac-cyrillic"),
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
    *(f"cp{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)),
}
"""What may be decoded. Python knows more, and some of it is no text (hex, zlib) or hides control codes (utf-7)."""

_WITH_SHIFTS = {"iso2022_jp", "iso2022_kr"}
"""Encodings whose bytes are all ASCII, escape codes among them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32's before UTF-16's, which it begins with."""

_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How markup opens in wide encodings without a mark (XML 1.0, appendix F)."""

_HEAD = 2048
"""Bytes in which a document must name its encoding; HTML asks for the first 1024."""

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})"""
    rb"""|<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE,
)

_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)


def decode(body: bytes, content_type: str = "") -> str:
    """The body as text, without its byte order mark; never fails.

    A byte order mark wins, then UTF-8 wherever the bytes are that (the odds against it by chance are
    overwhelming), then what the document says of itself, then what the server says (`content_type`, as in
    an HTTP header). Bytes that fit nothing are read as Windows-1252 one by one.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace").lstrip("\ufeff")
    for opening, codec in _UNMARKED:
        if body.startswith(opening):
            return body.decode(codec, "replace")
    return _decode_unmarked(body, _named(body, content_type))


def codec_for(label: str) -> str:
    """Python's name of the encoding that the label stands for; empty where it is none that we read."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _TEXT_CODECS.get(name, name)
    return name if name in _KNOWN else ""


def _named(body: bytes, content_type: str) -> list[str]:
    labels = []
    if declared := _DECLARED.search(body, 0, _HEAD):
        labels.append((declared[1] or declared[2]).decode("ascii", "ignore"))
    if charset := _CHARSET.search(content_type):
        labels.append(charset[1])
    return [codec for label in labels if (codec := codec_for(label))]


def _decode_unmarked(body: bytes, codecs_named: list[str]) -> str:
    shifting = [codec for codec in codecs_named if codec in _WITH_SHIFTS]
    candidates = shifting if shifting and body.isascii() else ["utf-8", *codecs_named]
    for codec in candidates:
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    best = next((codec for codec in codecs_named if not codec.startswith("utf-")), "")
    return body.decode(best, "replace") if best else body.decode("utf-8", _STRAY)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


_STRAY = "reader.stray-bytes"
codecs.register_error(_STRAY, _as_windows_1252)
