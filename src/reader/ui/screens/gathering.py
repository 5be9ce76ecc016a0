"""What is done to all the releases that are listed, and releases written into files."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import get_current_worker

from reader.archive import Archive, ArchiveError, Listing
from reader.ui.panes.asking import Asking
from reader.ui.screens.curating import Curating

if TYPE_CHECKING:
    from reader.archive import Ordered
    from reader.ui.deeds import Deed

    Listed = Listing | Ordered | Sequence[int]

TAG_ALL, UNTAG_ALL, EXPORT, EXPORT_ALL = "Tag all", "Untag all", "Export to", "Export all to"
"""Labels of the box while it asks for a tag, or for a file or a folder."""

WHERE = "a file that ends in .md .txt .html .json .csv .bib .ris, or a folder"

TOLD = 2_000
"""Releases after which progress is told."""


class Gathering(Curating):
    """Works on exactly what the listing froze, not on what came in since; in a thread, so that keys go on."""

    _deed: Deed | None = None
    """What is to be done with the tag that is asked for."""

    def action_all_listed(self) -> None:
        from reader.ui.screens.deeds import Deeds

        total = self.headlines.count()
        if total:
            self.app.push_screen(Deeds(total), self._choose)
        else:
            self.status.say("Nothing is listed")

    async def _choose(self, chosen: Deed | str | None) -> None:
        """Do what was chosen, or ask for what it wants to know."""
        if chosen is None:
            return
        if isinstance(chosen, str):
            name = f"releases-{self._now():%Y-%m-%d}"
            await self.asking.ask(EXPORT_ALL, f"./{name}", WHERE)
        elif chosen.is_named:
            self._deed = chosen
            await self.asking.ask(TAG_ALL if chosen.key == "t" else UNTAG_ALL, "", "a tag")
        else:
            self._do(chosen, "")

    # Marking.

    def _do(self, deed: Deed, name: str) -> None:
        self.status.say(f"{deed.label.rstrip(' …')} …")
        if self.listing is not None:
            self._do_in_thread(deed, name, self.listing, is_undo=False)

    @work(thread=True, group="marking", exit_on_error=False)
    def _do_in_thread(self, deed: Deed, name: str, listed: Listed, is_undo: bool) -> None:
        from reader.ui.deeds import in_steps

        worker = get_current_worker()
        total = len(listed)

        def tell(done: int) -> None:
            if not worker.is_cancelled and done < total:
                self.app.call_from_thread(self.status.say, f"{done:,} of {total:,} …")

        try:
            with Archive.open(self.archive.path) as archive:
                ids = _ids(archive, listed)
                total = len(ids)
                do = deed.undo if is_undo else deed.do
                changed = in_steps(do, archive, ids, name, tell, lambda: worker.is_cancelled)
        except ArchiveError as error:
            self.app.call_from_thread(self.status.say, str(error))
            return
        if not worker.is_cancelled:
            done = self._undone if is_undo else self._done
            self.app.call_from_thread(done, deed, name, array("q", changed))

    def _done(self, deed: Deed, name: str, changed: Sequence[int]) -> None:
        """Show what was done to all of them, and remember how to take it back as a whole."""
        said = f"{_releases(len(changed))} {deed.done.format(name=name)}"

        def undo() -> str:
            self._do_in_thread(deed, name, changed, is_undo=True)
            return "Taking it back …"

        if changed:
            self.marks.remember(undo)
            said += f" — {self.key_for('undo')} undoes"
        self._show_all_marks(said)

    def _undone(self, deed: Deed, name: str, changed: Sequence[int]) -> None:
        self._show_all_marks(f"Taken back: {_releases(len(changed))} {deed.done.format(name=name)}")

    def _show_all_marks(self, said: str) -> None:
        self.marked(lambda: said)
        if self._shown is not None:
            self._show_marks(self._shown.id)

    # Exporting.

    async def action_export(self) -> None:
        """Ask where the release that keys act on should be written."""
        from reader.export import FORMS, Piece, file_for

        headline = self._subject = self.current
        if headline is not None:
            piece = Piece(headline, self.archive.release(headline.id))
            await self.asking.ask(EXPORT, f"./{file_for(piece, FORMS['md'])}", WHERE)

    def _export(self, listed: Listed | None, where: str) -> None:
        self._close_box()
        if where and listed is not None:
            self._export_in_thread(listed, Path(where).expanduser())

    @work(thread=True, group="exporting", exit_on_error=False)
    def _export_in_thread(self, listed: Listed, target: Path) -> None:
        from reader.export import FORMS, ExportError, Piece, export, form_of

        worker = get_current_worker()

        class Stopped(Exception):
            pass

        def tell(done: int) -> None:
            if worker.is_cancelled:
                raise Stopped
            if done % TOLD == 0:
                self.app.call_from_thread(self.status.say, f"{done:,} of {total:,} written …")

        total = len(listed)
        is_folder = target.is_dir() or form_of(target) is None
        form = (None if is_folder else form_of(target)) or FORMS["md"]
        try:
            with Archive.open(self.archive.path) as archive:
                ids = _ids(archive, listed)
                total = len(ids)
                pieces = (Piece(*each) for each in archive.pieces(ids))
                done = export(pieces, target, form, is_folder, tell)
        except (ArchiveError, ExportError) as error:
            said = str(error)
        except Stopped:
            return
        else:
            said = f"{_releases(done.written)} written to {target}"
            if done.kept:
                said += f"; {done.kept} files were there already and stay as they are"
        self.app.call_from_thread(self.status.say, said)

    # The box.

    @on(Asking.Kept)
    def _keep_gathered(self, event: Asking.Kept) -> None:
        from reader.archive import tag_name
        from reader.extract.clean import clean_line

        words = clean_line(event.words)
        if event.label in (TAG_ALL, UNTAG_ALL):
            self._close_box()
            if self._deed and tag_name(words):
                self._do(self._deed, tag_name(words))
        elif event.label == EXPORT:
            self._export([self._subject.id] if self._subject else None, words)
        elif event.label == EXPORT_ALL:
            self._export(self.listing, words)

    @on(Asking.Dropped)
    def _drop_gathered(self, event: Asking.Dropped) -> None:
        if event.label in (TAG_ALL, UNTAG_ALL, EXPORT, EXPORT_ALL):
            self._close_box()


def _ids(archive: Archive, listed: Listed) -> Sequence[int]:
    """The ids themselves, or those of a listing, which may be a million: read in the thread that asks."""
    return listed if isinstance(listed, Sequence | array) else array("q", archive.ids_of(listed))


def _releases(number: int) -> str:
    return "1 release" if number == 1 else f"{number:,} releases"
