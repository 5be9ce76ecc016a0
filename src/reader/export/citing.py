"""Releases as records for reference managers: BibTeX, and RIS for Zotero, EndNote, Citavi and the like."""

from __future__ import annotations

from collections.abc import Iterator

from reader.export.piece import Piece

TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
"""Letters that mean something to TeX; all others stand as they are, in UTF-8."""


def as_bibtex(piece: Piece) -> str:
    """A record of BibTeX. The sender stands in braces, so that it is not taken for a person's name."""
    release = piece.release
    fields = [
        ("title", f"{{{_tex(piece.title)}}}"),
        ("author", f"{{{_tex(piece.organisation)}}}" if piece.organisation else ""),
        ("date", piece.day),
        ("year", piece.day[:4]),
        ("howpublished", "Press release"),
        # An address is kept as it is: programs that read BibTeX set it without reading TeX in it.
        ("url", release.url.replace("{", "%7B").replace("}", "%7D")),
        ("langid", release.language),
        ("keywords", ", ".join(map(_tex, _keywords(piece)))),
        ("annote", _tex(piece.note)),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@misc{{release{piece.headline.id},", *lines, "}"]) + "\n"


def as_ris(piece: Piece) -> str:
    """A record of RIS, as a web page of the kind "Press release", which every program takes."""
    return "\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in _ris(piece)) + "\nER  - \n"


def _ris(piece: Piece) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    yield "TI", piece.title
    if piece.organisation:
        # The comma says that the name is whole, and no first name follows.
        yield "AU", f"{piece.organisation},"
        yield "PB", piece.organisation
    if piece.day:
        yield "PY", piece.day[:4]
        yield "DA", piece.day.replace("-", "/")
    yield "M3", "Press release"
    if piece.release.url:
        yield "UR", piece.release.url
    if piece.release.language:
        yield "LA", piece.release.language
    for word in _keywords(piece):
        yield "KW", word
    if piece.note:
        yield "N1", piece.note


def _keywords(piece: Piece) -> list[str]:
    return [*(country.name for country in piece.release.countries), *piece.headline.tags]


def _tex(text: str) -> str:
    return text.translate(TEX)
