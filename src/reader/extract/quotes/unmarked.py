"""Speech that stands without quotation marks: led in by "Anna Roux said:", set apart as quoted, or told with dashes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from reader.extract.quotes import attribution
from reader.extract.quotes.attribution import Strength
from reader.extract.quotes.language import Words
from reader.extract.quotes.marks import Span
from reader.extract.quotes.people import NOBODY, People, Voice
from reader.extract.quotes.phrases import Mention, Sort, named, read, run_from, tidy_role
from reader.release import Block, BlockKind, Quote, QuoteKind

LONGEST_NAME_LINE = 140
SHORTEST_STATEMENT = 40
"""Characters; a shorter paragraph after a colon is a heading or a list's first line."""
DASH = re.compile(r"\s{0,3}[—–―]\s{0,3}")


@dataclass(slots=True)
class Statements:
    """Follows a statement without marks from its lead-in to its last paragraph."""

    blocks: Sequence[Block]
    texts: Sequence[str]
    words: Words
    marked: Mapping[int, Sequence[Span]]
    _voice: Voice = NOBODY
    _block: int = -1
    _paragraphs: int = 0

    def at(self, block: int, people: People) -> list[Quote]:
        """The quotes that block holds without marks: none, or all of it."""
        text = self.texts[block]
        if not text.strip():
            return []
        if told := self._dialogue(block, people):
            return told
        earlier = next((at for at in range(block - 1, -1, -1) if self.texts[at].strip()), -1)
        is_set_apart = self.blocks[block].kind is BlockKind.QUOTATION
        if is_set_apart and text.lstrip()[:1] in tuple("—–―") and name_line(text, self.words):
            self._paragraphs = 0
            return []
        if self._paragraphs and earlier == self._block and self._goes_on(block, is_set_apart):
            self._block, self._paragraphs = block, self._paragraphs + 1
            return [self._whole(block, continues=True)]
        self._paragraphs = 0
        if not is_set_apart and (earlier < 0 or not self._may_be_speech(block)):
            return []
        voice = self._lead_in(earlier, people) if earlier >= 0 else NOBODY
        if not voice.name and is_set_apart:
            mention = name_line(self.texts[block + 1], self.words) if block + 1 < len(self.texts) else None
            voice = people.hears(mention, block + 1, 0) if mention else NOBODY
        if not voice.name and not is_set_apart:
            return []
        self._voice, self._block, self._paragraphs = voice, block, 1
        return [self._whole(block, continues=False)]

    def has_within(self, block: int) -> bool:
        """True where a running statement goes on in a block and the block's marks are its own."""
        earlier = next((at for at in range(block - 1, -1, -1) if self.texts[at].strip()), -1)
        is_set_apart = self.blocks[block].kind is BlockKind.QUOTATION
        is_marked_whole = any(span.start <= 2 or span.is_open for span in self.marked[block])
        return (
            bool(self._paragraphs)
            and earlier == self._block
            and not is_marked_whole
            and self._goes_on(block, is_set_apart)
        )

    def _whole(self, block: int, continues: bool) -> Quote:
        text = self.texts[block]
        start = len(text) - len(text.lstrip())
        return Quote(block, start, len(text.rstrip()), QuoteKind.SPEECH, self._voice.name, self._voice.role, continues)

    def _may_be_speech(self, block: int) -> bool:
        kind, text = self.blocks[block].kind, self.texts[block].strip()
        return (
            kind is BlockKind.PARAGRAPH
            and len(text) >= SHORTEST_STATEMENT
            and text[-1] in ".!?…"
            and not text.endswith("...")
        )

    def _goes_on(self, block: int, is_set_apart: bool) -> bool:
        """True where the statement's next paragraph still speaks."""
        if is_set_apart:
            return True
        if self.blocks[self._block].kind is BlockKind.QUOTATION or not self._may_be_speech(block):
            return False
        return self.words.language == "de" or self._speaks_for_itself(block)

    def _speaks_for_itself(self, block: int) -> bool:
        """True where a paragraph says "I", "we" or "our", and does not name its speaker."""
        said = {word.lower() for word in re.findall(r"[\w'’]+", self.texts[block][:600])}
        surname = self._voice.name.split()[-1] if self._voice.name else ""
        return bool(said & self.words["first_person"]) and surname not in self.texts[block]

    def _lead_in(self, block: int, people: People) -> Voice:
        """The speaker whom a block that ends with a colon names."""
        text = self.texts[block].rstrip()
        if not text.endswith((":", "：")):
            return NOBODY
        hearing = attribution.before_quote(text, 0, len(text), self.words)
        if hearing.mention is None or hearing.strength is not Strength.DIRECT or not self._says(text):
            return NOBODY
        return people.hears(hearing.mention, block, len(text))

    def _says(self, text: str) -> bool:
        """True where a verb of speech or the word "statement" stands in the lead-in's last words."""
        phrase = read(text, max(0, len(text) - 200), len(text), self.words)
        return any(attribution.spoken(phrase, at) or phrase.is_in(at, "statements") for at in range(len(phrase.tokens)))

    def _dialogue(self, block: int, people: People) -> list[Quote]:
        """Speech between dashes: "—No podemos más —dijo la maestra—. Nos vamos."."""
        text = self.texts[block]
        if self.words.language not in ("es", "fr", "pt", "it", "ru") or text.lstrip()[:1] not in tuple("—–―"):
            return []
        dashes = list(islice(DASH.finditer(text), 20))
        if len(dashes) < 2:
            return []
        end = attribution.sentence_end(text, dashes[1].end(), len(text)) if len(dashes) == 2 else dashes[2].start()
        hearing = attribution.after_quote(text, dashes[1].start(), dashes[1].start(), end, self.words)
        if hearing.mention is None:
            return []
        voice = people.hears(hearing.mention, block, dashes[1].start())
        quotes = [Quote(block, dashes[0].end(), dashes[1].start(), QuoteKind.SPEECH, voice.name, voice.role)]
        if len(dashes) > 2:
            start = dashes[2].end()
            while start < len(text) and text[start] in " .,;":
                start += 1
            if start < len(text.rstrip()):
                quotes.append(Quote(block, start, len(text.rstrip()), QuoteKind.SPEECH, voice.name, voice.role))
        return quotes


def name_line(text: str, words: Words) -> Mention | None:
    """The person whom a short line under a quote names: "— Anna Roux, director of the centre"."""
    line = text.strip()
    has_dash = line[:1] in tuple("—–―-~")
    begin = text.find(line) + (len(line) - len(line.lstrip("—–―-~ ")))
    if not line or len(line) > LONGEST_NAME_LINE or line[-1] in ".:?!":
        return None
    phrase = read(text, begin, len(text), words)
    run = run_from(phrase, 0, len(phrase.tokens))
    found = named(phrase, 0, run) if run >= 2 else None
    if found is None or found[0].sort is not Sort.PERSON:
        return None
    rest = phrase.tokens[run:]
    if rest and rest[0][0] not in ",(–—-|":
        return None
    if not has_dash and not rest:
        return None
    return Mention(
        found[0].name, Sort.PERSON, (tidy_role(phrase, rest[0][2], rest[-1][2]) if rest else "") or found[0].role
    )
