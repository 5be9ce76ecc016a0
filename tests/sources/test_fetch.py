"""Fetching, against a server on this machine that answers well and badly."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reader.sources import fetch as fetching
from reader.sources.fetch import Failed, Fetched, NotModified, Request, fetch, fetch_all

BODY = b"<rss/>" * 100
LARGE = gzip.compress(b" " * (fetching.MAX_BYTES + 1))


class Server(ThreadingHTTPServer):
    """Answers by a table of paths, and keeps what it was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.seen.append((self.path, dict(self.headers)))
        try:
            ANSWERS[self.path.partition("?")[0]](self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body: bytes = BODY, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.close_connection = True


def three_megabytes(handler: Answering) -> None:
    handler.answer(b"x" * (3 * 2**20))


def conditional(handler: Answering) -> None:
    if handler.headers.get("If-None-Match") == '"v1"' and handler.headers.get("If-Modified-Since") == "then":
        handler.answer(b"", 304)
    else:
        handler.answer(ETag='"v1"', Last_Modified="then", Content_Type="text/xml; charset=x")


def chain(handler: Answering) -> None:
    left = int(handler.path.partition("?")[2])
    handler.answer(b"", 302, Location=f"/chain?{left - 1}") if left else handler.answer()


def drip(handler: Answering) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        handler.wfile.write(b"X-A: b\r\n")
        time.sleep(0.05)


def slow(handler: Answering) -> None:
    """A moment's work, and a note of how many do it at once."""
    with handler.server.lock:
        handler.server.at_once += 1
        handler.server.most_at_once = max(handler.server.most_at_once, handler.server.at_once)
    time.sleep(0.1)
    with handler.server.lock:
        handler.server.at_once -= 1
    handler.answer()


def endless(handler: Answering) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 2**20)


def with_password(handler: Answering) -> None:
    if handler.headers.get("Authorization") != "Basic YW5uYTpzZWNyZXQgMQ==":
        handler.answer(b"", 401, WWW_Authenticate='Basic realm="x"')
    else:
        handler.answer(b"", 302, Location=f"http://localhost:{handler.server.server_port}/elsewhere")


def to(location: str, status: int = 302) -> Callable[[Answering], None]:
    return lambda handler: handler.answer(b"", status, Location=location)


def status(code: int, **headers: str) -> Callable[[Answering], None]:
    return lambda handler: handler.answer(b"" if code == 304 else BODY, code, **headers)


def packed(body: bytes, how: str = "gzip") -> Callable[[Answering], None]:
    return lambda handler: handler.answer(body, Content_Encoding=how)


def raw(data: bytes) -> Callable[[Answering], None]:
    return lambda handler: handler.raw(data)


ANSWERS: dict[str, Callable[[Answering], None]] = {
    "/plain": lambda handler: handler.answer(Content_Type="application/rss+xml"),
    "/three-megabytes": three_megabytes,
    "/elsewhere": lambda handler: handler.answer(b"reached"),
    "/conditional": conditional,
    "/chain": chain,
    "/drip": drip,
    "/slow": slow,
    "/endless": endless,
    "/password": with_password,
    "/gzip": packed(gzip.compress(BODY)),
    "/gzip-two": packed(gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
    "/gzip-tail": packed(gzip.compress(BODY) + b"rubbish" * 100),
    "/called-utf-8": packed(BODY, "UTF-8"),
    "/unchanged": status(304),
    "/gzip-cut": packed(gzip.compress(bytes(range(256)) * 50)[:-20]),
    "/gzip-not": packed(BODY),
    "/gzip-large": packed(LARGE),
    "/brotli": packed(BODY, "br"),
    "/stacked": packed(BODY, ", ".join(["gzip"] * 200)),
    "/large": lambda handler: handler.answer(b" " * (fetching.MAX_BYTES + 1)),
    "/short": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    "/negative": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + BODY),
    "/huge-chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + BODY),
    "/huge-header": raw(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 2**20 + b"\r\n\r\n" + BODY),
    "/no-http": raw(BODY),
    "/odd-etag": lambda handler: handler.answer(ETag='"' + "x" * 9000 + '"'),
    "/empty": lambda handler: handler.answer(b""),
    "/loop": to("/loop"),
    "/moved": to("/moved-again", 301),
    "/moved-again": to("/plain?new", 308),
    "/moved-then-not": to("/sent-on", 301),
    "/sent-on": to("/plain", 302),
    "/to-file": to("file:///etc/hostname"),
    "/to-data": to("data:text/xml,<rss/>"),
    "/to-metadata": to("http://169.254.169.254/latest/meta-data/"),
    "/to-mapped-metadata": to("http://[::ffff:169.254.169.254]/"),
    "/to-nowhere": to("http://[::1"),
    "/to-nothing": to(""),
    "/gone": status(410),
    "/paid": status(402),
    "/odd": status(999),
    "/wait": status(429, Retry_After="120"),
    "/wait-long": status(429, Retry_After="1" + "0" * 18),
    "/wait-date": status(503, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"),
    "/wait-odd": status(503, Retry_After="soon \x1b[31m"),
}


@pytest.fixture(scope="module")
def serving() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def server(serving: Server) -> Server:
    serving.seen.clear()
    serving.most_at_once = 0
    return serving


def test_a_body_comes_with_what_the_server_says_of_it(server: Server) -> None:
    answer = fetch(Request(f"{server.address}/plain"))
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.content_type, answer.moved_to) == (BODY, "application/rss+xml", "")
    assert answer.location == f"{server.address}/plain"
    asked = server.seen[0][1]
    assert asked["Accept-Encoding"] == "gzip"
    assert asked["User-Agent"].startswith("release-reader/")


