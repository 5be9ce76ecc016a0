"""The command line: what each command takes, and what it prints."""

from __future__ import annotations

import argparse
import contextlib
import errno
import gc
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from reader import __version__, config
from reader.archive import Archive, ArchiveError, in_words
from reader.config import ConfigError, Settings
from reader.filter import FIELDS, Filter, Mistake, Order
from reader.later import Later

if TYPE_CHECKING:
    import csv
    import shutil

    from reader import query
    from reader.archive import tags
    from reader.headline import Headline
    from reader.refresh import Event, Outcome, Progress
    from reader.release import Release
else:
    csv, shutil = Later("csv"), Later("shutil")
    query, tags = Later("reader.query"), Later("reader.archive.tags")

# The road in, and all that understands a release, is loaded by the commands that walk it: `list` answers at once.

FAILED, WRONG_USE, SOME_FAILED, INTERRUPTED, TERMINATED = 1, 2, 3, 130, 143

DESCRIPTION = """A keyboard-driven terminal reader for press releases: who said what, about where.

With no command it opens the screen, on the releases of PATHs and URLs where any are given."""

JOURNALED = frozenset({"add", "import", "refresh", "reread", "mark", "note", "export", "doctor", "backup"})
"""Commands that the journal has a line of: what fetches, writes or takes long."""

WITHOUT_SETTINGS = frozenset({"list", "search", "export"})
"""Commands that need none of the settings and are asked for often: they look for no file of them."""

STEP = 2_000
"""Releases that a long command marks at a time: the archive is free for others in between."""


class Failure(Exception):
    """A command that can't be done; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0, 1 failed, 2 wrong usage or config, 3 some sources failed, 130/143 signals."""
    signal.signal(signal.SIGTERM, _terminated)
    _open_streams()
    given = argparse.Namespace()
    code = FAILED
    try:
        code = _done(arguments, given)
    finally:
        # An export to standard output leaves nothing behind.
        if getattr(given, "command", "") in JOURNALED and getattr(given, "to", "") != "-":
            from reader import journal

            journal.note(f"{given.command} ended with {code}")
    return code


def _done(arguments: Sequence[str], given: argparse.Namespace) -> int:
    """Do the command, put by name into `given`; its exit code, also for what goes wrong."""
    try:
        vars(given).update(vars(_parsed(list(arguments))))
        gc.enable()
        code: int = given.run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what Python flushes at its exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ConfigError as error:
        return _complain(str(error), WRONG_USE)
    except (ArchiveError, Failure) as error:
        return _complain(str(error), FAILED)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _complain("the disk is full, so that not all of it could be written", FAILED)
        # What the archive's file or the disk does wrong while it is read is no fault of the program.
        if said := in_words(error):
            return _complain(f"{getattr(given, 'archive', 'the archive')}: {said}", FAILED)
        from reader import faults
        from reader.workers.pool import NoWorkers

        return _complain(str(error) if isinstance(error, NoWorkers) else faults.keep(error), FAILED)
    return code


def _open_streams() -> None:
    """See that the three standard streams are there, and that they take every character.

    Where one is closed, the next file to be opened would be in its place, and what is printed would go into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            while (opened := os.open(os.devnull, os.O_RDWR)) < number:
                continue
            if opened != number:
                os.dup2(opened, number)
            nothing = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115
            for each in (name, f"__{name}__"):
                setattr(sys, each, nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def _complain(message: str, code: int) -> int:
    print(f"reader: {message}", file=sys.stderr)
    return code


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The arguments by name, with `run`: the function that does the command."""
    first = next((each for each in arguments if not _is_option_or_its_value(each, arguments)), "")
    if not {"-h", "--help"}.isdisjoint(arguments):
        parser: argparse.ArgumentParser = _command_parser(COMMANDS)
    else:
        # One command's parser takes a millisecond to make, all of them take more than the rest of `reader list`.
        parser = _command_parser([first]) if first in COMMANDS else _opener()
    given = parser.parse_args(arguments)
    is_named = given.config or "READER_CONFIG" in os.environ
    is_read = is_named or getattr(given, "command", "") not in WITHOUT_SETTINGS
    given.settings = config.load(given.config) if is_read else Settings()
    given.archive = given.archive or config.archive_file()
    return given


