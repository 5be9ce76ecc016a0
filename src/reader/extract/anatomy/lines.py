"""What a line is for, by its words alone: chrome, a head of the contacts, an end mark, a label, a fact."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 320
"""Characters beyond which a line is no head or label, only a paragraph that begins alike."""


FEWEST_OF_MENU = 4
"""Words of menus, or bars between them, that make a line one."""

FOLDED = 1024
"""Lines of which the folded form is kept: each is compared with the lists of several purposes."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of one purpose in `lines.toml`, folded."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    holds: tuple[str, ...]

    def match(self, folded: str) -> bool:
        """True where a folded line is of this purpose."""
        return folded in self.whole or folded.startswith(self.starts) or any(words in folded for words in self.holds)


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """`lines.toml` as it is written."""
    return tomllib.loads((files(__package__) / "lines.toml").read_text(encoding="utf-8"))


@cache
def words(purpose: str) -> Words:
    """What `lines.toml` lists for a purpose."""
    lists = table()[purpose]
    return Words(
        frozenset(fold(line) for line in lists.get("whole", ())),
        tuple(line.casefold().translate(_QUOTES) for line in lists.get("starts", ())),
        tuple(line.casefold().translate(_QUOTES) for line in lists.get("holds", ())),
    )


_PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u2011": "-"}
_QUOTE = re.compile(f"[{''.join(_PLAIN)}]")
_QUOTES = str.maketrans(_PLAIN)


@lru_cache(maxsize=FOLDED)
def fold(line: str) -> str:
    """A line for comparing: no case, and none of the marks and spaces around it."""
    line = line.casefold()
    if not line.isascii():
        line = _QUOTE.sub(lambda mark: _PLAIN[mark[0]], line)
    start, end = 0, len(line)
    while start < end and not _counts(line[start]):
        start += 1
    while end > start and not _counts(line[end - 1]):
        end -= 1
    return line[start:end]


def _counts(letter: str) -> bool:
    return letter.isalnum() or letter in "©#" or unicodedata.category(letter) in ("Mn", "Mc")


def is_for(purpose: str, line: str) -> bool:
    """True where a line serves a purpose that `lines.toml` knows."""
    if len(line) > LONGEST:
        return False
    folded = fold(line)
    if words(purpose).match(folded) or _with_mark(purpose, line, folded):
        return True
    return purpose == "chrome" and len(folded) > 30 and is_menu(line)


def _with_mark(purpose: str, line: str, folded: str) -> bool:
    """Some entries end in a mark that folding takes off ("contact:")."""
    mark = line.rstrip()[-1:]
    return mark in ":：" and words(purpose).starts != () and (folded + ":").startswith(words(purpose).starts)


@cache
def _menu_words() -> frozenset[str]:
    return frozenset(
        line for purpose in ("chrome", "stop", "label") for line in words(purpose).whole if line.count(" ") < 2
    )


@lru_cache(maxsize=FOLDED)
def is_menu(line: str) -> bool:
    """True for a menu that a page's text has on one line: "Home About Us News Topics Contact Us Search"."""
    if len(line) > LONGEST or line[-1:] in ".!?。！？":
        return False
    if line.count("|") >= FEWEST_OF_MENU and len(line) < 40 * line.count("|"):
        return True
    parts = [part.strip("|»›>/·•:-") for part in fold(line).split()]
    pairs = {" ".join(pair) for pair in itertools.pairwise(parts)}
    found = len((pairs | set(parts)) & _menu_words())
    return found >= FEWEST_OF_MENU and found * 5 >= len(parts)


_END = re.compile(
    r"[\s\[\](){}<>*_\-–—=~./|]{0,60}(?:#[\s#]{1,40}|-\s?(?:30|0)\s?-|\*[\s*]{4,60})[\s\[\](){}<>*_\-–—=~./|]{0,60}"
)


def is_end(line: str) -> bool:
    """True for a mark at a release's end: "###", "ENDS", "-30-"."""
    if len(line) > 60:
        return False
    if line.strip("# ") == "" and line.count("#") >= 2:
        return True
    return bool(_END.fullmatch(line)) or (
        fold(line) in words("end").whole and not line[:1].islower() and fold(line) != "30"
    )


_PHONE = re.compile(r"(?:\+|\(|\b0|\b00)[\d ().\-/]{7,20}\d")
_MAIL = re.compile(r"[\w.+-]{1,64}(?:@|\[at\]|\(at\)| at )[\w-]{1,60}(?:\.|\[dot\]| dot )\w{2,}|\[email protected\]")


def gives_reach(line: str) -> bool:
    """True where a line gives a telephone number, a mail address or an account to write to."""
    line = line[:400]
    return bool(_PHONE.search(line) or _MAIL.search(line))


_FILE_OR_ADDRESS = re.compile(
    r"\[?(?:(?:https?://|www\.)\S{1,2000}"
    r"|\S{1,200}\.(?:jpe?g|png|gif|webp|svg|pdf|mp3|mp4|docx?)|\[[^\]]{0,80}\])\]?"
)


def is_file_or_address(line: str) -> bool:
    """True for a bare web address or a file's name, as saved pages leave them where pictures and links were."""
    return bool(_FILE_OR_ADDRESS.fullmatch(line))
