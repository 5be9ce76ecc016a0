"""A prepared release as JSON and blobs, and back. What comes from a worker is taken for what it should be, or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.archive import Prepared, Rows
from reader.archive.words import Row
from reader.workers.wire import Garbled

BLOBS = 3
"""Blobs of one release: digest, original, and what was understood."""


def row_of(prepared: Prepared) -> tuple[list[Any], list[bytes]]:
    """The release as fields and blobs."""
    rows = prepared.rows
    fields = [
        prepared.key, rows.rules, rows.url, rows.title, rows.organisation, rows.language, rows.published, rows.embargo,
        rows.regions, rows.countries, rows.said, rows.words, rows.terms,
    ]  # fmt: skip
    return fields, [prepared.digest, prepared.original, rows.data]


def prepared_of(fields: Any, blobs: Sequence[bytes]) -> Prepared:
    """The release that `row_of` took apart. Raises Garbled."""
    try:
        key, rules, url, title, organisation, language, published, embargo, regions, countries, said, words, terms = (
            fields
        )
        digest, original, data = blobs
        rows = Rows(
            rules=_whole(rules),
            data=data,
            url=_text(url),
            title=_text(title),
            organisation=_text(organisation),
            language=_text(language),
            published=_text(published),
            embargo=_text(embargo),
            regions=tuple(map(_text, regions)),
            countries=tuple(map(_text, countries)),
            said=tuple((_whole(nth), _text(speaker)) for nth, speaker in said),
            words=_row(*map(_text, words)),
            terms=tuple(map(_text, terms)),
        )
        return Prepared(key=_text(key), digest=digest, original=original, rows=rows)
    except (TypeError, ValueError) as error:
        raise Garbled(f"a row that is none: {error}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def _row(title: str, quote: str, speaker: str, body: str, about: str, parts: str) -> Row:
    return title, quote, speaker, body, about, parts
