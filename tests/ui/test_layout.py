"""A release as lines: what stands where, in any width and script."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.config import MEASURE
from reader.release import Area, Block, BlockKind, Dateline, Embargo, Evidence, Link, Quote, QuoteKind, Release
from reader.ui.layout import lay_out
from reader.ui.passages import Page
from reader.ui.sheet import ROOMY
from ui.marked import a_country, a_release, paragraphs

NOW = datetime(2024, 3, 10, tzinfo=UTC)
SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"

ARABIC = "قالت منظمة الرصيف اليوم إن السلطات تحتجز عمال الميناء منذ أسبوعين من دون تهمة، وعليها أن تفرج عنهم."
CHINESE = "码头观察今天表示，当局在没有指控的情况下拘留了码头工人两个星期，“应当立即释放他们”，并公布(拘留令),对吗?"


def rows(page: Page) -> list[str]:
    """The page's lines as text, from the column of the bar on."""
    edge = 1 if page.width >= ROOMY else 0
    return [page.row(number)[edge:].rstrip() for number in range(len(page.lines))]


def words(page: Page) -> list[str]:
    return [page.words(number) for number in range(len(page.lines))]


def shown(release: Release, width: int = 60, **options: object) -> str:
    return "\n".join(rows(lay_out(release, width, **options)))  # type: ignore[arg-type]


def roles_of(page: Page, text: str) -> set[str]:
    """The roles of the piece that shows this text."""
    for number in range(len(page.lines)):
        for piece in page.pieces(number):
            if text in piece.text:
                return set(piece.roles)
    raise AssertionError(f"{text!r} is not shown")


# The head.


def test_the_head_says_who_what_when_and_where() -> None:
    release = a_release(
        "(Port Alder) – It rained.",
        subtitle="Families Told to Wait",
        dateline=Dateline("Port Alder", "", 0, 0, 14),
        countries=(a_country("NLD", "Netherlands"), a_country("BEL", "Belgium")),
        regions=(Area("europe", Evidence("title", "Netherlands")),),
    )
    head = [row.strip() for row in rows(lay_out(release, 90))[:6] if row]
    assert head == [
        "Quay Watch",
        "Harbour Town: Dockers Held Without Charge",
        "Families Told to Wait",
        "9 March 2024\u00a0· Port Alder\u00a0· Netherlands, Belgium\u00a0· Europe & Central Asia",
    ]


def test_a_country_that_is_a_region_is_named_once() -> None:
    region = Area("usa", Evidence("title", "United States"))
    text = shown(a_release("It rained.", countries=(a_country("USA", "United States"),), regions=(region,)))
    assert text.count("United States") == 1


def test_a_release_without_a_date_says_so() -> None:
    assert "undated" in shown(a_release("It rained.", published=""))


def test_the_source_is_named_where_the_release_names_no_organisation() -> None:
    assert "Harbour feed" in shown(a_release("It rained.", organisation=""), sender="Harbour feed")
    assert "Harbour feed" not in shown(a_release("It rained."), sender="Harbour feed")


def test_many_countries_are_counted() -> None:
    many = tuple(a_country(f"X{number:02}", f"Land {number}") for number in range(9))
    page = shown(a_release("It rained.", countries=many), 76)
    assert "Land 5, 3 more" in page
    assert "Land 8" not in page


def test_an_embargo_is_said_until_it_lifts() -> None:
    release = a_release("It rained.", embargo=Embargo("EMBARGOED", "2024-03-11T00:01:00+00:00"))
    page = lay_out(release, 60, now=NOW)
    assert "EMBARGOED until 11 March 2024, 00:01 UTC" in "\n".join(rows(page))
    assert "embargo" in roles_of(page, "EMBARGOED")
    later = shown(release, now=datetime(2024, 3, 12, tzinfo=UTC))
    assert "Embargo lifted on 11 March 2024, 00:01 UTC" in later


def test_an_embargo_without_a_moment_is_said_in_its_own_words() -> None:
    assert "Hold for the minister’s word" in shown(a_release("x", embargo=Embargo("Hold for the minister’s word")))


def test_a_changed_release_says_so() -> None:
    assert "Changed since then" in shown(a_release("It rained."), history=["Changed since then"])
    assert "Changed" not in shown(a_release("It rained."))


