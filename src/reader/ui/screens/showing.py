"""What is shown: the listing, the release, and the panes that there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from reader.archive import Archive, ArchiveError, Counts, Listing, SourceRow, in_words
from reader.config import Settings
from reader.filter import Filter, Mistake, Order
from reader.headline import Headline
from reader.later import Later
from reader.ui import keys, narrowing
from reader.ui.marking import Marks
from reader.ui.panes.asking import Asking
from reader.ui.panes.headlines import Headlines
from reader.ui.panes.lines import KeyBar, Status, Words
from reader.ui.panes.page import ReleaseView
from reader.ui.panes.rooms import Column, Covered, Row
from reader.ui.panes.tree import Search, Tree

if TYPE_CHECKING:
    from reader import faults
    from reader.archive import Ordered, Tag
    from reader.release import Release
    from reader.ui.refreshing import Command
else:
    faults = Later("reader.faults")

SMALLEST = (40, 12)
"""Columns and lines under which nothing can be read."""

THREE_PANES, TWO_PANES = 120, 70
"""Columns from which the tree stands beside the list, and the page beside the list."""

PREVIEW = 0.12
"""Seconds that the cursor rests on a row before the page shows it."""


COUNTING = "counting"
"""The group of workers that count what is listed."""


class Showing(Covered, Screen[None]):
    """Tree, list and page: all three, two or one at a time, by the width there is."""

    AUTO_FOCUS = "#list"
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's, which paints the whole screen anew when the keys go to another pane."""

    tree_pane = query_one(Tree)
    headlines = query_one(Headlines)
    page = query_one(ReleaseView)
    asking = query_one(Asking)
    status = query_one(Status)

    narrowed: reactive[Filter] = reactive(Filter())
    """What the list is narrowed to."""
    listing: reactive[Listing | Ordered | None] = reactive(None)
    counts: reactive[Counts | None] = reactive(None)
    sources: reactive[Sequence[SourceRow]] = reactive(())
    searches: reactive[Sequence[Search]] = reactive(())
    """What the user searches for again and again, with its counts as they were counted last."""
    tags: reactive[Sequence[Tag]] = reactive(())
    order: reactive[Order] = reactive(Order.DATE)
    busy: reactive[Mapping[int, str]] = reactive({})
    """Sources that are being fetched, and how that goes."""
    is_finding: reactive[bool] = reactive(False)
    """Whether n and N go to words found on the page."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        narrowed: Filter,
        *,
        notice: str,
        refreshing: Command,
        now: Callable[[], datetime],
    ) -> None:
        """`notice` is a line that stands above everything, empty for none; `refreshing` gives a refresh's command."""
        super().__init__()
        self.set_reactive(Showing.narrowed, narrowed)
        self.archive = archive
        self.marks = Marks(archive)
        self.settings = settings
        self.table = keys.mapped(settings.keys)
        """All keys, the user's own in place of ours."""
        self.refreshing = refreshing
        self._now = now
        self._notice = notice
        self._arranged: tuple[int, str, str, bool] | None = None
        """What the panes are arranged for: how many, which has the keys, whose keys are shown, whether it is small."""
        self._shown: Headline | None = None
        self.shown_release: Release | None = None
        self.mark = 0
        self._sorted = Order.DATE
        """The order that the list is in, which for want of words may not be the one that was asked for."""
        self.is_fetching = False
        self._preview: Timer | None = None
        self._counting: Timer | None = None

    def compose(self) -> ComposeResult:
        if self._notice:
            yield Static(Content(self._notice), id="notice")
        with Row(id="panes"):
            yield Tree(id="tree").data_bind(
                Showing.narrowed, Showing.counts, Showing.sources, Showing.busy, Showing.searches, Showing.tags
            )
            with Column(id="middle"):
                yield Words(id="narrowed")
                yield Headlines(now=self._now, id="list").data_bind(Showing.listing)
            yield ReleaseView(now=self._now, measure=self.settings.measure, id="page")
        yield Asking(id="asking")
        yield Status(id="status")
        yield KeyBar(id="keybar")

    def on_mount(self) -> None:
        self.asking.close()
        self.page.key_of_changes = self.key_for("changes")
        self._arrange()
        self.list_anew()
        self.call_after_refresh(self.be_counted)

    def read_in(self, archive: Archive) -> None:
        """Read in another archive from now on, all of it."""
        self.archive, self.marks = archive, Marks(archive)
        for notice in self.query("#notice"):
            notice.display = False
        self.set_reactive(Showing.narrowed, narrowing.EVERYTHING)
        self.show_again(None)
        self.recount()
        self.list_anew()

    # What fits.

    @property
    def panes(self) -> int:
        """How many panes stand side by side."""
        return 3 if self.size.width >= THREE_PANES else 2 if self.size.width >= TWO_PANES else 1

    def on_resize(self, event: events.Resize) -> None:
        self._arrange()

    def on_descendant_focus(self) -> None:
        self._arrange()
        self._preview_soon()

    def key_for(self, action: str) -> str:
        """The key that runs an action, as people write it."""
        return next(keys.first_shown(row) for row in self.table if row.action == action)

    def _arrange(self) -> None:
        """Show the panes that there is room for; the one with the focus always."""
        panes, pane = self.panes, self.focused_pane
        keys_of = "box" if self.asking.has_focus_within else pane
        narrow = self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]
        if self._arranged == (arranged := (panes, pane, keys_of, narrow)):
            return
        self._arranged = arranged
        if narrow and not self.query("#too-small"):
            self.mount(Static(Content(f"reader needs at least {SMALLEST[0]}x{SMALLEST[1]}"), id="too-small"))
        for words in self.query("#too-small"):
            words.display = narrow
        for each in ("#panes", "#status", "#keybar"):
            self.query_one(each).display = not narrow
        self.tree_pane.display = panes == 3 or (panes == 1 and pane == "tree")
        self.query_one("#middle").display = panes > 1 or pane not in ("page", "tree")
        self.page.display = panes > 1 or pane == "page"
        self.tree_pane.edge = "right" if panes == 3 else ""
        self.page.edge = "left" if panes > 1 else ""
        self.query_one("#panes").set_class(panes == 1, "-one")
        self.query_one(KeyBar).rows = keys.in_footer(keys_of, self.table)

    @property
    def focused_pane(self) -> str:
        """Which one the keys go to: "list", "page" or "tree"; while words are typed, "list"."""
        focused = self.focused
        return focused.id if focused is not None and focused.id in ("page", "tree") else "list"

    # What is listed.

    def watch_narrowed(self) -> None:
        if self.is_mounted:
            self.list_anew()

    def list_anew(self) -> None:
        """Take a fresh listing; the cursor stays on its release where that is listed."""
        here = self.headlines.headline(self.headlines.cursor)
        listing = self.archive.listing(self.narrowed, self.order)
        if isinstance(listing, Mistake):
            self.status.say(listing.message)
            return
        self.mark = self.archive.newest()
        if not len(listing):
            self.be_counted()
        self.headlines.empty_words = self._empty_words()
        self.listing = listing
        self._sorted = self.order if not isinstance(listing, Listing) else Order.DATE
        at = listing.index_of(here.id) if here else None
        self.headlines.move_to(at or 0)
        self._tell_place()
        self.tell_new()
        self._preview_soon()
        self._count_soon()

    def _count_soon(self) -> None:
        """Have what was found counted, once it is painted and nothing was typed for a moment."""
        if self._counting:
            self._counting.stop()
        self.workers.cancel_group(self, COUNTING)
        if self.listing is not None and not self.listing.is_counted:
            self._counting = self.set_timer(PREVIEW, self._count)

    @work(thread=True, group=COUNTING, exit_on_error=False)
    def _count(self) -> None:
        """Count in a thread: where a million have the words it takes a second."""
        worker, listing = get_current_worker(), self.listing
        with Archive.open(self.archive.path) as archive:
            total = archive.total(self.narrowed, self.mark, lambda: worker.is_cancelled)
        if total is not None and not worker.is_cancelled:
            self.app.call_from_thread(self._counted, listing, total)

    def _counted(self, listing: Listing | Ordered | None, total: int) -> None:
        """Show how many there are, unless others have been listed since."""
        if listing is not None and listing is self.listing:
            listing.counted(total)
            self.headlines.rows_changed()
            self._tell_place()
            self.tell_hits()

    def tell_hits(self) -> None:
        """Say how much was found, while a search is typed."""

    def how_many(self) -> str:
        """The number of releases listed; "128+" while they are being counted."""
        waits = self.listing is not None and not self.listing.is_counted
        return f"{self.headlines.count()}{'+' * waits}"

    def _empty_words(self) -> str:
        if self.counts is None or not self.counts.total:
            if self.busy:
                return "No releases yet.\n\nThey are being fetched,\nand will be listed here."
            fetch, choose = self.key_for("refresh_all"), self.key_for("add_feeds")
            return f"No releases yet.\n\nPress {fetch} to fetch your feeds,\nor {choose} to choose some."
        said = self._narrowed_in_words()
        return f"Nothing matches {said or 'this'}.\n\nPress {self.key_for('clear')} to list everything."

    def recount(self) -> None:
        """Count again what the tree shows."""
        self.counts = self.archive.counts()
        self.sources = self.archive.sources()

    def be_counted(self) -> None:
        """Count where it was not done yet: the first frame does not wait for it."""
        if self.counts is None:
            self.recount()

    def _source_titles(self) -> dict[int, str]:
        return {source.id: source.title or source.url for source in self.sources}

    def _narrowed_in_words(self) -> str:
        saved = {search.words: search.name for search in self.searches}
        return narrowing.in_words(self.narrowed, self._source_titles(), saved)

    def watch_searches(self) -> None:
        if self.is_mounted:
            self._tell_place()

    def watch_order(self) -> None:
        if self.is_mounted:
            self.list_anew()

    def _tell_place(self) -> None:
        said = self._narrowed_in_words()
        line = self.query_one("#narrowed", Words)
        line.left = said or "All releases"
        line.aside = f" — {self.key_for('clear')} clears" if said else ""
        line.looks = ("narrowed" if said else "shown", "shown")
        order = "" if self._sorted is Order.DATE else f"by {self._sorted} · "
        line.right = f"{order}{self.headlines.cursor + 1} of {self.how_many()}" if self.headlines.count() else ""

    def tell_new(self) -> None:
        """Say how much came in since the list was taken, and what is being fetched; fill a list that is empty."""
        arrived = self.archive.arrived(self.narrowed, self.mark)
        if not self.headlines.count():
            if arrived:
                self.list_anew()
                return
            self.headlines.empty_words = self._empty_words()
        said = f"{arrived} new — press {self.key_for('show_new')} to show" if arrived else ""
        going = f"fetching {_sources(len(self.busy))} …" if self.busy else ""
        self.status.right = " · ".join(filter(None, (going, said)))

    # What is read.

    @on(Headlines.Moved, "#list")
    def _follow_cursor(self) -> None:
        self._tell_place()
        self._preview_soon()

    @on(Tree.Moved, "#tree")
    def _tell_branch(self) -> None:
        """Say in full what is wrong with the source under the cursor."""
        branch = self.tree_pane.branch
        if branch and branch.note and self.focused_pane == "tree":
            self.status.say(f"{branch.label}: {branch.note}")

    def _preview_soon(self) -> None:
        if self._preview:
            self._preview.stop()
        self._preview = self.set_timer(PREVIEW, self._show_cursor)

    def _show_cursor(self) -> None:
        """What is being read on the page stays there, whatever happens to the list."""
        if self.panes > 1 and self.focused_pane != "page":
            self._show(self.headlines.headline(self.headlines.cursor))

    def _show(self, headline: Headline | None) -> None:
        if headline is not None and self._shown is not None and headline.id == self._shown.id:
            self._shown = headline
            return
        self.show_again(headline)

    def show_again(self, headline: Headline | None) -> None:
        """Show a release as the archive has it now, from its top."""
        self.is_finding = False
        self._shown = headline
        self.shown_release = None
        if headline is not None:
            try:
                self.shown_release = self.archive.release(headline.id)
            except LookupError:
                self.status.say("This release is no longer in the archive")
        self.page.show(self.shown_release, headline, self.archive.note(headline.id) if headline else "")
        self.status.standing = self.shown_release.url if self.shown_release else ""

    @on(Headlines.Opened)
    def read(self) -> None:
        """Show the release under the cursor, go to the page, and mark it read once it is on the screen."""
        if self._preview:
            self._preview.stop()
        headline = self.headlines.headline(self.headlines.cursor)
        self._show(headline)
        self.page.focus()
        if headline is not None and not headline.is_read:
            self.call_after_refresh(self._mark_read, headline)

    def _mark_read(self, headline: Headline) -> None:
        self.marked(lambda: self.marks.read(headline, True) and "")

    def marked(self, mark: Callable[[], str]) -> None:
        """Mark something, show it, and say what `mark` returned."""
        try:
            said = mark()
        except Exception as error:
            said = str(error) if isinstance(error, ArchiveError) else in_words(error)
            if not said:
                raise
        self.headlines.reread()
        self.recount()
        if said:
            self.status.say(said)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what ended a work in the background: nobody waits for it, so it ends nothing else."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            self.status.say(in_words(error) or faults.keep(error))

    @property
    def current(self) -> Headline | None:
        """The release that keys act on, as it is now: the page's while that has the focus, else the list's."""
        if self.focused_pane == "page" and self._shown:
            with suppress(LookupError):
                return self.archive.headline(self._shown.id)
        return self.headlines.headline(self.headlines.cursor)

    def current_release(self) -> Release | None:
        """The release that keys act on, shown on the page if it was not yet."""
        if self.focused_pane != "page":
            self._show(self.headlines.headline(self.headlines.cursor))
        return self.shown_release

    def end_finding(self) -> None:
        """Take the find's marks off the page."""
        self.is_finding = False
        self.page.clear_find()


def _sources(number: int) -> str:
    return "1 source" if number == 1 else f"{number} sources"
