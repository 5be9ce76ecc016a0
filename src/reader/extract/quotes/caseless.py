"""Subjects of verbs of speech in scripts without capitals: a name is what its place and the function beside it say."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from reader.extract.quotes.phrases import Mention, Phrase, Sort, chunks, pronoun, tidy_role

LONGEST_NAME = 4
"""Words of an Arabic name."""
SHORTEST_NAME = 3
"""Letters of an Arabic name; less is a preposition."""
HAN = r"[^\W\dA-Za-z_]"
"""A letter that is none of the Latin ones. (A range of all Chinese letters takes milliseconds to compile.)"""
HAN_NAME = re.compile(rf"{HAN}{{1,8}}(?:[·・•‧．]{HAN}{{1,8}}){{1,3}}")
"""A foreign name in Chinese letters: its parts are parted by a point."""
HAN_POINT = re.compile("[·・•‧．]")
"""What parts the names of a foreigner in Chinese letters."""
HAN_SHORT = re.compile(rf"{HAN}{{2,4}}")
PLACE_ENDS = tuple("方 宫 宮 府 院 署 处 處 厅 廳 办 辦 队 隊 集团 集團 方面 大学 大學".split())  # noqa: SIM905
"""Endings of bodies' short names, which are nobody's family and given name."""
LONGEST_VOICE = 20
"""Letters of an unnamed voice or a body."""
THIS_ONE = ("这位", "這位", "这名", "這名", "该名", "該名")
"""What begins a noun that stands for the last speaker."""
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
NO_NAME_BEGINS = ("بإ", "بأ", "بال", "لل", "وال", "كال", "فال", "بت", "بم")
"""Arabic prepositions that have run into a noun."""
NAME_MARKS = frozenset('"“”«»')
SERVANTS = ("عبد", "أبو", "أبي", "بن", "ابن")
"""Arabic words that go with the word after them in one name."""
PRONOUNS = ("they", "he", "she", "it", "i")


def before(phrase: Phrase, first: int, verb: int) -> Mention | None:
    """Arabic subject before its verb: only a known unnamed voice or a pronoun is read there."""
    if verb > first and (found := pronoun(phrase, verb - 1)):
        return found
    parts = chunks(phrase, first, verb)
    if parts and phrase.is_in(parts[-1][0], "said", "called"):
        return None
    if not parts or parts[-1][1] != verb or verb - parts[-1][0] > LONGEST_NAME + 4:
        return None
    mention = _arabic(phrase, parts[-1:])
    is_bare = mention is not None and mention.sort is Sort.PERSON and not mention.role
    return replace(mention, is_unsure=True) if mention is not None and is_bare else mention


def after(phrase: Phrase, verb: int, last: int) -> Mention | None:
    """Arabic subject after its verb: up to the first comma or colon, the role after the comma."""
    if verb + 1 < last and phrase.lower(verb + 1) in ("به", "بها"):
        verb += 1
    first = verb + 1
    while first < last and phrase.is_in(first, "helping"):
        first += 1
    parts = chunks(phrase, first, last)
    if first > verb + 1 or not parts or parts[0][0] != first:
        return Mention("it", Sort.PRONOUN) if phrase.tokens[verb][0] else None
    return _arabic(phrase, parts)


def _arabic(phrase: Phrase, parts: list[tuple[int, int]]) -> Mention | None:
    first, end = parts[0]
    if cut := phrase.words.cuts.search(phrase.text, phrase.tokens[first][2], phrase.tokens[end - 1][2]):
        while end > first + 1 and phrase.tokens[end - 1][2] > cut.start():
            end -= 1
        parts = [(first, end), *parts[1:]]
    if phrase.tokens[first][0] in NAME_MARKS and (marked := _marked_name(phrase, first, end)):
        return marked
    if any(phrase.lower(first).removeprefix("ل").removeprefix("ال") == word for word in phrase.words["statements"]):
        return None
    if phrase.is_in(first, "honorifics", "honorifics_he", "honorifics_she") and first + 1 < end:
        first += 1
    if end - first == 1 and phrase.is_in(first, "selves"):
        return Mention(phrase.slice(first, end), Sort.NOUN)
    if _is_office(phrase, first):
        return _arabic_official(phrase, first, parts)
    if phrase.is_in(first, "groups") and phrase.lower(first).startswith("ال"):
        end = first + 1 + (first + 1 < end and phrase.lower(first + 1).startswith("ال") and end - first == 2)
    if phrase.is_in(first, "bodies", "groups"):
        return Mention(phrase.slice(first, min(_before_stop(phrase, first, end), first + 6)), Sort.BODY)
    if phrase.is_in(first, "unnamed_heads"):
        whole = Mention(phrase.slice(first, _before_hearer(phrase, first, end)), Sort.NOUN)
        return _named_after_office(phrase, first, parts) or whole
    return _arabic_person(phrase, first, parts)


def _marked_name(phrase: Phrase, first: int, end: int) -> Mention | None:
    """A name that stands between marks, and the function after it."""
    reach = range(first + 1, min(end, first + LONGEST_NAME + 2))
    closing = next((at for at in reach if phrase.tokens[at][0] in NAME_MARKS), 0)
    is_body = any(phrase.is_in(at, "bodies", "small") for at in range(first + 1, closing))
    if not 1 < closing - first - 1 <= LONGEST_NAME or is_body:
        return None
    has_role = closing + 1 < end and _is_office(phrase, closing + 1)
    role = tidy_role(phrase, phrase.tokens[closing + 1][1], phrase.tokens[end - 1][2]) if has_role else ""
    return Mention(phrase.slice(first + 1, closing), Sort.PERSON, role)


def _arabic_person(phrase: Phrase, first: int, parts: list[tuple[int, int]]) -> Mention | None:
    """A name and the function that follows it, with or without a comma."""
    end = parts[0][1]
    office = next((at for at in range(first + 1, end) if _is_office(phrase, at)), end)
    stop = min(_before_stop(phrase, first, end), office)
    if phrase.lower(first).startswith(NO_NAME_BEGINS):
        return None
    if stop - first > LONGEST_NAME or any(phrase.is_in(at, "unnamed") for at in range(first, end)):
        return None
    name = phrase.slice(first, stop).strip(" .:،")
    if len(name) < SHORTEST_NAME:
        return None
    role = ""
    if office < end and stop == office:
        role = tidy_role(phrase, phrase.tokens[office][1], phrase.tokens[end - 1][2])
    elif stop == end and len(parts) > 1 and any(_is_office(phrase, at) for at in range(*parts[1])):
        role = tidy_role(phrase, phrase.tokens[parts[1][0]][1], phrase.tokens[parts[1][1] - 1][2])
    return Mention(name, Sort.PERSON, role)


def _arabic_official(phrase: Phrase, first: int, parts: list[tuple[int, int]]) -> Mention:
    """The person whose function comes first, or the function alone where no name is sure to follow it."""
    end = parts[0][1]
    while end > first + 1 and phrase.is_in(end - 1, "small", "helping", "cuts_off"):
        end -= 1
    if named_after := _named_after_office(phrase, first, parts):
        return named_after
    office = _last_of_office(phrase, first, end)
    stop = _before_stop(phrase, office + 1, end) if office + 1 < end else end
    if 1 < stop - office - 1 <= LONGEST_NAME and _is_definite(phrase, office):
        role = tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[office][2])
        return Mention(phrase.slice(office + 1, stop), Sort.PERSON, role)
    return Mention(phrase.slice(first, end), Sort.NOUN)


def _last_of_office(phrase: Phrase, first: int, end: int) -> int:
    """The last word that surely belongs to a function: with an article, after a preposition, a body's; no surname."""
    last = first
    for at in range(first, end - 1):
        is_after_small = at > first and phrase.is_in(at - 1, "small")
        if is_after_small or _is_definite(phrase, at) or phrase.is_in(at, "bodies", "small") or _is_office(phrase, at):
            if at > last + 1 and _is_definite(phrase, at) and at + 2 == end and phrase.lower(at - 1) in SERVANTS:
                continue
            if phrase.is_in(at, "cuts_off"):
                break
            last = at
    return last


