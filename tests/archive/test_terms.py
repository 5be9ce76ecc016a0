"""The words that are told without the index are the words that the index has."""

from __future__ import annotations

import sqlite3

import pytest

from reader.archive.terms import Terms
from reader.archive.words import TOKENIZER, folded

TEXTS = (
    "The mayor's “River Report” (2026), 2nd ed. – page 4/5; e-mail: press@valley.example",
    "Évictions à l’aube… « ÇA SUFFIT », Größe ﬁne İstanbul ǅ ½ m² ª º № ①",
    "水库的水位上升了。 川の水位が上がった、 강물이 불었다",
    "ارتفع النهر ليلًا، قالت «البلدية»",
    "नदी रात में बढ़ी। แม่น้ำขึ้น ხიდი 𝒳 𐍈 \ue000KEN a\u0301b x\u200dy",
    "snake_case a\x00b tab\tnew\nline ~`^|\\ 3.14 1,000 😀word",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_of_a_text_are_those_of_the_index(text: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, content='', tokenize=\"{TOKENIZER}\")")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab ('t', 'row')")
    db.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (folded(text),))
    assert set(Terms().new_in(folded(text))) == {term for (term,) in db.execute("SELECT term FROM v")}


def test_a_word_is_told_once() -> None:
    terms = Terms()
    assert set(terms.new_in("the river rose")) == {"the", "river", "rose"}
    assert terms.new_in("the river fell") == ["fell"]
