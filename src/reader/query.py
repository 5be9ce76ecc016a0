"""The query language: what a reader types to say which releases to show.

    flood "early warning" -drill          all the words, the phrase, and not "drill"
    region:asia OR country:kenya          either; AND, OR, NOT and ( ) as one expects
    speaker:"Amina Diallo" is:unread after:2026-03

The last word matches by its beginning, so that a search can follow the typing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from reader.filter import FIELDS as FIELDS
from reader.filter import Filter as Filter
from reader.filter import Mistake as Mistake
from reader.filter import Order as Order
from reader.later import Later

if TYPE_CHECKING:
    from reader import regions
else:
    regions = Later("reader.regions")

MAX_DEPTH = 40
"""Brackets within brackets: more than anybody types, few enough for Python's stack and SQLite's parser."""

MAX_LENGTH = 1_000
"""Characters of a query: a longer one is a paste gone wrong, and would be slow to answer."""

LONGEST_MEANT = 40
"""Characters of a value that may be a known one mistyped; comparing longer ones would take long."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase, anywhere or in one field: "title", "quote" or "speaker"."""

    text: str
    field: str = ""
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """About a region (a key of `regions.REGIONS`) or a country (ISO 3166-1 alpha-3)."""

    code: str


@dataclass(frozen=True, slots=True)
class Named:
    """From a source or an organisation whose name or address holds these words."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """With this tag of the user's, whatever its case and accents."""

    name: str


