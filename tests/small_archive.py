"""A small archive of invented releases for the tests of the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from making import understood
from reader.archive import Archive
from reader.query import Filter

NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)

RELEASES = (
    ("China: Free the lawyers held since the summer sweep", "CHN", "2026-05-09", "Lin Wei"),
    ("Kenya: Police must account for deaths at the protests", "KEN", "2026-05-08", "Achieng Otieno"),
    ("France and China: Joint letter on the draft convention", "CHN FRA", "2026-05-07", ""),
    ("United States: Rule would turn away people at the border", "USA", "2026-05-06", "Ana Ruiz"),
    ("Kenya: Flood relief reaches the coast", "KEN", "2026-05-05", ""),
)
"""Title, countries, day and speaker, newest first; the sources take turns."""

SOURCES = (("Example Watch", "https://watch.example/feed.xml"), ("Open Doors", "https://doors.example/feed.xml"))


def store(archive: Archive, source: int, key: str, title: str, countries: str, day: str, speaker: str = "") -> None:
    """Put one release into an archive."""
    text = f"{title}. We saw nothing like it, and the river rose at night."
    release = understood(
        key, text, title=title, countries=countries, published=day, speaker=speaker, organisation="Example Watch"
    )
    archive.store(source, [release], NOW)


def fill_archive(path: Path) -> None:
    """Make the archive that most tests read."""
    with Archive.open(path) as archive:
        sources = [archive.add_source("feed", url, title) for title, url in SOURCES]
        for number, (title, countries, day, speaker) in reversed(list(enumerate(RELEASES))):
            store(archive, sources[number % 2], str(number), title, countries, day, speaker)
        archive.set_read([archive.listing(Filter()).id_at(4)], True)
