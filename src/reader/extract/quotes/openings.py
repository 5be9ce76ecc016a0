"""Who begins a sentence: the person or body whose name opens it, the one official whom it names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from reader.extract.quotes.phrases import (
    CONJUNCTIONS,
    Mention,
    Phrase,
    Sort,
    chunks,
    has_role_word,
    named,
    run_before,
    run_from,
)
from reader.extract.quotes.roles import (
    LONGEST_EMPLOYER,
    LONGEST_VOICE,
    has_verb,
    role_left_of,
)

SHORT_VOICE = 6
"""Words; a longer unnamed voice begins with an article."""
LONGEST_DATELINE = 12
"""Tokens before the dash that ends a dateline."""
SHORT_OFFICE = 4
"""Words of an office in small letters that may begin a sentence before a name: "le ministre"."""
AGE = re.compile(r"\d{1,3}")


def is_owned(phrase: Phrase, at: int, first: int) -> bool:
    """True where a name only says whose or where: "a friend of Anna Roux"."""
    return at > first and phrase.is_in(at - 1, "joining", "articles", "small")


def opening(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The person or body whose name begins the tokens from `first` to `last`, a dateline left aside."""
    first = _past_dateline(phrase, first, last)
    for i, (begin, end) in enumerate(chunks(phrase, first, last)[:4]):
        while begin < end and _is_no_word(phrase.tokens[begin][0]):
            begin += 1
        office = begin
        begin = _past_office(phrase, begin, end)
        names_body = any(phrase.is_in(at, "bodies", "groups") for at in range(office, begin))
        run = run_from(phrase, begin, end)
        while begin < run and (phrase.is_in(begin, "small") or phrase.tokens[begin][0][0].isdigit()):
            begin += 1
        found = named(phrase, begin, run) if run > begin else None
        if found is None or _is_shouted(phrase, begin, run) or (i > 1 and run != end):
            continue
        if names_body and run > begin:
            return Mention(phrase.slice(begin, run), Sort.BODY)
        has_age = end + 1 < last and phrase.tokens[end + 1][0].isdigit()
        if found[0].sort is Sort.BODY or run - found[1] > 1 or found[0].role or has_age:
            return _with_next(phrase, _with_bare_body(phrase, found[0], run, last), run, end)
    return None


def _with_bare_body(phrase: Phrase, mention: Mention, comma: int, last: int) -> Mention:
    """A person with the body that alone stands before a colon: "Anna Roux, Greens:"."""
    is_bare = comma + 1 < last and phrase.tokens[comma][0] == "," and run_from(phrase, comma + 1, last) == last
    if mention.sort is not Sort.PERSON or mention.role or not is_bare or last - comma > LONGEST_EMPLOYER:
        return mention
    return replace(mention, role=phrase.slice(comma + 1, last))


def _past_dateline(phrase: Phrase, first: int, last: int) -> int:
    """Past "Taipei, April 27, 2020 —"; `first` where no dateline begins the tokens."""
    for at in range(first + 1, min(last - 1, first + LONGEST_DATELINE)):
        if phrase.tokens[at][0] in "—–-":
            return at + 1 if any(phrase.tokens[i][0].isdigit() for i in range(first, at)) else first
    return first


def _past_office(phrase: Phrase, first: int, last: int) -> int:
    """Past an office in small letters that begins a sentence: "le ministre Paul Roux", "o deputado Rui Melo"."""
    at = first + 1 if first < last and phrase.is_in(first, "articles") else first
    start = at
    while (
        at < min(last, start + SHORT_OFFICE)
        and phrase.tokens[at][0].islower()
        and not phrase.is_in(at, "small", "said")
    ):
        at += 1
    is_office = has_role_word(phrase, start, at) or any(phrase.is_in(i, "bodies", "groups") for i in range(start, at))
    return at if at > start and at < last and phrase.is_capital(at) and is_office else first


def _with_next(phrase: Phrase, mention: Mention, joint: int, last: int) -> Mention:
    """A person together with the one after "and": "President Anna Roux and Minister Otto Lange issued"."""
    if mention.sort is not Sort.PERSON or joint + 2 >= last or phrase.lower(joint) not in CONJUNCTIONS:
        return mention
    run = run_from(phrase, joint + 1, last)
    other = named(phrase, joint + 1, run) if run > joint + 2 else None
    is_person = other is not None and other[0].sort is Sort.PERSON and run - other[1] > 1
    return replace(mention, also=other[0].name) if other and is_person else mention


def opening_voice_or_name(phrase: Phrase, last: int) -> Mention | None:
    """Who begins a sentence that ends with a colon: "Roux thanked the council:", "Another teacher told of it:"."""
    if last < 2 or not phrase.words.has_capitals:
        return None
    is_name = phrase.is_capital(0) and not phrase.is_in(0, "small", "articles", "indefinite", "numbers")
    if is_name and run_from(phrase, 0, last) == 1 and _may_be_verb(phrase, 1):
        found = named(phrase, 0, 1)
        return replace(found[0], is_unsure=True) if found and found[0].sort is Sort.PERSON else None
    if not phrase.is_in(0, "articles", "indefinite", "numbers"):
        return None
    for at in range(1, min(last - 1, SHORT_VOICE)):
        if phrase.is_in(at, "groups") or phrase.is_role(at):
            return Mention(phrase.slice(0, at + 1), Sort.NOUN) if _may_be_verb(phrase, at + 1) else None
        if phrase.is_in(at, "small", "said", "helping"):
            return None
    return None


