"""Subjects of verbs of speech in scripts without capitals: a name is what its place and the function beside it say."""

from __future__ import annotations

import re

from reader.extract.quotes.phrases import Mention, Phrase, Sort, chunks, pronoun, tidy_role

LONGEST_NAME = 4
"""Words of an Arabic name."""
SHORTEST_NAME = 3
"""Letters of an Arabic name; less is a preposition."""
HAN = r"[^\W\dA-Za-z_]"
"""A letter that is none of the Latin ones. (A range of all Chinese letters takes milliseconds to compile.)"""
HAN_NAME = re.compile(rf"{HAN}{{1,8}}(?:[·・•‧．]{HAN}{{1,8}}){{1,3}}")
"""A foreign name in Chinese letters: its parts are parted by a point."""
HAN_SHORT = re.compile(rf"{HAN}{{2,4}}")
OFFICE_ENDS = "长長官员員家师師者手"
"""Letters with which Chinese functions end."""
SURE_NAME = 3
"""Letters of most Chinese names; longer ones may be any words."""
LATIN_NAME = re.compile(r"[A-Z][\w.'’-]{0,40}(?: [A-Z][\w.'’-]{0,40}){0,4}$")
"""A foreign name in Latin letters within Chinese text."""
ASIDE = re.compile(r"(?<=..)(?:在|对|對|向|就|于|於|通过|通過|接受|今天|今日|昨日)[^，,]*$")
"""What may stand between a Chinese subject and its verb: where, to whom, about what, when."""
ON_WITH_IT = ("并", "並", "还", "也", "且")
INTRODUCED = re.compile(rf"(?:^|[。！？\s])({HAN}{{2,4}})是({HAN}{{2,20}})")
BRACKETED = re.compile(r"[(（][^()（）]{0,60}[)）]")
CLAUSE = re.compile("[。！？!?；;]")
PRONOUNS = ("they", "he", "she", "it", "i")


def before(phrase: Phrase, first: int, verb: int) -> Mention | None:
    """Arabic subject before its verb: only a known unnamed voice or a pronoun is read there."""
    if verb > first and (found := pronoun(phrase, verb - 1)):
        return found
    parts = chunks(phrase, first, verb)
    return (
        _arabic(phrase, parts[-1:], verb)
        if parts and parts[-1][1] == verb and verb - parts[-1][0] <= LONGEST_NAME + 4
        else None
    )


def after(phrase: Phrase, verb: int, last: int) -> Mention | None:
    """Arabic subject after its verb: up to the first comma or colon, the role after the comma."""
    first = verb + 1
    while first < last and phrase.is_in(first, "helping"):
        first += 1
    parts = chunks(phrase, first, last)
    if first > verb + 1 or not parts or parts[0][0] != first:
        return Mention("it", Sort.PRONOUN) if phrase.tokens[verb][0] else None
    return _arabic(phrase, parts, last)


def _arabic(phrase: Phrase, parts: list[tuple[int, int]], last: int) -> Mention | None:
    first, end = parts[0]
    if cut := phrase.words.cuts.search(phrase.text, phrase.tokens[first][2], phrase.tokens[end - 1][2]):
        while end > first + 1 and phrase.tokens[end - 1][2] > cut.start():
            end -= 1
    words = end - first
    if any(phrase.lower(first).removeprefix("ل").removeprefix("ال") == word for word in phrase.words["statements"]):
        return None
    if phrase.is_in(first, "honorifics", "honorifics_he", "honorifics_she"):
        first += 1
    if end - first == 1 and phrase.is_in(first, "selves"):
        return Mention(phrase.slice(first, end), Sort.NOUN)
    if phrase.is_in(first, "groups") and phrase.lower(first).startswith("ال"):
        end = first + 1 + (first + 1 < end and phrase.lower(first + 1).startswith("ال") and words == 2)
    if phrase.is_in(first, "bodies", "groups"):
        return Mention(phrase.slice(first, min(end, first + 6)), Sort.BODY)
    if phrase.is_in(first, "roles") and (named_after := _named_after_office(phrase, parts)):
        return named_after
    if phrase.is_in(first, "roles"):
        if words < 4 or phrase.is_in(end - 1, "unnamed"):
            return Mention(phrase.slice(first, end), Sort.NOUN)
        name = phrase.slice(end - 2, end)
        return Mention(name, Sort.PERSON, tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[end - 3][2]))
    if words > LONGEST_NAME or any(phrase.is_in(at, "unnamed") for at in range(first, end)):
        return None
    if len(phrase.slice(first, end)) < SHORTEST_NAME:
        return None
    role = ""
    if len(parts) > 1 and any(phrase.is_in(at, "roles") for at in range(*parts[1])):
        role = tidy_role(phrase, phrase.tokens[parts[1][0]][1], phrase.tokens[parts[1][1] - 1][2])
    return Mention(phrase.slice(first, end).strip(" .:،"), Sort.PERSON, role)


