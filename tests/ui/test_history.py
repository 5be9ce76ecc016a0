"""The history of a release: its versions, and what was changed between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from making import a_release, understood
from reader.archive import Archive
from reader.difference import compare, parts_of
from reader.query import Filter
from reader.refresh import Version
from reader.ui.app import ReaderApp
from reader.ui.changes import differences, lay_out_changes
from reader.ui.passages import Page
from reader.ui.screens.history import Changes, History
from small_archive import NOW

OpenApp = Callable[..., ReaderApp]


def version(number: int, text: str, **fields: object) -> Version:
    return Version(number, f"2026-05-0{number}T10:00:00+00:00", a_release(text, **fields))


def rows(page: Page) -> list[str]:
    return [row for number in range(len(page.lines)) if (row := page.row(number).strip())]


def roles_of(page: Page, words: str) -> set[str]:
    """The roles of the piece that has these words."""
    pieces = [piece for number in range(len(page.lines)) for piece in page.pieces(number)]
    return {role for piece in pieces if words in piece.text for role in piece.roles}


def test_the_newest_version_stands_first_and_each_has_its_moment() -> None:
    told = differences([version(1, "The river rose."), version(2, "The river fell."), version(3, "The river froze.")])
    page = rows(lay_out_changes("Floods", told, 60))
    heads = [row for row in page if row.startswith("Version")]
    assert [head.split(" ·")[0] for head in heads] == ["Version 3", "Version 2", "Version 1"]
    assert all("May 2026, " in head for head in heads)
    assert "As it was first seen." in page


def test_words_that_came_and_went_look_so() -> None:
    page = lay_out_changes("Floods", differences([version(1, "The river rose."), version(2, "The river fell.")]), 60)
    assert roles_of(page, "fell") >= {"added"}
    assert roles_of(page, "rose") >= {"removed"}
    assert "1 word put in, 1 word taken out" in rows(page)


def test_without_colours_words_that_came_and_went_stand_in_brackets() -> None:
    told = differences([version(1, "The river rose."), version(2, "The river fell.")])
    assert "± The river [-rose-]{+fell+}." in rows(lay_out_changes("Floods", told, 60, in_brackets=True))


def test_what_stayed_is_counted() -> None:
    one, other = (a_release("It rained.", title=title) for title in ("Floods", "Storms"))
    told = [(Version(2, "2026-05-02T10:00:00+00:00", other), compare(parts_of(one), parts_of(other)))]
    assert "2 paragraphs as they were" in rows(lay_out_changes("Storms", told, 60))


def test_a_text_that_was_emptied_is_told_and_kept() -> None:
    emptied = Version(2, "2026-05-02T10:00:00+00:00", a_release("", blocks=()))
    page = rows(lay_out_changes("Floods", differences([version(1, "The river rose."), emptied]), 60, in_brackets=True))
    assert "All of its text was taken out. What it said is kept." in page
    assert "− [-The river rose.-]" in page


def test_a_version_that_nobody_can_read_is_told() -> None:
    told = differences([version(1, "The river rose."), Version(2, "2026-05-02T10:00:00+00:00", None)])
    assert any("can't be read" in row for row in rows(lay_out_changes("Floods", told, 60)))


@pytest.mark.parametrize("width", [1, 2, 10, 24, 300])
def test_any_width_will_do(width: int) -> None:
    told = differences([version(1, "The river rose."), version(2, "The river fell.")])
    assert lay_out_changes("Floods in the valley", told, width).lines


@pytest.fixture
def changed_archive(archive_path: Path) -> Path:
    """The archive with one release whose source gave a second text."""
    with Archive.open(archive_path) as archive:
        archive.store(1, [understood("9", "The bridge is closed.", title="Bridge", published="2026-05-10")], NOW)
        archive.store(1, [understood("9", "The bridge is open.", title="Bridge", published="2026-05-10")], NOW)
    return archive_path


async def test_d_shows_what_was_changed_and_esc_closes(open_app: OpenApp, changed_archive: Path) -> None:
    app = open_app(changed_archive)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("d")
        assert isinstance(app.screen, History)
        await app.workers.wait_for_complete()
        await pilot.pause()
        changes = app.screen.query_one(Changes)
        assert "closed" in "".join(rows(changes.page))
        assert roles_of(changes.page, "open") >= {"added"}
        await pilot.press("escape")
        assert app.screen is app.reading


async def test_the_list_and_the_page_say_that_a_release_was_changed(open_app: OpenApp, changed_archive: Path) -> None:
    app = open_app(changed_archive)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(0.3)
        assert any("changed" in app.reading.headlines.line(y).text for y in range(3))
        assert any("Changed since it first came in; d shows how" in row for row in rows(app.reading.page.page))


async def test_a_release_with_one_text_has_no_changes_to_show(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("d")
        assert app.screen is app.reading
        assert "one text" in app.reading.status.left


async def test_what_its_feed_lists_no_longer_is_marked_and_kept(open_app: OpenApp, archive_path: Path) -> None:
    with Archive.open(archive_path) as archive:
        first = archive.listing(Filter()).id_at(0)  # type: ignore[union-attr]
        archive._db.execute("UPDATE release SET is_gone = 1 WHERE id = ?", (first,))
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(0.3)
        assert any("gone" in app.reading.headlines.line(y).text for y in range(3))
        assert any("lists it no longer" in row for row in rows(app.reading.page.page))
