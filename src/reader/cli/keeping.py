"""The commands by which a user keeps order: marks, notes, saved searches, the archive's health, keys, settings."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader import config
from reader.cli.finding import existing_archive, filter_asked, ids_of, mistaken
from reader.cli.saying import FAILED, STEP, Failure, counter
from reader.config import Settings
from reader.filter import Filter, Mistake
from reader.later import Later

if TYPE_CHECKING:
    from reader import query
    from reader.archive import tags
else:
    query = Later("reader.query")
    tags = Later("reader.archive.tags")


def mark_releases(given: argparse.Namespace) -> int:
    """Do `reader mark`; the exit code."""
    from reader.extract.clean import clean_line

    name = clean_line(given.tag or given.untag or "")
    if (given.tag is not None or given.untag is not None) and not tags.tag_name(name):
        raise Failure("a tag needs a name")
    with existing_archive(given.archive) as archive:
        deeds: dict[str, tuple[bool, Callable[[Sequence[int]], list[int]], str]] = {
            "read": (given.read, lambda ids: archive.set_read(ids, True), "marked read"),
            "unread": (given.unread, lambda ids: archive.set_read(ids, False), "marked unread"),
            "star": (given.star, lambda ids: archive.set_starred(ids, True), "starred"),
            "unstar": (given.unstar, lambda ids: archive.set_starred(ids, False), "no longer starred"),
            "tag": (given.tag is not None, lambda ids: archive.tag(ids, name), f"tagged “{tags.tag_name(name)}”"),
            "untag": (given.untag is not None, lambda ids: archive.untag(ids, name), f"no longer tagged “{name}”"),
        }
        do, said = next((do, said) for is_asked, do, said in deeds.values() if is_asked)
        ids = ids_of(archive, filter_asked(given))
        changed, tell = 0, counter(len(ids))
        for first in range(0, len(ids), STEP):
            changed += len(do(ids[first : first + STEP]))
            tell(min(first + STEP, len(ids)))
    same = len(ids) - changed
    print(f"{changed} {said}" + (f"; {same} were so already" if same else ""))
    return 0


def note_release(given: argparse.Namespace) -> int:
    """Do `reader note`; the exit code."""
    from reader.extract.clean import clean_text

    with existing_archive(given.archive) as archive:
        try:
            archive.headline(given.id)
        except (LookupError, OverflowError):
            raise Failure(f"there is no release {given.id}; `reader list` says the ids") from None
        if given.text is None:
            print(archive.note(given.id) or f"you wrote no note on release {given.id}")
        else:
            archive.set_note(given.id, clean_text(given.text).strip())
            print("the note is kept" if given.text.strip() else "there is no note now")
    return 0


def keep_searches(given: argparse.Namespace) -> int:
    """Do `reader saved`; the exit code."""
    from reader.extract.clean import clean_line
    from reader.listed import SCHEMA, as_json

    name = clean_line(getattr(given, "name", "x"))
    with existing_archive(given.archive) as archive:
        match given.change:
            case "add":
                words = " ".join(given.query)
                if isinstance(mistake := query.parse(words), Mistake):
                    raise mistaken(mistake, words)
                if not name:
                    raise Failure("a saved search needs a name")
                before = archive.save(name, words)
                print(f"“{name}” is kept" + (f" in place of: {before}" if before is not None else ""))
            case "rename":
                new = clean_line(given.new)
                if not new or not archive.rename_saved(name, new):
                    raise Failure(f"there is no saved search “{name}”, or there is one of the new name already")
                print(f"“{name}” is called “{new}” now")
            case "remove":
                gone = archive.forget_saved(name)
                if gone is None:
                    raise Failure(f"there is no saved search “{name}”; `reader saved` lists them")
                print(f"“{name}” is no longer kept; it was: {gone.words}")
            case _:
                for search in archive.saved():
                    total, unread = archive.count(Filter(words=search.words)) or (0, 0)
                    if given.json:
                        own = {"name": search.name, "query": search.words, "total": total, "unread": unread}
                        print(as_json({"schema": SCHEMA, **own}))
                    else:
                        print(f"{unread:>6} of {total:>6}  {search.name}: {search.words}")
    return 0


def examine_archive(given: argparse.Namespace) -> int:
    """Do `reader doctor`; the exit code."""
    from reader.doctor import examine

    if not given.archive.exists():
        raise Failure(f"there is no archive at {given.archive} to look at")
    finding = examine(given.archive)
    print("\n".join(finding.lines))
    return 0 if finding.is_well else FAILED


def back_up(given: argparse.Namespace) -> int:
    """Do `reader backup`; the exit code."""
    try:
        with existing_archive(given.archive) as archive:
            archive.copy_to(given.file)
    except FileExistsError:
        raise Failure(f"{given.file} is there already; nothing was changed") from None
    except OSError as error:
        raise Failure(f"{given.file}: cannot be made: {error.strerror or error}") from None
    print(given.file)
    return 0


def list_keys(given: argparse.Namespace) -> int:
    """Do `reader keys`; the exit code."""
    from reader.ui import keys

    print(keys.markdown() if given.markdown else keys.plain(given.settings.keys))
    return 0


def settle_config(given: argparse.Namespace) -> int:
    """Do `reader config`; the exit code."""
    file = given.config or config.config_file()
    if given.what == "path":
        print(file)
    elif given.what == "show":
        print(config.as_toml(given.settings), end="")
    elif file.exists():
        raise Failure(f"{file} is there already; nothing was changed")
    else:
        config.make_folder(file.parent)
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as new:
            new.write(config.as_toml(Settings()))
        print(file)
    return 0
