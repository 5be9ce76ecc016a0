"""The words that quotes are recognised by, language by language: verbs of speech, functions, pronouns."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr", "es", "pt", "de", "it", "ru", "ar", "zh")
SAMPLE = 3000
"""Characters that are enough to tell a language."""
SCRIPTS = (
    ("ar", re.compile("[\u0621-\u064a]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0430-\u044f]")),
)
FREQUENT = {
    "en": "the of and to in that for is on with was by has are said from",
    "fr": "le la les des du et en une est que qui pour dans sur au aux par",
    "es": "el la los las del y en una es que por para con se su al como",
    "pt": "o os as do da dos das e em uma é que por para com não ao na no",
    "de": "der die das und ist den dem zu von mit für auf ein eine nicht im",
    "it": "il la gli di del della e in una è che per con sono le nel al dei",
}
"""Words by whose number the languages of Latin script are told apart."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language's word lists, all in lower case."""

    language: str
    sets: dict[str, frozenset[str]]
    has_capitals: bool
    """False where names do not begin with capitals (Arabic, Chinese)."""
    cuts: re.Pattern[str]
    """Words that end the words that stand in apposition to a name."""
    according: re.Pattern[str]
    token: re.Pattern[str]

    def __getitem__(self, section: str) -> frozenset[str]:
        return self.sets[section]


@cache
def words(language: str) -> Words:
    """The word lists of a language's primary tag; English where there are none for it."""
    if language not in LANGUAGES:
        language = "en"
    table = tomllib.loads(files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8"))
    entries = {name: value.lower().replace("’", "'").split() for name, value in table.items() if isinstance(value, str)}
    sets = {name: frozenset(listed) for name, listed in entries.items()}
    for name in ("role_endings", "titled_endings", "unnamed", "numbers"):
        sets.setdefault(name, frozenset())
    return Words(
        language,
        sets,
        has_capitals=language not in ("ar", "zh"),
        cuts=_phrases(entries["cuts"]),
        according=_phrases(entries["according"], is_chinese=language == "zh", is_arabic=language == "ar"),
        token=ELIDING if language in ("fr", "it") else PLAIN,
    )


TOKEN = r"(?:[^\W\d_]\.)+(?=\W|$)|[^\W_](?:[\w&]|[.'’\-‑/](?=\w))*|[^\w\s]"
PLAIN = re.compile(TOKEN)
"""A word with its inner hyphens, apostrophes and points, initials ("J."), or one sign."""
ELIDING = re.compile(r"(?:[dlcjnsmt]|qu|dell|all|nell|dall|sull)['’](?=\w)|" + TOKEN, re.IGNORECASE)


def _phrases(listed: Sequence[str], is_chinese: bool = False, is_arabic: bool = False) -> re.Pattern[str]:
    if not listed:
        return re.compile(r"(?!)")
    ordered = sorted((entry.replace("_", " ") for entry in listed), key=len, reverse=True)
    choice = "|".join(re.escape(entry).replace("'", "['’]") for entry in ordered)
    if is_chinese:
        return re.compile(choice)
    return re.compile(rf"(?<!\w)(?:{choice})" + ("" if is_arabic else r"(?!\w)"), re.IGNORECASE)


def guess(texts: Sequence[str]) -> str:
    """The language that a release's blocks are written in, by script and by small words; "en" where in doubt."""
    sample = " ".join(texts)[:SAMPLE].lower()
    letters = sum(letter.isalpha() for letter in sample)
    for language, script in SCRIPTS:
        if len(script.findall(sample)) * 3 > letters:
            return language
    counts = Counter(re.findall(r"\w+", sample))
    scores = {language: sum(counts[word] for word in frequent.split()) for language, frequent in FREQUENT.items()}
    return max(scores, key=lambda language: scores[language])
