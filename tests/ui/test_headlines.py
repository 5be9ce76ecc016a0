"""The list alone, in a host app of a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from textual.app import App, ComposeResult

from reader.release import Headline
from reader.ui.panes.headlines import WINDOW, Headlines, is_embargoed, short_date
from reader.ui.panes.rows import Rows

NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)


def a_headline(number: int = 0, **fields: object) -> Headline:
    whole: dict[str, object] = {
        "id": number,
        "title": f"Release number {number}",
        "organisation": "Example Watch",
        "source": "Example Watch: news",
        "published": "2016-07-05",
        "regions": ("asia",),
        "countries": ("CHN",),
        "is_read": False,
        "is_starred": False,
        "is_changed": False,
        "quotes": 0,
        "language": "en",
        "embargo": "",
    }
    return Headline(**{**whole, **fields})  # type: ignore[arg-type]


class FakeListing:
    """A listing of any length that counts what is asked of it."""

    def __init__(self, total: int, headlines: Sequence[Headline] = ()) -> None:
        self.total = total
        self.headlines = headlines
        self.windows: list[int] = []

    def __len__(self) -> int:
        return self.total

    def window(self, first: int, size: int) -> list[Headline]:
        self.windows.append(first)
        if self.headlines:
            return list(self.headlines[first : first + size])
        return [a_headline(number) for number in range(first, min(self.total, first + size))]

    def id_at(self, index: int) -> int:
        return index

    def index_of(self, release: int) -> int | None:
        return release

    def next_unread(self, index: int, step: int = 1) -> int | None:
        return index + step


class Host(App[None]):
    def __init__(self, listing: FakeListing) -> None:
        super().__init__()
        self.shown = listing
        self.moves: list[int] = []
        self.opened = 0

    def compose(self) -> ComposeResult:
        yield Headlines(now=lambda: NOW)

    def on_mount(self) -> None:
        self.query_one(Headlines).focus()
        self.query_one(Headlines).listing = self.shown

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self.moves.append(event.index)

    def on_headlines_opened(self) -> None:
        self.opened += 1

    def row(self, y: int) -> str:
        return self.query_one(Headlines).render_line(y).text


async def test_a_million_rows_cost_a_few_windows() -> None:
    app = Host(FakeListing(1_000_000))
    async with app.run_test(size=(70, 24)) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert "Release number 999999" in app.row(app.query_one(Headlines).size.height - 2)
        await pilot.press("g", "ctrl+d", "ctrl+d")
        assert len(app.shown.windows) <= 3
        assert all(first % WINDOW == 0 for first in app.shown.windows)


async def test_a_row_shows_mark_title_place_sender_and_date() -> None:
    app = Host(FakeListing(1, [a_headline(title="China: Free the lawyers", is_starred=True)]))
    async with app.run_test(size=(70, 10)):
        assert app.row(0).rstrip() == " ● China: Free the lawyers"
        assert app.row(1).startswith(" ★ China · Example Watch ")
        assert app.row(1).rstrip().endswith(" 5 Jul 2016")


async def test_a_row_that_was_read_has_no_dot() -> None:
    app = Host(FakeListing(1, [a_headline(title="China: Free the lawyers", is_read=True)]))
    async with app.run_test(size=(70, 10)):
        assert app.row(0).rstrip() == "   China: Free the lawyers"


async def test_a_narrow_list_gives_a_title_two_lines() -> None:
    title = "China: Free the lawyers held since the summer sweep of last year"
    app = Host(FakeListing(1, [a_headline(title=title)]))
    async with app.run_test(size=(36, 10)):
        assert app.row(0).rstrip() == " ● China: Free the lawyers held"
        assert app.row(1).rstrip() == "   since the summer sweep of last…"
        assert "5 Jul 2016" in app.row(2)


async def test_markup_and_wide_letters_are_only_letters() -> None:
    app = Host(FakeListing(1, [a_headline(title="[bold]伊朗[/bold] [@click=app.quit]x[/]")]))
    async with app.run_test(size=(70, 10)):
        assert "[bold]伊朗[/bold] [@click=app.quit]x[/]" in app.row(0)
        assert app.query_one(Headlines).render_line(0).cell_length == 70


async def test_a_release_under_embargo_says_so_until_it_lifts() -> None:
    held, free = a_headline(embargo="2026-05-10T06:00:00+00:00"), a_headline(embargo="2026-05-09T06:00:00+00:00")
    app = Host(FakeListing(2, [held, free]))
    async with app.run_test(size=(70, 10)):
        assert "embargoed" in app.row(1)
        assert "embargoed" not in app.row(3)


@pytest.mark.parametrize(
    ("lifts", "is_on"), [("", False), ("2026-05-10", True), ("2026-05-08", False), ("soon", False)]
)
def test_an_embargo_is_on_until_its_moment(lifts: str, is_on: bool) -> None:
    assert is_embargoed(lifts, NOW) is is_on


async def test_the_last_row_is_the_end_and_the_first_the_beginning() -> None:
    app = Host(FakeListing(3))
    async with app.run_test(size=(70, 24)) as pilot:
        await pilot.press("k", "up")
        assert app.query_one(Headlines).cursor == 0
        await pilot.press("j", "j", "j", "down")
        assert app.query_one(Headlines).cursor == 2


async def test_the_row_of_the_cursor_is_always_seen_whole() -> None:
    app = Host(FakeListing(200))
    async with app.run_test(size=(70, 9)) as pilot:
        for key in ("j", "j", "j", "j", "j", "ctrl+d", "space", "k", "b", "G", "ctrl+u"):
            await pilot.press(key)
            rows = app.query_one(Headlines)
            top = rows.cursor * rows.row_height - rows.scroll_offset.y
            assert 0 <= top <= rows.size.height - rows.row_height


async def test_a_click_moves_the_cursor_and_a_second_one_opens() -> None:
    app = Host(FakeListing(50))
    async with app.run_test(size=(70, 20)) as pilot:
        await pilot.click(Headlines, offset=(10, 6))
        assert (app.query_one(Headlines).cursor, app.opened) == (3, 0)
        await pilot.click(Headlines, offset=(10, 6))
        await pilot.pause()
        assert app.opened == 1


async def test_keys_held_down_tell_where_they_came_to() -> None:
    app = Host(FakeListing(500))
    async with app.run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        app.moves.clear()
        rows = app.query_one(Headlines)
        for _ in range(50):
            rows.action_down()
        await pilot.pause()
        assert app.moves[-1] == 50
        assert len(app.moves) < 10


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2016-07-05", "5 Jul 2016"), ("2026-12-31T23:00:00+02:00", "31 Dec 2026"), ("", "undated"), ("x", "undated")],
)
def test_dates_are_written_out(published: str, shown: str) -> None:
    assert short_date(published) == shown
