"""The screen for reading: what each key does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget

from reader.archive import Archive
from reader.filter import Filter, Order
from reader.later import Later
from reader.ui import narrowing
from reader.ui.bindings import bindings
from reader.ui.panes.asking import Asking
from reader.ui.panes.headlines import Headlines
from reader.ui.panes.lines import Words
from reader.ui.panes.page import ReleaseView
from reader.ui.panes.tree import Tree
from reader.ui.screens.curating import TAGS
from reader.ui.screens.gathering import TAG_ALL, UNTAG_ALL, Gathering

if TYPE_CHECKING:
    from reader import completion, query
    from reader import release as nouns
    from reader.completion import Wanted
    from reader.extract import clean
    from reader.release import Release
    from reader.ui.panes.voices import Said
else:
    clean, completion, query, nouns = (
        Later(f"reader.{name}") for name in ("extract.clean", "completion", "query", "release")
    )

# What few sessions use is loaded by the key that asks for it.

SEARCH, FIND = "Search", "Find"


class Reading(Gathering):
    """Every action of the key table that is not a pane's own."""

    BINDINGS = bindings("reading")

    _before: tuple[Filter, int] = (narrowing.EVERYTHING, 0)
    """Filter and cursor from before a search."""

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
            here, there, other = ("below", "above", "previous_unread")
            if step < 0:
                here, there, other = ("above", "below", "next_unread")
            self.status.say(f"No unread release {here}; {self.key_for(other)} looks {there}")
            return
        self.headlines.move_to(at)
        if self.focused_pane == "page":
            self.read()

    def action_next_quote(self) -> None:
        self._to_quote(lambda: self.page.next_quote(), "No quote further down")

    def action_previous_quote(self) -> None:
        self._to_quote(lambda: self.page.previous_quote(), "No quote further up")

    def _to_quote(self, go: Callable[[], bool], words: str) -> None:
        """Go to a quote on the page, which is opened first where it has no room beside the list."""
        release = self.current_release()
        if release and self.panes == 1 and self.focused_pane != "page":
            self.set_focus(self.page)
            self._arrange()
            self.read()
            self._when_laid_out(go)
        elif not go():
            self.status.say(words if release and first_speech(release) >= 0 else "No quotes in this release")

    def _when_laid_out(self, go: Callable[[], object], tries: int = 9) -> None:
        """Do something on the page once it has a width: a pane that was just shown gets one a frame or two later."""
        if self.page.size.width:
            self.page.call_later(go)
        elif tries:
            self.call_after_refresh(self._when_laid_out, go, tries - 1)

    @on(ReleaseView.QuoteChanged)
    def _tell_quote(self, event: ReleaseView.QuoteChanged) -> None:
        voice = ", ".join(part for part in (event.quote.speaker or "speaker not named", event.quote.role) if part)
        self.status.say(f"Quote {event.index + 1} of {event.total} · {voice}")

    @on(ReleaseView.AtEnd)
    def _tell_end(self) -> None:
        self.status.say(f"The end; {self.key_for('next_unread')} opens the next unread release")

    def action_changes(self) -> None:
        """What was changed in this release, version by version."""
        headline = self.current
        if headline is None:
            return
        if not headline.is_changed:
            self.status.say("Its source has given one text of this release, and no other since")
            return
        from reader.ui.screens.history import History

        self.app.push_screen(History(self.archive, headline, self.settings.measure))

    def action_voices(self) -> None:
        """Everybody who is quoted under the filter."""
        from reader.ui.screens.voices import Hearing

        hearing = Hearing(self.archive, self.narrowed, self._narrowed_in_words())
        self.app.push_screen(hearing, self._read_quote)

    def _read_quote(self, said: Said | None) -> None:
        """Go to a quote that was chosen among the voices."""
        if said is None:
            return
        at = self.listing.index_of(said.release) if self.listing else None
        if at is None:
            self.show_again(self.archive.headline(said.release))
            self.page.focus()
        else:
            self.headlines.move_to(at)
            self.read()
        self.page.open_at(said.nth)

    # Narrowing the list.

    @on(Headlines.Left)
    def action_places(self) -> None:
        if self.panes == 3:
            self.tree_pane.focus()
            return
        from reader.ui.screens.picker import Picker

        picker = Picker(self.narrowed, self.archive.counts(), self.sources, self.searches, self.tags)
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

    def action_order(self) -> None:
        """By date, by relevance where there are words to weigh, by source, and by date again."""
        orders = list(Order)
        for step in range(1, len(orders) + 1):
            self.order = orders[(orders.index(self._sorted) + step) % len(orders)]
            if self._sorted is self.order:
                break
        self.headlines.move_to(0)
        self.status.say(f"Listed by {self.order}" + (", newest first" if self.order is Order.DATE else ""))

    @on(Headlines.Cleared)
    def _clear(self) -> None:
        self.narrowed = narrowing.EVERYTHING

    @on(Words.Clicked, "#narrowed")
    def _clear_by_click(self) -> None:
        self._clear()

    # Searching and finding.

    async def action_search(self) -> None:
        self._before = (self.narrowed, self.headlines.cursor)
        help = "words “a phrase” -without OR ( ) " + " ".join(f"{field}:" for field in query.FIELDS)
        await self.asking.ask(SEARCH, self.narrowed.words, "words to look for", help)
        self.tell_hits()

    @on(ReleaseView.FindWanted)
    async def _find(self) -> None:
        await self.asking.ask(FIND, "", "words on this page")

    @on(Asking.Typed)
    def _follow_typing(self, event: Asking.OfWords) -> None:
        if event.label == FIND:
            self._find_words(clean.clean_line(event.words))
        elif event.label == SEARCH:
            self._offer(completion.wanted(event.words, self.asking.cursor))
            self._search_words(event.words)
        elif event.label in (TAGS, TAG_ALL, UNTAG_ALL):
            self._offer(_wanted_tag(event.words, self.asking.cursor))

    def _offer(self, want: Wanted | None) -> None:
        """Offer what may be meant: what the language knows at once, names from the archive when they are found."""
        if want is None or want.field not in completion.FROM_ARCHIVE:
            self.asking.offer(want, completion.completions(want) if want else ())
        else:
            self._find_names(want, self.asking.label)

    @work(thread=True, group="names", exclusive=True, exit_on_error=False)
    def _find_names(self, want: Wanted, label: str) -> None:
        with Archive.open(self.archive.path) as archive:
            names = archive.complete(want.field, want.typed, completion.MOST)
        self.app.call_from_thread(self._offer_names, want, label, names)

    def _offer_names(self, want: Wanted, label: str, names: Sequence[str]) -> None:
        """Offer the names, unless something else is being typed by now."""
        asking = self.asking
        if not asking.display or asking.label != label:
            return
        in_query = label == SEARCH
        now = completion.wanted(asking.words, asking.cursor) if in_query else _wanted_tag(asking.words, asking.cursor)
        if now == want:
            texts = [query.written(want.field, each) if in_query else each for each in names]
            asking.offer(want, [completion.Completion(*each) for each in zip(texts, names, strict=True)])

    def _find_words(self, words: str) -> None:
        if not words:
            self.page.clear_find()
        found = self.page.find(words) if words else 0
        self.is_finding = bool(found)
        self.asking.tell(f"{found} found" if words else "")

    def _search_words(self, words: str) -> None:
        """List what has the words; while they make no query, the list keeps what it has."""
        asked = query.parse(words)
        if isinstance(asked, query.Mistake):
            self.asking.tell("", asked)
            return
        self.narrowed = replace(self.narrowed, words=words)
        self.tell_hits()

    def tell_hits(self) -> None:
        if self.asking.display and self.asking.label == SEARCH:
            total = self.how_many()
            self.asking.tell("1 release" if total == "1" else f"{total} releases")

    @on(Asking.Kept)
    def _keep(self, event: Asking.Kept) -> None:
        if event.label not in (SEARCH, FIND):
            return
        self._follow_typing(event)
        if event.label == SEARCH and event.words != self.narrowed.words:
            return
        self.asking.close()
        (self.page if event.label == FIND else self.headlines).focus()

    @on(Asking.Dropped)
    def _drop(self, event: Asking.Dropped) -> None:
        if event.label not in (SEARCH, FIND):
            return
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
        elif event.label == SEARCH:
            self.headlines.move_to(self.headlines.cursor + event.step, event.step)

    # Marking.

    def action_toggle_read(self) -> None:
        headline = self.current
        if headline:
            self.marked(lambda: self._undoable(self.marks.read(headline, not headline.is_read)))

    def action_toggle_star(self) -> None:
        headline = self.current
        if headline:
            self.marked(lambda: self._undoable(self.marks.star(headline, not headline.is_starred)))

    def _undoable(self, said: str) -> str:
        return said and f"{said} — {self.key_for('undo')} undoes"

    def action_undo(self) -> None:
        self.marked(self.marks.undo)

    # Giving out.

    def action_copy_quote(self) -> None:
        """The current quote; with none current yet, the next one in view; of a release without, its title."""
        from reader.ui import citation

        release = self.current_release()
        if not release:
            return
        if self.page.current_quote is None and self.page.size.width:
            self.page.next_quote()
        quote = first_speech(release) if self.page.current_quote is None else self.page.current_quote
        if quote < 0:
            self.app.copy_to_clipboard(citation.cite_release(release))
            self.status.say("No quotes in this release; copied its title and source")
        else:
            cited = citation.cite_quote(release, quote)
            self.app.copy_to_clipboard(cited)
            self.status.say(f"Copied {cited}")

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


def _wanted_tag(words: str, cursor: int) -> Wanted | None:
    """The tag that is being typed among others, with commas between."""
    start = words.rfind(",", 0, cursor) + 1
    start += len(words[start:cursor]) - len(words[start:cursor].lstrip())
    end = words.find(",", cursor)
    typed = words[start:cursor]
    return completion.Wanted("tag", typed, start, end if end >= 0 else len(words)) if typed else None


def first_speech(release: Release) -> int:
    """Index of the first of a release's quotes that someone said; -1 where there is none."""
    return next((at for at, quote in enumerate(release.quotes) if quote.kind is nouns.QuoteKind.SPEECH), -1)
