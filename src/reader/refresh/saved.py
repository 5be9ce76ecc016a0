"""Saved releases and lists of feeds: files, folders and standard input, read by workers and stored."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.archive import FILES, Archive, SourceRow
from reader.extract.clean import clean_line
from reader.refresh.storing import Care, a_pool, ids_of, keys_told, rows_told, take_in
from reader.refresh.telling import Outcome, Progress
from reader.release import Release
from reader.sources import files, subscriptions
from reader.sources.feeds import MAX_BYTES
from reader.workers.pool import LARGE, Lost, Pool, Talk
from reader.workers.wire import Frame, Garbled

SAVED = "Saved releases"
"""Title of the source that single files belong to."""

MOST_FILES = 32
MOST_BYTES = 2**20
"""Files that a worker reads at once, and their bytes: it holds all of them in memory."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one worker reads at once: files, standard input, or a list of feeds; or a path that leads to nothing."""

    number: int
    paths: tuple[str, ...] = ()
    list_at: str = ""
    problem: str = ""


@dataclass(slots=True)
class _Taken:
    """What became of a piece."""

    piece: _Piece
    outcome: Outcome = field(default_factory=Outcome)
    releases: list[Release] = field(default_factory=list)
    """Understood, where they are not to be stored."""


Keep = Callable[[Frame, Care, _Taken], Generator[Frame | None, Frame, None]]
"""What is done with a worker's word of what files hold: store it, or have all of it understood."""


def take_paths(
    archive: Archive,
    paths: Sequence[str],
    now: datetime | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
    pool: Pool | None = None,
) -> Outcome:
    """Store the releases of files and folders, and follow the feeds that lists (OPML, newsboat's urls) name.

    `now` is the moment at which they are first seen: the present one where it is left out. Stopped at any moment,
    what was stored stays, and the next time the same files cost a look each.
    """
    whole = Outcome()
    for taken in _held(paths, _storing(archive, now or datetime.now(UTC)), told, pool, archive):
        whole.ids += taken.outcome.ids
        whole.stored += taken.outcome.stored
        whole.feeds += taken.outcome.feeds
        whole.problems += taken.outcome.problems
    archive.make_lasting()
    return whole


def releases_in(paths: Sequence[str], pool: Pool | None = None) -> Iterator[Release | str]:
    """The releases of files, understood but not stored, in order; a message for each that can't be read."""
    for taken in _held(paths, _understanding, lambda progress: None, pool):
        yield from taken.releases
        yield from taken.outcome.problems


def _held(
    paths: Sequence[str],
    keep: Keep,
    told: Callable[[Progress], None],
    pool: Pool | None,
    archive: Archive | None = None,
) -> Iterator[_Taken]:
    """What became of the pieces of these paths, in order. Lists of feeds are lists only where there is an archive."""
    pieces = list(_pieces(paths, with_lists=archive is not None))
    progress = Progress(sum(max(1, len(piece.paths)) for piece in pieces))
    early: dict[int, _Taken] = {}
    number = 0
    with a_pool(pool) as workers:
        for taken in workers.hold(pieces, lambda piece: _talk(piece, keep, archive)):
            progress.done += max(1, len(taken.piece.paths))
            told(progress)
            early[taken.piece.number] = taken
            while number in early:
                yield early.pop(number)
                number += 1


def _pieces(paths: Sequence[str], *, with_lists: bool) -> Iterator[_Piece]:
    number = 0
    waiting: list[str] = []
    size = 0
    for path in paths:
        if path == files.STANDARD_INPUT or (with_lists and _is_list(path)):
            found: Iterable[Path | files.Unreadable | _Piece] = [
                _Piece(0, (path,)) if path == files.STANDARD_INPUT else _Piece(0, list_at=path)
            ]
        else:
            found = files.find([path])
        for one in found:
            its_size = _size(one) if isinstance(one, Path) else 0
            if waiting and (not isinstance(one, Path) or len(waiting) >= MOST_FILES or size + its_size > MOST_BYTES):
                yield _Piece(number, tuple(waiting))
                number, waiting, size = number + 1, [], 0
            if isinstance(one, Path):
                waiting.append(str(one))
                size += its_size
                continue
            yield (
                replace(one, number=number)
                if isinstance(one, _Piece)
                else _Piece(number, problem=clean_line(f"{one.path}: {one.reason}"))
            )
            number += 1
    if waiting:
        yield _Piece(number, tuple(waiting))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _is_list(path: str) -> bool:
    name = Path(path)
    return name.suffix.lower() == ".opml" or name.name == "urls"


