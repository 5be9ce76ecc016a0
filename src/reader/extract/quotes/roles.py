"""The function that stands before or after a name: "the group's director Anna Roux", "Anna Roux, director"."""

from __future__ import annotations

from reader.extract.quotes.phrases import (
    CONJUNCTIONS,
    Phrase,
    Sort,
    chunks,
    has_role_word,
    named,
    pronoun,
    run_before,
    run_from,
    tidy_role,
)

LONGEST_VOICE = 12
"""Words; a longer phrase is no unnamed voice."""
LONGEST_EMPLOYER = 5
"""Words of a body's bare name after a role and a comma."""
OF = frozenset("of at de del du des di della dell' do da von vom".split())  # noqa: SIM905
"""Words before the body that somebody speaks for."""
ROLE_FIRST = frozenset({"fr", "es", "pt", "it"})
"""Languages in which a function's noun comes before what belongs to it."""
TITLES_IN_ING = frozenset("acting managing founding commanding marketing nursing housing engineering operating".split())  # noqa: SIM905
"""Words that begin a function though they look like participles."""


def role_left_of(phrase: Phrase, first: int, name: int) -> str:
    """The function that stands right before a name: "the group's director Anna Roux"."""
    begin = name
    while begin > first and name - begin < 16:
        at = begin - 1
        if not _may_be_in_role(phrase.tokens[at][0]):
            break
        if phrase.is_in(at, "said", "called") and not phrase.is_role(at):
            break
        if phrase.is_in(at, "small", "helping") and not phrase.is_in(at, "joining", "articles"):
            break
        if phrase.is_in(at, "articles") and not (at > first and _leads_to_article(phrase, at)):
            break
        begin = at
    begin = _past_other_person(phrase, begin, name)
    while begin < name and (phrase.is_in(begin, "joining", "helping", "articles")):
        begin += 1
    if begin >= name or not has_role_word(phrase, begin, name):
        return ""
    role = next(at for at in range(begin, name) if phrase.is_role(at))
    if phrase.words.language in ROLE_FIRST:
        begin = role
    if phrase.words.language == "ru":
        begin = max([begin, *(at + 1 for at in range(begin, role) if _is_mid_capital(phrase, at))])
    joints = [at for at in range(begin, role) if phrase.is_in(at, "joining") and phrase.lower(at) != "and"]
    begin = max([begin, *(at + 1 for at in joints if not _is_within_body(phrase, begin, at))])
    begin = max([begin, *(at for at in range(begin + 1, role + 1) if _opens_office(phrase, begin, at))])
    end = name
    while end > begin and (
        phrase.tokens[end - 1][0] == "."
        or (phrase.is_in(end - 1, "honorifics", "honorifics_he", "honorifics_she") and not phrase.is_role(end - 1))
    ):
        end -= 1
    return tidy_role(phrase, phrase.tokens[begin][1], phrase.tokens[end - 1][2]) if end > begin else ""


def _is_mid_capital(phrase: Phrase, at: int) -> bool:
    return at > 0 and phrase.is_capital(at) and phrase.tokens[at - 1][0].isalpha()


def _is_within_body(phrase: Phrase, first: int, joint: int) -> bool:
    """True for "of" in "University of Lima Professor": the body's name belongs to the function."""
    is_first = joint > first and phrase.is_capital(joint - 1) and phrase.is_capital(joint + 1)
    return is_first and phrase.is_in(joint - 1, "places")


def _opens_office(phrase: Phrase, first: int, at: int) -> bool:
    """True where an office written with capitals begins after a plain noun: "at the session High Commissioner"."""
    before = phrase.tokens[at - 1][0]
    is_plain = before.islower() and before.isalpha() and not phrase.is_role(at - 1)
    if phrase.words.language != "en" or not phrase.is_capital(at) or not is_plain:
        return False
    role = next((i for i in range(at, len(phrase.tokens)) if phrase.is_role(i)), at)
    return phrase.is_capital(role) and not phrase.is_in(at - 1, "formerly", "joining", "articles", "helping")


def _leads_to_article(phrase: Phrase, article: int) -> bool:
    """True in "head of the" and "Save the Children"."""
    is_within_name = phrase.is_capital(article - 1) and phrase.is_capital(article + 1)
    if phrase.words.language == "de":
        return is_within_name
    return phrase.is_in(article - 1, "joining") or (is_within_name and not phrase.is_role(article - 1))


