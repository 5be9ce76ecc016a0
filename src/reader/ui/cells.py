"""Text cut and filled to columns of the terminal."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in "…" where some is left out."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return set_cell_size(text, width - 1).rstrip() + "…"


def fill(text: str, width: int) -> str:
    """`text` in exactly `width` cells: cut with "…", or filled with spaces."""
    shorter = cut(text, width)
    return shorter + " " * (width - cell_len(shorter))


def ends(left: str, right: str, width: int) -> tuple[str, str]:
    """Two texts at the ends of a line of `width` cells; the left one gives way, a space stays between."""
    right = cut(right, width)
    return fill(left, width - cell_len(right) - bool(right)) + " " * bool(right), right


def in_lines(text: str, width: int, most: int) -> list[str]:
    """`text` broken between words into at most `most` lines of `width` cells; the last one is cut."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1 and cell_len(rest) > width:
        head = set_cell_size(rest, width + 1)
        at = head.rfind(" ")
        end = at if at > width // 2 else len(set_cell_size(rest, width).rstrip())
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, cut(rest, width)]
