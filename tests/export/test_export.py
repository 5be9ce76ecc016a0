"""Releases exported: every text letter for letter, nothing outside the folder, nothing written over."""

from __future__ import annotations

import csv
import json
import os
import random
import stat
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import repeat
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from making import a_release
from reader.export import FORMS, Exported, ExportError, Piece, export, file_for
from reader.release import Block, BlockKind, Headline, Quote, QuoteKind
from reader.sources.frontmatter import split_front_matter

TEXTS = (
    "Plain words, 100 % of them & more: a_b * c # d | e ~f~ `g` [h](i) <j> \\k {l} $m ^n",
    "1986. A year. - not a list + # no heading",
    "“Nobody came,” said the mayor. &amp; stays &lt; as it is <b>too</b>",
    "الفيضان جاء ليلا، قالت العمدة",
    "洪水は夜に来た。ใต้น้ำ हिन्दी",
    "=== --- *** ![x](y) https://news.example/a_b_c?d=1&e=2",
    "# Not a heading #",
    "> no quotation; 5) no list",
)
"""Lines that mean something to one form or another, and scripts of several kinds."""


def piece(number: int = 1, note: str = "", tags: tuple[str, ...] = (), **fields: object) -> Piece:
    release = a_release(**{"published": "2026-05-01", "url": f"https://news.example/{number}", **fields})  # type: ignore[arg-type]
    headline = Headline(
        id=number, title=release.title, organisation="", source="Valley", published=release.published, regions=(),
        countries=("KEN",), is_read=False, is_starred=True, is_changed=False, quotes=0, language="", embargo="",
        tags=tags, has_note=bool(note),
    )  # fmt: skip
    return Piece(headline, release, note)


