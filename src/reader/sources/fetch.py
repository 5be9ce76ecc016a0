"""Addresses to bytes, over HTTP: bounded in time, size, hops and reach, and polite to servers.

    fetch_all(requests, deadline=30) -> iterator of Fetched | NotModified | Failed, as they come in
    fetch(request, deadline=30) -> Fetched | NotModified | Failed

Nothing raises for what a server does: a failure is a value, with a reason in words for the user.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import queue
import re
import socket
import ssl
import threading
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote_to_bytes

from reader import __version__
from reader.sources.decoding import codec_for
from reader.sources.reach import Reach, may_follow, reach_of

if TYPE_CHECKING:
    import httpx2

DEADLINE = 30.0
"""Seconds that one fetch may take in all: names, connections, redirects, the body."""

MAX_BYTES = 16 * 2**20
"""Largest body that is kept, counted after unpacking."""

MAX_HOPS = 5
"""Redirects that are followed."""

PER_HOST = 2
"""Connections to one host at a time: what browsers kept to when servers were small."""

PARALLEL = 64
"""Fetches at a time, and so connections, results not yet handled among them."""

SMALL = 2**16
"""Bytes of a body that are free; all beyond them, of all bodies that are held at a time, is counted."""

ROOM = 8 * 2**20
"""Bytes beyond those that bodies may hold at a time, with one more body: what comes in waits at its server."""

RESOLVERS = 32
"""Threads that look up names: the system's resolver blocks."""

MAX_WAIT = 86_400
"""Longest wait, in seconds, that a server's Retry-After is believed: a day."""

GRACE = 1.0
"""Seconds that connections have to close in when the caller is done."""

HEADERS = {
    "User-Agent": f"release-reader/{__version__}",
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1",
    # Gzip only: it can be unpacked in steps under our own cap.
    "Accept-Encoding": "gzip",
}

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,512}")


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password for one host. They are in no message and no log."""

    name: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """An address to fetch, and what its last answer said of itself."""

    address: str
    etag: str = ""
    last_modified: str = ""
    login: Login | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with a body."""

    address: str
    """The address that was asked for."""
    body: bytes
    """Unpacked, and whole."""
    status: int = 200
    location: str = ""
    """The address that the body came from in the end: where its relative links start."""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    """Where the address has moved for good, by the server's word; empty where it has not."""

    @property
    def digest(self) -> str:
        """SHA-256 of the body in hexadecimal: equal for a feed that did not change."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since the last answer."""

    address: str
    moved_to: str = ""
    """As for `Fetched`."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No body; why, in words for the user."""

    address: str
    reason: str
    status: int = 0
    """The HTTP status; 0 where there was no answer."""
    retry_after: int = 0
    """Seconds for which the server asks to be left alone, at most `MAX_WAIT`; 0 where it does not say."""

    @property
    def is_gone(self) -> bool:
        """The server says that the feed is no more and will not come back."""
        return self.status == 410


Result = Fetched | NotModified | Failed


class Fetch(Protocol):
    """What a refresh needs of the network; `fetch_all` is one."""

    def __call__(self, requests: Sequence[Request], deadline: float = DEADLINE) -> Iterator[Result]: ...


def fetch(request: Request, deadline: float = DEADLINE) -> Result:
    """The answer to one request, within `deadline` seconds."""
    return next(fetch_all([request], deadline))


def fetch_all(requests: Sequence[Request], deadline: float = DEADLINE) -> Iterator[Result]:
    """The answers to the requests in the order in which they come, one for each.

    Each has `deadline` seconds of its own from when its turn comes; one that fails or is slow holds up no
    other. The work goes on in a thread while the caller handles an answer, at most `PARALLEL` ahead.
    """
    answers: queue.SimpleQueue[Result | None] = queue.SimpleQueue()
    turns = _Turns()

    def work() -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(_fetch_all(requests, deadline, answers, turns))

    worker = threading.Thread(target=work, daemon=True, name="fetch")
    worker.start()
    try:
        for _ in requests:
            answer = answers.get()
            if answer is None:
                return
            yield answer
            turns.give_back(answer)
    finally:
        turns.stop()
        worker.join(GRACE)


