"""Passwords for feeds that ask for one: told by a command of the user's, kept nowhere of ours."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from reader.sources.fetch import Login

PATIENCE = 20.0
"""Seconds for which a command may ask its user or its keyring."""

MOST = 4096
"""Bytes of its answer that are read."""


LoginFor = Callable[[str], Login | None]
"""Gives the name and password for an address. Raises NoPassword."""


class NoPassword(Exception):
    """A command that gave no password; the message names its host and says what to do."""


def logins(commands: Mapping[str, str]) -> LoginFor:
    """Gives the name and password for an address, by the commands that the settings have for hosts.

    Each host's command is run once, without a shell, when a feed of that host is first asked. Raises NoPassword.
    """
    known: dict[str, Login] = {}

    def login_for(address: str) -> Login | None:
        host = _host(address)
        if host not in commands:
            return None
        if host not in known:
            known[host] = _told(host, commands[host])
        return known[host]

    return login_for


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _told(host: str, command: str) -> Login:
    """What a command says: "name:password" in its first line."""
    try:
        ran = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True
        )
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        raise NoPassword(f"the password command for {host} fails; try it in a shell: {command}") from None
    name, colon, password = ran.stdout[:MOST].decode("utf-8", "replace").partition("\n")[0].strip("\r").partition(":")
    if not colon:
        raise NoPassword(f"the password command for {host} should print name:password in its first line: {command}")
    return Login(name, password)
