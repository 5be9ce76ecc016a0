"""The app: opens the archive and the first screen, sets theme and keys, and ends cleanly."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from reader import config
from reader.archive import Archive, in_words
from reader.config import Settings
from reader.filter import Filter
from reader.later import Later
from reader.ui import keys, remembered, themes
from reader.ui.bindings import QUITTING, bindings
from reader.ui.driver import Driver
from reader.ui.screens.reading import Reading

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.screen import Screen
    from textual.widget import Widget

    from reader import faults
    from reader.ui import refreshing
    from reader.ui.refreshing import Command
    from reader.ui.screens import feeds, help
    from reader.ui.screens.feeds import Offer
else:
    faults, refreshing = Later("reader.faults"), Later("reader.ui.refreshing")
    feeds, help = Later("reader.ui.screens.feeds"), Later("reader.ui.screens.help")

TYPED_AHEAD = 64
"""Keys that somebody who types fast has pressed while a box opens."""

TERMINAL_CHECK = 1.0
"""Seconds between two looks at whether the terminal is still there."""

ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}
"""Signals that end the reader, and the exit code that says so: 128 and the signal's number."""

SAMPLE_NOTICE = "These releases are invented. {key} adds real feeds."


def _commands() -> type[Provider]:
    """What the palette offers; loaded when it is opened first."""
    from reader.ui.commands import Commands

    return Commands


