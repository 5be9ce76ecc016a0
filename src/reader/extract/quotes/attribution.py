"""Reads the words around a quote for who says it: "…,” said Anna Roux", "Anna Roux said: “…", "according to ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from reader.extract.quotes import caseless, openings, subjects
from reader.extract.quotes.language import Words
from reader.extract.quotes.phrases import (
    Mention,
    Phrase,
    Sort,
    has_role_word,
    named,
    pronoun,
    read,
    read_plain,
    run_from,
    tidy_role,
)

REACH = 450
"""Characters on each side of a quote among which its speaker is looked for."""
LONGEST_LEAD_IN = 1200
"""Characters of a sentence that leads in the block after it."""
VERBS_TRIED = 4
WORDS_AFTER = 120
"""Tokens after a quote among which its speaker is looked for."""
SHORT_LEAD_IN = 16
"""Tokens of "Minister Anna Roux:"; in longer sentences a name before a colon need not be their subject."""
PARTICIPLES = {
    "en": ("ing",),
    "fr": ("ant",),
    "es": ("ando", "endo"),
    "pt": ("ando", "endo", "indo"),
    "it": ("ando", "endo"),
}
"""Endings of words that are no finite verbs: "« … », citant Anna Roux"."""
COMPARING = frozenset({"comme", "como", "come", "ainsi", "que", "qu'"})
"""Words before an article that is an object's pronoun: "comme le dit Anna Roux"."""
SHORTEST_LEAD_IN = 3
"""Tokens before a verb that may have no subject of its own."""
ABBREVIATIONS = (
    "Dra Sra Srta Profa Eng Lic Ing Arq Mons Dott Avv Sig Mr Mrs Ms Dr St Sr Jr Gen Sen Rep Prof Hon Mme MM Lt Col Sgt "
    "Rev Gov No Inc Ltd Co Corp vs bzw ca Nr Sec Secs Art Arts Abs Stat Ch Para Paras Subd pp Fig Vol Reg Cf cf art "
    "par núm inc"
)
ABBREVIATED = re.compile(rf"(?:^|[\s(.])(?:[^\W\d_]|\d{{1,2}}|{'|'.join(ABBREVIATIONS.split())})\.$")
AUXILIARIES = frozenset({"hat", "hatte", "haben", "hatten"})
"""German verbs before a participle whose subject stands between them."""
HAN_NOUNS = tuple(
    """
    说法 說法 说服 說服 小说 小說 人道 报道 報道 知道 街道 
    道路 道德 道歉 渠道 频道 頻道 名称 名稱 称号 批评者 批評者 指控者 据称 據稱
    """.split()  # noqa: SIM905
)
"""Chinese nouns that hold a verb of speech."""
QUOTING = tuple('“"«„')
FRENCH_OWNERS = frozenset({"son", "leur", "notre", "votre", "un", "ce"})
"""Words after which a French participle is a noun: "son relevé"."""
SENTENCE_END = re.compile(r"[.!?…。！？؟](?=[)\]”’»\"“]{0,2}(?:\s|$))|[。！？]")
LEAD_OUT = re.compile(r"[\s,;–—\-―*)\]“”\"»«'’]*")
THAT = re.compile(r"(?:that|que|qu['’]|dass|che|что|أن|أنّ|إن|إنّ|بأن|de|as|como|comme|als|:|：|,|،|，|،|—|–|\s)*")


class Strength(IntEnum):
    """How surely the words around a quote make it speech."""

    NONE = 0
    LOOSE = 1
    """A verb of speech stands somewhere in the same sentence."""
    DIRECT = 2
    """A verb of speech, a colon after a name, or a name below, leads straight to the marks."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the words around a quote say of its speaker."""

    mention: Mention | None = None
    strength: Strength = Strength.NONE


NOTHING = Hearing()


def sentence_start(text: str, start: int, end: int, reach: int = REACH) -> int:
    """Where the sentence begins that reaches `end`, not before `start`."""
    begin = start
    for found in SENTENCE_END.finditer(text, max(start, end - reach), end):
        if not _is_abbreviated(text, found):
            begin = found.end()
    return begin


