"""The response store: one SQLite file, shared by every run, thread and process of a user.

An answer is paid for once, so it is on disk before anyone hears of it, it is
asked for by one process at a time, and damage to a row costs that row alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from filelock import FileLock, Timeout

from summariser.errors import StoreError
from summariser.request import Request
from summariser.store.claims import Claims
from summariser.store.files import make_private, why_unsafe
from summariser.store.lookup import Earlier, select_counts, select_earlier, select_known, select_sample
from summariser.store.rescue import Rescued, open_sound
from summariser.store.rows import (
    INSERT_AWAITED,
    INSERT_RESPONSE,
    SELECT_AWAITED,
    SELECT_RESPONSE,
    Row,
    as_text,
    awaited_row,
    checksum,
    is_damage,
    request_of,
    response_row,
    stored_of,
)
from summariser.store.schema import BUSY_SECONDS
from summariser.store.stored import Stored

_ONE_RESPONSE = f"{SELECT_RESPONSE} WHERE key = ?"
_ONE_AWAITED = f"{SELECT_AWAITED} WHERE key = ? AND request IS NOT NULL"
_ANSWERED = "UPDATE awaited SET request = NULL WHERE key = ?"
_CHECKSUM = "SELECT checksum FROM response WHERE key = ?"
_KEYS = ("SELECT key FROM response", "SELECT key FROM response NOT INDEXED")
"""Every key, from the index and from the rows: damage to one of them leaves it legible in the other."""

_MODELS = "SELECT model, count(*), min(recorded_at), max(recorded_at) FROM response GROUP BY model"

T = TypeVar("T")


class StoreStats(NamedTuple):
    """What the store holds.

    Attributes:
        path: The database file.
        rows: Stored answers.
        bytes: Size of the database file and its log.
        oldest: Time of the first answer, None when there is none.
        newest: Time of the last answer.
        models: Answers per model asked.
        awaited: Requests written to Batch files and not yet answered.
    """

    path: Path
    rows: int
    bytes: int
    oldest: str | None
    newest: str | None
    models: dict[str, int]
    awaited: int


class SqliteResponses:
    """Answers in one database file; safe to share between threads and between processes.

    Every method blocks for up to a few milliseconds of disk, so async code
    calls them through `asyncio.to_thread`. The file needs a local disk:
    SQLite's log does not work over network file systems.

    Attributes:
        path: The database file.
        rescued: What was saved if the file was so damaged that it had to be rebuilt, else None.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the database, in a folder that only this user can change.

        Raises:
            StoreError: If the file is newer, foreign or unreadable, or its folder is unsafe.
        """
        self.path = path
        self.rescued: Rescued | None = None
        self._lock = threading.Lock()
        self._damaged: set[str] = set()
        self._claims = Claims(_locks(path))
        self._connection = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release every claim and close the file; calling it twice does no harm."""
        self._claims.close()
        with self._lock:
            self._connection.close()

    @property
    def damaged(self) -> tuple[str, ...]:
        """Keys whose row was found damaged since the store was opened; they count as not answered."""
        return tuple(sorted(self._damaged))

    def get(self, key: str) -> Stored | None:
        """Return the answer stored for `key`, or None; a damaged row is None, and listed in `damaged`."""
        return self._read(lambda connection: self._intact(connection, key))

    def put(self, stored: Stored, *, replace: bool = False) -> None:
        """Keep an answer, on disk when this returns; the first intact one of a key stays unless `replace`."""
        self.put_all([stored], replace=replace)

    def put_all(self, stored: Iterable[Stored], *, replace: bool = False) -> int:
        """Keep several answers in one commit, all or none, and return how many were new."""
        rows = [response_row(item) for item in stored]

        def work(connection: sqlite3.Connection) -> list[tuple[str]]:
            new = [row for row in rows if replace or self._intact(connection, row[0]) is None]
            connection.executemany(INSERT_RESPONSE, new)
            connection.executemany(_ANSWERED, keys := [(row[0],) for row in new])
            for row in new:
                _read_back(connection, row)
            return keys

        kept = self._change(work)
        self._damaged.difference_update(key for (key,) in kept)
        return len(kept)

    def claim(self, key: str, *, replace: bool = False) -> bool:
        """Return whether the caller is now the one who may ask `key`; if so it must `release` it afterwards.

        False when anyone alive holds the claim, another task of this process
        included, or when the answer is there by now (unless it is to be
        replaced): wait while `waiting`, look with `get`, then claim again. The
        claims of a process end with it.
        """
        if not self._claims.take(key):
            return False
        try:
            answered = not replace and self.get(key) is not None
        except StoreError:
            self._claims.release(key)
            raise
        if answered:
            self._claims.release(key)
        return not answered

    def release(self, key: str) -> None:
        """Give up the claim on `key`; nothing happens if this object holds none."""
        self._claims.release(key)

    def waiting(self, key: str) -> bool:
        """Return whether someone alive, here or in another process, is asking `key`."""
        return self._claims.taken(key)

    def add_pending(self, requests: Iterable[Request]) -> None:
        """Remember requests that are about to be written to Batch files, as one export.

        Call it before the files are written: an answer to a request that is
        not remembered cannot be used.
        """
        unique = {request.key: request for request in requests}
        export = checksum(*sorted(unique))[:16]
        rows = [awaited_row(request, export) for request in unique.values()]
        self._change(lambda connection: connection.executemany(INSERT_AWAITED, rows))

    def get_pending(self, key: str) -> Request | None:
        """Return the request with this key whose Batch answer is awaited, or None."""
        row = self._read(lambda connection: connection.execute(_ONE_AWAITED, (key,)).fetchone())
        try:
            return request_of(row) if row is not None else None
        except ValueError:
            return None

    def pending(self, request: Request) -> bool:
        """Return whether `request` is written to a Batch file and its answer awaited."""
        return self.get_pending(request.key) is not None

    def pending_with(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the keys still awaited of every export that holds one of `keys`, answered or not."""

        def work(connection: sqlite3.Connection) -> frozenset[str]:
            found = (connection.execute("SELECT export FROM awaited WHERE key = ?", (key,)) for key in keys)
            exports = {export for rows in found for (export,) in rows}
            awaited = "SELECT key FROM awaited WHERE export = ? AND request IS NOT NULL"
            return frozenset(key for export in exports for (key,) in connection.execute(awaited, (export,)))

        return self._read(work)

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of `keys` that something is stored for; reads no answer."""
        return self._look(lambda connection: select_known(connection, keys), frozenset())

    def counts(self, model: str) -> dict[tuple[str, str], int]:
        """Return how many answers of `model` are stored, by wave and record type."""
        return self._look(lambda connection: select_counts(connection, model), {})

    def sample(self, model: str, wave: str, record_type: str, *, most: int) -> list[Stored]:
        """Return the newest intact answers of `model` to requests of one kind, at most so many."""
        none: list[Row] = []
        rows = self._look(lambda connection: select_sample(connection, model, wave, record_type, most), none)
        return list(_readable(rows))

    def earlier(self, requests: Iterable[Request]) -> list[Earlier]:
        """Return those of `requests` whose text was answered under another model, prompt, schema or setting.

        Call it with requests that have no answer of their own; others than main ones are passed over.
        """
        return self._look(lambda connection: list(select_earlier(connection, requests)), [])

    def stats(self) -> StoreStats:
        """Return counts, size, age and models of what is stored; reads no answer."""
        groups = self._read(lambda connection: connection.execute(_MODELS).fetchall())
        awaited = "SELECT count(*) FROM awaited WHERE request IS NOT NULL"
        log = self.path.with_name(f"{self.path.name}-wal")
        return StoreStats(
            path=self.path,
            rows=sum(count for _, count, _, _ in groups),
            bytes=sum(file.stat().st_size for file in (self.path, log) if file.exists()),
            oldest=min((first for _, _, first, _ in groups if first), default=None),
            newest=max((last for _, _, _, last in groups if last), default=None),
            models={str(model): count for model, count, _, _ in sorted(groups, key=str)},
            awaited=self._read(lambda connection: int(connection.execute(awaited).fetchone()[0])),
        )

    def verify(self) -> tuple[str, ...]:
        """Read every row and return the keys of the damaged ones; a broken file is rebuilt first."""
        rows = self._change(lambda connection: [connection.execute(keys).fetchall() for keys in _KEYS])
        keys = {key for found in rows for (key,) in found if isinstance(key, str)}
        return tuple(sorted(key for key in keys if self.get(key) is None))

    def _intact(self, connection: sqlite3.Connection, key: str) -> Stored | None:
        """Return the stored answer if its row reads as it was written; note the key if not."""
        try:
            row = connection.execute(_ONE_RESPONSE, (key,)).fetchone()
            return stored_of(row) if row is not None else None
        except ValueError:
            self._damaged.add(key)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            self._damaged.add(key)
        return None

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` reads; one thread at a time uses the connection."""
        with self._lock, _explained(self.path):
            return work(self._connection)

    def _look(self, work: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        """Return what `work` finds, or `nothing` in a damaged file: what only informs must not end a run."""
        try:
            return self._read(work)
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            return nothing

    def _change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` does in one commit; a broken file is rebuilt, and the work done on that."""
        with self._lock, _explained(self.path):
            try:
                return _committed(self._connection, work)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
            self._connection.close()
            self._connection = self._opened(thorough=True)
            return _committed(self._connection, work)

    def _opened(self, *, thorough: bool = False) -> sqlite3.Connection:
        """Return a connection to the database, made, migrated or rebuilt by one process at a time."""
        with _explained(self.path), _alone(self.path):
            connection, rescued = open_sound(self.path, thorough=thorough)
        connection.text_factory = as_text
        self.rescued = rescued or self.rescued
        return connection


def _readable(rows: Iterable[Row]) -> Iterator[Stored]:
    """Yield the answers in `rows` that are as they were written."""
    for row in rows:
        with suppress(ValueError):
            yield stored_of(row)


def _locks(path: Path) -> Path:
    return path.with_name(f"{path.name}.locks")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock for opening the database, in folders no other user can change."""
    for folder in (path.parent, _locks(path)):
        make_private(folder)
        if reason := why_unsafe(folder):
            raise StoreError(
                f"{folder} is no place for answers: {reason}; name another with SUMMARISER_STORE"
            )
    try:
        with FileLock(_locks(path) / "schema.lock", timeout=BUSY_SECONDS, mode=0o600):
            yield
    except Timeout as error:
        raise StoreError(f"{path} is being opened by another process for {BUSY_SECONDS:.0f} s") from error


def _read_back(connection: sqlite3.Connection, row: Row) -> None:
    """Make sure that a row just written is found again: an index can be damaged without any sign but this.

    Raises:
        sqlite3.DatabaseError: The index is damaged; rebuilding the file mends it.
    """
    if connection.execute(_CHECKSUM, row[:1]).fetchone() != (row[1],):
        error = sqlite3.DatabaseError("an answer just stored is not found again")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _committed(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Return what `work` does, all of it on disk, or none of it done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says into an error that names the file and the next step."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        step = (
            "move it away, or name another file with SUMMARISER_STORE"
            if is_damage(error)
            else "is there space, and may this user write to the file and its folder?"
        )
        raise StoreError(f"{path}: {error}; {step}") from error
