"""The people whom a release names: who a surname, a pronoun or "the minister" stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.extract.quotes import attribution, caseless, openings, roles, subjects
from reader.extract.quotes.language import Words, unaccented
from reader.extract.quotes.marks import Span
from reader.extract.quotes.phrases import (
    Mention,
    Phrase,
    Sort,
    named,
    read,
    run_before,
    run_from,
)

PLACES_SEEN = 12
"""Places that are looked at for each name: the first ones tell its full form and role."""
NAMES_SOUGHT = 120
"""Names that are looked for in one release; more are no press release's."""
LONGEST_HAN_ROLE = 24
"""Letters of a Chinese function."""
FIRST_PARAGRAPHS = 4
"""Paragraphs among which a release says whose it is."""
SENTENCE_CLOSERS = tuple(".!?…:;,\"”»)’'")
SON_OF = "ben"
"""A given name in England, and the beginning of a surname in the Maghreb and in Israel: "Salima Ben Ghorbal"."""
WINDOW = 160
"""Characters on each side of a name that may hold its role."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: the fullest name, and the role that the release gives."""

    name: str
    role: str = ""
    is_person: bool = False


WORD = re.compile(r"[^\W\d_]+")
PARTY = re.compile(r" (\((?:[^\W\d_]|the )[^\W\d_&/.,’' -]?[^()\d]{1,24}\))")
NOBODY = Voice("")
DROPS_PRONOUNS = frozenset({"es", "pt", "it"})
"""Languages in which a verb alone says "he" or "she"."""


