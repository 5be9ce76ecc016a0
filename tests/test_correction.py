"""What the user puts right wins over the rules, and survives every re-reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from making import a_release, understood
from reader.archive import Archive
from reader.correction import Correction, CorrectionKind, corrected
from reader.query import Filter
from reader.release import QuoteKind

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "We lost the bridge."


def test_a_speaker_is_put_right() -> None:
    release = a_release(TEXT, speaker="Wrong Name")
    quote = corrected(release, [Correction(CorrectionKind.SPEAKER, TEXT, "Akinyi Obuya", "nurse")]).quotes[0]
    assert (quote.speaker, quote.role, quote.kind) == ("Akinyi Obuya", "nurse", QuoteKind.SPEECH)


def test_what_is_not_speech_loses_its_speaker() -> None:
    quote = corrected(a_release(TEXT, speaker="A"), [Correction(CorrectionKind.NOT_SPEECH, TEXT)]).quotes[0]
    assert quote.kind is not QuoteKind.SPEECH
    assert quote.speaker == ""


def test_other_quotes_stay() -> None:
    release = a_release(TEXT, speaker="A")
    assert corrected(release, [Correction(CorrectionKind.NOT_SPEECH, "Other words")]) == release


def test_countries_bring_their_regions_and_take_them_away() -> None:
    release = a_release(countries="KEN")
    with_china = corrected(release, [Correction(CorrectionKind.COUNTRY, "CHN")])
    assert [area.region for area in with_china.regions] == ["africa", "asia"]
    assert with_china.countries[1].why.kind == "correction"
    without = corrected(release, [Correction(CorrectionKind.NOT_COUNTRY, "KEN")])
    assert (without.countries, [area.region for area in without.regions]) == ((), ["global"])


def test_a_correction_is_kept_over_new_rules_and_new_texts(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        source = archive.add_source("feed", "https://valley.example/feed", "Valley")
        archive.store(source, [understood(content="Rain fell.", countries="KEN")], NOW)
        archive.correct(1, Correction(CorrectionKind.NOT_COUNTRY, "KEN"))
        archive.correct(1, Correction(CorrectionKind.COUNTRY, "CHN"))
        assert len(archive.corrections(1)) == 2
        assert [found.code for found in archive.release(1).countries] == ["CHN"]
        archive.understand_anew([(1, understood(content="Rain fell.", countries="KEN", rules=2).rows)])
        assert archive.counts().places == {"asia": (1, 1), "CHN": (1, 1)}
        archive.store(source, [understood(content="Snow fell.", countries="KEN FRA")], NOW)
        assert {found.code for found in archive.release(1).countries} == {"FRA", "CHN"}
        listing = archive.listing(Filter(places=frozenset({"asia"})))
        assert len(listing) == 1  # type: ignore[arg-type]


def test_a_correction_is_taken_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        source = archive.add_source("feed", "https://valley.example/feed", "Valley")
        row = understood(content="Rain fell in Kenya.", countries="KEN")
        archive.store(source, [row], NOW)
        archive.correct(1, Correction(CorrectionKind.COUNTRY, "CHN"))
        archive.correct(1, Correction(CorrectionKind.COUNTRY, "FRA"))
        archive.take_back(1, 2, row.rows)
        assert archive.corrections(1) == []
        assert [found.code for found in archive.release(1).countries] == ["KEN"]
        assert archive.counts().places == {"africa": (1, 1), "KEN": (1, 1)}
