"""What holds the panes side by side and above each other."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Covered(Widget):
    """What is covered whole by what it holds: blank lines, without the cost of finding a style for each."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return [Strip.blank(crop.width, self.rich_style)] * crop.height


class Row(Covered, Horizontal):
    """Panes side by side."""


class Column(Covered, Vertical):
    """Panes above each other."""
