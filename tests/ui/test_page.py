"""The page alone, in a host app of a few lines: scrolling, quotes, finding, links, selecting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from rich.color import Color as RichColor
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.selection import Selection

from reader.release import Block, BlockKind, Headline, Link, Release
from reader.ui import themes
from reader.ui.looks import LOOKS, look
from reader.ui.panes.page import ReleaseView
from ui.marked import a_country, a_release, paragraphs

QUOTED = [
    "“[[Ada Brandt|director|It rained on all of us, for a week.]]”",
    *paragraphs(12),
    "“[[Ole Maas|docker|Nobody brought a tent to the gate.]]” A “[[term||storm]]” began.",
    *paragraphs(12),
    "“[[||It did not rain at all, they say.]]”",
    *paragraphs(3),
]


class Host(App[None]):
    CSS = "ReleaseView { background: $background; }"

    def __init__(self) -> None:
        super().__init__()
        for theme in themes.OURS:
            self.register_theme(theme)
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield ReleaseView()

    @property
    def page(self) -> ReleaseView:
        return self.query_one(ReleaseView)

    def told(self, kind: type[Message]) -> list[Message]:
        """The messages of a kind, each once: the hook sees them at every node that they bubble through."""
        return list(dict.fromkeys(message for message in self.seen if isinstance(message, kind)))


@asynccontextmanager
async def open_page(
    release: Release | None, size: tuple[int, int] = (60, 20), headline: Headline | None = None
) -> AsyncIterator[tuple[ReleaseView, Host, Pilot[None]]]:
    host = Host()
    async with host.run_test(size=size, message_hook=host.seen.append) as pilot:
        host.page.show(release, headline)
        host.page.focus()
        await pilot.pause()
        yield host.page, host, pilot


def rows(page: ReleaseView) -> list[str]:
    """What is in view, as text."""
    return [page.line(y).text.rstrip() for y in range(page.size.height)]


def in_view(page: ReleaseView, words: str) -> bool:
    return any(words in row for row in rows(page))


def a_headline(**fields: object) -> Headline:
    whole = Headline(
        id=1,
        title="",
        organisation="",
        source="Harbour feed",
        published="",
        regions=(),
        countries=(),
        is_read=False,
        is_starred=False,
        is_changed=False,
        quotes=0,
        language="",
        embargo="",
    )
    return replace(whole, **fields)  # type: ignore[arg-type]


# Showing.


async def test_a_release_is_shown_from_its_top() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, pilot):
        assert rows(page)[1:3] == ["   Quay Watch", "   Harbour Town: Dockers Held Without Charge"]
        page.action_last()
        page.show(a_release("It stopped.", title="Dockers Freed"))
        await pilot.pause()
        assert rows(page)[2] == "   Dockers Freed"
        assert page.scroll_offset.y == 0


async def test_nothing_to_show_is_an_empty_pane() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, pilot):
        page.show(None)
        await pilot.pause()
        assert set(rows(page)) == {""}


async def test_the_headline_tells_of_source_and_change() -> None:
    headline = a_headline(is_changed=True)
    async with open_page(a_release("It rained.", organisation=""), headline=headline) as (page, _, _):
        assert in_view(page, "Harbour feed")
        assert in_view(page, "Changed since it first came in")


async def test_markup_in_a_release_is_shown_letter_for_letter() -> None:
    async with open_page(a_release("[bold]It[/bold] rained [@click=app.quit]here[/].")) as (page, _, _):
        assert in_view(page, "[bold]It[/bold] rained [@click=app.quit]here[/].")


async def test_every_row_fills_the_pane() -> None:
    async with open_page(a_release(*QUOTED, "雨" * 50), (33, 20)) as (page, _, _):
        widths = {page.render_line(y).cell_length for y in range(len(rows(page)))}
        assert len(widths) == 1


async def test_reasons_come_and_go() -> None:
    release = a_release("It rained.", countries=(a_country("NLD", "Netherlands"),))
    async with open_page(release) as (page, _, pilot):
        assert not in_view(page, "Netherlands — ")
        await pilot.press("w")
        assert in_view(page, "Netherlands — ")
        await pilot.press("w")
        assert not in_view(page, "Netherlands — ")


# Moving.


async def test_keys_scroll_at_once() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, pilot):
        seen = []
        for key in ("j", "j", "k", "ctrl+d", "space", "b", "G", "g"):
            await pilot.press(key)
            seen.append(page.scroll_offset.y)
        assert seen == [1, 2, 1, 11, 30, 11, page.max_scroll_y, 0]


async def test_a_page_down_at_the_end_says_so() -> None:
    async with open_page(a_release(*QUOTED)) as (page, host, pilot):
        page.action_last()
        assert not host.told(ReleaseView.AtEnd)
        await pilot.press("space")
        assert host.told(ReleaseView.AtEnd)


async def test_what_is_in_view_is_told_when_it_scrolls() -> None:
    async with open_page(a_release(*QUOTED)) as (_, host, pilot):
        await pilot.press("j")
        last = host.told(ReleaseView.Scrolled)[-1]
        assert isinstance(last, ReleaseView.Scrolled)
        assert (last.first, last.in_view) == (1, 20)


async def test_the_words_at_the_top_stay_there_when_the_pane_is_resized() -> None:
    async with open_page(a_release(*QUOTED), (70, 20)) as (page, _, pilot):
        page.scroll_to(y=50, animate=False)
        top = next(row for row in rows(page) if row)
        for width in (40, 90, 70):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert in_view(page, top.split()[0])
        assert next(row for row in rows(page) if row) == top


# Quotes.


async def test_quotes_are_stopped_at_in_turn_and_come_into_view() -> None:
    release = a_release(*QUOTED)
    async with open_page(release) as (page, host, pilot):
        assert page.current_quote is None
        stops = []
        for words in ("It rained on all", "Nobody brought", "It did not rain"):
            assert page.next_quote()
            assert in_view(page, words)
            stops.append(page.current_quote)
        assert stops == [0, 1, 3]
        await pilot.pause()
        last = host.told(ReleaseView.QuoteChanged)[-1]
        assert isinstance(last, ReleaseView.QuoteChanged)
        assert (last.index, last.total, last.quote) == (2, 3, release.quotes[3])


async def test_there_is_nothing_before_the_first_quote_or_after_the_last() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, _):
        while page.next_quote():
            pass
        assert page.current_quote == 3
        assert not page.next_quote()
        while page.previous_quote():
            pass
        assert page.current_quote == 0
        assert not page.previous_quote()


async def test_the_next_quote_is_counted_from_what_is_in_view() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, _):
        page.next_quote()
        page.action_last()
        assert page.previous_quote()
        assert page.current_quote == 3


async def test_a_release_without_quotes_has_none_to_stop_at() -> None:
    async with open_page(a_release("It “[[term||rained]]”.")) as (page, _, _):
        assert not page.next_quote()
        assert page.current_quote is None


async def test_a_release_can_be_opened_at_a_quote() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, _):
        assert page.open_at(1)
        assert in_view(page, "Nobody brought")
        assert not page.open_at(2), "a term is nothing to stop at"
        assert page.current_quote == 1


async def test_the_current_quote_is_bold_beside_a_stronger_bar() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, _):
        page.next_quote()
        y = next(y for y, row in enumerate(rows(page)) if "It rained on all" in row)
        segments = list(page.render_line(y))
        assert segments[1].text == "█"
        assert all(segment.style and segment.style.bold for segment in segments if "It rained" in segment.text)


async def test_a_click_on_a_quote_makes_it_the_current_one() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, pilot):
        y = next(y for y, row in enumerate(rows(page)) if "It rained on all" in row)
        await pilot.click(ReleaseView, offset=(8, y))
        assert page.current_quote == 0


# Finding.


@pytest.mark.parametrize("words", ["créole", "CREOLE", "Cre\u0301ole", "  creole "])
async def test_words_are_found_whatever_their_case_and_accents(words: str) -> None:
    async with open_page(a_release("Une école créole.", "La langue CRÉOLE.", "Cre\u0301ole.")) as (page, _, _):
        assert page.find(words) == 3


async def test_straight_marks_find_curly_ones_and_phrases_are_found_across_lines() -> None:
    async with open_page(a_release("The harbour’s office did not answer."), (24, 20)) as (page, _, _):
        assert page.find("harbour's office did not answer") == 1


async def test_found_words_come_into_view_one_after_the_other_and_around() -> None:
    async with open_page(a_release(*QUOTED)) as (page, _, _):
        assert page.find("docker") == len(paragraphs(27)) + 1
        assert page.find("pier 11 ") == 2
        first = page.scroll_offset.y
        assert in_view(page, "pier 11 ")
        assert page.next_match() == 2
        assert page.scroll_offset.y > first
        assert page.next_match() == 1
        assert page.next_match(-1) == 2
        assert in_view(page, "pier 11 ")


async def test_found_words_are_marked_until_the_find_ends() -> None:
    async with open_page(a_release("It rained and rained.")) as (page, _, _):
        plain = [page.render_line(y) for y in range(12)]
        assert page.find("rained") == 2
        assert [page.render_line(y) for y in range(12)] != plain
        page.clear_find()
        assert [page.render_line(y) for y in range(12)] == plain


async def test_what_is_not_there_is_not_found() -> None:
    async with open_page(a_release("It rained.")) as (page, _, _):
        assert page.find("snow") == 0
        assert page.find("") == 0
        assert page.next_match() == 0


async def test_the_page_finds_the_releases_words_and_not_its_own() -> None:
    async with open_page(a_release("It rained.", published="")) as (page, _, _):
        assert page.find("undated") == 0
        assert page.find("harbour town") == 1


async def test_what_was_found_stays_marked_when_the_head_grows_and_the_pane_shrinks() -> None:
    release = a_release(*QUOTED, countries=(a_country("NLD", "Netherlands"),))
    async with open_page(release) as (page, _, pilot):
        assert page.find("pier 11 ") == 2
        await pilot.press("w")
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert page.next_match() == 2
        assert in_view(page, "pier 11 ")
        marked = {segment.text for y in range(20) for segment in page.render_line(y) if is_marked(page, segment.style)}
        assert any("11" in text for text in marked)


async def test_the_place_is_kept_when_the_head_grows() -> None:
    release = a_release(*QUOTED, countries=(a_country("NLD", "Netherlands"),))
    async with open_page(release) as (page, _, pilot):
        page.scroll_to(y=40, animate=False)
        before = rows(page)
        page.headline = a_headline(is_changed=True)
        await pilot.pause()
        assert rows(page) == before


async def test_of_a_long_release_the_beginning_is_shown_first_and_all_of_it_can_be_reached() -> None:
    long = a_release(*(f"Paragraph {number}. {'The river rose at night. ' * 40}" for number in range(60)))
    async with open_page(a_release("It rained.")) as (page, _, pilot):
        page.show(long)
        assert in_view(page, "Paragraph 0.")
        assert len(page.page.passages) < 60
        await pilot.pause(0.2)
        assert len(page.page.passages) > 60
        page.show(long)
        page.action_last()
        assert any("Paragraph 59." in passage.text for passage in page.page.passages)


# Links.

LINKED = a_release(
    "Read the report today.",
    *paragraphs(9),
    "See the list.",
    links=(Link(0, 9, 15, "https://quay.example/report"), Link(10, 8, 12, "https://quay.example/list")),
)


async def test_a_click_on_a_link_asks_for_it() -> None:
    async with open_page(LINKED) as (page, host, pilot):
        y = next(y for y, row in enumerate(rows(page)) if "report" in row)
        await pilot.click(ReleaseView, offset=(rows(page)[y].index("report") + 2, y))
        assert [m.url for m in host.told(ReleaseView.LinkChosen) if isinstance(m, ReleaseView.LinkChosen)] == [
            "https://quay.example/report"
        ]
        await pilot.click(ReleaseView, offset=(3, y))
        assert len(host.told(ReleaseView.LinkChosen)) == 1


async def test_links_are_reached_and_chosen_without_a_mouse() -> None:
    async with open_page(LINKED) as (page, host, pilot):
        assert not page.choose_link()
        assert page.next_link()
        assert page.current_link == "https://quay.example/report"
        assert page.next_link()
        assert in_view(page, "See the list.")
        assert not page.next_link()
        assert page.choose_link()
        await pilot.pause()
        last = host.told(ReleaseView.LinkChosen)[-1]
        assert isinstance(last, ReleaseView.LinkChosen)
        assert last.url == "https://quay.example/list"


# Selecting.


async def test_selected_text_runs_on_over_lines_without_bar_and_margin() -> None:
    async with open_page(a_release(*QUOTED[:3]), (40, 30)) as (page, host, pilot):
        first = next(y for y, row in enumerate(rows(page)) if "Paragraph 0" in row)
        selection = Selection(Offset(12, first), Offset(9, first + 1))
        host.screen.selections = {page: selection}
        await pilot.pause()
        assert page.get_selection(selection) == ("0 tells how the crane of pier 0", "\n")
        selected = host.screen.get_component_rich_style("screen--selection").bgcolor
        marked = [
            segment.text for segment in page.render_line(first) if segment.style and segment.style.bgcolor == selected
        ]
        assert "".join(marked).strip() == rows(page)[first][12:]


async def test_what_the_page_adds_is_not_selected_with_a_releases_words() -> None:
    async with open_page(a_release(QUOTED[0], "It stopped."), (40, 30)) as (page, _, _):
        found = page.get_selection(Selection(None, None))
        assert found is not None
        assert "“It rained on all of us, for a week.”\nIt stopped." in found[0]
        assert "— Ada Brandt" not in found[0]


async def test_what_is_selected_in_a_table_is_what_is_seen() -> None:
    table = [Block(BlockKind.ROW, row) for row in ("Pier\tShips", "North\t12")]
    async with open_page(a_release(*table), (40, 30)) as (page, _, _):
        y = next(y for y, row in enumerate(rows(page)) if "North" in row)
        ships = rows(page)[y].index("12")
        assert page.get_selection(Selection(Offset(ships, y), Offset(ships + 2, y))) == ("12", "\n")
        assert page.get_selection(Selection(Offset(0, y), Offset(ships + 2, y))) == ("North\t12", "\n")


async def test_dragging_the_mouse_selects() -> None:
    async with open_page(a_release("It rained on all of us."), (40, 30)) as (page, host, pilot):
        y = next(y for y, row in enumerate(rows(page)) if "It rained" in row)
        await pilot.mouse_down(ReleaseView, offset=(2, y))
        await pilot.hover(ReleaseView, offset=(10, y))
        await pilot.mouse_up(ReleaseView, offset=(10, y))
        await pilot.pause()
        assert host.screen.get_selected_text() == "It rained"


async def test_the_end_of_a_drag_is_no_click() -> None:
    async with open_page(LINKED) as (page, host, pilot):
        y = next(y for y, row in enumerate(rows(page)) if "report" in row)
        at = rows(page)[y].index("report")
        await pilot.mouse_down(ReleaseView, offset=(at, y))
        await pilot.hover(ReleaseView, offset=(at + 3, y))
        await pilot.mouse_up(ReleaseView, offset=(at + 3, y))
        await pilot.pause()
        assert host.screen.get_selected_text() == "repo"
        assert not host.told(ReleaseView.LinkChosen)


# Looks.


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
async def test_all_text_is_readable_in_our_themes(theme: str) -> None:
    """Contrast of 4.5 to 1 at least, as WCAG 2.2 (1.4.3) asks of text."""
    ornaments = {"rule", "bar", "current-bar", "hover", "cursor", "focused-cursor", "thumb", "edge"}
    async with open_page(a_release("It rained.")) as (page, host, pilot):
        host.theme = theme
        await pilot.pause()
        for role in LOOKS.keys() - ornaments:
            style = look(page, (role,))
            assert style.color is not None
            assert style.bgcolor is not None
            assert contrast(style.color, style.bgcolor) >= 4.5, role


async def test_colours_follow_the_theme() -> None:
    async with open_page(a_release("It rained.")) as (page, host, pilot):
        host.theme = "reader-dark"
        await pilot.pause()
        dark = page.render_line(1)
        host.theme = "reader-light"
        await pilot.pause()
        assert page.render_line(1) != dark


def is_marked(page: ReleaseView, style: Style | None) -> bool:
    current = page.style_of(("match", "current-match"))
    return bool(style and style.bgcolor == current.bgcolor and style.bold)


def contrast(one: RichColor, other: RichColor) -> float:
    low, high = sorted(luminance(Color.from_rich_color(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