def _is_abbreviated(text: str, found: re.Match[str]) -> bool:
    """True for the point of "Dr." or of a German "5."; not for a number's before a quote ("aged 19. “I")."""
    if text[found.start() - 1 : found.start()].isdigit() and text[found.end() : found.end() + 2].strip()[:1] in QUOTING:
        return False
    return ABBREVIATED.search(text, max(0, found.start() - 8), found.end()) is not None


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence ends that goes on from `start`, not after `end`."""
    for found in SENTENCE_END.finditer(text, start, min(end, start + REACH)):
        if not _is_abbreviated(text, found):
            return found.start()
    return min(end, start + REACH)


def after_quote(text: str, inner_end: int, start: int, end: int, words: Words) -> Hearing:
    """What follows the closing mark at `start`, up to the next quote at `end`."""
    lead_out = LEAD_OUT.match(text, start, end)
    begin = lead_out.end() if lead_out else start
    if begin >= end:
        return NOTHING
    has_dash = bool(set(text[start:begin]) & set("–—―-*"))
    last = text[inner_end - 1] if inner_end else ""
    if text[start:begin].strip().startswith(("“", '"', "«")) or text[begin] in ".!?…:;。！？":
        return NOTHING
    stop = sentence_end(text, begin, end)
    if words.language == "zh":
        return _chinese_after(text, begin, stop, words)
    phrase = read_plain(text, begin, stop, words, most=WORDS_AFTER)
    if not phrase.tokens:
        return NOTHING
    is_spoken = spoken(phrase, 0) or (len(phrase.tokens) > 1 and phrase.is_in(0, "helping") and spoken(phrase, 1))
    is_new_sentence = last in ".…" and text[begin].isupper() and "," not in text[start:begin] and not is_spoken
    if not set(text[start:begin]) & set(",،") and not has_dash and last not in ",.!?…" and _runs_into(phrase):
        return NOTHING
    if found := _first_verb_after(phrase, is_new_sentence):
        return found
    if (last in "," or "," in text[start:begin]) and (found := _unknown_verb(phrase)):
        return found
    if stop >= end - 1 and (found := _signed(phrase)):
        return found
    if has_dash or text[start:begin].strip(" \u00a0\"”»’'") in ("(", ","):
        return _signature(phrase)
    return NOTHING


def _first_verb_after(phrase: Phrase, is_new_sentence: bool) -> Hearing | None:
    size = len(phrase.tokens)
    for sort, pattern in phrase.words.pronouns_according.items():
        if pattern.match(phrase.text, phrase.tokens[0][1]):
            return Hearing(Mention(sort, Sort.PRONOUN), Strength.DIRECT)
    found = phrase.words.according.match(phrase.text, phrase.tokens[0][1])
    if found and not is_new_sentence:
        at = next((i for i, token in enumerate(phrase.tokens) if token[1] >= found.end()), size)
        mention = subjects.after(phrase, at - 1, size, is_closing=True)
        return Hearing(mention, Strength.DIRECT) if mention else None
    tried = 0
    for at in range(min(size, 60)):
        verb = spoken(phrase, at)
        if not verb:
            continue
        if at and phrase.lower(at - 1) in ("who", "which", "that", "qui", "que", "die", "der", "das", "che"):
            continue
        if is_new_sentence and (size - at > 6 or at > 12):
            return None
        tried += 1
        mention = _subject(phrase, at, size) or _dropped(phrase, at)
        if mention is not None:
            return Hearing(mention, Strength.DIRECT)
        if tried >= VERBS_TRIED:
            break
    return None


def _runs_into(phrase: Phrase) -> bool:
    """True where the writer's sentence goes on right after the mark with a plain word: "the “open door” register"."""
    is_plain = phrase.tokens[0][0][0].islower() and phrase.words.has_capitals
    if (
        not is_plain
        or spoken(phrase, 0)
        or pronoun(phrase, 0)
        or phrase.words.according.match(phrase.text, phrase.tokens[0][1])
    ):
        return False
    return not phrase.is_in(0, "helping", "articles", "indefinite", "groups", "honorifics_he", "honorifics_she")