def of_blocks(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Piece:
    return piece(blocks=tuple(Block(kind, text) for text in texts))


class Words(HTMLParser):
    """The text of a page, a line for each element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("span", "em", "strong", "a", "code"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def exported(name: str, *pieces: Piece, folder: Path) -> str:
    target = folder / f"out{FORMS[name].suffix}"
    assert export(pieces, target, FORMS[name], is_folder=False) == Exported(len(pieces))
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.CAPTION])
def test_every_text_is_exported_letter_for_letter(tmp_path: Path, kind: BlockKind) -> None:
    given = of_blocks(*TEXTS, kind=kind)
    assert not set(TEXTS) - set(Words(exported("html", given, folder=tmp_path)).lines)
    markdown = split_front_matter(exported("md", given, folder=tmp_path))[1]
    assert not set(TEXTS) - set(Words(MarkdownIt().render(markdown)).lines)
    plain = exported("txt", given, folder=tmp_path).splitlines()
    assert not {text for text in TEXTS if not any(line.endswith(text) for line in plain)}
    [found] = json.loads(exported("json", given, folder=tmp_path))
    assert tuple(block["text"] for block in found["blocks"]) == TEXTS
    [row] = csv.DictReader(exported("csv", given, folder=tmp_path).splitlines(keepends=True))
    assert row["text"] == "\n".join(TEXTS)


def test_any_line_of_signs_survives_markdown(tmp_path: Path) -> None:
    chance = random.Random(7)
    signs = "\\`*_[]<>|~#&+-=.)!(:;'\"{}$^%0129abé中 "
    lines = [" ".join("".join(chance.choices(signs, k=chance.randrange(1, 12))).split()) for _ in range(2_000)]
    lines = [line for line in lines if line]
    markdown = split_front_matter(exported("md", of_blocks(*lines), folder=tmp_path))[1]
    words = Words(MarkdownIt().render(markdown)).lines
    missing = [line for line in lines if line not in words]
    assert missing == []


def test_a_table_and_a_list_in_a_list_stay_what_they_are(tmp_path: Path) -> None:
    blocks = (
        Block(BlockKind.ITEM, "One", 2, "1."),
        Block(BlockKind.ITEM, "Inner", 4, "•"),
        Block(BlockKind.ROW, "Town\tHouses | huts"),
        Block(BlockKind.ROW, "Kitui\t9"),
    )
    given = piece(blocks=blocks)
    page = MarkdownIt().enable("table").render(exported("md", given, folder=tmp_path))
    assert "<code>" not in page
    assert "<td>Houses | huts</td>" in page
    assert "<td>Houses | huts</td>" in exported("html", given, folder=tmp_path).replace(' dir="auto"', "")


def test_who_speaks_is_said_under_the_words(tmp_path: Path) -> None:
    block = Block(BlockKind.PARAGRAPH, "“We lost it,” she said.")
    given = piece(blocks=(block,), quotes=(Quote(0, 1, 11, QuoteKind.SPEECH, "Akinyi Obuya", "mayor"),))
    assert "    — Akinyi Obuya, mayor" in exported("txt", given, folder=tmp_path)
    assert "— Akinyi Obuya, mayor" in exported("md", given, folder=tmp_path)
    assert '<span class="speech">We lost it</span>' in exported("html", given, folder=tmp_path).replace(",</", "</")


def test_markdown_says_its_facts_in_front_when_alone_and_under_the_title_among_others(tmp_path: Path) -> None:
    given = piece(title="Dam: “It's gone”", organisation="Example Watch", tags=("urgent", "ask again"))
    facts, _ = split_front_matter(exported("md", given, folder=tmp_path))
    assert facts["title"] == "Dam: “It's gone”"
    assert facts["date"] == "2026-05-01"
    assert facts["tags"] == ["urgent", "ask again"]
    (tmp_path / "out.md").unlink()
    both = exported("md", given, piece(2), folder=tmp_path)
    assert both.startswith("# Dam")
    assert "Example Watch · 1 May 2026 · https://news.example/1" in both


def test_a_record_for_a_reference_manager_holds_what_is_cited(tmp_path: Path) -> None:
    given = piece(title="Rain & {mud}", organisation="River_Ledger", note="Ask again.", tags=("urgent",))
    bibtex = exported("bibtex", given, folder=tmp_path)
    assert r"title = {{Rain \& \{mud\}}}," in bibtex
    assert r"author = {{River\_Ledger}}," in bibtex
    assert "url = {https://news.example/1}," in bibtex
    assert "year = {2026}," in bibtex
    ris = exported("ris", given, folder=tmp_path).splitlines()
    assert ris[0] == "TY  - ELEC"
    assert ris[-1] == "ER  - "
    assert {"TI  - Rain & {mud}", "AU  - River_Ledger,", "DA  - 2026/05/01", "KW  - urgent"} <= set(ris)


def test_a_page_asks_for_nothing_and_runs_nothing(tmp_path: Path) -> None:
    page = exported("html", of_blocks("<script>alert(1)</script><img src=x>"), folder=tmp_path)
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_an_empty_export_is_still_a_whole_file(tmp_path: Path) -> None:
    assert json.loads(exported("json", folder=tmp_path)) == []
    assert exported("html", folder=tmp_path).endswith("</html>\n")


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "/etc/passwd", "..", ".hidden", "-rf", "a\x00b\nc", "con:aux|<>?*", "", "x" * 5_000,
     "洪" * 500, "…", "e\u0301" * 300],
)  # fmt: skip
def test_no_title_leads_a_file_out_of_the_folder(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "folder"
    for form in FORMS.values():
        assert export([piece(title=title)], folder, form, is_folder=True).written == 1
    assert {path.name for path in tmp_path.iterdir()} == {"folder"}
    names = [path.name for path in folder.iterdir()]
    assert len(names) == len(FORMS)
    assert all(len(name.encode()) < 200 and name.startswith("2026-05-01-") for name in names)
    assert all(unicodedata.category(letter)[0] in "LNM" or letter in "-." for name in names for letter in name)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    target.write_text("mine")
    with pytest.raises(ExportError, match=r"mine\.md is there already"):
        export([piece()], target, FORMS["md"], is_folder=False)
    assert target.read_text() == "mine"
    (tmp_path / file_for(piece(2), FORMS["md"])).write_text("mine too")
    assert export([piece(1), piece(2)], tmp_path, FORMS["md"], is_folder=True) == Exported(1, kept=1)
    assert (tmp_path / file_for(piece(2), FORMS["md"])).read_text() == "mine too"
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("dangles", [True, False])
def test_a_link_with_the_files_name_is_not_followed(tmp_path: Path, dangles: bool) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    if not dangles:
        outside.write_text("mine")
    (inside / "a.md").symlink_to(outside)
    (inside / file_for(piece(), FORMS["md"])).symlink_to(outside)
    with pytest.raises(ExportError):
        export([piece()], inside / "a.md", FORMS["md"], is_folder=False)
    assert export([piece()], inside, FORMS["md"], is_folder=True) == Exported(0, kept=1)
    assert not outside.exists() if dangles else outside.read_text() == "mine"


def test_a_file_that_came_up_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "late.txt"

    def pieces() -> Iterator[Piece]:
        yield piece()
        target.write_text("mine")

    with pytest.raises(ExportError, match="is there already"):
        export(pieces(), target, FORMS["txt"], is_folder=False)
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["late.txt"]


def test_an_export_that_breaks_leaves_no_file_behind(tmp_path: Path) -> None:
    def pieces() -> Iterator[Piece]:
        yield piece()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(pieces(), tmp_path / "half.txt", FORMS["txt"], is_folder=False)
    assert list(tmp_path.iterdir()) == []


def test_where_the_file_system_knows_no_links_the_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*given: object, **options: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    assert export([piece()], tmp_path / "a.txt", FORMS["txt"], is_folder=False) == Exported(1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text()


def test_a_folder_that_cannot_be_is_named_in_the_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="file"):
        export([piece()], tmp_path / "file", FORMS["md"], is_folder=True)
    with pytest.raises(ExportError, match="No such file"):
        export([piece()], tmp_path / "none" / "a.md", FORMS["md"], is_folder=False)


def test_only_the_owner_may_read_what_was_exported(tmp_path: Path) -> None:
    export([piece()], tmp_path / "new", FORMS["md"], is_folder=True)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new", *(tmp_path / "new").iterdir())}
    assert modes == {0o700, 0o600}


def test_releases_are_written_as_they_come(tmp_path: Path) -> None:
    """A million of them need no more memory than one: none is asked for before those before it are written."""
    asked = 0

    def pieces() -> Iterator[Piece]:
        nonlocal asked
        for each in repeat(piece(), 50):
            asked += 1
            yield each

    ahead: list[int] = []
    export(pieces(), tmp_path / "a.txt", FORMS["txt"], is_folder=False, tell=lambda done: ahead.append(asked - done))
    assert max(ahead) <= 1