class _Turns:
    """How many more fetches may begin; given back from the caller's thread, waited for in the loop's."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._free = asyncio.Semaphore(PARALLEL)
        self.room = _Room()
        self._work: asyncio.Task[Any] | None = None

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._work = asyncio.current_task()

    async def take(self) -> None:
        await self._free.acquire()

    def give_back(self, answer: Result) -> None:
        """The caller is done with an answer."""
        self._in_loop(self._free.release)
        if isinstance(answer, Fetched):
            self._in_loop(partial(self.room.give_back, answer.address))

    def stop(self) -> None:
        if self._work:
            self._in_loop(self._work.cancel)

    def _in_loop(self, deed: Any) -> None:
        # Once all is fetched the loop is closed, and there is nothing left to do.
        with suppress(RuntimeError):
            if self._loop:
                self._loop.call_soon_threadsafe(deed)


async def _fetch_all(
    requests: Sequence[Request], deadline: float, answers: queue.SimpleQueue[Result | None], turns: _Turns
) -> None:
    turns.begin()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(RESOLVERS, "resolve"))
    trust = _Trust()
    hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(PER_HOST))

    async def one(request: Request) -> None:
        async with hosts[_host(request.address)]:
            await turns.take()
            answer = await _answer(request, deadline, trust, turns.room)
            if not isinstance(answer, Fetched):
                turns.room.give_back(request.address)
            answers.put(answer)

    try:
        async with asyncio.TaskGroup() as group:
            for request in requests:
                group.create_task(one(request))
    finally:
        answers.put(None)


class _Room:
    """The bytes that all bodies together hold."""

    def __init__(self) -> None:
        self._held: dict[str, int] = {}
        self._first = ""
        """The body that may grow though there is no room, so that one always comes to its end."""
        self._waiting: set[asyncio.Future[None]] = set()

    async def take(self, address: str, size: int) -> None:
        """Let a body grow to so many bytes, as soon as there is room."""
        while not self._has_room(address, size):
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.add(waiting)
            try:
                await waiting
            finally:
                self._waiting.discard(waiting)
        self._held[address] = size

    def _has_room(self, address: str, size: int) -> bool:
        if sum(self._held.values()) - self._held.get(address, 0) + size <= ROOM:
            return True
        self._first = self._first or address
        return self._first == address

    def give_back(self, address: str) -> None:
        """A body is done with."""
        self._held.pop(address, None)
        if self._first == address:
            self._first = ""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)


@dataclass(frozen=True, slots=True)
class _Space:
    """What one body holds of the room. The time that it waits for more is no time of its server's."""

    room: _Room
    address: str
    limit: asyncio.Timeout

    async def take(self, size: int) -> None:
        if size <= SMALL:
            return
        loop = asyncio.get_running_loop()
        asked, until = loop.time(), self.limit.when()
        self.limit.reschedule(None)
        await self.room.take(self.address, size - SMALL)
        self.limit.reschedule(until and until + loop.time() - asked)


class _Trust:
    """The certificates that are trusted, read once, and not before a feed needs them: they take a tenth of a second."""

    _context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext:
        import httpcore2

        self._context = self._context or httpcore2.default_ssl_context()
        return self._context


def _host(address: str) -> str:
    found = re.match(r"[a-z]{1,9}://(?:[^/@]{0,200}@)?([^/?#]{1,255})", address, re.IGNORECASE)
    return found[1].lower() if found else address


async def _answer(request: Request, deadline: float, trust: _Trust, room: _Room) -> Result:
    try:
        async with asyncio.timeout(deadline) as limit:
            return await _Journey(request, deadline, trust, _Space(room, request.address, limit)).result()
    except TimeoutError:
        return Failed(request.address, f"no whole answer within {deadline:g} seconds")
    except _Refused as refused:
        return Failed(request.address, str(refused), refused.status, refused.retry_after)
    except Exception as error:
        # Whatever goes wrong with one feed is told of that feed; the others go on.
        return Failed(request.address, _reason(error))


