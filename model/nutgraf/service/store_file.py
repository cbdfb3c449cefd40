"""The file of the review database: SQLite, with every confirmed correction on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nutgraf.errors import InputError

#: Marks the file as ours ("nutg"), and the version of the tables.
APPLICATION, VERSION = 0x6E757467, 2
#: Seconds to wait for another writer: a transaction takes milliseconds.
PATIENCE = 30

_TABLES = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    language TEXT NOT NULL,
    headline INTEGER,             -- of those that name theirs: the index of its line
    kind TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL UNIQUE,  -- of source and lines: the same page is kept once
    lines TEXT NOT NULL,          -- JSON: [number, text, tag] for each
    judgement TEXT NOT NULL,      -- JSON: what the model says
    model TEXT NOT NULL,
    uncertainty REAL NOT NULL,    -- of the lines that are not reviewed
    added TEXT NOT NULL
);
-- What was said of each line, by whom and when. The last correction of a line counts; none is ever changed.
CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents,
    line INTEGER NOT NULL,
    label TEXT CHECK (label IN ('body', 'boilerplate', 'promo')),  -- NULL: back to the model's
    reviewer TEXT NOT NULL CHECK (reviewer <> ''),
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('set', 'accept', 'undo', 'import')),
    step TEXT NOT NULL,           -- named by the client: lines labelled at once share it, a repeated request is known
    undoes TEXT,                  -- the step that this one takes back
    UNIQUE (document, line, step)
);
CREATE INDEX corrections_of_lines ON corrections (document, line, number);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
    BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections
    BEGIN SELECT RAISE(ABORT, 'corrections are never deleted'); END;
CREATE VIEW current AS
    SELECT * FROM corrections WHERE number IN (SELECT max(number) FROM corrections GROUP BY document, line);
"""


#: What version 2 has and version 1 had not.
_SINCE_1 = """
ALTER TABLE documents ADD COLUMN headline INTEGER;
ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT '';
"""


class StoreFile:
    """Opens transactions on the file; threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with self._connected() as db:
                db.execute("BEGIN IMMEDIATE")
                _prepare(db, path)
                db.execute("COMMIT")
                db.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other
        except sqlite3.Error as error:
            raise InputError(f"{path}: cannot be opened as a review database: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on disk when the block ends, or, if it raises, never was."""
        with self._connected() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the database, whatever is written meanwhile."""
        with self._connected() as db:
            db.execute("BEGIN")
            yield db
            db.execute("ROLLBACK")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        # One connection for each transaction: opening costs a tenth of a millisecond, and no thread shares another's.
        db = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            # In WAL mode only FULL waits for the disk at every commit: a confirmed correction outlives a power cut.
            db.execute("PRAGMA synchronous = FULL")
            yield db
        finally:
            db.close()


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables in a new file, and refuse one that is not ours."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == APPLICATION and version == VERSION:
        return
    if application == APPLICATION and version == 1:
        _run(db, _SINCE_1)
        return
    if application == APPLICATION:
        raise InputError(f"{path}: version {version} of the review database, this nutgraf reads version {VERSION}")
    if tables:
        raise InputError(f"{path}: a database of another program, expected one of nutgraf or a name not in use")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    _run(db, _TABLES)


def _run(db: sqlite3.Connection, script: str) -> None:
    """Run a script that makes the tables those of this version."""
    for statement in _statements(script):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