def test_reasons_stand_in_the_head_only_when_asked_for() -> None:
    release = a_release("It rained.", countries=(a_country("NLD", "Netherlands", "label"),))
    assert "Netherlands — " in shown(release, reasons=True)
    assert shown(release, reasons=True).count("Netherlands") == 1 + 2
    assert "Netherlands — " not in shown(release)


def test_a_release_about_no_place_says_so_when_reasons_are_asked_for() -> None:
    assert "No country or region was found in it." in shown(a_release("It rained."), reasons=True)


def test_a_release_without_text_says_so() -> None:
    assert "The source gave no text with this release." in shown(a_release())


# The body.


@pytest.mark.parametrize("width", [24, 30, 50, 80, 120, 200])
@pytest.mark.parametrize(
    "text", [ARABIC, CHINESE, "Ein Wort: " + "Hafenarbeiter" * 12, "e\u0301" * 150, "👩‍👩‍👧 " * 40]
)
def test_no_line_is_wider_than_the_pane(width: int, text: str) -> None:
    page = lay_out(a_release(*paragraphs(2), text, text[:60], title=text), width)
    assert max(cell_len(row) for row in rows(page)) <= width


@pytest.mark.parametrize("width", [24, 50, 120])
@pytest.mark.parametrize("text", [ARABIC, CHINESE, paragraphs(1)[0], "https://quay.example/" + "a" * 300])
def test_every_letter_of_a_paragraph_is_shown_in_its_order(width: int, text: str) -> None:
    page = lay_out(a_release(text), width)
    stretch = [line for number, line in enumerate(words(page)) if page.passages[page.lines[number].passage].block == 0]
    assert "".join(stretch).replace(" ", "") == text.replace(" ", "")


