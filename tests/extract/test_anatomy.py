"""The anatomy by example: a file of content beside what a reader would see in it (`data/anatomy/`)."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from reader.extract import understand
from reader.extract.anatomy import paragraphs, take_apart
from reader.extract.anatomy.dateline import find_dateline
from reader.extract.anatomy.dates import read_moment
from reader.extract.anatomy.embargo import read_embargo
from reader.release import BlockKind, Entry, Form, Release

DATA = Path(__file__).parent / "data" / "anatomy"
FORMS = {".fragment.html": Form.FRAGMENT, ".html": Form.PAGE, ".txt": Form.TEXT, ".md": Form.MARKDOWN}
CASES = sorted(path.name.removesuffix(".expected.json") for path in DATA.glob("*.expected.json"))
SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"


def an_entry(content: str, form: Form = Form.TEXT, **fields: str) -> Entry:
    return Entry(key="k", content=content, form=form, **fields)  # type: ignore[arg-type]


def read_case(name: str) -> Release:
    path = next(path for path in DATA.glob(f"{name}.*") if not path.name.endswith(".expected.json"))
    form = next(form for ending, form in FORMS.items() if path.name.endswith(ending))
    return take_apart(an_entry(path.read_text(encoding="utf-8"), form))


def seen(release: Release) -> dict[str, Any]:
    return {
        "title": release.title,
        "published": release.published,
        "organisation": release.organisation,
        "dateline": release.dateline.place if release.dateline else "",
        "language": release.language,
        "embargo": [release.embargo.text, release.embargo.lifts] if release.embargo else None,
        "blocks": [[block.kind.value, block.text] for block in release.blocks],
    }


@pytest.mark.parametrize("name", CASES)
def test_a_release_comes_apart_as_its_reader_would_see_it(name: str) -> None:
    expected = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    found = seen(read_case(name))
    assert {key: found[key] for key in expected} == expected


def test_links_and_credits_stand_where_their_words_stand() -> None:
    release = read_case("dated-page")
    texts = [release.blocks[link.block].text[link.start : link.end] for link in release.links]
    assert texts == ["Tidewater Rights said"]
    caption = release.blocks[0]
    assert caption.text[caption.credit :] == "© 2026 Ada Morrow"


def test_nested_lists_keep_their_depth_and_numbers() -> None:
    assert [block.level for block in read_case("dated-page").blocks if block.kind is BlockKind.ITEM] == [1, 2, 1]
    assert [block.marker for block in read_case("clip").blocks if block.kind is BlockKind.ITEM] == ["1.", "2."]


def test_what_the_source_says_wins() -> None:
    text = "A heading\n\nPARIS, 3 May 2026 – The mill stopped at noon, and nobody who works there was told of it."
    release = take_apart(an_entry(text, title="The mill is still", published="Mon, 04 May 2026 10:00:00 +0200"))
    assert (release.title, release.published) == ("The mill is still", "2026-05-04T10:00:00+02:00")


def test_a_release_without_a_title_is_named_by_its_lede() -> None:
    text = "(Lima) – The river rose in the night and took the bridge, two boats and the road that leads to the school."
    assert understand(an_entry(text)).title == (
        "The river rose in the night and took the bridge, two boats and the road that leads to…"
    )


@pytest.mark.skipif(not SAMPLE.exists(), reason="the measuring sets are not beside this checkout")
def test_the_first_release_of_all_reads_perfectly() -> None:
    release = take_apart(an_entry(SAMPLE.read_text(encoding="utf-8")))
    kinds = [block.kind for block in release.blocks]
    assert kinds == [BlockKind.CAPTION, *[BlockKind.PARAGRAPH] * 5]
    assert release.blocks[0].text[release.blocks[0].credit :] == "© 2015 Reuters"
    assert (release.title, release.lede) == ("", 1)
    assert release.dateline is not None
    assert release.dateline.place == "New York"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Tue, 05 Jul 2016 12:00:00 GMT", "2016-07-05T12:00:00+00:00"),
        ("5 juillet 2016", "2016-07-05"),
        ("19 de agosto, 2011", "2011-08-19"),
        ("12. November 2021", "2021-11-12"),
        ("٥ يوليو ٢٠١٦", "2016-07-05"),
        ("2016年7月5日", "2016-07-05"),
        ("25/08/2002", "2002-08-25"),
        ("05/07/2016", ""),
        ("31 February 2020", ""),
        ("soon", ""),
    ],
)
def test_a_date_is_read_where_it_has_one_reading(written: str, iso: str) -> None:
    assert read_moment(written) == iso


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("(New York) – Leaders", "New York", ""),
        ("GENEVA (5 July 2016) — Experts", "Geneva", "2016-07-05"),
        ("LONDON, July 5 /WireService/ -- A firm", "London", ""),
        ("Lima, July 5, 2016—The mayor", "Lima", "2016-07-05"),
        ("July 5, 2016 (SAINT PAUL) — The office", "Saint Paul", "2016-07-05"),
        ("LOS ANGELES — A jury", "Los Angeles", ""),
    ],
)
def test_a_dateline_is_found_in_every_usual_shape(text: str, place: str, date: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "text", ["The army – which denied it", "Yes – this is it", "(Rights Watch Union, 2016) It said"]
)
def test_a_sentence_with_a_dash_has_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_an_embargo_is_told_from_a_ban_on_trade() -> None:
    assert read_embargo("The council renewed its arms embargo against the country for a year.") is None
    found = read_embargo("Embargoed until 9am 12 May 2026")
    assert found is not None
    assert found.lifts == "2026-05-12T09:00"


def test_joined_paragraphs_map_back_to_the_text_by_adding() -> None:
    line = "One line that is long enough to have been broken by a mail\nprogram at its seventieth column\n"
    text = f"Head\n\n{line * 3}\n  • item"
    found = paragraphs(text)
    assert found[-1].text.endswith("item")
    for paragraph in found:
        whole = text[paragraph.start : paragraph.start + len(paragraph.text)]
        assert whole.replace("\n", " ") == paragraph.text


@pytest.mark.parametrize(
    "piece", ["<div>", "<table><tr><td>x", "<p>About us</p><p>We say a lot of ourselves, again.</p>"]
)
def test_a_page_that_never_ends_is_read_in_a_few_seconds(piece: str) -> None:
    started = time.perf_counter()
    take_apart(an_entry(piece * (1_000_000 // len(piece)), Form.PAGE))
    assert time.perf_counter() - started < 15