def test_an_unchanged_feed_is_not_sent_again(server: Server) -> None:
    first = fetch(Request(f"{server.address}/conditional"))
    assert isinstance(first, Fetched)
    again = fetch(Request(first.address, first.etag, first.last_modified))
    assert again == NotModified(first.address)


@pytest.mark.parametrize("path", ["gzip", "gzip-two", "gzip-tail", "called-utf-8"])
def test_a_body_is_unpacked(server: Server, path: str) -> None:
    answer = fetch(Request(f"{server.address}/{path}"))
    assert isinstance(answer, Fetched)
    assert answer.body == BODY


def test_equal_bodies_have_equal_digests(server: Server) -> None:
    plain, packed, other = (fetch(Request(f"{server.address}/{path}")) for path in ("plain", "gzip", "elsewhere"))
    assert isinstance(plain, Fetched)
    assert isinstance(packed, Fetched)
    assert isinstance(other, Fetched)
    assert plain.digest == packed.digest != other.digest


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gzip-cut", "breaks off"),
        ("/gzip-not", "not packed as it says"),
        ("/gzip-large", "larger than 16 MiB"),
        ("/large", "larger than 16 MiB"),
        ("/endless", "larger than 16 MiB"),
        ("/brotli", "not asked for"),
        ("/stacked", "not asked for"),
        ("/short", "not sound HTTP"),
        ("/negative", "not sound HTTP"),
        ("/huge-chunk", "not sound HTTP"),
        ("/huge-header", "not sound HTTP"),
        ("/no-http", "not sound HTTP"),
        ("/empty", "empty"),
        ("/loop", "more than 5 times"),
        ("/chain?6", "more than 5 times"),
        ("/to-file", "not of the web"),
        ("/to-data", "not of the web"),
        ("/to-metadata", "not public"),
        ("/to-mapped-metadata", "not public"),
        ("/to-nowhere", "no address"),
        ("/to-nothing", "does not say where"),
        ("/unchanged", "not asked that"),
        ("/gone", "gone for good"),
        ("/paid", "paid"),
        ("/odd", "HTTP 999"),
        ("/password", "name and a password"),
    ],
)
def test_what_is_not_taken_is_told_in_words(server: Server, path: str, words: str) -> None:
    answer = fetch(Request(f"{server.address}{path}"), 5)
    assert isinstance(answer, Failed)
    assert words in answer.reason


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/hostname", "only http"),
        ("/etc/hostname", "only http"),
        ("", "only http"),
        ("http://[::1", "no address"),
        ("http://no-such-host.invalid/", "not found"),
        ("http://169.254.169.254/latest/meta-data/", "no feed at this address"),
        ("http://127.0.0.1:1/", "no connection"),
    ],
)
def test_an_address_that_cannot_be_asked_is_told_in_words(address: str, words: str) -> None:
    answer = fetch(Request(address), 5)
    assert isinstance(answer, Failed)
    assert words in answer.reason


def test_five_hops_are_followed(server: Server) -> None:
    assert isinstance(fetch(Request(f"{server.address}/chain?5")), Fetched)