def _unknown_verb(phrase: Phrase) -> Hearing | None:
    """After a comma, one plain word before or after a full name counts as the verb of speech."""
    size = len(phrase.tokens)
    word = phrase.tokens[0][0]
    is_participle = word.endswith(PARTICIPLES.get(phrase.words.language, "\0"))
    if word.islower() and size > 2 and not is_participle and not phrase.is_in(0, "small", "joining", "articles"):
        mention = subjects.after(phrase, 0, size, is_closing=True)
        if mention and mention.sort is Sort.PERSON and " " in mention.name:
            return Hearing(mention, Strength.DIRECT)
        if mention and mention.sort is Sort.NOUN and any(phrase.is_in(at, "groups") for at in range(1, min(size, 6))):
            return Hearing(mention, Strength.DIRECT)
        is_maybe = mention is not None and mention.sort in (Sort.PERSON, Sort.NOUN) and size <= SHORT_LEAD_IN
        return Hearing(replace(mention, is_unsure=True), Strength.DIRECT) if mention and is_maybe else None
    run = run_from(phrase, 0, size)
    if 0 < run < size and phrase.tokens[run][0].islower() and not phrase.is_in(run, "small", "joining"):
        found = named(phrase, 0, run)
        is_verb = phrase.tokens[run][0].endswith("ed") and not phrase.is_in(0, "small")
        is_english = phrase.words.language == "en"
        if found is not None and found[0].sort is Sort.PERSON and is_english and (" " in found[0].name or is_verb):
            return Hearing(found[0], Strength.DIRECT)
    return None


def _signed(phrase: Phrase) -> Hearing | None:
    """A name and its role, and nothing else, after a quote: "“…” Anna Roux, director of the league"."""
    end = run_from(phrase, 0, len(phrase.tokens))
    if end < 2 or end + 1 >= len(phrase.tokens) or phrase.tokens[end][0] != ",":
        return None
    found = _signature(phrase)
    return found if found.mention and has_role_word(phrase, end, len(phrase.tokens)) else None


def _subject(phrase: Phrase, at: int, last: int) -> Mention | None:
    if "-" in phrase.tokens[at][0] and (found := pronoun(phrase, at)):
        return found
    if _leads(phrase, at) or not phrase.words.has_capitals:
        return subjects.after(phrase, at, last, is_closing=True) or subjects.before(phrase, 0, at)
    return subjects.before(phrase, 0, at) or subjects.after(phrase, at, last, is_closing=True)


def _dropped(phrase: Phrase, at: int) -> Mention | None:
    """The pronoun that a verb alone stands for in Spanish, Portuguese, Italian: "…”, dijo."."""
    if phrase.words.language not in ("es", "pt", "it") or not _leads(phrase, at):
        return None
    is_last = at + 1 == len(phrase.tokens)
    may_follow = is_last or (not phrase.is_capital(at + 1) and phrase.tokens[at + 1][0] not in "–—-(")
    return Mention("it", Sort.PRONOUN) if may_follow else None


def says_anything(text: str, words: Words) -> bool:
    """True where a verb of speech or of naming stands in a text."""
    phrase = read(text, 0, len(text), words)
    participles = PARTICIPLES.get(words.language, "\0")
    return any(
        (spoken(phrase, at) or phrase.is_in(at, "called")) and not phrase.lower(at).endswith(participles)
        for at in range(len(phrase.tokens))
    )


def _leads(phrase: Phrase, at: int) -> bool:
    return all(phrase.is_in(i, "helping") or phrase.tokens[i][0] in "'’," for i in range(at))


def spoken(phrase: Phrase, at: int) -> bool:
    """True where the token is a verb of speech, perhaps with its pronoun hung on ("dit-il")."""
    word = phrase.lower(at)
    said = phrase.words["said"]
    if word in said:
        if at + 1 < len(phrase.tokens) and phrase.is_in(at + 1, "unnamed"):
            return False
        if at and _is_noun_by_article(phrase, at):
            return False
        if at and phrase.is_in(at - 1, "passive") and not word.endswith("ing"):
            return False
        if at and phrase.words.language == "fr" and phrase.lower(at - 1) in FRENCH_OWNERS:
            return False
        if at and phrase.words.language == "en" and _is_noun(phrase, at):
            return False
        return not phrase.tokens[at][0][0].isupper() or at == 0 or not phrase.words.has_capitals
    if at + 1 < len(phrase.tokens) and f"{word}_{phrase.lower(at + 1)}" in said:
        return True
    return (
        "-" in word
        and (word.split("-")[0] in said or word == "a-t-il" or word == "a-t-elle")
        and pronoun(phrase, at) is not None
    )


