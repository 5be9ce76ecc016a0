"""Goes through a release's quotes in order and gives each its kind and its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.extract.quotes import afterthoughts, attribution, unmarked
from reader.extract.quotes.afterthoughts import Heard
from reader.extract.quotes.attribution import NOTHING, Hearing, Strength
from reader.extract.quotes.kinds import SENTENCE_ENDS, Setting, kind_of, stands_free
from reader.extract.quotes.language import Words
from reader.extract.quotes.marks import EDGES, FAMILY, Span
from reader.extract.quotes.people import NOBODY, People, Voice
from reader.extract.quotes.phrases import Sort
from reader.release import Block, Quote, QuoteKind

DOUBLED = tuple('"“”„')


BY_THE_WAY = 3
"""Words; the words beside a quote are read on past marks that hold so few."""


@dataclass(slots=True)
class Listener:
    """One release's blocks and the speakers heard so far."""

    blocks: Sequence[Block]
    texts: Sequence[str]
    words: Words
    spans: Sequence[Span]
    people: People = field(init=False)
    _by_block: dict[int, list[Span]] = field(default_factory=dict)
    _continued: set[Span] = field(default_factory=set)
    """Spans that go on in a later paragraph."""

    def __post_init__(self) -> None:
        for span in self.spans:
            self._by_block.setdefault(span.block, []).append(span)
        outer = [span for span in self.spans if not span.depth]
        self._continued = {span for span, following in pairwise(outer) if following.continues}
        self.people = People(self.texts, self.words, self._by_block)

    def listen(self) -> tuple[Quote, ...]:
        """The quotes that the marked spans are, and those that stand without marks."""
        by_block = self._by_block
        quotes: list[Quote] = []
        all_heard: list[Heard] = []
        before: list[Heard] = []
        statement = unmarked.Statements(self.blocks, self.texts, self.words, by_block)
        for block in range(len(self.texts)):
            if block in by_block and statement.has_within(block):
                quotes.extend(statement.at(block, self.people))
                quotes.extend(_nested(self.texts[block], span, self.words) for span in by_block[block])
            elif block in by_block:
                before = self._block(block, by_block[block], before)
                all_heard.extend(before)
            elif found := statement.at(block, self.people):
                quotes.extend(found)
            elif self.texts[block].strip() and not self.texts[block].rstrip().endswith((":", "：")):
                before = []
        afterthoughts.settle(all_heard, self.blocks, quotes)
        quotes.extend(_quote(heard) for heard in all_heard)
        return tuple(sorted(quotes, key=lambda quote: (quote.block, quote.start, -quote.end)))

    def _block(self, block: int, spans: Sequence[Span], before: list[Heard]) -> list[Heard]:
        """Kinds and speakers of one block's spans; `before` holds those of the block right before it."""
        text = self.texts[block]
        found = [self._heard(text, span) for span in spans]
        outer = [heard for heard in found if not heard.span.depth]
        ends = [len(text)]
        for heard in reversed(outer):
            ends.append(heard.setting.opens if heard.setting.size > BY_THE_WAY else ends[-1])
        start = 0
        for i, heard in enumerate(outer):
            earlier = outer[i - 1] if i else None
            is_name = earlier is not None and not self.words.has_capitals and earlier.setting.size <= BY_THE_WAY
            start = earlier.setting.closes if earlier is not None and not is_name else start
            end = ends[len(outer) - 1 - i]
            hearing = self._hear(heard, start, end)
            is_guess = (
                hearing.mention is not None and hearing.mention.is_unsure and not self.people.knows(hearing.mention)
            )
            is_said = not self.words.has_capitals and hearing.strength is Strength.DIRECT
            unnamed = Hearing(None, hearing.strength) if is_said else NOTHING
            heard.hearing = unnamed if is_guess else hearing
        _share_sentence(outer)
        for heard in found:
            heard.kind = self._kind(heard, before)
        for earlier, heard in pairwise(outer):
            if earlier.kind is QuoteKind.SPEECH and _goes_on_speaking(heard):
                heard.kind = QuoteKind.SPEECH
        self._give_voices(block, [heard for heard in outer if heard.kind is QuoteKind.SPEECH], before)
        return found

    def _heard(self, text: str, span: Span) -> Heard:
        """A span with its setting, its end put right where the closing mark stands after the speaker's name."""
        heard = Heard(span, _setting(text, span, self.words))
        end = attribution.misplaced_end(text, span.start, span.end, self.words)
        if end < span.end and not span.depth:
            heard.span = replace(span, end=end)
            heard.setting = replace(heard.setting, end=end, closes=end)
        return heard

    def _hear(self, heard: Heard, start: int, end: int) -> Hearing:
        """The surest of what stands before and after a quote's marks."""
        setting = heard.setting
        inner_end = setting.end
        after = attribution.after_quote(setting.text, inner_end, setting.closes, end, self.words)
        is_unfinished = setting.inner[-1:] in ",،，" or setting.text[setting.closes : setting.closes + 1] in (
            ",",
            "،",
            "，",
        )
        before = attribution.before_quote(setting.text, start, setting.opens, self.words)
        if after.mention and is_unfinished and not (after.mention.sort is Sort.PRONOUN and _names(before)):
            return after
        if before.strength is Strength.DIRECT:
            return before
        if after.mention:
            return after
        within = attribution.inside_quote(setting.text, setting.start, setting.end, self.words)
        return within if within.mention else before

    def _kind(self, heard: Heard, before: list[Heard]) -> QuoteKind:
        if not heard.span.depth and (heard.span.continues or heard.span in self._continued):
            return QuoteKind.SPEECH
        if not heard.span.depth and heard.hearing.strength is Strength.NONE and self._follows_colon(heard):
            return QuoteKind.SPEECH
        return kind_of(heard.setting, heard.hearing.strength, bool(heard.span.depth), self._is_told(heard.hearing))

    def _is_told(self, hearing: Hearing) -> bool:
        """True where a sentence gives its quote to somebody, and not to a law."""
        if hearing.mention is None or hearing.mention.sort is Sort.PRONOUN:
            return False
        return not any(word in self.words["documents"] for word in hearing.mention.name.lower().split())

    def _follows_colon(self, heard: Heard) -> bool:
        """True where the quote begins its block and the block before it ends with a colon."""
        before = _earlier(self.texts, heard.span.block)
        is_first = not heard.setting.text[: heard.setting.opens].strip()
        return is_first and before >= 0 and self.texts[before].rstrip().endswith((":", "：")) and heard.setting.size > 3

    def _give_voices(self, block: int, speech: list[Heard], before: list[Heard]) -> None:
        for heard in speech:
            if heard.hearing.mention is not None:
                heard.voice = self.people.hears(heard.hearing.mention, block, heard.setting.opens)
        for i, heard in enumerate(speech):
            if heard.voice.name or (_is_fragment(heard) and not heard.span.continues):
                continue
            heard.voice = speech[i - 1].voice if i else NOBODY
            if not heard.voice.name and i == 0:
                heard.voice = self._voice_of_neighbours(block, heard, before)
        for i in range(len(speech) - 2, -1, -1):
            if not speech[i].voice.name and _runs_on(speech[i], speech[i + 1]):
                speech[i].voice = speech[i + 1].voice

    def _voice_of_neighbours(self, block: int, heard: Heard, before: list[Heard]) -> Voice:
        """Speaker of a quote whose own block names none before it."""
        spoken = [other for other in before if other.kind is QuoteKind.SPEECH and not other.span.depth]
        if heard.span.continues and spoken:
            return spoken[-1].voice
        is_first = not heard.setting.text[: heard.setting.opens].strip()
        earlier = _earlier(self.texts, block)
        if is_first and (voice := self._name_below(block, heard)):
            return voice
        if is_first and earlier >= 0:
            if spoken and spoken[-1].span.block == earlier:
                return spoken[-1].voice
            return self._introduced(earlier)
        return NOBODY if is_first else self._sentence_before(block, heard.setting)

    def _sentence_before(self, block: int, setting: Setting) -> Voice:
        """The speaker of the sentence that ends before a quote that has none of its own."""
        text = setting.text
        start = attribution.sentence_start(text, 0, setting.opens)
        hearing = attribution.lead_in(text, start, self.words) if start else NOTHING
        if hearing.mention is not None:
            return self._led_in(hearing, block, start)
        return self.people.subject_in(block, setting.opens) or NOBODY

    def _name_below(self, block: int, heard: Heard) -> Voice | None:
        """The speaker whose name stands alone in the block under a quote."""
        below = block + 1
        if not heard.setting.is_alone or below >= len(self.texts) or not self.words.has_capitals:
            return None
        mention = unmarked.name_line(self.texts[below], self.words)
        return self.people.hears(mention, below, 0) if mention else None

    def _introduced(self, block: int) -> Voice:
        """The speaker of a block's last sentence: it leads in the quote that follows."""
        text = self.texts[block]
        hearing = attribution.lead_in(text, len(text), self.words)
        if hearing.mention is not None and hearing.mention.is_unsure and not self.people.knows(hearing.mention):
            return NOBODY
        if hearing.mention is not None and text.rstrip().endswith((":", "：")):
            return self.people.hears(hearing.mention, block, len(text))
        return self._led_in(hearing, block, len(text))

    def _led_in(self, hearing: Hearing, block: int, at: int) -> Voice:
        """The speaker of a sentence before a quote; an unnamed one only where the release names them elsewhere."""
        if hearing.mention is None:
            return NOBODY
        voice = self.people.hears(hearing.mention, block, at)
        return NOBODY if hearing.mention.sort is Sort.NOUN and not voice.is_person else voice