def _is_option_or_its_value(argument: str, arguments: list[str]) -> bool:
    if argument.startswith("-") and argument != "-":
        return True
    place = arguments.index(argument)
    return place > 0 and arguments[place - 1] in ("--archive", "--config")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with where to look."""

    def __init__(self, *, formatter_class: Any = argparse.HelpFormatter, **given: Any) -> None:
        # argparse lays its help out at every argument; to ask how wide the terminal is loads much, so only help does.
        super().__init__(formatter_class=partial(formatter_class, width=80), allow_abbrev=False, **given)
        self._laid_out_by = formatter_class

    def format_help(self) -> str:
        self.formatter_class = self._laid_out_by
        return super().format_help()

    def error(self, message: str) -> object:  # type: ignore[override]
        raise SystemExit(_complain(f"{message}; see {self.prog} --help", WRONG_USE))


def _command_parser(names: Iterable[str]) -> _Parser:
    """The parser that takes these of the COMMANDS."""
    parser = _Parser(
        prog="reader",
        usage="reader [options] [PATH|URL ...]\n       reader [options] COMMAND ...",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_common(parser)
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        does, run, fill = COMMANDS[name]
        command = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
        # Without a default of their own, so that an option before the command is not forgotten after it.
        _add_common(command, default=argparse.SUPPRESS)
        command.set_defaults(run=run, command=name)
        fill(command)
    return parser


def _opener() -> argparse.ArgumentParser:
    """The parser that takes PATHs and URLs alone."""
    parser = _Parser(prog="reader", description=DESCRIPTION)
    _add_common(parser)
    parser.add_argument(
        "what", nargs="*", metavar="PATH|URL", help="releases or feeds to open; - reads one from standard input"
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    parser.set_defaults(run=_open)
    return parser


def _add_common(parser: argparse.ArgumentParser, default: object = None) -> None:
    parser.add_argument(
        "--archive", type=Path, metavar="FILE", default=default, help="the archive, in place of the usual one"
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=default, help="the settings, in place of the usual ones"
    )


def _adds(parser: argparse.ArgumentParser) -> None:
    from reader.regions import REGIONS

    parser.add_argument("url", metavar="URL")
    parser.add_argument(
        "--region", choices=tuple(REGIONS), default="", help="the region that all of this feed is about"
    )


def _takes_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")


def _refreshes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        type=int,
        action="append",
        metavar="ID",
        default=[],
        help="this source only; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="tell the progress as JSON, an object a line")


def _lists(parser: argparse.ArgumentParser, first: Order) -> None:
    _add_query(parser)
    _add_sort(parser, first)
    _add_json(parser)


def _marks(parser: argparse.ArgumentParser) -> None:
    _add_query(parser, "+")
    deed = parser.add_mutually_exclusive_group(required=True)
    for option, what in (("read", "mark them read"), ("unread", "mark them unread")):
        deed.add_argument(f"--{option}", action="store_true", help=what)
    for option, what in (("star", "star them"), ("unstar", "take their stars off")):
        deed.add_argument(f"--{option}", action="store_true", help=what)
    deed.add_argument("--tag", metavar="NAME", help="give them this tag")
    deed.add_argument("--untag", metavar="NAME", help="take this tag off them")


def _notes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID")
    parser.add_argument("text", nargs="?", help="in place of what is there; an empty one takes the note away")


def _keeps_searches(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    changes = parser.add_subparsers(dest="change", metavar="add|rename|remove")
    adding = changes.add_parser("add", help="keep a search under a name")
    adding.add_argument("name", metavar="NAME")
    _add_query(adding, "+")
    renaming = changes.add_parser("rename", help="call a saved search otherwise")
    renaming.add_argument("name", metavar="NAME")
    renaming.add_argument("new", metavar="NEW")
    removing = changes.add_parser("remove", help="drop a saved search; no release goes with it")
    removing.add_argument("name", metavar="NAME")


def _exports(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    parser.add_argument(
        "--to",
        required=True,
        metavar="FILE|FOLDER",
        help="a name that ends in .md, .txt, .html, .json, .csv, .bib or .ris is one new file, any other a folder; "
        "- is standard output",
    )
    parser.add_argument(
        "--format",
        choices=("md", "txt", "html", "json", "csv", "bibtex", "ris"),
        help="the form; left out, what the file's name ends in, or md",
    )
    _add_sort(parser, Order.DATE)


def _shows(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="ID|PATH")
    parser.add_argument("--json", action="store_true", help="one object a release, as inspect prints it")


def _lists_quotes(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    parser.add_argument("--speaker", default="", metavar="NAME", help="this speaker only, by any part of the name")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="an object a line")
    form.add_argument("--csv", action="store_true", help="a table with a head")


def _lists_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opml", action="store_true", help="as OPML, for another program")
    _add_json(parser)


def _backs_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the new file; one that is there already is not touched"
    )


def _lists_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--markdown", action="store_true", help="as a table for a document")


def _configures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("path", "show", "init"))


def _takes_nothing(parser: argparse.ArgumentParser) -> None:
    """For a command without arguments of its own."""


def _add_query(parser: argparse.ArgumentParser, nargs: str = "*") -> None:
    help = "words and fields, as in the search box: " + ", ".join(FIELDS.values())
    parser.add_argument("query", nargs=nargs, metavar="QUERY", help=help)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="an object a line")


def _add_sort(parser: argparse.ArgumentParser, first: Order) -> None:
    parser.add_argument(
        "--sort",
        choices=[order.value for order in Order],
        default=first.value,
        metavar="|".join(Order),
        help=f"what stands first ({first} unless said otherwise)",
    )


def command_help() -> list[tuple[str, str]]:
    """Each command and what it does, for the README."""
    return [(name, does) for name, (does, _, _) in COMMANDS.items()]


def _open(given: argparse.Namespace) -> int:
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
        return _print_list(archive, chosen)
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
            code = max([code, *(_complain(problem, FAILED) for problem in outcome.problems)])
            ids += outcome.ids
    if not ids and not code:
        code = _complain("there is no release in what was given", FAILED)
    return ids, code


def _is_address(what: str) -> bool:
    return what.lower().startswith(("http://", "https://", "feed:"))


def _add_address(archive: Archive, url: str, settings: Settings, region: str = "") -> Outcome:
    from reader.refresh import add_feed
    from reader.sources.passwords import logins

    return add_feed(archive, url, region, settings.timeout, login_for=logins(settings.passwords))


def _add(given: argparse.Namespace) -> int:
    with Archive.open(given.archive) as archive:
        outcome = _add_address(archive, given.url, given.settings, given.region)
    for problem in outcome.problems:
        _complain(problem, FAILED)
    if outcome.problems:
        return FAILED
    print(f"{outcome.title}: {outcome.in_words()}")
    return 0


def _import(given: argparse.Namespace) -> int:
    from reader.refresh import take_paths

    with Archive.open(given.archive, is_bulk=True) as archive, _ProgressLine() as line:
        outcome = take_paths(archive, given.paths, told=line.show)
    for problem in outcome.problems:
        _complain(problem, FAILED)
    if outcome.ids or outcome.feeds or not outcome.problems:
        print(outcome.in_words())
    if outcome.problems:
        return FAILED if not outcome.ids and not outcome.feeds else SOME_FAILED
    return 0


def _refresh(given: argparse.Namespace) -> int:
    from reader.refresh import refresh
    from reader.sources.passwords import logins

    _existing(given.archive).close()
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


def _list(given: argparse.Namespace) -> int:
    return _print_list(given.archive, _asked(given), as_objects=given.json, order=Order(given.sort))


def _asked(given: argparse.Namespace) -> Filter:
    """The filter that the arguments after a command say."""
    return Filter(words=" ".join(given.query))


def _print_list(path: Path, chosen: Filter, as_objects: bool = False, order: Order = Order.DATE) -> int:
    from reader.listed import as_json, headline_as_object, headline_line

    with _existing(path) as archive:
        for headline in _found(archive, chosen, order):
            print(as_json(headline_as_object(headline)) if as_objects else headline_line(headline))
    return 0


def _existing(path: Path) -> Archive:
    """The archive at `path`; Failure where there is none, since a command that only reads starts none."""
    if not path.exists():
        raise Failure(f"there is no archive at {path} yet; `reader add URL` or `reader import PATH` starts one")
    return Archive.open(path)


def _found(archive: Archive, chosen: Filter, order: Order = Order.DATE) -> Iterator[Headline]:
    """The headlines that a filter asks for; Failure for a mistaken query."""
    headlines = archive.each(chosen, order)
    if isinstance(headlines, Mistake):
        raise _mistaken(headlines, chosen.words)
    return headlines


def _mistaken(mistake: Mistake, words: str) -> Failure:
    return Failure("the query can't be read:\n" + mistake.pointed(words))


def _found_ids(archive: Archive, chosen: Filter, order: Order = Order.DATE) -> list[int]:
    """The ids of what a filter asks for, as it is now; Failure for a mistaken query."""
    listing = archive.listing(chosen, order)
    if isinstance(listing, Mistake):
        raise _mistaken(listing, chosen.words)
    return listing.ids()


def _progress(total: int | None = None) -> Callable[[int], None]:
    """What tells how far a long command has come, to somebody who looks on; of how many, where that is known."""
    shows = sys.stderr.isatty()
    of_all = "" if total is None else f" of {total}"

    def tell(done: int) -> None:
        if shows and done % STEP == 0:
            print(f"\r{done}{of_all}\r", end="", file=sys.stderr, flush=True)

    return tell


def _mark(given: argparse.Namespace) -> int:
    from reader.extract.clean import clean_line

    name = clean_line(given.tag or given.untag or "")
    if (given.tag is not None or given.untag is not None) and not tags.tag_name(name):
        raise Failure("a tag needs a name")
    with _existing(given.archive) as archive:
        deeds: dict[str, tuple[bool, Callable[[Sequence[int]], list[int]], str]] = {
            "read": (given.read, lambda ids: archive.set_read(ids, True), "marked read"),
            "unread": (given.unread, lambda ids: archive.set_read(ids, False), "marked unread"),
            "star": (given.star, lambda ids: archive.set_starred(ids, True), "starred"),
            "unstar": (given.unstar, lambda ids: archive.set_starred(ids, False), "no longer starred"),
            "tag": (given.tag is not None, lambda ids: archive.tag(ids, name), f"tagged “{tags.tag_name(name)}”"),
            "untag": (given.untag is not None, lambda ids: archive.untag(ids, name), f"no longer tagged “{name}”"),
        }
        do, said = next((do, said) for is_asked, do, said in deeds.values() if is_asked)
        ids = _found_ids(archive, _asked(given))
        changed, tell = 0, _progress(len(ids))
        for first in range(0, len(ids), STEP):
            changed += len(do(ids[first : first + STEP]))
            tell(min(first + STEP, len(ids)))
    same = len(ids) - changed
    print(f"{changed} {said}" + (f"; {same} were so already" if same else ""))
    return 0


def _note(given: argparse.Namespace) -> int:
    from reader.extract.clean import clean_text

    with _existing(given.archive) as archive:
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


def _saved(given: argparse.Namespace) -> int:
    from reader.extract.clean import clean_line
    from reader.listed import SCHEMA, as_json

    name = clean_line(getattr(given, "name", "x"))
    with _existing(given.archive) as archive:
        match given.change:
            case "add":
                words = " ".join(given.query)
                if isinstance(mistake := query.parse(words), Mistake):
                    raise _mistaken(mistake, words)
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


def _export(given: argparse.Namespace) -> int:
    from reader.export import FORMS, ExportError, Piece, export, form_of, write_all

    target = Path(given.to).expanduser()
    named = None if target.is_dir() else form_of(target)
    form = FORMS[given.format] if given.format else named or FORMS["md"]
    with _existing(given.archive) as archive:
        # One after the other: a million take no more memory than one.
        archive.remember_little()
        headlines = _found(archive, _asked(given), Order(given.sort))
        pieces = (Piece(each, archive.release(each.id), archive.note(each.id)) for each in headlines)
        if given.to == "-":
            write_all(pieces, sys.stdout, form)
            return 0
        try:
            done = export(pieces, target, form, is_folder=named is None, tell=_progress())
        except ExportError as error:
            raise Failure(str(error)) from None
    print(f"{done.written} releases written to {target}" if done.written != 1 else f"1 release written to {target}")
    if done.kept:
        return _complain(f"{done.kept} files were there already and were left as they are", SOME_FAILED)
    return 0


def _show(given: argparse.Namespace) -> int:
    releases, code = _shown_releases(given)
    _print_releases(releases, as_objects=given.json)
    if given.what.isdecimal() and not Path(given.what).exists() and not given.json:
        with _existing(given.archive) as archive:
            tags, note = archive.headline(int(given.what)).tags, archive.note(int(given.what))
        print("".join([f"\nTags: {', '.join(tags)}\n" if tags else "", f"\nNote: {note}\n" if note else ""]), end="")
    return code


def _shown_releases(given: argparse.Namespace) -> tuple[list[Release], int]:
    if given.what.isdecimal() and not Path(given.what).exists():
        with _existing(given.archive) as archive:
            try:
                return [archive.release(int(given.what))], 0
            except (LookupError, OverflowError):
                raise Failure(f"there is no release {given.what}; `reader list` says the ids") from None
    return _releases_in([given.what])


def _releases_in(paths: Sequence[str]) -> tuple[list[Release], int]:
    """The releases of files, understood but not stored, and the exit code if some could not be read."""
    from reader.refresh import releases_in

    releases: list[Release] = []
    code = 0
    for found in releases_in(paths):
        if isinstance(found, str):
            code = _complain(found, FAILED)
        else:
            releases.append(found)
    return releases, code


def _print_releases(releases: Iterable[Release], as_objects: bool) -> None:
    from reader.listed import as_json
    from reader.plain import as_object, as_text

    width = shutil.get_terminal_size((78, 24)).columns
    for number, release in enumerate(releases):
        if as_objects:
            print(as_json(as_object(release)))
        else:
            print("\n".join([*(["", "─" * 40, ""] if number else []), *as_text(release, width)]))


def _quotes(given: argparse.Namespace) -> int:
    from reader.listed import SCHEMA, as_json
    from reader.plain import QUOTE_FIELDS, quote_lines, quotes_as_objects

    width = shutil.get_terminal_size((78, 24)).columns
    table = csv.writer(sys.stdout, lineterminator="\n")
    if given.csv:
        table.writerow(QUOTE_FIELDS)
    with _existing(given.archive) as archive:
        for headline in _found(archive, _asked(given)):
            if not headline.quotes:
                continue
            for quote in quotes_as_objects(headline.id, archive.release(headline.id), given.speaker):
                if given.csv:
                    table.writerow(quote.values())
                elif given.json:
                    print(as_json({"schema": SCHEMA, **quote}))
                else:
                    print("\n".join([*quote_lines(quote, width), ""]))
    return 0


def _reread(given: argparse.Namespace) -> int:
    from reader.refresh import reread

    _existing(given.archive).close()
    with Archive.open(given.archive, is_bulk=True) as archive, _ProgressLine() as line:
        total = archive.counts().total
        done = reread(archive, line.show)
    print(f"{done} of {total} releases were understood anew")
    return 0


class _ProgressLine:
    """How far a long work is, on stderr: a line that is written over on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._over = sys.stderr.isatty()
        self._every = 0.2 if self._over else 10.0
        self._last = time.monotonic()
        self._has_told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._has_told and self._over:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last, self._has_told = now, True
            words = f"\r{progress.in_words()}\x1b[K" if self._over else progress.in_words() + "\n"
            print(words, end="", file=sys.stderr, flush=True)


