"""The screen while feeds are fetched: progress is told, and the list waits to be asked."""

from __future__ import annotations

from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer
from textual.worker import Worker, WorkerError

from reader.filter import Filter
from reader.later import Later
from reader.ui.panes.lines import Words
from reader.ui.screens.showing import Showing

if TYPE_CHECKING:
    from reader.extract import clean
    from reader.ui import refreshing
    from reader.ui.refreshing import Progress
else:
    clean, refreshing = Later("reader.extract.clean"), Later("reader.ui.refreshing")


TOGETHER = 0.25
"""Seconds in which steps of a refresh are gathered before they are shown."""


class Fetching(Showing):
    """Runs one refresh at a time, in a process of its own."""

    _refresh: Worker[None] | None = None
    _telling: Timer | None = None
    """Set while steps of the refresh wait to be shown."""
    _has_news = False
    _said = ""
    """The last thing that was noted to say."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._fetched: set[int] = set()
        """Sources that were fetched since progress was shown last."""

    def action_refresh_all(self) -> None:
        self.fetch(())

    def action_refresh_this(self) -> None:
        self.be_counted()
        branch, headline = self.tree_pane.branch, self.current
        if self.focused_pane == "tree" and branch and branch.kind == "source":
            wanted = [source for source in self.sources if str(source.id) == branch.key]
        else:
            wanted = [source for source in self.sources if headline and source.title == headline.source]
        feeds = [source.id for source in wanted if source.kind == "feed"]
        if feeds:
            self.fetch(tuple(feeds[:1]))
        else:
            fetches_all = f"{self.key_for('refresh_all')} fetches all feeds"
            self.status.say(f"This came from a file; {fetches_all}" if wanted else fetches_all)

    def fetch(self, sources: tuple[int, ...]) -> None:
        """Fetch these sources in the background, all with none named."""
        self.be_counted()
        feeds = [source.id for source in self.sources if source.kind == "feed" and source.is_on]
        if self.is_fetching:
            self.status.say("A refresh is under way")
        elif not feeds:
            self.status.say(f"No feeds to fetch yet; {self.key_for('add_feeds')} adds some")
        else:
            self.is_fetching = True
            self.busy = dict.fromkeys(sources or feeds, "…")
            self.tell_new()
            self._refresh = self.run_worker(self._follow(sources), group="refresh", exit_on_error=False)

    def action_sources(self) -> None:
        """The sources and how each is doing."""
        from reader.ui.screens.sources import Sources

        def fetch(source: int) -> str:
            is_under_way = self.is_fetching
            self.fetch((source,))
            return "A refresh is under way; wait for its end" if is_under_way else "Being fetched …"

        self.app.push_screen(Sources(self.archive, lambda: self.busy, fetch, self._now), self._list_source)

    def _list_source(self, source: int | None) -> None:
        """List a source alone where one was chosen; count anew what was switched or left."""
        self.recount()
        if source is not None:
            self.narrowed = Filter(sources=frozenset({source}))

    async def on_unmount(self) -> None:
        """Stop a refresh that is under way, and see it end."""
        if self._refresh:
            self._refresh.cancel()
            with suppress(WorkerError):
                await self._refresh.wait()

    async def _follow(self, sources: tuple[int, ...]) -> None:
        try:
            async with aclosing(refreshing.follow(self.refreshing(self.archive.path, sources))) as steps:
                async for told in steps:
                    self._progressed(told)
        except OSError as error:
            self.status.say(f"The refresh could not be started: {error}")
        finally:
            self.is_fetching = False
            self.busy = {}
            if self.is_attached:
                self._show_progress()

    def _progressed(self, told: Progress) -> None:
        """Note a step of the refresh; it is shown with others, so that a hundred feeds do not make a key wait."""
        self._fetched.add(told.source)
        self._has_news = self._has_news or bool(told.new or told.changed or told.event == "end")
        self._said = _in_words(told) or self._said
        if self._telling is None:
            self._telling = self.set_timer(TOGETHER, self._show_progress)
        if told.event == "end":
            self._show_progress()

    def _show_progress(self) -> None:
        """Show all that was noted since the last time."""
        if self._telling is not None:
            self._telling.stop()
            self._telling = None
        if self._said:
            self.status.say(self._said)
        self.busy = {source: sign for source, sign in self.busy.items() if source not in self._fetched}
        if self._has_news:
            self.recount()
        self._fetched, self._has_news, self._said = set(), False, ""
        self.tell_new()

    @on(Words.Clicked, "#status")
    def _show_new_by_click(self, event: Words.Clicked) -> None:
        if event.at_right:
            self.action_show_new()

    def action_show_new(self) -> None:
        """Take a fresh listing, and go to its top unless a release is being read."""
        arrived = self.archive.arrived(self.narrowed, self.mark)
        self.list_anew()
        if arrived and self.focused_pane != "page":
            self.headlines.move_to(0)
        self.status.say(f"{arrived} new in the list" if arrived else "Nothing new")


def _in_words(told: Progress) -> str:
    """What there is to say of a step; empty where a source had nothing new."""
    title = clean.clean_line(told.title) or "A source"
    if told.event == "end":
        return _in_all(told)
    if told.state == "failed":
        return f"{title}: {clean.clean_line(told.reason)}"
    return f"{title}: {_counted(told)}" if told.new or told.changed else ""


def _in_all(told: Progress) -> str:
    return f"The refresh stopped: {clean.clean_line(told.reason)}" if told.reason else f"Refreshed: {_counted(told)}"


def _counted(told: Progress) -> str:
    numbers = {"new": told.new, "changed": told.changed, "failed": told.failed}
    return ", ".join(f"{number} {what}" for what, number in numbers.items() if number) or "nothing new"
