"""Quotes of invented releases: what is speech, and who is shown as its speaker."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from reader.extract.quotes import LONGEST, MOST, hear
from reader.release import Block, BlockKind, Quote

DATA = Path(__file__).parent / "data"
CASES = sorted((DATA / "quotes").glob("*.txt"))
FORMS = [line for line in (DATA / "quote_forms.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
"""Small releases, one a line: the language, then the paragraphs, parted by "¶"."""
SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"
MARKED = re.compile(r"\{\{([^|]{0,160})\|([^{}]{1,2000})\}\}")
NOTICEABLE = 0.005
"""Processor seconds; what takes less is too short to be measured."""


def expected_of(line: str, block: int) -> tuple[str, list[Quote]]:
    """A paragraph without its notes, and the quotes that these mark: {{speaker; role|words}}, {{=kind|words}}."""
    text, quotes, at = "", [], 0
    for note in MARKED.finditer(line):
        text += line[at : note.start()]
        quotes.append(_noted(note[1], block, len(text), len(text) + len(note[2])))
        text += note[2]
        at = note.end()
    return text + line[at:], quotes


def _noted(note: str, block: int, start: int, end: int) -> Quote:
    if note.startswith("="):
        return Quote(block, start, end, note[1:])  # type: ignore[arg-type]
    speaker, _, role = note.removeprefix("+").partition("; ")
    return Quote(block, start, end, "speech", speaker, role, note.startswith("+"))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_quotes_are_heard_as_marked(case: Path) -> None:
    lines = [line for line in case.read_text(encoding="utf-8").splitlines() if line.strip()]
    marked = [expected_of(line, block) for block, line in enumerate(lines)]
    blocks = [Block(BlockKind.PARAGRAPH, text) for text, _ in marked]
    wanted = [quote for _, quotes in marked for quote in quotes]
    assert list(hear(blocks, case.stem.partition("-")[0] if case.stem[:3] != "no-" else "en")) == wanted


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_quotes_are_heard_as_marked(form: str) -> None:
    language, _, release = form.partition(" ")
    marked = [expected_of(line.strip(), block) for block, line in enumerate(release.split("¶"))]
    wanted = [quote for _, quotes in marked for quote in quotes]
    heard = hear([Block(BlockKind.PARAGRAPH, text) for text, _ in marked], language)
    assert [quote for quote in heard if quote.kind == "speech"] == [q for q in wanted if q.kind == "speech"]


def test_every_role_word_occurs_in_the_release() -> None:
    for case in CASES:
        lines = [expected_of(line, 0)[0] for line in case.read_text(encoding="utf-8").splitlines()]
        whole = " ".join(lines)
        for quote in hear([Block(BlockKind.PARAGRAPH, line) for line in lines], ""):
            assert all(word in whole for word in quote.role.split())


def test_quoted_blocks_speak_for_the_name_under_them() -> None:
    blocks = [
        Block(BlockKind.QUOTATION, "We will not leave the valley to the dam."),
        Block(BlockKind.PARAGRAPH, "— Petra Holm, chair of the valley council"),
    ]
    (quote,) = hear(blocks, "en")
    assert (quote.speaker, quote.role) == ("Petra Holm", "chair of the valley council")


def test_a_name_line_within_a_quoted_block_is_no_speech() -> None:
    blocks = [
        Block(BlockKind.QUOTATION, "We are seven people with eleven buckets."),
        Block(BlockKind.QUOTATION, "— Petra Holm, chair of the valley council"),
    ]
    (quote,) = hear(blocks, "en")
    assert (quote.block, quote.speaker, quote.role) == (0, "Petra Holm", "chair of the valley council")


def test_nobody_is_named_where_nobody_is_said_to_speak() -> None:
    text = "The mayor met Petra Holm and Otto Lange. The wall bears the words “no more names on this stone for us”."
    assert all(not quote.speaker for quote in hear([Block(BlockKind.PARAGRAPH, text)], "en"))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the release that the project started from is not at hand")
def test_the_first_release_reads_perfectly() -> None:
    lines = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    quotes = hear([Block(BlockKind.PARAGRAPH, line) for line in lines], "en")
    spoken = [quote for quote in quotes if quote.kind == "speech"]
    assert len(spoken) == 4
    assert {quote.speaker for quote in spoken} == {"Kenneth Roth"}
    assert {quote.role for quote in spoken} == {"executive director of Human Rights Watch"}
    assert [quote.kind for quote in quotes if quote not in spoken] == ["title"]


FLOODS = [
    *('"', "“", "‘", "'a' ", "“«", "“a” said ", "Anna ", "a.", " ", "(", "“I go,” said Anna Roux. ", "Anna, "),
    *("“a b c d” and ", "Anna and ", "president of the ", "— ", "«A», dit Anna de la ", "of Anna Roux, "),
]


def seconds_for(text: str, size: int) -> float:
    """Processor seconds that a text in blocks of `size` characters takes: the best of three runs."""
    blocks = [Block(BlockKind.PARAGRAPH, text[at : at + size]) for at in range(0, len(text), size)]
    taken = []
    for _ in range(3):
        started = time.process_time()
        hear(blocks, "en")
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("size", [200, LONGEST])
def test_hostile_text_costs_no_more_than_its_length(flood: str, size: int) -> None:
    """Eight times the text may cost eight times as much, and some noise; what grows with the square costs 64 times."""
    hear([Block(BlockKind.PARAGRAPH, "“We go,” said Anna Roux.")], "en")
    text = flood * (LONGEST // 2 // len(flood))
    small = max(seconds_for(text[: len(text) // 8], size), NOTICEABLE)
    assert seconds_for(text, size) < 24 * small


def test_what_is_longer_than_any_release_is_not_listened_to() -> None:
    blocks = [Block(BlockKind.PARAGRAPH, "“We go,” said Anna Roux. ")] * 50_000
    assert len(hear(blocks, "en")) <= MOST
