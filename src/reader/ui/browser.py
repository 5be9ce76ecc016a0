"""Opening an address outside the terminal: http and https only."""

from __future__ import annotations

import shlex
import subprocess
import threading
import webbrowser
from collections.abc import Sequence
from urllib.parse import urlsplit


def host(address: str) -> str:
    """The host of a web address; empty where it is not one that may be opened."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def open_address(address: str, command: str = "") -> str:
    """Open a web address with `command`, or with the system's browser; what to say of it. May take seconds."""
    name = host(address)
    if not name:
        return "This release has no web address to open"
    try:
        if command:
            _start([*shlex.split(command), address])
        elif _takes_the_terminal() or not webbrowser.open(address):
            return f"No browser window can be opened here for {name}; y copies the address"
    except (OSError, ValueError, webbrowser.Error) as error:
        return f"The browser could not be started: {error}"
    return f"Opened at {name} in the browser"


def _start(command: Sequence[str]) -> None:
    """Start a program that outlives the reader if it likes; when it ends before, its end is taken note of."""
    silence = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=silence, stdout=silence, stderr=silence, start_new_session=True)
    threading.Thread(target=child.wait, daemon=True).start()


def _takes_the_terminal() -> bool:
    """Whether the system's browser runs in the terminal, where the reader is."""
    browser = webbrowser.get()
    return isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)
