"""Find the names of places in a text, and tell from the words beside each whether the release speaks of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.extract.places.folding import WORD, arabic_stems, fold
from reader.extract.places.table import Kind, Meaning, table

MAX_CHARACTERS = 20_000
"""Of one block: what a release is about has been said by then."""

_BREAK = re.compile(r"[,;:!?()/\n\t|]")
_WORDS_TOO = frozenset(("US", "CAR"))
"""Short forms that are English words where all is in capitals."""

_THINGS = frozenset(
    [
        "times",
        "post",
        "herald",
        "tribune",
        "gazette",
        "daily",
        "news",
        "journal",
        "observer",
        "chronicle",
        "today",
        "broadcasting",
        "television",
        "radio",
        "tv",
        "airlines",
        "airways",
        "university",
        "institute",
        "foundation",
        "convention",
        "conventions",
        "protocol",
        "declaration",
        "principles",
        "statute",
        "agreement",
        "accord",
        "accords",
        "rules",
        "treaty",
        "charter",
        "compact",
        "framework",
        "process",
        "dollar",
        "dollars",
        "euros",
        "francs",
        "standard",
        "telegraph",
        "mirror",
        "sentinel",
        "mail",
        "express",
        "press",
        "agency",
        "magazine",
        "newspaper",
        "newspapers",
        "review",
        "street",
        "avenue",
        "road",
        "convencion",
        "protocolo",
        "declaracion",
        "acuerdo",
        "estatuto",
        "convenio",
        "tratado",
        "universidad",
        "avenida",
        "calle",
        "periodico",
        "diario",
        "accords",
        "protocole",
        "statut",
        "traite",
        "universite",
        "avenue",
        "rue",
        "quotidien",
    ]
)
_FUNDED = frozenset(
    [
        "funded",
        "financed",
        "supported",
        "sponsored",
        "donated",
        "contributed",
        "thanks",
        "donors",
        "donor",
        "gift",
        "courtesy",
        "support",
        "funding",
        "contribution",
        "contributions",
        "finance",
        "financement",
        "finances",
        "finance",
        "appui",
        "soutien",
        "financiado",
        "financiada",
        "apoyo",
        "donantes",
        "bailleurs",
        "financiacion",
        "generous",
        "assistance",
        "grant",
    ]
)
_FROM = frozenset("by from of de du del des par por da do von".split())
_PLACING = frozenset("in for where en dans para pour".split())
_DIPLOMATS = frozenset(
    [
        "ambassador",
        "ambassadors",
        "embassy",
        "embassies",
        "consul",
        "consulate",
        "ambassadeur",
        "ambassade",
        "embajada",
        "embajador",
        "embaixada",
        "cooperation",
        "aid",
    ]
)
_CITIZENS = frozenset(
    [
        "national",
        "nationals",
        "citizen",
        "citizens",
        "tourist",
        "tourists",
        "citizenship",
        "nationality",
        "passport",
        "born",
        "origin",
        "descent",
        "resident",
        "residents",
        "based",
        "ciudadano",
        "ressortissant",
        "ressortissants",
    ]
)
_NATIONS = frozenset((Kind.NATION, Kind.NATION_LOWER))
_BORDERS = frozenset("border borders frontier".split())
_PERSONS = frozenset(
    "journalist journalists reporter photographer photojournalist blogger activist lawyer man woman student girl boy broadcaster"
    " businessman academic artist writer filmmaker singer footballer doctor pastor priest couple periodista activista abogado"
    " journaliste militant avocat journaliste blogueur homme femme jornalista ativista".split()
)
_CONTINGENTS = frozenset("contingent contingents contingente bataillon battalion batallon peacekeepers".split())
_MEETINGS = frozenset(
    [
        "conference",
        "meeting",
        "summit",
        "forum",
        "workshop",
        "talks",
        "session",
        "seminar",
        "congress",
        "headquarters",
        "office",
        "based",
        "headquartered",
        "hq",
        "conferencia",
        "reunion",
        "cumbre",
        "foro",
        "taller",
        "sommet",
        "forum",
        "atelier",
        "seminaire",
        "colloque",
        "siege",
        "sede",
        "hosted",
    ]
)
_CITIES = frozenset((Kind.CAPITAL, Kind.METROPOLIS, Kind.PROVINCE))
_BEFORE_PLACES = frozenset(
    "in at near of to from en de a au aux du del da do no na em im bei aus nach di into across around within outside the la el los"
    " las le les dans vers north northern south southern east eastern west western central greater upper lower old new city"
    " province region governorate state states district port mayor bishop archbishop university norte sur este oeste nord sud est"
    " ouest centre provincia departamento region province estado governor senator mr when after before while and but as since"
    " on by for with this that against through between".split()
)
_POWERS = frozenset(
    "authorities government governments military army police forces court courts parliament congress president minister"
    " ministry officials official leaders leader regime judiciary prosecutors prosecutor troops soldiers security officers"
    " lawmakers judges senate attorney administration junta legislature cabinet gendarmerie autoridades gobierno ejercito policia tribunal"
    " tribunales fuerzas presidente ministro regimen fiscalia congreso jueces autorites gouvernement armee police forces"
    " tribunal justice president ministre regime militaires soldats parlement governo exercito policias tribunais forcas"
    " regierung behorden polizei armee militar autorita polizia esercito власт правительств полици арми".split()
)
_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "dame",
        "judge",
        "justice",
        "president",
        "minister",
        "ambassador",
        "lord",
        "lady",
        "king",
        "queen",
        "prince",
        "sheikh",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a place in a text: where it stands, what it means, how much it says of the subject."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...]
    weight: float
    """1 for a country spoken of; less for one that only pays, hosts or is somebody's home; 0 for no sign at all."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str


