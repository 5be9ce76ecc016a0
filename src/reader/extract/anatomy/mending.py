"""Repairs text that was decoded or escaped wrongly on its way: "donâ€™t", "don&amp;#8217;t"."""

from __future__ import annotations

import html
import re

_LEAD = "\u00c2-\u00f4"
_TRAIL = "\u0080-\u00bf" + "".join(
    bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
)
_MISREAD = re.compile(f"[{_LEAD}][{_TRAIL}]{{1,3}}")
"""UTF-8's bytes for one character, read as Latin-1 or Windows-1252."""

_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,10}\d?);")

_WINDOWS = {code: bytes([code]).decode("cp1252") for code in (0x85, *range(0x91, 0x98))}
"""Windows-1252's quotation marks, dashes and ellipsis where a text has them as C1 controls. Those C1 codes that
begin an escape sequence are not among them."""

_OF_WINDOWS = re.compile(f"[{''.join(map(chr, _WINDOWS))}]")


def mend(text: str) -> str:
    """The text with mis-decoded letters and twice-escaped entities put right; all else stays as it is."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if text.isascii():
        return text
    mended = _MISREAD.sub(_reread, text)
    if mended != text:
        mended = re.sub(r"\u00c2(?=\s|$)", "", mended)
    return mended.translate(_WINDOWS) if _OF_WINDOWS.search(mended) else mended


def _reread(found: re.Match[str]) -> str:
    letters = found[0]
    for length in range(len(letters), 1, -1):
        try:
            return b"".join(map(_byte, letters[:length])).decode("utf-8") + letters[length:]
        except UnicodeError:
            continue
    return letters


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1") if ord(letter) < 0x100 else letter.encode("cp1252")
