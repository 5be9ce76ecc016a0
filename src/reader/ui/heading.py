"""The head of a page in words: who, when, where, until when it may not be used, and why it was filed there."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.regions import REGIONS
from reader.release import Embargo, Release
from reader.ui.citation import long_date

SHOWN_COUNTRIES = 6
"""Countries named in the head; of more, the rest are counted and the reasons list them all."""


def when_and_where(release: Release) -> str:
    """The line under the title: "5 July 2016 · New York · China, Japan · Asia"."""
    place = release.dateline.place if release.dateline else ""
    names = [country.name for country in release.countries]
    if len(names) > SHOWN_COUNTRIES:
        names[SHOWN_COUNTRIES:] = [f"{len(names) - SHOWN_COUNTRIES} more"]
    named = {country.name for country in release.countries}
    regions = [name for area in release.regions if (name := REGIONS.get(area.region, area.region)) not in named]
    parts = (long_date(release.published) or "undated", place, ", ".join(names), ", ".join(regions))
    return "\u00a0· ".join(part for part in parts if part)


def embargo_words(embargo: Embargo, now: datetime) -> tuple[str, bool]:
    """What to say of an embargo, and whether it is still on at `now`.

    One that names a day lifts when that day begins in UTC; one without a moment is said as the release says it, as on.
    """
    try:
        moment = datetime.fromisoformat(embargo.lifts)
    except ValueError:
        return embargo.text, True
    said = long_date(embargo.lifts)
    if len(embargo.lifts) > len("2016-07-05"):
        said += f", {moment:%H:%M}" + (f" {moment.tzname()}" if moment.tzinfo else "")
    is_on = moment.replace(tzinfo=moment.tzinfo or UTC) > now
    return f"EMBARGOED until {said}" if is_on else f"Embargo lifted on {said}", is_on


def reasons(release: Release) -> list[tuple[str, str]]:
    """Each country and region with why it was given: ("China", "named in the title: ...")."""
    # Asked for seldom, and the places' tables take some 40 ms to load: the screen opens without them.
    from reader.extract.places import reason

    countries = [(country.name, reason(country.why)) for country in release.countries]
    regions = [(REGIONS.get(area.region, area.region), reason(area.why)) for area in release.regions]
    return countries + regions