def _past_other_person(phrase: Phrase, first: int, last: int) -> int:
    """Past the person who is named before "and" in words that stand before a name, and past a participle at their head.

    "Joining Otto Lange and Commissioner" leaves "Commissioner".
    """
    begin = first
    for at in range(first + 1, last):
        if phrase.lower(at) in CONJUNCTIONS and (
            ends_with_person(phrase, first, at) or pronoun(phrase, at - 1) or phrase.lower(at - 1) in ("them", "others")
        ):
            begin = at + 1
    word = phrase.tokens[begin][0] if begin < last else ""
    is_participle = phrase.words.language == "en" and word.endswith("ing") and word[0].isupper()
    if is_participle and _begins_sentence(phrase, begin) and word.lower() not in TITLES_IN_ING:
        begin += 1
    return begin


def _begins_sentence(phrase: Phrase, at: int) -> bool:
    return at == 0 or phrase.tokens[at - 1][0] in '.!?:”"'


def ends_with_person(phrase: Phrase, first: int, last: int) -> bool:
    """True where the tokens end with a person's name of two words and more."""
    begin = run_before(phrase, last, first)
    found = named(phrase, begin, last) if begin < last else None
    if found is None or found[0].sort is not Sort.PERSON or last - found[1] < 2 or phrase.is_role(last - 1):
        return False
    return not any(phrase.is_in(at, "departments", "bodies") for at in range(found[1], last))


def names_another(phrase: Phrase, first: int, last: int) -> bool:
    """True where words after a name are another person with a function: "..., commissioner of the port Otto Lange"."""
    run = run_from(phrase, first, last)
    opens = named(phrase, first, run) if run - first > 1 else None
    if opens and opens[0].sort is Sort.PERSON and phrase.is_given(opens[1]) and run - opens[1] > 1:
        return True
    begin = run_before(phrase, last, first)
    if not ends_with_person(phrase, first, last):
        return False
    found = named(phrase, begin, last)
    if found is None or not phrase.is_given(found[1]):
        return False
    return found[1] > begin or bool(found[0].role) or phrase.is_role(begin - 1)


def _may_be_in_role(word: str) -> bool:
    """False for a year, a bullet, a bracket: a role does not reach over them."""
    return word[0].isalpha() or word in "&/.'’" or (word[0].isdigit() and len(word) < 3)


def role_chunk_before(phrase: Phrase, first: int, last: int) -> str:
    """The function before a comma and the name: "British High Commissioner to Peru, Anna Roux, said"."""
    short = ""
    if last - first > 3 and phrase.tokens[last - 1][0] == ")" and phrase.tokens[last - 3][0] == "(":
        short = f" {phrase.slice(last - 3, last)}"
        last -= 3
    parts = chunks(phrase, first, last)
    if not parts:
        return ""
    begin, end = parts[-1]
    if phrase.lower(begin) in ("whose", "dont", "cuyo", "cuya", "deren", "dessen"):
        return ""
    role = role_left_of(phrase, begin, end)
    return role + short if role else ""


def apposition(phrase: Phrase, first: int, last: int) -> str:
    """Words after a name and a comma, where they may be a role."""
    if phrase.lower(first) in OF and (body := _body_after_of(phrase, first, last)):
        return body
    if phrase.is_in(first, "small", "helping") and not phrase.is_in(first, "articles"):
        return ""
    last = _before_next_person(phrase, first, last)
    last = next((at for at in range(first + 1, last - 2) if _adds_others(phrase, at)), last)
    if names_another(phrase, first, last):
        return ""
    role = tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[last - 1][2])
    is_said_of_one = phrase.is_in(first, "indefinite") and last - first <= LONGEST_VOICE
    if has_role_word(phrase, first, last) or is_said_of_one:
        return role
    end = chunks(phrase, first, last)[0][1]
    if _is_noun_of(phrase, first, end):
        return tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[end - 1][2])
    is_name = phrase.is_capital(first) and end - first <= LONGEST_EMPLOYER
    return tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[end - 1][2]) if is_name else ""


def _is_noun_of(phrase: Phrase, first: int, last: int) -> bool:
    """True for "bourgmestre de Marek", "winner of the cup": one plain word, and what it is of."""
    word = phrase.tokens[first][0]
    is_plain = word.islower() and word.isalpha() and not phrase.is_in(first, "small", "helping", "said", "called")
    is_finite = phrase.words.language == "en" and word.endswith(("ed", "ing"))
    return is_plain and not is_finite and 2 < last - first <= LONGEST_VOICE and phrase.lower(first + 1) in OF


