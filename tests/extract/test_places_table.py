"""The table of names and the hand-written file that it is built from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reader.extract.places.folding import WORD, arabic_stems, fold
from reader.extract.places.table import SCRIPTS, Kind, Meaning, meaning_of, names
from reader.regions import COUNTRIES, REGIONS

ROOT = Path(__file__).parents[2]
PLACES = ROOT / "src" / "reader" / "extract" / "places"
BY_HAND = tomllib.loads((ROOT / "tools" / "places_by_hand.toml").read_text(encoding="utf-8"))
MAX_SHIPPED = 350_000
"""Bytes of data that the package carries for places."""


def whole_table() -> dict[str, Meaning]:
    return {name: meaning for script in SCRIPTS for name, meaning in names(script).meanings.items()}


def folded(name: str) -> str:
    return ("" if "一" <= name.strip()[:1] <= "鿿" else " ").join(fold(word) for word in WORD.findall(name))


def test_every_name_leads_to_a_country_or_a_region_we_know() -> None:
    for name, meaning in whole_table().items():
        known = REGIONS.keys() if meaning.kind == Kind.REGION else COUNTRIES.keys()
        assert meaning.kind == Kind.OTHER or set(meaning.codes) <= known, name


def test_names_are_written_as_the_scanner_looks_for_them() -> None:
    """Case endings of Cyrillic words apart: what is cut once may end like another case."""
    written = [name for name in whole_table() if not "Ѐ" <= name[0] <= "ӿ"]
    assert [name for name in written if folded(name) != name] == []


@pytest.mark.parametrize(
    "section", ["names", "shared", "leaders", "armed_groups", "institutions", "missions", "in_the_news"]
)
def test_what_is_written_by_hand_is_in_the_table(section: str) -> None:
    """Else somebody mended the file and did not run tools/build_places.py."""
    left_out = {folded(name) for part in ("never", "not_places") for name in BY_HAND[part]["any"].split(",")}
    for codes, listed in BY_HAND[section].items():
        for name in filter(None, map(folded, listed.split(","))):
            if name not in left_out:
                assert meaning_of(name), (codes, name)


def test_a_name_is_found_by_its_first_word() -> None:
    for script in SCRIPTS:
        known = names(script)
        several = [name for name in known.meanings if " " in name]
        assert all(known.longest[name.split()[0]] >= name.count(" ") + 1 for name in several)


def test_every_country_can_be_found_by_its_name() -> None:
    missing = {"UMI", "ATF", "HMD", "BVT", "REU"}
    for fact in COUNTRIES.values():
        if fact.code not in missing:
            meaning = meaning_of(folded(re.sub(r"\(.*\)", "", fact.name)))
            assert meaning is not None, fact.name
            assert fact.code in meaning.codes, fact.name


def test_the_shipped_tables_stay_small() -> None:
    shipped = [*PLACES.glob("*.tsv"), *PLACES.glob("*.csv"), *PLACES.glob("*.toml"), ROOT / "src/reader/countries.csv"]
    assert 100_000 < sum(file.stat().st_size for file in shipped) < MAX_SHIPPED


@pytest.mark.parametrize(
    ("word", "alike"),
    [
        ("Méxique", "mexique"),
        ("МОСКВА", "москве"),
        ("российских", "российский"),
        ("İstanbul", "istanbul"),
        ("عُمان", "عمان"),
    ],
)
def test_forms_of_a_word_are_alike_when_folded(word: str, alike: str) -> None:
    assert fold(word) == fold(alike)


def test_arabic_words_are_read_without_article_and_endings() -> None:
    assert "سوري" in arabic_stems(fold("والسوريين"))
    assert "عراق" in arabic_stems(fold("بالعراق"))
