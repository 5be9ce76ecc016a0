"""Frames come through whole, and what is no frame is told from one."""

from __future__ import annotations

import io

import pytest

from reader.workers.wire import LARGEST, Frame, Garbled, receive, send


def through(frame: Frame) -> Frame | None:
    stream = io.BytesIO()
    send(stream, frame)
    stream.seek(0)
    return receive(stream)


def test_text_and_bytes_come_through_letter_for_letter() -> None:
    frame = Frame({"text": "صدى \ud800 \x00 é", "numbers": [1, 2]}, [b"", b"\x00\xff" * 5000])
    assert through(frame) == frame


def test_the_end_of_the_stream_is_no_frame() -> None:
    assert receive(io.BytesIO()) is None


@pytest.mark.parametrize(
    "said",
    [
        b"\x00",
        b"\x00\x00\x00\x05\x00\x00\x00\x00{}",
        b"\x00\x00\x00\x02\x00\x00\x00\x00[]",
        b"\x00\x00\x00\x02\x00\x00\x00\x00{]",
        b"\x00\x00\x00\x02\x00\x00\x00\x01\xff\xff\xff\xff{}",
        b"\xff\xff\xff\xff\xff\xff\xff\xff",
        (LARGEST + 1).to_bytes(4, "big") + b"\x00" * 4,
    ],
)
def test_what_is_no_frame_is_refused(said: bytes) -> None:
    with pytest.raises(Garbled):
        receive(io.BytesIO(said))
