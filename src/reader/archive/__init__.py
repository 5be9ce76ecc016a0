"""Releases in SQLite: the only place that knows how they are kept."""

from reader.archive.archive import Archive, Counts, Revision
from reader.archive.listing import Listing
from reader.archive.opening import ArchiveError
from reader.archive.ordering import Ordered
from reader.archive.pack import unpack_entry
from reader.archive.preparing import Prepared, Rows, digest_of, prepare, rows_of, storable
from reader.archive.saved import SavedSearch
from reader.archive.sources import FILES, SourceRow
from reader.archive.storing import Known, Stored
from reader.archive.tags import Tag, tag_name
from reader.archive.voices import Voice

__all__ = [
    "FILES",
    "Archive",
    "ArchiveError",
    "Counts",
    "Known",
    "Listing",
    "Ordered",
    "Prepared",
    "Revision",
    "Rows",
    "SavedSearch",
    "SourceRow",
    "Stored",
    "Tag",
    "Voice",
    "digest_of",
    "prepare",
    "rows_of",
    "storable",
    "tag_name",
    "unpack_entry",
]
