"""Links: going from one to the next, seeing where one leads, opening and copying it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import on, work

from reader.later import Later
from reader.ui.panes.lines import LINGERS
from reader.ui.panes.page import ReleaseView
from reader.ui.screens.correcting import Correcting

if TYPE_CHECKING:
    from reader.ui import browser
    from reader.ui.browser import Destination
else:
    browser = Later("reader.ui.browser")

MAIL = "mailto:"


class Opening(Correcting):
    """Nothing is opened before its true host was shown: the first key says where it leads, the second goes there."""

    _asked = ("", 0.0)
    """The address whose host was shown, and when."""

    def action_next_link(self) -> None:
        self._to_link(1)

    def action_previous_link(self) -> None:
        self._to_link(-1)

    def _to_link(self, step: int) -> None:
        if self.current_release() is None:
            return
        if self.page.next_link(step):
            self._tell_link(self.page.current_link)
        elif self.page.page.links:
            self.status.say("No link further down" if step > 0 else "No link further up")
        else:
            self.status.say("No links in this release")

    def _tell_link(self, address: str) -> None:
        found = browser.destination(address)
        if found:
            self.status.say(f"{self.key_for('open_in_browser')} opens {found.in_words}")
            self._asked = (address, time.monotonic())
        elif address.startswith(MAIL):
            self.status.say(f"{self.key_for('copy_link')} copies {address.removeprefix(MAIL)}")

    def action_open_in_browser(self) -> None:
        """Open the current link, or with none the release's own address."""
        release = self.current_release()
        if release:
            self._ask_to_open(self.page.current_link or release.url)

    @on(ReleaseView.LinkChosen)
    def _ask_to_open_link(self, event: ReleaseView.LinkChosen) -> None:
        self._ask_to_open(event.url)

    def _ask_to_open(self, address: str) -> None:
        if address.startswith(MAIL):
            self._copy(address)
            return
        found = browser.destination(address)
        if found is None:
            self.status.say("This release has no web address to open")
        elif self._asked[0] == address and time.monotonic() - self._asked[1] < LINGERS:
            self._asked = ("", 0.0)
            self._open(found)
        else:
            self._asked = (address, time.monotonic())
            self.status.say(f"{self.key_for('open_in_browser')} again opens {found.in_words}")

    @work(thread=True, group="browser", exit_on_error=False)
    def _open(self, found: Destination) -> None:
        said = browser.open_destination(found, self.settings.browser)
        self.app.call_from_thread(self.status.say, said)

    def action_copy_link(self) -> None:
        """Copy the current link, or with none the release's own address."""
        release = self.current_release()
        address = (self.page.current_link or release.url) if release else ""
        if address:
            self._copy(address)
        else:
            self.status.say("This release has no address to copy")

    def _copy(self, address: str) -> None:
        copied = address.removeprefix(MAIL)
        self.app.copy_to_clipboard(copied)
        self.status.say(f"Copied {copied}")
