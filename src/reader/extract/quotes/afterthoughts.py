"""Speakers that only the whole release tells: of quotes whose name comes paragraphs later, or stands nowhere near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.extract.quotes.attribution import NOTHING, Hearing
from reader.extract.quotes.kinds import Setting
from reader.extract.quotes.marks import Span
from reader.extract.quotes.people import NOBODY, Voice
from reader.release import Block, BlockKind, Quote, QuoteKind

NEARBY = 4
"""Paragraphs; so far above a quote that names nobody its speaker may have spoken before."""
SHORTEST_REPEATED = 4
"""Words of a headline's quote that the release repeats with its speaker."""
MOST_COMPARED = 60
"""Quotes among which the words of a headline are looked for."""


@dataclass(slots=True)
class Heard:
    """A span on its way to be a quote."""

    span: Span
    setting: Setting
    hearing: Hearing = NOTHING
    kind: QuoteKind = QuoteKind.TERM
    voice: Voice = NOBODY

    @property
    def is_speech(self) -> bool:
        """True for speech that is not within other marks."""
        return self.kind is QuoteKind.SPEECH and not self.span.depth


def settle(heard: Sequence[Heard], blocks: Sequence[Block], unmarked: Sequence[Quote]) -> None:
    """Gives speakers to quotes that have none, once all of a release's quotes are heard."""
    outer = [each for each in heard if not each.span.depth]
    _name_at_the_end(outer)
    _same_words(outer)
    _only_voice(outer, blocks, unmarked)


def _name_at_the_end(outer: Sequence[Heard]) -> None:
    """A quote over several paragraphs is its last paragraph's speaker's."""
    for earlier, later in reversed(list(pairwise(outer))):
        if later.span.continues and earlier.is_speech and not earlier.voice.name:
            earlier.voice = later.voice


def _same_words(outer: Sequence[Heard]) -> None:
    """A headline's quote is whose it is in the body."""
    wanting = [each for each in outer if not (each.is_speech and each.voice.name) and each.setting.is_alone]
    wanting = [each for each in wanting if each.setting.size >= SHORTEST_REPEATED]
    if not wanting:
        return
    told = [(_letters(each.setting.inner), each) for each in outer if each.is_speech and each.voice.name]
    for each in wanting[:MOST_COMPARED]:
        wanted = _letters(each.setting.inner)
        for words, other in told[:MOST_COMPARED]:
            if wanted and wanted in words:
                each.kind, each.voice = QuoteKind.SPEECH, other.voice
                break


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))


def _only_voice(outer: Sequence[Heard], blocks: Sequence[Block], unmarked: Sequence[Quote]) -> None:
    """A paragraph that is a quote and names nobody is the last speaker's, where nobody else speaks in the release."""
    speech = [each for each in outer if each.is_speech]
    voices = {each.voice.name for each in speech if each.voice.name} | {quote.speaker for quote in unmarked}
    for earlier, each in pairwise(speech):
        if each.voice.name or not each.setting.is_alone or each.span.block - earlier.span.block > NEARBY:
            continue
        if blocks[each.span.block].kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTATION) or not earlier.voice.name:
            continue
        between = " ".join(block.text for block in blocks[earlier.span.block + 1 : each.span.block]).rstrip()
        if between.endswith((":", "：")):
            continue
        is_about_speaker = earlier.voice.name.split()[-1] in between
        if is_about_speaker or (len(voices) == 1 and not _says_i(each)):
            each.voice = earlier.voice


def _says_i(heard: Heard) -> bool:
    said = {word.lower() for word in re.findall(r"\w+", heard.setting.inner[:300])}
    return bool(said & heard.setting.words["i"])
