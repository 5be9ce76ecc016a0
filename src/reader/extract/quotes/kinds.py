"""Tells speech from terms, titles and quoted law by the words inside the marks and beside them."""

from __future__ import annotations

from dataclasses import dataclass

from reader.extract.quotes.attribution import Strength, sentence_start
from reader.extract.quotes.language import Words
from reader.extract.quotes.phrases import read
from reader.release import QuoteKind

NEAR = 90
"""Characters on each side of the marks that may say what kind of thing they hold."""
SHORT = 3
"""Words; so few are a term or a name unless a verb of speech leads straight to them."""
FRAGMENT = 7
"""Words; so long a fragment in small letters is somebody's words, even where no verb of speech is known."""
LONG = 12
"""Words; so many are no term, and few titles are as long."""
LONGEST_PREPOSITION = 5
"""Letters of the word between "sentenced" and the offence."""
HAN_PER_WORD = 2
"""Chinese characters that count as one word."""
ACCUSED = frozenset({"accused", "accuse", "accuses", "accusing"})
BEING = frozenset({"être", "ser"})
"""Words that look like a preposition before an offence, and begin what somebody says of others."""
SENTENCE_ENDS = ".!?…。！？؟"


@dataclass(frozen=True, slots=True)
class Setting:
    """A span's words and what stands beside its marks in the block."""

    text: str
    start: int
    end: int
    opens: int
    """Where the opening mark stands; `start` where there is none."""
    closes: int
    """Past the closing mark."""
    words: Words

    @property
    def inner(self) -> str:
        return self.text[self.start : self.end]

    @property
    def size(self) -> int:
        """How many words stand between the marks."""
        if self.words.language == "zh":
            return max(1, (self.end - self.start) // HAN_PER_WORD)
        return len(self.inner.split())

    @property
    def is_alone(self) -> bool:
        """True where the block holds nothing but the quote."""
        return not self.text[: self.opens].strip(" \u00a0–—-•") and not self.text[self.closes :].strip(' \u00a0.,;"”»')


def kind_of(setting: Setting, strength: Strength, is_nested: bool, is_told: bool = False) -> QuoteKind:
    """What the marks are there for; `is_told` where somebody who is no document is heard to say it."""
    named_as = _named_beside(setting)
    if (
        named_as is QuoteKind.TITLE
        and strength > Strength.NONE
        and setting.inner[:1].islower()
        and setting.size > SHORT
    ):
        named_as = None
    if named_as is QuoteKind.TERM and strength is Strength.DIRECT and _follows_verb(setting):
        named_as = None
    if is_nested:
        return named_as or _name_or_term(setting)
    if named_as and setting.size <= LONG + 4 and not (strength is Strength.DIRECT and _is_sentence(setting)):
        return named_as
    if named_as is QuoteKind.TITLE and strength is not Strength.DIRECT and setting.inner[-1:] not in SENTENCE_ENDS:
        return named_as
    if _is_bracketed(setting) and not _is_sentence(setting):
        return _name_or_term(setting)
    if strength is Strength.DIRECT:
        return _direct(setting)
    if _is_sentence(setting) and (setting.is_alone or stands_free(setting)):
        return QuoteKind.SPEECH
    if not is_told and _quotes_law(setting):
        return QuoteKind.OTHER
    if (
        strength is Strength.LOOSE
        and setting.size >= SHORT
        and (not _is_title_case(setting) or (setting.words.language == "de" and setting.size > SHORT))
        and not _is_attribute(setting)
    ):
        return QuoteKind.SPEECH
    if setting.size >= LONG and _is_sentence(setting):
        return QuoteKind.SPEECH
    if setting.size >= FRAGMENT and setting.inner[:1].islower() and not setting.is_alone and not _is_attribute(setting):
        return QuoteKind.SPEECH
    return _name_or_term(setting)


def _is_bracketed(setting: Setting) -> bool:
    """True for a name given by the way: (“the Company”)."""
    return setting.text[setting.opens - 1 : setting.opens] == "(" and setting.text[
        setting.closes : setting.closes + 1
    ] in (")", ",")


def _follows_verb(setting: Setting) -> bool:
    """True right after a word that is a verb of speech too: "s’est dit « très préoccupé »"."""
    before = read(setting.text, max(0, setting.opens - NEAR), setting.opens, setting.words)
    at = len(before.tokens) - 1
    while at > 0 and not before.tokens[at][0][0].isalpha():
        at -= 1
    return at > 0 and before.is_in(at, "said") and before.is_in(at - 1, "helping")


def _direct(setting: Setting) -> QuoteKind:
    is_closed = setting.inner[-1:] in (",", *SENTENCE_ENDS) or setting.text[setting.closes : setting.closes + 1] == ","
    if setting.size == 1 and setting.words.has_capitals and not is_closed:
        return _name_or_term(setting)
    shortest = SHORT if setting.words.has_capitals else SHORT + 2
    if (
        setting.size < shortest
        and not _is_sentence(setting)
        and setting.inner[-1:] not in (",", "，", *("" if setting.words.has_capitals else SENTENCE_ENDS))
        and setting.text[setting.closes : setting.closes + 2].strip()[:1].isalnum()
    ):
        return _name_or_term(setting)
    return QuoteKind.SPEECH


def _is_sentence(setting: Setting) -> bool:
    """True where the words look like whole sentences: a capital first, a stop last."""
    inner = setting.inner
    ends = inner[-1:] in SENTENCE_ENDS + "," or setting.text[setting.closes : setting.closes + 1] in tuple(".,。，")
    begins = not inner[:1].islower()
    return bool(begins and ends and setting.size >= SHORT + 1 and not _is_title_case(setting))


def stands_free(setting: Setting) -> bool:
    """True where no sentence of the writer's own leads into the marks, or only a colon does."""
    begin = sentence_start(setting.text, 0, setting.opens)
    lead_in = setting.text[begin : setting.opens].strip(' \u00a0"”“»«')
    return not lead_in or lead_in[-1] in ":："


def _named_beside(setting: Setting) -> QuoteKind | None:
    """Kind that a word beside the marks gives: "the report “…”", "the term “…”", "the “…” campaign"."""
    words = setting.words
    if words.language == "zh":
        return _named_beside_chinese(setting)
    before = read(setting.text, max(0, setting.opens - NEAR), setting.opens, words).lowered
    after = read(setting.text, setting.closes, min(len(setting.text), setting.closes + 40), words).lowered
    near = [word for word in before[-5:] if word not in "\"“”„«»‘’'(,"]
    last = near[-1:] or [""]
    if (
        words.language == "en"
        and last[0] == "of"
        and any(word in ACCUSED for word in near)
        and setting.size <= SHORT + 1
    ):
        return QuoteKind.TERM
    if (
        any(word in words["charged"] for word in near[:-1])
        and len(last[0]) <= LONGEST_PREPOSITION
        and last[0] not in BEING
        and not _is_sentence(setting)
    ):
        return QuoteKind.TERM
    is_theme = last[0] == ":" and near[-2:-1] and _is_in(near[-2], words, "titled")
    if is_theme and setting.inner[-1:] not in SENTENCE_ENDS:
        return QuoteKind.TITLE
    if last[0] == ":" or (before and before[-1] in ".:;"):
        return None
    if _is_in(last[0], words, "termed") or (
        near[-2:-1] and _is_in(near[-2], words, "termed") and last[0] in words["joining"] | words["articles"]
    ):
        return QuoteKind.TERM
    if _is_in(last[0], words, "titled"):
        return QuoteKind.TITLE
    following = after[0] if after else ""
    if following and setting.size <= 8 and setting.inner[-1:] not in SENTENCE_ENDS:
        if _is_in(following, words, "titled"):
            return QuoteKind.TITLE
        if _is_in(following, words, "termed") and setting.size <= 5:
            return QuoteKind.TERM
    return None


def _is_in(word: str, words: Words, section: str) -> bool:
    if word in words[section]:
        return True
    if section != "titled" or not words["titled_endings"]:
        return False
    genitive = word.removesuffix("s").removesuffix("e")
    return genitive in words[section] or any(word.endswith(ending) for ending in words["titled_endings"])


def _named_beside_chinese(setting: Setting) -> QuoteKind | None:
    before = setting.text[max(0, setting.opens - 6) : setting.opens].strip(" ")
    after = setting.text[setting.closes : setting.closes + 4]
    if any(before.endswith(word) for word in setting.words["titled"]):
        return QuoteKind.TITLE
    if any(before.endswith(word) for word in setting.words["termed"]) or any(
        after.startswith(word) for word in setting.words["termed"]
    ):
        return QuoteKind.TERM
    return None


def _quotes_law(setting: Setting) -> bool:
    words = setting.words
    tokens = read(setting.text, max(0, setting.opens - 2 * NEAR), setting.opens, words).tokens
    return any(token[0].lower() in words["documents"] for token in tokens[-14:])


def _is_title_case(setting: Setting) -> bool:
    """True where nearly all words that can have a capital have one, as titles do in English."""
    if not setting.words.has_capitals or setting.inner[:1].islower():
        return False
    tokens = [w for w in setting.inner.split() if w[:1].isalpha()]
    long = [w for w in tokens if w.lower().strip(",.:;!?") not in setting.words["small"] | setting.words["joining"]]
    capitals = sum(w[0].isupper() for w in long)
    return (
        len(long) > 0 and capitals >= max(1, len(long) - len(long) // 4) and (len(long) > 1 or capitals == len(tokens))
    )


def _is_attribute(setting: Setting) -> bool:
    """True in "the “one roof, one rule” principle": an article before, a plain noun after."""
    if setting.size > 6 or not setting.text[setting.closes : setting.closes + 1].isspace():
        return False
    before = read(setting.text, max(0, setting.opens - 40), setting.opens, setting.words)
    if not before.tokens:
        return False
    is_determined = before.is_in(len(before.tokens) - 1, "articles") or before.tokens[-1][0].endswith(
        ("'s", "’s", "s’")
    )
    following = read(setting.text, setting.closes, min(len(setting.text), setting.closes + 30), setting.words)
    if not following.tokens or not following.tokens[0][0][0].islower():
        return False
    return is_determined and not following.is_in(0, "small", "joining", "helping", "said")


def _name_or_term(setting: Setting) -> QuoteKind:
    return QuoteKind.TITLE if _is_title_case(setting) else QuoteKind.TERM