class _Refused(Exception):
    """An answer that is not taken, or an address that is not asked."""

    def __init__(self, reason: str, status: int = 0, retry_after: int = 0) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class _Journey:
    """One request with its redirects."""

    def __init__(self, request: Request, deadline: float, trust: _Trust, space: _Space) -> None:
        self._request = request
        self._space = space
        self._deadline = deadline
        self._trust = trust
        self._moved_to = ""
        self._is_moving = True

    async def result(self) -> Result:
        import httpcore2

        start = url = _url(self._request.address)
        # A pool of its own for each request: a connection that one feed may use, another may not.
        async with httpcore2.AsyncConnectionPool(
            ssl_context=self._trust.context() if url.scheme == "https" else None,
            max_connections=PER_HOST,
            network_backend=_guarded(),
        ) as pool:
            for _ in range(MAX_HOPS + 1):
                async with pool.stream(
                    "GET",
                    httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=self._headers(url, start),
                    extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._deadline)},
                ) as response:
                    if response.status not in _REDIRECTS:
                        return await self._taken(response, url)
                    url = self._next(response, url)
        raise _Refused(f"was sent on more than {MAX_HOPS} times")

    def _headers(self, url: httpx2.URL, start: httpx2.URL) -> list[tuple[str | bytes, str | bytes]]:
        headers = {"Host": url.netloc.decode("ascii"), **HEADERS}
        if self._request.etag:
            headers["If-None-Match"] = self._request.etag
        if self._request.last_modified:
            headers["If-Modified-Since"] = self._request.last_modified
        is_home = (url.scheme, url.host, url.port) == (start.scheme, start.host, start.port)
        login = self._request.login
        known = f"{login.name}:{login.password}".encode() if login else unquote_to_bytes(start.userinfo)
        if known and is_home:
            headers["Authorization"] = "Basic " + base64.b64encode(known).decode()
        return list(headers.items())

    def _next(self, response: Any, url: httpx2.URL) -> httpx2.URL:
        """Where a redirect leads; a move for good is noted as long as every hop is one."""
        location = _header(response, b"location").strip()
        if not location:
            raise _Refused("was sent on, but the server does not say where", response.status)
        target = _url(location, url)
        self._is_moving = self._is_moving and response.status in _PERMANENT
        self._is_moving = self._is_moving and not (url.scheme == "https" and target.scheme == "http")
        if self._is_moving:
            self._moved_to = str(target.copy_with(username=None, password=None))
        return target

    async def _taken(self, response: Any, url: httpx2.URL) -> Result:
        status: int = response.status
        if status == 304:
            if not (self._request.etag or self._request.last_modified):
                raise _Refused("says that nothing changed, though it was not asked that", status)
            return NotModified(self._request.address, self._moved_to)
        if status not in (200, 203):
            raise _Refused(_reason_for(status), status, _wait(response))
        body = await _body(response, self._space)
        if not body:
            raise _Refused("the answer is empty", status)
        return Fetched(
            address=self._request.address,
            body=body,
            status=status,
            location=str(url.copy_with(username=None, password=None)),
            content_type=_header(response, b"content-type")[:200],
            etag=_validator(response, b"etag"),
            last_modified=_validator(response, b"last-modified"),
            moved_to=self._moved_to,
        )


