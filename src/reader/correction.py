"""What a user put right in a release: it wins over the rules, now and after every re-reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.regions import COUNTRIES
from reader.release import Area, Country, Evidence, Quote, QuoteKind, Release


class CorrectionKind(StrEnum):
    """What a correction says."""

    COUNTRY = "country"
    """`what` (a code) is a country that the release is about."""
    NOT_COUNTRY = "not country"
    SPEAKER = "speaker"
    """The quote whose words are `what` is speech by `value`, with the role `role`."""
    NOT_SPEECH = "not speech"
    """The marked words `what` are nobody's speech."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right. A quote is told by its words, since its place may change with the rules."""

    kind: CorrectionKind
    what: str
    value: str = ""
    role: str = ""


MADE = Evidence("correction", "your own correction")


def corrected(release: Release, corrections: Iterable[Correction]) -> Release:
    """The release with all corrections in it, the later ones over the earlier."""
    for correction in corrections:
        match correction.kind:
            case CorrectionKind.COUNTRY:
                release = _with_country(release, correction.what)
            case CorrectionKind.NOT_COUNTRY:
                release = _without_country(release, correction.what)
            case _:
                quotes = tuple(_put_right(release, quote, correction) for quote in release.quotes)
                release = replace(release, quotes=quotes)
    return release


def _with_country(release: Release, code: str) -> Release:
    fact = COUNTRIES.get(code)
    if fact is None:
        return release
    others = tuple(found for found in release.countries if found.code != code)
    return _with_areas(replace(release, countries=(*others, Country(code, fact.name, MADE))))


def _without_country(release: Release, code: str) -> Release:
    return _with_areas(replace(release, countries=tuple(found for found in release.countries if found.code != code)))


def _with_areas(release: Release) -> Release:
    """The regions of the countries, in their order; "global" with none."""
    areas: dict[str, Area] = {}
    for found in release.countries:
        region = COUNTRIES[found.code].region
        areas.setdefault(region, Area(region, found.why))
    return replace(release, regions=tuple(areas.values()) or (Area("global", MADE),))


def _put_right(release: Release, quote: Quote, correction: Correction) -> Quote:
    if release.blocks[quote.block].text[quote.start : quote.end] != correction.what:
        return quote
    if correction.kind is CorrectionKind.NOT_SPEECH:
        return replace(quote, kind=QuoteKind.TERM, speaker="", role="")
    return replace(quote, kind=QuoteKind.SPEECH, speaker=correction.value, role=correction.role)
