"""What a day or a run has cost, and may still cost: one SQLite file beside the store, shared by all who spend.

Amounts are whole nano-dollars, rounded up, so that no sum is ever too small.
What is set aside and never settled, because its process was killed, counts in
full on its day and for its run: the endpoint may have billed it. A period is
named by a text, a date or a run, in the column `day`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path
from typing import NamedTuple, Self

from filelock import FileLock, Timeout

from summariser.errors import StoreError
from summariser.store.schema import BUSY_SECONDS, open_database

_NANO = 10**9
_MOST = 2**62
"""In nano-dollars; two of them still fit SQLite's integers, whatever an endpoint says it used."""

_SPENT = "SELECT coalesce(sum(spent), 0) FROM day WHERE day = ?"
_HELD = "SELECT coalesce(sum(most), 0) FROM held WHERE day = ?"


def m001_days(connection: sqlite3.Connection) -> None:
    """Create the two tables: what each day has cost, and what is set aside for requests under way."""
    connection.execute("CREATE TABLE day (day TEXT NOT NULL PRIMARY KEY, spent INTEGER NOT NULL) STRICT")
    connection.execute(
        "CREATE TABLE held (ticket INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, most INTEGER NOT NULL) STRICT"
    )
    connection.execute("CREATE INDEX held_by_day ON held (day)")


MIGRATIONS = (m001_days,)
"""In order of release; a released migration is never changed, a new one is appended."""


class SoFar(NamedTuple):
    """What a day or a run has cost so far, in US dollars.

    Attributes:
        period: The date, or the run.
        spent: What was spent.
        held: What is set aside, for requests under way or cut off by a kill.
    """

    day: str
    spent: Decimal
    held: Decimal


def spending_path(store: Path) -> Path:
    """Return where the spending of a store's users is kept.

    >>> spending_path(Path("data/responses.sqlite")).name
    'responses.sqlite.spending'
    """
    return store.with_name(f"{store.name}.spending")


class SharedSpending:
    """A limit on what a day or a run may cost, kept by all processes together; safe to share between threads.

    Every method blocks for a few milliseconds of disk, so async code calls
    them through `asyncio.to_thread`. The folder is the store's, which has
    been checked when the store was opened.
    """

    def __init__(self, path: Path, limit: Decimal, *, period: Callable[[], str]) -> None:
        """Open or create the file.

        Args:
            path: The file.
            limit: US dollars that one period may cost.
            period: Returns what the limit is for, a date or a run; a new one begins at nothing.

        Raises:
            StoreError: The file is newer, foreign, damaged or cannot be written.
        """
        self.path = path
        self._limit = _nano(limit, ROUND_FLOOR)
        self._period = period
        self._lock = threading.Lock()
        with _explained(path), FileLock(f"{path}.lock", timeout=BUSY_SECONDS, mode=0o600):
            self._connection = open_database(path, migrations=MIGRATIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        with self._lock:
            self._connection.close()

    def hold(self, most: Decimal) -> int | None:
        """Set `most` dollars aside and return a ticket, or None when the present period has no room for them.

        Raises:
            StoreError: It cannot be written, so nothing may be spent.
        """
        day, amount = self._period(), _nano(most)
        with self._commit() as connection:
            if amount > self._limit - sum(_sums(connection, day)):
                return None
            row = connection.execute("INSERT INTO held (day, most) VALUES (?, ?)", (day, amount))
            return row.lastrowid

    def settle(self, ticket: int, spent: Decimal) -> None:
        """Replace what `ticket` set aside by what was spent, in the ticket's own period.

        Raises:
            StoreError: It cannot be written; the ticket stays at its worst.
        """
        with self._commit() as connection:
            ended = "DELETE FROM held WHERE ticket = ? RETURNING day"
            for (day,) in connection.execute(ended, (ticket,)).fetchall():
                before, _ = _sums(connection, day)
                total = min(before + _nano(spent), _MOST)
                connection.execute("INSERT OR REPLACE INTO day (day, spent) VALUES (?, ?)", (day, total))

    def so_far(self) -> SoFar:
        """Return what the present period has cost so far."""
        day = self._period()
        with self._commit() as connection:
            spent, held = _sums(connection, day)
        return SoFar(day, Decimal(spent) / _NANO, Decimal(held) / _NANO)

    @contextmanager
    def _commit(self) -> Iterator[sqlite3.Connection]:
        """Do what follows in one transaction that no other process or thread comes between."""
        with self._lock, _explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _sums(connection: sqlite3.Connection, day: str) -> tuple[int, int]:
    """Return what a period has cost and what is set aside in it."""
    spent, held = (connection.execute(query, (day,)).fetchone()[0] for query in (_SPENT, _HELD))
    return int(spent), int(held)


def _nano(dollars: Decimal, rounding: str = ROUND_CEILING) -> int:
    return min(int((dollars * _NANO).to_integral_value(rounding)), _MOST)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says into an error that names the file and the next step."""
    try:
        yield
    except Timeout as error:
        raise StoreError(f"{path} is being opened by another process for {BUSY_SECONDS:.0f} s") from error
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"{path}: {error}; no budget can be shared without it: is there space, and may this user write "
            "there? If the file is damaged, move it away, and what was spent is forgotten"
        ) from error
