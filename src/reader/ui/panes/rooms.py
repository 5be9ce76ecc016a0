"""What holds the panes side by side and above each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip


class Covered:
    """For a widget that is covered whole by what it holds: blank lines, without the cost of a style for each.

    It is no widget itself, since Textual's style sheets see the first of a class's bases only.
    """

    if TYPE_CHECKING:

        @property
        def rich_style(self) -> Style: ...

    def render_lines(self, crop: Region) -> list[Strip]:
        return [Strip.blank(crop.width, self.rich_style)] * crop.height


class Row(Covered, Horizontal):
    """Panes side by side."""


class Column(Covered, Vertical):
    """Panes above each other."""
