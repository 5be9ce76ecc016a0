"""The one door for outside text: no control characters, escape codes or disguised direction come in."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

MOST_MARKS = 8
"""Combining marks kept in a row: more than any script writes on one letter, fewer than a smear over other lines."""

LONGEST_URL = 4000
"""Characters of an address that are kept; a longer one is dropped whole, since a cut one leads elsewhere."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
"""Control sequences of ECMA-48 with their parameters or payload, 7-bit and 8-bit. A payload without an end loses
its introducer only: what follows is text that somebody may want to read."""

_NOT_TEXT = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1, without what counts as white space
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # soft hyphen, grapheme joiner, fillers and marks of direction
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u3164\uffa0"  # zero width, direction, fillers
    "\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff"  # annotations, noncharacters, unpaired surrogates
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # format, tags
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)
"""Characters that are never shown: Unicode's controls, format characters, tags and noncharacters. The joiners
U+200C and U+200D and the variation selectors stay: Persian, the scripts of India and emoji are spelt with them."""

_NEW_LINE = re.compile("\r\n|[\r\x85\u2028\u2029\v\f]")
_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0730-\u074a\u0900-\u0903"
    "\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
_RARE = re.compile(f"[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0{_MARKS}]")
"""Of what is dropped or counted, the characters that Python calls printable: a text with none of these, nothing
unprintable and no blanks in a row is clean as it is, as nearly every text is."""

_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")

_PLAIN_URL = re.compile(
    r"https?://[a-zA-Z0-9.-]+(?::\d{1,5})?(?:/[\w/.~!$&'()*+,;=:@%-]*)?(?:\?[\w/.~!$&'()*+,;=:@%?-]+)?", re.ASCII
)
"""An address with nothing in it to drop or to resolve, as nearly all are."""


def clean_text(text: str) -> str:
    """The text with nothing in it that acts on a terminal; its lines stay, ended by newlines.

    Letters of every script stay as they are written. White space within a line becomes single spaces; the blanks
    at a line's start are folded to one, so that they can still tell an indented line.
    """
    if text.isprintable() and "  " not in text and not _RARE.search(text):
        return text
    text = _NEW_LINE.sub("\n", _ESCAPES.sub("", text))
    text = _NOT_TEXT.sub("", text)
    return _TOO_MANY_MARKS.sub(r"\1", _BLANKS.sub(" ", text))


def clean_line(text: str) -> str:
    """The text as one line: clean, its white space folded, none at its ends."""
    return " ".join(clean_text(text).split())


def clean_url(url: str, base: str = "") -> str:
    """The address in full, seen from `base`; "" for one that is not of the web or of mail, or hides where it leads.

    White space and controls are dropped as browsers drop them (WHATWG URL standard, 4.1); an address with a user
    name or password in it is none of a release's, and names another host than it seems to.
    """
    if len(url) < LONGEST_URL and _PLAIN_URL.fullmatch(url):
        return url
    url = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", clean_line(url[:LONGEST_URL].replace("\\", "/")))
    if not url or len(url) >= LONGEST_URL:
        return ""
    try:
        address = urlsplit(urljoin(base, url))
        host = address.hostname
    except ValueError:
        return ""
    if address.scheme == "mailto":
        return urlunsplit(address) if "@" in address.path else ""
    if address.scheme not in ("http", "https") or not host or "@" in address.netloc:
        return ""
    return urlunsplit(address)