def _is_office(phrase: Phrase, at: int) -> bool:
    """True for a word that names a function, with its article or without."""
    return phrase.is_in(at, "roles") or phrase.lower(at).removeprefix("ال") in phrase.words["roles"]


def _is_definite(phrase: Phrase, at: int) -> bool:
    """True for a word with an article, a place after a preposition, the last word of a body's name."""
    word = phrase.lower(at)
    return word.startswith(("ال", "لل")) or phrase.is_in(at, "bodies") or (at > 0 and phrase.is_in(at - 1, "small"))


def _before_stop(phrase: Phrase, first: int, end: int) -> int:
    """Where a name ends before a small word or what is said of it."""
    return next((at for at in range(first + 1, end) if _ends_name(phrase, at)), end)


def _ends_name(phrase: Phrase, at: int) -> bool:
    return phrase.is_in(at, "small", "cuts_off", "helping") or phrase.lower(at).startswith("لل")


def _before_hearer(phrase: Phrase, first: int, end: int) -> int:
    """Where an unnamed voice ends before who is told: "said a woman from the village to the league"."""
    hearer = (at for at in range(first + 1, end) if phrase.lower(at).startswith("ل") and len(phrase.lower(at)) > 3)
    return next((at for at in hearer if not _is_office(phrase, at - 1)), end)


