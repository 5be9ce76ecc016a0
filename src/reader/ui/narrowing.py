"""What a filter becomes when a row is ticked, and how it is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.filter import Filter
from reader.later import Later
from reader.regions import COUNTRIES, REGIONS

if TYPE_CHECKING:
    from reader import query
else:
    query = Later("reader.query")

EVERYTHING = Filter()

NONE_SAVED: Mapping[str, str] = {}


def toggled(narrowed: Filter, kind: str, key: str) -> Filter:
    """The filter with a row of the tree added, or taken out where it was in.

    `kind` is "all", "unread", "starred", "saved", "tag", "region", "country" or "source"; `key` a saved search's
    words, a tag's name, a region's key, a country's code or a source's number in digits.
    """
    match kind:
        case "all":
            return replace(EVERYTHING, words=narrowed.words)
        case "unread":
            return replace(narrowed, unread=not narrowed.unread)
        case "starred":
            return replace(narrowed, starred=not narrowed.starred)
        case "saved":
            return replace(narrowed, words="" if narrowed.words == key else key)
        case "tag":
            return replace(narrowed, words=_with_or_without(narrowed.words, query.written("tag", key)))
        case "region" | "country":
            return replace(narrowed, places=narrowed.places ^ {key})
        case "source":
            return replace(narrowed, sources=narrowed.sources ^ {int(key)})
    return narrowed


def _with_or_without(words: str, field: str) -> str:
    """The search words with a field at their end, or without it where they had it."""
    parts = words.split(field)
    if len(parts) > 1:
        return " ".join(part.strip() for part in parts if part.strip())
    return f"{words.strip()} {field}".strip()


def only(narrowed: Filter, kind: str, key: str) -> Filter:
    """The filter for one row of the tree alone; the search words stay, but for a row that brings its own."""
    if kind in ("saved", "tag"):
        return toggled(EVERYTHING, kind, key)
    return toggled(Filter(words=narrowed.words), kind, key)


def holds(narrowed: Filter, kind: str, key: str) -> bool:
    """Whether a row of the tree is in the filter."""
    match kind:
        case "all":
            return replace(narrowed, words="") == EVERYTHING
        case "unread":
            return narrowed.unread
        case "starred":
            return narrowed.starred
        case "saved":
            return narrowed.words == key
        case "tag":
            return query.written("tag", key) in narrowed.words
        case "region" | "country":
            return key in narrowed.places
        case "source":
            return int(key) in narrowed.sources
    return False


def place_name(code: str) -> str:
    """A region's or a country's name; the code itself where it is neither."""
    if code in REGIONS:
        return REGIONS[code]
    fact = COUNTRIES.get(code)
    return fact.name if fact else code


def in_words(narrowed: Filter, source_titles: Mapping[int, str], saved: Mapping[str, str] = NONE_SAVED) -> str:
    """The filter as a line: "Asia, Chad · unread · “protest”"; empty where nothing is left out.

    `saved` are the names of the searches that are kept, by their words.
    """
    order = {code: number for number, code in enumerate(REGIONS)}
    places = sorted(narrowed.places, key=lambda code: (order.get(code, len(order)), place_name(code)))
    sources = [source_titles.get(source, "a source") for source in sorted(narrowed.sources)]
    parts = [", ".join(map(place_name, places)), ", ".join(sources)]
    parts += ["unread"] * narrowed.unread + ["starred"] * narrowed.starred
    if narrowed.ids:
        parts.insert(0, "what was opened")
    if narrowed.words in saved:
        parts.append(saved[narrowed.words])
    elif narrowed.words.strip():
        parts.append(f"“{narrowed.words.strip()}”")
    return " · ".join(part for part in parts if part)
