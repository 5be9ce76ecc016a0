"""The sample archive: invented releases with which a new user can try everything, with no network."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reader.archive import Archive
from reader.extract import understand
from reader.refresh import sample_archive
from reader.regions import REGIONS
from reader.release import BlockKind, Entry, QuoteKind, Release
from reader.sources import files

SAMPLE = Path(str(package_files("reader"))) / "sample"
EXPECTED = json.loads((Path(__file__).parent / "data" / "sample_expected.json").read_text(encoding="utf-8"))
"""What a reader of some of the releases would say of them: `speakers` are the people quoted, in the order in
which they are first heard; `others` are words of the nameless voices that may be shown among them."""

CHROME = ("Skip to", "Share this", "Most Viewed", "Donate", "Give Now", "cookies", "unsubscribe", "apparu en premier")


@cache
def entries() -> tuple[Entry, ...]:
    found = [files.read(path) for path in files.find([SAMPLE]) if isinstance(path, Path)]
    return tuple(entry for one in found if isinstance(one, files.Found) for entry in one.entries)


@cache
def releases() -> dict[str, Release]:
    """The sample as the reader understands it, by the entry's key, a saved file's being its name."""
    return {_name(entry): understand(entry) for entry in entries()}


def _name(entry: Entry) -> str:
    return Path(entry.key).name if entry.key.startswith(str(SAMPLE)) else entry.key


def _speech(release: Release) -> int:
    return sum(quote.kind is QuoteKind.SPEECH for quote in release.quotes)


def _words(release: Release) -> int:
    return len(release.body.split())


def test_every_file_of_the_sample_can_be_read() -> None:
    paths = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert set(paths) == set(files.find([SAMPLE]))
    assert [path.name for path in paths if not isinstance(files.read(path), files.Found)] == []


def test_the_sample_is_large_enough_to_browse_and_small_enough_to_open_at_once() -> None:
    assert 48 <= len(entries()) <= 56
    assert len({entry.key for entry in entries()}) == len(entries())


def test_the_reader_s_sample_archive_holds_all_of_it(tmp_path: Path) -> None:
    with Archive.open(sample_archive(tmp_path / "sample.sqlite")) as archive:
        assert archive.counts().total == len(entries())


def test_it_came_by_feed_and_as_saved_releases_of_every_kind() -> None:
    kinds = {path.suffix for path in SAMPLE.rglob("*") if path.is_file()}
    assert kinds == {".xml", ".atom", ".json", ".html", ".txt", ".md", ".eml"}


def test_it_is_read_in_five_languages() -> None:
    languages = Counter(release.language for release in releases().values())
    assert languages == {"en": 36, "fr": 5, "es": 5, "ar": 4, "zh": 4}


def test_it_touches_every_region() -> None:
    assert {area.region for release in releases().values() for area in release.regions} == set(REGIONS)


def test_several_organisations_speak() -> None:
    heard = Counter(release.organisation for release in releases().values())
    assert len([name for name, count in heard.items() if name and count >= 4]) >= 8


def test_two_releases_are_undated_and_the_others_are_of_the_sample_s_months() -> None:
    dates = [release.published[:10] for release in releases().values() if release.published]
    assert len(releases()) - len(dates) == 2
    assert "2026-03-01" <= min(dates) <= max(dates) <= "2026-11-20"


def test_lengths_go_from_a_notice_to_a_report() -> None:
    lengths = [_words(release) for release in releases().values() if release.language == "en"]
    assert max(lengths) >= 6000
    assert min(lengths) <= 100


def test_some_quote_many_voices_and_some_quote_nobody() -> None:
    assert max(_speech(release) for release in releases().values()) >= 20
    assert sum(_speech(release) == 0 for release in releases().values()) >= 3


def test_two_releases_are_under_embargo_until_a_moment_that_is_known() -> None:
    lifts = {release.embargo.lifts[:10] for release in releases().values() if release.embargo and release.embargo.lifts}
    assert lifts == {"2026-11-13", "2026-11-20"}


def test_every_part_that_a_release_can_have_is_there() -> None:
    assert {block.kind for release in releases().values() for block in release.blocks} == set(BlockKind)


def test_no_page_chrome_is_left() -> None:
    shown = [(name, block.text) for name, release in releases().items() for block in release.blocks]
    assert [(name, text) for name, text in shown if any(words in text for words in CHROME)] == []


def test_no_link_leads_to_a_real_site() -> None:
    """Names that end in .example belong to nobody, and never will (RFC 2606)."""
    addresses = [release.url for release in releases().values()]
    addresses += [link.url for release in releases().values() for link in release.links]
    hosts = {urlsplit(address).hostname for address in addresses if address.startswith("http")}
    assert {host for host in hosts if not (host or "").endswith(".example")} == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_release_is_understood_as_its_reader_would(name: str) -> None:
    release, expected = releases()[name], EXPECTED[name]
    voices = dict.fromkeys(
        quote.speaker for quote in release.quotes if quote.kind is QuoteKind.SPEECH and quote.speaker
    )
    others = expected.get("others", [])
    assert {
        "title": release.title,
        "place": release.dateline.place if release.dateline else "",
        "speakers": [voice for voice in voices if not any(words in voice.casefold() for words in others)],
        "countries": [country.code for country in release.countries],
    } == {key: value for key, value in expected.items() if key != "others"}
