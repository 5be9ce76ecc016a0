"""The voices: each speaker with a count, opening to what they said and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.cache import LRUCache
from textual.message import Message

from reader.archive.voices import Voice
from reader.release import Release
from reader.ui.cells import ends, fill
from reader.ui.panes.headlines import short_date
from reader.ui.panes.rows import Line, Rows

NOT_NAMED = "Speakers not named"

MOST = 500
"""Quotes shown of one speaker: more are better read as a list of releases."""


@dataclass(frozen=True, slots=True)
class Said:
    """One quote: the release's id, and the quote's index in it."""

    release: int
    nth: int


class Voices(Rows):
    """Two lines a row: a speaker and a role, or words and the release that they stand in."""

    is_chosen_elsewhere = True

    class Unfolded(Message):
        """What a speaker said is wanted."""

        def __init__(self, speaker: str) -> None:
            super().__init__()
            self.speaker = speaker

    class Chosen(Message):
        """A quote should be read where it stands."""

        def __init__(self, said: Said) -> None:
            super().__init__()
            self.said = said

    def __init__(self, release: Callable[[int], Release]) -> None:
        """`release` gives a release by its id."""
        super().__init__()
        self.can_focus = False
        self._release = release
        self._releases: LRUCache[int, Release] = LRUCache(64)
        self._rows: list[Voice | Said] = []
        self._open: set[str] = set()
        self.empty_words = "Listening …"

    def hear(self, voices: Sequence[Voice], said: Mapping[str, Sequence[Said]]) -> None:
        """Show these speakers, open where all that they said is given."""
        self._open = {voice.speaker for voice in voices if len(said.get(voice.speaker, ())) == voice.quotes}
        self._rows = []
        for voice in voices:
            self._rows += [voice, *(said[voice.speaker] if voice.speaker in self._open else ())]
        self.empty_words = "Nobody is quoted here."
        self.cursor = 0
        self.rows_changed()

    @property
    def row_height(self) -> int:
        return 2

    def count(self) -> int:
        return len(self._rows)

    def empty(self) -> str:
        return self.empty_words

    def choose(self) -> None:
        """Open a speaker, close an open one, or go to the quote under the cursor."""
        if not self._rows:
            return
        row = self._rows[self.cursor]
        if isinstance(row, Said):
            self.post_message(self.Chosen(row))
        elif row.speaker in self._open:
            self.fold()
        else:
            self.unfold()

    def unfold(self) -> None:
        """Ask for what the speaker under the cursor said."""
        row = self._rows[self.cursor] if self._rows else None
        if isinstance(row, Voice) and row.speaker not in self._open:
            self.post_message(self.Unfolded(row.speaker))

    def show(self, speaker: str, said: Sequence[Said]) -> None:
        """Show what a speaker said, under the name."""
        at = next((n for n, row in enumerate(self._rows) if isinstance(row, Voice) and row.speaker == speaker), -1)
        if at >= 0 and speaker not in self._open:
            self._rows[at + 1 : at + 1] = said
            self._open.add(speaker)
            self.cursor += len(said) if self.cursor > at else 0
            self.rows_changed()

    def fold(self) -> None:
        """Close the speaker that the cursor is on or below."""
        at = self.cursor
        while at > 0 and isinstance(self._rows[at], Said):
            at -= 1
        voice = self._rows[at] if self._rows else None
        if isinstance(voice, Voice) and voice.speaker in self._open:
            end = next((i for i in range(at + 1, len(self._rows)) if isinstance(self._rows[i], Voice)), len(self._rows))
            del self._rows[at + 1 : end]
            self._open.discard(voice.speaker)
            self.cursor = at
            self.rows_changed()

    def clicked(self, index: int, x: int, was_there: bool) -> None:
        self.choose()

    def paint(self, index: int, width: int) -> Sequence[Line]:
        row = self._rows[index]
        return self._said(row, width) if isinstance(row, Said) else self._voice(row, width)

    def _voice(self, voice: Voice, width: int) -> Sequence[Line]:
        fold = "▾" if voice.speaker in self._open else "▸"
        count = "1 quote" if voice.quotes == 1 else f"{voice.quotes} quotes"
        name, right = ends(voice.speaker or NOT_NAMED, count, width - 4)
        return [[(f" {fold} ", "mark"), (name, "strong"), (right + " ", "dim")], [("", "plain")]]

    def _said(self, said: Said, width: int) -> Sequence[Line]:
        release = self._release_of(said.release)
        quote = release.quotes[said.nth]
        words = release.blocks[quote.block].text[quote.start : quote.end]
        day = short_date(release.published)
        role = f"{quote.role} · " if quote.role else ""
        left, right = ends(f"{role}{release.title}", day, width - 8)
        return [
            [("   ▌ ", "star"), (fill(f"“{words}”", width - 6), "plain")],
            [("   ▌   ", "star"), (left, "dim"), (right + " ", "dim")],
        ]

    def _release_of(self, release_id: int) -> Release:
        release = self._releases.get(release_id)
        if release is None:
            release = self._releases[release_id] = self._release(release_id)
        return release
