"""One table of keys: every action exists, and every list of keys says the same."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from textual.binding import BindingsMap

from reader.ui import keys
from reader.ui.app import ReaderApp
from reader.ui.bindings import bindings
from reader.ui.panes.asking import Asking
from reader.ui.panes.headlines import Headlines
from reader.ui.panes.page import ReleaseView
from reader.ui.panes.tree import Tree
from reader.ui.screens.reading import Reading

OWNERS = {"list": Headlines, "page": ReleaseView, "tree": Tree, "box": Asking, "reading": Reading, "app": ReaderApp}
README = Path(__file__).parents[2] / "README.md"


def test_action_names_are_unique() -> None:
    assert [name for name, times in Counter(row.action for row in keys.TABLE).items() if times > 1] == []


def test_every_action_of_the_table_exists_where_the_table_says() -> None:
    missing = [
        (pane, row.action)
        for row in keys.TABLE
        for pane in row.panes
        if not hasattr(OWNERS[pane], f"action_{row.action}")
    ]
    assert missing == []


@pytest.mark.parametrize("pane", OWNERS)
def test_no_key_is_given_twice_in_a_pane(pane: str) -> None:
    given = BindingsMap(bindings(pane)).key_to_bindings
    assert {key: rows for key, rows in given.items() if len(rows) > 1} == {}


def test_a_row_for_one_pane_has_a_key_that_all_panes_share() -> None:
    tree = {row.action: row.keys for row in keys.of_pane("tree")}
    assert tree["tick"] == "space,x"
    assert tree["page_down"] == "pagedown"


def test_a_users_keys_are_shown_in_place_of_ours() -> None:
    assert re.search(r"^ +z +toggle_star ", keys.plain({"toggle_star": "z"}), re.MULTILINE)


def test_names_of_no_action_are_told() -> None:
    assert keys.unknown({"toggle_star": "z", "fly": "x"}) == ["fly"]


def test_the_plain_list_names_every_action_and_key() -> None:
    plain = keys.plain()
    for row in keys.TABLE:
        assert re.search(rf"{re.escape(keys.all_shown(row))} +{row.action} ", plain)


def test_the_readme_agrees_with_the_table() -> None:
    section = re.search("<!-- keys -->\n(.*)<!-- /keys -->", README.read_text(encoding="utf-8"), re.DOTALL)
    if section is None:
        pytest.skip("the README has no list of keys")
    assert section[1].strip() == keys.markdown().strip()
