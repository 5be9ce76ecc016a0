"""What the user adds to releases, tags and notes, and the searches that are kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.timer import Timer
from textual.worker import get_current_worker

from reader.archive import Archive, ArchiveError
from reader.ui.panes.asking import Asking
from reader.ui.panes.tree import Search, Tree
from reader.ui.screens.opening import Opening

if TYPE_CHECKING:
    from reader.filter import Filter
    from reader.headline import Headline

TAGS, NAME, RENAME = "Tags", "Keep as", "Call it"
"""Labels of the box while it asks for tags, and for the name of a search."""

SETTLES = 0.25
"""Seconds after a change before saved searches are counted: a held key counts once."""

COUNTED = 10_000
"""Releases up to which a saved search is counted: more are told as "10000+"."""

LONGEST_COUNT = 2.0
"""Seconds that counting one search may take; then it keeps the numbers that it had."""

RESTS = 4
"""How many times as long as they took to count, saved searches are not counted again."""


class Curating(Opening):
    """Everything that is added can be taken back, and nothing of it waits for the network."""

    _settling: Timer | None = None
    _rest_until = 0.0
    """The moment before which saved searches are not counted again."""
    _renaming = ""
    """The saved search that is being called otherwise."""
    _subject: Headline | None = None
    """The release that is asked about: while the box is open, keys act on the list."""

    # Tags.

    async def action_tag(self) -> None:
        """Ask for the release's tags; they stand in the box as they are."""
        headline = self._subject = self.current
        if headline is not None:
            words = "".join(f"{tag}, " for tag in headline.tags)
            await self.asking.ask(TAGS, words, "tags with commas between — empty for none")

    def _keep_tags(self, typed: str) -> None:
        """Give the release these tags and no others."""
        from reader.archive import tag_name

        headline = self._subject
        self._close_box()
        if headline is None:
            return
        wanted = list(dict.fromkeys(filter(None, map(tag_name, typed.split(",")))))
        known = {tag.casefold(): tag for tag in headline.tags}
        added = [tag for tag in wanted if tag.casefold() not in known]
        gone = [tag for folded, tag in known.items() if folded not in {each.casefold() for each in wanted}]

        def change(on: Sequence[str], off: Sequence[str]) -> None:
            for name in on:
                self.archive.tag([headline.id], name)
            for name in off:
                self.archive.untag([headline.id], name)
            self._show_marks(headline.id)

        def undo() -> str:
            change(gone, added)
            return "Tags are as they were"

        def do() -> str:
            change(added, gone)
            self.marks.remember(undo)
            said = f"Tagged {', '.join(wanted)}" if wanted else "No tags"
            return f"{said} — {self.key_for('undo')} undoes"

        if added or gone:
            self.marked(do)

    # Notes.

    def action_note(self) -> None:
        """Write on the release that keys act on."""
        from reader.ui.screens.noting import Noting

        headline = self.current
        if headline is None:
            return
        before = self.archive.note(headline.id)

        def keep(text: str | None) -> None:
            if text is not None and text != before:
                self.marked(lambda: self._keep_note(headline.id, text))

        self.app.push_screen(Noting(headline.title, before), keep)

    def _keep_note(self, release_id: int, text: str) -> str:
        before = self.archive.set_note(release_id, text)
        self._show_marks(release_id)

        def undo() -> str:
            self.archive.set_note(release_id, before)
            self._show_marks(release_id)
            return "The note is as it was"

        self.marks.remember(undo)
        said = "Note kept" if text else "Note taken away"
        return f"{said} — {self.key_for('undo')} undoes"

    def _show_marks(self, release_id: int) -> None:
        """Show on the page what the user added to the release, where that is the one on it."""
        if self._shown is not None and self._shown.id == release_id:
            self._shown = self.archive.headline(release_id)
            self.page.headline = self._shown
            self.page.note = self.archive.note(release_id)

    # Saved searches.

    async def action_keep_search(self) -> None:
        """Ask for a name for what the list is narrowed to."""
        words = self._in_the_language()
        if words:
            known = next((search.name for search in self.searches if search.words == words), "")
            await self.asking.ask(NAME, known, "a name for this search")
        else:
            self.status.say(f"Everything is listed; narrow it by {self.key_for('search')} or {self.key_for('places')}")

    def _in_the_language(self) -> str:
        from reader.query import said

        return said(self.narrowed, {source.id: source.url for source in self.sources})

    def _keep_search(self, name: str) -> None:
        words = self._in_the_language()
        self._close_box()
        if not name or not words:
            return
        before = self.archive.save(name, words)

        def undo() -> str:
            if before is None:
                self.archive.forget_saved(name)
            else:
                self.archive.save(name, before)
            return f"“{name}” is as it was" if before is not None else f"“{name}” is no longer kept"

        self.marks.remember(undo)
        self.narrowed = replace(self._without_panes(), words=words)
        self.marked(lambda: f"Kept as “{name}” — {self.key_for('undo')} undoes")

    def _without_panes(self) -> Filter:
        """What remains of the filter once its words say the rest."""
        return replace(self.narrowed, places=frozenset(), sources=frozenset(), unread=False, starred=False, words="")

    @on(Tree.Renaming)
    async def _ask_name(self, event: Tree.Renaming) -> None:
        self._renaming = event.name
        await self.asking.ask(RENAME, event.name, "another name for this search")

    def _rename(self, new: str) -> None:
        old = self._renaming
        self._close_box()
        if not new or new == old:
            return
        if not self.archive.rename_saved(old, new):
            self.status.say(f"There is a search “{new}” already")
            return

        def undo() -> str:
            self.archive.rename_saved(new, old)
            return f"It is called “{old}” again"

        self.marks.remember(undo)
        self.marked(lambda: f"It is called “{new}” — {self.key_for('undo')} undoes")

    @on(Tree.Forgetting)
    def _forget(self, event: Tree.Forgetting) -> None:
        gone = self.archive.forget_saved(event.name)
        if gone is None:
            return

        def undo() -> str:
            self.archive.save(gone.name, gone.words)
            return f"“{gone.name}” is kept again"

        self.marks.remember(undo)
        self.marked(lambda: f"“{gone.name}” is deleted — {self.key_for('undo')} undoes")

    # What the tree shows of them.

    def recount(self) -> None:
        super().recount()
        self.tags = self.archive.tags()
        counted = {(search.name, search.words): search for search in self.searches}
        kept = [Search(each.name, each.words) for each in self.archive.saved()]
        self.searches = [counted.get((search.name, search.words), search) for search in kept]
        if self._settling:
            self._settling.stop()
        wait = max(SETTLES, self._rest_until - time.monotonic())
        self._settling = self.set_timer(wait, self._count_searches) if kept else None

    def _count_searches(self) -> None:
        self._count_in_thread(list(self.searches))

    @work(thread=True, group="saved", exclusive=True, exit_on_error=False)
    def _count_in_thread(self, searches: Sequence[Search]) -> None:
        """Count away from the screen, and not for long: what many of a million releases have may take seconds."""
        from reader.filter import Filter

        worker, start = get_current_worker(), time.monotonic()
        counted: list[Search] = []
        try:
            with Archive.open(self.archive.path) as archive:
                for search in searches:
                    end = time.monotonic() + LONGEST_COUNT
                    found = archive.count(
                        Filter(words=search.words),
                        COUNTED,
                        lambda end=end: worker.is_cancelled or time.monotonic() > end,  # type: ignore[misc]
                    )
                    if found is not None:
                        is_more = COUNTED in found
                        counted.append(replace(search, total=found[0], unread=found[1], is_more=is_more))
        except ArchiveError:
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_counted, counted, time.monotonic() - start)

    def _show_counted(self, counted: Sequence[Search], took: float) -> None:
        self._rest_until = time.monotonic() + RESTS * took
        by_name = {(search.name, search.words): search for search in counted}
        if self.is_mounted:
            self.searches = [by_name.get((search.name, search.words), search) for search in self.searches]

    # The box.

    @on(Asking.Kept)
    def _keep_added(self, event: Asking.Kept) -> None:
        from reader.extract.clean import clean_line

        words = clean_line(event.words)
        if event.label == TAGS:
            self._keep_tags(words)
        elif event.label == NAME:
            self._keep_search(words)
        elif event.label == RENAME:
            self._rename(words)

    @on(Asking.Dropped)
    def _drop_added(self, event: Asking.Dropped) -> None:
        if event.label in (TAGS, NAME, RENAME):
            self._close_box()
