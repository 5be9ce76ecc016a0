"""The tree alone: what it shows of counts and sources, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.app import App, ComposeResult

from reader.query import Filter
from reader.ui.panes.tree import Tree


@dataclass
class FakeCounts:
    total: int = 9
    unread: int = 5
    starred: int = 1
    places: dict[str, tuple[int, int]] = field(
        default_factory=lambda: {"asia": (6, 4), "CHN": (5, 3), "KAZ": (1, 1), "africa": (3, 1), "KEN": (3, 1)}
    )


@dataclass
class FakeSource:
    id: int
    title: str
    url: str = "https://watch.example/feed.xml"
    kind: str = "feed"
    is_on: bool = True
    total: int = 4
    unread: int = 2
    health: str = ""


class Host(App[None]):
    def __init__(self, *sources: FakeSource) -> None:
        super().__init__()
        self.fed = sources
        self.reported: list[tuple[str, str, str]] = []

    def compose(self) -> ComposeResult:
        yield Tree()

    def on_mount(self) -> None:
        tree = self.query_one(Tree)
        tree.focus()
        tree.sources = self.fed
        tree.counts = FakeCounts()

    def on_tree_ticked(self, event: Tree.Ticked) -> None:
        self.reported.append(("Ticked", event.kind, event.key))

    def on_tree_only(self, event: Tree.Only) -> None:
        self.reported.append(("Only", event.kind, event.key))

    def rows(self) -> list[str]:
        tree = self.query_one(Tree)
        return [tree.render_line(y).text.rstrip() for y in range(tree.count())]

    def row(self, name: str) -> str:
        return next((row for row in self.rows() if name in row), "")


async def test_regions_and_sources_have_their_unread_counts() -> None:
    app = Host(FakeSource(1, "Example Watch", unread=2))
    async with app.run_test(size=(36, 30)):
        assert app.row("All releases").split() == ["✓", "All", "releases", "5"]
        assert app.row("Asia").split() == ["▸", "Asia", "4"]
        assert app.row("Americas").split() == ["Americas"]
        assert app.row("Example Watch").split() == ["Example", "Watch", "2"]


async def test_where_there_is_room_all_are_counted_too() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)):
        assert app.row("Asia").split() == ["▸", "Asia", "4", "6"]


async def test_a_region_opens_to_its_countries_and_closes() -> None:
    app = Host()
    async with app.run_test(size=(36, 30)) as pilot:
        await pilot.press("j", "j", "j", "j", "j", "l")
        assert app.row("Asia").split()[0] == "▾"
        assert app.row("China").split() == ["China", "3"]
        await pilot.press("j", "h", "h")
        assert app.row("China") == ""
        assert app.row("Asia").split()[0] == "▸"


async def test_ticks_and_choices_are_reported() -> None:
    app = Host(FakeSource(7, "Example Watch"))
    async with app.run_test(size=(36, 30)) as pilot:
        await pilot.press("j", "space", "j", "j", "enter", "G", "space")
        assert app.reported == [("Ticked", "unread", ""), ("Only", "region", "africa"), ("Ticked", "source", "7")]


async def test_what_is_chosen_is_ticked() -> None:
    app = Host()
    async with app.run_test(size=(36, 30)):
        app.query_one(Tree).narrowed = Filter(places=frozenset({"asia"}), unread=True)
        assert app.row("Asia").startswith(" ✓ ")
        assert app.row("Unread").startswith(" ✓ ")
        assert not app.row("All releases").startswith(" ✓ ")


async def test_letters_find_countries_in_regions_that_are_closed() -> None:
    app = Host(FakeSource(1, "Kenya Desk"))
    async with app.run_test(size=(36, 30)):
        tree = app.query_one(Tree)
        tree.typed = "KÉN"
        assert [row.split()[0:2] for row in app.rows()] == [["▾", "Africa"], ["Kenya", "1"], ["Kenya", "Desk"]]
        assert tree.branch is not None
        assert tree.branch.key == "KEN"


async def test_letters_that_nothing_has_are_answered() -> None:
    app = Host()
    async with app.run_test(size=(60, 30)):
        tree = app.query_one(Tree)
        tree.typed = "qqq"
        assert "No region, country or source" in tree.render_line(1).text


async def test_a_source_that_fails_says_how_and_one_that_is_off_says_so() -> None:
    app = Host(FakeSource(1, "Example Watch", health="not found"), FakeSource(2, "Open Doors", is_on=False))
    async with app.run_test(size=(60, 30)):
        assert "not found" in app.row("Example Watch")
        assert "off" in app.row("Open Doors")


async def test_the_cursor_passes_headings_by() -> None:
    app = Host(FakeSource(1, "Example Watch"))
    async with app.run_test(size=(36, 40)) as pilot:
        tree = app.query_one(Tree)
        seen = set()
        for _ in range(tree.count()):
            assert tree.branch is not None
            seen.add(tree.branch.kind)
            await pilot.press("j")
        assert seen == {"all", "unread", "starred", "region", "source"}


async def test_a_click_on_the_fold_opens_on_the_box_ticks_and_on_the_name_shows() -> None:
    app = Host()
    async with app.run_test(size=(36, 30)) as pilot:
        await pilot.click(Tree, offset=(3, 7))
        assert app.row("China")
        await pilot.click(Tree, offset=(1, 7))
        await pilot.click(Tree, offset=(8, 7))
        await pilot.pause()
        assert app.reported == [("Ticked", "region", "asia"), ("Only", "region", "asia")]
