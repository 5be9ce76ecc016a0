"""Finds the subject of a verb of speech: before it ("Roux said") or after it ("a déclaré Anna Roux, présidente")."""

from __future__ import annotations

from dataclasses import replace

from reader.extract.quotes import caseless
from reader.extract.quotes.language import unaccented
from reader.extract.quotes.openings import (
    AGE,
    SHORT_VOICE,
    is_owned,
    opening,
)
from reader.extract.quotes.phrases import (
    CHUNK_ENDS,
    CONJUNCTIONS,
    Mention,
    Phrase,
    Sort,
    chunks,
    follows_person,
    has_role_word,
    named,
    pronoun,
    run_before,
    run_from,
    tidy_role,
)
from reader.extract.quotes.roles import (
    LONGEST_VOICE,
    ROLE_FIRST,
    apposition,
    ends_with_person,
    names_another,
    role_chunk_before,
    role_left_of,
)

SHORTEST_NOUN = 3
"""Words right after a verb, an article first, that are somebody though no list knows them: "said the farmer"."""
LONGEST_HEAD = 40
"""Words after a verb among which the name of its subject begins."""
LONGEST_ASIDE = 7
"""Words between commas that may part a verb from its subject."""
HEARERS = frozenset({"à", "au", "aux", "a", "al", "ao", "alla", "all'", "ai"})
"""Words before whom somebody speaks to."""
RELATIVES = frozenset("who whose qui dont quien que quem che die der das который которая".split())  # noqa: SIM905
"""Words that begin a clause between a voice and its verb: "a nurse, who asked not to be named, said"."""
ORIGINS = frozenset(
    """
    from with near outside inside aus mit bei avec chez con desde com ante contra contre gegen contro par por durch sur
    sobre über pour para gegenüber devant davanti perante против об к ко у с со от для над перед при vers envers verso
    """.split()  # noqa: SIM905
)
"""Words before a name that is a place or a companion, and does not speak."""
RUSSIAN_IN_E = frozenset("Хосе Жозе Андре Рене Микеле Даниэле Саде Галле Джейме Хайме Пепе".split())  # noqa: SIM905
"""Foreign given names that end as the Russian cases of others do."""
SMALL_OF = frozenset({"de", "des", "du", "dei", "degli", "delle", "della", "del", "dos", "das"})
"""Words before what a body is of."""
WITHOUT = frozenset({"ohne", "sans", "sin", "sem", "senza", "без"})
"""Words within the names of bodies that go "without borders"."""
PLACING = frozenset({"en", "em", "in", "в", "во"})
"""Words before the place where somebody speaks."""


def before(phrase: Phrase, first: int, verb: int) -> Mention | None:
    """Subject of the verb at token `verb`, among the tokens from `first` on."""
    if not phrase.words.has_capitals:
        return caseless.before(phrase, first, verb)
    last = verb
    while (
        last > first
        and (phrase.is_in(last - 1, "helping") or _is_adverb(phrase, last - 1) or phrase.tokens[last - 1][0] in "*†")
        and not pronoun(phrase, last - 1)
    ):
        last -= 1
    if last <= first:
        return None
    if phrase.tokens[last - 1][0] in ",—–":
        return _with_apposition(phrase, first, last - 1)
    if phrase.lower(last - 1) in CONJUNCTIONS:
        return pronoun(phrase, first) or opening(phrase, first, last - 1)
    if last - first > 2 and (found := _body_without(phrase, last - 3)):
        return found
    if found := _open_apposition(phrase, first, last):
        return found
    if found := pronoun(phrase, last - 1):
        return found
    begin = run_before(phrase, last, first)
    while begin < last and phrase.is_in(begin, "small"):
        begin += 1
    if begin < last:
        return _with_first_of_two(phrase, first, begin, _run_with_role(phrase, first, begin, last))
    return voice(phrase, first, last) or _counted(phrase, first, last)