def _url(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address that may be asked: http or https, with a host. Raises _Refused."""
    import httpx2

    try:
        url = base.join(address) if base else httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError, TypeError):
        raise _Refused("was sent on to something that is no address" if base else "this is no address") from None
    if url.scheme not in ("http", "https") or not url.host:
        reason = "was sent on to an address that is not of the web" if base else "only http and https are read"
        raise _Refused(reason)
    return url


async def _body(response: Any, space: _Space) -> bytes:
    """The whole body, unpacked. Raises _Refused past the cap, or where its packing is not what was asked for."""
    packing = _header(response, b"content-encoding").strip().lower()
    # Some servers name the character set here, or say that there is nothing to say.
    if packing in ("", "identity", "none") or codec_for(packing):
        return await _joined(response.aiter_stream(), space)
    if packing in ("gzip", "x-gzip"):
        return await _joined(_unpacked(response.aiter_stream()), space)
    raise _Refused("the answer is packed in a way that was not asked for", response.status)


async def _joined(pieces: AsyncIterator[bytes], space: _Space) -> bytes:
    body: list[bytes] = []
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > MAX_BYTES:
            raise _Refused(_TOO_LARGE)
        await space.take(size)
        body.append(piece)
    return b"".join(body)


async def _unpacked(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Gzip in steps of at most a mebibyte of text, however well it is packed, to the end of its last member."""
    unpacking = zlib.decompressobj(_GZIP)
    packed = 0
    async for piece in pieces:
        packed += len(piece)
        if packed > MAX_BYTES:
            raise _Refused(_TOO_LARGE)
        while piece:
            if unpacking.eof:
                if not piece.startswith(_GZIP_MARK):
                    return
                unpacking = zlib.decompressobj(_GZIP)
            try:
                yield unpacking.decompress(piece, 2**20)
            except zlib.error:
                raise _Refused("the answer is not packed as it says") from None
            piece = unpacking.unconsumed_tail or unpacking.unused_data
    if not unpacking.eof:
        raise _Refused("the answer breaks off in the middle")


_GZIP = zlib.MAX_WBITS | 16
_GZIP_MARK = b"\x1f\x8b"
_TOO_LARGE = f"the answer is larger than {MAX_BYTES // 2**20} MiB"


def _guarded() -> Any:
    """A network of its own for one request, which connects to no address out of its reach."""
    import httpcore2

    class Guarded(httpcore2.AnyIOBackend):
        first: Reach | None = None

        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore2.AsyncNetworkStream:
            addresses = await _resolved(host, port)
            allowed = [address for address in addresses if may_follow(self.first, reach_of(address))]
            if not allowed:
                raise _Refused("was sent on to a machine that is not public" if self.first else _NOWHERE)
            self.first = self.first or reach_of(allowed[0])
            for address in allowed[:-1]:
                try:
                    return await super().connect_tcp(address, port, 5, local_address, socket_options)
                except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                    continue
            return await super().connect_tcp(allowed[-1], port, timeout, local_address, socket_options)

    return Guarded()


_NOWHERE = "there can be no feed at this address"


async def _resolved(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the system's order of preference."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Refused("its host was not found; is there a network?") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _header(response: Any, name: bytes) -> str:
    """The first header of that name (small letters); empty where there is none."""
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), "")


def _validator(response: Any, name: bytes) -> str:
    """An ETag or date to be sent back as it is, or not at all where it could do harm there."""
    value = _header(response, name)
    return value if _VALIDATOR.fullmatch(value) else ""


def _wait(response: Any) -> int:
    """Seconds that Retry-After asks for, as a number or a date (RFC 9110, 10.2.3), between 0 and a day."""
    value = _header(response, b"retry-after").strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), MAX_WAIT)
    try:
        seconds = (parsedate_to_datetime(value[:60]) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    return max(0, min(int(seconds), MAX_WAIT))


_REASONS = {
    401: "asks for a name and a password (the setting “passwords”), or does not take ours",
    402: "wants to be paid",
    403: "does not let us read it",
    404: "there is nothing at this address",
    410: "is gone for good, says its server",
    429: "asks us to come less often",
    451: "is withheld for legal reasons",
    503: "its server is busy",
}


def _reason_for(status: int) -> str:
    if status in _REASONS:
        return f"{_REASONS[status]} ({status})"
    if 500 <= status < 600:
        return f"its server is in trouble (HTTP {status})"
    if status in (204, 205):
        return "the answer is empty"
    return f"an answer that is no feed (HTTP {status})"


def _reason(error: BaseException) -> str:
    """What went wrong with a connection, in our words: the server's may hold anything."""
    import httpcore2

    chain: BaseException | None = error
    while chain:
        if isinstance(chain, _Refused):
            return str(chain)
        if isinstance(chain, ssl.SSLCertVerificationError):
            return "its certificate cannot be trusted"
        if isinstance(chain, ssl.SSLError):
            return "no secure connection could be made"
        chain = chain.__cause__ or chain.__context__
    match error:
        case httpcore2.ConnectTimeout() | httpcore2.ConnectError():
            return "no connection could be made"
        case httpcore2.ReadError() | httpcore2.WriteError():
            return "the connection broke off"
        case httpcore2.ProtocolError():
            return "the answer is not sound HTTP, or breaks off"
        case _:
            return f"could not be fetched ({type(error).__name__})"