def _share_sentence(outer: Sequence[Heard]) -> None:
    """Gives a fragment the speaker of the fragment before it in the same sentence: "called it “…” and “…”"."""
    for earlier, heard in pairwise(outer):
        between = heard.setting.text[earlier.setting.closes : heard.setting.opens]
        is_same_sentence = (
            earlier.setting.inner[-1:] not in SENTENCE_ENDS
            and attribution.sentence_end(between, 0, len(between)) == len(between)
            and len(between) < attribution.REACH
        )
        if is_same_sentence and attribution.says_anything(between, heard.setting.words):
            continue
        if heard.hearing.strength is Strength.NONE and earlier.hearing.mention is not None and is_same_sentence:
            heard.hearing = Hearing(earlier.hearing.mention, Strength.LOOSE)


def _is_fragment(heard: Heard) -> bool:
    """True for part of the writer's own sentence, which no verb of speech gives to anybody."""
    is_begun = heard.setting.words.has_capitals and heard.setting.inner[:1].isupper()
    return heard.hearing.strength is Strength.NONE and not is_begun and not stands_free(heard.setting)


def _goes_on_speaking(heard: Heard) -> bool:
    """True for a whole sentence that stands free after speech in its block: "“I go,” she said. “He stays.”"."""
    inner = heard.setting.inner
    is_begun = inner[:1].isupper() or not heard.setting.words.has_capitals
    is_sentence = is_begun and inner[-1:] in tuple(SENTENCE_ENDS) and heard.setting.size > 1
    return is_sentence and heard.setting.opens > 0 and stands_free(heard.setting)


