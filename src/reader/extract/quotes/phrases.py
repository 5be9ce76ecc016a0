"""Who is meant by the words beside a verb of speech: a name and its role, a body, a pronoun, an unnamed voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from reader.extract.quotes.language import Words, unaccented

LONGEST_ROLE = 220
"""Characters; longer words beside a name are a sentence, not a role."""
PARTICLES = frozenset(
    """
    de da do dos das del della di du des van von der den bin ibn al el la le ten ter zu ould abu bint y e dell' las los
    """.split()  # noqa: SIM905
)
LATER_PARTICLES = frozenset({"der", "den", "la", "le", "las", "los"})
"""Particles that stand in a name only after another one ("van der"): alone they are articles."""
CHUNK_ENDS = frozenset(",;:—–()-،؛，；：（）")
LATER_PART = re.compile(r",\s{0,3}(\w+)")
ADDING = frozenset({"and", "et", "y", "e", "und", "и", "for", "of", "de", "für", "para", "pour"})
CONJUNCTIONS = frozenset({"and", "et", "y", "e", "und", "и", "but", "ed"})
PATRONYMIC = ("вич", "вна", "ична", "вича", "вны", "вичем", "вной")
MOST_TOKENS = 700
"""Tokens of a stretch of text; a sentence as long as is ever read has fewer."""
VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0640]")
"""Arabic signs that may or may not be written."""
POSSESSIVE = re.compile(r"['’]s?$")


class Sort(StrEnum):
    """What a mention is."""

    PERSON = "person"
    BODY = "body"
    PRONOUN = "pronoun"
    NOUN = "noun"
    """A voice without a name: "the minister", "experts"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A voice, as one place in the text names it."""

    name: str
    sort: Sort
    role: str = ""
    also: str = ""
    """The name of a second person who speaks together with this one."""
    is_unsure: bool = False
    """True where only the rest of the release can show that this is a person."""


Token = tuple[str, int, int]
"""A word or sign, and where it stands in its block's text."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of a stretch of a block, with the lists to read them by."""

    text: str
    tokens: Sequence[Token]
    words: Words
    lowered: Sequence[str]
    """The tokens in lower case, apostrophes straight: as the lists have them."""

    def lower(self, at: int) -> str:
        return self.lowered[at]

    def is_in(self, at: int, *sections: str) -> bool:
        word = self.lowered[at]
        sets = self.words.sets
        for section in sections:  # noqa: SIM110 (the hottest line there is: a generator doubles its cost)
            if word in sets[section]:
                return True
        return False

    def is_role(self, at: int) -> bool:
        """True for a word that names a function, but not where it is a surname ("Stephanie Pope")."""
        return self.words.is_role(self.lowered[at]) and not self._is_surname(at)

    def is_given(self, at: int) -> bool:
        """True for a given name that the list has, or that begins with one and a hyphen ("Jean-Pierre")."""
        return unaccented(self.tokens[at][0].partition("-")[0]) in self.words.given

    def _is_surname(self, at: int) -> bool:
        """True for a function's word that ends a name: "Stephanie Pope"."""
        if not at or not self.tokens[at][0][0].isupper() or not self.is_given(at - 1):
            return False
        return at + 1 == len(self.tokens) or not self.tokens[at + 1][0][0].isupper()

    def is_capital(self, at: int) -> bool:
        word = self.tokens[at][0]
        return word[0].isupper() or (len(word) > 3 and word[2:3] == "-" and word[3].isupper() and word[:2].isalpha())

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` up to (not with) token `last`."""
        return self.text[self.tokens[first][1] : self.tokens[last - 1][2]] if last > first else ""


def read(text: str, start: int, end: int, words: Words) -> Phrase:
    """The phrase that stands in `text[start:end]`."""
    return _phrase(text, [(m[0], m.start(), m.end()) for m in words.token.finditer(text, start, end)], words)


def _phrase(text: str, tokens: Sequence[Token], words: Words) -> Phrase:
    lowered = [token[0].lower().replace("’", "'") for token in tokens]
    if words.language == "ar":
        lowered = [VOWEL_SIGNS.sub("", word) for word in lowered]
    return Phrase(text, tokens, words, lowered)


def read_plain(text: str, start: int, end: int, words: Words, most: int = MOST_TOKENS) -> Phrase:
    """As `read`, without what stands in brackets: a party, a country, an abbreviation after a name.

    No more than `most` tokens are read, from the start on.
    """
    tokens: list[Token] = []
    depth = 0
    for found in islice(words.token.finditer(text, start, end), most):
        token = (found[0], found.start(), found.end())
        if token[0] in "([（":
            depth += 1
        elif token[0] in ")]）":
            depth = max(0, depth - 1)
        elif not depth:
            tokens.append(token)
    return _phrase(text, tokens, words)


def run_from(phrase: Phrase, first: int, last: int) -> int:
    """Where the capitalised words end that begin at token `first`: `first` itself where there are none."""
    at = first
    while at < last:
        if phrase.is_capital(at) or (at > first and _goes_on(phrase, at, last)):
            at += 1
        else:
            break
    return at


def _goes_on(phrase: Phrase, at: int, last: int) -> bool:
    """True for what may stand within a name: a short number, the point after "Mr", a particle."""
    word = phrase.tokens[at][0]
    if word.isdigit():
        return len(word) < 3
    if word == ".":
        return phrase.is_in(at - 1, "honorifics", "honorifics_he", "honorifics_she")
    if phrase.lower(at) in ("y", "e") and at + 2 < last and phrase.is_capital(at + 1) and phrase.is_capital(at + 2):
        return False
    return _is_particle(phrase, at) and _leads_on(phrase, at, last)


def _is_particle(phrase: Phrase, at: int) -> bool:
    word = phrase.lower(at)
    if phrase.words.language == "de" and word in ("das", "dos", "do", "da"):
        return False
    if word in LATER_PARTICLES and phrase.tokens[at][0].islower():
        return at > 0 and phrase.lower(at - 1) in PARTICLES and phrase.lower(at - 1) not in LATER_PARTICLES
    return word in PARTICLES


def _leads_on(phrase: Phrase, at: int, last: int) -> bool:
    """True where particles lead to another capitalised word of the same name."""
    following = at + 1
    while following < last and following < at + 3 and phrase.lower(following) in PARTICLES:
        following += 1
    return following < last and phrase.is_capital(following)


def run_before(phrase: Phrase, last: int, first: int) -> int:
    """Where the capitalised words begin that end before token `last`; `last` itself where there are none."""
    at = last
    while at > first:
        if phrase.is_capital(at - 1):
            at -= 1
        elif (
            at < last
            and phrase.tokens[at - 1][0] == "."
            and at - 1 > first
            and phrase.is_in(at - 2, "honorifics", "honorifics_he", "honorifics_she")
        ):
            at -= 2
        elif (
            at < last
            and at - 1 > first
            and _is_particle(phrase, at - 1)
            and not (phrase.lower(at - 1) in ("y", "e") and last - at > 1)
            and (phrase.is_capital(at - 2) or phrase.lower(at - 2) in PARTICLES)
        ):
            at -= 1
        else:
            break
    while at < last and phrase.lower(at) in PARTICLES and not phrase.is_capital(at):
        at += 1
    return at


def named(phrase: Phrase, first: int, last: int) -> tuple[Mention, int] | None:
    """The mention that a run of capitalised words is, and the token where its name begins."""
    if last - first == 1 and phrase.is_in(first, "numbers"):
        return None
    begin = first
    while first < last - 2 and phrase.is_in(first, "statements"):
        first = begin = first + 1 + (phrase.lower(first + 1) in PARTICLES)
    for at in range(first, last - 1):
        if phrase.is_role(at) and at - first > 1 and _role_follows_name(phrase, first, at):
            last = at
            break
        is_owner = phrase.tokens[at][0].endswith(("'s", "’s", "s’"))
        if is_owner or (phrase.is_role(at) and not _is_abbreviation_of_name(phrase, at)):
            begin = at + 1
    while begin < last and (
        phrase.tokens[begin][0] == "." or phrase.is_in(begin, "honorifics", "honorifics_he", "honorifics_she")
    ):
        begin += 1
    if last - begin > 3 and (phrase.lower(begin), phrase.lower(begin + 1)) == ("h.", "e."):
        begin += 2
    if begin != first and begin < last and _is_particle(phrase, begin) and phrase.tokens[begin][0].islower():
        begin = _past_office(phrase, begin, last)
    if begin == first and (cut := _after_joint(phrase, first, last)) != first:
        if cut < 0:
            return None
        begin = cut
    if (
        begin == first
        and last - first >= 3
        and _is_acronym(phrase.tokens[first][0])
        and not _is_acronym(phrase.tokens[first + 1][0])
    ):
        begin = first + 1
    begin = _after_script_change(phrase, begin, last)
    if phrase.words.language == "ru":
        begin = _russian_name(phrase, begin, last) if begin == first else _after_owner(phrase, begin, last)
    end = _without_letters_after(phrase, begin, last)
    if begin >= end:
        return None
    name = POSSESSIVE.sub("", phrase.slice(begin, end)).strip()
    if phrase.is_role(end - 1) and not phrase.is_in(end - 1, "bodies"):
        return None
    if _is_body(phrase, begin, end):
        whole = POSSESSIVE.sub("", phrase.slice(first, end))
        return Mention(whole, Sort.BODY), first
    role = phrase.slice(first, begin) if any(phrase.is_role(at) for at in range(first, begin)) else ""
    return Mention(name, Sort.PERSON, role), begin


def _role_follows_name(phrase: Phrase, first: int, role: int) -> bool:
    """True in "Anna Roux Head of Mission": two names and more, then a function that goes on."""
    names = [at for at in range(first, role) if phrase.is_capital(at)]
    if phrase.lower(role + 1) not in phrase.words["joining"] or len(names) < 2 or phrase.is_role(role - 1):
        return False
    return not any(
        _is_acronym(phrase.tokens[at][0]) or phrase.is_in(at, "bodies") or phrase.is_role(at) for at in names
    )


def _after_script_change(phrase: Phrase, first: int, last: int) -> int:
    """Where the name begins after a body's name in another script: "глава Open Doors Анна Ру"."""
    for at in range(last - 1, first, -1):
        if phrase.tokens[at][0].isascii() != phrase.tokens[at - 1][0].isascii() and phrase.words.language == "ru":
            return at
    return first


def _russian_name(phrase: Phrase, first: int, last: int) -> int:
    """Where the name begins in a run whose first words are an office's: "глава Лиги Севера Анна Ру"."""
    size = 3 if any(phrase.lower(at).endswith(PATRONYMIC) for at in range(max(first, last - 2), last)) else 2
    if last - first <= size:
        return first
    office = next(
        (at for at in range(first - 1, max(-1, first - 8), -1) if phrase.tokens[at][0] in CHUNK_ENDS),
        max(-1, first - 8),
    )
    return last - size if has_role_word(phrase, office + 1, last - size) else first


def _after_owner(phrase: Phrase, first: int, last: int) -> int:
    """Where the name begins after an office and whose it is: "Адвокат Анны Лосевой Пётр Яхин"."""
    size = 3 if any(phrase.lower(at).endswith(PATRONYMIC) for at in range(max(first, last - 2), last)) else 2
    if last - first == size + 1 and phrase.lower(first).endswith(("ы", "и")):
        return first + 1
    return last - size if last - first >= size + 2 else first


def _after_joint(phrase: Phrase, first: int, last: int) -> int:
    """Where the name begins in a run that a function's last words run into: "Minister of Health Anna Roux".

    `first` where no function stands before the run, -1 where the run is the function's own ("head of Open Doors").
    """
    if first < 2 or not phrase.is_in(first - 1, "joining") or phrase.lower(first - 1) in phrase.words["honorifics"]:
        return first
    if phrase.lower(first - 1) in CONJUNCTIONS and follows_person(phrase, first - 1):
        return first
    start = first - 1
    while (
        start > 0
        and first - start < 8
        and phrase.tokens[start - 1][0] not in CHUNK_ENDS
        and phrase.tokens[start - 1][0] not in "."
    ):
        start -= 1
        if phrase.is_role(start):
            break
    if not phrase.is_role(start) or _is_plain_word(phrase, start):
        return first
    offices = [at for at in range(first, last - 1) if phrase.is_in(at, "departments")]
    if offices:
        begin = offices[-1] + 1
        return begin + 2 if phrase.lower(begin) in PARTICLES and last - begin > 3 else begin
    begin = next((at for at in range(first + 1, last - 1) if phrase.is_given(at)), -1)
    if begin > 0:
        return begin
    bodies = [at for at in range(first, last - 2) if phrase.is_in(at, "bodies")]
    is_plural = phrase.words.language == "en" and phrase.tokens[last - 1][0].endswith("s")
    if last - first < 3 or (phrase.lower(first - 1) == "the" and not bodies) or is_plural:
        return -1
    begin = last - 2
    while begin > first and (phrase.lower(begin) in PARTICLES or phrase.tokens[begin][0].endswith(".")):
        begin -= 1
    bodies = [at for at in range(first, begin + 1) if phrase.is_in(at, "bodies")]
    if bodies and last - bodies[-1] > 2:
        return -1 if _is_particle(phrase, bodies[-1] + 1) else bodies[-1] + 1
    return begin


def _past_office(phrase: Phrase, particle: int, last: int) -> int:
    """Where the name begins after an office's particle: "Presidente de Colombia Juan Ruiz"; `last` where none does."""
    first = particle + 1
    while first < last and phrase.lower(first) in PARTICLES:
        first += 1
    given = next((at for at in range(first, last - 1) if phrase.is_given(at)), -1)
    if given >= 0:
        return given
    offices = [at for at in range(first, last - 1) if phrase.is_in(at, "departments", "bodies")]
    return offices[-1] + 1 if offices else last


def follows_person(phrase: Phrase, joint: int) -> bool:
    """True where "and" stands after two capitalised words that are no office's: "Anna Roux and"."""
    begin = run_before(phrase, joint, 0)
    is_office = any(phrase.is_in(at, "departments", "bodies") for at in range(begin, joint))
    return joint - begin > 1 and not is_office and not (begin and phrase.is_in(begin - 1, "joining"))


def _is_plain_word(phrase: Phrase, at: int) -> bool:
    """True for words of `roles` that more often say something else."""
    return (
        phrase.lower(at) in ("general", "chief") and at + 1 < len(phrase.tokens) and not phrase.is_in(at + 1, "joining")
    )


def _is_abbreviation_of_name(phrase: Phrase, at: int) -> bool:
    return phrase.lower(at) == "da" and not phrase.tokens[at][0].isupper()


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.endswith(".")


def _without_letters_after(phrase: Phrase, first: int, last: int) -> int:
    """Leaves off honours and degrees written after a name ("OBE", "MP")."""
    end = last
    while end - first > 2 and _is_acronym(phrase.tokens[end - 1][0]) and len(phrase.tokens[end - 1][0]) <= 3:
        end -= 1
    return end


def _is_body(phrase: Phrase, first: int, last: int) -> bool:
    if any(phrase.is_in(at, "bodies") or phrase.words.is_body(phrase.lowered[at]) for at in range(first, last)):
        return True
    word = POSSESSIVE.sub("", phrase.tokens[first][0])
    return last - first == 1 and (_is_acronym(word) or any(sign.isdigit() or sign == "." for sign in word[:-1]))


def tidy_role(phrase: Phrase, start: int, end: int) -> str:
    """The words of `phrase.text[start:end]` as a role: no leading article, cut where a clause begins."""
    cut = phrase.words.cuts.search(phrase.text, start, min(end, start + LONGEST_ROLE))
    if cut and cut.start() > start + 1:
        end = cut.start()
    role = phrase.text[start : min(end, start + LONGEST_ROLE)]
    for comma in LATER_PART.finditer(role):
        word = comma[1].lower()
        if word in phrase.words["small"] and word not in phrase.words["articles"] and word not in ADDING:
            role = role[: comma.start()]
            break
    role = role.strip(" ,;:–—-.\u00a0)")
    edges = {role.partition(" ")[0].lower(), role.rpartition(" ")[2].lower()}
    if (cut and cut.start() <= start + 1) or edges & CONJUNCTIONS:
        return ""
    if role.count("(") > role.count(")"):
        role += ")" if phrase.text[phrase.text.find(role, start) + len(role) :][:1] == ")" else ""
    head, _, rest = role.partition(" ")
    if rest and head.lower() in phrase.words["articles"]:
        role = rest
    for elision in ("l'", "l’"):
        role = role.removeprefix(elision)
    return role


def has_role_word(phrase: Phrase, first: int, last: int) -> bool:
    return any(phrase.is_role(at) for at in range(first, last))


def chunks(phrase: Phrase, first: int, last: int) -> list[tuple[int, int]]:
    """Stretches of tokens between commas, dashes and brackets."""
    found, begin = [], first
    for at in range(first, last):
        if phrase.tokens[at][0] in CHUNK_ENDS:
            if at > begin:
                found.append((begin, at))
            begin = at + 1
    if last > begin:
        found.append((begin, last))
    return found


def pronoun(phrase: Phrase, at: int) -> Mention | None:
    """The pronoun that a token is or ends with ("dit-il")."""
    word = phrase.lower(at)
    for section in ("he", "she", "they", "it", "i"):
        listed = phrase.words[section]
        if word in listed or ("-" in word and word.rsplit("-", 1)[-1] in listed):
            return Mention(section, Sort.PRONOUN)
    return None
