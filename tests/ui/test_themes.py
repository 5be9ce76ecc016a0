"""The reader's own themes can be read by people who see less contrast."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from reader.ui import themes

ENOUGH = 4.5
"""Contrast that WCAG 2.2 asks of text (success criterion 1.4.3, level AA)."""

TEXTS = ("foreground", "primary", "secondary", "accent", "warning", "error", "success")
GROUNDS = ("background", "surface", "panel")
FAINTEST = 0.65
"""Share of the foreground in the faintest text of `reader.tcss`."""

CURSOR = 0.24
"""Share of the primary colour in the ground of the cursor's row."""


def luminance(color: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_has_enough_contrast_on_every_ground(theme: Theme, ground: str) -> None:
    below = Color.parse(getattr(theme, ground))
    foreground = Color.parse(str(theme.foreground))
    assert {name for name in TEXTS if contrast(Color.parse(getattr(theme, name)), below) < ENOUGH} == set()
    assert contrast(below.blend(foreground, FAINTEST), below) >= ENOUGH


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_the_cursors_row_can_be_read(theme: Theme, ground: str) -> None:
    row = Color.parse(getattr(theme, ground)).blend(Color.parse(theme.primary), CURSOR)
    foreground = Color.parse(str(theme.foreground))
    assert contrast(row.blend(foreground, 0.7), row) >= ENOUGH
    for name in ("primary", "accent", "warning"):
        assert contrast(Color.parse(getattr(theme, name)), row) >= 3, name
