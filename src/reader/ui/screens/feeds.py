"""Choosing feeds: starters to be switched on or off, and a line for any other feed's address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from reader.extract.clean import clean_line
from reader.ui.bindings import HEIGHTS, QUITTING
from reader.ui.browser import host
from reader.ui.cells import fill
from reader.ui.narrowing import place_name
from reader.ui.panes.box import Box
from reader.ui.panes.rows import Line, Rows
from reader.ui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that can be switched on or off."""

    title: str
    url: str
    region: str = ""
    is_on: bool = False
    id: int = 0
    """Its number in the archive; 0 where it is not there yet."""


class Offers(Rows):
    """Feeds, each with a tick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "down", show=False),
        Binding("k,up", "up", show=False),
        Binding("g,home", "first", show=False),
        Binding("G,end", "last", show=False),
        Binding("ctrl+d,pagedown", "page_down", show=False),
        Binding("ctrl+u,pageup", "page_up", show=False),
        Binding("space,x", "tick", show=False),
        Binding("a", "tick_all", show=False),
        Binding("enter", "accept", show=False),
    ]

    class Accepted(Message):
        """Enter was pressed."""

    class Ticked(Message):
        """A feed was switched on or off."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self.offers = list(offers)

    def count(self) -> int:
        return len(self.offers)

    def empty(self) -> str:
        return "No feeds to offer. Press tab, and type a feed's address."

    def paint(self, index: int, width: int) -> Sequence[Line]:
        offer = self.offers[index]
        place = place_name(offer.region) if offer.region else ""
        where = f" {place or host(offer.url).removeprefix('www.')} "
        room = max(10, width - 4 - len(where))
        tone = "strong" if offer.is_on else "plain"
        box = ("[✓] " if offer.is_on else "[ ] ", "mark")
        return [[box, (fill(offer.title, room), tone), (where, "dim")]]

    def action_tick(self) -> None:
        if self.offers:
            offer = self.offers[self.cursor]
            self.offers[self.cursor] = replace(offer, is_on=not offer.is_on)
            self.forget()
            self.post_message(self.Ticked())

    def action_tick_all(self) -> None:
        """Switch all on; where all are on, off."""
        are_on = all(offer.is_on for offer in self.offers)
        self.offers = [replace(offer, is_on=not are_on) for offer in self.offers]
        self.forget()
        self.post_message(self.Ticked())

    def action_accept(self) -> None:
        self.post_message(self.Accepted())

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        self.action_tick()

    def add(self, offer: Offer) -> None:
        """Put a feed on top, or switch the one on that has its address."""
        at = next((index for index, each in enumerate(self.offers) if each.url == offer.url), None)
        if at is None:
            self.offers.insert(0, offer)
        else:
            self.offers[at] = replace(self.offers[at], is_on=True)
        self.cursor = at or 0
        self.rows_changed()
        self.post_message(self.Ticked())


class Feeds(Dialog[list[Offer] | None]):
    """Gives all offers back, switched as the reader wants them; None where they are left as they were."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape", "leave", show=False),
        Binding("tab,shift+tab", "other", show=False, priority=True),
    ]

    def __init__(self, offers: Sequence[Offer], is_first_run: bool = False) -> None:
        super().__init__()
        self._offers = offers
        self._is_first_run = is_first_run

    def compose(self) -> ComposeResult:
        greeting = (
            "Welcome. Choose whose press releases to fetch. Nothing is fetched before you press enter."
            if self._is_first_run
            else "Feeds that are ticked are fetched. Nothing changes before you press enter."
        )
        with Vertical(classes="dialog"):
            yield Static(Content("Feeds"), classes="dialog-title")
            yield Static(Content(greeting), id="feeds-greeting")
            yield Offers(self._offers)
            with Horizontal(id="feeds-other"):
                yield Static(Content("Another feed: "), id="feeds-label")
                yield Box(placeholder="https://…", compact=True)
            yield Static(id="feeds-hint", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one(Offers).focus()

    def on_descendant_focus(self) -> None:
        self._tell()

    @on(Offers.Ticked)
    def _tell(self) -> None:
        """Say what the keys do where the focus is."""
        if self.query_one(Box).has_focus:
            self._hint("enter adds this address · tab back to the feeds · esc leaves")
            return
        ticked = sum(offer.is_on for offer in self.query_one(Offers).offers)
        feeds = "1 feed" if ticked == 1 else f"{ticked} feeds"
        later = "esc later" if self._is_first_run else "esc leaves"
        self._hint(f"space ticks · a all · tab other address · enter: {feeds} · {later}")

    def _hint(self, words: str) -> None:
        self.query_one("#feeds-hint", Static).update(Content(words))

    @on(Input.Submitted)
    def _add(self, event: Input.Submitted) -> None:
        address = clean_line(event.value)
        if address and "://" not in address:
            address = f"https://{address}"
        if not host(address):
            self._hint("A feed's address looks like https://example.org/feed.xml")
            return
        self.query_one(Offers).add(Offer(host(address), address, is_on=True))
        self.query_one(Input).value = ""
        self.query_one(Offers).focus()

    @on(Offers.Accepted)
    def _accept(self) -> None:
        self.dismiss(self.query_one(Offers).offers)

    def action_other(self) -> None:
        box = self.query_one(Input)
        (self.query_one(Offers) if box.has_focus else box).focus()

    def action_leave(self) -> None:
        self.dismiss(None)
