"""The history of a release laid out as a page: each version with its moment, and what was changed in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby, pairwise

from reader.config import MEASURE
from reader.difference import Part, compare, is_changed, parts_of
from reader.refresh import Version
from reader.ui.citation import long_date
from reader.ui.passages import Mark, Page
from reader.ui.sheet import Sheet

SIGNS = {"+": "added", "-": "removed"}

BRACKETS = {"": ("", ""), "+": ("{+", "+}"), "-": ("[-", "-]")}
"""How words that came or went are told where there are no colours."""

Difference = tuple[Version, list[Part]]
"""A version, and its parts with what was done to them since the version before; the first version has none."""


def differences(versions: Sequence[Version], stopped: Callable[[], bool] = lambda: False) -> list[Difference]:
    """Each version compared with the one before, the newest first; ends early where it is stopped."""
    told: list[Difference] = [(versions[0], [])] if versions else []
    for before, after in pairwise(versions):
        if stopped():
            break
        old, new = (parts_of(each.release) if each.release else [] for each in (before, after))
        told.append((after, compare(old, new)))
    return told[::-1]


def lay_out_changes(
    title: str, told: Sequence[Difference], width: int, *, in_brackets: bool = False, measure: int = MEASURE
) -> Page:
    """The differences as lines of at most `width` cells; `in_brackets` marks words where there are no colours."""
    sheet = Sheet(width, [], measure)
    sheet.gap()
    sheet.write(title or "Untitled", "headline", evenly=True)
    sheet.gap()
    sheet.write(f"{len(told)} versions, the newest first" if len(told) > 1 else "One version", "meta")
    for version, parts in told:
        sheet.rule()
        sheet.gap()
        sheet.write(f"Version {version.number} · {moment(version.seen)}", "heading")
        sheet.write(_in_words(version, parts), "meta")
        _write_parts(sheet, parts, in_brackets)
    sheet.gap()
    return sheet.page


def moment(seen: str) -> str:
    """An ISO moment as people write it, in the zone of this computer: "5 July 2016, 14:10"."""
    try:
        when = datetime.fromisoformat(seen).astimezone()
    except (ValueError, OverflowError, OSError):
        return seen
    return f"{long_date(when.isoformat())}, {when:%H:%M}"


def _in_words(version: Version, parts: Sequence[Part]) -> str:
    if version.release is None:
        return "This version can't be read; what came in is kept."
    if version.number == 1:
        return "As it was first seen."
    came, went = (
        sum(len(stretch.text.split()) for part in parts for stretch in part if stretch.change == change)
        for change in "+-"
    )
    if not version.release.blocks and went:
        return "All of its text was taken out. What it said is kept."
    if not came and not went:
        return "Nothing that is read was changed; something in its markup was."
    return ", ".join(words for words in (_counted(came, "put in"), _counted(went, "taken out")) if words)


def _counted(words: int, what: str) -> str:
    return f"{words} {'word' if words == 1 else 'words'} {what}" if words else ""


def _write_parts(sheet: Sheet, parts: Sequence[Part], in_brackets: bool) -> None:
    """The parts that were changed; of the others between them, how many there are."""
    for is_other, group in groupby(parts, key=is_changed):
        run = list(group)
        sheet.gap()
        if not is_other:
            sheet.write("1 paragraph as it was" if len(run) == 1 else f"{len(run)} paragraphs as they were", "dim")
            continue
        for number, part in enumerate(run):
            if number:
                sheet.gap()
            _write_part(sheet, part, in_brackets)


def _write_part(sheet: Sheet, part: Part, in_brackets: bool) -> None:
    text, marks = "", []
    for stretch in part:
        before, after = BRACKETS[stretch.change] if in_brackets else ("", "")
        said = f"{before}{stretch.text}{after}"
        if stretch.change:
            marks.append(Mark(len(text), len(text) + len(said), (SIGNS[stretch.change],)))
        text += said
    changes = {stretch.change for stretch in part if stretch.change}
    sign = "±" if len(changes) > 1 or len(part) > 1 else "+" if "+" in changes else "−"
    sheet.write(text, "paragraph", marks, sign=sign)
