"""Every setting, once: its name, type, default and meaning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from reader.later import Later

if TYPE_CHECKING:
    import platformdirs
else:
    platformdirs = Later("platformdirs")

APP = "release-reader"
"""The folder name in the platform's places; the distribution's, since others are called "reader" too."""


MEASURE = 76
"""Columns that a line of text has at most unless the user says otherwise: longer ones are hard to read."""


class ConfigError(Exception):
    """A settings file that can't be used; the message names the file, the place and what to do."""


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set, in a TOML file."""

    theme: str = _setting(
        "", "colour theme; empty for the reader's own dark one, and ANSI colours where NO_COLOR is set"
    )
    browser: str = _setting(
        "",
        "command that opens an address, which is added as its last argument; empty for the system's browser",
    )
    measure: int = _setting(MEASURE, "widest line of the page, in columns (40 to 200)")
    timeout: int = _setting(30, "seconds that one feed may take in all (1 to 300)")
    refresh_on_start: bool = _setting(False, "fetch new releases when the reader opens")
    passwords: Mapping[str, str] = field(
        default_factory=dict,
        metadata={
            "meaning": "for a host whose feeds want a password, the command that prints name:password;"
            ' for instance "feeds.example.org" = "secret-tool lookup host feeds.example.org"'
        },
    )
    keys: Mapping[str, str] = field(
        default_factory=dict,
        metadata={"meaning": "your own keys: an action's name from `reader keys`, and its keys with commas between"},
    )


RANGES = {"measure": (40, 200), "timeout": (1, 300)}
"""Lowest and highest value of the numbers."""


def config_file() -> Path:
    """Where the settings are read from unless another file is named."""
    return Path(os.environ.get("READER_CONFIG") or platformdirs.user_config_path(APP) / "config.toml")


def archive_file() -> Path:
    """Where the archive is kept unless another file is named."""
    return Path(os.environ.get("READER_ARCHIVE") or platformdirs.user_data_path(APP) / "archive.sqlite")


def sample_file(version: str) -> Path:
    """Where the sample archive of this version is kept, apart from the user's own."""
    return platformdirs.user_cache_path(APP) / f"sample-{version}.sqlite"


def state_file() -> Path:
    """Where the screen keeps what it remembers between runs, such as the theme that was chosen."""
    return platformdirs.user_state_path(APP) / "state.json"


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in, where they are not there yet, for their owner's eyes only."""
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir(exist_ok=True, mode=0o700)


def load(path: Path | None = None) -> Settings:
    """The settings in `path`, or in the usual file; the defaults where the usual file is absent.

    Raises ConfigError, also when a file was named that does not exist.
    """
    file = path or config_file()
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if path is None and "READER_CONFIG" not in os.environ:
            return Settings()
        raise ConfigError(f"{file}: there is no such file; `reader config init` writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    import tomllib  # most settings are the defaults, and there is no file to read

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: is not TOML: {error}") from None
    return _checked(table, file)


def _checked(table: dict[str, Any], file: Path) -> Settings:
    known = {setting.name for setting in fields(Settings)}
    types = get_type_hints(Settings)
    for name, value in table.items():
        if name not in known:
            raise ConfigError(f"{file}: there is no setting “{name}”; there are: {', '.join(sorted(known))}")
        wanted: type = dict if name in ("keys", "passwords") else types[name]
        if type(value) is not wanted:
            raise ConfigError(f"{file}: {name} should be {_KINDS[wanted]}, not {value!r}")
        low, high = RANGES.get(name, (0, 0))
        if isinstance(value, int) and name in RANGES and not low <= value <= high:
            raise ConfigError(f"{file}: {name} should be from {low} to {high}, not {value}")
    for host, command in table.get("passwords", {}).items():
        if not isinstance(command, str):
            raise ConfigError(f"{file}: passwords.{host} should be a command in quotation marks, not {command!r}")
    for action, keys in table.get("keys", {}).items():
        if not isinstance(keys, str):
            raise ConfigError(f'{file}: keys.{action} should be text such as "j,down", not {keys!r}')
    return Settings(**table)


_KINDS = {str: "text in quotation marks", int: "a whole number", bool: "true or false", dict: "a table"}


def as_toml(settings: Settings) -> str:
    """The settings as a file that `load` reads, each with its meaning above it."""
    lines: list[str] = []
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        lines += ["", f"# {setting.metadata['meaning']}"]
        if isinstance(value, Mapping):
            lines.append(f"[{setting.name}]")
            lines += [f"{_toml(action)} = {_toml(keys)}" for action, keys in value.items()]
        else:
            lines.append(f"{setting.name} = {_toml(value)}")
    return "\n".join(lines[1:]) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    escaped = "".join(
        f"\\u{ord(letter):04x}" if letter in '"\\' or ord(letter) < 32 or ord(letter) == 127 else letter
        for letter in str(value)
    )
    return f'"{escaped}"'
