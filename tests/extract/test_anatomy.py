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


MENU = ["Skip to content", "Home", "Our work", "Join the volunteers", "About the ferry", "Search"]
BODY = [
    "The council of the river district will run a second ferry from Monday, it said today, after a year in which "
    "pupils missed some four hundred lessons because the only boat was full.",
    "“We counted the children left on the bank each morning,” said Oda Brink, who teaches there. “It came to a class.”",
]
TITLE = "River district runs a second ferry for its pupils"


def a_page(*above: str, sep: str = "\n") -> str:
    return sep.join([*MENU, *above, *BODY, "Share", "All rights reserved."])


@pytest.mark.parametrize(
    "above",
    [
        [TITLE],
        ["Press release", "3 May 2026 9:00AM CEST | News Release", TITLE],
        [TITLE, "3 May 2026", "Share this page:", "Facebook", "Twitter"],
        [TITLE, "3 May 2026", "The second boat leaves at seven, with room for sixty children"],
        [TITLE, "Press release", "3 May 2026", "• Sixty more places for children", "• The first boat leaves at seven"],
        ["Home > News > " + TITLE, TITLE, "3 May 2026"],
        ["Home About us News Topics Contact us Search Publications", TITLE],
        [TITLE, "Oda Brink, ferry office", "3 May 2026"],
        [
            TITLE,
            "Related",
            "Four bridges closed for repairs in the north",
            "New hours for the town library this winter",
        ],
        ["Contact:", "Oda Brink, River District Council Office", "oda@ferry.example", TITLE],
    ],
)
def test_a_title_is_found_above_what_stands_between_it_and_the_lede(above: list[str]) -> None:
    release = take_apart(an_entry(a_page(*above, sep="\n\n")))
    assert release.title == TITLE
    assert [block.text for block in release.blocks if block.kind is BlockKind.PARAGRAPH][-2:] == BODY


def test_a_kicker_before_the_title_goes_where_the_crumbs_show_the_title_alone() -> None:
    text = a_page("You are here:", "1. Home", f"2. {TITLE}", f"Transport {TITLE}", "3 May 2026", sep="\n\n")
    assert take_apart(an_entry(text)).title == TITLE


def test_a_subtitle_of_two_lines_that_stand_alone_is_no_part_of_the_title() -> None:
    lede = "\n".join(BODY[0][at : at + 70] for at in range(0, len(BODY[0]), 70))
    release = take_apart(an_entry(f"{TITLE}\nThe first leaves at seven\n\n{lede}\n\n{BODY[1]}"))
    assert (release.title, release.subtitle) == (TITLE, "The first leaves at seven")


def test_text_after_the_page_has_ended_is_not_read() -> None:
    other = [
        "Our history",
        "The office was founded by boatmen in the year of the great flood, and kept by them since.",
    ] * 9
    text = "\n\n".join([a_page(TITLE, "3 May 2026", sep="\n\n"), *other])
    assert take_apart(an_entry(text)).body.split("\n") == BODY


def test_a_list_of_teasers_is_no_release() -> None:
    teaser = "The council opened the {} ferry today and invited everyone who lives on the river to come aboard."
    text = "\n".join(
        line for n in ("first", "second", "third", "fourth") for line in (teaser.format(n), "Read more...")
    )
    assert not take_apart(an_entry(text)).is_release
    assert take_apart(an_entry(a_page(TITLE))).is_release


@pytest.mark.parametrize(
    ("lines", "captions"),
    [
        (["Pupils on the bank at Ostwick", "© 2026 Ada Morrow"], ["Pupils on the bank at Ostwick © 2026 Ada Morrow"]),
        (["Photo: Ada Morrow"], ["Photo: Ada Morrow"]),
        (["©"], []),
    ],
)
def test_a_caption_is_its_credit_and_the_line_above_it(lines: list[str], captions: list[str]) -> None:
    release = take_apart(an_entry("\n\n".join([TITLE, BODY[0], *lines, BODY[1], BODY[0]])))
    assert [block.text for block in release.blocks if block.kind is BlockKind.CAPTION] == captions


def test_captions_in_a_gallery_count_and_those_of_other_releases_do_not() -> None:
    page = (
        f"<h1>{TITLE}</h1><p>{BODY[0]}</p><p>{BODY[1]}</p>"
        '<div class="gallery"><div class="teaser"><img src="a.jpg"><em class="caption">The new boat</em></div></div>'
        '<div class="related"><figure><img src="b.jpg"><figcaption>Another boat</figcaption></figure></div>'
    )
    release = take_apart(an_entry(page, Form.PAGE))
    assert [block.text for block in release.blocks if block.kind is BlockKind.CAPTION] == ["The new boat"]


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("Ostwick/Geneva, 3 May 2026 – Families", "Ostwick/Geneva", "2026-05-03"),
        ("VIENNA (OTS) - The office", "Vienna", ""),
        ("OSTWICK--(WIRE SERVICE)--May 3, 2026--A firm", "Ostwick", "2026-05-03"),
        ("Berlin, den 03.05.2026 - Die Behörden", "Berlin", "2026-05-03"),
        ("München, 3. Mai 2026: Die Behörden", "München", "2026-05-03"),
        ("Lima, a 3 de mayo de 2026.- La alcaldesa", "Lima", "2026-05-03"),
        ("Paris, le 3 mai 2026 – Les autorités", "Paris", "2026-05-03"),
        ("Киев, 3 мая 2026 года — Власти", "Киев", "2026-05-03"),
        ("بيروت، 3 مايو/أيار 2026 – قالت", "بيروت", "2026-05-03"),
        ("（东京，2026年5月3日）— 该组织", "东京", "2026-05-03"),
        ("Nairobi, Kenya | 3 May 2026 | The office", "Nairobi, Kenya", "2026-05-03"),
        ("Geneva, Sunday, 3 May 2026 – The office", "Geneva", "2026-05-03"),
    ],
)
def test_a_dateline_is_found_in_other_languages_and_wires(text: str, place: str, date: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "text",
    [
        "Doctors of the River (DOR) – said",
        "Two years on – still no boat",
        "منظمة الأنهار – وهي منظمة – قالت",
        "Climate: 3 May 2026 was the hottest day",
        "Lawyers (3 May 2026) – filed",
    ],
)
def test_an_organisation_with_a_dash_has_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_an_embargo_is_read_through_the_errors_of_scanning() -> None:
    found = read_embargo("EMBARGO: .9,3O. p, m . TUESDAY MAY 1S", "2026-05-16")
    assert found is not None
    assert found.lifts == "2026-05-18T21:30"
