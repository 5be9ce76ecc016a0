"""Every key, once: bindings, footer, help, palette and the README's list are read from this table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

PANES = {
    "list": "In the list",
    "page": "On the page",
    "tree": "In the regions and sources",
    "box": "While you type",
    "reading": "Anywhere",
    "app": "The reader",
}
"""Where a key works, in the order of the help panel."""


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that run it."""

    action: str
    """Unique; the name that a user's own keys are given under."""
    panes: tuple[str, ...]
    keys: str
    """Textual's names of keys, with commas between."""
    label: str
    """A word or two: the footer's and the palette's."""
    help: str
    footer: int = 0
    """Place in the footer, from 1; 0 for not there. Where it is narrow the highest leave first."""


MOVING = ("list", "page", "tree")

TABLE = (
    Key("down", MOVING, "j,down", "Down", "one row or line down"),
    Key("up", MOVING, "k,up", "Up", "one row or line up"),
    Key("first", MOVING, "g,home", "First", "to the beginning"),
    Key("last", MOVING, "G,end", "Last", "to the end"),
    Key("half_down", MOVING, "ctrl+d", "Half down", "half a pane down"),
    Key("half_up", MOVING, "ctrl+u", "Half up", "half a pane up"),
    Key("page_down", MOVING, "space,pagedown", "Page down", "a pane down"),
    Key("page_up", MOVING, "b,pageup", "Page up", "a pane up"),
    Key("open", ("list",), "enter,l,right", "Open", "read this release; it is marked read", 1),
    Key("clear", ("list",), "escape", "Clear", "clear the filter, all of it"),
    Key("to_places", ("list",), "h,left", "Regions", "to the regions and sources"),
    Key("back", ("page",), "h,left,escape", "Back", "end the finding, or go back to the list", 1),
    Key("find", ("page",), "slash,ctrl+f", "Find", "find words on this page", 5),
    Key("reasons", ("page",), "w", "Why here", "show why these countries and regions were given"),
    Key("tick", ("tree",), "space,x", "Tick", "add this row to the filter, or take it out", 2),
    Key("only", ("tree",), "enter", "Show", "list this row only", 1),
    Key("unfold", ("tree",), "l,right", "Unfold", "open the region's countries", 3),
    Key("fold", ("tree",), "h,left", "Fold", "close them"),
    Key("leave", ("tree",), "escape", "Back", "back to the list", 4),
    Key("rename_saved", ("tree",), "e", "Rename", "call this saved search otherwise"),
    Key("forget_saved", ("tree",), "d", "Delete", "delete this saved search, not what it lists"),
    Key("keep", ("box",), "enter", "Keep", "keep what was found, and go on there", 1),
    Key("drop", ("box",), "escape", "Leave", "leave it all as it was before", 2),
    Key("complete", ("box",), "tab", "Complete", "take what is offered under the box", 5),
    Key("next_hit", ("box",), "down", "Next", "to the next release or match", 3),
    Key("previous_hit", ("box",), "up", "Previous", "to the one before", 4),
    Key("next_unread", ("reading",), "n", "Next unread", "to the next unread release, or match found", 2),
    Key("previous_unread", ("reading",), "N", "Previous unread", "to the one before"),
    Key("next_quote", ("reading",), "right_square_bracket", "Next quote", "to the next quote", 4),
    Key("previous_quote", ("reading",), "left_square_bracket", "Previous quote", "to the one before"),
    Key("next_link", ("reading",), "right_curly_bracket", "Next link", "to the next link, and where it leads"),
    Key("previous_link", ("reading",), "left_curly_bracket", "Previous link", "to the one before"),
    Key("changes", ("reading",), "d", "Changes", "show what was changed in this release since it first came in"),
    Key("voices", ("reading",), "v", "Voices", "who is quoted in what is listed, and where"),
    Key("places", ("reading",), "f", "Region", "choose regions, countries and sources", 3),
    Key("search", ("reading",), "slash", "Search", "search all releases, as you type", 5),
    Key("keep_search", ("reading",), "K", "Keep search", "keep what the list is narrowed to under a name"),
    Key("order", ("reading",), "O", "Order", "list by date, by relevance or by source"),
    Key("unread_only", ("reading",), "U", "Unread only", "list unread releases only, or all"),
    Key("starred_only", ("reading",), "S", "Starred only", "list starred releases only, or all"),
    Key("toggle_read", ("reading",), "m", "Read/unread", "mark this release read or unread", 6),
    Key("toggle_star", ("reading",), "s", "Star", "star this release, or take the star off", 7),
    Key("tag", ("reading",), "t", "Tag", "give this release tags, or take them off"),
    Key("note", ("reading",), "e", "Note", "write a note on this release"),
    Key("all_listed", ("reading",), "a", "All listed", "mark, tag or export all that is listed"),
    Key("undo", ("reading",), "u", "Undo", "undo the last change of yours"),
    Key("open_in_browser", ("reading",), "o", "Browser", "open the current link, or this release, in the browser", 8),
    Key("copy_link", ("reading",), "y", "Copy link", "copy the current link, or this release's address"),
    Key("copy_quote", ("reading",), "Y", "Copy quote", "copy the current quote with its citation", 9),
    Key("export", ("reading",), "E", "Export", "write this release into a file"),
    Key("correct_speaker", ("reading",), "c", "Correct speaker", "say who said the current quote"),
    Key("not_a_quote", ("reading",), "x", "Not a quote", "say that the current quote is nobody's speech"),
    Key("correct_countries", ("reading",), "C", "Correct countries", "say which countries the release is about"),
    Key("refresh_this", ("reading",), "r", "Refresh this", "fetch this release's source"),
    Key("refresh_all", ("reading",), "R", "Refresh", "fetch all sources", 10),
    Key("show_new", ("reading",), "full_stop", "Show new", "bring the new releases into the list"),
    Key("sources", ("reading",), "F", "Sources", "the sources and how each is doing: switch, fetch, follow no longer"),
    Key("add_feeds", ("app",), "A", "Add feeds", "choose feeds, or add one by its address"),
    Key("next_pane", ("reading",), "tab", "Next pane", "to the next pane"),
    Key("previous_pane", ("reading",), "shift+tab", "Previous pane", "to the pane before"),
    Key("help", ("app",), "question_mark,f1", "Help", "all keys", 11),
    Key("palette", ("app",), "colon,ctrl+p", "Palette", "run any action by its name; choose a theme"),
    Key("suspend", ("app",), "ctrl+z", "Suspend", "put the reader aside; the shell's `fg` brings it back"),
    Key("quit", ("app",), "q,ctrl+q,ctrl+c", "Quit", "leave the reader", 12),
)

