"""The app by keys: what a reader sees and what the archive keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.command import DiscoveryHit
from textual.pilot import Pilot

from making import understood
from reader.archive import Archive
from reader.config import Settings
from reader.query import Filter
from reader.release import Link
from reader.ui import keys
from reader.ui.app import ReaderApp
from reader.ui.commands import Commands
from reader.ui.panes.lines import KeyBar, Words
from reader.ui.screens.feeds import Feeds
from reader.ui.screens.help import Help, written
from reader.ui.screens.picker import Picker
from small_archive import NOW, store

OpenApp = Callable[..., ReaderApp]
WIDE, MIDDLE, NARROW = (120, 40), (80, 24), (50, 20)
REST = 0.15
"""Seconds after which the page has followed the cursor, and the list what was typed."""


def ids(archive: Archive, **chosen: object) -> list[int]:
    return archive.listing(Filter(**chosen)).ids()  # type: ignore[union-attr,arg-type]


def titles(app: ReaderApp) -> list[str]:
    rows = app.reading.headlines
    return [str(headline.title) for at in range(rows.count()) if (headline := rows.headline(at))]


def shown_panes(app: ReaderApp) -> list[str]:
    panes = {"tree": app.reading.tree_pane, "list": app.reading.headlines, "page": app.reading.page}
    return [name for name, pane in panes.items() if pane.size.width and pane.is_on_screen]


def over_list(app: ReaderApp) -> str:
    return app.reading.query_one("#narrowed", Words).render_line(0).text.strip()


def said(app: ReaderApp) -> str:
    return app.reading.status.render_line(0).text.strip()


async def type_in(pilot: Pilot[None], words: str) -> None:
    for letter in words:
        await pilot.press("space" if letter == " " else letter)
    await pilot.pause(REST)


# What fits.


@pytest.mark.parametrize(
    ("width", "panes"),
    [
        (160, ["tree", "list", "page"]),
        (120, ["tree", "list", "page"]),
        (119, ["list", "page"]),
        (70, ["list", "page"]),
        (69, ["list"]),
        (40, ["list"]),
    ],
)
async def test_the_width_decides_how_many_panes_there_are(open_app: OpenApp, width: int, panes: list[str]) -> None:
    app = open_app()
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        assert shown_panes(app) == panes


async def test_where_one_pane_fits_the_page_takes_the_place_of_the_list_and_gives_it_back(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert shown_panes(app) == ["page"]
        await pilot.press("h")
        await pilot.pause()
        assert shown_panes(app) == ["list"]


@pytest.mark.parametrize("size", [(39, 20), (60, 11)])
async def test_under_the_smallest_size_it_says_what_it_needs(open_app: OpenApp, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        small = app.reading.query_one("#too-small")
        assert small.display
        assert "reader needs at least 40x12" in str(small.render())
        assert shown_panes(app) == []


async def test_a_window_made_larger_shows_everything_again(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert shown_panes(app) == ["tree", "list", "page"]


# Reading.


async def test_the_page_follows_the_cursor_and_nothing_is_marked_read(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("j")
        await pilot.pause(REST)
        assert app.reading.shown_release is not None
        assert app.reading.shown_release.title == titles(app)[1]
        assert len(ids(archive, unread=True)) == 4


async def test_opening_marks_read_and_the_row_stays_where_it_is(open_app: OpenApp, archive: Archive) -> None:
    app = open_app(narrowed=Filter(unread=True))
    async with app.run_test(size=WIDE) as pilot:
        before = titles(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.reading.focused_pane == "page"
        assert len(ids(archive, unread=True)) == 3
        assert titles(app) == before
        assert app.reading.headlines.render_line(0).text.startswith("   ")


async def test_n_goes_from_unread_to_unread_and_says_when_there_is_none(open_app: OpenApp, archive: Archive) -> None:
    archive.set_read([ids(archive)[1]], True)
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("n")
        assert app.reading.headlines.cursor == 2
        await pilot.press("n")
        assert app.reading.headlines.cursor == 3
        await pilot.press("n")
        assert app.reading.headlines.cursor == 3
        assert said(app).startswith("No unread release below")
        await pilot.press("N")
        assert app.reading.headlines.cursor == 2


async def test_n_on_the_page_opens_the_next_unread(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("enter", "n")
        await pilot.pause()
        assert app.reading.shown_release is not None
        assert app.reading.shown_release.title == titles(app)[1]
        assert len(ids(archive, unread=True)) == 2


# Marking.


async def test_marks_are_kept_and_taken_back(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        first = ids(archive)[0]
        await pilot.press("s", "m")
        assert archive.headline(first).is_starred
        assert archive.headline(first).is_read
        assert said(app).startswith("Marked read")
        await pilot.press("u", "u")
        assert not archive.headline(first).is_starred
        assert not archive.headline(first).is_read


async def test_the_trees_counts_follow_a_mark(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert app.reading.tree_pane.line(0).text.split()[-1] == "4"
        await pilot.press("m")
        assert app.reading.tree_pane.line(0).text.split()[-1] == "3"


# Narrowing.


async def test_a_region_chosen_in_the_tree_narrows_the_list_and_esc_clears_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f", "j", "j", "j", "enter")
        assert over_list(app).startswith("Africa — esc clears")
        assert [title.split(":")[0] for title in titles(app)] == ["Kenya", "Kenya"]
        await pilot.press("escape")
        assert over_list(app).startswith("All releases")
        assert len(titles(app)) == 5


async def test_rows_ticked_in_the_tree_add_up(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f", "j", "space", "j", "j", "space", "j", "j", "space")
        assert over_list(app).startswith("Africa, Asia · unread")
        assert len(titles(app)) == 3


async def test_where_the_tree_has_no_room_a_picker_offers_the_same(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("f")
        assert isinstance(app.screen, Picker)
        await type_in(pilot, "ken")
        await pilot.press("enter")
        await pilot.pause()
        assert over_list(app).startswith("Kenya — esc clears")


async def test_the_picker_takes_several_and_esc_leaves_all_as_it_was(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("f", "down", "down", "down", "space", "down", "down", "space", "enter")
        await pilot.pause()
        assert over_list(app).startswith("Africa, Asia")
        await pilot.press("f", "space", "escape")
        await pilot.pause()
        assert over_list(app).startswith("Africa, Asia")


async def test_unread_and_starred_alone(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("s", "U", "S")
        assert over_list(app).startswith("unread · starred")
        assert len(titles(app)) == 1


async def test_a_filter_that_nothing_matches_says_what_to_do(open_app: OpenApp) -> None:
    app = open_app(narrowed=Filter(starred=True))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        lines = [app.reading.headlines.render_line(y).text.strip() for y in range(1, 4)]
        assert lines == ["Nothing matches starred.", "", "Press esc to list everything."]


async def test_an_empty_archive_says_what_to_do(open_app: OpenApp, tmp_path: Path) -> None:
    app = open_app(tmp_path / "empty.sqlite")
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        words = " ".join(app.reading.headlines.render_line(y).text.strip() for y in range(1, 5))
        assert "Press R to fetch your feeds, or A to choose some." in words


async def test_the_cursor_stays_on_its_release_when_the_filter_changes(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("j", "j", "j")
        here = titles(app)[3]
        await pilot.press("U")
        assert titles(app)[app.reading.headlines.cursor] == here


# Searching and finding.


async def test_the_list_follows_what_is_typed_and_enter_keeps_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "flood rel")
        assert titles(app) == ["Kenya: Flood relief reaches the coast"]
        await pilot.press("enter")
        await pilot.pause()
        assert over_list(app).startswith("“flood rel” — esc clears")
        assert app.reading.focused_pane == "list"
        assert not app.reading.asking.display


async def test_esc_restores_what_was_listed_before_the_search(open_app: OpenApp) -> None:
    app = open_app(narrowed=Filter(places=frozenset({"africa"})))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("j", "slash")
        await type_in(pilot, "police")
        assert len(titles(app)) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert over_list(app).startswith("Africa — esc clears")
        assert app.reading.headlines.cursor == 1


async def test_a_mistake_is_shown_under_the_box_with_what_may_have_been_meant(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "region:asai")
        below = app.reading.asking.query_one("#asking-mistake")
        assert below.display
        assert "did you mean region:asia?" in str(below.render())
        height = app.reading.asking.size.height
        await pilot.press("backspace", "backspace", "i", "a")
        await pilot.pause(REST)
        assert "did you mean" not in str(below.render())
        assert app.reading.asking.size.height == height
        assert len(titles(app)) == 2


async def test_a_click_on_the_list_keeps_the_search_and_closes_the_box(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "kenya")
        await pilot.click("#list", offset=(10, 4))
        await pilot.pause()
        assert not app.reading.asking.display
        assert over_list(app).startswith("“kenya”")
        assert app.reading.headlines.cursor == 1


async def test_the_arrows_walk_the_list_while_words_are_typed(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "kenya")
        await pilot.press("down")
        assert app.reading.headlines.cursor == 1
        assert app.reading.asking.display


async def test_enter_on_a_mistake_stays_in_the_box(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "is:blue")
        await pilot.press("enter")
        assert app.reading.asking.display


async def test_slash_on_the_page_finds_on_the_page_and_n_goes_to_the_next_match(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("enter", "slash")
        await type_in(pilot, "river")
        assert "1 found" in str(app.reading.asking.query_one("#asking-count").render())
        await pilot.press("enter", "n")
        assert app.reading.focused_pane == "page"
        assert app.reading.headlines.cursor == 0
        await pilot.press("escape", "n")
        await pilot.pause()
        assert app.reading.headlines.cursor == 1


# Giving out.


async def test_the_link_is_copied(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("y")
        assert app.clipboard == "https://news.example/0"
        assert said(app) == "Copied https://news.example/0"


async def test_a_quote_is_copied_with_who_said_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause(REST)
        await pilot.press("right_square_bracket", "Y")
        assert app.clipboard.startswith("“China: Free the lawyers")
        assert "Lin Wei" in app.clipboard


async def test_past_the_last_quote_it_says_so(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause(REST)
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert said(app) == "No quote further down"
        await pilot.press("j", "j")
        await pilot.pause(REST)
        await pilot.press("right_square_bracket")
        assert said(app) == "No quotes in this release"


async def test_the_browser_is_given_the_address(open_app: OpenApp, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)
    app = open_app(settings=Settings(browser=str(browser)))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("o")
        assert said(app) == "o again opens news.example"
        assert not opened.exists()
        await pilot.press("o")
        for _ in range(40):
            await pilot.pause(0.05)
            if opened.exists() and opened.read_text():
                break
        assert opened.read_text() == "https://news.example/0"
        assert said(app) == "Opened at news.example in the browser"


async def test_links_are_reached_by_key_and_their_true_host_is_shown(open_app: OpenApp, archive_path: Path) -> None:
    text = "Read the report, or write to the desk."
    links = (Link(0, 9, 15, "http://other.example/report"), Link(0, 33, 37, "mailto:desk@news.example"))
    with Archive.open(archive_path) as archive:
        archive.store(1, [understood("9", text, links=links, published="2026-05-10")], NOW)
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause(REST)
        await pilot.press("right_curly_bracket")
        assert said(app) == "o opens other.example, unencrypted"
        await pilot.press("right_curly_bracket")
        await pilot.press("o")
        assert said(app) == "Copied desk@news.example"
        assert app.clipboard == "desk@news.example"


async def test_a_mark_that_cannot_be_kept_is_told_and_the_reading_goes_on(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Archive, "set_starred", refused)
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("s")
        assert said(app) == "may only be read"
        await pilot.press("j")
        assert app.reading.headlines.cursor == 1


# What comes in meanwhile.


async def test_the_list_does_not_move_until_the_new_ones_are_asked_for(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        store(archive, 1, "new", "Kenya: New release of today", "KEN", "2026-05-10")
        before = titles(app)
        app.reading.tell_new()
        assert said(app).endswith("1 new — press . to show")
        assert titles(app) == before
        await pilot.press("full_stop")
        assert titles(app)[0] == "Kenya: New release of today"
        assert "press . to show" not in said(app)


async def test_a_click_on_the_new_ones_brings_them_in(open_app: OpenApp, archive: Archive) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        store(archive, 1, "new", "Kenya: New release of today", "KEN", "2026-05-10")
        app.reading.tell_new()
        await pilot.click("#status", offset=(WIDE[0] - 5, 0))
        await pilot.pause()
        assert len(titles(app)) == 6


async def test_only_what_the_filter_asks_for_counts_as_new(open_app: OpenApp, archive: Archive) -> None:
    app = open_app(narrowed=Filter(places=frozenset({"asia"})))
    async with app.run_test(size=WIDE):
        store(archive, 1, "new", "Kenya: New release of today", "KEN", "2026-05-10")
        app.reading.tell_new()
        assert "new" not in said(app).split(" — ")[0].split()


# Help, palette, keys, themes.


async def test_help_shows_every_key_and_esc_closes_it(open_app: OpenApp) -> None:
    app = open_app(settings=Settings(keys={"toggle_star": "z"}))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        written = str(app.screen.query_one("#keys-written").render())
        assert "star this release" in written
        assert "is:unread" in written
        assert next(line for line in written.split("\n") if "star this release" in line).split()[0] == "z"
        await pilot.press("escape")
        assert app.screen is app.reading


async def test_a_users_own_key_works_and_ours_no_longer(open_app: OpenApp, archive: Archive) -> None:
    app = open_app(settings=Settings(keys={"toggle_star": "z"}))
    async with app.run_test(size=WIDE) as pilot:
        first = ids(archive)[0]
        await pilot.press("s")
        assert not archive.headline(first).is_starred
        await pilot.press("z")
        assert archive.headline(first).is_starred
        assert "z Star" in app.reading.query_one(KeyBar).render_line(0).text


async def test_own_keys_that_name_no_action_are_told(open_app: OpenApp) -> None:
    app = open_app(settings=Settings(keys={"fly": "z"}))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert said(app).startswith("Your keys name no action: fly")


async def test_the_palette_runs_an_action_by_its_name(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("colon")
        await type_in(pilot, "unread only")
        await pilot.press("enter")
        await pilot.pause(REST)
        assert over_list(app).startswith("unread")


async def test_a_theme_is_remembered(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE):
        assert app.theme == "reader-dark"
        app.theme = "reader-light"
    again = open_app()
    async with again.run_test(size=MIDDLE):
        assert again.theme == "reader-light"


async def test_without_colours_the_cursors_row_is_still_told_apart(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        rows = app.reading.headlines
        of_cursor = next(iter(rows.render_line(0))).style
        of_another = next(iter(rows.render_line(rows.row_height))).style
        assert of_cursor is not None
        assert of_another is not None
        assert (of_cursor.reverse, of_another.reverse) == (True, None)


async def test_a_click_on_a_key_in_the_footer_presses_it(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        bar = app.reading.query_one(KeyBar)
        await pilot.click(bar, offset=(bar.render_line(0).text.index("? Help"), 0))
        await pilot.pause()
        assert isinstance(app.screen, Help)


@pytest.mark.parametrize("width", [40, 50, 80, 120])
async def test_the_footer_always_says_where_help_is(open_app: OpenApp, width: int) -> None:
    app = open_app()
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        assert "? Help" in app.reading.query_one(KeyBar).render_line(0).text


async def test_tab_goes_round_the_panes(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        seen = []
        for _ in range(3):
            await pilot.press("tab")
            seen.append(app.reading.focused_pane)
        assert seen == ["page", "tree", "list"]


async def test_the_sample_says_that_it_is_invented(open_app: OpenApp) -> None:
    app = open_app(is_sample=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "invented" in str(app.reading.query_one("#notice").render())
        await pilot.press("A")
        assert isinstance(app.screen, Feeds)


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_these_keys_leave(open_app: OpenApp, key: str) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app._exit


async def test_quotes_are_reached_from_the_list_where_the_page_has_no_room(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert shown_panes(app) == ["page"]
        assert app.reading.page.current_quote == 0


async def test_a_quote_is_copied_from_the_list_where_the_page_has_no_room(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("Y")
        assert "Lin Wei" in app.clipboard


async def test_a_release_without_quotes_is_cited_whole(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("j", "j", "Y")
        assert "France and China: Joint letter" in app.clipboard
        assert said(app).startswith("No quotes in this release; copied")


async def test_what_is_being_read_stays_on_the_page_when_the_list_changes(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        being_read = app.reading.shown_release
        await pilot.press("U")
        await pilot.pause(REST)
        assert len(titles(app)) == 3
        assert app.reading.shown_release is being_read
        await pilot.press("h")
        await pilot.pause(REST)
        assert app.reading.shown_release is not being_read


async def test_words_that_name_keys_name_the_users_own(open_app: OpenApp) -> None:
    app = open_app(settings=Settings(keys={"undo": "z", "clear": "x"}), narrowed=Filter(unread=True))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("m")
        assert said(app) == "Marked read — z undoes"
        assert "x clears" in over_list(app)


async def test_the_palette_offers_what_the_panes_in_view_can_do(open_app: OpenApp) -> None:
    for size, is_offered in ((WIDE, True), (MIDDLE, False)):
        app = open_app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            offered = [hit.display async for hit in Commands(app.reading).discover() if isinstance(hit, DiscoveryHit)]
            assert ("Unfold  (l)" in offered) is is_offered
            assert "Star  (s)" in offered


async def test_while_a_query_is_wrong_the_list_stays_what_it_was(open_app: OpenApp) -> None:
    app = open_app(narrowed=Filter(places=frozenset({"africa"}), words="flood"))
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("slash", "ctrl+u")
        await type_in(pilot, "police")
        found = titles(app)
        assert len(found) == 1
        await type_in(pilot, " (is:blue")
        assert titles(app) == found
        await pilot.press("enter")
        assert app.reading.asking.display


@pytest.mark.parametrize("width", [34, 46, 72])
def test_what_a_key_does_stands_beside_it_in_every_width(width: int) -> None:
    lines = written(keys.TABLE, width).plain.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("  enter l → "))
    beside = [lines[start][19:]]
    for line in lines[start + 1 :]:
        if line[:19].strip():
            break
        beside.append(line[19:])
    assert all(len(line) <= max(18, width - 19) for line in beside)
    assert " ".join(beside) == "read this release; it is marked read"


async def test_what_is_typed_on_while_the_box_opens_goes_into_it(open_app: OpenApp) -> None:
    """The letters are keys of the list, too: none of them may act there."""
    app = open_app()
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        for letter in "/water":
            app.post_message(events.Key("slash" if letter == "/" else letter, letter))
        await pilot.pause(REST)
        assert app.reading.asking.words == "water"
        assert len(app.screen_stack) == 1
