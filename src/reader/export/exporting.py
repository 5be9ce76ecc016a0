"""Writing releases into one file, or a file each into a folder: never over another file, never elsewhere."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

from reader.export.forms import Form
from reader.export.piece import Piece

LONGEST_NAME = 120
"""Bytes of a title in a file's name: with date, number and ending it stays far under the 255 that systems take."""

TEMPORARY = ".reader-{}.part"
"""The name of a file that is being written, with a random part."""


class ExportError(Exception):
    """An export that can't be done; the message names the file or folder and says what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to."""

    written: int
    """Releases."""
    kept: int = 0
    """Files that were there already and were left as they are."""


def export(
    pieces: Iterable[Piece],
    target: Path,
    form: Form,
    is_folder: bool,
    tell: Callable[[int], None] = lambda done: None,
) -> Exported:
    """Write releases into a file that must be new, or into a folder, a file each. Raises ExportError.

    A file appears under its name only once it is whole. Of a folder, files that are there already are left as they
    are, so that an export that was stopped can be taken up again. `tell` is told how many releases are done; what it
    raises ends the export.
    """
    try:
        return _into_folder(pieces, target, form, tell) if is_folder else _into_file(pieces, target, form, tell)
    except FileExistsError:
        raise ExportError(f"{target} is there already; nothing was written over it") from None
    except OSError as error:
        raise ExportError(f"{target}: cannot be written: {error.strerror or error}") from None


def _into_file(pieces: Iterable[Piece], file: Path, form: Form, tell: Callable[[int], None]) -> Exported:
    with _folder(file.parent) as folder, _new_file(folder, file.name) as new:
        return write_all(pieces, new, form, tell)


def write_all(
    pieces: Iterable[Piece], new: IO[str], form: Form, tell: Callable[[int], None] = lambda done: None
) -> Exported:
    """Write releases one after the other, each as it comes."""
    written, coming = 0, iter(pieces)
    first = list(islice(coming, 2))
    one = form.among if form.among and len(first) > 1 else form.one
    new.write(form.opening)
    for piece in chain(first, coming):
        new.write(form.between * bool(written) + one(piece))
        written += 1
        tell(written)
    new.write(form.closing)
    return Exported(written)


def _into_folder(pieces: Iterable[Piece], path: Path, form: Form, tell: Callable[[int], None]) -> Exported:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = kept = 0
    with _folder(path) as folder:
        for piece in pieces:
            try:
                with _new_file(folder, file_for(piece, form)) as new:
                    new.write(form.opening + form.one(piece) + form.closing)
                written += 1
            except FileExistsError:
                kept += 1
            tell(written + kept)
    return Exported(written, kept)


def file_for(piece: Piece, form: Form) -> str:
    """The name of a release's own file: its date, its title as far as it is letters, its number."""
    letters = "".join(letter if _is_of_word(letter) else " " for letter in unicodedata.normalize("NFC", piece.title))
    title = "-".join(letters.lower().split()).encode("utf-8")[:LONGEST_NAME].decode("utf-8", "ignore").strip("-")
    return "-".join(part for part in (piece.day or "undated", title, str(piece.headline.id)) if part) + form.suffix


def _is_of_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM"


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[int]:
    """A folder that is held open: what is written into it goes there, whatever happens to its name meanwhile."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder
    finally:
        os.close(folder)


@contextlib.contextmanager
def _new_file(folder: int, name: str) -> Iterator[IO[str]]:
    """A file that must be new: written under another name, and given its own when all of it is there."""
    if _is_there(folder, name):
        raise FileExistsError(name)
    temporary = TEMPORARY.format(os.urandom(8).hex())
    # O_EXCL follows no link, and takes no file that somebody put there.
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600, dir_fd=folder)
    try:
        with open(handle, "w", encoding="utf-8", errors="replace", newline="\n") as new:
            yield new
        _give_name(folder, temporary, name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _give_name(folder: int, temporary: str, name: str) -> None:
    """Let a file have its name, unless another has got it meanwhile."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links (FAT): the name is taken with an empty file of ours, which is then replaced.
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600, dir_fd=folder))
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