def _named_after_office(phrase: Phrase, first: int, parts: list[tuple[int, int]]) -> Mention | None:
    """The person after an Arabic office and a comma: "said the director of the centre, so-and-so"."""
    later = [part for part in parts[1:3] if not phrase.is_in(part[0], "relative")]
    if not later:
        return None
    begin, end = later[0]
    stop = _before_stop(phrase, begin, end)
    if not 1 < stop - begin <= LONGEST_NAME or phrase.words.cuts.match(phrase.text, phrase.tokens[begin][1]):
        return None
    if any(_is_office(phrase, at) or phrase.is_in(at, "said", "groups", "bodies") for at in range(begin, stop)):
        return None
    role = tidy_role(phrase, phrase.tokens[first][1], phrase.tokens[parts[0][1] - 1][2])
    return Mention(phrase.slice(begin, stop), Sort.PERSON, role)


def chinese(text: str, phrase: Phrase) -> Mention | None:
    """Chinese subject: the words that stand right before the verb, from the last stop on."""
    clause = CLAUSE.split(BRACKETED.sub("", text))[-1].strip(' ，,、:：“”"—–-')
    for source in phrase.words["sources"]:
        clause = clause.removeprefix(source)
    for helping in _longest_first(phrase.words["helping"]):
        clause = clause.removesuffix(helping)
    clause = _without_verbs(clause.rstrip(" ，,"), phrase)
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
    if last.startswith(THIS_ONE) and any(last.endswith(role) for role in phrase.words["roles"]):
        return Mention("it", Sort.PRONOUN)
    if any(last.endswith(word) for word in (*phrase.words["groups"], *phrase.words["bodies"])) and len(last) <= 16:
        return Mention(last, Sort.BODY)
    for role in _longest_first(phrase.words["roles"]):
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
    if last.endswith(("们", "們")):
        return Mention(last, Sort.NOUN) if len(last) <= LONGEST_VOICE else None
    if any(last.endswith(role) for role in phrase.words["roles"]) and len(last) <= LONGEST_VOICE:
        return Mention(last, Sort.NOUN)
    if last.endswith(PLACE_ENDS) and len(last) <= LONGEST_VOICE:
        return Mention(last, Sort.BODY)
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


@cache
def _longest_first(listed: frozenset[str]) -> tuple[str, ...]:
    """A list's words, the longest first: a longer one may hold a shorter one."""
    return tuple(sorted(listed, key=lambda word: (-len(word), word)))


def _without_verbs(clause: str, phrase: Phrase) -> str:
    """A clause without the verbs of speech that end it: "so-and-so writes" before "says"."""
    while verb := next((verb for verb in phrase.words["said"] if len(verb) > 1 and clause.endswith(verb)), ""):
        clause = clause.removesuffix(verb)
    return clause


def _long(phrase: Phrase) -> list[str]:
    """Words of bodies' names that no transliterated name holds."""
    return [word for word in phrase.words["bodies"] if len(word) > 1]


def _split_role(clause: str, name: int, phrase: Phrase) -> Mention:
    """Cuts "director So·And·So" after the function: a foreign name runs into the word before it."""
    full, start = clause[name:], name
    first = HAN_POINT.split(full)[0]
    openers = ("的", *_long(phrase), *phrase.words["roles"])
    owner = max((first.rfind(word) + len(word) for word in openers if word in first), default=0)
    if 0 < owner < len(first):
        role = re.split("[，,]", clause[: name + owner].removesuffix("的"))[-1].strip()
        return Mention(full[owner:], Sort.PERSON, role)
    if start == name and len(first) > LONGEST_NAME:
        cut = max((first.rfind(sign, 0, len(first) - 1) for sign in OFFICE_ENDS), default=-1)
        if cut > 0:
            return Mention(full[cut + 1 :], Sort.PERSON, clause[: name + cut + 1])
    before = clause[:start].rstrip(" ，,")
    pieces = re.split("[，,]", before)
    role = pieces[-1].strip() if any(pieces[-1].rstrip().endswith(word) for word in phrase.words["roles"]) else ""
    return Mention(clause[start:], Sort.PERSON, role)
