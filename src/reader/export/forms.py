"""The forms in which releases are exported, and how a file's name tells which is meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reader.export.citing import as_bibtex, as_ris
from reader.export.markdown import as_markdown, as_section
from reader.export.piece import Piece
from reader.export.text import as_plain
from reader.export.web import CLOSING, OPENING, as_article
from reader.listed import as_json
from reader.plain import as_object

COLUMNS = (
    "id", "title", "subtitle", "organisation", "source", "published", "place", "url", "language", "regions",
    "countries", "quotes", "tags", "note", "text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """How a file of releases is made: an opening, a text for each release with something between, a closing."""

    name: str
    suffix: str
    means: str
    one: Callable[[Piece], str]
    opening: str = ""
    between: str = ""
    closing: str = ""
    among: Callable[[Piece], str] | None = None
    """In place of `one` where several releases are in one file."""


def _as_object(piece: Piece) -> str:
    own = {
        "id": piece.headline.id,
        "source": piece.headline.source,
        "is_read": piece.headline.is_read,
        "is_starred": piece.headline.is_starred,
        "tags": list(piece.headline.tags),
        "note": piece.note,
    }
    return as_json({**as_object(piece.release), **own})


def _as_row(piece: Piece) -> str:
    headline, release = piece.headline, piece.release
    return _csv(
        headline.id, release.title, release.subtitle, release.organisation, headline.source, release.published,
        release.dateline.place if release.dateline else "", release.url, release.language, " ".join(headline.regions),
        " ".join(headline.countries), headline.quotes, ", ".join(headline.tags), piece.note,
        "\n".join(block.text for block in release.blocks),
    )  # fmt: skip


def _csv(*cells: object) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


FORMS = {
    form.name: form
    for form in (
        Form(
            "md",
            ".md",
            "Markdown with the facts in front; `reader import` reads it again",
            as_markdown,
            between="\n* * *\n\n",
            among=as_section,
        ),
        Form("txt", ".txt", "plain text, a line a paragraph", as_plain, between=f"\n{'─' * 40}\n\n"),
        Form("html", ".html", "a web page that asks for nothing from anywhere", as_article, OPENING, "", CLOSING),
        Form("json", ".json", "an array of all that is known, an object a line", _as_object, "[\n", ",\n", "\n]\n"),
        Form("csv", ".csv", "a table, a row a release", _as_row, _csv(*COLUMNS)),
        Form("bibtex", ".bib", "records for LaTeX and reference managers", as_bibtex, between="\n"),
        Form("ris", ".ris", "records for Zotero, EndNote and other reference managers", as_ris, between="\n"),
    )
}
"""Each form by its name."""


def form_of(path: Path) -> Form | None:
    """The form that a file's name ends like; None where it tells none, as a folder's does."""
    return next((form for form in FORMS.values() if form.suffix == path.suffix.lower()), None)