def test_lines_of_text_are_no_longer_than_is_good_to_read() -> None:
    page = lay_out(a_release(*paragraphs(3)), 200)
    assert max(map(cell_len, words(page))) == MEASURE
    left = min(len(row) - len(row.lstrip()) for row in rows(page) if row)
    assert abs(left - (200 - MEASURE) // 2) <= 2


def test_paragraphs_are_parted_by_one_empty_line() -> None:
    body = rows(lay_out(a_release("First it rained.", "Then it stopped."), 60))
    first = body.index("  First it rained.")
    assert body[first + 1 : first + 3] == ["", "  Then it stopped."]


def test_lists_hang_from_their_marks_and_stand_together() -> None:
    page = lay_out(
        a_release(
            Block(BlockKind.ITEM, "Publish the order under which they are held;", 1, "1."),
            Block(BlockKind.ITEM, "Let lawyers in:", 1, "2."),
            Block(BlockKind.ITEM, "today", 2, ""),
        ),
        30,
    )
    text = "\n".join(rows(page))
    assert "  1. Publish the order under\n     which they are held;\n  2. Let lawyers in:\n    • today" in text


def test_a_marker_of_any_length_leaves_room_for_its_item() -> None:
    page = lay_out(a_release(Block(BlockKind.ITEM, "Let lawyers in.", 40, "§" * 300)), 30)
    assert max(map(cell_len, rows(page))) <= 30


def test_a_table_that_fits_has_its_columns_in_line() -> None:
    table = [Block(BlockKind.ROW, row) for row in ("Pier\tShips", "North\t12", "Coal\t7")]
    text = shown(a_release(*table))
    assert "  Pier    Ships\n  North   12\n  Coal    7" in text


def test_a_table_too_wide_puts_its_cells_under_each_other() -> None:
    row = Block(BlockKind.ROW, "The northern pier\ttwelve ships a day\tof coal")
    text = shown(a_release(row), 30)
    assert "  The northern pier\n    twelve ships a day\n    of coal" in text


def test_a_caption_is_set_apart_with_its_credit_on_its_own_line() -> None:
    caption = Block(BlockKind.CAPTION, "Dockers wait at the gate. © 2024 I. Maas", credit=26)
    page = lay_out(a_release(caption, "It rained."), 60)
    text = "\n".join(rows(page))
    assert "  ┊ Dockers wait at the gate.\n  ┊ © 2024 I. Maas" in text
    assert "credit" in roles_of(page, "© 2024")
    assert "credit" not in roles_of(page, "Dockers wait")


def test_notes_and_contacts_stand_under_a_rule() -> None:
    release = a_release(
        "It rained.",
        Block(BlockKind.NOTES, "For more see the website."),
        Block(BlockKind.CONTACT, "Press: +31 00"),
        Block(BlockKind.CONTACT, "Mail: press@quay.example"),
    )
    body = rows(lay_out(release, 40))
    at = body.index("  For more see the website.")
    assert set(body[at - 2].strip()) == {"─"}
    assert body[at + 2 : at + 4] == ["  Press: +31 00", "  Mail: press@quay.example"]


def test_a_link_is_marked_and_knows_where_it_leads() -> None:
    release = a_release("Read the report today.", links=(Link(0, 9, 15, "https://quay.example/r"),))
    page = lay_out(release, 60)
    assert "link" in roles_of(page, "report")
    assert [(place.start, place.end, place.url) for place in page.links] == [(9, 15, "https://quay.example/r")]


def test_the_address_stands_at_the_end() -> None:
    text = shown(a_release("It rained.", url="https://quay.example/news/1")).rstrip()
    assert text.endswith("https://quay.example/news/1")


# Scripts.


def test_arabic_stands_at_the_right_in_its_order_without_controls() -> None:
    page = lay_out(a_release(ARABIC), 40)
    lines = [number for number, line in enumerate(page.lines) if line.passage >= 0 and page.words(number) in ARABIC]
    ends = {cell_len(page.row(number)) for number in lines}
    assert ends == {38}
    assert " ".join(page.words(number) for number in lines) == ARABIC


@pytest.mark.parametrize("width", range(24, 60, 3))
def test_no_line_of_chinese_begins_with_a_closing_mark(width: int) -> None:
    page = lay_out(a_release(CHINESE * 5), width)
    told = [page.words(number) for number, line in enumerate(page.lines) if line.passage >= 0]
    assert not [line for line in told if line[0] in "，。”、,?)"]
    assert not [line for line in told if line[-1] in "“("]


def test_accents_stay_with_their_letters() -> None:
    page = lay_out(a_release("e\u0301" * 150), 24)
    assert not [line for line in words(page) if line.startswith("\u0301")]


# What it stands on.


def test_laying_out_needs_no_textual() -> None:
    seen = "import reader.ui.layout, reader.ui.citation, sys; print('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "False\n"


# What the saved sample promises.


@pytest.mark.skipif(not SAMPLE.exists(), reason="the saved sample is not beside this checkout")
def test_the_sample_reads_well() -> None:
    paragraphs_of = [line.strip() for line in SAMPLE.read_text().split("\n") if line.strip()][1:7]
    caption, first, second, *_, last = paragraphs_of
    blocks = [Block(BlockKind.CAPTION, caption, credit=caption.index("©"))]
    blocks += [Block(BlockKind.PARAGRAPH, text) for text in paragraphs_of[1:]]
    end = last.index(",”")
    quote = Quote(5, 1, end + 1, QuoteKind.SPEECH, "Kenneth Roth", "executive director of Human Rights Watch")
    text = shown(Release(title="", blocks=tuple(blocks), lede=1, quotes=(quote,)), 80)
    assert "  ┊ © 2015 Reuters\n\n  (New York) — United Nations Secretary-General" in text
    assert '▌ "Only by speaking out publicly' in text
    assert "▌   — Kenneth Roth, executive director of Human Rights Watch" in text
    assert first.split()[-1] in text
    assert second.split()[-1] in text


# Cost.


def test_a_long_release_is_laid_out_in_time_that_grows_with_its_length() -> None:
    def cost(count: int) -> float:
        release = a_release(*[f"“[[Ada Brandt|director|{text}]]” Brandt said." for text in paragraphs(count)])
        begun = time.process_time()
        lay_out(release, 70)
        return time.process_time() - begun

    cost(20)
    assert min(cost(1600) for _ in range(3)) < 16 * 4 * max(0.001, min(cost(100) for _ in range(3)))


def test_a_hostile_table_is_laid_out_within_a_second() -> None:
    row, cell = Block(BlockKind.ROW, "a\t" * 50_000), Block(BlockKind.ROW, "a")
    begun = time.process_time()
    page = lay_out(a_release(row, *[cell] * 5_000), 60)
    assert time.process_time() - begun < 1
    assert "".join(words(page)).count("a") >= 55_000


@pytest.mark.parametrize("text", ["x" * 300_000, "「" * 60_000, "e\u0301" * 60_000, "\u200d" * 100_000, "— " * 100_000])
def test_hostile_text_is_laid_out_within_a_second(text: str) -> None:
    begun = time.process_time()
    lay_out(a_release(text), 24)
    assert time.process_time() - begun < 1
