"""How parent and worker speak: frames of JSON and bytes over a pipe, which nothing is carried out from.

A frame is the length of its JSON and the number of its blobs, the length of each blob, the JSON, the blobs.
No pickle: a worker that a hostile text has taken over can send words, and no deeds.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any

LARGEST = 64 * 2**20
"""Bytes of a frame: a feed of 16 MiB with its releases' rows is below it."""

_HEAD = struct.Struct(">II")


class Garbled(Exception):
    """The other side said something that is no frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing that is said: fields, and bytes that would be larger as JSON."""

    fields: dict[str, Any]
    blobs: Sequence[bytes] = field(default=())

    @property
    def size(self) -> int:
        """Bytes of the blobs."""
        return sum(map(len, self.blobs))


def send(stream: IO[bytes], frame: Frame) -> None:
    """Write a frame; OSError where nobody listens any more."""
    # Lone surrogates travel as escapes: a text with one is still sent.
    text = json.dumps(frame.fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    lengths = struct.pack(f">{len(frame.blobs)}I", *map(len, frame.blobs))
    stream.write(b"".join((_HEAD.pack(len(text), len(frame.blobs)), lengths, text)))
    for blob in frame.blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: IO[bytes]) -> Frame | None:
    """The next frame; None at the end of the stream. Raises Garbled."""
    head = stream.read(_HEAD.size)
    if not head:
        return None
    try:
        size, number = _HEAD.unpack(head)
        if number * 4 + size > LARGEST:
            raise Garbled("a frame too large")
        lengths = struct.unpack(f">{number}I", stream.read(number * 4))
        if sum(lengths) + size > LARGEST:
            raise Garbled("a frame too large")
        fields = json.loads(_exactly(stream, size).decode("utf-8", "surrogatepass"))
        blobs = [_exactly(stream, length) for length in lengths]
    except (struct.error, ValueError, RecursionError) as error:
        raise Garbled(str(error)) from None
    if not isinstance(fields, dict):
        raise Garbled("a frame without fields")
    return Frame(fields, blobs)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise Garbled("a frame that breaks off")
    return data