def _talk(piece: _Piece, keep: Keep, archive: Archive | None) -> Talk[_Taken]:
    taken = _Taken(piece)
    if piece.problem:
        taken.outcome.problems.append(piece.problem)
    elif piece.list_at and archive:
        yield from _take_list(archive, piece.list_at, taken.outcome)
    else:
        yield from _take_files(piece.paths, keep, taken)
    return taken


def _take_files(paths: Sequence[str], keep: Keep, taken: _Taken) -> Generator[Frame | None, Frame, None]:
    """Have files read; where a worker is lost over them, one by one."""
    care = Care()
    while True:
        try:
            told = yield _work(paths)
            yield from keep(told, care, taken)
            return
        except Lost as lost:
            if care.learn():
                continue
            if len(paths) == 1:
                taken.outcome.problems.append(clean_line(f"{paths[0]}: {lost}"))
                return
        for path in paths:
            yield from _take_files([path], keep, taken)
        return


def _work(paths: Sequence[str]) -> Frame:
    if list(paths) == [files.STANDARD_INPUT]:
        return Frame({"do": "bytes"}, [sys.stdin.buffer.read(MAX_BYTES + 1)])
    is_large = sum(_size(Path(path)) for path in paths) > LARGE
    return Frame({"do": "files", "paths": list(paths), "alone": is_large})


def _storing(archive: Archive, seen: datetime) -> Keep:
    """Store what files hold that is new."""

    def keep(told: Frame, care: Care, taken: _Taken) -> Generator[Frame | None, Frame, None]:
        sources: list[int] = []
        all_keys: list[str] = []
        all_digests: list[bytes] = []
        for each in _files_told(told):
            keys, digests = keys_told(each)
            sources += [_source_of(archive, each)] * len(keys) if keys else []
            all_keys += keys
            all_digests += digests
        taken.outcome.stored += yield from take_in(archive, sources, all_keys, all_digests, seen, care)
        taken.outcome.problems += _problems(told)
        for source in dict.fromkeys(sources):
            keys = [key for key, its in zip(all_keys, sources, strict=True) if its == source]
            taken.outcome.ids += ids_of(archive, source, keys)

    return keep


def _source_of(archive: Archive, told: Mapping[str, Any]) -> int:
    """The source that what a file holds belongs to, which is made with its first release."""
    title = told.get("title")
    return archive.add_source(
        "files", f"{FILES}{clean_line(str(title or ''))}", SAVED if title is None else clean_line(str(title))
    )


def _understanding(told: Frame, care: Care, taken: _Taken) -> Generator[Frame | None, Frame, None]:
    """Have all that files hold understood."""
    care.pending = list(range(sum(len(keys_told(each)[0]) for each in _files_told(told))))
    frame = yield Frame({"wanted": care.pending, "careful": care.lost > 0, "plain": sorted(care.plain)})
    releases: list[Release] = []
    while not frame.fields.get("end"):
        rows = rows_told(frame)
        releases += [one.rows.release for _, one in rows if one is not None]
        care.pending = care.pending[len(rows) :]
        frame = yield None
    taken.releases += releases
    taken.outcome.problems += _problems(told)


def _files_told(told: Frame) -> list[dict[str, Any]]:
    found = told.fields.get("files")
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Garbled("no files")
    return found


def _problems(told: Frame) -> list[str]:
    return [clean_line(f"{each.get('path')}: {each['reason']}") for each in _files_told(told) if each.get("reason")]


def _take_list(archive: Archive, path: str, outcome: Outcome) -> Generator[Frame | None, Frame, None]:
    """Follow the feeds that a list names from now on."""
    try:
        with Path(path).open("rb") as file:
            told = yield Frame({"do": "list"}, [file.read(MAX_BYTES)])
        yield None
    except OSError as error:
        outcome.problems.append(clean_line(f"{path}: {error.strerror}"))
        return
    except Lost as lost:
        outcome.problems.append(clean_line(f"{path}: {lost}"))
        return
    if reason := told.fields.get("reason"):
        outcome.problems.append(clean_line(f"{path}: {reason}"))
        return
    outcome.feeds += archive.follow(
        (str(address), clean_line(str(title)), str(region)) for address, title, region in told.fields["feeds"]
    )
    outcome.problems += [clean_line(f"{path}: {each}") for each in told.fields["skipped"]]


def opml_of(rows: Iterable[SourceRow]) -> str:
    """The feeds among these sources as OPML."""
    followed = [subscriptions.Subscription(row.url, row.title, row.region) for row in rows if row.kind == "feed"]
    return subscriptions.write_opml(followed, "Feeds of reader")
