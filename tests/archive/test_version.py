"""The shape of an archive's file."""

from __future__ import annotations

from reader.archive.schema import MIGRATIONS
from reader.archive.version import PRESENT


def test_the_present_shape_is_what_the_last_step_makes() -> None:
    assert len(MIGRATIONS) == PRESENT