def _body_after_of(phrase: Phrase, first: int, last: int) -> str:
    """The body of "Anna Roux, of the Harbour Commission, said"."""
    end = chunks(phrase, first, last)[0][1]
    at = first
    while at < end and (phrase.lower(at) in OF or phrase.is_in(at, "articles")):
        at += 1
    if at >= end or not phrase.is_capital(at):
        return ""
    is_body = any(
        phrase.is_in(i, "bodies") or (len(phrase.tokens[i][0]) > 1 and phrase.tokens[i][0].isupper())
        for i in range(at, end)
    )
    return tidy_role(phrase, phrase.tokens[at][1], phrase.tokens[end - 1][2]) if is_body else ""


def _before_next_person(phrase: Phrase, first: int, last: int) -> int:
    """Where a role ends before ", and Otto Lange, chair": with the comma; else `last`."""
    for at in range(first + 1, last - 2):
        is_joint = phrase.tokens[at][0] == "," and phrase.lower(at + 1) in CONJUNCTIONS
        if is_joint and phrase.is_given(at + 2) and run_from(phrase, at + 2, last) > at + 3:
            return at
    return last


def _adds_others(phrase: Phrase, comma: int) -> bool:
    """True at the comma of "rapporteuse spéciale, et les autres experts"."""
    is_joint = phrase.tokens[comma][0] == "," and phrase.lower(comma + 1) in CONJUNCTIONS
    return is_joint and any(phrase.is_in(at, "numbers") for at in range(comma + 2, min(comma + 4, len(phrase.tokens))))


def role_beside(phrase: Phrase, name: int, end: int) -> str:
    """The function that stands before or, set off by a comma or brackets, after the name in tokens `name` to `end`."""
    first = next((at + 1 for at in range(name - 1, -1, -1) if _parts(phrase, at)), 0)
    title = role_left_of(phrase, first, name)
    if len(title.split()) > 1:
        return title
    if end + 1 < len(phrase.tokens) and phrase.tokens[end][0] in ",(":
        stop = next(
            (at for at in range(end + 1, len(phrase.tokens)) if phrase.tokens[at][0] in ',.;:!?“”"«»)'),
            len(phrase.tokens),
        )
        is_clause = phrase.is_in(end + 1, "small", "helping") and not phrase.is_in(end + 1, "articles")
        if (
            stop > end + 1
            and not is_clause
            and has_role_word(phrase, end + 1, stop)
            and not has_verb(phrase, end + 1, stop)
            and not names_another(phrase, end + 1, stop)
        ):
            return tidy_role(phrase, phrase.tokens[end + 1][1], phrase.tokens[_past_employer(phrase, stop) - 1][2])
    if not title and (role := _role_taken_up(phrase, end)):
        return role
    if not title and first == name and first > 1 and phrase.tokens[first - 1][0] == ",":
        return role_chunk_before(phrase, 0, first - 1)
    return title


def _parts(phrase: Phrase, at: int) -> bool:
    """True for a sign that no function reaches over; not for the point of "Gov."."""
    if phrase.tokens[at][0] == "." and at and phrase.is_in(at - 1, "honorifics", "honorifics_he", "honorifics_she"):
        return False
    return phrase.tokens[at][0] in '.:;,!?“”"«»()–—'


def _past_employer(phrase: Phrase, comma: int) -> int:
    """Past a body's bare name after a role and a comma: "Chief Strategy Officer, Harbour Works,"; else `comma`."""
    end = run_from(phrase, comma + 1, len(phrase.tokens))
    if comma >= len(phrase.tokens) or phrase.tokens[comma][0] != ",":
        return comma
    is_closed = end < len(phrase.tokens) and phrase.tokens[end][0] in ',.;)”"»'
    if comma + 1 < end <= comma + LONGEST_EMPLOYER and is_closed:
        is_person = phrase.is_given(comma + 1) or phrase.is_in(comma + 1, "small")
        return comma if is_person else end
    return comma


def _role_taken_up(phrase: Phrase, end: int) -> str:
    """The function in "the appointment of Anna Roux as Board Advisor"."""
    if end + 1 >= len(phrase.tokens) or phrase.lower(end) not in ("as", "comme", "como", "als", "come"):
        return ""
    first = end + 1
    while first < len(phrase.tokens) and phrase.is_in(first, "articles"):
        first += 1
    stop = run_from(phrase, first, len(phrase.tokens))
    if stop == first or not has_role_word(phrase, first, stop):
        return ""
    return tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[stop - 1][2])


def has_verb(phrase: Phrase, first: int, last: int) -> bool:
    """True where a verb of speech stands among the tokens."""
    return any(phrase.is_in(at, "said") for at in range(first, last))
