"""A release made ready to be stored: all that can be worked out without the archive, so that storing is SQL alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.archive.pack import pack_entry, pack_release, unpack_release
from reader.archive.terms import Terms
from reader.archive.words import Row, columns
from reader.release import Entry, QuoteKind, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What the rules made of a release, as the archive's tables take it."""

    rules: int
    """Version of the rules that understood it."""
    data: bytes
    """The packed release."""
    url: str
    title: str
    organisation: str
    language: str
    published: str
    embargo: str
    """The moment at which it lifts, in UTC, so that moments can be compared as text; empty for none."""
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    said: tuple[tuple[int, str], ...]
    """Of each stretch of speech, its index in the release's quotes and the speaker."""
    words: Row
    """What the full-text index takes."""
    terms: tuple[str, ...]
    """Words of the index that the release may be the first to have."""

    @property
    def release(self) -> Release:
        return unpack_release(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An entry as it came, and what the rules made of it, ready to be stored."""

    key: str
    digest: bytes
    original: bytes
    """The packed entry."""
    rows: Rows


def prepare(entry: Entry, release: Release, rules: int, terms: Terms | None = None) -> Prepared:
    """An entry and what rules of that version made of it, ready to be stored.

    `terms` has found the words of what is stored before this in the same archive; they are not given again.
    """
    return Prepared(
        key=storable(entry.key),
        digest=digest_of(entry),
        original=pack_entry(entry),
        rows=rows_of(release, rules, terms),
    )


def rows_of(release: Release, rules: int, terms: Terms | None = None) -> Rows:
    """What rules of that version made of a release, ready to be stored; `terms` as for `prepare`."""
    words = columns(release)
    title, _, speaker, body, *_ = words
    return Rows(
        rules=rules,
        data=pack_release(release),
        url=release.url,
        title=release.title,
        organisation=release.organisation,
        language=release.language,
        published=release.published,
        embargo=_moment(release.embargo.lifts if release.embargo else ""),
        regions=tuple(area.region for area in release.regions),
        countries=tuple(country.code for country in release.countries),
        said=tuple((nth, quote.speaker) for nth, quote in enumerate(release.quotes) if quote.kind is QuoteKind.SPEECH),
        words=words,
        terms=tuple((terms or Terms()).new_in(f"{title}\n{speaker}\n{body}")),
    )


def digest_of(entry: Entry) -> bytes:
    """What tells a text from a changed one: all that the source said, but for the dates it stamps anew."""
    said = "\0".join((entry.title, entry.url, entry.organisation, entry.summary, entry.content))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def storable(text: str) -> str:
    """The text without lone surrogates, which SQLite can't hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _moment(lifts: str) -> str:
    """An ISO moment in UTC; a day lifts at its start."""
    if not lifts:
        return ""
    when = datetime.fromisoformat(lifts)
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
