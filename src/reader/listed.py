"""Headlines as plain text and as JSON: all that `reader list` prints, without what a whole release takes to load."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reader.headline import Headline
from reader.later import Later

if TYPE_CHECKING:
    import json

    from reader import regions
else:
    json, regions = Later("json"), Later("reader.regions")

SCHEMA = 1
"""Number of the JSON objects' shape: raised when a field changes its meaning or goes, not when one is added."""


def headline_as_object(headline: Headline) -> dict[str, Any]:
    """A row of the list, for JSON."""
    return {"schema": SCHEMA, **asdict(headline)}


def as_json(thing: dict[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def headline_line(headline: Headline) -> str:
    """A row of the list: id, mark, date, places, title, tags."""
    mark = " " if headline.is_read else "●"
    star = "★" if headline.is_starred else " "
    places = ", ".join(headline.countries[:3]) or ", ".join(regions.REGIONS[key] for key in headline.regions[:1])
    day = headline.published[:10] or "undated"
    own = f"  [{', '.join(headline.tags)}]" if headline.tags else ""
    note = "  (note)" if headline.has_note else ""
    return f"{headline.id:>6} {mark}{star} {day:<10}  {places:<13}  {headline.title}".rstrip() + own + note