def _named_after_office(phrase: Phrase, parts: list[tuple[int, int]]) -> Mention | None:
    """The person after an Arabic office and a comma: "said the director of the centre, so-and-so"."""
    if len(parts) < 2 or not 1 < parts[1][1] - parts[1][0] <= LONGEST_NAME:
        return None
    begin, end = parts[1]
    if any(phrase.is_in(at, "roles", "small", "said", "groups", "bodies") for at in range(begin, end)):
        return None
    role = tidy_role(phrase, phrase.tokens[parts[0][0]][1], phrase.tokens[parts[0][1] - 1][2])
    return Mention(phrase.slice(begin, end), Sort.PERSON, role)


def chinese(text: str, phrase: Phrase) -> Mention | None:
    """Chinese subject: the words that stand right before the verb, from the last stop on."""
    clause = CLAUSE.split(BRACKETED.sub("", text))[-1].strip(' ，,、:：“”"—–-')
    for source in phrase.words["sources"]:
        clause = clause.removeprefix(source)
    for helping in sorted(phrase.words["helping"], key=len, reverse=True):
        clause = clause.removesuffix(helping)
    clause = clause.rstrip(" ，,")
    if not clause or clause in ON_WITH_IT:
        return Mention("it", Sort.PRONOUN)
    for sort in PRONOUNS:
        if any(re.split("[，,]", clause)[-1].strip().startswith(word) for word in phrase.words[sort]):
            return Mention(sort, Sort.PRONOUN)
    clause = ASIDE.sub("", clause)
    if latin := LATIN_NAME.search(clause):
        role = re.split("[，,]", clause[: latin.start()])[-1].strip()
        return Mention(
            latin[0], Sort.PERSON, role if any(role.endswith(word) for word in phrase.words["roles"]) else ""
        )
    for sort in PRONOUNS:
        if any(clause == word or clause.endswith(("，" + word, "," + word)) for word in phrase.words[sort]):
            return Mention(sort, Sort.PRONOUN)
    foreign = list(HAN_NAME.finditer(clause))
    if foreign and foreign[-1].end() == len(clause):
        return _split_role(clause[: foreign[-1].end()], foreign[-1].start(), phrase)
    pieces = [piece.strip() for piece in re.split("[，,]", clause) if piece.strip()]
    if not pieces:
        return None
    last = pieces[-1]
    if any(last.endswith(word) for word in (*phrase.words["groups"], *phrase.words["bodies"])) and len(last) <= 16:
        return Mention(last, Sort.BODY)
    for role in sorted(phrase.words["roles"], key=len, reverse=True):
        at = last.rfind(role)
        name = last[at + len(role) :].strip()
        if at >= 0 and HAN_SHORT.fullmatch(name):
            return Mention(name, Sort.PERSON, last[: at + len(role)])
    if (
        len(pieces) > 1
        and HAN_SHORT.fullmatch(last)
        and any(pieces[-2].endswith(role) for role in phrase.words["roles"])
    ):
        return Mention(last, Sort.PERSON, pieces[-2])
    if any(last.endswith(role) for role in phrase.words["roles"]) and len(last) <= 20:
        return Mention(last, Sort.NOUN)
    if not HAN_SHORT.fullmatch(last) or last.endswith("的"):
        return None
    return Mention(last, Sort.PERSON, is_unsure=len(last) > SURE_NAME or last[0] not in phrase.words["surnames"])


def introduced(text: str, phrase: Phrase) -> Mention | None:
    """The person whom Chinese text introduces last: "so-and-so is such-and-such's wife"."""
    found = list(INTRODUCED.finditer(text[-300:]))
    for match in reversed(found):
        if any(match[2].endswith(role) for role in phrase.words["roles"]):
            return Mention(match[1], Sort.PERSON, match[2])
    return None


def _split_role(clause: str, name: int, phrase: Phrase) -> Mention:
    """Cuts "director So·And·So" after the function: a foreign name runs into the word before it."""
    full, start = clause[name:], name
    for role in sorted(phrase.words["roles"], key=len, reverse=True):
        at = full.rfind(role)
        if at >= 0:
            start = name + at + len(role)
            break
    first = full.partition("·")[0]
    if start == name and len(first) > LONGEST_NAME:
        cut = max((first.rfind(sign, 0, len(first) - 1) for sign in OFFICE_ENDS), default=-1)
        if cut > 0:
            return Mention(full[cut + 1 :], Sort.PERSON, clause[: name + cut + 1])
    before = clause[:start].rstrip(" ，,")
    pieces = re.split("[，,]", before)
    role = pieces[-1].strip() if any(pieces[-1].rstrip().endswith(word) for word in phrase.words["roles"]) else ""
    return Mention(clause[start:], Sort.PERSON, role)
