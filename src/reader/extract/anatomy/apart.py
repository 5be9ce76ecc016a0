"""An entry taken apart, step by step."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from reader.extract.anatomy.captions import find_credit, is_caption
from reader.extract.anatomy.dateline import find_dateline, find_dateline_within
from reader.extract.anatomy.dates import find_days, read_moment
from reader.extract.anatomy.drafts import Draft, draft
from reader.extract.anatomy.embargo import read_embargo
from reader.extract.anatomy.language import detect, tag
from reader.extract.anatomy.lines import gives_reach, is_for, words
from reader.extract.anatomy.mending import mend
from reader.extract.anatomy.naming import is_fact, without_label
from reader.extract.anatomy.parts import (
    LONGEST_DESCRIPTION,
    SHORT,
    Parts,
    dates_of,
    is_credit,
    is_lone_dateline,
    sort_out,
)
from reader.extract.anatomy.pieces import Piece, joined
from reader.extract.clean import clean_line, clean_url
from reader.release import BODY, Block, BlockKind, Dateline, Entry, Label, Link, Release

LONGEST_NAME = 90
"""Characters of the name that is made for a release without a title."""

FEWEST_WORDS = 20
"""Words of a body's sentences below which a page holds no release."""

LONG = 40
"""Words of a line that counts as sentences though it ends as none."""

FEWEST_TEASERS = 3
"""Lines that lead on to other releases, of which so many make a page a list of them."""


def take_apart(entry: Entry) -> Release:
    """The release that an entry holds: everything but quotes, countries and regions.

    What a source gives (title, date, organisation, language) wins where it can be read; the content says the rest.
    The title is "" where neither has one.
    """
    found = draft(entry)
    title, dated = _without_date(without_label(found.title))
    parts = sort_out(found.pieces, found.title, found.loose)
    _join_lone_dateline(parts)
    _read_above(found, parts)
    dateline = _cut_to_dateline(parts)
    blocks = tuple(_block(piece) for piece in parts.pieces)
    published = _published(entry, found, parts, dateline, dated)
    body = " ".join(block.text for block in blocks if block.kind in BODY)
    head = found.head
    return Release(
        title=title,
        url=clean_url(entry.url) or (head.address if head else ""),
        subtitle=parts.subtitle or (head.subtitle if head else ""),
        organisation=clean_line(mend(entry.organisation)) or (head.organisation if head else ""),
        language=tag(entry.language) or (head.language if head else "") or detect(body or title),
        published=published,
        dateline=dateline,
        embargo=read_embargo(parts.embargo, published) if parts.embargo else None,
        blocks=blocks,
        lede=parts.lede,
        links=_links(parts),
        is_release=_is_release(entry, found, parts),
        labels=tuple(Label(clean_line(label.scheme), clean_line(mend(label.term))) for label in entry.labels),
    )


def name_for(release: Release) -> str:
    """A name for a release that has no title: its lede's first words, past the dateline, cut at a word."""
    if release.lede < 0:
        return ""
    text = release.blocks[release.lede].text
    if release.dateline and release.dateline.block == release.lede:
        text = text[release.dateline.end :]
    if len(text) <= LONGEST_NAME:
        return text.strip()
    return text[: LONGEST_NAME - 1].rsplit(None, 1)[0].rstrip(" ,;:–—-") + "…"


_WEEKDAY = re.compile(r"[\s,|–—-]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?[\s,|–—-]*$", re.IGNORECASE)


def _without_date(title: str) -> tuple[str, str]:
    """A title without the date at its end or its start, and that date."""
    for day in find_days(title[:400]):
        before, after = _WEEKDAY.sub("", title[: day.start]), title[day.end :].lstrip(" :–—|-")
        if not after and len(before.split()) >= 4:
            return before, day.iso
        if not before and len(after.split()) >= 4 and not after[0].islower():
            return after, day.iso
    return title, ""


def _join_lone_dateline(parts: Parts) -> None:
    """Put a dateline that stood on a line of its own at the head of the lede."""
    if parts.lede <= 0:
        return
    before, lede = parts.pieces[parts.lede - 1], parts.pieces[parts.lede]
    if before.kind in BODY and is_lone_dateline(before.text):
        parts.pieces[parts.lede - 1 : parts.lede + 1] = [_put_before(before.text, lede)]
        parts.lede -= 1


def _put_before(words: str, piece: Piece) -> Piece:
    shift = len(words) + 1
    links = tuple(replace(link, start=link.start + shift, end=link.end + shift) for link in piece.links)
    return replace(piece, text=f"{words} {piece.text}", links=links)


