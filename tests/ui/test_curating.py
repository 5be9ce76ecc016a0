"""Tags, notes, saved searches, orders, and what is done to all that is listed: on the screen, by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from reader.archive import Archive, SavedSearch, Tag
from reader.filter import Filter
from reader.ui.app import ReaderApp
from reader.ui.panes.lines import Words
from reader.ui.screens.noting import Noting

OpenApp = Callable[..., ReaderApp]

WIDE, MIDDLE, NARROW = (140, 40), (100, 30), (50, 20)

REST = 0.3
"""Seconds after which the list has followed what was typed, and saved searches are counted."""


async def type_in(pilot: Pilot[None], words: str) -> None:
    for letter in words:
        await pilot.press(" " if letter == " " else letter)
    await pilot.pause(REST)


async def settle(app: ReaderApp, pilot: Pilot[None]) -> None:
    """Wait for the work that goes on in threads."""
    await app.workers.wait_for_complete()
    await pilot.pause(REST)
    await app.workers.wait_for_complete()
    await pilot.pause()


def below(app: ReaderApp) -> str:
    return str(app.reading.asking.query_one("#asking-mistake").render())


def over_list(app: ReaderApp) -> tuple[str, str]:
    line = app.reading.query_one("#narrowed", Words)
    return line.left, line.right


def tree_rows(app: ReaderApp) -> list[str]:
    tree = app.reading.tree_pane
    return [" ".join(tree.render_line(y).text.replace("│", " ").split()) for y in range(tree.count())]


def page_text(app: ReaderApp) -> str:
    return "\n".join(passage.text for passage in app.reading.page.page.passages)


# The search box.


async def test_tab_takes_what_is_offered_under_the_box(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "reg")
        assert "region:" in below(app)
        await pilot.press("tab")
        await type_in(pilot, "af")
        assert "Africa" in below(app)
        await pilot.press("tab")
        await pilot.pause(REST)
        assert app.reading.asking.words == "region:africa "
        assert app.reading.headlines.count() == 2


async def test_tab_pressed_before_the_offer_comes_takes_it_all_the_same(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash", *"speaker", "colon", *"ach", "tab")
        await settle(app, pilot)
        assert app.reading.asking.words == 'speaker:"Achieng Otieno" '
        assert app.reading.headlines.count() == 1


async def test_tab_takes_what_a_mistake_may_have_meant(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "police is:urnead")
        assert "did you mean is:unread?" in below(app)
        caret = below(app).splitlines()[0]
        assert caret.index("^") == len(" Search  police ") - 1
        await pilot.press("tab")
        await pilot.pause(REST)
        assert app.reading.asking.words == "police is:unread"


async def test_nothing_moves_while_one_types(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("slash")
        heights = set()
        for letter in "reg:(x is:q":
            await pilot.press(letter)
            await pilot.pause(0.1)
            heights.add((app.reading.asking.size.height, app.reading.headlines.size.height))
        assert len(heights) == 1


# Tags and notes.


async def test_a_release_is_tagged_seen_found_and_untagged(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("t")
        await type_in(pilot, "urgent, ask again")
        await pilot.press("enter")
        await settle(app, pilot)
        assert archive.tags() == [Tag("ask again", 1, 1), Tag("urgent", 1, 1)]
        assert "ask again · urgent" in page_text(app)
        assert {"TAGS", "urgent 1"} <= set(tree_rows(app))
        assert "ask again" in app.reading.headlines.render_line(2).text
        await pilot.press("t", *"ur")
        await pilot.press("tab")
        await settle(app, pilot)
        assert app.reading.asking.words.rstrip() == "ask again, urgent, urgent"
        await pilot.press("ctrl+u", "enter", "u")
        await settle(app, pilot)
        assert len(archive.tags()) == 2
        await pilot.press("u")
        await settle(app, pilot)
        assert archive.tags() == []
        assert "TAGS" not in tree_rows(app)


async def test_the_tag_of_the_release_on_the_page_is_asked_for(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        app.reading.headlines.move_to(3)
        await pilot.press("t", *"mine", "enter")
        await settle(app, pilot)
        assert archive.headline(app.reading.listing.id_at(0)).tags == ("mine",)  # type: ignore[union-attr]
        assert app.reading.focused_pane == "page"


async def test_a_note_is_kept_when_it_is_left_and_shown_over_the_text(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause(REST)
        await pilot.press("e", *"Call", "enter", *"soon", "escape")
        await settle(app, pilot)
        first = app.reading.listing.id_at(0)  # type: ignore[union-attr]
        assert archive.note(first) == "Call\nsoon"
        assert "Call" in page_text(app)
        assert "✎" in app.reading.headlines.render_line(2).text
        await pilot.press("u")
        await settle(app, pilot)
        assert archive.note(first) == ""
        assert "Call" not in page_text(app)


async def test_nothing_pasted_into_a_note_acts_on_the_terminal(open_app: OpenApp) -> None:
    from textual import events

    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, Noting)
        area = app.screen.query_one(TextArea)
        app.post_message(events.Paste("one\x1b]52;c;eA==\x07\u202etwo\nthree"))
        await pilot.pause()
        assert area.text == "onetwo\nthree"


# Saved searches.


async def test_a_search_is_kept_counted_listed_renamed_and_deleted(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("U", "slash", *"kenya", "enter", "K")
        await type_in(pilot, "At home")
        await pilot.press("enter")
        await settle(app, pilot)
        assert archive.saved() == [SavedSearch("At home", "is:unread kenya")]
        assert over_list(app)[0] == "At home"
        assert "✓ At home 1" in tree_rows(app)
        await pilot.press("m")
        await settle(app, pilot)
        assert "✓ At home" in tree_rows(app)
        await pilot.press("escape", "h", "g", "j", "j", "j")
        assert app.reading.tree_pane.branch.label == "At home"  # type: ignore[union-attr]
        await pilot.press("e", "ctrl+u", *"Kenya", "enter")
        await settle(app, pilot)
        assert archive.saved() == [SavedSearch("Kenya", "is:unread kenya")]
        await pilot.press("enter")
        await pilot.pause()
        assert app.reading.narrowed == Filter(words="is:unread kenya")
        await pilot.press("h", "d")
        await settle(app, pilot)
        assert archive.saved() == []
        await pilot.press("u", "u")
        await settle(app, pilot)
        assert archive.saved() == [SavedSearch("At home", "is:unread kenya")]


async def test_there_is_nothing_to_keep_where_everything_is_listed(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("K")
        await pilot.pause()
        assert app.reading.status.left.startswith("Everything is listed")


# Orders.


async def test_the_list_goes_round_its_orders(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("O")
        assert over_list(app)[1] == "by source · 1 of 5"
        sources = [headline.source for headline in app.reading.listing.window(0, 9)]  # type: ignore[union-attr]
        assert sources == sorted(sources)
        await pilot.press("O")
        assert over_list(app)[1] == "1 of 5"
        await pilot.press("slash", *"kenya", "enter", "O")
        assert over_list(app)[1] == "by relevance · 1 of 2"


# All that is listed.


async def test_all_that_is_listed_is_marked_and_taken_back_as_a_whole(open_app: OpenApp, archive: Archive) -> None:
    app = open_app(narrowed=Filter(words="kenya"))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("a", "m")
        await settle(app, pilot)
        assert archive.counts().unread == 3
        assert app.reading.status.left.startswith("1 release marked read")
        await pilot.press("u")
        await settle(app, pilot)
        assert archive.counts().unread == 4
        await pilot.press("a", "t", *"home", "enter")
        await settle(app, pilot)
        assert archive.tags() == [Tag("home", 2, 1)]
        await pilot.press("a", "down", "down", "enter")
        await settle(app, pilot)
        assert archive.counts().starred == 2


async def test_what_came_in_since_is_left_as_it_is(open_app: OpenApp, archive: Archive) -> None:
    from small_archive import store

    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        store(archive, 1, "late", "Kenya: Late news", "KEN", "2026-05-09")
        await pilot.press("a", "s")
        await settle(app, pilot)
        assert archive.counts().starred == 5
        assert archive.counts().total == 6


async def test_many_are_marked_in_steps_and_stopped_between_them() -> None:
    from reader.ui.deeds import DEEDS, STEP, in_steps

    class Marked:
        def __init__(self) -> None:
            self.steps: list[int] = []

        def set_read(self, ids: list[int], is_read: bool) -> list[int]:
            self.steps.append(len(ids))
            return ids

    marked, told = Marked(), []
    changed = in_steps(DEEDS[0].do, marked, range(3 * STEP), "", told.append, lambda: len(told) == 2)  # type: ignore[arg-type]
    assert marked.steps == [STEP, STEP]
    assert len(changed) == 2 * STEP
    assert told == [STEP, 2 * STEP]


@pytest.mark.parametrize(("target", "files"), [("all.json", 1), ("folder", 2)])
async def test_all_that_is_listed_is_exported(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, files: int
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    app = open_app(narrowed=Filter(words="kenya"))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("a", "E")
        await pilot.pause()
        app.reading.asking.query_one("#asking-words").value = target  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settle(app, pilot)
        assert app.reading.status.left == f"2 releases written to {target}"
    assert len([path for path in (tmp_path / "here").rglob("*") if path.is_file()]) == files


async def test_the_release_on_the_page_is_exported_and_nothing_written_over(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        for said in ("1 release written to", "is there already"):
            await pilot.press("E", "enter")
            await settle(app, pilot)
            assert said in app.reading.status.left
    [file] = (tmp_path / "here").iterdir()
    assert "China: Free the lawyers" in file.read_text()
