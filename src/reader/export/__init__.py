"""Releases as files for other programs and people: what they say, letter for letter, and how to cite it."""

from reader.export.exporting import Exported, ExportError, export, file_for, write_all
from reader.export.forms import FORMS, Form, form_of
from reader.export.piece import Piece

__all__ = ["FORMS", "ExportError", "Exported", "Form", "Piece", "export", "file_for", "form_of", "write_all"]