def _read_above(found: Draft, parts: Parts) -> None:
    """Read the embargo, the date and the contacts that stood before the title."""
    contact, contacts = False, []
    captions = _captions_above(found) if not found.head else []
    parts.pieces[:0] = captions
    parts.lede += len(captions) if parts.lede >= 0 else 0
    for piece in found.above:
        if piece.chrome:
            continue
        if read_embargo(piece.text):
            parts.embargo = parts.embargo or piece.text
        contact = (contact and (piece.size < SHORT or gives_reach(piece.text))) or is_for("contact", piece.text)
        if contact and not found.head:
            contacts.append(replace(piece, kind=BlockKind.CONTACT))
    if any(gives_reach(piece.text) for piece in contacts):
        parts.pieces[:0] = contacts
        parts.lede += len(contacts) if parts.lede >= 0 else 0


CAPTIONS_ABOVE = 4
"""Lines above a title among which the caption of the picture over it may stand."""


def _captions_above(found: Draft) -> list[Piece]:
    """Captions of the pictures over the title; where the credit comes first the line under it is of the caption too."""
    lines = found.above[-CAPTIONS_ABOVE:]
    for index, piece in enumerate(lines):
        if is_caption(piece.text) and not piece.chrome:
            whole = [piece, *lines[index + 1 :]]
            if len(whole) == 1 or (len(whole) == 2 and is_credit(piece) and whole[1].size <= LONGEST_DESCRIPTION):
                return [joined(whole, " ").as_kind(BlockKind.CAPTION)]
    return []


def _cut_to_dateline(parts: Parts) -> Dateline | None:
    """The dateline of the lede or of a paragraph soon after it; what a text has glued before it goes."""
    if parts.lede < 0:
        return None
    for index in range(parts.lede, min(parts.lede + 3, len(parts.pieces))):
        piece = parts.pieces[index]
        if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTATION):
            continue
        found = find_dateline(piece.text)
        if found:
            return Dateline(found.place, found.date, index, 0, found.end)
    lede = parts.pieces[parts.lede]
    start = find_dateline_within(lede.text)
    if start <= 0:
        return None
    glued = lede.text[:start]
    parts.embargo = parts.embargo or (glued.strip() if read_embargo(glued) else "")
    parts.pieces[parts.lede] = lede.cut(start)
    found = find_dateline(parts.pieces[parts.lede].text)
    return Dateline(found.place, found.date, parts.lede, 0, found.end) if found else None


def _published(entry: Entry, found: Draft, parts: Parts, dateline: Dateline | None, dated: str) -> str:
    """The day of publication by the surest witness; "" where none speaks."""
    given = read_moment(entry.published)
    if given:
        return given
    between = [iso for piece in found.pieces if piece.chrome and piece.hint == "date" for iso in dates_of(piece.text)]
    above = [iso for piece in _right_above(found) for iso in dates_of(piece.text)]
    below = [iso for piece in found.below for iso in dates_of(piece.text)]
    witnesses = [found.head.published if found.head else "", *parts.dates[:1], dated, dateline.date if dateline else ""]
    others = [*between[:1], *above[:1], _after_label(parts), *below[:1], _in_address(entry.url)]
    return next(filter(None, [*witnesses, *others]), "")


def _right_above(found: Draft) -> Iterator[Piece]:
    """The lines above the title, going up, as far as they are facts of the release and not other headlines."""
    lines = found.above[::-1]
    for piece, over in itertools.pairwise([*lines, Piece("")]):
        if is_for("stop", piece.text) or (piece.size >= 5 and not is_fact(piece) and not is_credit(over)):
            return
        yield piece


def _after_label(parts: Parts) -> str:
    """The date in a lede that has the release's head glued before it ("NEWS RELEASE ... 14 May 2004 ...")."""
    text = parts.pieces[parts.lede].text[:150] if parts.lede >= 0 else ""
    if not any(text.casefold().startswith(label[:-1]) for label in words("label").starts):
        return ""
    days = list(find_days(text))
    return days[0].iso if len(days) == 1 else ""


def _in_address(url: str) -> str:
    match = re.search(r"/((?:19|20)\d\d)/(\d{2})/(\d{2})(?=/|-)", url)
    return read_moment("-".join(match.groups())) if match else ""


def _block(piece: Piece) -> Block:
    credit = find_credit(piece.text) if piece.kind is BlockKind.CAPTION else -1
    level = piece.level if piece.kind in (BlockKind.HEADING, BlockKind.ITEM) else 0
    marker = piece.marker if piece.kind is BlockKind.ITEM else ""
    return Block(piece.kind, piece.text, level, marker, credit)


def _links(parts: Parts) -> tuple[Link, ...]:
    return tuple(
        Link(index, link.start, link.end, link.url) for index, piece in enumerate(parts.pieces) for link in piece.links
    )


def _is_release(entry: Entry, found: Draft, parts: Parts) -> bool:
    if entry.form.value == "fragment":
        return True
    prose = [piece.size for piece in parts.pieces if piece.kind in BODY and (piece.is_prose or piece.size >= LONG)]
    teasers = sum(is_for("more", piece.text) for piece in found.pieces)
    return sum(prose) >= FEWEST_WORDS and (teasers < FEWEST_TEASERS or teasers * 2 < len(prose))
