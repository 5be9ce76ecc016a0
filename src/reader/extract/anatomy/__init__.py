"""The parts of a release: title, date, dateline, embargo, lede, body, captions, contacts; what is page chrome goes."""

from __future__ import annotations

from reader.extract.anatomy.apart import name_for, take_apart
from reader.extract.anatomy.wraps import Paragraph, paragraphs

__all__ = ["Paragraph", "name_for", "paragraphs", "take_apart"]
