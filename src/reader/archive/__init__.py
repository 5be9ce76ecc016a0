"""Releases in SQLite: the only place that knows how they are kept."""

from typing import TYPE_CHECKING

from reader.archive.archive import Archive, Counts, Revision
from reader.archive.listing import Listing
from reader.archive.trouble import ArchiveError, DamagedArchive, in_words
from reader.later import of_modules

if TYPE_CHECKING:
    from reader.archive.checking import Health
    from reader.archive.following import MARK, Course
    from reader.archive.ordering import Ordered
    from reader.archive.pack import unpack_entry
    from reader.archive.preparing import Prepared, Rows, digest_of, prepare, rows_of, storable
    from reader.archive.saved import SavedSearch
    from reader.archive.saving import Saved, save_readable
    from reader.archive.sources import FILES, SourceRow
    from reader.archive.storing import Known, Stored
    from reader.archive.tags import Tag, tag_name
    from reader.archive.terms import Terms
    from reader.archive.voices import Voice

_LATER = {
    "checking": ("Health",),
    "following": ("MARK", "Course"),
    "ordering": ("Ordered",),
    "pack": ("unpack_entry",),
    "preparing": ("Prepared", "Rows", "digest_of", "prepare", "rows_of", "storable"),
    "saved": ("SavedSearch",),
    "saving": ("Saved", "save_readable"),
    "sources": ("FILES", "SourceRow"),
    "storing": ("Known", "Stored"),
    "tags": ("Tag", "tag_name"),
    "terms": ("Terms",),
    "voices": ("Voice",),
}
"""Modules that are loaded when these names are asked for: who only lists releases needs none of them."""

__getattr__ = of_modules(__name__, _LATER)


__all__ = [
    "FILES",
    "MARK",
    "Archive",
    "ArchiveError",
    "Counts",
    "Course",
    "DamagedArchive",
    "Health",
    "Known",
    "Listing",
    "Ordered",
    "Prepared",
    "Revision",
    "Rows",
    "Saved",
    "SavedSearch",
    "SourceRow",
    "Stored",
    "Tag",
    "Terms",
    "Voice",
    "digest_of",
    "in_words",
    "prepare",
    "rows_of",
    "save_readable",
    "storable",
    "tag_name",
    "unpack_entry",
]
