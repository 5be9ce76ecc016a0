"""The words that quotes are recognised by, language by language: verbs of speech, functions, pronouns."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "pt", "de", "it", "ru", "ar", "zh")
MOST_REMEMBERED = 20_000
"""Words that are remembered at a time."""
LONGEST_CASE = 3
"""Letters of a Russian case's ending."""
SHORT_ENDING = 4
"""Letters; what so short a word ends a compound says nothing of it."""
OPTIONAL = (
    *("role_endings", "titled_endings", "unnamed", "numbers", "selves"),
    *("departments", "reported", "places", "formerly", "viewpoint", "charged", "passive"),
    *("copula", "according_he", "according_she", "surnames", "issued", "sources"),
    *("relative", "cuts_off", "unnamed_heads", "particles", "body_endings"),
    *("addressing", "inverting"),
)
"""Lists that a language may do without."""
WORDS = Path(__file__).parent / "words"
"""One file of lists for each language."""
SAMPLE = 3000
"""Characters that are enough to tell a language."""
SCRIPTS = (("ar", "\u0621", "\u064a"), ("zh", "\u4e00", "\u9fff"), ("ru", "\u0430", "\u044f"))
"""The first and last letter of scripts that tell a language."""
JOINTS = {"en": "and", "fr": "et", "es": "y", "pt": "e", "de": "und", "it": "e", "ru": "и", "ar": "و", "zh": "和"}
"""The word between two speakers' names."""
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
    endings: tuple[str, ...]
    """What a compound ends with that names a function ("Landesvorsitzende")."""
    body_endings: tuple[str, ...]
    """What a German compound ends with that names a body ("Umweltverband")."""
    stems: frozenset[str]
    """Functions without the letters that Russian cases change."""
    given: frozenset[str]
    """Given names that are common anywhere."""
    cuts: re.Pattern[str]
    """Words that end the words that stand in apposition to a name."""
    pronouns_according: dict[str, re.Pattern[str]]
    """"According to him", "according to her"."""
    according: re.Pattern[str]
    token: re.Pattern[str]
    roles_seen: dict[str, bool] = field(default_factory=dict)
    """Words that were looked at already: whether they name a function."""

    def is_role(self, word: str) -> bool:
        """True for a word that names a function: from the list, its plural, a compound with it, or in another case."""
        known = self.roles_seen.get(word)
        if known is None:
            if len(self.roles_seen) >= MOST_REMEMBERED:
                self.roles_seen.clear()
            known = self.roles_seen[word] = self._names_function(word)
        return known

    def _names_function(self, word: str) -> bool:
        word = word.removesuffix("'s").removesuffix("'")
        roles = self.sets["roles"]
        is_plural = len(word) > SHORT_ENDING and word.endswith("s") and word not in ("leads", "heads", "chairs")
        if word in roles or (is_plural and word[:-1] in roles):
            return True
        if "-" in word and any(part in roles for part in word.split("-")):
            return True
        if self.stems and len(word) > LONGEST_CASE + 3:
            return any(word[: len(word) - cut] in self.stems for cut in range(LONGEST_CASE + 1))
        return word.endswith(self.endings)

    def is_body(self, word: str) -> bool:
        """True for a German compound that ends as a body's name does ("Menschenrechtsorganisation")."""
        return bool(self.body_endings) and word.endswith(self.body_endings)

    @property
    def joint(self) -> str:
        """The word between two speakers' names."""
        return JOINTS[self.language]

    def __getitem__(self, section: str) -> frozenset[str]:
        return self.sets[section]


@cache
def words(language: str) -> Words:
    """The word lists of a language's primary tag; English where there are none for it."""
    if language not in LANGUAGES:
        language = "en"
    entries = _lists((WORDS / f"{language}.txt").read_text(encoding="utf-8"))
    sets = {name: frozenset(listed) for name, listed in entries.items()}
    for name in OPTIONAL:
        sets.setdefault(name, frozenset())
    return Words(
        language,
        sets,
        has_capitals=language not in ("ar", "zh"),
        endings=tuple(sets["role_endings"] | _long_words(sets["roles"])) if sets["role_endings"] else (),
        body_endings=tuple(sets["body_endings"]),
        stems=_stems(sets["roles"]) if language == "ru" else frozenset(),
        given=_given_names(),
        cuts=_phrases(entries["cuts"]),
        pronouns_according={sort: _phrases(entries.get(f"according_{sort}", ())) for sort in ("he", "she")},
        according=_phrases(entries["according"], is_chinese=language == "zh", is_arabic=language == "ar"),
        token=ELIDING if language in ("fr", "it") else PLAIN,
    )


def _stems(listed: frozenset[str]) -> frozenset[str]:
    return frozenset(word.rstrip("аяьйео") for word in listed if len(word) > SHORT_ENDING)


def _long_words(listed: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in listed if len(word) > SHORT_ENDING)


@cache
def _given_names() -> frozenset[str]:
    lines = (WORDS / "given.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(unaccented(word) for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=4096)
def unaccented(word: str) -> str:
    """A word without its accents: "Aarón" is "Aaron"."""
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _lists(text: str) -> dict[str, list[str]]:
    """The lists of a file of words: "[name]" begins one, "#" a remark."""
    entries: dict[str, list[str]] = {}
    listed: list[str] = []
    for line in text.lower().replace("’", "'").splitlines():
        if line.startswith("["):
            listed = entries.setdefault(line.strip(" []"), [])
        elif not line.startswith("#"):
            listed.extend(line.split())
    return entries


HALVED = r"(?:-(?= (?:und|oder|and|or|et|ou|y|o|e) ))?"
"""The hyphen of a compound's first half: "short- and long-term"."""
TOKEN = (
    r"(?:[^\W\d_]\.)+(?=\W|$)|[^\W_](?:[\w&\u064b-\u0652]|[.'’\-‑/](?=\w)|(?<=\d),(?=\d\d\d))*" + HALVED + r"|[^\w\s]"
)
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
    for language, first, last in SCRIPTS:
        if sum(first <= letter <= last for letter in sample) * 3 > letters:
            return language
    counts = Counter(re.findall(r"\w+", sample))
    scores = {language: sum(counts[word] for word in frequent.split()) for language, frequent in FREQUENT.items()}
    return max(scores, key=lambda language: scores[language])
