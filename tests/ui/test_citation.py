"""Citations ready to be pasted."""

from __future__ import annotations

import pytest

from reader.ui.citation import cite_quote, cite_release, long_date
from ui.marked import a_release

URL = "https://quay.example/news/1"
ROLE = "director of Quay Watch"


def test_a_quote_is_cited_with_speaker_release_date_and_address() -> None:
    release = a_release(f"“[[Ada Brandt|{ROLE}|It rained on all of us,]]” she said.", url=URL)
    assert cite_quote(release, 0) == (
        f"“It rained on all of us” — Ada Brandt, {ROLE}, in “Harbour Town: Dockers Held Without Charge”, "
        f"Quay Watch, 9 March 2024, {URL}"
    )


def test_straight_marks_inside_become_single_curly_ones_and_outside_double() -> None:
    release = a_release('"[[Ada Brandt||They say “rain” and mean hail.]]"', url="")
    assert cite_quote(release, 0).startswith("“They say ‘rain’ and mean hail.” — Ada Brandt, in ")


def test_an_unknown_speaker_an_absent_date_and_address_are_said_or_left_out() -> None:
    release = a_release("“[[||It rained.]]”", published="", organisation="")
    assert cite_quote(release, 0) == (
        "“It rained.” — speaker not named, in “Harbour Town: Dockers Held Without Charge”, n.d."
    )


@pytest.mark.parametrize("part", [0, 2])
def test_a_quote_over_two_paragraphs_is_cited_whole(part: int) -> None:
    release = a_release(
        "“[[Ada Brandt||It rained.]]", "The “[[term||storm]]” began.", "“[[+Ada Brandt||Nobody brought a tent.]]”"
    )
    assert cite_quote(release, part).startswith("“It rained. Nobody brought a tent.” — Ada Brandt, in ")


def test_quotes_of_one_paragraph_are_cited_apart() -> None:
    release = a_release("“[[Ada Brandt||It rained]],” she said. “[[Ada Brandt||It poured.]]”")
    assert cite_quote(release, 1).startswith("“It poured.” —")


def test_a_release_is_cited_as_a_source() -> None:
    release = a_release("It rained.", url=URL, published="2024-03-09T10:00:00+02:00")
    assert cite_release(release) == (f"Quay Watch, “Harbour Town: Dockers Held Without Charge”, 9 March 2024, {URL}")


def test_a_date_is_written_out() -> None:
    assert long_date("2016-07-05") == "5 July 2016"
    assert long_date("2016-07-05T23:00:00-05:00") == "5 July 2016"
    assert long_date("") == ""
    assert long_date("next week") == ""