class ReaderApp(App[None]):
    """Holds what outlives a screen: the archive that is open, the settings, the theme."""

    TITLE = "reader"
    CSS_PATH = "reader.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app"), *QUITTING]

    _has_theme = False

    def __init__(
        self,
        archive: Path,
        settings: Settings,
        narrowed: Filter | None = None,
        *,
        is_sample: bool = False,
        offer_starter: bool = False,
        real_archive: Path | None = None,
        state: Path | None = None,
        refreshing: Command = lambda *given: refreshing.command(*given),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """The app on an archive. Raises ArchiveError where that can't be opened.

        `real_archive` is where feeds go that are chosen while the sample is shown; `state` keeps the theme;
        `refreshing` gives the command line of a refresh; `now` tells which embargoes have lifted.
        """
        # Without this Textual keeps NO_COLOR by painting in greys, black on black in some terminals.
        super().__init__(Driver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.settings = settings
        self._state = state or config.state_file()
        self._set_theme()
        self._path = archive
        self._narrowed = narrowed or Filter()
        self._is_sample = is_sample
        self._offer_starter = offer_starter
        self._real_archive = real_archive or config.archive_file()
        self._refreshing = refreshing
        self._now = now
        self._archive = Archive.open(archive)
        self.fault = ""
        """What to say at the end where a fault of our own ended the reader."""
        self._is_ending = False
        self._keys_sent: deque[tuple[events.Key, Widget | None]] = deque(maxlen=TYPED_AHEAD)
        """The last keys, and which widget each was sent to."""

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The user's own keys."""
        return self.settings.keys

    def get_default_screen(self) -> Screen[None]:
        """The screen for reading: the first frame is its."""
        key = next(keys.first_shown(row) for row in keys.mapped(self.own_keys) if row.action == "add_feeds")
        return Reading(
            self._archive,
            self.settings,
            self._narrowed,
            notice=SAMPLE_NOTICE.format(key=key) if self._is_sample else "",
            refreshing=self._refreshing,
            now=self._now,
        )

    def on_mount(self) -> None:
        self.set_keymap(self.own_keys)
        self._end_on_signals()
        self.theme_changed_signal.subscribe(self, lambda theme: self._remember(theme.name))
        # The shell has written over the screen, which Textual takes for painted still.
        self.app_resume_signal.subscribe(self, lambda app: self.screen.refresh())
        self.call_after_refresh(self._settle)
        self.call_after_refresh(self._tell_unknown_keys)
        if self._offer_starter:
            self.call_after_refresh(self.action_add_feeds)
        elif self.settings.refresh_on_start and not self._is_sample:
            self.call_after_refresh(lambda: self.reading.fetch(()))

    def _settle(self) -> None:
        """Look for garbage from now on, but not among what the start has loaded: a key would wait for it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _tell_unknown_keys(self) -> None:
        unknown = keys.unknown(self.own_keys)
        if unknown:
            self.reading.status.say(f"Your keys name no action: {', '.join(unknown)}; `reader keys` lists them")

    @property
    def reading(self) -> Reading:
        """The screen for reading."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, Reading))

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        if self._is_ending and isinstance(event, events.InputEvent):
            return
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            self._keys_sent.append((event, self.focused))
        await super().on_event(event)

    async def _on_key(self, event: events.Key) -> None:
        """Letters that were typed on while a box opened go into it: they were sent to what had the keys before."""
        if not self.screen_stack:
            return  # the reader is being left
        box = self.focused
        before = next((target for key, target in self._keys_sent if key is event), box)
        if box is None or before is box or not box.check_consume_key("a", "a"):
            return
        event.prevent_default()
        again = events.Key(event.key, event.character)
        self._keys_sent.append((again, box))
        box._forward_event(again)

    # Colours.

    def _set_theme(self) -> None:
        """Choose the theme before any style sheet is read, so that it is read once."""
        for theme in themes.OURS:
            self.register_theme(theme)
        remembered_one = themes.ANSI if self.no_color else remembered.theme(self._state)
        wanted = self.settings.theme or remembered_one
        name = wanted if wanted in self.available_themes else themes.DARK.name
        if self.available_themes[name].ansi:
            self.theme = name
        self.set_reactive(App.theme, name)
        self._has_theme = True
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """As Textual's, which mixes the colours of its own theme too, before ours is set and any style sheet read."""
        return super().get_css_variables() if self._has_theme else {}

    def _remember(self, name: str) -> None:
        if not self.no_color:
            remembered.keep_theme(self._state, name)

    # Feeds.

    def action_add_feeds(self) -> None:
        self.push_screen(feeds.Feeds(self._offers(), is_first_run=self._offer_starter), self._switch)
        self._offer_starter = False

    def _offers(self) -> list[Offer]:
        """The feeds that are there, then the starters that are not."""
        from reader.sources.starter import starters

        sources = [] if self._is_sample else [one for one in self._archive.sources() if one.kind == "feed"]
        there = [feeds.Offer(one.title or one.url, one.url, one.region, one.is_on, one.id) for one in sources]
        addresses = {offer.url for offer in there}
        new = [feeds.Offer(one.title, one.url, one.region) for one in starters() if one.url not in addresses]
        return [*there, *new]

    def _switch(self, offers: list[Offer] | None) -> None:
        """Switch feeds on and off, and fetch those that are new; from the sample go to the real archive."""
        from reader.refresh import subscribe  # brings the network's libraries, which most sessions never need

        if offers is None:
            return
        reading = self.reading
        for offer in offers:
            if offer.id:
                reading.archive.update_source(offer.id, is_on=offer.is_on)
        wanted = [(offer.url, offer.title, offer.region) for offer in offers if offer.is_on and not offer.id]
        new = subscribe(self._real_archive if self._is_sample else self._path, wanted) if wanted else []
        if new and self._is_sample:
            self._leave_sample()
        else:
            reading.recount()
        if new:
            self.call_after_refresh(lambda: self.reading.fetch(tuple(new)))

    def _leave_sample(self) -> None:
        self._is_sample = False
        self._path = self._real_archive
        before, self._archive = self._archive, Archive.open(self._path)
        self.reading.read_in(self._archive)
        before.close()

    # Help, palette, end.

    def action_help(self) -> None:
        self.push_screen(help.Help(keys.mapped(self.own_keys)))

    def action_suspend(self) -> None:
        self.action_suspend_process()

    def action_palette(self) -> None:
        self.action_command_palette()

    def action_command_palette(self) -> None:
        from reader.ui.commands import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def _end_on_signals(self) -> None:
        """Leave the terminal as it was found, also when told to end from outside."""
        loop = asyncio.get_running_loop()
        for number, code in ENDINGS.items():
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, partial(self._end, code))
        if not self.is_headless:
            self.set_interval(TERMINAL_CHECK, self._end_with_terminal)

    def _end_with_terminal(self) -> None:
        """Leave when the terminal is gone: under another program, such as make, no signal tells of it."""
        terminal = select.poll()
        terminal.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
        if any(state & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, state in terminal.poll(0)):
            self._end(ENDINGS[signal.SIGHUP])

    def _end(self, code: int) -> None:
        """Leave, whatever keys still wait."""
        self._is_ending = True
        self.exit(return_code=code)

    def _fatal_error(self) -> None:
        """In place of Textual's traceback, which would show what was being read, one plain line after the end."""
        error = self._exception or sys.exception()
        trouble = in_words(error) if isinstance(error, Exception) else ""
        if trouble:
            self.fault = f"{self._path}: {trouble}"
        else:
            self.fault = faults.keep(error, self._state.parent) if error else "a fault of its own stopped it"
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As `_fatal_error`: what Textual would print of its own errors is for who mends them."""
        self._fatal_error()

    def on_unmount(self) -> None:
        self._archive.close()


def run(
    archive_path: Path,
    *,
    settings: Settings,
    filter: Filter | None = None,
    is_sample: bool = False,
    offer_starter: bool = False,
    real_archive: Path | None = None,
) -> int:
    """Show the reader until it is left; the exit code. Raises ArchiveError where the archive can't be opened.

    `real_archive` is where feeds go that are chosen while the sample is shown.
    """
    app = ReaderApp(
        archive_path,
        settings,
        filter,
        is_sample=is_sample,
        offer_starter=offer_starter,
        real_archive=real_archive,
    )
    if sys.__stderr__:
        # Textual writes there, in the encoding of the locale: a plain "C" has no letters but ours.
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")
    app.run()
    if app.fault:
        print(f"reader: {app.fault}", file=sys.stderr)
    return app.return_code or 0
