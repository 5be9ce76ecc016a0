"""The tables of the archive, and the numbered steps that bring an older file to the present shape."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from reader.archive.pack import unpack_release
from reader.archive.version import APPLICATION_ID, PRESENT, version_of
from reader.archive.words import BEGINNING, TOKENIZER, columns, put_in, settle

FIRST = f"""
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                       -- feed or files
    url TEXT NOT NULL UNIQUE,                 -- a feed's address; "files:" for saved releases
    title TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',          -- the fixed region of a feed, where it has one
    is_on INTEGER NOT NULL DEFAULT 1,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_digest TEXT NOT NULL DEFAULT '',     -- of the last body, so that an unchanged one is not parsed
    checked TEXT NOT NULL DEFAULT '',         -- ISO moment of the last try
    next_check TEXT NOT NULL DEFAULT '',      -- ISO moment before which a server asked not to be asked
    failures INTEGER NOT NULL DEFAULT 0,      -- in a row
    health TEXT NOT NULL DEFAULT ''           -- in words; empty when all is well
);

CREATE TABLE release (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source(id),
    key TEXT NOT NULL,
    rank INTEGER NOT NULL UNIQUE,             -- the order of the list: see rank.py
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    organisation TEXT NOT NULL,
    language TEXT NOT NULL,
    published TEXT NOT NULL,
    embargo TEXT NOT NULL,
    regions TEXT NOT NULL,                    -- keys with spaces between
    countries TEXT NOT NULL,                  -- codes with spaces between
    quotes INTEGER NOT NULL,                  -- stretches of speech
    is_read INTEGER NOT NULL DEFAULT 0,
    is_starred INTEGER NOT NULL DEFAULT 0,
    revisions INTEGER NOT NULL DEFAULT 1,
    is_gone INTEGER NOT NULL DEFAULT 0,       -- no longer in its feed
    first_seen TEXT NOT NULL,
    digest BLOB NOT NULL,                     -- of the entry as last seen
    UNIQUE (source, key)
);
-- Each filter of the list walks an index in the list's order.
CREATE INDEX release_unread ON release (rank) WHERE is_read = 0;
CREATE INDEX release_starred ON release (rank) WHERE is_starred = 1;
CREATE INDEX release_changed ON release (rank) WHERE revisions > 1;
CREATE INDEX release_undated ON release (rank) WHERE published = '';
CREATE INDEX release_embargoed ON release (rank) WHERE embargo <> '';
CREATE INDEX release_gone ON release (rank) WHERE is_gone = 1;
CREATE INDEX release_language ON release (language, rank);
CREATE INDEX release_organisation ON release (organisation, rank);
-- The same release in a second feed is found by its address.
CREATE INDEX release_url ON release (url) WHERE url <> '';

-- Another source's entry that is, to the letter, a release we hold already.
CREATE TABLE carried (
    source INTEGER NOT NULL REFERENCES source(id),
    key TEXT NOT NULL,
    release INTEGER NOT NULL REFERENCES release(id),
    PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE INDEX carried_release ON carried (release);

-- Every text that was ever seen of a release, as it came: an entry as zlib-packed JSON.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL REFERENCES release(id),
    seen TEXT NOT NULL,
    digest BLOB NOT NULL,
    original BLOB NOT NULL
);
CREATE INDEX revision_of_release ON revision (release, id);

