"""Releases in SQLite: the only place that knows how they are kept."""

from reader.archive.archive import Archive, Counts, Revision
from reader.archive.listing import Listing
from reader.archive.opening import ArchiveError
from reader.archive.sources import FILES, SourceRow
from reader.archive.storing import Known, Stored, Understood, digest_of, storable
from reader.archive.voices import Voice

__all__ = [
    "FILES",
    "Archive",
    "ArchiveError",
    "Counts",
    "Known",
    "Listing",
    "Revision",
    "SourceRow",
    "Stored",
    "Understood",
    "Voice",
    "digest_of",
    "storable",
]
