"""What may be meant by the letters before the cursor of a query: a field, or a value that a field takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from reader import regions
from reader.query import FIELDS, HOLDINGS, LANGUAGES, LONGEST_MEANT, QUOTATION_MARKS, STATES, SURROGATES, written

MOST = 8
"""Completions offered at a time: as many as one sees at a glance."""

FROM_ARCHIVE = ("source", "org", "speaker", "tag")
"""Fields whose values only the archive knows."""

STEP = re.compile(r'-?(?P<field>\w{1,12}):(?P<value>"[^"]*"?|[^\s()"]*)|"[^"]*"?|[()]|[^\s()"]+')
"""One step of a query, as far as completing wants to know it."""

PERIODS = {"1d": "a day", "1w": "a week", "1m": "a month", "1y": "a year"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is being typed: a field's name where `field` is empty, else a value of that field."""

    field: str
    typed: str
    start: int
    """Where in the query the completion goes, up to `end`."""
    end: int


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be meant."""

    text: str
    """To put in place of what was typed."""
    shown: str


def wanted(words: str, cursor: int) -> Wanted | None:
    """What is being typed at the cursor; None where it is nothing that can be completed."""
    plain = SURROGATES.sub("\ufffd", words.translate(QUOTATION_MARKS))
    for step in STEP.finditer(plain):
        if not step.start() < cursor <= step.end():
            continue
        if len(step[0]) > 2 * LONGEST_MEANT:
            return None
        start = step.start() + step[0].startswith("-")
        if step["field"] is None:
            return Wanted("", plain[start:cursor], start, step.end()) if step[0][0] not in '"()' else None
        value_at = step.start("value")
        if cursor < value_at:
            return None
        field = step["field"].lower()
        value = plain[value_at:cursor]
        is_whole = len(value) > 1 and value.startswith('"') and value.endswith('"')
        return Wanted(field, value.strip('"'), start, step.end()) if field in FIELDS and not is_whole else None
    return None


def completions(want: Wanted) -> list[Completion]:
    """What the language itself offers; nothing for a field of `FROM_ARCHIVE`."""
    typed = want.typed.lower()
    match want.field:
        case "":
            return [Completion(f"{field}:", f"{field}:") for field in FIELDS if typed and field.startswith(typed)][
                :MOST
            ]
        case "region":
            return named("region", regions.REGIONS.items(), typed)
        case "country":
            return named("country", ((fact.name, fact.name) for fact in regions.COUNTRIES.values()), typed)
        case "lang":
            return named("lang", ((tag, name.capitalize()) for name, tag in LANGUAGES.items()), typed)
        case "is":
            return named("is", ((state, state) for state in STATES), typed)
        case "has":
            return named("has", ((held, held) for held in HOLDINGS), typed)
        case "newer":
            return named("newer", PERIODS.items(), typed)
    return []


def named(field: str, values: Iterable[tuple[str, str]], typed: str) -> list[Completion]:
    """Of values and their names, those that begin with what is typed, then those with a word that does."""
    begin, inside = [], []
    wanted_letters = folded(typed)
    for value, name in values:
        letters = folded(name)
        completion = Completion(written(field, value), name)
        if letters.startswith(wanted_letters) or value.lower().startswith(typed):
            begin.append(completion)
        elif any(word.startswith(wanted_letters) for word in letters.split()):
            inside.append(completion)
    return [*begin, *inside][:MOST]


def folded(text: str) -> str:
    """The text as it is compared: no case, no accents."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def completed(words: str, want: Wanted, completion: Completion) -> tuple[str, int]:
    """The query with a completion in it, and where the cursor stands then: past a space after a whole value."""
    after = words[want.end :]
    space = "" if completion.text.endswith(":") or after.startswith((" ", ")")) else " "
    return words[: want.start] + completion.text + space + after, want.start + len(completion.text) + len(space)
