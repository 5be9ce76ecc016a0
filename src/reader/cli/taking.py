"""The commands that take releases in, and the one that opens the screen on them."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.archive import Archive
from reader.cli.finding import existing_archive
from reader.cli.reading import print_list
from reader.cli.saying import FAILED, SOME_FAILED, Failure, ProgressLine, complain
from reader.config import Settings
from reader.filter import Filter

if TYPE_CHECKING:
    from reader.refresh import Event, Outcome


def open_screen(given: argparse.Namespace) -> int:
    """Do `reader`, alone or on PATHs and URLs; the exit code."""
    has_screen = sys.stdout.isatty()
    chosen, archive = Filter(), given.archive
    if given.what:
        ids, code = _take_in(given)
        if not ids:
            return code
        chosen = Filter(ids=frozenset(ids))
    is_sample = not given.what and not archive.exists()
    if is_sample:
        archive = _sample_archive(has_screen)
    if not has_screen:
        return print_list(archive, chosen)
    _use_terminal()
    if given.config:
        os.environ["READER_CONFIG"] = str(given.config)  # the refresh that the screen starts reads the same settings
    gc.disable()  # until the first frame stands
    from reader.ui.app import run  # Textual takes a tenth of a second to load: only the screen pays for it

    return run(archive, settings=given.settings, filter=chosen, is_sample=is_sample, real_archive=given.archive)


def _sample_archive(has_screen: bool) -> Path:
    """The archive of invented releases; while it is made, which takes seconds once, a word on what one waits for."""
    from reader.refresh import sample_archive

    if has_screen:
        print("Making ready some invented releases, so that all can be tried ...", file=sys.stderr)
    return sample_archive()


def _use_terminal() -> None:
    """Take the keys from the terminal where a release was piped in, or where nothing is there to take them from."""
    if not sys.stdin.isatty():
        try:
            os.dup2(os.open("/dev/tty", os.O_RDWR), 0)
        except OSError as error:
            raise Failure("there is no terminal to take keys from; `reader list` prints the list") from error


def _take_in(given: argparse.Namespace) -> tuple[list[int], int]:
    """Store the releases of the PATHs and URLs; their ids, and the exit code if some could not be read."""
    from reader.refresh import take_paths

    ids: list[int] = []
    code = 0
    with Archive.open(given.archive) as archive:
        for what in given.what:
            outcome = _add_address(archive, what, given.settings) if _is_address(what) else take_paths(archive, [what])
            code = max([code, *(complain(problem, FAILED) for problem in outcome.problems)])
            ids += outcome.ids
    if not ids and not code:
        code = complain("there is no release in what was given", FAILED)
    return ids, code


def _is_address(what: str) -> bool:
    return what.lower().startswith(("http://", "https://", "feed:"))


def _add_address(archive: Archive, url: str, settings: Settings, region: str = "") -> Outcome:
    from reader.refresh import add_feed
    from reader.sources.passwords import logins

    return add_feed(archive, url, region, settings.timeout, login_for=logins(settings.passwords))


def follow(given: argparse.Namespace) -> int:
    """Do `reader add`; the exit code."""
    with Archive.open(given.archive) as archive:
        outcome = _add_address(archive, given.url, given.settings, given.region)
    for problem in outcome.problems:
        complain(problem, FAILED)
    if outcome.problems:
        return FAILED
    print(f"{outcome.title}: {outcome.in_words()}")
    return 0


def import_paths(given: argparse.Namespace) -> int:
    """Do `reader import`; the exit code."""
    from reader.refresh import take_paths

    with Archive.open(given.archive, is_bulk=True) as archive, ProgressLine() as line:
        outcome = take_paths(archive, given.paths, told=line.show)
    for problem in outcome.problems:
        complain(problem, FAILED)
    if outcome.ids or outcome.feeds or not outcome.problems:
        print(outcome.in_words())
    if outcome.problems:
        return FAILED if not outcome.ids and not outcome.feeds else SOME_FAILED
    return 0


def refresh_feeds(given: argparse.Namespace) -> int:
    """Do `reader refresh`; the exit code."""
    from reader.refresh import refresh
    from reader.sources.passwords import logins

    existing_archive(given.archive).close()
    if given.json:
        with contextlib.suppress(OSError, AttributeError):
            os.nice(10)  # the screen that follows us comes first; workers take this over
    login_for = logins(given.settings.passwords)
    failed = refresh(given.archive, given.source, _telling(given.json), given.settings.timeout, login_for=login_for)
    return SOME_FAILED if failed else 0


def _telling(as_objects: bool) -> Callable[[Event], None]:
    """Tells the steps of a refresh; of a source that fails the journal keeps why, under its number."""
    from reader import journal

    def tell(event: Event) -> None:
        if event.state == "failed":
            journal.note(f"source {event.source} failed: {event.reason}")
        (_tell_json if as_objects else _tell_plainly)(event)

    return tell


def _tell_json(event: Event) -> None:
    from reader.listed import as_json

    print(as_json(event.as_object()), flush=True)


def _tell_plainly(event: Event) -> None:
    if event.in_words():
        print(event.in_words(), flush=True)


def reread_releases(given: argparse.Namespace) -> int:
    """Do `reader reread`; the exit code."""
    from reader.refresh import reread

    existing_archive(given.archive).close()
    with Archive.open(given.archive, is_bulk=True) as archive, ProgressLine() as line:
        total = archive.counts().total
        done = reread(archive, line.show)
    print(f"{done} of {total} releases were understood anew")
    return 0
