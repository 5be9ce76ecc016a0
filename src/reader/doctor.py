"""Looks an archive over, makes anew what can be made anew, and saves what can be read of a damaged one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.archive import Archive, DamagedArchive, Health, save_readable
from reader.refresh import understood_now


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor says, in lines for the user, and whether all is well now."""

    lines: tuple[str, ...]
    is_well: bool


def examine(path: Path) -> Finding:
    """Check the archive at `path` and put right what can be put right. Raises ArchiveError where it is not ours."""
    try:
        with Archive.open(path) as archive:
            health = archive.check()
            if not health.broken_file:
                return _put_right(archive, health)
            lines = [f"The file is damaged: {fault}" for fault in health.broken_file[:3]]
    except DamagedArchive as error:
        lines = [f"The file is damaged: {error}"]
    return Finding((*lines, *_saved(path)), is_well=False)


def _put_right(archive: Archive, health: Health) -> Finding:
    lines = [f"{_releases(health.releases)}; the file is sound."]
    if not health.out_of_step and not health.not_understood:
        lines.append("The search index, the counts and all that was understood are in step with the texts.")
    elif archive.is_read_only:
        return Finding((*lines, "It is not in step, but may only be read."), is_well=False)
    else:
        afresh = _make_anew(archive, health)
        lines.append(f"Out of step, and made anew: {', '.join(health.out_of_step or ['the search index'])}.")
        if afresh:
            lines.append(f"{_releases(afresh)} understood anew from what came.")
        left = archive.check()
        if left.out_of_step or left.not_understood:
            return Finding((*lines, "It is still not in step; please report this."), is_well=False)
    if health.lost_originals:
        lost = _releases(len(health.lost_originals))
        lines.append(f"{lost}: the text as it came can't be read any more; what was understood of it is kept.")
    return Finding(tuple(lines), is_well=True)


def _make_anew(archive: Archive, health: Health) -> int:
    """Make all anew that is made from the originals; how many releases had to be understood anew."""
    lost = frozenset(health.lost_originals)
    afresh = understood_now(archive, [each for each in health.not_understood if each not in lost])
    archive.make_anew(afresh)
    return len(afresh)


def _saved(path: Path) -> Iterator[str]:
    saved = save_readable(path)
    if saved is None:
        yield "Nothing in it can be read; it was left as it is. Put it back from a copy."
        return
    with Archive.open(saved.path) as archive:
        _make_anew(archive, archive.check())
    yield f"Saved into a new file: {_releases(saved.releases)}, {saved.texts} texts; {saved.lost} rows can't be read."
    yield f"{saved.path}"
    yield "The damaged file was left as it is. Read the new one with --archive, or put it in its place."


def _releases(number: int) -> str:
    return "1 release" if number == 1 else f"{number} releases"
