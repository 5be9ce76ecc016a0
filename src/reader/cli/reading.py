"""The commands that print releases, quotes and sources, or write them into files."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.finding import existing_archive, filter_asked, headlines_of
from reader.cli.saying import FAILED, SOME_FAILED, Failure, complain, counter
from reader.filter import Filter, Order
from reader.later import Later

if TYPE_CHECKING:
    import csv
    import shutil

    from reader.release import Release
else:
    csv = Later("csv")
    shutil = Later("shutil")


def list_releases(given: argparse.Namespace) -> int:
    """Do `reader list` and `reader search`; the exit code."""
    return print_list(given.archive, filter_asked(given), as_objects=given.json, order=Order(given.sort))


def print_list(path: Path, chosen: Filter, as_objects: bool = False, order: Order = Order.DATE) -> int:
    """Print the headlines that a filter asks for; the exit code."""
    from reader.listed import as_json, headline_as_object, headline_line

    with existing_archive(path) as archive:
        for headline in headlines_of(archive, chosen, order):
            print(as_json(headline_as_object(headline)) if as_objects else headline_line(headline))
    return 0


def show_release(given: argparse.Namespace) -> int:
    """Do `reader show`; the exit code."""
    releases, code = _shown_releases(given)
    _print_releases(releases, as_objects=given.json)
    if given.what.isdecimal() and not Path(given.what).exists() and not given.json:
        with existing_archive(given.archive) as archive:
            note = archive.note(int(given.what))
            tags: tuple[str, ...] = ()
            # Of a damaged archive a release may be left whose row of the list can't be made.
            with contextlib.suppress(LookupError):
                tags = archive.headline(int(given.what)).tags
        print("".join([f"\nTags: {', '.join(tags)}\n" if tags else "", f"\nNote: {note}\n" if note else ""]), end="")
    return code


def _shown_releases(given: argparse.Namespace) -> tuple[list[Release], int]:
    if given.what.isdecimal() and not Path(given.what).exists():
        with existing_archive(given.archive) as archive:
            try:
                return [archive.release(int(given.what))], 0
            except (LookupError, OverflowError):
                raise Failure(f"there is no release {given.what}; `reader list` says the ids") from None
    return _releases_in([given.what])


def inspect_files(given: argparse.Namespace) -> int:
    """Do `reader inspect`; the exit code."""
    releases, code = _releases_in(given.paths)
    _print_releases(releases, as_objects=True)
    return code


def _releases_in(paths: Sequence[str]) -> tuple[list[Release], int]:
    """The releases of files, understood but not stored, and the exit code if some could not be read."""
    from reader.refresh import releases_in

    releases: list[Release] = []
    code = 0
    for found in releases_in(paths):
        if isinstance(found, str):
            code = complain(found, FAILED)
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


def list_quotes(given: argparse.Namespace) -> int:
    """Do `reader quotes`; the exit code."""
    from reader.listed import SCHEMA, as_json
    from reader.plain import QUOTE_FIELDS, quote_lines, quotes_as_objects

    width = shutil.get_terminal_size((78, 24)).columns
    table = csv.writer(sys.stdout, lineterminator="\n")
    if given.csv:
        table.writerow(QUOTE_FIELDS)
    with existing_archive(given.archive) as archive:
        for headline in headlines_of(archive, filter_asked(given)):
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


def list_sources(given: argparse.Namespace) -> int:
    """Do `reader sources`; the exit code."""
    with existing_archive(given.archive) as archive:
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


def export_releases(given: argparse.Namespace) -> int:
    """Do `reader export`; the exit code."""
    from reader.export import FORMS, ExportError, Piece, export, form_of, write_all

    target = Path(given.to).expanduser()
    named = None if target.is_dir() else form_of(target)
    form = FORMS[given.format] if given.format else named or FORMS["md"]
    with existing_archive(given.archive) as archive:
        # One after the other: a million take no more memory than one.
        archive.remember_little()
        headlines = headlines_of(archive, filter_asked(given), Order(given.sort))
        pieces = (Piece(each, archive.release(each.id), archive.note(each.id)) for each in headlines)
        if given.to == "-":
            write_all(pieces, sys.stdout, form)
            return 0
        try:
            done = export(pieces, target, form, is_folder=named is None, tell=counter())
        except ExportError as error:
            raise Failure(str(error)) from None
    print(f"{done.written} releases written to {target}" if done.written != 1 else f"1 release written to {target}")
    if done.kept:
        return complain(f"{done.kept} files were there already and were left as they are", SOME_FAILED)
    return 0
