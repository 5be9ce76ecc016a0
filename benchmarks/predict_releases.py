"""What the anatomy makes of a gold set of releases, for the scorer, and what trafilatura makes of it, to compare."""

from __future__ import annotations

import importlib
import itertools
from pathlib import Path
from typing import Any

from reader.extract.anatomy import take_apart
from reader.release import BlockKind, Entry, Form, Release

Record = dict[str, Any]


def predict(record: Record, base: Path) -> Record:
    """The prediction for one record, in the scorer's format; its text or page lies under `base`."""
    return _prediction(record["id"], take_apart(as_entry(record, base)))


def as_entry(record: Record, base: Path) -> Entry:
    """A gold record's file as the entry that a source would make of it, without what the gold set says of it."""
    if "html_path" in record:
        content = (base / record["html_path"]).read_text(encoding="utf-8", errors="replace")
        return Entry(key=record["id"], content=content, form=Form.PAGE, url=record.get("url") or "")
    content = (base / record["text_path"]).read_text(encoding="utf-8", errors="replace")
    if not record["kind"].startswith("markdown"):
        return Entry(key=record["id"], content=content, form=Form.TEXT)
    facts, rest = _front_matter(content)
    return Entry(
        key=record["id"],
        content=rest,
        form=Form.MARKDOWN,
        title=facts.get("title", ""),
        published=facts.get("date", ""),
    )


def _front_matter(content: str) -> tuple[dict[str, str], str]:
    """The facts between the lines of dashes at a file's head, which the sources read before the anatomy does."""
    if not content.startswith("---\n") or "\n---" not in content[4:]:
        return {}, content
    head, rest = content[4:].split("\n---", 1)
    pairs = (line.split(":", 1) for line in head.splitlines() if ":" in line)
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}, rest


def _prediction(key: str, release: Release) -> Record:
    return {
        "id": key,
        "title": release.title or None,
        "dateline": release.dateline.place if release.dateline else None,
        "published": release.published[:10] or None,
        "body": release.body,
        "captions": _captions(release),
        "is_release": release.is_release,
    }


def _captions(release: Release) -> list[str]:
    """The captions as the gold sets count them: those of pictures that stand together, a gallery, are one."""
    groups = itertools.groupby(release.blocks, lambda block: block.kind is BlockKind.CAPTION)
    return [" ".join(block.text for block in group) for is_caption, group in groups if is_caption]


def oracle(record: Record, base: Path) -> Record:
    """What trafilatura makes of a page, in the scorer's format; it must be installed, and reads no plain text."""
    trafilatura: Any = importlib.import_module("trafilatura")
    page = (base / record["html_path"]).read_text(encoding="utf-8", errors="replace")
    found = trafilatura.bare_extraction(page, url=record.get("url"), with_metadata=True)
    facts = found.as_dict() if found else {}
    return {
        "id": record["id"],
        "title": facts.get("title"),
        "published": facts.get("date"),
        "body": facts.get("text") or "",
        "captions": [],
        "is_release": True,
    }
