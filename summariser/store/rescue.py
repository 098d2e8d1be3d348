"""A database too damaged to use, rebuilt from its intact rows; the broken file is kept aside.

The rebuilt file is complete before anything else changes, and the exchange is
carried on by the next opening if a crash interrupts it, so at every moment
either the old rows or the rescued ones are there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from summariser.store.rows import (
    INSERT_AWAITED,
    INSERT_RESPONSE,
    SELECT_AWAITED,
    SELECT_RESPONSE,
    Row,
    as_text,
    is_damage,
    request_of,
    stored_of,
)
from summariser.store.schema import APPLICATION_ID, open_database

_SMALLEST_ROW = 256


class Rescued(NamedTuple):
    """What a rebuild saved.

    Attributes:
        kept: Answers carried over; every other one counts as not answered.
        aside: Where the broken file is now.
    """

    kept: int
    aside: Path


def open_sound(path: Path, *, thorough: bool = False) -> tuple[sqlite3.Connection, Rescued | None]:
    """Return a connection to the database at `path`, and what was saved if it had to be rebuilt first.

    `thorough` reads the whole file to find out; otherwise only damage that
    opening meets is seen. The caller holds the lock for opening.
    """
    if is_unfinished(path):
        finish_rescue(path)
    try:
        connection = open_database(path)
        if not thorough or _is_sound(connection):
            return connection, None
        connection.close()
    except sqlite3.DatabaseError as error:
        if not is_damage(error) or not _is_ours(path):
            raise
    rescued = rescue(path)
    return open_database(path), rescued


def rescue(path: Path) -> Rescued:
    """Rebuild the database at `path` from its intact rows; the caller holds the lock for opening it."""
    part = path.with_name(f"{path.name}.rescue.part")
    for file in (part, *_logs(part)):
        file.unlink(missing_ok=True)
    with closing(open_database(part)) as new, closing(sqlite3.connect(path)) as old:
        old.text_factory = as_text
        old.execute("PRAGMA writable_schema = ON")  # lets SQLite read a file shorter than its header says
        new.execute("BEGIN")
        kept = new.executemany(INSERT_RESPONSE, _intact(old, SELECT_RESPONSE, stored_of)).rowcount
        new.executemany(INSERT_AWAITED, _intact(old, SELECT_AWAITED, request_of))
        new.execute("COMMIT")
    part.replace(_rebuilt(path))
    return Rescued(max(kept, 0), finish_rescue(path))


def is_unfinished(path: Path) -> bool:
    """Return whether a rebuilt database waits beside `path` to take its place."""
    return _rebuilt(path).exists()


def finish_rescue(path: Path) -> Path:
    """Put the rebuilt database in the place of the broken one, and return where the broken one is now."""
    asides = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    aside = next(aside for aside in asides if not aside.exists())
    # The logs go first: beside the new file they would be taken for its own.
    for old, new in zip((*_logs(path), path), (*_logs(aside), aside), strict=True):
        with suppress(FileNotFoundError):
            old.replace(new)
    _rebuilt(path).replace(path)
    return aside


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _is_ours(path: Path) -> bool:
    """Return whether the file's header names this program; any other file is not ours to move."""
    with path.open("rb") as file:
        return file.read(72)[68:] == APPLICATION_ID.to_bytes(4, "big")


def _rebuilt(path: Path) -> Path:
    return path.with_name(f"{path.name}.rescue")


def _logs(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _intact(old: sqlite3.Connection, select: str, check: Callable[[Row], object]) -> Iterator[Row]:
    """Yield the rows that read as they were written; one query each, so that no damage hides another row."""
    for number in range(1, _last_row(old, select) + 1):
        try:
            row = old.execute(f"{select} WHERE rowid = ?", (number,)).fetchone()
            check(row)
        except (sqlite3.Error, ValueError, TypeError):
            continue  # damaged, answered (its request is gone), or never used
        yield row


def _last_row(old: sqlite3.Connection, select: str) -> int:
    """Return the highest row number, or the most that this file can have when that cannot be read."""
    table = select.rpartition(" ")[2]
    try:
        return int(old.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0)  # noqa: S608 - our own name
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
            return 0
        (path,) = (row[2] for row in old.execute("PRAGMA database_list"))
        return Path(path).stat().st_size // _SMALLEST_ROW
