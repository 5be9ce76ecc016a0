"""Who is quoted across the archive, under the filter of the list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from making import understood
from reader.archive import Archive, Voice
from reader.query import Filter, Mistake
from reader.release import Quote, QuoteKind

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


def test_those_who_are_not_named_stand_last(tmp_path: Path) -> None:
    unnamed = (Quote(0, 0, 9, QuoteKind.SPEECH), Quote(0, 10, 15, QuoteKind.SPEECH))
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        source = archive.add_source("feed", "https://news.example/feed.xml")
        releases = [understood("1", quotes=unnamed), understood("2", speaker="Li Wen")]
        archive.store(source, releases, datetime(2026, 5, 9, tzinfo=UTC))
        assert archive.voices(Filter()) == [Voice("Li Wen", 1), Voice("", 2)]