def _counted(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The voice that is a mere "another" or "un autre"."""
    if not phrase.is_in(last - 1, "numbers"):
        return None
    begin = last - 2 if last - 2 >= first and phrase.is_in(last - 2, "articles", "indefinite") else last - 1
    return Mention(phrase.slice(begin, last), Sort.NOUN)


def _with_first_of_two(phrase: Phrase, first: int, begin: int, mention: Mention | None) -> Mention | None:
    """Both speakers of "Anna Roux and Otto Lange said", where `mention` is the second, whose name begins at `begin`."""
    joint = begin - 1
    if mention is None or mention.sort is not Sort.PERSON or joint <= first or phrase.lower(joint) not in CONJUNCTIONS:
        return mention
    start = run_before(phrase, joint, first)
    while start < joint and phrase.is_in(start, "small"):
        start += 1
    other = named(phrase, start, joint) if start < joint else None
    if other is None or other[0].sort is not Sort.PERSON or phrase.is_in(start - 1, "joining"):
        return mention
    role = mention.role or role_left_of(phrase, first, other[1]) or other[0].role
    return Mention(other[0].name, Sort.PERSON, role, also=mention.name)


def _is_adverb(phrase: Phrase, at: int) -> bool:
    word = phrase.tokens[at][0]
    return phrase.words.language == "en" and word.endswith("ly") and word.islower()


def _open_apposition(phrase: Phrase, first: int, last: int) -> Mention | None:
    """Name and role of "Anna Roux, director of the group said": no comma ends the role."""
    parts = chunks(phrase, first, last)
    if len(parts) < 2 or parts[-1][1] != last or not has_role_word(phrase, *parts[-1]):
        return None
    if phrase.is_in(parts[-1][0], "helping"):
        return None
    person = _person_chunk(phrase, *parts[-2])
    begin = run_before(phrase, last, parts[-1][0])
    own = named(phrase, begin, last) if begin < last else None
    if person is None or person.sort is not Sort.PERSON:
        return None
    if own and own[0].sort is Sort.PERSON and not (_is_given(phrase, person.name) and not phrase.is_given(own[1])):
        return None
    return Mention(
        person.name, Sort.PERSON, tidy_role(phrase, phrase.tokens[parts[-1][0]][1], phrase.tokens[last - 1][2])
    )


def _is_given(phrase: Phrase, name: str) -> bool:
    return " " in name and unaccented(name.partition(" ")[0].partition("-")[0]) in phrase.words.given


def _run_with_role(phrase: Phrase, first: int, begin: int, last: int) -> Mention | None:
    """The run of capitals that stands right before the verb, with the function before it."""
    chunk = next((at + 1 for at in range(begin - 1, first - 1, -1) if phrase.tokens[at][0] in CHUNK_ENDS), first)
    found = named(phrase, begin, last)
    if found is None:
        return voice(phrase, chunk, last)
    mention, name_begins = found
    if name_begins > chunk and phrase.lower(name_begins - 1) in ORIGINS:
        return voice(phrase, chunk, last)
    if mention.sort is Sort.BODY and begin > chunk and _heads_voice(phrase, chunk, begin):
        return voice(phrase, chunk, last)
    if mention.sort is Sort.BODY:
        is_part = begin > chunk and phrase.is_in(begin - 1, "joining") and not phrase.is_in(begin - 1, "articles")
        return (_longer_name(phrase, chunk, begin, last) if is_part else None) or mention
    if begin > chunk and name_begins == begin and _is_joined(phrase, chunk, begin) and not mention.role:
        return _longer_name(phrase, chunk, begin, last) or voice(phrase, chunk, last)
    if is_oblique(phrase, mention):
        return opening(phrase, first, begin)
    role = role_left_of(phrase, chunk, name_begins)
    if not role and chunk == name_begins and chunk - 1 > first:
        role = role_chunk_before(phrase, first, chunk - 1)
    return Mention(mention.name, Sort.PERSON, role or mention.role)


def is_oblique(phrase: Phrase, mention: Mention) -> bool:
    """True for a Russian name in a case that no subject has: "Анне Зотовой", "Антону Гаю"."""
    first, _, rest = mention.name.partition(" ")
    if phrase.words.language != "ru" or not rest:
        return False
    if first.endswith("е") and len(first) > SHORTEST_NOUN and first not in RUSSIAN_IN_E:
        return True
    return first.endswith(("е", "у", "ю", "ой", "ей", "ы", "и", "ом", "ем")) and rest.endswith(
        ("ой", "ому", "ему", "у", "ю", "ей", "ым", "им", "ом", "ем", "е", "ого")
    )


def _is_joined(phrase: Phrase, first: int, begin: int) -> bool:
    """True where the words before a name bind it to something else: "of the", not "the" alone."""
    before = begin - 1
    if phrase.lower(before) in CONJUNCTIONS:
        return not follows_person(phrase, before)
    if phrase.is_in(before, "articles"):
        return before > first and phrase.is_in(before - 1, "joining")
    return phrase.is_in(before, "joining")


def _longer_name(phrase: Phrase, first: int, begin: int, last: int) -> Mention | None:
    """The body whose name a run of capitals ends: "Misión de la Organización de los Estados"."""
    if phrase.words.language != "en" and not any(phrase.is_in(at, "bodies") for at in range(first, last)):
        return None
    start = begin
    while start > first and (phrase.is_in(start - 1, "joining", "articles") or phrase.is_capital(start - 1)):
        start -= 1
    while start < begin and not phrase.is_capital(start):
        start += 1
    while start < begin and phrase.is_in(start, "small"):
        start += 1
    has_function = has_role_word(phrase, first, begin)
    return (
        Mention(phrase.slice(start, last), Sort.BODY)
        if start < begin and phrase.is_capital(start) and not has_function
        else None
    )


def _heads_voice(phrase: Phrase, first: int, last: int) -> bool:
    """True where the body's name only says whose voice it is: "a spokesperson for the Ministry"."""
    return phrase.is_in(last - 1, "joining") and any(
        phrase.is_in(at, "groups") or phrase.is_role(at) for at in range(first, last)
    )


def _with_apposition(phrase: Phrase, first: int, last: int) -> Mention | None:
    """Name and role of "Anna Roux, director of the group, said"; `last` is the comma before the verb."""
    parts = chunks(phrase, first, last)
    people = [(i, found) for i, part in enumerate(parts) if (found := _person_chunk(phrase, *part))]
    for i, mention in people:
        following = parts[i + 1] if i + 1 < len(parts) else None
        has_age = following is not None and AGE.fullmatch(phrase.tokens[following[0]][0]) is not None
        is_clause = following is not None and phrase.is_in(following[0], "helping")
        if following and not is_clause and (has_role_word(phrase, *following) or has_age):
            begins = following[1] + 1 if has_age and following[1] + 1 < last else following[0]
            role = tidy_role(phrase, phrase.tokens[begins][1], phrase.tokens[last - 1][2])
            return Mention(mention.name, mention.sort, mention.role if role.isdigit() else role or mention.role)
    if people:
        i, mention = people[-1]
        start = parts[i + 1][0] if i + 1 < len(parts) else last
        role = mention.role or (role_left_of(phrase, *parts[i - 1]) if i else "")
        if len(role.split()) < 2 and start < last:
            role = apposition(phrase, start, last) or role
        return Mention(mention.name, mention.sort, role)
    has_clause = len(parts) > 1 and phrase.lower(parts[-1][0]) in RELATIVES and parts[-2][1] + 1 == parts[-1][0]
    return voice(phrase, *parts[-2]) if has_clause else None


def _name_first(phrase: Phrase, first: int, last: int) -> Mention | None:
    """A person whose name a function follows without a comma: "Anna Roux co-rapporteur for the bill"."""
    run = run_from(phrase, first, last)
    found = named(phrase, first, run) if first < run < last and not phrase.is_in(first, "small") else None
    if found is None or found[0].sort is not Sort.PERSON or run - found[1] < 2:
        return None
    if (
        phrase.tokens[run][0] in CHUNK_ENDS
        or not has_role_word(phrase, run, min(last, run + 4))
        or phrase.tokens[run - 1][0].endswith(("'s", "’s"))
    ):
        return None
    return Mention(found[0].name, Sort.PERSON, tidy_role(phrase, phrase.tokens[run][1], phrase.tokens[last - 1][2]))


def _person_chunk(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The person whom a stretch between commas names, with nothing after the name."""
    if found := _name_first(phrase, first, last):
        return found
    begin = run_before(phrase, last, first)
    while begin < last and phrase.is_in(begin, "small"):
        begin += 1
    if begin >= last:
        return None
    person = named(phrase, begin, last)
    if person is None or (person[0].sort is Sort.BODY and begin > first):
        return None
    mention, name = person
    if mention.sort is Sort.BODY:
        return mention if last - first == last - begin else None
    if begin > first and phrase.is_in(begin - 1, "joining") and not phrase.is_in(begin - 1, "articles"):
        return None
    if name > first and phrase.lower(name - 1) in ORIGINS:
        return None
    if last - name < 2 and not mention.role and name > first and not has_role_word(phrase, first, name):
        return None
    return Mention(mention.name, Sort.PERSON, role_left_of(phrase, first, name) or mention.role)


def voice(phrase: Phrase, first: int, last: int) -> Mention | None:
    """An unnamed voice that ends before token `last`: "the experts", "a spokesperson for the ministry"."""
    if found := _name_first(phrase, first, last):
        return found
    begin = max(first, last - LONGEST_VOICE)
    for at in range(last - 1, begin - 1, -1):
        if phrase.tokens[at][0] in CHUNK_ENDS or (
            phrase.is_in(at, "said", "called") and not phrase.is_role(at) and not phrase.is_in(at, "groups")
        ):
            begin = at + 1
            break
    while (
        begin < last
        and phrase.is_in(begin, "small")
        and not phrase.is_in(begin, "articles")
        and not phrase.is_in(begin, "groups")
    ):
        begin += 1
    heads = [
        at for at in range(begin, last) if phrase.is_in(at, "groups") or phrase.is_role(at) or _heads_body(phrase, at)
    ]
    if not heads:
        return None
    determined = [
        at
        for at in range(begin, heads[0] + 1)
        if phrase.is_in(at, "articles") and (at == begin or not phrase.is_in(at - 1, "joining"))
    ]
    start = determined[-1] if determined else begin
    is_counted = phrase.tokens[start][0].isdigit()
    if last - start > SHORT_VOICE and not is_counted and not phrase.is_in(start, "articles"):
        return None
    return _within(phrase, start, last) or Mention(phrase.slice(start, last).strip(" .,;:*†"), Sort.NOUN)


def _heads_body(phrase: Phrase, at: int) -> bool:
    """True for the capital noun of "la Lega dei fiumi": a body's name that goes on in small letters."""
    is_named = phrase.words.language in ROLE_FIRST and phrase.is_capital(at) and phrase.is_in(at, "bodies")
    return is_named and at > 0 and phrase.is_in(at - 1, "articles")


def _within(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The person whose full name stands in an unnamed voice: "another author Anna Roux of the institute"."""
    at = first
    while at < last:
        run = run_from(phrase, at, last)
        found = named(phrase, at, run) if run > at + 1 else None
        if (
            found is not None
            and found[0].sort is Sort.PERSON
            and run - found[1] > 1
            and not is_owned(phrase, at, first)
            and not is_oblique(phrase, found[0])
        ):
            role = tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[found[1]][1])
            return Mention(found[0].name, Sort.PERSON, found[0].role or role)
        at = max(run, at + 1)
    return None


def after(phrase: Phrase, verb: int, last: int, is_closing: bool) -> Mention | None:
    """Subject of the verb at token `verb`, among the tokens after it up to `last`.

    With `is_closing`, the tokens end with their sentence, so that all that stands after the name may be its role.
    """
    if not phrase.words.has_capitals:
        return caseless.after(phrase, verb, last)
    first = verb + 1
    while first < last and (phrase.is_in(first, "helping") or _is_adverb(phrase, first)) and not pronoun(phrase, first):
        first += 1
    first = _past_hearer(phrase, _past_place(phrase, _past_aside(phrase, first, last), last), last)
    if first >= last or is_hearer(phrase, first):
        return None
    if found := pronoun(phrase, first):
        return found
    start = first + phrase.is_in(first, "articles")
    if start + 2 < last and (found := _body_without(phrase, start)):
        return found
    parts = chunks(phrase, first, last)
    if not parts or parts[0][0] != first:
        return None
    head, tail = parts[0], parts[1:]
    if mention := _head_names(phrase, *head):
        if mention.sort is Sort.BODY:
            return _body_of_small(phrase, mention, *head)
        if other := _second_of_two(phrase, *head):
            return Mention(mention.name, Sort.PERSON, mention.role, also=other)
        role = _role_after(phrase, head[1], tail, last, is_closing) or _workplace(phrase, mention, *head)
        return Mention(mention.name, Sort.PERSON, _longer(mention.role, role))
    if tail and has_role_word(phrase, *head):
        name = _leading_person(phrase, *tail[0])
        if name is not None:
            return Mention(name, Sort.PERSON, role_left_of(phrase, *head))
    return _unnamed_after(phrase, *head)


def _body_without(phrase: Phrase, at: int) -> Mention | None:
    """The body of "Fischer ohne Grenzen": a capital noun, what it is without."""
    is_body = phrase.is_capital(at) and phrase.lower(at + 1) in WITHOUT and phrase.tokens[at + 2][0].isalpha()
    return Mention(phrase.slice(at, at + 3), Sort.BODY) if is_body else None


def _body_of_small(phrase: Phrase, mention: Mention, first: int, last: int) -> Mention:
    """A body whose name goes on in small letters: "l’Alliance des ports", "la Lega dei fiumi"."""
    start = first + phrase.is_in(first, "articles")
    end = start + 1
    if phrase.words.language not in ROLE_FIRST or end >= last or phrase.slice(start, end) != mention.name:
        return mention
    if not phrase.is_in(end, "joining") or phrase.lower(end) not in SMALL_OF:
        return mention
    while end < last and end - start < SHORT_VOICE and phrase.tokens[end][0].islower():
        if phrase.is_in(end, "small") and phrase.lower(end) not in SMALL_OF:
            break
        end += 1
    while phrase.is_in(end - 1, "joining", "articles"):
        end -= 1
    return replace(mention, name=phrase.slice(start, end))


def _second_of_two(phrase: Phrase, first: int, last: int) -> str:
    """The second name of "said Anna Roux and Otto Lange", where the words end with it."""
    begin = run_before(phrase, last, first)
    if begin - 2 < first or phrase.lower(begin - 1) not in CONJUNCTIONS:
        return ""
    first_name = run_before(phrase, begin - 1, first)
    if not (ends_with_person(phrase, begin, last) and begin - 1 - first_name >= 2):
        return ""
    found = named(phrase, begin, last)
    return found[0].name if found else ""


def _past_aside(phrase: Phrase, first: int, last: int) -> int:
    """Past a few plain words between commas or dashes: "dijo, por su parte, Ana Ruiz"."""
    if first >= last or phrase.tokens[first][0] not in ",–—-":
        return first
    for at in range(first + 1, min(last, first + LONGEST_ASIDE)):
        if phrase.tokens[at][0] in ",–—-":
            return at + 1 if at > first + 1 else first
        if phrase.is_capital(at):
            return first
    return first


def _past_place(phrase: Phrase, first: int, last: int) -> int:
    """Past where somebody speaks: "declarou em Genebra a porta-voz", "заявила в Женеве представитель"."""
    if first + 1 < last and phrase.lower(first) in PLACING and phrase.is_capital(first + 1):
        begin = first + 1
    elif first < last and phrase.lower(first - 1) in PLACING and phrase.is_capital(first):
        begin = first
    else:
        return first
    end = run_from(phrase, begin, last)
    return end if end < last else first


def is_hearer(phrase: Phrase, at: int) -> bool:
    """True for a preposition before who is told; the Portuguese "a" is an article as often."""
    language = phrase.words.language
    return language in ROLE_FIRST and phrase.lower(at) in HEARERS and (language, phrase.lower(at)) != ("pt", "a")


def _past_hearer(phrase: Phrase, first: int, last: int) -> int:
    """Past who is told: "raconte à l’AFP Anna Roux", "contó a la prensa Ana Ruiz"; else `first`."""
    if first + 2 >= last or phrase.lower(first) not in HEARERS or phrase.words.language not in ROLE_FIRST:
        return first
    at = first + 1 + phrase.is_in(first + 1, "articles")
    run = run_from(phrase, at, last)
    given = next((i for i in range(at + 1, run) if phrase.is_given(i)), -1)
    if given > 0:
        return given
    if run == at and phrase.is_role(at) and not phrase.lower(at).endswith("s"):
        return first
    end = run if run > at else at + 1
    return end if end < last and (phrase.is_capital(end) or phrase.is_in(end, "articles")) else first


def _head_names(phrase: Phrase, first: int, last: int) -> Mention | None:
    """The name in the words right after a verb, with the function before it."""
    at, last = first, min(last, first + LONGEST_HEAD)
    while at < last:
        end = run_from(phrase, at, last)
        if end == at:
            if phrase.is_in(at, "small") and not phrase.is_in(at, "joining", "articles"):
                return None
            at += 1
            continue
        found = named(phrase, at, end) if not _only_owns(phrase, end, last) else None
        if found is not None:
            mention, name = found
            if at == first and _names_place_of_role(phrase, end, last):
                at = end
                continue
            if mention.sort is Sort.PERSON and is_oblique(phrase, mention):
                return None
            if mention.sort is Sort.PERSON and (at == first or _is_role_ending(phrase, first, name)):
                role = role_left_of(phrase, first, name)
                return Mention(mention.name, Sort.PERSON, role or mention.role)
            if (
                mention.sort is Sort.BODY
                and (at == first or (at == first + 1 and phrase.is_in(first, "articles")))
                and not _goes_on_to_name(phrase, end, last)
            ):
                return mention
        at = end
    return None


def _only_owns(phrase: Phrase, end: int, last: int) -> bool:
    """True after "Roux's" in "Roux's brother": who owns does not speak."""
    return end < last and phrase.tokens[end - 1][0].endswith(("'s", "’s", "s’", "s'"))


def _names_place_of_role(phrase: Phrase, first: int, last: int) -> bool:
    """True after "City" in "City of Lima Police Chief Anna Roux": the capitals before were no name yet."""
    if first >= last or not phrase.is_in(first, "joining") or phrase.is_in(first, "articles"):
        return False
    role = next((at for at in range(first, last) if phrase.is_role(at)), last)
    return role + 1 < last and run_from(phrase, role + 1, last) > role + 1


def _goes_on_to_name(phrase: Phrase, first: int, last: int) -> bool:
    return any(phrase.is_role(at) for at in range(first, last))


def _is_role_ending(phrase: Phrase, first: int, name: int) -> bool:
    """True where the words before a name are a function and not a phrase that the name belongs to."""
    before = name - 1
    while before > first and (
        phrase.tokens[before][0] == "." or phrase.is_in(before, "honorifics", "honorifics_he", "honorifics_she")
    ):
        before -= 1
    if before < name - 1:
        return True
    if phrase.is_in(before, "joining", "articles"):
        return phrase.is_in(before, "honorifics_he", "honorifics_she")
    is_plain = phrase.tokens[before][0].islower() and not phrase.is_in(before, "small", "said") and name - first <= 4
    if phrase.lower(before) in ORIGINS or phrase.lower(before) in HEARERS:
        return False
    return (
        has_role_word(phrase, first, name)
        or before < first
        or is_plain
        or phrase.is_in(before, "honorifics", "honorifics_he", "honorifics_she")
    )


def _leading_person(phrase: Phrase, first: int, last: int) -> str | None:
    end = run_from(phrase, first, last)
    found = named(phrase, first, end) if end > first else None
    if found is None or found[0].sort is not Sort.PERSON or end - found[1] < 2:
        return None
    return found[0].name


def _role_after(phrase: Phrase, head_end: int, tail: list[tuple[int, int]], last: int, is_closing: bool) -> str:
    if not tail:
        return ""
    first = tail[0][0]
    if phrase.tokens[head_end][0] not in ",(–—-":
        return ""
    if AGE.fullmatch(phrase.tokens[first][0]) and len(tail) > 1:
        tail, first = tail[1:], tail[1][0]
    while len(tail) > 1 and tail[-1][1] - tail[-1][0] == 1 and phrase.is_in(tail[-1][0], "particles"):
        tail, last = tail[:-1], tail[-2][1]
    if phrase.is_in(first, "particles"):
        return ""
    end = last if is_closing else _role_end(phrase, tail)
    return "" if names_another(phrase, *tail[0]) else apposition(phrase, first, end)


def _workplace(phrase: Phrase, mention: Mention, first: int, last: int) -> str:
    """The body after "of" or "at" in "said Anna Roux of the league’s legal team"."""
    at = next((i for i in range(last - 1, first, -1) if phrase.tokens[i][0] == mention.name.split()[-1]), last)
    if at + 2 < last and phrase.lower(at + 1) in ("of", "at", "de", "du", "von", "vom", "di", "da", "do"):
        role = tidy_role(phrase, phrase.tokens[at + 2][1], phrase.tokens[last - 1][2])
        return role if any(word[:1].isupper() for word in role.split()) else ""
    return ""


def _role_end(phrase: Phrase, tail: list[tuple[int, int]]) -> int:
    """Where a role ends that more words of the sentence follow: with the comma after it."""
    return tail[0][1]


def _longer(one: str, other: str) -> str:
    return one if len(one.split()) >= len(other.split()) else other


def _unnamed_after(phrase: Phrase, first: int, last: int) -> Mention | None:
    if phrase.is_in(first, "small") and not phrase.is_in(first, "articles", "indefinite"):
        return None
    end = min(last, first + LONGEST_VOICE)
    cut = phrase.words.cuts.search(phrase.text, phrase.tokens[first][1] + 1, phrase.tokens[end - 1][2])
    if cut:
        while end > first and phrase.tokens[end - 1][2] > cut.start():
            end -= 1
    end = next((at for at in range(first + 1, end - 1) if _is_told_to(phrase, at)), end)
    run = run_before(phrase, end, first)
    if first < run < end - 1 and is_oblique(phrase, Mention(phrase.slice(run, end), Sort.PERSON)):
        end = run
    is_indefinite = (
        phrase.is_in(first, "indefinite") and end - first > 1 and not phrase.is_in(first + 1, "joining", "statements")
    )
    is_whole = end == last or (cut is not None and phrase.tokens[end - 1][2] <= cut.start())
    is_short = phrase.is_in(first, "articles") and 1 < end - first <= SHORTEST_NOUN and is_whole
    is_short = is_short and not any(
        phrase.is_in(at, "small", "statements", "titled", "termed", "documents") for at in range(first + 1, end)
    )
    if (
        is_indefinite
        or is_short
        or any(phrase.is_in(at, "groups") or phrase.is_role(at) for at in range(first, min(end, first + 6)))
    ):
        return _within(phrase, first, end) or Mention(phrase.slice(first, end).strip(" .,;:*†"), Sort.NOUN)
    return None


def _is_told_to(phrase: Phrase, at: int) -> bool:
    """True for "à" in "a raconté un habitant à Human Rights Watch"."""
    if phrase.lower(at) not in HEARERS or phrase.words.language not in ROLE_FIRST or at + 2 >= len(phrase.tokens):
        return False
    return phrase.is_capital(at + 1) or (phrase.is_in(at + 1, "articles") and phrase.is_capital(at + 2))


def official_at(phrase: Phrase, role: int) -> Mention | None:
    """Whose the function at token `role` is: "Commissioner for Peace Anna Roux", "Anna Roux, commissioner"."""
    end = next(
        (at for at in range(role, len(phrase.tokens)) if phrase.tokens[at][0] in '.:;!?“”"«»'), len(phrase.tokens)
    )
    parts = chunks(phrase, role, end)
    if not parts:
        return None
    at = role + 1
    while at < parts[0][1] and at - role < 8 and not phrase.is_in(at, "said"):
        run = run_from(phrase, at, parts[0][1])
        found = named(phrase, at, run) if run > at else None
        if found is not None and found[0].sort is Sort.PERSON and run - found[1] > 1:
            return Mention(found[0].name, Sort.PERSON, role_left_of(phrase, 0, found[1]) or found[0].role)
        at = max(run, at + 1)
    if len(parts) > 1 and (name := _leading_person(phrase, *parts[1])):
        return Mention(name, Sort.PERSON, role_left_of(phrase, 0, parts[0][1]))
    before = next((at for at in range(role - 1, -1, -1) if phrase.tokens[at][0] == ","), -1)
    if before > 0 and role - before < 8:
        person = _person_chunk(
            phrase, max([0, *(at + 1 for at in range(before) if phrase.tokens[at][0] in '.,:;“”"')]), before
        )
        if person is not None and person.sort is Sort.PERSON:
            return Mention(
                person.name,
                Sort.PERSON,
                tidy_role(phrase, phrase.tokens[before + 1][1], phrase.tokens[parts[0][1] - 1][2]),
            )
    return None
