"""Mail and saved web archives (MHTML) to what they carry: the one part that is the release, and its headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from itertools import islice

from reader.release import Form
from reader.sources.decoding import codec_for, decode
from reader.sources.naming import is_generic, one_line, organisation_in, text_length, web_address

PARTS = 200
"""Parts of a message that are looked at."""

HEADER = 4000
"""Characters of a header that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message carries."""

    content: str
    form: Form
    title: str = ""
    organisation: str = ""
    """Who sent it: a name, or the address where the name would hide it."""
    published: str = ""
    url: str = ""


def read_mail(data: bytes) -> Letter | None:
    """The message's best text: HTML, unless the plain text says more. None where there is no text."""
    message = _parsed(data)
    if message is None:
        return None
    texts = {kind: _text(part) for kind, part in reversed(_text_parts(message))}
    marked, text = texts.get("text/html", ""), texts.get("text/plain", "")
    if not marked.strip() and not text.strip():
        return None
    is_marked = text_length(marked) * 2 > len(text.strip())
    return Letter(
        content=marked if is_marked else text,
        form=Form.FRAGMENT if is_marked else Form.TEXT,
        title=_header(message, "Subject"),
        organisation=_sender(message),
        published=_header(message, "Date"),
        url=_address(message, "Archived-At", "X-Original-URL", "Content-Location"),
    )


def read_web_archive(data: bytes) -> Letter | None:
    """The page that a web archive was saved for. None where it holds no page."""
    message = _parsed(data)
    if message is None:
        return None
    pages = [part for kind, part in _text_parts(message) if kind == "text/html"]
    if not pages:
        return None
    start = _parameter(message, "start")
    page = next((part for part in pages if start and part.get("Content-ID") == start), pages[0])
    url = _address(message, "Snapshot-Content-Location") or _address(page, "Content-Location")
    return Letter(content=_text(page), form=Form.PAGE, published=_header(message, "Date"), url=url)


def looks_like_mail(head: str) -> bool:
    """Whether a text begins as messages do: with several headers, one of them telling."""
    lines = head[:HEADER].replace("\r\n", "\n").partition("\n\n")[0].splitlines()
    names = [line.partition(":")[0].lower() for line in lines if line[:1] not in (" ", "\t")]
    is_header = [name.replace("-", "").isalnum() and " " not in name for name in names]
    telling = {"from", "received", "return-path", "mime-version", "message-id", "delivered-to"} & set(names)
    return len(names) > 2 and all(is_header) and bool(telling)


def _parsed(data: bytes) -> Message | None:
    try:
        return BytesParser(policy=compat32).parsebytes(data)
    except Exception:
        # The parser is lenient, but nests as deep as the message does, and has its own ideas of odd headers.
        return None


def _text_parts(message: Message) -> list[tuple[str, Message]]:
    """The parts that are text to be read, attachments left out."""
    parts = []
    try:
        for part in islice(message.walk(), PARTS):
            kind = part.get_content_type()
            is_attached = str(part.get("Content-Disposition", ""))[:20].lower().startswith("attachment")
            if kind in ("text/html", "text/plain", "application/xhtml+xml") and not is_attached:
                parts.append(("text/plain" if kind == "text/plain" else "text/html", part))
    except RecursionError:
        pass
    return parts


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return decode(payload, str(part.get("Content-Type", ""))[:HEADER])


def _header(message: Message, name: str) -> str:
    """A header as one line of text, its encoded words read."""
    raw = str(message.get(name, ""))[:HEADER]
    try:
        pieces = decode_header(raw)
    except Exception:
        return one_line(raw)
    return one_line("".join(_decoded(text, charset) for text, charset in pieces))


def _decoded(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    return text.decode(codec_for(charset or "utf-8") or "latin-1", "replace")


def _parameter(message: Message, name: str) -> str:
    found = re.search(rf'\b{name}="?([^";\s]{{1,200}})', str(message.get("Content-Type", ""))[:HEADER])
    return found[1] if found else ""


def _sender(message: Message) -> str:
    name, address = parseaddr(_header(message, "From"))
    organisation = organisation_in(name)
    return address if "@" in organisation or is_generic(organisation) else organisation


def _address(message: Message, *names: str) -> str:
    for name in names:
        if address := web_address(_header(message, name).strip("<> ")):
            return address
    return ""