def _is_noun_by_article(phrase: Phrase, at: int) -> bool:
    """True for "O alerta", "la denuncia": a Romance verb's form that an article makes a noun."""
    if phrase.words.language not in ("es", "pt", "fr", "it") or not phrase.is_in(at - 1, "articles"):
        return False
    return at < 2 or (not phrase.is_in(at - 2, "he", "she", "they") and phrase.lower(at - 2) not in COMPARING)


def _is_noun(phrase: Phrase, at: int) -> bool:
    """True for "the group’s demands": an article or a possessive before the word."""
    before = phrase.lower(at - 1)
    if before in ("a", "an", "the") and not phrase.is_role(at):
        return True
    is_owned = before in phrase.words["articles"] or before.endswith(("'s", "s'")) or before in ("'", "’")
    return is_owned and phrase.lower(at).endswith("s")


def _signature(phrase: Phrase) -> Hearing:
    """A bare name after a quote: "“…” — Anna Roux, director"."""
    end = run_from(phrase, 0, len(phrase.tokens))
    found = named(phrase, 0, end) if end > 1 else None
    if found is None or found[0].sort is not Sort.PERSON:
        return NOTHING
    mention = found[0]
    rest = phrase.tokens[end:]
    if rest and rest[0][0] not in ",(–—-":
        return NOTHING
    role = tidy_role(phrase, rest[0][2], rest[-1][2]) if rest else ""
    return Hearing(Mention(mention.name, Sort.PERSON, role or mention.role), Strength.DIRECT)


def lead_in(text: str, end: int, words: Words) -> Hearing:
    """Who speaks in the whole sentence that comes to `end`: the words after it may be the same voice's."""
    text = text[:end].rstrip(" .\u00a0")
    if text.endswith((":", "：")):
        return before_quote(text, 0, len(text), words, reach=LONGEST_LEAD_IN)
    begin = sentence_start(text, max(0, len(text) - LONGEST_LEAD_IN), len(text), LONGEST_LEAD_IN)
    if words.language == "zh":
        return _chinese_before(text, begin, len(text), words)
    phrase = read_plain(text, begin, len(text), words)
    verbs = [at for at in range(len(phrase.tokens)) if spoken(phrase, at)][:VERBS_TRIED]
    subjects_found = [found for at in verbs if (found := _subject(phrase, at, len(phrase.tokens)))]
    for wanted in (Sort.PERSON, Sort.PRONOUN, Sort.NOUN):
        for mention in subjects_found:
            if mention.sort is wanted:
                return Hearing(mention, Strength.LOOSE)
    left_out = _left_out(phrase, verbs[0]) if verbs else None
    return Hearing(left_out, Strength.LOOSE) if left_out else NOTHING


def before_quote(text: str, start: int, end: int, words: Words, reach: int = REACH) -> Hearing:
    """What leads to the opening mark at `end`, from the quote before it at `start` on."""
    begin = sentence_start(text, max(start, end - reach), end, reach)
    while begin < end and text[begin] in ' ,;.\u00a0”"»)–—':
        begin += 1
    leading = text[begin:end].rstrip()
    if not leading:
        return NOTHING
    if words.language == "zh":
        return _chinese_before(text, begin, end, words)
    phrase = read_plain(text, begin, end, words)
    if not phrase.tokens:
        return NOTHING
    has_colon = leading[-1] in ":："
    return (
        _verb_before(phrase, has_colon or leading[-1] in ",،")
        or _according_before(phrase, has_colon)
        or _colon_before(phrase, has_colon)
        or _viewpoint_before(phrase)
        or _reported_before(phrase)
        or NOTHING
    )


