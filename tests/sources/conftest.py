"""Shared by the tests of the sources."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

SECONDS = 10
"""Far more than anything here should take, far less than what takes quadratic time does."""


@pytest.fixture
def time_limit() -> Iterator[None]:
    """Fails a test that is still running after `SECONDS`."""

    def give_up(signal_number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
