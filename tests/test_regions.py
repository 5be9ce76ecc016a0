"""Countries and the regions they lie in."""

from __future__ import annotations

import pytest

from reader.regions import COUNTRIES, REGIONS, country_named


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("China", "CHN"),
        ("chn", "CHN"),
        ("cn", "CHN"),
        ("UK", "GBR"),
        ("u.s.", "USA"),
        ("Côte d'Ivoire", "CIV"),
        ("cote divoire", "CIV"),
        ("ivory coast", "CIV"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("DRC", "COD"),
        ("kosovo", "XKX"),
        ("burma", "MMR"),
        ("Palestine", "PSE"),
    ],
)
def test_a_country_is_known_by_its_codes_and_its_names(typed: str, code: str) -> None:
    assert country_named(typed) == code


@pytest.mark.parametrize("typed", ["", "Atlantis", "asia", "chi", "the"])
def test_what_is_no_country_has_no_code(typed: str) -> None:
    assert country_named(typed) == ""


def test_every_country_lies_in_a_region_that_the_screen_shows() -> None:
    assert {fact.region for fact in COUNTRIES.values()} == REGIONS.keys() - {"global"}


def test_no_two_countries_share_a_name() -> None:
    """Else the query language would find one country where the other was typed."""
    for fact in COUNTRIES.values():
        assert [country_named(name) for name in (fact.code, fact.name, *fact.aliases)] == [fact.code] * (
            2 + len(fact.aliases)
        )


def test_the_united_states_are_a_region_of_their_own() -> None:
    assert COUNTRIES["USA"].region == "usa"
    assert COUNTRIES["USA"].m49_region == "Americas"
    assert COUNTRIES["MEX"].region == "americas"


def test_the_table_reads_as_a_mapping() -> None:
    assert "NPL" in COUNTRIES
    assert "XXX" not in COUNTRIES
    assert len(COUNTRIES) == len(list(COUNTRIES)) > 190
