"""Saved releases and feed files to entries: pages, web archives, mail, Markdown, plain text, and standard input.

find(paths) -> iterator of Path | Unreadable      folders are walked, in order
read(path) -> Found | Unreadable
read_bytes(data, name="-") -> Found | Unreadable  told by the name's ending, else by the content
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from reader.release import Entry, Form, Label
from reader.sources.decoding import decode
from reader.sources.feeds import MAX_BYTES, Feed, NotAFeed, read_feed
from reader.sources.frontmatter import Fields, split_front_matter
from reader.sources.messages import Letter, looks_like_mail, read_mail, read_web_archive
from reader.sources.naming import digest, one_line, organisation_in, web_address
from reader.sources.pagehead import link_base, own_address

STANDARD_INPUT = "-"

PAGE_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
ARCHIVE_ENDINGS = frozenset({".mhtml", ".mht"})
MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
TEXT_ENDINGS = frozenset({".txt", ".text"})
MAIL_ENDINGS = frozenset({".eml"})
FEED_ENDINGS = frozenset({".xml", ".rss", ".atom", ".rdf", ".json"})

ENDINGS = PAGE_ENDINGS | ARCHIVE_ENDINGS | MARKDOWN_ENDINGS | TEXT_ENDINGS | MAIL_ENDINGS | FEED_ENDINGS
"""What a folder is searched for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: one saved release, or a feed with its entries."""

    entries: tuple[Entry, ...]
    feed: Feed | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gives no release; why, in words for the user."""

    path: str
    reason: str


def find(paths: Iterable[str | Path]) -> Iterator[Path | Unreadable]:
    """The files to read: each that is named, and those of known endings below each folder, in order.

    Below a folder, hidden names and symbolic links are passed over: links may lead out of it or round in it.
    """
    for path in map(Path, paths):
        try:
            kind = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)
            continue
        if stat.S_ISDIR(kind):
            yield from _below(path)
        else:
            yield path