def mentions_in(text: str, is_english: bool) -> list[Mention]:
    """Every name of a place in `text`, in order; offsets are characters of `text`.

    Adjectives without a capital count only where the text is not English: "turkey" and "polish" are no nations.
    """
    text = text[:MAX_CHARACTERS]
    words = [_Word(found.start(), found.end(), fold(found[0])) for found in WORD.finditer(text)]
    return list(_scan(text, words, is_english))


def _scan(text: str, words: list[_Word], is_english: bool) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        if "一" <= text[words[at].start] <= "鿿":
            yield from _scan_han(text, words[at])
            at += 1
            continue
        count, meaning = _longest(text, words, at)
        if meaning is not None and _stands(text, words, at, count, meaning, is_english):
            if meaning.kind != Kind.OTHER:
                start, end = words[at].start, words[at + count - 1].end
                yield Mention(start, end, meaning.kind, meaning.codes, _weight(text, words, at, count, meaning))
            at += count
        else:
            at += 1


def _longest(text: str, words: list[_Word], at: int) -> tuple[int, Meaning | None]:
    meanings, longest = table().meanings, table().longest
    folded = words[at].folded
    is_arabic = "؀" <= folded[0] <= "ۿ"
    for first in arabic_stems(folded) if is_arabic else (folded,):
        for count in range(min(longest.get(first, 1), len(words) - at), 1, -1):
            key = " ".join([first, *(word.folded for word in words[at + 1 : at + count])])
            meaning = meanings.get(key)
            if meaning and not _BREAK.search(text, words[at].start, words[at + count - 1].end):
                return count, meaning
        if meaning := meanings.get(first):
            return 1, meaning
    return 1, None


def _scan_han(text: str, word: _Word) -> Iterator[Mention]:
    meanings, longest = table().meanings, table().longest_han
    at = word.start
    while at < word.end:
        for count in range(min(longest.get(text[at], 0), word.end - at), 1, -1):
            meaning = meanings.get(text[at : at + count])
            if meaning:
                if meaning.kind != Kind.OTHER:
                    yield Mention(
                        at, at + count, meaning.kind, meaning.codes, 1.0 if meaning.kind != Kind.SEAT else 0.0
                    )
                at += count
                break
        else:
            at += 1


