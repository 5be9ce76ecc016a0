"""A quote or a release as a citation, ready to be pasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reader.release import Release
from reader.ui.attribution import UNKNOWN_SPEAKER, wholes

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_SINGLED = str.maketrans("“”", "‘’")


def cite_quote(release: Release, quote_index: int) -> str:
    """A quote as “words” — Speaker, role, in “Title”, Organisation, 5 July 2016, address.

    A quote that goes on over paragraphs is given whole, whichever of its parts `quote_index` (of `release.quotes`)
    names. Its words are the release's own; the comma before "she said" is left out.
    IndexError where there is no such quote.
    """
    whole = next((whole for whole in wholes(release.quotes) if quote_index in whole), (quote_index,))
    parts = [release.quotes[number] for number in whole]
    words = " ".join(release.blocks[part.block].text[part.start : part.end].strip() for part in parts)
    speaker = next((part.speaker for part in parts if part.speaker), UNKNOWN_SPEAKER)
    role = next((part.role for part in parts if part.role), "")
    voice = ", ".join(part for part in (speaker, role) if part)
    return (
        f"{_quoted(words.rstrip(',،、，'))} — {voice}, in {_details(_titled(release), release.organisation, release)}"
    )


def cite_release(release: Release) -> str:
    """A release as a source: Organisation, “Title”, 5 July 2016, address."""
    return _details(release.organisation, _titled(release), release)


def long_date(published: str) -> str:
    """The day of an ISO date or date-time as people write it: "5 July 2016"; empty where there is none."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _details(first: str, second: str, release: Release) -> str:
    return ", ".join(_said(first, second, long_date(release.published) or "n.d.", release.url))


def _said(*details: str) -> Iterator[str]:
    return (detail for detail in details if detail)


def _titled(release: Release) -> str:
    return _quoted(release.title) if release.title else ""


def _quoted(words: str) -> str:
    """Words in curly marks; double marks inside become single ones."""
    return f"“{words.translate(_SINGLED)}”"