def _verb_before(phrase: Phrase, has_colon: bool) -> Hearing | None:
    size = len(phrase.tokens)
    verbs = [at for at in range(size - 1, -1, -1) if spoken(phrase, at) or phrase.is_in(at, "called")][:VERBS_TRIED]
    for at in verbs:
        is_said = spoken(phrase, at)
        mention = _subject_before_quote(phrase, at, size, is_said)
        if mention is None or (
            not is_said and mention.sort is not Sort.PERSON and any(spoken(phrase, i) for i in verbs)
        ):
            continue
        between = phrase.text[phrase.tokens[at][2] : phrase.tokens[-1][2]]
        is_direct = is_said and (has_colon or THAT.fullmatch(between.strip()) is not None or at == size - 1)
        return Hearing(mention, Strength.DIRECT if is_direct else Strength.LOOSE)
    return None


def _subject_before_quote(phrase: Phrase, at: int, size: int, is_said: bool) -> Mention | None:
    if not phrase.words.has_capitals:
        return subjects.after(phrase, at, size, is_closing=False) or subjects.before(phrase, 0, at)
    if phrase.words.language != "en" and is_said:
        if phrase.is_in(0, "inverting") and not any(phrase.lower(i) in AUXILIARIES for i in range(at)):
            return subjects.after(phrase, at, size, is_closing=phrase.tokens[-1][0] == ":")
        if at + 1 < size and _tells_somebody(phrase, at):
            mention = subjects.before(phrase, 0, at)
            if phrase.is_in(at, "addressing") or (mention is not None and mention.sort is not Sort.PRONOUN):
                return mention or _left_out(phrase, at)
        mention = subjects.after(phrase, at, size, is_closing=phrase.tokens[-1][0] == ":")
        if mention is not None and (
            _is_named_in_full(mention) or (mention.sort is Sort.PRONOUN and mention.name != "it")
        ):
            return mention
        is_subject = mention is not None and (mention.sort is not Sort.NOUN or at <= 2)
        return subjects.before(phrase, 0, at) or (mention if is_subject else _left_out(phrase, at))
    if phrase.lower(at).endswith(PARTICIPLES.get(phrase.words.language, "\0")) and phrase.tokens[at - 1][0] == ",":
        return subjects.before(phrase, 0, at) or openings.opening(phrase, 0, at)
    return subjects.before(phrase, 0, at) or (_inverted(phrase, at, size) if is_said else None)


def _tells_somebody(phrase: Phrase, verb: int) -> bool:
    """True where the words after a verb are who is told or asked: "pidió al presidente Ruiz", "a exhorté Roux"."""
    is_told = subjects.is_hearer(phrase, verb + 1) or phrase.lower(verb + 1) in subjects.ORIGINS
    return is_told or phrase.is_in(verb, "addressing")


def _inverted(phrase: Phrase, verb: int, size: int) -> Mention | None:
    """The subject after an English verb: "Nothing was left, says Anna Roux, professor of law: “…”"."""
    if not verb or phrase.tokens[verb - 1][0] != ",":
        return None
    mention = subjects.after(phrase, verb, size, is_closing=False)
    return mention if mention is not None and mention.sort is Sort.PERSON and " " in mention.name else None


def _left_out(phrase: Phrase, verb: int) -> Mention | None:
    """The pronoun that Spanish, Portuguese and Italian leave out: "Asimismo aseguraron que"."""
    is_bare = verb <= SHORTEST_LEAD_IN and all(phrase.is_in(at, "small", "helping") for at in range(verb))
    return Mention("it", Sort.PRONOUN) if is_bare and phrase.words.language in ("es", "pt", "it") else None


def _is_named_in_full(mention: Mention) -> bool:
    return mention.sort is Sort.PERSON and (" " in mention.name or bool(mention.role))


