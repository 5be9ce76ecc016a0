"""Putting right what the rules understood: who said a quote, what is no quote, which countries it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on

from reader.later import Later
from reader.regions import COUNTRIES, country_named
from reader.ui.panes.asking import Asking
from reader.ui.panes.page import ReleaseView
from reader.ui.screens.fetching import Fetching

if TYPE_CHECKING:
    from reader import correction, query, refresh
    from reader import release as nouns
    from reader.correction import Correction
    from reader.extract import clean
    from reader.release import Release
else:
    clean, correction, query, refresh, nouns = (
        Later(f"reader.{name}") for name in ("extract.clean", "correction", "query", "refresh", "release")
    )

SPEAKER, COUNTRIES_OF = "Speaker", "Countries"
"""Labels of the box while it asks for what is right."""


class Correcting(Fetching):
    """Every correction is kept, wins over the rules, and can be undone."""

    async def action_correct_speaker(self) -> None:
        """Ask who said the current quote; it stands in the box as the rules have it."""
        release, quote = self.current_release(), self.page.current_quote
        if release is None or quote is None:
            self.status.say(f"No quote is current; {self.key_for('next_quote')} goes to the next one")
            return
        said = release.quotes[quote]
        known = ", ".join(part for part in (said.speaker, said.role) if part)
        await self.asking.ask(SPEAKER, known, "name, role — empty where the speaker is not named")

    def action_not_a_quote(self) -> None:
        """The current quote is nobody's speech."""
        release, quote = self.current_release(), self.page.current_quote
        if release is None or quote is None:
            self.status.say(f"No quote is current; {self.key_for('next_quote')} goes to the next one")
            return
        wrong = [correction.Correction(correction.CorrectionKind.NOT_SPEECH, words) for words in _words(release, quote)]
        self._correct(wrong, "Not a quote")

    async def action_correct_countries(self) -> None:
        """Ask which countries the release is about; they stand in the box as the rules have them."""
        release = self.current_release()
        if release is not None:
            known = ", ".join(found.name for found in release.countries)
            await self.asking.ask(COUNTRIES_OF, known, "countries with commas between — empty for none")

    @on(Asking.Kept)
    def _keep_correction(self, event: Asking.Kept) -> None:
        if event.label == SPEAKER:
            self._keep_speaker(clean.clean_line(event.words))
        elif event.label == COUNTRIES_OF:
            self._keep_countries(clean.clean_line(event.words))

    @on(Asking.Dropped)
    def _drop_correction(self, event: Asking.Dropped) -> None:
        if event.label in (SPEAKER, COUNTRIES_OF):
            self._close_box()

    def _close_box(self) -> None:
        self.asking.close()
        before = self.asking.came_from
        (before if before is not None and before.display else self.headlines).focus()

    def _keep_speaker(self, said: str) -> None:
        release, quote = self.shown_release, self.page.current_quote
        self._close_box()
        if release is None or quote is None:
            return
        name, _, role = said.partition(",")
        right = [
            correction.Correction(correction.CorrectionKind.SPEAKER, words, name.strip(), role.strip())
            for words in _words(release, quote)
        ]
        self._correct(right, f"Said by {name.strip() or 'a speaker not named'}")

    def _keep_countries(self, said: str) -> None:
        release = self.shown_release
        names = [name.strip() for name in said.split(",") if name.strip()]
        codes = [country_named(name) for name in names]
        if "" in codes:
            unknown = names[codes.index("")]
            self.asking.tell("", query.Mistake(f"there is no country “{unknown}”", self.asking.words.find(unknown)))
            return
        self._close_box()
        if release is None:
            return
        had = [found.code for found in release.countries]
        changes = [
            correction.Correction(correction.CorrectionKind.NOT_COUNTRY, code) for code in had if code not in codes
        ]
        changes += [correction.Correction(correction.CorrectionKind.COUNTRY, code) for code in codes if code not in had]
        about = ", ".join(COUNTRIES[code].name for code in codes) or "no country"
        self._correct(changes, f"About {about}")

    def _correct(self, corrections: Sequence[Correction], said: str) -> None:
        """Keep corrections of the release on the page, show it anew, and say so."""
        headline = self.current
        if headline is None or not corrections:
            return

        def undo() -> str:
            refresh.take_back(self.archive, headline.id, len(corrections))
            self._show_anew(headline.id)
            return "Correction taken back"

        def correct() -> str:
            for each in corrections:
                self.archive.correct(headline.id, each)
            self.marks.remember(undo)
            self._show_anew(headline.id)
            return f"{said} — {self.key_for('undo')} undoes"

        self.marked(correct)

    def _show_anew(self, release_id: int) -> None:
        """Show the release as it is now, at the quote that was current."""
        quote = self.page.current_quote
        self.show_again(self.archive.headline(release_id))
        if quote is not None:
            with self.page.prevent(ReleaseView.QuoteChanged):
                self.page.open_at(quote)


def _words(release: Release, quote: int) -> list[str]:
    """The words of a quote, a text for each paragraph that it goes on over."""
    run = [release.quotes[quote]]
    for following in release.quotes[quote + 1 :]:
        if following.kind is nouns.QuoteKind.SPEECH and not following.continues:
            break
        run += [following] if following.continues else []
    return [release.blocks[each.block].text[each.start : each.end] for each in run]