SIGNS = {
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "full_stop": ".",
    "question_mark": "?",
    "colon": ":",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "page down",
    "pageup": "page up",
}
"""How keys are shown whose names are not what stands on them."""


def shown(key: str) -> str:
    """A key as people write it: "/" for "slash"."""
    return SIGNS.get(key, key)


def all_shown(row: Key, between: str = " ") -> str:
    """All the keys of a row, as people write them."""
    return between.join(shown(key.strip()) for key in row.keys.split(","))


def first_shown(row: Key) -> str:
    """The first key of a row, as people write it."""
    return shown(row.keys.split(",")[0].strip())


def mapped(own: Mapping[str, str], table: Iterable[Key] = TABLE) -> tuple[Key, ...]:
    """The table with a user's own keys in place of ours."""
    return tuple(replace(row, keys=own.get(row.action) or row.keys) for row in table)


def unknown(own: Mapping[str, str]) -> list[str]:
    """The names in a user's own keys that no action has."""
    actions = {row.action for row in TABLE}
    return sorted(name for name in own if name not in actions)


def of_pane(pane: str, table: Iterable[Key] = TABLE) -> list[Key]:
    """A pane's rows. Where two want the same key, the row that is for this pane alone has it."""
    rows = [row for row in table if pane in row.panes]
    claimed = {key: row for row in rows if row.panes == (pane,) for key in row.keys.split(",")}
    kept = []
    for row in rows:
        keys = ",".join(key for key in row.keys.split(",") if claimed.get(key, row) == row)
        if keys:
            kept.append(replace(row, keys=keys))
    return kept


def by_section(table: Iterable[Key] = TABLE) -> list[tuple[str, list[Key]]]:
    """The rows under the headings of the help panel: moving, then each pane."""
    rows = list(table)
    sections = [("Moving", [row for row in rows if row.panes == MOVING])]
    for pane, heading in PANES.items():
        sections.append((heading, [row for row in rows if row.panes == (pane,)]))
    return sections


def in_footer(pane: str, table: Iterable[Key] = TABLE) -> list[Key]:
    """The footer's rows while `pane` has the focus, in their order; while words are typed only those of the box."""
    rows = list(table)
    own = [row for row in of_pane(pane, rows) if row.footer]
    taken = {key for row in own for key in row.keys.split(",")}
    elsewhere = () if pane == "box" else (*of_pane("reading", rows), *of_pane("app", rows))
    others = [row for row in elsewhere if row.footer]
    free = [row for row in others if row.keys.split(",")[0] not in taken]
    return sorted(own + free, key=lambda row: row.footer)


def plain(own: Mapping[str, str] | None = None) -> str:
    """The table as text, with the name of each action."""
    lines: list[str] = []
    for heading, rows in by_section(mapped(own or {})):
        lines += ["", heading]
        lines += [f"  {all_shown(row):<16} {row.action:<16} {row.help}" for row in rows]
    return "\n".join(lines[1:]) + "\n"


def markdown() -> str:
    """The table as the README shows it."""
    lines: list[str] = []
    for heading, rows in by_section():
        lines += ["", f"**{heading}**", "", "| keys | action | what it does |", "| --- | --- | --- |"]
        lines += [f"| {_codes(row)} | `{row.action}` | {row.help} |" for row in rows]
    return "\n".join(lines[1:]) + "\n"


def _codes(row: Key) -> str:
    return " ".join(f"`{shown(key.strip())}`" for key in row.keys.split(","))