@dataclass(slots=True)
class People:
    """Answers who is meant, for one release."""

    texts: Sequence[str]
    words: Words
    marked: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    """Spans between marks, by block: who is named in them does not speak."""
    _full: dict[str, Voice] = field(default_factory=dict)
    _parties: dict[str, str] = field(default_factory=dict)
    """Full name -> the brackets after it that say whose member somebody is."""
    heard: list[Voice] = field(default_factory=list)
    """Speakers so far, the latest last."""
    _running: list[str] = field(init=False)
    """The texts, headings last: where each word has a capital, names do not stand out."""
    _heard_in: int = -1
    """The block of the latest speaker."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name -> "he" or "she", as far as the text has shown it."""

    def __post_init__(self) -> None:
        sentences = [text for text in self.texts if text.rstrip().endswith(SENTENCE_CLOSERS)]
        self._running = sentences + [text for text in self.texts if not text.rstrip().endswith(SENTENCE_CLOSERS)]

    def hears(self, mention: Mention, block: int, at: int) -> Voice:
        """The speaker whom a mention at `at` in a block stands for."""
        match mention.sort:
            case Sort.PERSON:
                voice = self._person(mention)
            case Sort.BODY:
                voice = self._fuller_body(mention.name)
            case Sort.PRONOUN:
                voice = self._pronoun(mention.name, block, at)
            case Sort.NOUN:
                voice = self._noun(mention.name, block, at)
        if voice.name:
            self.heard.append(voice)
            self._heard_in = block
        return voice

    def knows(self, mention: Mention) -> bool:
        """True where the release shows elsewhere that an unsure mention is a person's."""
        if mention.sort is Sort.NOUN:
            return self._official(mention.name) is not None
        if not self.words.has_capitals:
            return self._is_shown(mention.name)
        return self._is_known(mention, self._look_up(mention.name))

    def _is_shown(self, name: str) -> bool:
        """True where a Chinese name stands after a function or before its Latin form in brackets."""
        for text, at in self._spots(name):
            after = text[at + len(name) : at + len(name) + 2]
            if (after[:1] in ("(", "（") and after[1:].isascii()) or self._role_ending(text, at):
                return True
        return any(voice.name == name or caseless.HAN_POINT.split(voice.name)[-1] == name for voice in self.heard)

    def _spots(self, name: str) -> list[tuple[str, int]]:
        """Where a name stands in texts whose words are not parted, the first places only."""
        found = [(text, text.find(name)) for text in self.texts]
        return [(text, at) for text, at in found if at >= 0][:PLACES_SEEN]

    def _role_ending(self, text: str, at: int) -> str:
        """The function that ends before `at`: "執行主任"."""
        before = text[max(0, at - LONGEST_HAN_ROLE) : at].rstrip(" 」”")
        found = [role for role in self.words["roles"] if before.endswith(role)]
        if not found:
            return ""
        role = max(found, key=len)
        start = max([-1, *(before.rfind(sign) for sign in "，,。、；：:「」“” 由")]) + 1
        return before[start:] if start <= len(before) - len(role) else role

    def _is_known(self, mention: Mention, voice: Voice) -> bool:
        is_fuller = len(voice.name.split()) > len(mention.name.split()) and voice.name.endswith(mention.name)
        return is_fuller or any(voice.name == heard.name for heard in self.heard)

    def _person(self, mention: Mention) -> Voice:
        known = self._look_up(mention.name)
        if self.words.language == "de" and self._is_any_noun(mention, known):
            return NOBODY
        role = _better(mention.role, known.role)
        party = self._parties.get(known.name, "")
        if role and party and party not in role:
            role = f"{role} {party}"
        if mention.also:
            other = self._look_up(mention.also)
            return Voice(f"{known.name} {self.words.joint} {other.name}", role or other.role)
        voice = Voice(known.name, role, is_person=True)
        if len(role) > len(known.role):
            self._full[known.name] = self._full[mention.name] = voice
        return voice

    def _is_any_noun(self, mention: Mention, known: Voice) -> bool:
        """True for one German word with a capital that nothing shows to be a name."""
        is_one_word = " " not in known.name and not mention.role and not known.role
        return is_one_word and unaccented(known.name) not in self.words.given and not self._is_addressed(known.name)

    def _is_addressed(self, name: str) -> bool:
        addressed = [text[:at].rpartition(" ")[0].rpartition(" ")[2].lower() for text, at in self._places(name)]
        return any(word in self.words["honorifics_he"] | self.words["honorifics_she"] for word in addressed)

    def _look_up(self, name: str) -> Voice:
        if name not in self._full:
            if len(self._full) >= NAMES_SOUGHT:
                return Voice(name, is_person=True)
            found = self._search(name) if self.words.has_capitals else self._search_caseless(name)
            known = self._full.get(found.name, found)
            self._full[name] = Voice(found.name, _better(known.role, found.role), is_person=True)
        return self._full[name]

    def _search_caseless(self, name: str) -> Voice:
        """The longest known speaker's name that holds this one."""
        for voice in reversed(self.heard):
            if voice.is_person and name in voice.name:
                return voice
        role = next((role for text, at in self._spots(name) if (role := self._role_ending(text, at))), "")
        return Voice(name, role if self.words.language == "zh" else "", is_person=True)

    def _search(self, name: str) -> Voice:
        """Looks for a name's fullest form and its role, wherever its last word stands."""
        fullest, role, party = name, "", ""
        double: dict[str, str] = {}
        wanted = set(name.split())
        for text, at in self._places(name.split()[-1]):
            phrase = read(text, max(0, at - WINDOW), min(len(text), at + WINDOW), self.words)
            here = next((i for i, token in enumerate(phrase.tokens) if token[1] <= at < token[2]), -1)
            if here < 0:
                continue
            begin = run_before(phrase, here + 1, 0)
            while begin < here and (phrase.is_in(begin, "small") or _is_verb_after_quote(phrase, begin)):
                begin += 1
            end = max(here + 1, run_from(phrase, begin, len(phrase.tokens)))
            found = named(phrase, begin, end)
            if found is None or found[0].sort is not Sort.PERSON:
                continue
            mention, start = found
            if not wanted <= set(mention.name.split()):
                continue
            parts = mention.name.split()
            if len(fullest.split()) < len(parts) <= 6 and self._may_call(name, parts):
                fullest = mention.name
            elif len(parts) > 2 and parts[-2] == name:
                double[mention.name] = _better(roles.role_beside(phrase, start, end), double.get(mention.name, ""))
                continue
            role = _better(role, roles.role_beside(phrase, start, end))
            party = party or _party(text, phrase.tokens[end - 1][2])
        if fullest == name and len(double) == 1:
            fullest, role = double.popitem()
        self._parties[fullest] = party
        return Voice(fullest, role, is_person=True)

    def _may_call(self, name: str, parts: Sequence[str]) -> bool:
        """True where a name may stand for the fuller one: by its last word, its first, or a Spanish first surname."""
        given = unaccented(name.partition(" ")[0].partition("-")[0])
        is_given = given in self.words.given and given.lower() != SON_OF
        if " " in name and is_given and parts[0] != name.split()[0]:
            return False
        is_first_surname = self.words.language in ("es", "pt") and name in parts[1:]
        return parts[-1] == name.split()[-1] or parts[0] == name or is_first_surname

    def _places(self, word: str) -> list[tuple[str, int]]:
        """Where a word stands as a word of its own, the first places only."""
        found: list[tuple[str, int]] = []
        for text in self._running:
            at = text.find(word)
            while at >= 0 and len(found) < PLACES_SEEN:
                end = at + len(word)
                is_whole = (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
                if is_whole:
                    found.append((text, at))
                at = text.find(word, end)
        return found

    def _pronoun(self, section: str, block: int, at: int) -> Voice:
        if section == "i":
            return NOBODY
        nearest = self._last_to_speak(block, at) or self.subject_in(block, at)
        if nearest is None and section in ("he", "she") and (unnamed := self._unnamed_in(block, at)):
            return unnamed
        nearest = nearest or self._subject_above(block)
        latest = self.heard[-1] if self.heard else None
        if nearest is None and latest and latest.is_person and self._is_another_named(block, latest):
            return NOBODY
        if section in ("he", "she"):
            if latest and self._heard_in == block and self._is_one(latest):
                return latest
            for voice in (nearest, latest, *reversed(self.heard)):
                if voice and (voice.is_person or voice is nearest) and self.genders.get(voice.name, section) == section:
                    self.genders[voice.name] = section
                    return voice
            return NOBODY
        if section == "it" and self.words.language == "en":
            return latest if latest and self._is_several(latest) else NOBODY
        if section == "they" and latest and not self._is_several(latest):
            latest = next((voice for voice in reversed(self.heard) if self._is_several(voice)), latest)
        return (nearest or latest or NOBODY) if self.words.language in DROPS_PRONOUNS else (latest or nearest or NOBODY)

    def _is_another_named(self, block: int, latest: Voice) -> bool:
        """True where the paragraphs since the latest speaker name somebody else in full, and not the speaker again."""
        is_other = False
        for text in self.texts[self._heard_in + 1 : block]:
            for first, second in pairwise(WORD.findall(text[: 8 * WINDOW])):
                if first in latest.name.split():
                    is_other = False
                elif first[0].isupper() and second[0].isupper() and unaccented(first) in self.words.given:
                    is_other = True
        return is_other

    def _is_several(self, voice: Voice) -> bool:
        return not voice.is_person and voice.name.partition(" ")[0].lower() not in self.words["indefinite"]

    def _is_one(self, voice: Voice) -> bool:
        """True for one person without a name: "the secretary of the region", "a teacher"."""
        heads = [word.strip(".,") for word in voice.name.lower().split()[:4]]
        return not voice.is_person and any(word in self.words["roles"] and not word.endswith("s") for word in heads)

    def _last_to_speak(self, block: int, at: int) -> Voice | None:
        """The person whom the sentence before the one at `at` in a block lets speak: "Roux warned of ... He added"."""
        text = self._unmarked(block, max(0, at - 3 * WINDOW), at)
        start = attribution.sentence_start(text, 0, at)
        mention = attribution.lead_in(text, start, self.words).mention if start and self.words.has_capitals else None
        is_named = mention is not None and mention.sort is Sort.PERSON and not mention.also and not mention.is_unsure
        return self._person(mention) if mention and is_named else None

    def _subject_above(self, block: int) -> Voice | None:
        """Who speaks in the paragraph right above a block, where no quote was heard there."""
        above = next((at for at in range(block - 1, -1, -1) if self.texts[at].strip()), -1)
        if above < 0 or above <= self._heard_in or not self.words.has_capitals:
            return None
        mention = attribution.lead_in(self.texts[above], len(self.texts[above]), self.words).mention
        if mention is None or mention.sort in (Sort.BODY, Sort.PRONOUN):
            return self.subject_in(above, len(self.texts[above]))
        return (
            self._person(mention)
            if mention.sort is Sort.PERSON
            else self._noun(mention.name, above, len(self.texts[above]))
        )

    def subject_in(self, block: int, at: int) -> Voice | None:
        """The person who is the subject of the nearest sentence before `at` in a block, or opens the block."""
        text = self._unmarked(block, max(0, at - 3 * WINDOW), at)
        phrase = read(text, max(0, at - 3 * WINDOW), at, self.words)
        if self.words.language == "zh" and (mention := caseless.introduced(text[:at], phrase)):
            return self._person(mention)
        if not self.words.has_capitals or not phrase.tokens:
            return None
        mention = openings.opening_sentence(phrase)
        return self._person(mention) if mention is not None else None

    def _unnamed_in(self, block: int, at: int) -> Voice | None:
        """The person without a name who opens a block, where no name does."""
        if not self.words.has_capitals:
            return None
        text = self._unmarked(block, max(0, at - 3 * WINDOW), at)
        last = attribution.sentence_start(text, 0, len(text[:at].rstrip(" .")))
        for start in (last, 0):
            phrase = read(text, start, min(at, start + WINDOW), self.words)
            mention = openings.opening_voice(phrase) if phrase.tokens else None
            if mention is not None:
                return Voice(mention.name)
        return None

    def _unmarked(self, block: int, start: int, end: int) -> str:
        """A block's text with blanks for what stands between marks, all but a last stop."""
        text = self.texts[block]
        for span in self.marked.get(block, ()):
            if span.end <= start or span.start >= end:
                continue
            last = max(span.start, span.end - 1)
            text = text[: span.start] + " " * (last - span.start) + text[last:]
        return text

    def _noun(self, name: str, block: int, at: int) -> Voice:
        """An unnamed voice is the person whose role it is, or stays as it is."""
        head = [word for word in name.lower().split() if word not in self.words["articles"]]
        is_definite = len(head) < len(name.split()) or name[:1].isupper() or self.words.language == "ru"
        is_definite = is_definite or name.startswith("ال")
        if any(word in self.words["statements"] for word in head[:2]):
            return self.heard[-1] if self.heard and not self.heard[-1].is_person else NOBODY
        if is_definite and (voice := self._official(name)):
            return voice
        if len(head) == 1 and is_definite and (speaker := self._meant_by(head[0], block, at)):
            return speaker
        if len(head) == 1 and is_definite and (body := self._body(head[0])):
            return body
        return Voice(name)

    def _meant_by(self, noun: str, block: int, at: int) -> Voice | None:
        """The person whom a noun stands for that no list of groups has: "added the Catalan", "said the farmer"."""
        is_listed = any(noun in self.words[section] for section in ("groups", "bodies", "selves"))
        if is_listed or not self.words.has_capitals:
            return None
        if nearest := self.subject_in(block, at):
            return nearest
        if self.heard:
            return self.heard[-1] if self.heard[-1].is_person else None
        above = next((each for each in range(block - 1, -1, -1) if self.texts[each].strip()), -1)
        return self.subject_in(above, len(self.texts[above])) if above >= 0 else None

    def _fuller_body(self, name: str) -> Voice:
        """A body by the longer name it had before: "the Committee" for the Harbour Committee, "la ONG" for any."""
        noun = name.lower()
        is_plain = noun in self.words["selves"] or noun in self.words["bodies"]
        return (self._body(noun) if is_plain and " " not in name else None) or Voice(name)

    def _body(self, noun: str) -> Voice | None:
        """The named body that "the group" or "the commission" stands for: heard before, or else the first to speak."""
        stands_for_any = noun in self.words["selves"]
        if not stands_for_any and noun not in self.words["bodies"]:
            return None
        for voice in reversed(self.heard):
            is_named = voice.name[:1].isupper() or not self.words.has_capitals
            is_maybe = voice.is_person and not voice.role and unaccented(voice.name.split()[0]) not in self.words.given
            is_body = (
                (not voice.is_person or (stands_for_any and is_maybe))
                and is_named
                and voice.name.partition(" ")[0].lower() != "the"
            )
            if is_body and (stands_for_any or noun in voice.name.lower().split()):
                return voice
        return self._first_body() if stands_for_any else None

    def _first_body(self) -> Voice | None:
        """The body that the release's first paragraphs let speak: "..., the Harbour League said today"."""
        for text in self.texts[:FIRST_PARAGRAPHS]:
            phrase = read(text, 0, min(len(text), 4 * WINDOW), self.words)
            for at in range(len(phrase.tokens)):
                if attribution.spoken(phrase, at):
                    mention = subjects.before(phrase, 0, at)
                    if mention is not None and mention.sort is Sort.BODY:
                        return Voice(mention.name)
        return None

    def _official(self, name: str) -> Voice | None:
        """The one person whose role holds the words of "the commissioner", "la directora de la red"."""
        wanted = _stems(name, self.words)
        role = next((word for word in wanted if word in self.words["roles"] or self._ends_as_role(word)), "")
        if not role:
            return None
        for voice in reversed(self.heard):
            if voice.is_person and self._fits(wanted, voice.role):
                return voice
        found = {voice.name: voice for voice in self._officials(role) if self._fits(wanted, voice.role)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _ends_as_role(self, word: str) -> bool:
        return word.endswith(self.words.endings)

    def _fits(self, wanted: Sequence[str], role: str) -> bool:
        """True where all words of an unnamed voice occur in a role."""
        given = _stems(role, self.words)
        return bool(given) and all(
            any(word == other or self._same_office(word, other) for other in given) for word in wanted
        )

    def _same_office(self, word: str, other: str) -> bool:
        """True for German compounds that end alike: "Familienministerin", "Bundesministerin"."""
        return any(word.endswith(ending) and other.endswith(ending) for ending in self.words.endings)

    def _compounds(self, role: str) -> list[str]:
        """Words of the release that end as a German function does: "Bundesministerin" for "Familienministerin"."""
        endings = tuple(ending for ending in self.words.endings if role.endswith(ending))
        if not endings:
            return []
        ending = max(endings, key=len)
        found = {word.strip(".,;:") for text in self.texts for word in text.split() if ending in word.lower()}
        return sorted(word for word in found if word.lower().endswith(ending))[:PLACES_SEEN]

    def _officials(self, role: str) -> Iterator[Voice]:
        """People who are named with a function's word beside them."""
        for word in (role, role.capitalize(), *self._compounds(role)):
            for text, at in self._places(word):
                phrase = read(text, max(0, at - WINDOW), min(len(text), at + WINDOW), self.words)
                here = next((i for i, token in enumerate(phrase.tokens) if token[1] <= at < token[2]), -1)
                mention = subjects.official_at(phrase, here) if here >= 0 else None
                if mention is not None:
                    yield self._person(mention)


def _party(text: str, end: int) -> str:
    """The brackets right after a name that say whose member somebody is: "Anna Roux (Greens, FR)"."""
    found = PARTY.match(text, end)
    return found[1] if found else ""


def _is_verb_after_quote(phrase: Phrase, at: int) -> bool:
    """True for a verb of speech with a capital: "“We go.” Said Anna Roux"."""
    return at > 0 and phrase.tokens[at - 1][0] in '”»“"' and phrase.is_in(at, "said")


def _stems(phrase: str, words: Words) -> list[str]:
    """The words of a role or voice that count: no articles, no small words, hyphens parted."""
    listed = re.sub(r"-(?! )", " ", phrase.lower()).replace("’", "'").split()
    listed = [word for word in listed if not word.endswith("-")]
    return [word.strip(".,'") for word in listed if word not in words["articles"] and word not in words["joining"]]


def _better(role: str, other: str) -> str:
    """The first role of two words and more, unless the other says all of it and more; else the longer one."""
    size = len(role.split())
    if size >= 2 and not (role in other and len(other.split()) <= size + 8):
        return role
    return other if len(other) > len(role) else role