def _names(hearing: Hearing) -> bool:
    """True where the words beside a quote lead straight to a named person."""
    return hearing.strength is Strength.DIRECT and hearing.mention is not None and hearing.mention.sort is Sort.PERSON


def _earlier(texts: Sequence[str], block: int) -> int:
    """The block before `block` that has text; -1 where there is none."""
    return next((at for at in range(block - 1, -1, -1) if texts[at].strip()), -1)


def _runs_on(heard: Heard, following: Heard) -> bool:
    """True where nothing but space stands between two quotes of whole sentences."""
    if not heard.setting.inner[:1].isupper() and heard.setting.words.has_capitals:
        return False
    return not heard.setting.text[heard.setting.closes : following.setting.opens].strip(" .\u00a0")


def _setting(text: str, span: Span, words: Words) -> Setting:
    opens, closes = span.start, span.end
    while opens > 0 and text[opens - 1] in EDGES:
        opens -= 1
    if opens > 0 and text[opens - 1] in FAMILY:
        opens -= 2 if text[opens - 2 : opens - 1] in DOUBLED else 1
    else:
        opens = span.start
    if not span.is_open:
        while closes < len(text) and text[closes] in EDGES:
            closes += 1
        closes = closes + 1 if closes < len(text) and text[closes] in FAMILY else span.end
        if text[closes : closes + 1] in DOUBLED and text[closes + 1 : closes + 2] in ("", " ", ",", "."):
            closes += 1
    return Setting(text, span.start, span.end, opens, closes, words)


def _nested(text: str, span: Span, words: Words) -> Quote:
    """Marked words within a statement that has no marks itself."""
    kind = kind_of(_setting(text, span, words), Strength.NONE, is_nested=True)
    return Quote(span.block, span.start, span.end, kind)


def _quote(heard: Heard) -> Quote:
    is_speech = heard.kind is QuoteKind.SPEECH
    return Quote(
        heard.span.block,
        heard.span.start,
        heard.span.end,
        heard.kind,
        heard.voice.name if is_speech else "",
        heard.voice.role if is_speech else "",
        heard.span.continues,
    )
