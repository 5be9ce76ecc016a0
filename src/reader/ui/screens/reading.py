"""The screen for reading: what each key does."""

from __future__ import annotations

from contextlib import aclosing, suppress
from dataclasses import replace

from textual import on, work
from textual.widget import Widget
from textual.worker import Worker, WorkerError

from reader.extract.clean import clean_line
from reader.query import Filter, Mistake, parse
from reader.ui import citation, narrowing
from reader.ui.bindings import bindings
from reader.ui.browser import open_address
from reader.ui.panes.asking import Asking
from reader.ui.panes.headlines import Headlines
from reader.ui.panes.lines import Words
from reader.ui.panes.page import ReleaseView
from reader.ui.panes.tree import Tree
from reader.ui.refreshing import Progress, follow
from reader.ui.screens.picker import Picker
from reader.ui.screens.showing import Showing

SEARCH, FIND = "Search", "Find"


class Reading(Showing):
    """Every action of the key table that is not a pane's own."""

    BINDINGS = bindings("reading")

    _before: tuple[Filter, int] = (narrowing.EVERYTHING, 0)
    """Filter and cursor from before a search."""
    _refresh: Worker[None] | None = None

    # Going from release to release, and from quote to quote.

    def action_next_unread(self) -> None:
        self._to_next(1)

    def action_previous_unread(self) -> None:
        self._to_next(-1)

    def _to_next(self, step: int) -> None:
        if self.is_finding and self.focused_pane == "page":
            self.page.next_match(step)
            return
        at = self.listing.next_unread(self.headlines.cursor, step) if self.listing else None
        if at is None:
            where, key = ("below", "N looks above") if step > 0 else ("above", "n looks below")
            self.status.say(f"No unread release {where}; {key}")
            return
        self.headlines.move_to(at)
        if self.focused_pane == "page":
            self.read()

    def action_next_quote(self) -> None:
        if not self.page.next_quote():
            self._say_no_quote("No quote further down")

    def action_previous_quote(self) -> None:
        if not self.page.previous_quote():
            self._say_no_quote("No quote further up")

    @on(ReleaseView.QuoteChanged)
    def _tell_quote(self, event: ReleaseView.QuoteChanged) -> None:
        voice = ", ".join(part for part in (event.quote.speaker or "speaker not named", event.quote.role) if part)
        self.status.say(f"Quote {event.index + 1} of {event.total} · {voice}")

    @on(ReleaseView.AtEnd)
    def _tell_end(self) -> None:
        self.status.say("The end; n opens the next unread release")

    def _say_no_quote(self, words: str) -> None:
        shown = self.shown_release
        self.status.say(words if shown and shown.quotes else "No quotes in this release")

    # Narrowing the list.

    @on(Headlines.Left)
    def action_places(self) -> None:
        if self.panes == 3:
            self.tree_pane.focus()
            return
        picker = Picker(self.narrowed, self.archive.counts(), self.sources)
        self.app.push_screen(picker, self._narrow)

    def _narrow(self, narrowed: Filter | None) -> None:
        if narrowed is not None:
            self.narrowed = narrowed

    @on(Tree.Only)
    def _show_only(self, event: Tree.Only) -> None:
        self.narrowed = narrowing.only(self.narrowed, event.kind, event.key)
        self.headlines.focus()

    @on(Tree.Ticked)
    def _tick(self, event: Tree.Ticked) -> None:
        self.narrowed = narrowing.toggled(self.narrowed, event.kind, event.key)

    @on(Tree.Left)
    def _to_list(self) -> None:
        self.headlines.focus()

    @on(ReleaseView.Left)
    def _leave_page(self) -> None:
        if self.is_finding:
            self.end_finding()
        else:
            self.headlines.focus()

    def action_unread_only(self) -> None:
        self.narrowed = replace(self.narrowed, unread=not self.narrowed.unread)

    def action_starred_only(self) -> None:
        self.narrowed = replace(self.narrowed, starred=not self.narrowed.starred)

    @on(Headlines.Cleared)
    def _clear(self) -> None:
        self.narrowed = narrowing.EVERYTHING

    @on(Words.Clicked, "#narrowed")
    def _clear_by_click(self) -> None:
        self._clear()

    # Searching and finding.

    def action_search(self) -> None:
        self._before = (self.narrowed, self.headlines.cursor)
        self.asking.ask(SEARCH, self.narrowed.words, "words, “a phrase”, country:CHN, speaker:, is:unread, -not")
        self._tell_hits()

    @on(ReleaseView.FindWanted)
    def _find(self) -> None:
        self.asking.ask(FIND, "", "words on this page")

    @on(Asking.Typed)
    def _follow_typing(self, event: Asking.OfWords) -> None:
        words = clean_line(event.words)
        if event.label == FIND:
            self._find_words(words)
        else:
            self._search_words(words)

    def _find_words(self, words: str) -> None:
        if not words:
            self.page.clear_find()
        found = self.page.find(words) if words else 0
        self.is_finding = bool(found)
        self.asking.tell(f"{found} found" if words else "")

    def _search_words(self, words: str) -> None:
        query = parse(words)
        if isinstance(query, Mistake):
            self.asking.tell("", query)
            return
        self.narrowed = replace(self.narrowed, words=words)
        self._tell_hits()

    def _tell_hits(self) -> None:
        total = self.headlines.count()
        self.asking.tell("1 release" if total == 1 else f"{total} releases")

    @on(Asking.Kept)
    def _keep(self, event: Asking.Kept) -> None:
        self._follow_typing(event)
        if event.label == SEARCH and clean_line(event.words) != self.narrowed.words:
            return
        self.asking.close()
        (self.page if event.label == FIND else self.headlines).focus()

    @on(Asking.Dropped)
    def _drop(self, event: Asking.Dropped) -> None:
        self.asking.close()
        if event.label == FIND:
            self.end_finding()
            self.page.focus()
            return
        self.narrowed, cursor = self._before
        self.headlines.move_to(cursor)
        self.headlines.focus()

    def on_descendant_focus(self) -> None:
        """Keep a search whose box was left by a click or by tab, and close the box."""
        if self.asking.display and not self.asking.has_focus_within:
            self.asking.close()

    @on(Asking.Onward)
    def _onward(self, event: Asking.Onward) -> None:
        if event.label == FIND:
            self.page.next_match(event.step)
        else:
            self.headlines.move_to(self.headlines.cursor + event.step, event.step)

    # Marking.

    def action_toggle_read(self) -> None:
        headline = self.current
        if headline:
            self.marked(lambda: f"{self.marks.read(headline, not headline.is_read)} — u undoes")

    def action_toggle_star(self) -> None:
        headline = self.current
        if headline:
            self.marked(lambda: f"{self.marks.star(headline, not headline.is_starred)} — u undoes")

    def action_undo(self) -> None:
        self.marked(self.marks.undo)

    # Giving out.

    def action_open_in_browser(self) -> None:
        release = self.current_release()
        if release:
            self._open_address(release.url)

    @on(ReleaseView.LinkChosen)
    def _open_link(self, event: ReleaseView.LinkChosen) -> None:
        self._open_address(event.url)

    @work(thread=True, group="browser", exit_on_error=False)
    def _open_address(self, address: str) -> None:
        said = open_address(address, self.settings.browser)
        self.app.call_from_thread(self.status.say, said)

    def action_copy_link(self) -> None:
        release = self.current_release()
        if not release or not release.url:
            self.status.say("This release has no address to copy")
            return
        self.app.copy_to_clipboard(release.url)
        self.status.say(f"Copied {release.url}")

    def action_copy_quote(self) -> None:
        """The current quote; with none current yet, the next one on the page; of a release without, its title."""
        release = self.current_release()
        if not release:
            return
        if self.page.current_quote is None and not self.page.next_quote():
            self.app.copy_to_clipboard(citation.cite_release(release))
            self.status.say("No quotes in this release; copied its title and source")
            return
        quote = citation.cite_quote(release, self.page.current_quote or 0)
        self.app.copy_to_clipboard(quote)
        self.status.say(f"Copied {quote}")

    # Fetching.

    def action_refresh_all(self) -> None:
        self.fetch(())

    def action_refresh_this(self) -> None:
        branch, headline = self.tree_pane.branch, self.current
        if self.focused_pane == "tree" and branch and branch.kind == "source":
            wanted = [source for source in self.sources if str(source.id) == branch.key]
        else:
            wanted = [source for source in self.sources if headline and source.title == headline.source]
        feeds = [source.id for source in wanted if source.kind == "feed"]
        if feeds:
            self.fetch(tuple(feeds[:1]))
        else:
            self.status.say("This came from a file; R fetches all feeds" if wanted else "R fetches all feeds")

    def fetch(self, sources: tuple[int, ...]) -> None:
        """Fetch these sources in the background, all with none named."""
        feeds = [source.id for source in self.sources if source.kind == "feed" and source.is_on]
        if self.is_fetching:
            self.status.say("A refresh is under way")
        elif not feeds:
            self.status.say("No feeds to fetch yet; A adds some")
        else:
            self.is_fetching = True
            self.busy = dict.fromkeys(sources or feeds, "…")
            self.tell_new()
            self._refresh = self.run_worker(self._follow(sources), group="refresh", exit_on_error=False)

    async def on_unmount(self) -> None:
        """Stop a refresh that is under way, and see it end."""
        if self._refresh:
            self._refresh.cancel()
            with suppress(WorkerError):
                await self._refresh.wait()

    async def _follow(self, sources: tuple[int, ...]) -> None:
        try:
            async with aclosing(follow(self.refreshing(self.archive.path, sources))) as steps:
                async for told in steps:
                    self._progressed(told)
        except OSError as error:
            self.status.say(f"The refresh could not be started: {error}")
        finally:
            self.is_fetching = False
            self.busy = {}
            self.tell_new()

    def _progressed(self, told: Progress) -> None:
        title = clean_line(told.title) or "A source"
        if told.event == "end":
            self.status.say(_in_all(told))
        elif told.state == "failed":
            self.status.say(f"{title}: {clean_line(told.reason)}")
        elif told.new or told.changed:
            self.status.say(f"{title}: {told.new} new" + (f", {told.changed} changed" if told.changed else ""))
        self.busy = {source: sign for source, sign in self.busy.items() if source != told.source}
        if told.new or told.changed or told.event == "end":
            self.recount()
        self.tell_new()

    @on(Words.Clicked, "#status")
    def _show_new_by_click(self, event: Words.Clicked) -> None:
        if event.at_right:
            self.action_show_new()

    def action_show_new(self) -> None:
        arrived = self.archive.arrived(self.narrowed, self.mark)
        self.list_anew()
        if arrived:
            self.headlines.move_to(0)
        self.status.say(f"{arrived} new in the list" if arrived else "Nothing new")

    # Panes and screens.

    def action_next_pane(self) -> None:
        self._to_pane(1)

    def action_previous_pane(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        panes: list[Widget] = [self.headlines, self.page]
        if self.panes == 3:
            panes.insert(0, self.tree_pane)
        at = next((place for place, pane in enumerate(panes) if pane.id == self.focused_pane), 0)
        panes[(at + step) % len(panes)].focus()


def _in_all(told: Progress) -> str:
    if told.reason:
        return f"The refresh stopped: {clean_line(told.reason)}"
    numbers = {"changed": told.changed, "failed": told.failed}
    parts = [f"{told.new} new", *(f"{number} {what}" for what, number in numbers.items() if number)]
    return "Refreshed: " + ", ".join(parts)
