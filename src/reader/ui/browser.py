"""Opening an address outside the terminal: http and https only."""

from __future__ import annotations

import re
import shlex
import subprocess
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
"""A host's name in ASCII, or an address of IPv6."""

_AS_IT_IS = "/:?#[]@!$&()*+,;=-._~%"
"""Letters of an address that stay: RFC 3986's, without the apostrophe, which a script could end a string with."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an address leads."""

    address: str
    """What is opened: ASCII, with no user in it, nothing in it that a program could take for an argument."""
    host: str
    """The machine that is asked, as the network knows it: letters of other scripts in their punycode ("xn--…"),
    since they may look like others."""

    @property
    def in_words(self) -> str:
        """The host, and whether others can listen."""
        return self.host if self.address.startswith("https:") else f"{self.host}, unencrypted"


def destination(address: str) -> Destination | None:
    """Where a web address leads; None where it is not one that may be opened."""
    try:
        parts = urlsplit(address)
        name, port = parts.hostname or "", parts.port
        if parts.scheme not in ("http", "https") or not name:
            return None
        if not name.isascii():
            name = name.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not _HOST.fullmatch(name):
        return None
    place = f"[{name}]" if ":" in name else name
    netloc = f"{place}:{port}" if port else place
    path, query, fragment = (quote(part, safe=_AS_IT_IS) for part in (parts.path, parts.query, parts.fragment))
    return Destination(urlunsplit((parts.scheme, netloc, path, query, fragment)), netloc)


def host(address: str) -> str:
    """The host of a web address; empty where it is not one that may be opened."""
    found = destination(address)
    return urlsplit(found.address).hostname or "" if found else ""


def open_destination(found: Destination, command: str = "") -> str:
    """Open a web address with `command`, or with the system's browser; what to say of it. May take seconds.

    No shell is asked, and the address is one argument.
    """
    try:
        if command:
            _start([*shlex.split(command), found.address])
        elif _takes_the_terminal() or not webbrowser.open(found.address):
            return f"No browser window can be opened here for {found.host}; y copies the address"
    except (OSError, ValueError, webbrowser.Error) as error:
        return f"The browser could not be started: {error}"
    return f"Opened at {found.host} in the browser"


def _start(command: Sequence[str]) -> None:
    """Start a program that outlives the reader if it likes; when it ends before, its end is taken note of."""
    silence = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=silence, stdout=silence, stderr=silence, start_new_session=True)
    threading.Thread(target=child.wait, daemon=True).start()


def _takes_the_terminal() -> bool:
    """Whether the system's browser runs in the terminal, where the reader is."""
    browser = webbrowser.get()
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)
