"""The page with its keys."""

from __future__ import annotations

from textual.message import Message

from reader.ui.bindings import bindings
from reader.ui.panes.page import ReleaseView


class ReadingPage(ReleaseView, inherit_bindings=False):
    """A release as it is read in the app: keys from the table, and words to the screen."""

    BINDINGS = bindings("page")

    class Left(Message):
        """The list is wanted, or the end of finding."""

    class FindWanted(Message):
        """Words on the page are to be found."""

    def action_back(self) -> None:
        self.post_message(self.Left())

    def action_find(self) -> None:
        self.post_message(self.FindWanted())

    def action_reasons(self) -> None:
        self.toggle_reasons()

    def action_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_first(self) -> None:
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        self.scroll_end(animate=False)

    def action_half_down(self) -> None:
        self.scroll_relative(y=self.size.height // 2, animate=False)

    def action_half_up(self) -> None:
        self.scroll_relative(y=-(self.size.height // 2), animate=False)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.scroll_page_up(animate=False)
