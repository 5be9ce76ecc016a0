"""Words found in a text: which stretch of it they are, letter for letter."""

from __future__ import annotations

import pytest

from reader.ui.finding import Finding, Folded, fold
from reader.ui.layout import lay_out
from ui.marked import a_release


@pytest.mark.parametrize(
    ("text", "words", "stretches"),
    [
        ("It rained and RAINED.", "rained", ["rained", "RAINED"]),
        ("Die Straße, die STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Élan, e\u0301lan, elan", "elan", ["Élan", "e\u0301lan", "elan"]),
        ("İzmir ve izmir", "izmir", ["İzmir", "izmir"]),
        ("the harbour’s “pier”", 'harbour\'s "pier"', ["harbour’s “pier”"]),
        ("2019–2024", "2019-2024", ["2019–2024"]),
        ("500\u00a0km", "500 km", ["500\u00a0km"]),
        ("码头工人，码头", "码头", ["码头", "码头"]),
        ("مُحتجزون", "محتجز", ["مُحتجز"]),
        ("ﬁnal", "fin", ["ﬁn"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("It rained.", "snow", []),
        ("It rained.", "", []),
    ],
)
def test_found_stretches_are_those_of_the_text(text: str, words: str, stretches: list[str]) -> None:
    assert [text[start:end] for start, end in Folded(text).matches(fold(words))] == stretches


def test_an_accent_after_the_last_letter_belongs_to_what_was_found() -> None:
    text = "cafe\u0301 x"
    assert [text[start:end] for start, end in Folded(text).matches("cafe")] == ["cafe\u0301"]


def test_the_same_words_are_found_again_on_a_page_of_another_width() -> None:
    release = a_release("It rained.", "It rained again.")
    finding = Finding()
    finding.seek("rained", lay_out(release, 60))
    finding.step(1)
    finding.step(1)
    finding.seek_again(lay_out(release, 30, history=["Changed since it first came in"]))
    assert len(finding.matches) == 2
    assert finding.current == 1