def test_a_move_for_good_is_noted(server: Server) -> None:
    answer = fetch(Request(f"{server.address}/moved"))
    assert isinstance(answer, Fetched)
    assert answer.moved_to == answer.location == f"{server.address}/plain?new"


def test_a_move_is_noted_only_as_far_as_it_is_for_good(server: Server) -> None:
    answer = fetch(Request(f"{server.address}/moved-then-not"))
    assert isinstance(answer, Fetched)
    assert answer.moved_to == f"{server.address}/sent-on"
    assert answer.location == f"{server.address}/plain"


def test_a_password_goes_to_its_own_host_only(server: Server) -> None:
    answer = fetch(Request(f"{server.address}/password".replace("//", "//anna:secret%201@")))
    assert isinstance(answer, Fetched)
    assert answer.body == b"reached"
    (_, home), (_, elsewhere) = server.seen
    assert "Authorization" in home
    assert "Authorization" not in elsewhere
    assert "secret" not in answer.location


def test_an_etag_that_could_do_harm_is_not_kept(server: Server) -> None:
    answer = fetch(Request(f"{server.address}/odd-etag"))
    assert isinstance(answer, Fetched)
    assert answer.etag == ""


@pytest.mark.parametrize(
    ("path", "seconds"),
    [("/wait", 120), ("/wait-long", fetching.MAX_WAIT), ("/wait-date", fetching.MAX_WAIT), ("/wait-odd", 0)],
)
def test_a_servers_wish_to_be_left_alone_is_kept_for_a_day_at_most(server: Server, path: str, seconds: int) -> None:
    answer = fetch(Request(f"{server.address}{path}"))
    assert isinstance(answer, Failed)
    assert answer.retry_after == seconds


def test_a_gone_feed_says_so(server: Server) -> None:
    gone, paid = (fetch(Request(f"{server.address}{path}")) for path in ("/gone", "/paid"))
    assert isinstance(gone, Failed)
    assert isinstance(paid, Failed)
    assert gone.is_gone
    assert not paid.is_gone


def test_the_deadline_is_for_all_of_it_however_the_bytes_drip(server: Server) -> None:
    began = time.monotonic()
    answer = fetch(Request(f"{server.address}/drip"), 0.3)
    assert isinstance(answer, Failed)
    assert "within 0.3 seconds" in answer.reason
    assert time.monotonic() - began < 2


def test_every_request_is_answered_and_the_quick_ones_first(server: Server) -> None:
    paths = ["/drip", "/gone", "/plain", "/to-file", "/loop"]
    answers = list(fetch_all([Request(server.address + path) for path in paths], 1))
    assert {answer.address for answer in answers} == {server.address + path for path in paths}
    assert answers[-1].address.endswith("/drip")


def test_a_host_is_asked_twice_at_a_time(server: Server) -> None:
    answers = list(fetch_all([Request(f"{server.address}/slow?{number}") for number in range(6)]))
    assert all(isinstance(answer, Fetched) for answer in answers)
    assert server.most_at_once == fetching.PER_HOST


def test_more_requests_than_may_wait_are_all_answered(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PARALLEL", 3)
    answers = list(fetch_all([Request(f"{server.address}/plain?{number}") for number in range(20)]))
    assert len({answer.address for answer in answers}) == 20


def test_bodies_that_come_in_faster_than_they_are_handled_wait_at_their_servers(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PER_HOST", 8)
    monkeypatch.setattr(fetching, "ROOM", 2**20)
    held: list[int] = []
    real = fetching._Room._has_room

    def noted(room: fetching._Room, address: str, size: int) -> bool:
        has_room = real(room, address, size)
        held.append(sum(room._held.values()) - room._held.get(address, 0) + (size if has_room else 0))
        return has_room

    monkeypatch.setattr(fetching._Room, "_has_room", noted)
    requests = [Request(f"{server.address}/three-megabytes?{number}") for number in range(8)]
    sizes = [len(answer.body) for answer in fetch_all(requests, 20) if isinstance(answer, Fetched)]
    assert sizes == [3 * 2**20] * 8
    assert max(held) <= 2**20 + 3 * 2**20


def test_the_rest_is_given_up_when_nobody_wants_it(server: Server) -> None:
    answers = fetch_all([Request(f"{server.address}/slow?{number}") for number in range(50)])
    next(answers)
    answers.close()
    time.sleep(0.4)
    assert len(server.seen) < 10


def test_no_requests_no_answers() -> None:
    assert list(fetch_all([])) == []