-- What was understood of its newest text, and by which version of the rules.
CREATE TABLE understood (
    release INTEGER PRIMARY KEY REFERENCES release(id),
    rules INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX understood_rules ON understood (rules);

-- Which releases a source lists: its own, and those it carries.
CREATE TABLE listed (
    source INTEGER NOT NULL REFERENCES source(id),
    rank INTEGER NOT NULL,
    PRIMARY KEY (source, rank)
) WITHOUT ROWID;

CREATE TABLE organisation (name TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE place (
    code TEXT NOT NULL,                       -- a region's key or a country's code
    rank INTEGER NOT NULL,
    PRIMARY KEY (code, rank)
) WITHOUT ROWID;

CREATE TABLE said (
    rank INTEGER NOT NULL,
    nth INTEGER NOT NULL,                     -- the quote's index in the release
    speaker TEXT NOT NULL,
    PRIMARY KEY (rank, nth)
) WITHOUT ROWID;
CREATE INDEX said_by ON said (speaker, rank);

-- What the user put right, in the order in which it was said.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL REFERENCES release(id),
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    role TEXT NOT NULL
);
CREATE INDEX correction_of_release ON correction (release, id);

-- Counts that the screen shows at every change: all, source:ID, a region's key, a country's code.
CREATE TABLE tally (
    name TEXT PRIMARY KEY,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    title, quote, speaker, body, content='', tokenize="{TOKENIZER}"
);
"""

SECOND = f"""
-- What the user calls releases. A tag is told by its folded name: see spelling.py.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
);
CREATE TABLE tagged (
    tag INTEGER NOT NULL REFERENCES tag(id),
    release INTEGER NOT NULL REFERENCES release(id),
    PRIMARY KEY (tag, release)
) WITHOUT ROWID;
CREATE INDEX tagged_release ON tagged (release);

-- What the user wrote about a release, and the same folded, to be searched.
CREATE TABLE note (
    release INTEGER PRIMARY KEY REFERENCES release(id),
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    written TEXT NOT NULL
);

-- Searches that the user keeps, in the query language.
CREATE TABLE saved (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL
);

-- What is kept of a feed from one answer to the next: see following.py.
CREATE TABLE fetched (
    source INTEGER PRIMARY KEY REFERENCES source(id),
    items BLOB NOT NULL DEFAULT x'',
    notes TEXT NOT NULL,
    last_new TEXT NOT NULL,
    last_whole TEXT NOT NULL,
    missed TEXT NOT NULL,
    moving_to TEXT NOT NULL,
    moves INTEGER NOT NULL,
    former TEXT NOT NULL DEFAULT ''           -- its address before it moved
);
CREATE INDEX fetched_former ON fetched (former) WHERE former <> '';

-- The full-text index anew, with beginnings of words, with places, and with what stands inside words.
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
    title, quote, speaker, body, about, parts, content='', prefix='{BEGINNING}', tokenize="{TOKENIZER}"
);
-- Every word of the index, by which a beginning is looked up: see words.py.
CREATE TABLE term (term TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE INDEX release_read ON release (rank) WHERE is_read = 1;
-- Which sources list a release, for a query that names some of them beside other things.
CREATE INDEX listed_rank ON listed (rank);
"""

MADE_ANEW = ("understood", "organisation", "place", "listed", "said", "tally", "term")
"""Tables that are made from the stored originals and the user's marks; the index `words` is another."""

MIGRATIONS = (FIRST, SECOND)
"""Each brings the file one version up; a step that has been released is never changed, only followed."""


def _index_anew(db: sqlite3.Connection) -> None:
    """Fill the full-text index from what was understood."""
    rows = db.execute("SELECT r.rank, u.data FROM release r JOIN understood u ON u.release = r.id ORDER BY r.rank")
    for number, (rank, data) in enumerate(rows):
        put_in(db, rank, columns(unpack_release(data)))
        if number % BATCH == BATCH - 1:
            settle(db)
    settle(db)


REBUILDING: dict[int, Callable[[sqlite3.Connection], None]] = {2: _index_anew}
"""What has to be made anew once the file has reached a version."""

BATCH = 1_000
"""Releases whose words wait in memory at a time."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the present shape, each step whole or not at all."""
    while (version := version_of(db)) < PRESENT:
        db.execute("BEGIN IMMEDIATE")
        try:
            if version_of(db) == version:
                for statement in _statements(MIGRATIONS[version]):
                    db.execute(statement)
                if rebuild := REBUILDING.get(version + 1):
                    rebuild(db)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {version + 1}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise


def words_table(db: sqlite3.Connection) -> str:
    """The statement that made the search index."""
    statement: str = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'words'").fetchone()[0]
    return statement


def _statements(script: str) -> list[str]:
    """The script's statements; `executescript` would commit between them."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
