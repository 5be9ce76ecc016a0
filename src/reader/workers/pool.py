"""The parent's side: a few workers, and the talks that are held with them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

from reader.workers.wire import Frame, Garbled, receive, send

WORKERS = min(2, os.cpu_count() or 1)
"""Children at work at a time: each holds some 45 MiB."""

PATIENCE = 60.0
"""Seconds without a word after which a worker is ended. One that computes ends itself much earlier (`limits`); this
is for one that hangs, on a machine that may be busy with other things."""

AHEAD = 4
"""Pieces of work taken beyond those that are being done."""

LARGE = 2 * 2**20
"""Bytes from which on an input is worked on alone, so that it may take more memory."""

COMMAND = (sys.executable, "-P", "-m", "reader.workers.child")
""" "-P": the folder that the user is in is no place to load code from."""

Item = TypeVar("Item")
Told = TypeVar("Told")

Talk = Generator[Frame | None, Frame, Told]
"""What is said about one piece of work. It yields what it says, first the work itself, and None where it only listens;
it is sent what the worker says, and returns when there is no more. Where the worker ends, `Lost` is raised in it:
then it may yield the work anew, as it may yield more work at an end. One that returns at once needs no worker."""


class Lost(Exception):
    """The worker ended in the middle of its work; why, in words that go on from the name of what it read."""


class NoWorkers(Exception):
    """No worker can be started; the message says what happened."""


class Pool:
    """Workers that are started when they are needed, and are gone when the `with` is over."""

    def __init__(self, size: int = WORKERS) -> None:
        self._size = size
        self._workers: list[_Worker] = []
        self._news: queue.Queue[tuple[object, Any]] = queue.Queue(maxsize=4 * size)
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True, name="watch").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closed.set()
        for worker in self._workers:
            worker.end()

    def hold(
        self,
        items: Iterable[Item],
        begin: Callable[[Item], Talk[Told]],
        size_of: Callable[[Item], int] = lambda item: 0,
    ) -> Iterator[Told]:
        """Hold a talk about each item, several at a time; what they return, as they end.

        The items are awaited in a thread of their own, the talks go on in the caller's. `size_of` is the bytes that
        an item holds: after a large one, no other is awaited before it is done with.
        """
        held = _Held[Item, Told](begin)
        threading.Thread(target=self._take, args=(items, held, size_of), daemon=True, name="take").start()
        try:
            while not (held.is_over and not held.waiting and not held.talking):
                self._give_work(held)
                teller, news = self._news.get()
                yield from self._handled(held, teller, news)
        finally:
            held.is_stopped = True
            for worker in held.talking:
                self._dismiss(worker)

    def talk(self, talk: Talk[Told]) -> Told:
        """Hold one talk."""
        return next(self.hold([talk], lambda one: one))

    def _take(self, items: Iterable[Item], held: _Held[Item, Told], size_of: Callable[[Item], int]) -> None:
        """In a thread: the items, no more than `AHEAD` before they are worked on."""
        error: Exception | None = None
        try:
            for item in items:
                if not self._may_take(held):
                    return
                is_large = size_of(item) > LARGE
                self._post(held, item)
                del item
                if is_large and not self._is_done(held):
                    return
        except Exception as raised:  # told where the items are wanted
            error = raised
        self._post(held.items_end, error)

    def _may_take(self, held: _Held[Item, Told]) -> bool:
        """Wait until there is room for another item; False where nobody wants it any more."""
        while not held.may_take.acquire(timeout=1):
            if held.is_stopped or self._closed.is_set():
                return False
        return True

    def _is_done(self, held: _Held[Item, Told]) -> bool:
        """Wait until all items that were taken are done with."""
        if all(self._may_take(held) for _ in range(AHEAD)):
            held.may_take.release(AHEAD)
            return True
        return False

    def _give_work(self, held: _Held[Item, Told]) -> None:
        while held.waiting:
            talk, work = held.waiting[0]
            is_large = work.size > LARGE or bool(work.fields.get("alone"))
            if held.talking and (is_large or held.is_alone or len(held.talking) >= self._size):
                return
            idle = [worker for worker in self._workers if worker not in held.talking]
            if is_large:
                while idle:
                    self._dismiss(idle.pop())
            worker = idle[0] if idle else self._start()
            held.waiting.popleft()
            held.talking[worker] = talk
            held.is_alone = is_large
            worker.say(Frame({**work.fields, "alone": is_large}, work.blobs))

    def _start(self) -> _Worker:
        try:
            worker = _Worker(self._post)
        except OSError as error:
            raise NoWorkers(f"the part that reads releases can't be started ({error.strerror or error})") from None
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)

    def _post(self, teller: object, news: Any) -> None:
        """In a thread: tell the one that holds the talks, which may be busy with earlier news."""
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._news.put((teller, news), timeout=1)
                return

    def _handled(self, held: _Held[Item, Told], teller: object, news: Any) -> Iterator[Told]:
        if teller is held:
            talk = held.begin(news)
            yield from self._step(held, talk, lambda: next(talk))
        elif teller is held.items_end:
            held.is_over = True
            if news:
                raise news
        elif isinstance(teller, _Worker) and teller in held.talking:
            yield from self._heard(held, teller, news)

    def _heard(self, held: _Held[Item, Told], worker: _Worker, frame: Frame | None) -> Iterator[Told]:
        talk = held.talking[worker]
        if frame is None or (frame.fields.get("end") and frame.fields.get("leaves")):
            self._dismiss(worker)
        if frame is None:
            del held.talking[worker]
            if not worker.has_spoken:
                raise NoWorkers(f"the part that reads releases does not start ({worker.last_words})")
            yield from self._step(held, talk, lambda: talk.throw(Lost(worker.last_words)))
            return
        if frame.fields.get("end"):
            del held.talking[worker]
        try:
            said = talk.send(frame)
        except StopIteration as over:
            held.may_take.release()
            yield over.value
        except Garbled:
            worker.end()  # which raises `Lost` in the talk
        else:
            if frame.fields.get("end"):
                held.waiting.append((talk, said or Frame({})))
            elif frame.fields.get("asks"):
                worker.say(said or Frame({}))

    def _step(self, held: _Held[Item, Told], talk: Talk[Told], step: Callable[[], Frame | None]) -> Iterator[Told]:
        """Let a talk begin, or begin anew: it gives the work, or is over already."""
        try:
            work = step()
        except StopIteration as over:
            held.may_take.release()
            yield over.value
        else:
            held.waiting.append((talk, work or Frame({})))

    def _watch(self) -> None:
        """In a thread: end workers that hang."""
        while not self._closed.wait(1):
            for worker in list(self._workers):
                if worker.is_silent:
                    worker.end()


class _Held(Generic[Item, Told]):
    """One round of talks."""

    def __init__(self, begin: Callable[[Item], Talk[Told]]) -> None:
        self.begin = begin
        self.waiting: deque[tuple[Talk[Told], Frame]] = deque()
        self.talking: dict[_Worker, Talk[Told]] = {}
        self.is_alone = False
        self.is_over = False
        """No more items will come."""
        self.is_stopped = False
        self.items_end = object()
        self.may_take = threading.Semaphore(AHEAD)


class _Worker:
    """One child process, and the thread that writes to it and reads from it."""

    def __init__(self, post: Callable[[object, Any], None]) -> None:
        self._post = post
        self._process = subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._outbox: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._since = 0.0
        self.has_spoken = False
        """Whether it has greeted us, as it does once it is there."""
        threading.Thread(target=self._speak, daemon=True, name="worker").start()

    def say(self, frame: Frame) -> None:
        """Give work, or answer what was asked."""
        self._outbox.put(frame)

    @property
    def is_silent(self) -> bool:
        """Whether it has owed us a word for too long."""
        since = self._since
        return since > 0 and time.monotonic() - since > PATIENCE

    @property
    def last_words(self) -> str:
        """Why it ended, in words that go on from the name of what it read."""
        code = self._process.poll()
        if code == -getattr(signal, "SIGXCPU", 0):
            return "takes too long to read, and was given up"
        return "cannot be read: what it holds made the part that reads releases fail"

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._outbox.put(None)

    def _speak(self) -> None:
        """In a thread: say what is to be said, then hear all until something is asked or the work is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError), self._process.stdin as saying, self._process.stdout as hearing:
            try:
                self._since = time.monotonic()
                self.has_spoken = receive(hearing) is not None
                self._since = 0.0
                while (frame := self._outbox.get()) is not None:
                    self._exchange(frame, saying, hearing)
            except (OSError, Garbled, EOFError):
                self._since = 0.0
                self._process.kill()
                self._process.wait()
                self._post(self, None)

    def _exchange(self, frame: Frame, saying: IO[bytes], hearing: IO[bytes]) -> None:
        self._since = time.monotonic()
        send(saying, frame)
        while True:
            told = receive(hearing)
            if told is None:
                raise EOFError
            is_over = bool(told.fields.get("asks") or told.fields.get("end"))
            self._since = 0.0
            self._post(self, told)
            if is_over:
                return
            self._since = time.monotonic()
