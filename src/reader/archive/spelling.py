"""Names and notes as they are compared: no case, no accents."""

from __future__ import annotations

from unicodedata import combining, normalize


def folded(text: str) -> str:
    """The text as it is compared with what somebody types: "Évictions" and "evictions" are one."""
    if text.isascii():
        return text.lower()
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
