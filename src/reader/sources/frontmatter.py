"""The lines before a Markdown text that say what it is: YAML's simple forms between dashes, TOML between plus signs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime

LIMIT = 65_536
"""Characters in which the front matter must be over."""

Fields = dict[str, str | list[str]]


def split_front_matter(text: str) -> tuple[Fields, str]:
    """The fields (their names in small letters) and the text after them; no fields where there is no front matter."""
    for fence, read in (("---", _yaml), ("+++", _toml)):
        if not text.startswith((f"{fence}\n", f"{fence}\r\n")):
            continue
        lines = text[:LIMIT].splitlines(keepends=True)
        for at, line in enumerate(lines[1:], 1):
            if line.rstrip() == fence or (fence == "---" and line.rstrip() == "..."):
                after = sum(map(len, lines[: at + 1]))
                return read("".join(lines[1:at])), text[after:]
    return {}, text


def _toml(text: str) -> Fields:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name.lower(): _as_field(value) for name, value in _flat(table)}


def _flat(table: dict[str, object]) -> Iterator[tuple[str, object]]:
    """The table's values, and those of the tables in it: Hugo keeps tags in [taxonomies]."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((inner, kept) for inner, kept in value.items() if not isinstance(kept, dict))
        else:
            yield name, value


def _as_field(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [str(one) for one in value if isinstance(one, str | int)]
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _yaml(text: str) -> Fields:
    """Names with a value, a list in brackets or a list of dashes; deeper forms are left out."""
    fields: Fields = {}
    name = ""
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("- ") and name:
            kept = fields[name]
            fields[name] = [*(kept if isinstance(kept, list) else []), _unquoted(bare[2:])]
        elif line[:1].isalpha() and ":" in line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = _value(value.strip())
        elif not bare.startswith("#") and line[:1] in (" ", "\t") and name:
            kept = fields[name]
            if isinstance(kept, str):
                fields[name] = f"{kept.lstrip('>|- ')} {bare}".strip()
    return fields


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [item for part in text[1:-1].split(",") if (item := _unquoted(part))]
    return _unquoted(text)


def _unquoted(text: str) -> str:
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1]
    return bare.partition(" #")[0].rstrip()
