"""Quotes of invented releases: what is speech, and who is shown as its speaker."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from reader.extract.quotes import hear
from reader.release import Block, BlockKind, Quote

CASES = sorted((Path(__file__).parent / "data" / "quotes").glob("*.txt"))
SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"
MARKED = re.compile(r"\{\{([^|]{1,120})\|([^{}]{1,2000})\}\}")
PATIENCE = 1.0
"""Seconds for a hostile text; what it takes is far less, this leaves room for a busy machine."""


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


FLOODS = ['"', "“", "‘", "'a' ", "“«", "“a” said ", "Anna ", "a.", " ", "(", "“I go,” said Anna Roux. ", "Anna, "]


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("size", [200, 190_000])
def test_a_megabyte_of_hostile_text_is_read_at_once(flood: str, size: int) -> None:
    text = (flood * (1_000_000 // len(flood) + 1))[:1_000_000]
    blocks = [Block(BlockKind.PARAGRAPH, text[at : at + size]) for at in range(0, len(text), size)]
    started = time.perf_counter()
    hear(blocks, "en")
    assert time.perf_counter() - started < PATIENCE
