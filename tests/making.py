"""Entries and releases for tests, made in a line: what a test does not care about has a value already."""

from __future__ import annotations

from reader.archive import Prepared, prepare
from reader.release import (
    Area,
    Block,
    BlockKind,
    Country,
    Embargo,
    Entry,
    Evidence,
    Form,
    Quote,
    QuoteKind,
    Release,
)

NAMES = {
    "KEN": ("Kenya", "africa"),
    "CHN": ("China", "asia"),
    "FRA": ("France", "europe"),
    "USA": ("United States", "usa"),
}


def an_entry(key: str = "a", content: str = "The river rose at night.", **fields: str) -> Entry:
    return Entry(key=key, content=content, form=Form.TEXT, **{"url": f"https://news.example/{key}", **fields})


def a_release(
    text: str = "The river rose at night.", countries: str = "KEN", speaker: str = "", **fields: object
) -> Release:
    """A release of one paragraph, about these countries; all of it is what the speaker says, if one is named."""
    block = Block(BlockKind.PARAGRAPH, text)
    found = [Country(code, NAMES[code][0], Evidence("lede", NAMES[code][0], 0, 0, 3)) for code in countries.split()]
    areas = dict.fromkeys(NAMES[country.code][1] for country in found) or {"global": None}
    whole: dict[str, object] = {
        "title": "Floods in the valley",
        "published": "2026-05-01",
        "blocks": (block,),
        "countries": tuple(found),
        "regions": tuple(Area(area, Evidence("lede", "", 0, 0, 3)) for area in areas),
        "quotes": (Quote(0, 0, len(text), QuoteKind.SPEECH, speaker, "mayor"),) if speaker else (),
    }
    embargo = fields.pop("lifts", "")
    if embargo:
        whole["embargo"] = Embargo(f"Embargoed until {embargo}", str(embargo))
    return Release(**{**whole, **fields})  # type: ignore[arg-type]


def understood(key: str = "a", content: str = "The river rose at night.", rules: int = 1, **fields: object) -> Prepared:
    """An entry and its release, with the same text and address, ready to be stored."""
    entry = an_entry(key, content, **({"url": str(fields["url"])} if "url" in fields else {}))
    return prepare(entry, a_release(content, **{"url": entry.url, **fields}), rules)  # type: ignore[arg-type]