def _inspect(given: argparse.Namespace) -> int:
    releases, code = _releases_in(given.paths)
    _print_releases(releases, as_objects=True)
    return code


def _sources(given: argparse.Namespace) -> int:
    with _existing(given.archive) as archive:
        rows = archive.sources()
    if given.opml:
        from reader.refresh import opml_of

        print(opml_of(rows))
        return 0
    from reader.listed import as_json
    from reader.plain import source_as_object, source_line

    for row in rows:
        print(as_json(source_as_object(row)) if given.json else source_line(row))
    return 0


def _doctor(given: argparse.Namespace) -> int:
    from reader.doctor import examine

    if not given.archive.exists():
        raise Failure(f"there is no archive at {given.archive} to look at")
    finding = examine(given.archive)
    print("\n".join(finding.lines))
    return 0 if finding.is_well else FAILED


def _backup(given: argparse.Namespace) -> int:
    try:
        with _existing(given.archive) as archive:
            archive.copy_to(given.file)
    except FileExistsError:
        raise Failure(f"{given.file} is there already; nothing was changed") from None
    except OSError as error:
        raise Failure(f"{given.file}: cannot be made: {error.strerror or error}") from None
    print(given.file)
    return 0


def _keys(given: argparse.Namespace) -> int:
    from reader.ui import keys

    print(keys.markdown() if given.markdown else keys.plain(given.settings.keys))
    return 0