def _according_before(phrase: Phrase, has_colon: bool) -> Hearing | None:
    for sort, pattern in phrase.words.pronouns_according.items():
        if pattern.search(phrase.text, phrase.tokens[0][1], phrase.tokens[-1][2]):
            return Hearing(Mention(sort, Sort.PRONOUN), Strength.LOOSE)
    for found in phrase.words.according.finditer(phrase.text, phrase.tokens[0][1], phrase.tokens[-1][2]):
        if found.start() > phrase.tokens[0][1] and phrase.text[: found.start()].rstrip()[-1:] not in ",،(":
            continue
        at = next((i for i, token in enumerate(phrase.tokens) if token[1] >= found.end()), len(phrase.tokens))
        mention = subjects.after(phrase, at - 1, len(phrase.tokens), is_closing=has_colon)
        if mention is not None:
            mention = _unsure_in_case(mention, phrase.words)
            return Hearing(mention, Strength.DIRECT if has_colon else Strength.LOOSE)
    return None


def _unsure_in_case(mention: Mention, words: Words) -> Mention:
    """A single Russian word after "according to" may be any noun in its case."""
    is_maybe = words.language == "ru" and mention.sort is Sort.PERSON and " " not in mention.name and not mention.role
    return replace(mention, is_unsure=True) if is_maybe else mention


def _viewpoint_before(phrase: Phrase) -> Hearing | None:
    """Who thinks so in "Pour Anna Roux, présidente, la loi est « … »": a person at the sentence's head."""
    if len(phrase.tokens) < 2 or not phrase.is_in(0, "viewpoint"):
        return None
    if not (phrase.is_capital(1) or phrase.is_in(1, "articles", "honorifics", "honorifics_he", "honorifics_she")):
        return None
    mention = subjects.after(phrase, 0, len(phrase.tokens), is_closing=False)
    if mention is None or mention.sort in (Sort.BODY, Sort.PRONOUN):
        return None
    if mention.sort is Sort.NOUN and not has_role_word(phrase, 1, min(len(phrase.tokens), SHORT_LEAD_IN)):
        return None
    is_somebody = mention.sort is Sort.NOUN or " " in mention.name or bool(mention.role)
    return Hearing(mention, Strength.LOOSE) if is_somebody else None


def _reported_before(phrase: Phrase) -> Hearing | None:
    """The last speaker, where the sentence's verb shows that it tells what they said: "Das sei „…“"."""
    is_reported = any(phrase.is_in(at, "reported") for at in range(len(phrase.tokens)))
    return Hearing(Mention("it", Sort.PRONOUN), Strength.LOOSE) if is_reported else None


def _colon_before(phrase: Phrase, has_colon: bool) -> Hearing | None:
    """A name that begins a sentence that ends with a colon."""
    if not has_colon:
        return None
    first = 0
    while first < len(phrase.tokens) and phrase.is_in(first, "articles"):
        first += 1
    colon = len(phrase.tokens) - 1
    makes_statement = any(phrase.is_in(at, "statements") for at in range(colon))
    if makes_statement and (issuer := _issuer(phrase, colon)):
        return Hearing(issuer, Strength.DIRECT)
    head = openings.opening(phrase, first, colon)
    is_bare = head is not None and head.sort is Sort.PERSON and phrase.slice(0, colon) == f"{head.name}, {head.role}"
    if head is not None and (head.also or is_bare):
        return Hearing(head, Strength.DIRECT)
    mention = subjects.before(phrase, 0, colon) if 0 < colon <= SHORT_LEAD_IN else None
    if mention is not None and mention.sort is Sort.PERSON and (mention.role or " " in mention.name):
        return Hearing(mention, Strength.DIRECT)
    found = head
    if found is None or (found.sort is Sort.BODY and not makes_statement):
        found = openings.only_official(phrase, first, colon, takes_first=makes_statement)
    if found is None and phrase.words.language == "en":
        found = openings.by_whom(phrase, colon)
    if found is None and not first_is_statement(phrase, colon):
        found = openings.opening_voice_or_name(phrase, colon)
    return Hearing(found, Strength.DIRECT) if found else None


def _issuer(phrase: Phrase, colon: int) -> Mention | None:
    """Who gives a statement: "..., the Harbour League issued the following statement:"."""
    for at in range(colon - 1, 0, -1):
        if phrase.is_in(at, "issued"):
            return subjects.before(phrase, 0, at)
    return None