@dataclass(frozen=True, slots=True)
class Noted:
    """With these words in the user's note."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """In this language (BCP 47 primary tag)."""

    language: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Published from `first` to before `end`; either may be None for no bound."""

    first: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Given:
    """One of these releases; only a filter says so, never what is typed."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class State:
    """What `is:` takes (`STATES`), or `has:` (`HOLDINGS`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not ask for."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the parts; with no parts, every release."""

    parts: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the parts."""

    parts: tuple[Query, ...]


Query = Words | Place | Named | Tagged | Noted | Written | Dated | Given | State | Not | All | Any


STATES = {
    "unread": "not read yet",
    "read": "read",
    "starred": "starred",
    "changed": "its text was changed after it was first seen",
    "undated": "says no date",
    "embargoed": "may not be used yet",
    "gone": "no longer in its feed",
}
"""What `is:` takes, and what each means."""

HOLDINGS = {
    "quotes": "quotes what somebody said",
    "tags": "has a tag of yours",
    "note": "has a note of yours",
}
"""What `has:` takes, and what each means."""

LANGUAGES = {
    "english": "en", "french": "fr", "spanish": "es", "portuguese": "pt", "german": "de", "italian": "it",
    "arabic": "ar", "chinese": "zh", "russian": "ru", "persian": "fa", "urdu": "ur", "japanese": "ja",
    "ukrainian": "uk", "turkish": "tr", "dutch": "nl", "hindi": "hi", "korean": "ko",
}  # fmt: skip
"""English names that `lang:` takes beside the tags."""

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
"""Marks that a keyboard, or a text that was pasted, has in place of straight ones."""

SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of letters, which no text has in it and SQLite can't be given."""

TOKEN = re.compile(
    r'\s*(?:(?P<paren>[()])|(?P<not>-(?=[\w"(]))|(?P<field>\w{1,12}):(?P<value>"[^"]*"?|[^\s()"]*)|(?P<phrase>"[^"]*"?)|(?P<word>[^\s()"]+))'
)
"""One step of a query: each alternative starts with another character, so that reading stays linear."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    end: int
    field: str = ""

    def wrong(self, message: str, suggestion: str = "") -> _Stop:
        """What to raise where the mistake is this token."""
        return _Stop(Mistake(message, self.at, suggestion, self.end))


class _Stop(Exception):
    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake


def parse(words: str, today: date | None = None) -> Query | Mistake:
    """The query that `words` says, or what is wrong with it. Never raises.

    `today` is the day that `newer:` counts back from; the present one where it is left out.
    """
    if len(words) > MAX_LENGTH:
        return Mistake(f"a query has at most {MAX_LENGTH} characters", MAX_LENGTH, end=len(words))
    words = SURROGATES.sub("\ufffd", words.translate(QUOTATION_MARKS))
    parser = _Parser(list(_tokens(words)), len(words), today or datetime.now(UTC).date())
    try:
        return _open_ended(parser.whole(), words)
    except _Stop as stop:
        return stop.mistake


def whole(chosen: Filter, today: date | None = None) -> Query | Mistake:
    """The one query that a filter comes to."""
    typed = parse(chosen.words, today)
    if isinstance(typed, Mistake):
        return typed
    parts: list[Query] = [Given(chosen.ids)] if chosen.ids else []
    if chosen.places:
        parts.append(Any(tuple(Place(code) for code in sorted(chosen.places))))
    parts += [State(name) for name, is_on in (("unread", chosen.unread), ("starred", chosen.starred)) if is_on]
    parts += typed.parts if isinstance(typed, All) else [typed]
    return All(tuple(parts))


def _tokens(words: str) -> Iterator[_Token]:
    at = 0
    while match := TOKEN.match(words, at):
        kind = match.lastgroup or ""
        if kind == "value":
            yield _Token("field", match["value"], match.start("field"), match.end(), match["field"].lower())
        elif kind:
            yield _Token(kind, match[kind], match.start(kind), match.end())
        at = match.end()


def _open_ended(query: Query, words: str) -> Query:
    """The query with its last word matching by prefix, unless a space or a mark ended it."""
    if not words[-1:].isalnum() and words[-1:] != "*":
        return query
    match query:
        case Words(is_prefix=False) if words.endswith(query.text):
            return replace(query, is_prefix=True)
        case All(parts) | Any(parts) if parts:
            return replace(query, parts=(*parts[:-1], _open_ended(parts[-1], words)))
    return query


class _Parser:
    """Recursive descent over the tokens: any of (all of (not? atom))."""

    def __init__(self, tokens: list[_Token], length: int, today: date) -> None:
        self.tokens = tokens
        self.length = length
        self.today = today
        self.next = 0

    def whole(self) -> Query:
        if not self.tokens:
            return All()
        query = self.any_of(0)
        if token := self.peek():
            raise token.wrong("this bracket closes nothing")
        return query

    def peek(self) -> _Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def take(self, kind: str, text: str) -> _Token | None:
        token = self.peek()
        if token and token.kind == kind and token.text == text:
            self.next += 1
            return token
        return None

    def any_of(self, depth: int) -> Query:
        parts = [self.all_of(depth)]
        while operator := self.take("word", "OR"):
            self.wants_more(operator)
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all_of(self, depth: int) -> Query:
        parts: list[Query] = []
        while (token := self.peek()) and token.text != ")" and (token.kind, token.text) != ("word", "OR"):
            if operator := self.take("word", "AND"):
                if not parts:
                    raise operator.wrong("AND stands between two things")
                self.wants_more(operator)
                continue
            parts.append(self.one(depth))
        if not parts:
            at = self.tokens[self.next].at if self.next < len(self.tokens) else self.length
            raise _Stop(Mistake("something to look for is missing here", at, end=at))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def wants_more(self, operator: _Token) -> None:
        token = self.peek()
        if token is None or token.text == ")" or (token.kind == "word" and token.text in ("AND", "OR")):
            raise operator.wrong(f"{operator.text} stands between two things")

    def one(self, depth: int) -> Query:
        token = self.tokens[self.next]
        self.next += 1
        if token.kind == "not" or (token.kind == "word" and token.text == "NOT"):
            if self.peek() is None or self.tokens[self.next].text == ")":
                raise token.wrong("what should not be there is missing")
            if depth >= MAX_DEPTH:
                raise token.wrong("too many things within each other")
            return Not(self.one(depth + 1))
        if token.kind == "paren":
            return self.bracket(token, depth)
        if token.kind == "field":
            return self.field(token)
        return _words(token.text, "")

    def bracket(self, opener: _Token, depth: int) -> Query:
        if depth >= MAX_DEPTH:
            raise opener.wrong("too many brackets within each other")
        if opener.text == ")":
            raise opener.wrong("this bracket closes nothing")
        inner = self.any_of(depth + 1)
        if not self.take("paren", ")"):
            raise opener.wrong("this bracket is not closed")
        return inner

    def field(self, token: _Token) -> Query:
        value = token.text.strip('"').strip()
        reader = _READERS.get(token.field)
        if reader is None:
            if close := _closest(token.field, FIELDS):
                raise token.wrong(f"there is no field “{token.field}”", f"{close}:{token.text}")
            return Words(f"{token.field} {value}".strip())  # a pasted title: "Syria: ..."
        if not value:
            raise token.wrong(f"{token.field}: wants a value, as in {FIELDS[token.field]}")
        return reader(value, token, self.today)


def _words(text: str, field: str) -> Words:
    if not text.startswith('"') and len(text) > 1 and text.endswith("*"):
        return Words(text.rstrip("*"), field, is_prefix=True)
    return Words(text.strip('"'), field)


def _closest(word: str, known: Iterable[str]) -> str:
    """What may have been meant by a mistyped word; empty where nothing is like it."""
    if len(word) > LONGEST_MEANT:
        return ""
    import difflib  # for a mistake alone

    return next(iter(difflib.get_close_matches(word.lower(), known, n=1)), "")


def written(field: str, value: str) -> str:
    """A field and its value as one types them, in quotation marks where the value needs them."""
    plain = value.replace('"', " ").strip()
    return f"{field}:{plain}" if re.fullmatch(r"[^\s()]+", plain) else f'{field}:"{plain}"'


def _region(value: str, token: _Token, today: date) -> Query:
    if key := region_named(value):
        return Place(key)
    close = _closest(value, [*regions.REGIONS, *(name.lower() for name in regions.REGIONS.values())])
    meant = written("region", region_named(close)) if close else ""
    raise token.wrong(f"there is no region “{_shown(value)}” (there are {', '.join(regions.REGIONS)})", meant)


REGION_ALIASES = {
    "us": "usa",
    "eca": "europe",
    "middleeast": "mena",
    "northafrica": "mena",
    "world": "global",
    "centralasia": "europe",
}
"""What people call regions beside their keys and names."""


def region_named(value: str) -> str:
    """The key of a region that is called so, or whose name begins so; empty where there is none."""
    wanted = _folded(value)
    for key, name in regions.REGIONS.items():
        if wanted in (key, _folded(name)) or (len(wanted) > 2 and _folded(name).startswith(wanted)):
            return key
    return REGION_ALIASES.get(wanted, "")


def _folded(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _shown(value: str) -> str:
    """A value as a message names it."""
    return value if len(value) <= LONGEST_MEANT else value[:LONGEST_MEANT] + "…"


def _country(value: str, token: _Token, today: date) -> Query:
    if code := regions.country_named(value):
        return Place(code)
    if region := region_named(value):
        raise token.wrong(f"“{_shown(value)}” is a region", f"region:{region}")
    close = _closest(value, {fact.name.lower(): code for code, fact in regions.COUNTRIES.items()})
    raise token.wrong(f"there is no country “{_shown(value)}”", written("country", close) if close else "")


def _state(value: str, token: _Token, today: date) -> Query:
    if value.lower() in STATES:
        return State(value.lower())
    close = _closest(value, STATES)
    raise token.wrong(f"is: takes {', '.join(STATES)}", f"is:{close}" if close else "")


def _has(value: str, token: _Token, today: date) -> Query:
    name = {"quote": "quotes", "tag": "tags", "notes": "note"}.get(value.lower(), value.lower())
    if name in HOLDINGS:
        return State(name)
    close = _closest(value, HOLDINGS)
    raise token.wrong(f"has: takes {', '.join(HOLDINGS)}", f"has:{close}" if close else "")


def _language(value: str, token: _Token, today: date) -> Query:
    tag = LANGUAGES.get(value.lower(), value.lower())
    if re.fullmatch(r"[a-z]{2,3}", tag):
        return Written(tag)
    close = _closest(value, LANGUAGES)
    raise token.wrong(
        "lang: takes a language or its two letters, as in lang:fr", f"lang:{LANGUAGES[close]}" if close else ""
    )


def _span(value: str, token: _Token) -> tuple[date, date]:
    """First day, and the day after the last, of a year, a month or a day."""
    if match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", value):
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            first = date(year, month or 1, day or 1)
            if day:
                return first, first + timedelta(days=1)
            return first, date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        except (ValueError, OverflowError):
            pass
    raise token.wrong(f"{token.field}: takes a year, a month or a day, as in {token.field}:2016-07-05")


def _after(value: str, token: _Token, today: date) -> Query:
    return Dated(_span(value, token)[0], None)


def _before(value: str, token: _Token, today: date) -> Query:
    return Dated(None, _span(value, token)[0])


def _on(value: str, token: _Token, today: date) -> Query:
    return Dated(*_span(value, token))


def _newer(value: str, token: _Token, today: date) -> Query:
    if match := re.fullmatch(r"([0-9]{1,4})([dwmy])", value.lower()):
        days = int(match[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[match[2]]
        return Dated(date.fromordinal(max(1, today.toordinal() - days)), None)
    raise token.wrong("newer: takes a number and d, w, m or y, as in newer:2w")


_READERS: dict[str, Callable[[str, _Token, date], Query]] = {
    "region": _region,
    "country": _country,
    "source": lambda value, token, today: Named("source", value),
    "org": lambda value, token, today: Named("org", value),
    "speaker": lambda value, token, today: _words(value, "speaker"),
    "quote": lambda value, token, today: _words(value, "quote"),
    "title": lambda value, token, today: _words(value, "title"),
    "tag": lambda value, token, today: Tagged(value),
    "note": lambda value, token, today: Noted(value),
    "lang": _language,
    "after": _after,
    "before": _before,
    "on": _on,
    "newer": _newer,
    "is": _state,
    "has": _has,
}


def said(chosen: Filter, addresses: Mapping[int, str]) -> str:
    """A filter as one query in the language, which lists the same; `addresses` are those of the sources.

    The releases that the reader was opened on have no words, and are left out.
    """
    parts = [
        _either([f"region:{code}" if code in regions.REGIONS else f"country:{code}" for code in sorted(chosen.places)]),
        _either([written("source", addresses[source]) for source in sorted(chosen.sources) if source in addresses]),
        "is:unread" if chosen.unread else "",
        "is:starred" if chosen.starred else "",
    ]
    before = " ".join(part for part in parts if part)
    words = chosen.words.lstrip()
    if parse(words) == parse(words.rstrip()):
        words = words.rstrip()
    if before and isinstance(parse(words), Any):
        # In brackets the last word would no longer match by its beginning.
        words = f"({words.rstrip()}{'*' if parse(words) != parse(words + ' ') else ''})"
    return f"{before} {words}" if before and words else before or words


def _either(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)