def _may_be_verb(phrase: Phrase, at: int) -> bool:
    word = phrase.tokens[at][0]
    return word.islower() and word.isalpha() and not phrase.is_in(at, "small", "joining", "articles")


def _is_no_word(word: str) -> bool:
    """True for a date's numbers, a bullet, a stray sign; not for a quotation mark."""
    return word[0].isdigit() or (len(word) == 1 and word not in "\"“”„«»‘’'")


def _is_shouted(phrase: Phrase, first: int, last: int) -> bool:
    """True for words all in capitals, as headings are."""
    return last - first > 1 and all(phrase.tokens[at][0].isupper() for at in range(first, last))


def only_official(phrase: Phrase, first: int, last: int, takes_first: bool = False) -> Mention | None:
    """The one person whom the tokens name together with a function: "Answer of State Secretary Anna Roux of 12 May"."""
    found: list[Mention] = []
    at, end = first, first
    while at < last:
        run = run_from(phrase, at, last)
        person = named(phrase, at, run) if run > at else None
        if person is not None and person[0].sort is Sort.PERSON and (run - person[1] > 1 or person[0].role):
            role = role_left_of(phrase, first, person[1]) or person[0].role
            found.append(Mention(person[0].name, Sort.PERSON, role))
            end = run
        at = max(run, at + 1)
    if not found or not found[0].role:
        return None
    is_only = len(found) == 1 and all(_is_dating(phrase, at) for at in range(end, last))
    return found[0] if is_only or takes_first else None


def by_whom(phrase: Phrase, last: int) -> Mention | None:
    """The only person whose full name stands after "by": "Research led by Anna Roux, professor of law, shows:"."""
    found = []
    for at in range(1, last - 1):
        if phrase.lower(at - 1) == "by" and phrase.is_given(at):
            run = run_from(phrase, at, last)
            person = named(phrase, at, run) if run - at > 1 else None
            if person is not None and person[0].sort is Sort.PERSON:
                found.append(person[0])
    return found[0] if len(found) == 1 else None


def _is_dating(phrase: Phrase, at: int) -> bool:
    """True for a small word, a number, a sign: what may follow a name before a colon ("of 12 May 2021:")."""
    return not phrase.tokens[at][0][0].isalpha() or phrase.is_in(at, "small", "joining", "articles")


def opening_sentence(phrase: Phrase) -> Mention | None:
    """The person whose name opens the nearest sentence that has one."""
    starts = [0] + [at + 1 for at in range(len(phrase.tokens) - 1) if phrase.tokens[at][0] in ".!?"]
    for start in reversed(starts):
        while start < len(phrase.tokens) and phrase.tokens[start][0] in "\"“”«»'’)":
            start += 1
        stop = next(
            (at for at in range(start, len(phrase.tokens)) if phrase.tokens[at][0] in ".!?"), len(phrase.tokens)
        )
        mention = opening(phrase, start, stop)
        if mention is not None and mention.sort is Sort.PERSON:
            return mention
        if (mention := _aged(phrase, start, stop) or _introduced(phrase, start, stop)) is not None:
            return mention
    return None


def _introduced(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The person after "was" at a short sentence's end: "The second to speak was the deputy Anna Roux"."""
    for at in range(first + 1, min(last - 1, first + LONGEST_VOICE)):
        if phrase.is_in(at, "copula"):
            begin = _past_office(phrase, at + 1, last)
            run = run_from(phrase, begin, last)
            found = named(phrase, begin, run) if run - begin > 1 else None
            is_end = run >= last or phrase.tokens[run][0] in ",("
            return found[0] if found and found[0].sort is Sort.PERSON and is_end and run - found[1] > 1 else None
    return None


def _aged(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The person whose full name an age follows: "Among them was Anna Roux, 79, from the valley"."""
    for (begin, end), following in pairwise(chunks(phrase, first, last)):
        if following[1] - following[0] <= 2 and AGE.fullmatch(phrase.tokens[following[0]][0]):
            name = run_before(phrase, end, begin)
            is_free = end - name > 1 and not is_owned(phrase, name, begin)
            found = named(phrase, name, end) if is_free else None
            return found[0] if found and found[0].sort is Sort.PERSON else None
    return None


def opening_voice(phrase: Phrase) -> Mention | None:
    """The person without a name who opens the tokens: "A quality checker from the coast, 34, recalled"."""
    parts = chunks(phrase, 0, len(phrase.tokens))
    if not parts or not phrase.is_in(0, "indefinite") or parts[0][0] != 0:
        return None
    end = next((at for at in range(1, parts[0][1]) if has_verb(phrase, at, at + 1)), parts[0][1])
    has_age = len(parts) > 1 and AGE.fullmatch(phrase.tokens[parts[1][0]][0]) is not None
    is_one_of = end == 3 and phrase.is_in(1, "joining")
    if end > LONGEST_VOICE or not (has_age or is_one_of or has_role_word(phrase, 1, min(end, SHORT_VOICE))):
        return None
    return Mention(phrase.slice(0, end), Sort.NOUN)
