"""What comes in from the terminal: no faster than it is dealt with, and of a paste no more than a note would hold."""

from __future__ import annotations

import asyncio
import os
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

PASTED = 20_000
"""Letters that are taken of a paste: Textual looks at each, a third of a second for so many."""

WAITING = 32
"""Keys and moves of the mouse that may wait; those after them stay with the terminal."""

LOOK = 0.05
"""Seconds between two looks at whether to go on waiting."""

ESCAPE, START, END = "\x1b", "\x1b[200~", "\x1b[201~"


class Parser(XTermParser):
    """Textual's, which goes through a paste letter by letter, and takes escape codes in it for keys."""

    def __init__(self, debug: bool = False) -> None:
        self._is_pasting = False
        self._room = 0
        self._before = ""
        """The end of what came before, where a mark may have begun: in a paste not yet passed on, outside it passed."""
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """As Textual's; nothing at all ends it, so that nothing which is left of a long paste must not be passed on."""
        if not data:
            return super().feed(data)
        bounded = self._bounded(data)
        return super().feed(bounded) if bounded else ()

    def _bounded(self, data: str) -> str:
        """What was read, without escape codes in what is pasted and without what is too much of it."""
        text = self._before + data
        kept: list[str] = []
        at, scan = 0 if self._is_pasting else len(self._before), 0
        while True:
            mark = text.find(END if self._is_pasting else START, scan)
            maybe = text.rfind(ESCAPE, max(scan, len(text) - len(END) + 1))
            if not self._is_pasting:
                kept.append(text[at:] if mark < 0 else text[at : mark + len(START)])
                if mark < 0:
                    self._before = text[maybe:] if maybe >= 0 else ""
                    return "".join(kept)
                self._is_pasting, self._room = True, PASTED
            else:
                stop = mark if mark >= 0 else maybe if maybe >= 0 else len(text)
                piece = text[scan : min(stop, scan + self._room)]
                self._room -= len(piece)
                kept.append(piece.replace(ESCAPE, ""))
                if mark < 0:
                    self._before = text[stop:]
                    return "".join(kept)
                kept.append(END)
                self._is_pasting = False
            at = scan = mark + len(END)


class Driver(LinuxDriver):
    """Textual's, which reads on however much is waiting: thousands of keys would stand before the one that leaves."""

    def run_input_thread(self) -> None:
        """Read what comes in until told to stop."""
        parser, decode = Parser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    data = os.read(self.fileno, 4096)
                    text = decode(data)
                    if not data:
                        time.sleep(LOOK)  # the terminal is gone, which the app sees for itself
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a message to the app; back when no more than `WAITING` wait there, or when reading is to stop."""
        sent = asyncio.run_coroutine_threadsafe(self._app._post_message(message), loop=self._loop)
        while not self.exit_event.is_set():
            with suppress(TimeoutError):
                sent.result(LOOK)
                break
        while self._waiting() > WAITING and not self.exit_event.wait(0.002):
            continue

    def _waiting(self) -> int:
        """Messages that wait at what has the keys and at all above it."""
        if not self._app._screen_stack:
            return 0
        lowest = self._app.focused or self._app.screen
        return sum(each.message_queue_size for each in lowest.ancestors_with_self)
