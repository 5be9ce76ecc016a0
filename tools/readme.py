"""Writes the parts of README.md that are made from the code: keys, commands, query fields, settings.

python tools/readme.py          writes them
python tools/readme.py --check  says whether they are as they should be (exit code 1 if not)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from reader import query
from reader.cli import command_help
from reader.config import Settings
from reader.ui import keys

README = Path(__file__).parent.parent / "README.md"


def parts() -> Iterator[tuple[str, str]]:
    """Each generated part's name and text."""
    yield "keys", keys.markdown()
    yield "commands", _table("command", "what it does", [(f"`reader {name}`", does) for name, does in command_help()])
    yield (
        "query",
        _table("field", "example", [(f"`{name}:`", f"`{example}`") for name, example in query.FIELDS.items()]),
    )
    states = [(f"`is:{name}`", meaning) for name, meaning in query.STATES.items()]
    states += [(f"`has:{name}`", meaning) for name, meaning in query.HOLDINGS.items()]
    yield "states", _table("state", "means", states)
    meanings = [(f"`{each.name}`", str(each.metadata["meaning"])) for each in fields(Settings)]
    yield "settings", _table("setting", "what it means", meanings)


def _table(left: str, right: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {left} | {right} |", "| --- | --- |"]
    return "\n".join(lines + [f"| {one} | {other} |" for one, other in rows])


def generated(text: str) -> str:
    """The README's text with every part as the code has it now."""
    for name, part in parts():
        opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(opening)
        _, _, after = rest.partition(closing)
        text = f"{before}{opening}{part.strip()}\n{closing}{after}"
    return text


def main(arguments: list[str]) -> int:
    before = README.read_text(encoding="utf-8")
    after = generated(before)
    if "--check" in arguments:
        return int(before != after)
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