def first_is_statement(phrase: Phrase, last: int) -> bool:
    """True for "Statement of ...:": what begins the sentence is no person."""
    return any(phrase.is_in(at, "statements", "documents", "titled", "termed") for at in range(min(3, last)))


def inside_quote(text: str, start: int, end: int, words: Words) -> Hearing:
    """A speaker named by the way within the marks: "« Nous restons, explique Anna Roux, et nous ... »"."""
    if not words.has_capitals or words.language == "en":
        return NOTHING
    phrase = read(text, start, min(end, start + REACH), words)
    for at in range(1, len(phrase.tokens)):
        if phrase.is_in(at, "said") and _opens_aside(phrase, at):
            stop = sentence_end(text, phrase.tokens[at][2], end)
            size = next((i for i in range(at, len(phrase.tokens)) if phrase.tokens[i][1] >= stop), len(phrase.tokens))
            mention = subjects.after(phrase, at, size, is_closing=False)
            if mention is not None and mention.sort is not Sort.NOUN:
                return Hearing(mention, Strength.DIRECT)
    return NOTHING


def misplaced_end(text: str, start: int, end: int, words: Words) -> int:
    """Where the words spoken end when the closing mark stands after the speaker: "“We will, said Anna Roux.”"."""
    comma = max(text.rfind(sign, max(start, end - 160), end) for sign in (", ", ",» ", "? "))
    if comma <= start or not words.has_capitals:
        return end
    stop = sentence_end(text, comma + 1, end)
    phrase = read_plain(text, comma + 1, stop, words)
    if len(phrase.tokens) < 3 or text[stop:end].strip(" ."):
        return end
    verb = 0 if spoken(phrase, 0) else len(phrase.tokens) - 1
    if not spoken(phrase, verb):
        return end
    mention = _subject(phrase, verb, len(phrase.tokens))
    is_named = mention is not None and mention.sort is Sort.PERSON and " " in mention.name
    return comma + 1 if is_named else end


def _opens_aside(phrase: Phrase, at: int) -> bool:
    before = at - 1
    while before > 0 and phrase.is_in(before, "helping"):
        before -= 1
    return phrase.tokens[before][0] in ",–—"


def _chinese_after(text: str, start: int, end: int, words: Words) -> Hearing:
    at, verb = _chinese_verb(text, start, end, words)
    if at < 0:
        return NOTHING
    mention = caseless.chinese(text[start:at], read(text, start, at, words))
    return Hearing(mention, Strength.DIRECT) if mention and verb else NOTHING


def _chinese_before(text: str, start: int, end: int, words: Words) -> Hearing:
    leading = text[start:end].rstrip(' ：:，,「“"')
    has_colon = text[start:end].rstrip()[-1:] in ":："
    best, length = -1, 0
    searched = _without_nouns(leading)
    for verb in words["said"]:
        at = searched.rfind(verb)
        if at >= 0 and (at + len(verb), len(verb)) > (best + length, length):
            best, length = at, len(verb)
    if best < 0 and has_colon:
        mention = caseless.chinese(leading, read(text, start, start + len(leading), words))
        return Hearing(mention, Strength.DIRECT) if mention and mention.role else NOTHING
    if best < 0:
        return NOTHING
    mention = caseless.chinese(leading[:best], read(text, start, start + best, words))
    is_direct = has_colon or best + length == len(leading)
    return Hearing(mention, Strength.DIRECT if is_direct else Strength.LOOSE) if mention else NOTHING


def _chinese_verb(text: str, start: int, end: int, words: Words) -> tuple[int, str]:
    """The first verb of speech in `text[start:end]`: where it stands, and the verb."""
    best, found = -1, ""
    searched = _without_nouns(text[start:end])
    for verb in words["said"]:
        at = searched.find(verb)
        if at >= 0 and (best < 0 or at < best or (at == best and len(verb) > len(found))):
            best, found = at, verb
    return (start + best if best >= 0 else -1), found


def _without_nouns(text: str) -> str:
    """Chinese text with its length kept, and no verb of speech within a noun: "说" in "说法"."""
    for noun in HAN_NOUNS:
        text = text.replace(noun, "〇" * len(noun))
    return text
