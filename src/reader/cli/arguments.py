"""What each command takes: the table of commands, and the parser that is made from it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from reader import __version__, config
from reader.cli import keeping, reading, taking
from reader.cli.saying import WRONG_USE, complain
from reader.config import Settings
from reader.filter import FIELDS, Order

DESCRIPTION = """A keyboard-driven terminal reader for press releases: who said what, about where.

With no command it opens the screen, on the releases of PATHs and URLs where any are given."""

WITHOUT_SETTINGS = frozenset({"list", "search", "export"})
"""Commands that need none of the settings and are asked for often: they look for no file of them."""


def parsed(arguments: list[str]) -> argparse.Namespace:
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
        raise SystemExit(complain(f"{message}; see {self.prog} --help", WRONG_USE))


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
    parser.set_defaults(run=taking.open_screen)
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


COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None]]] = {
    "add": ("follow a feed, or the feed of a page, and fetch it", taking.follow, _adds),
    "import": (
        "store saved releases, feed files, and lists of feeds (OPML, newsboat's urls)",
        taking.import_paths,
        _takes_paths,
    ),
    "refresh": ("fetch what is new from every feed", taking.refresh_feeds, _refreshes),
    "list": ("list releases, newest first", reading.list_releases, partial(_lists, first=Order.DATE)),
    "search": (
        "list releases, those that have the words most first",
        reading.list_releases,
        partial(_lists, first=Order.RELEVANCE),
    ),
    "mark": ("mark, star or tag all releases that a query asks for", keeping.mark_releases, _marks),
    "note": ("print your note on a release, or write it", keeping.note_release, _notes),
    "saved": (
        "list your saved searches with their counts; add, rename or remove one",
        keeping.keep_searches,
        _keeps_searches,
    ),
    "export": ("write releases into a file, or a file each into a folder", reading.export_releases, _exports),
    "show": ("print one release", reading.show_release, _shows),
    "quotes": ("list what was said: speaker, role, release, date, address", reading.list_quotes, _lists_quotes),
    "reread": (
        "understand all releases anew by the present rules; can be stopped and goes on",
        taking.reread_releases,
        _takes_nothing,
    ),
    "inspect": (
        "print all that is understood of releases in files, as JSON, without storing them",
        reading.inspect_files,
        _takes_paths,
    ),
    "sources": ("list the feeds that are followed, and how each is doing", reading.list_sources, _lists_sources),
    "doctor": ("check the archive, and put right what can be put right", keeping.examine_archive, _takes_nothing),
    "backup": ("copy the archive to a new file, also while it is in use", keeping.back_up, _backs_up),
    "keys": ("list the keys of the screen", keeping.list_keys, _lists_keys),
    "config": (
        "say where the settings are, print them, or write a file to start from",
        keeping.settle_config,
        _configures,
    ),
}
"""Each command: what it does, the function that does it, and the one that gives its parser the arguments."""