def _below(folder: Path) -> Iterator[Path | Unreadable]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as names:
                inside = sorted(names, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(here, error)
            continue
        seen = [entry for entry in inside if not entry.name.startswith(".") and not entry.is_symlink()]
        for entry in seen:
            if entry.is_file() and PurePath(entry.name).suffix.lower() in ENDINGS:
                yield Path(entry.path)
        waiting += [Path(entry.path) for entry in reversed(seen) if entry.is_dir()]


def read(path: Path) -> Found | Unreadable:
    """What the file holds. Only regular files are read: no device, socket or pipe."""
    try:
        opened = os.open(path, _OPENING)
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            return Unreadable(str(path), "is not an ordinary file")
        with os.fdopen(opened, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        return _read(data, str(path), _path_key(path))
    except (OSError, ValueError) as error:
        return _unreadable(path, error)


# Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever; Windows alone has O_BINARY.
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(data: bytes, name: str = STANDARD_INPUT) -> Found | Unreadable:
    """What the bytes hold, which came without a file: from standard input."""
    return _read(data, name, f"{STANDARD_INPUT}:{digest(data.decode('latin-1'))}")


def _path_key(path: Path) -> str:
    # A name need not be UTF-8; its odd bytes are spelt out, since a key is text.
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _unreadable(path: Path, error: Exception) -> Unreadable:
    match error:
        case FileNotFoundError():
            reason = "there is no such file"
        case PermissionError():
            reason = "may not be read"
        case _:
            reason = "cannot be read"
    return Unreadable(str(path), reason)


def _read(data: bytes, name: str, key: str) -> Found | Unreadable:
    if len(data) > MAX_BYTES:
        return Unreadable(name, f"is larger than {MAX_BYTES // 2**20} MiB")
    if not data.strip(b"\0 \t\r\n"):
        return Unreadable(name, "is empty")
    if kind := _binary_kind(data):
        return Unreadable(name, f"is {kind}")
    return _reader_for(PurePath(name).suffix.lower(), data)(data, name, key)


_BINARY = (
    (b"%PDF", "a PDF file, which is not read; save the page instead"),
    (b"PK\x03\x04", "a packed or office file, which is not read"),
    (b"\xd0\xcf\x11\xe0", "an office file, which is not read"),
    (b"\x1f\x8b", "a packed file; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)


def _binary_kind(data: bytes) -> str:
    for mark, kind in _BINARY:
        if data.startswith(mark):
            return kind
    # Wide encodings have zero bytes too, but begin with a mark or with markup.
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"\0\0"))
    return "not text" if data.count(b"\0", 0, 4096) > 4 and not is_wide else ""


_Reader = Callable[[bytes, str, str], Found | Unreadable]


def _reader_for(ending: str, data: bytes) -> _Reader:
    for endings, reader in _READERS:
        if ending in endings:
            return reader
    return _sniffed(decode(data[:8192]).lstrip())


def _sniffed(head: str) -> _Reader:
    """The reader for a text that came without an ending, by how it begins."""
    if looks_like_mail(head):
        return _read_archive if "multipart/related" in head.lower() else _read_mail
    if head.startswith(("---\n", "---\r\n", "+++\n", "+++\r\n", "# ")):
        return _read_markdown
    if head.startswith("<") or (head.startswith("{") and "jsonfeed.org" in head):
        return _read_feed
    return _read_text


def _read_feed(data: bytes, name: str, key: str) -> Found | Unreadable:
    match read_feed(data, ""):
        case Feed() as feed:
            return Found(feed.entries, feed)
        case NotAFeed(is_page=True):
            return _read_page(data, name, key)
        case NotAFeed(reason=reason):
            return Unreadable(name, reason)


def _read_page(data: bytes, name: str, key: str) -> Found | Unreadable:
    return Found((_page(decode(data), key),))


def _page(text: str, key: str, url: str = "", published: str = "") -> Entry:
    url = url or own_address(text)
    return Entry(key=key, content=text, form=Form.PAGE, url=url, base=link_base(text, url), published=published)


def _read_archive(data: bytes, name: str, key: str) -> Found | Unreadable:
    letter = read_web_archive(data)
    if letter is None:
        return Unreadable(name, "is a web archive without a page, or a damaged one")
    return Found((_page(letter.content, key, letter.url, letter.published),))


def _read_mail(data: bytes, name: str, key: str) -> Found | Unreadable:
    letter = read_mail(data)
    if letter is None:
        return Unreadable(name, "is mail without a text, or damaged")
    return Found((_of_letter(letter, key),))


def _of_letter(letter: Letter, key: str) -> Entry:
    return Entry(
        key=key,
        content=letter.content,
        form=letter.form,
        url=letter.url,
        base=letter.url,
        title=letter.title,
        organisation=letter.organisation,
        published=letter.published,
    )


def _read_text(data: bytes, name: str, key: str) -> Found | Unreadable:
    return Found((Entry(key=key, content=decode(data), form=Form.TEXT),))


def _read_markdown(data: bytes, name: str, key: str) -> Found | Unreadable:
    fields, text = split_front_matter(decode(data).lstrip())
    url = web_address(_first(fields, "url", "link", "canonical", "canonical_url", "source_url", "source", "permalink"))
    organisation = _first(fields, "organisation", "organization", "publisher", "source", "author")
    entry = Entry(
        key=key,
        content=text,
        form=Form.MARKDOWN,
        url=url,
        base=url,
        title=one_line(_first(fields, "title")),
        summary=_first(fields, "summary", "description", "subtitle"),
        organisation=organisation_in(organisation) if not web_address(organisation) else "",
        published=_first(fields, "date", "published", "pubdate"),
        updated=_first(fields, "updated", "lastmod", "modified"),
        language=_first(fields, "language", "lang"),
        labels=tuple(_labels(fields)),
    )
    return Found((entry,))


_LABEL_FIELDS = ("regions", "region", "countries", "country", "tags", "categories", "category", "keywords", "topics")


def _labels(fields: Fields) -> Iterator[Label]:
    for name in _LABEL_FIELDS:
        value = fields.get(name, [])
        for term in value if isinstance(value, list) else value.split(","):
            if text := one_line(term, 200):
                yield Label(name, text)


def _first(fields: Fields, *names: str) -> str:
    """The first of these fields that is there and one value."""
    return next((value for name in names if isinstance(value := fields.get(name), str) and value), "")


_READERS: tuple[tuple[frozenset[str], _Reader], ...] = (
    (PAGE_ENDINGS, _read_page),
    (ARCHIVE_ENDINGS, _read_archive),
    (MARKDOWN_ENDINGS, _read_markdown),
    (TEXT_ENDINGS, _read_text),
    (MAIL_ENDINGS, _read_mail),
    (FEED_ENDINGS, _read_feed),
)
