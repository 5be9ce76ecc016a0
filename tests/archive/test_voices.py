"""Who is quoted across the archive, under the filter of the list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from making import understood
from reader.archive import Archive, Voice
from reader.query import Filter, Mistake

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_voices_are_grouped_and_follow_the_filter(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        source = archive.add_source("feed", "https://valley.example/feed", "Valley")
        rows = [
            understood("a", "We lost the bridge.", speaker="Akinyi Obuya", countries="KEN", published="2026-05-01"),
            understood("b", "The road is open.", speaker="Akinyi Obuya", countries="CHN", published="2026-05-02"),
            understood("c", "Nobody told us.", speaker="Li Wen", countries="CHN", published="2026-05-03"),
        ]
        archive.store(source, rows, NOW)
        assert archive.voices(Filter()) == [Voice("Akinyi Obuya", 2), Voice("Li Wen", 1)]
        assert archive.quotes_of(Filter(), "Akinyi Obuya") == [(2, 0), (1, 0)]
        asia = Filter(places=frozenset({"asia"}))
        assert archive.voices(asia) == [Voice("Akinyi Obuya", 1), Voice("Li Wen", 1)]
        assert archive.quotes_of(asia, "Akinyi Obuya") == [(2, 0)]
        assert archive.voices(Filter(), "wen") == [Voice("Li Wen", 1)]
        assert isinstance(archive.voices(Filter(words="(")), Mistake)
        assert archive.voices(Filter(words="told", sources=frozenset({source}))) == [Voice("Li Wen", 1)]
