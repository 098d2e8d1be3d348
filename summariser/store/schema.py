"""The database file: created private, checked to be ours, migrated in order, refused when newer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from summariser.errors import StoreError

APPLICATION_ID = int.from_bytes(b"SMRY", "big")
BUSY_SECONDS = 30.0

Migration = Callable[[sqlite3.Connection], None]


def m001_initial(connection: sqlite3.Connection) -> None:
    """Create the two tables: answers, and requests written to Batch files.

    The columns of `response` that start from `meta` are computed, so they
    cannot disagree with it. The large texts come last, where scanning the
    small ones does not read them. A row of `awaited` without a request has
    been answered; it stays to say which export its key belonged to.
    """
    connection.execute(
        """
        CREATE TABLE response (
            key TEXT NOT NULL PRIMARY KEY,
            checksum TEXT NOT NULL,
            meta TEXT NOT NULL,
            model TEXT AS (iif(json_valid(meta), json_extract(meta, '$.model'), NULL)),
            endpoint TEXT AS (iif(json_valid(meta), json_extract(meta, '$.endpoint'), NULL)),
            recorded_at TEXT AS (iif(json_valid(meta), json_extract(meta, '$.recorded_at'), NULL)),
            request TEXT NOT NULL,
            response TEXT NOT NULL
        ) STRICT
        """
    )
    connection.execute(
        """
        CREATE TABLE awaited (
            key TEXT NOT NULL PRIMARY KEY,
            export TEXT NOT NULL,
            checksum TEXT NOT NULL,
            request TEXT
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX awaited_by_export ON awaited (export)")


def m002_about(connection: sqlite3.Connection) -> None:
    """Create the table that says what each answer is about, kept by a trigger and filled for what is there.

    `subject` is the tag that fences the article in the user's message, so it
    changes with the article's text and with nothing else; NULL for questions.
    A table of its own, since an index over columns computed from a damaged row
    would disagree with the row, and cost more than that row.
    """
    connection.execute(
        """
        CREATE TABLE about (
            key TEXT NOT NULL PRIMARY KEY,
            subject TEXT,
            wave TEXT,
            record_type TEXT,
            model TEXT
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX about_by_subject ON about (subject, record_type)")
    connection.execute("CREATE INDEX about_by_model ON about (model, wave, record_type)")
    connection.execute(
        f"CREATE TRIGGER response_is_about AFTER INSERT ON response BEGIN {_M002_FILL} WHERE key = new.key; END"
    )
    connection.execute(_M002_FILL)


_M002_FILL = """
    INSERT OR REPLACE INTO about
    SELECT key,
           iif(instr(said, '<article-'), substr(said, instr(said, '<article-') + 9, 16), NULL),
           json_extract(meta, '$.wave'),
           json_extract(meta, '$.record_type'),
           json_extract(meta, '$.model')
    FROM (
        SELECT key, meta, json_extract(request, '$.body.messages[1].content') AS said
        FROM response WHERE json_valid(meta) AND json_valid(request)
    )
"""
"""Says what answers are about; a damaged row is about nothing."""

MIGRATIONS: tuple[Migration, ...] = (m001_initial, m002_about)
"""In order of release; a released migration is never changed, a new one is appended."""


def open_database(path: Path, *, migrations: Sequence[Migration] = MIGRATIONS) -> sqlite3.Connection:
    """Return a connection to the database at `path`, created or migrated as needed.

    Only one process may do this at a time; the caller holds a lock. Every
    commit on the connection is on disk when it returns (WAL, `synchronous=FULL`).

    Raises:
        StoreError: If it is another program's database or of a newer release.
        sqlite3.Error: If it is no database, or cannot be read or written.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        version = _version(connection, path, newest=len(migrations))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cell_size_check = ON")
        _migrate(connection, path, version=version, migrations=migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path, *, newest: int) -> int:
    """Return the schema version of our database, 0 for an empty file; refuse any other."""
    application, version, tables = (
        connection.execute(query).fetchone()[0]
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_schema")
    )
    if application != APPLICATION_ID and tables:
        raise StoreError(
            f"{path} is another program's database; name another file with SUMMARISER_STORE, or move it away"
        )
    if version > newest:
        raise StoreError(
            f"{path} was written by a newer release (schema {version}; this release knows {newest}): "
            "upgrade summariser, or name another file with SUMMARISER_STORE"
        )
    return int(version)


def _migrate(
    connection: sqlite3.Connection, path: Path, *, version: int, migrations: Sequence[Migration]
) -> None:
    """Run the missing migrations in one transaction, after a backup of a database that holds anything."""
    if version == len(migrations):
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.schema-{version}.backup"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migrate in migrations[version:]:
            migrate(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the database to `path`, which is whole or absent."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(part)) as target:
        connection.backup(target)
    part.replace(path)
