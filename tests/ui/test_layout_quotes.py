"""Quotes on the page: a bar beside them, and whose words they are."""

from __future__ import annotations

import pytest

from reader.release import Block, BlockKind, Release
from reader.ui.layout import lay_out
from reader.ui.passages import Page
from reader.ui.sheet import ROOMY
from ui.marked import a_release

ROLE = "director of Quay Watch"


def rows(page: Page) -> list[str]:
    """The page's lines as text, from the column of the bar on."""
    edge = 1 if page.width >= ROOMY else 0
    return [page.row(number)[edge:].rstrip() for number in range(len(page.lines))]


def shown(release: Release, width: int = 70) -> str:
    return "\n".join(rows(lay_out(release, width)))


def quoted_words(page: Page) -> str:
    return " ".join(
        piece.text for number in range(len(page.lines)) for piece in page.pieces(number) if "quote" in piece.roles
    )


def test_a_bar_stands_beside_the_lines_with_quoted_words_and_no_others() -> None:
    release = a_release(
        f"The dockers were held for two weeks without charge. "
        f"“[[Ada Brandt|{ROLE}|Nobody told them why they were held]],” said Ada Brandt, {ROLE}. "
        "The harbour office did not answer a letter, nor a call to its switchboard."
    )
    page = lay_out(release, 50)
    barred = {row for row in rows(page) if row.startswith("▌")}
    assert barred == {row for row in rows(page) if any(word in row for word in ("“Nobody", "told them why", "held,”"))}
    assert 2 <= len(barred) <= 4


@pytest.mark.parametrize("quoted", ["“{}”", '"{}”', "«{}»", "« {} »", "「{}」", "‘{}’"])
def test_quoted_words_stand_out_with_their_marks(quoted: str) -> None:
    text = quoted.replace("{}", "[[Ada Brandt||It rained,]]")
    page = lay_out(a_release(f"Later {text} Brandt said."), 70)
    assert quoted_words(page) == quoted.replace("{}", "It rained,")


def test_terms_stay_plain() -> None:
    page = lay_out(a_release("They called it a “[[term||routine check]]” at the gate."), 70)
    assert quoted_words(page) == ""
    assert "▌" not in "\n".join(rows(page))
    assert page.stops == []


def test_a_speaker_named_in_full_in_the_paragraph_is_not_named_again() -> None:
    release = a_release(f"“[[Ada Brandt|{ROLE}|It rained on all of us]],” said Ada Brandt, {ROLE}.")
    page = lay_out(release, 70)
    assert "— Ada Brandt" not in "\n".join(rows(page))
    named = [piece.text for n in range(len(page.lines)) for piece in page.pieces(n) if "speaker" in piece.roles]
    assert named == ["Ada Brandt"]


def test_a_speaker_named_by_surname_is_named_in_full_under_the_paragraph() -> None:
    release = a_release(f"“[[Ada Brandt|{ROLE}|It rained on all of us, for a week]],” Brandt said.", "It stopped.")
    assert f"Brandt said.\n▌   — Ada Brandt, {ROLE}\n\n  It stopped." in shown(release)


def test_a_speaker_known_by_pronoun_is_named_too() -> None:
    release = a_release(f"“[[Ada Brandt|{ROLE}|It rained on all of us, for a week]],” she said.")
    assert f"— Ada Brandt, {ROLE}" in shown(release)


def test_a_quote_whose_speaker_is_not_known_says_so() -> None:
    assert "▌   — speaker not named" in shown(a_release("“[[||It rained on all of us.]]”"))


def test_quotes_of_one_speaker_in_a_paragraph_are_attributed_once() -> None:
    release = a_release(
        f"“[[Ada Brandt|{ROLE}|It rained on all of us]],” Brandt said. “[[Ada Brandt|{ROLE}|Nobody brought a tent.]]”"
    )
    page = lay_out(release, 70)
    assert "\n".join(rows(page)).count("— Ada Brandt") == 1
    assert len(page.stops) == 2


def test_two_speakers_in_a_paragraph_are_told_apart_by_how_their_quotes_begin() -> None:
    release = a_release(
        f"“[[Ada Brandt|{ROLE}|It rained on all of us, day after day]],” Brandt said. "
        "“[[||I saw no rain at all, and I was there]],” said a guard."
    )
    text = shown(release)
    assert f"“It rained on all of …” — Ada Brandt, {ROLE}" in text
    assert "“I saw no rain at all …” — speaker not named" in text or "“I saw no rain at …” — speaker not named" in text


def test_a_fragment_needs_no_role() -> None:
    text = shown(a_release(f"Brandt called the week “[[Ada Brandt|{ROLE}|a long one]]” for all of them."))
    assert "— Ada Brandt\n" in text
    assert ROLE not in text


def test_a_quote_over_two_paragraphs_is_one_with_an_unbroken_bar_and_one_name() -> None:
    release = a_release(
        f"“[[Ada Brandt|{ROLE}|It rained on all of us.]]",
        f"“[[+Ada Brandt|{ROLE}|Nobody brought a tent.]]”",
        "It stopped.",
    )
    page = lay_out(release, 70)
    first = rows(page).index("▌ “It rained on all of us.")
    assert rows(page)[first : first + 5] == [
        "▌ “It rained on all of us.",
        "▌",
        "▌ “Nobody brought a tent.”",
        f"▌   — Ada Brandt, {ROLE}",
        "",
    ]
    assert [(stop.first, stop.last) for stop in page.stops] == [(first, first + 3)]


def test_a_signature_under_a_block_quote_names_its_speaker() -> None:
    release = a_release(
        Block(BlockKind.QUOTATION, f"[[Ada Brandt|{ROLE}|It rained on all of us, for a week.]]"),
        Block(BlockKind.QUOTATION, f"— Ada Brandt, {ROLE}"),
    )
    assert shown(release).count("Ada Brandt") == 1


def test_a_paragraph_that_ends_in_a_colon_names_the_speaker_of_the_next() -> None:
    release = a_release(
        f"Ada Brandt, {ROLE}, wrote to the harbour office:",
        f"“[[Ada Brandt|{ROLE}|It rained on all of us, for a week.]]”",
    )
    assert shown(release).count("Ada Brandt") == 1


def test_stops_tell_where_each_quote_begins() -> None:
    release = a_release(
        "It rained.", "“[[Ada Brandt||It rained on all of us.]]”", "It “[[term||poured]]”.", "“[[||It did not.]]”"
    )
    page = lay_out(release, 70)
    assert [rows(page)[stop.first] for stop in page.stops] == ["▌ “It rained on all of us.”", "▌ “It did not.”"]
    assert [release.quotes[stop.quote].start for stop in page.stops] == [1, 1]


def test_the_current_quote_has_a_stronger_bar() -> None:
    release = a_release("“[[||It rained.]]”", "“[[||It poured.]]”")
    page = lay_out(release, 70)
    first, second = page.stops
    assert page.pieces(first.first, current=0)[1].text == "█"
    assert page.pieces(second.first, current=0)[1].text == "▌"


def test_arabic_has_its_bar_at_the_right() -> None:
    page = lay_out(a_release("«[[ليلى حداد|مديرة الرصيف|هطل المطر علينا جميعا طوال أسبوع]]»، قالت."), 40)
    barred = [row for row in rows(page) if "▌" in row]
    assert barred
    assert all(row.endswith("▌") for row in barred)