def _config(given: argparse.Namespace) -> int:
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


COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None]]] = {
    "add": ("follow a feed, or the feed of a page, and fetch it", _add, _adds),
    "import": ("store saved releases, feed files, and lists of feeds (OPML, newsboat's urls)", _import, _takes_paths),
    "refresh": ("fetch what is new from every feed", _refresh, _refreshes),
    "list": ("list releases, newest first", _list, partial(_lists, first=Order.DATE)),
    "search": (
        "list releases, those that have the words most first",
        _list,
        partial(_lists, first=Order.RELEVANCE),
    ),
    "mark": ("mark, star or tag all releases that a query asks for", _mark, _marks),
    "note": ("print your note on a release, or write it", _note, _notes),
    "saved": (
        "list your saved searches with their counts; add, rename or remove one",
        _saved,
        _keeps_searches,
    ),
    "export": ("write releases into a file, or a file each into a folder", _export, _exports),
    "show": ("print one release", _show, _shows),
    "quotes": ("list what was said: speaker, role, release, date, address", _quotes, _lists_quotes),
    "reread": (
        "understand all releases anew by the present rules; can be stopped and goes on",
        _reread,
        _takes_nothing,
    ),
    "inspect": (
        "print all that is understood of releases in files, as JSON, without storing them",
        _inspect,
        _takes_paths,
    ),
    "sources": ("list the feeds that are followed, and how each is doing", _sources, _lists_sources),
    "doctor": ("check the archive, and put right what can be put right", _doctor, _takes_nothing),
    "backup": ("copy the archive to a new file, also while it is in use", _backup, _backs_up),
    "keys": ("list the keys of the screen", _keys, _lists_keys),
    "config": (
        "say where the settings are, print them, or write a file to start from",
        _config,
        _configures,
    ),
}
"""Each command: what it does, the function that does it, and the one that gives its parser the arguments."""
