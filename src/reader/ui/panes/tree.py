"""The tree: all, unread and starred, what the user keeps, regions that open to their countries, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from unicodedata import combining, normalize

from rich.cells import cell_len
from textual.message import Message
from textual.reactive import reactive

from reader.filter import Filter
from reader.regions import COUNTRIES, REGIONS
from reader.ui.bindings import bindings
from reader.ui.cells import fill
from reader.ui.narrowing import EVERYTHING, holds, place_name
from reader.ui.panes.rows import Line, Rows

WIDE = 40
"""Columns from which all releases are counted beside the unread ones."""


class Counts(Protocol):
    """How many releases there are, in all and unread, by place."""

    @property
    def total(self) -> int: ...
    @property
    def unread(self) -> int: ...
    @property
    def starred(self) -> int: ...
    @property
    def places(self) -> Mapping[str, tuple[int, int]]: ...


class Source(Protocol):
    """What the tree tells of a source."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def is_on(self) -> bool: ...
    @property
    def total(self) -> int: ...
    @property
    def unread(self) -> int: ...
    @property
    def health(self) -> str: ...


class Tag(Protocol):
    """What the tree tells of a tag."""

    @property
    def name(self) -> str: ...
    @property
    def total(self) -> int: ...
    @property
    def unread(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search, and how much it finds."""

    name: str
    words: str
    total: int = 0
    unread: int = 0
    is_more: bool = False
    """Whether there are more than were counted."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the tree."""

    kind: str
    """"all", "unread", "starred", "heading", "saved", "tag", "region", "country", "source"."""
    key: str
    label: str
    total: int = 0
    unread: int = 0
    is_open: bool | None = None
    """None where there is nothing to open."""
    is_more: bool = False
    """Whether there are more than these numbers say."""
    note: str = ""
    """What is wrong, or going on, with a source."""


class Tree(Rows):
    """What the list can be narrowed to, with what is chosen ticked."""

    BINDINGS = bindings("tree")

    counts: reactive[Counts | None] = reactive(None, always_update=True)
    sources: reactive[Sequence[Source]] = reactive((), always_update=True)
    searches: reactive[Sequence[Search]] = reactive((), always_update=True)
    """What the user searches for again and again."""
    tags: reactive[Sequence[Tag]] = reactive((), always_update=True)
    narrowed: reactive[Filter] = reactive(EVERYTHING)
    """The filter whose rows are ticked."""
    typed: reactive[str] = reactive("")
    """Letters that the rows shown have in their names; empty for all rows."""
    busy: reactive[Mapping[int, str]] = reactive({}, always_update=True)
    """Sources that are being fetched, and how that goes."""

    class OfRow(Message):
        """Something is wanted of a row."""

        def __init__(self, kind: str, key: str) -> None:
            super().__init__()
            self.kind = kind
            self.key = key

    class Ticked(OfRow):
        """A row should join the filter, or leave it."""

    class Only(OfRow):
        """A row should be the whole filter."""

    class OfSearch(Message):
        """Something is wanted of a saved search."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Renaming(OfSearch):
        """It should be called otherwise."""

    class Forgetting(OfSearch):
        """It should go."""

    class Left(Message):
        """The list is wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._unfolded: set[str] = set()
        self._branches: list[Branch] = []
        self._has_own = False
        """Whether a saved search or a tag is ticked, whose words are the search's."""

    def count(self) -> int:
        return len(self._branches)

    def empty(self) -> str:
        return f"No region, country or source\nhas “{self.typed}” in its name." if self.typed else ""

    def may_stop(self, index: int) -> bool:
        return 0 <= index < len(self._branches) and self._branches[index].kind != "heading"

    @property
    def branch(self) -> Branch | None:
        """The row that the cursor is on."""
        return self._branches[self.cursor] if self.may_stop(self.cursor) else None

    def regrow(self) -> None:
        """Make the rows anew; the cursor stays on its row where that is still there."""
        here = self.branch
        self._branches = list(
            branches(
                self.counts,
                self.sources,
                self._unfolded,
                self.narrowed,
                self.typed,
                self.busy,
                self.searches,
                self.tags,
            )
        )
        own = [branch for branch in self._branches if branch.kind in ("saved", "tag")]
        self._has_own = any(holds(self.narrowed, branch.kind, branch.key) for branch in own)
        places = {(branch.kind, branch.key): index for index, branch in enumerate(self._branches)}
        self.rows_changed()
        self.move_to(places.get((here.kind, here.key), self.cursor) if here else self.cursor)

    def watch_counts(self) -> None:
        self.regrow()

    def watch_sources(self) -> None:
        self.regrow()

    def watch_searches(self) -> None:
        self.regrow()

    def watch_tags(self) -> None:
        self.regrow()

    def watch_narrowed(self) -> None:
        self.regrow()

    def watch_busy(self) -> None:
        self.regrow()

    def watch_typed(self) -> None:
        """Put the cursor on the first row that has the letters itself."""
        self.regrow()
        named = (at for at, branch in enumerate(self._branches) if _has(branch.label, self.typed))
        self.move_to(next(named, 0))

    def action_tick(self) -> None:
        if self.branch:
            self.post_message(self.Ticked(self.branch.kind, self.branch.key))

    def action_only(self) -> None:
        if self.branch:
            self.post_message(self.Only(self.branch.kind, self.branch.key))

    def action_rename_saved(self) -> None:
        if self.branch and self.branch.kind == "saved":
            self.post_message(self.Renaming(self.branch.label))

    def action_forget_saved(self) -> None:
        if self.branch and self.branch.kind == "saved":
            self.post_message(self.Forgetting(self.branch.label))

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_unfold(self) -> None:
        if self.branch and self.branch.is_open is False:
            self._unfolded.add(self.branch.key)
            self.regrow()

    def action_fold(self) -> None:
        branch = self.branch
        if branch and branch.kind == "country":
            self.move_to(next(i for i in range(self.cursor, -1, -1) if self._branches[i].kind == "region"))
        elif branch and branch.is_open:
            self._unfolded.discard(branch.key)
            self.regrow()

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        branch = self._branches[index]
        if branch.is_open is not None and 3 <= x < 5:
            self._unfolded ^= {branch.key}
            self.regrow()
        elif x < 3:
            self.action_tick()
        else:
            self.action_only()

    def paint(self, index: int, width: int) -> Sequence[Line]:
        branch = self._branches[index]
        if branch.kind == "heading":
            return [[(f"   {branch.label}", "section")]]
        is_on = holds(self.narrowed, branch.kind, branch.key) and not (branch.kind == "all" and self._has_own)
        fold = {None: "  ", False: "▸ ", True: "▾ "}[branch.is_open]
        indent = "  " if branch.kind == "country" else ""
        counted = _counted(branch, width)
        room = width - 5 - len(indent) - cell_len(counted[0] + counted[1])
        tone = "mark strong" if is_on else "strong" if branch.unread else "plain"
        pieces = [(" ✓ " if is_on else "   ", "mark"), (indent + fold, "dim")]
        if branch.note:
            note = f" {branch.note}"
            name = fill(branch.label, min(cell_len(branch.label), max(room // 2, room - cell_len(note))))
            return [
                [
                    *pieces,
                    (name, tone),
                    (fill(note, room - cell_len(name)), "warning"),
                    (counted[0], tone),
                    (counted[1], "dim"),
                ]
            ]
        return [[*pieces, (fill(branch.label, room), tone), (counted[0], tone), (counted[1], "dim")]]


def _counted(branch: Branch, width: int) -> tuple[str, str]:
    """The counts at the right: of unread releases, and where there is room of all."""
    unread = f"{branch.unread:>4}" if branch.unread else "    "
    more = "+" if branch.is_more else " "
    return unread, f" {branch.total:>5}{more}" if width >= WIDE else more


def branches(
    counts: Counts | None,
    sources: Sequence[Source],
    unfolded: Collection[str],
    narrowed: Filter,
    typed: str,
    busy: Mapping[int, str],
    searches: Sequence[Search] = (),
    tags: Sequence[Tag] = (),
) -> Iterator[Branch]:
    """The tree's rows; with letters typed, those that have them in their names, and no headings."""
    if counts is None:
        return
    wanted = typed.strip()
    if not wanted:
        yield Branch("all", "", "All releases", counts.total, counts.unread)
        yield Branch("unread", "", "Unread", counts.unread, counts.unread)
        yield Branch("starred", "", "Starred", counts.starred)
    kept = [Branch("saved", each.words, each.name, each.total, each.unread, is_more=each.is_more) for each in searches]
    called = [Branch("tag", tag.name, tag.name, tag.total, tag.unread) for tag in tags]
    for heading, rows in (("SAVED SEARCHES", kept), ("TAGS", called)):
        found = [row for row in rows if _has(row.label, wanted)]
        if found and not wanted:
            yield Branch("heading", "", "")
            yield Branch("heading", "", heading)
        yield from found
    if not wanted:
        yield Branch("heading", "", "")
        yield Branch("heading", "", "REGIONS")
    for region, name in REGIONS.items():
        total, unread = counts.places.get(region, (0, 0))
        codes = _countries(region, counts, narrowed)
        is_open = (region in unfolded or bool(wanted)) if codes else None
        inner = [code for code in codes if is_open and (_has(place_name(code), wanted) or _has(name, wanted))]
        if _has(name, wanted) or inner:
            yield Branch("region", region, name, total, unread, is_open)
        for code in inner:
            yield Branch("country", code, place_name(code), *counts.places.get(code, (0, 0)))
    listed = [source for source in sources if source.total or source.kind == "feed"]
    named = [source for source in listed if _has(source.title or source.url, wanted)]
    if named and not wanted:
        yield Branch("heading", "", "")
        yield Branch("heading", "", "SOURCES")
    for source in named:
        note = busy.get(source.id) or source.health or ("" if source.is_on else "off")
        yield Branch("source", str(source.id), source.title or source.url, source.total, source.unread, note=note)


def _has(name: str, typed: str) -> bool:
    """Whether a name has these letters, whatever their case and accents."""
    return _plain(typed.strip()) in _plain(name)


def _plain(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def _countries(region: str, counts: Counts, narrowed: Filter) -> list[str]:
    """A region's countries that have releases or are chosen, by name."""
    codes = {code for code in (*counts.places, *narrowed.places) if code in COUNTRIES}
    inside = [code for code in codes if COUNTRIES[code].region == region]
    return sorted((code for code in inside if not (region == "usa" and code == "USA")), key=place_name)
