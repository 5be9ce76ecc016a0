"""Captions: which lines describe a picture, and where the credit begins in them."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 700
"""Characters of the longest caption that is told by its credit alone."""

LONGEST_CREDIT = 110
"""Characters of a credit at a caption's end."""

_CREDIT = re.compile(
    r"©|(?<!\w)\(c\)\s?(?=\d{4}|[A-Z])"
    r"|(?<!\w)(?:photo(?:graph)?s?|image|picture|video|illustration|foto|fotos|bild|bilder|quelle|crédit|credit|credits|crédito)"
    r"(?: (?:credit|credits|by|courtesy|source|photo|photos|crédit|crédito|de))?\s?:\s"
    r"|(?<!\w)(?:photo|photograph|image|foto) (?:by|courtesy of|von|de|di) (?=[A-Z])"
    r"|\((?:photo|photo by|image|foto|ap photo|reuters|afp)\b"
    r"|(?<!\w)(?:AP Photo|AFP PHOTO|Courtesy (?:of|photo)\b)"
    r"|(?:صورة|تصوير|图片来源|图片|摄影|写真|фото|автор фото)\s?[:：]",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"rights reserved|alle rechte|tous droits|todos los derechos|copyright", re.IGNORECASE)


@lru_cache(maxsize=1024)
def find_credit(text: str) -> int:
    """Where the credit begins in a line that is a caption by it ("© 2026 ...", "Photo: ..."); -1 where none is."""
    if len(text) > LONGEST:
        return -1
    if _CREDIT.match(text):
        at = 0
    else:
        at = -1
        for match in _CREDIT.finditer(text, max(0, len(text) - LONGEST_CREDIT)):
            at = match.start()
    return -1 if at >= 0 and _RIGHTS.search(text) else at


def is_caption(text: str) -> bool:
    """True for a line that is a caption by its credit; a sentence that has the word in it is none."""
    at = find_credit(text)
    if at < 0:
        return False
    return at > 0 or sum(letter.isalpha() for letter in text) > 1
