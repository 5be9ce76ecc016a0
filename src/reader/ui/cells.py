"""Text cut and filled to columns of the terminal."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from reader.ui.wrapping import wrap

MOST_LETTERS = 10
"""Characters that a cell may hold, accents and joined signs among them; no more of a text is broken into lines."""


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
    if cell_len(text) <= width:
        return [text]
    stretches = wrap(text[: MOST_LETTERS * (width + 1) * (most + 1)], width)
    if len(stretches) <= most:
        return [text[start:end] for start, end in stretches]
    return [*(text[start:end] for start, end in stretches[: most - 1]), cut(text[stretches[most - 1][0] :], width)]