def _stands(text: str, words: list[_Word], at: int, count: int, meaning: Meaning, is_english: bool) -> bool:
    """Whether the capitals are those of the name."""
    original = text[words[at].start : words[at + count - 1].end]
    if meaning.kind == Kind.EXACT:
        is_capitals = sum(letter.isupper() for letter in original) >= 2 and not (original in _WORDS_TOO and text.isupper())
        return is_capitals or not original.isascii()
    if original[0].islower():
        return meaning.kind in _NATIONS and not is_english
    return not (
        count == 1 and len(original) <= 4 and original.isupper() and meaning.kind in "gGpPCw" and not text.isupper()
    )


def _weight(text: str, words: list[_Word], at: int, count: int, meaning: Meaning) -> float:
    before = [word.folded for word in words[max(0, at - 8) : at]]
    after = [word.folded for word in words[at + count : at + count + 3]]
    end = words[at + count - 1].end
    if text[end : end + 1] in "$€£@" and text[end : end + 1]:
        return 0.0
    if meaning.kind == Kind.SEAT:
        return 0.0
    if after[:1] and after[0] in _THINGS and text[end : end + 1] == " ":
        return 0.0
    if meaning.kind == Kind.NAMELIKE and _is_person(text, words, at, count):
        return 0.0
    if after[:1] and after[0] in _DIPLOMATS:
        return 0.2
    if _is_funder(before):
        return 0.1
    if meaning.kind in _CITIES and _has_forename(text, words, at):
        return 0.0
    if meaning.kind in _NATIONS and set(after[:1] + before[-1:]) & _CITIZENS:
        return 0.5
    if before[-1:] == ["ethnic"] or set(after[:1] + before[-1:]) & _CONTINGENTS:
        return 0.3
    if set(after[:1]) & _BORDERS:
        return 0.6
    if set(after[:1]) & {"red", "cross"} or set(before[-1:]) & {"rouge", "roja", "vermelha"}:
        return 0.5
    if meaning.kind in _NATIONS and (set(after[:2]) | set(before[-1:])) & _PERSONS:
        return 0.6
    if before[-1:] and before[-1] in ("in", "en", "a", "au") and set(before[-4:-1]) & _MEETINGS:
        return 0.2
    return 1.4 if _is_in_power(before, after, meaning.kind) else 1.0


def _is_in_power(before: list[str], after: list[str], kind: Kind) -> bool:
    """Whether the country's authorities are spoken of: "Egyptian police", "China’s leaders", "gobierno mexicano"."""
    owned = after[1:2] if after[:1] == ["s"] else after[:1]
    return bool(set(owned) & _POWERS) or (kind in _NATIONS and bool(set(before[-1:]) & _POWERS))


def _is_funder(before: list[str]) -> bool:
    """Whether the words before lead to a payer: "funded by the Government of", "with support from A and"."""
    for at in range(len(before) - 1, max(0, len(before) - 7), -1):
        if before[at] in _PLACING:
            return False
        if before[at - 1] in _FUNDED and before[at] in _FROM:
            return True
    return before[-2:] == ["thanks", "to"]


def _is_person(text: str, words: list[_Word], at: int, count: int) -> bool:
    """Whether a capitalised word beside the name makes it a person's: "Jordan Miller", "Amal Jordan"."""
    return _has_forename(text, words, at) or _has_surname(text, words, at + count - 1)


def _has_forename(text: str, words: list[_Word], at: int) -> bool:
    if at == 0:
        return False
    before, here = words[at - 1], words[at]
    word = text[before.start : before.end]
    if text[before.end : here.start] != " " or not word[0].isupper():
        return False
    if before.folded in _HONORIFICS:
        return True
    is_name = at > 1 and not word.isupper() and before.folded not in _BEFORE_PLACES and before.folded not in table().meanings
    return is_name and not _is_title_case(text)


def _has_surname(text: str, words: list[_Word], at: int) -> bool:
    if at + 1 >= len(words):
        return False
    here, after = words[at], words[at + 1]
    word = text[after.start : after.end]
    is_name = text[here.end : after.start] == " " and word[0].isupper() and not word.isupper()
    return is_name and after.folded not in table().meanings and after.folded not in _POWERS and not _is_title_case(text)


def _is_title_case(text: str) -> bool:
    """Whether most longer words have a capital, as in an English headline."""
    longer = [found for found in re.findall(r"[^\W\d_]{5,}", text[:300])]
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)
