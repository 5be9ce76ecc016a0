"""What the list is narrowed to, and in which order: of the query language all that the first frame needs, and help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import combining, east_asian_width

POINTED = 76
"""Characters of a query that are shown where a mistake in it is pointed at."""

FIELDS = {
    "region": "region:asia",
    "country": "country:CHN or country:china",
    "source": "source:hrw",
    "org": 'org:"amnesty"',
    "speaker": 'speaker:"Kenneth Roth"',
    "quote": 'quote:"words said"',
    "title": "title:flood",
    "tag": "tag:urgent",
    "note": 'note:"ask again"',
    "lang": "lang:fr",
    "after": "after:2016-01",
    "before": "before:2016",
    "on": "on:2016-07-05",
    "newer": "newer:2w",
    "is": "is:unread",
    "has": "has:quotes",
}
"""Each field and an example of it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the panes narrow the list by: any of the places, any of the sources, all of the rest."""

    places: frozenset[str] = frozenset()
    """Region keys and country codes."""
    sources: frozenset[int] = frozenset()
    unread: bool = False
    starred: bool = False
    words: str = ""
    """In the query language."""
    ids: frozenset[int] = frozenset()
    """These releases only, where any are given: those that the reader was opened on."""


class Order(StrEnum):
    """What stands first in a list."""

    DATE = "date"
    """The newest."""
    RELEVANCE = "relevance"
    """What has the words of the search most, and in the headline."""
    SOURCE = "source"
    """The sources by name, each with its newest first."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a query, where (an offset into it), and what may have been meant."""

    message: str
    at: int
    suggestion: str = ""
    """What to put in place of the text from `at` to `end`."""
    end: int = 0

    def in_words(self) -> str:
        """The message, and what may have been meant."""
        return f"{self.message}; did you mean {self.suggestion}?" if self.suggestion else self.message

    def pointed(self, text: str) -> str:
        """Three lines: the query, or what stands around the place, a caret under the place, the message."""
        first = max(0, self.at - POINTED // 2)
        shown = "".join(letter if letter.isprintable() else " " for letter in text[first : first + POINTED])
        return f"{shown}\n{' ' * columns(shown[: self.at - first])}^\n{self.in_words()}"


def columns(text: str) -> int:
    """Cells of a terminal that a text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
