"""Tests of the daily limit: never exceeded by all processes together, kept over kills, fresh every day."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import StoreError
from summariser.store import SharedSpending, SoFar

CENT = Decimal("0.01")

GREEDY = """
import pathlib, sys
from decimal import Decimal
from summariser.store import SharedSpending

spending = SharedSpending(pathlib.Path(sys.argv[1]), Decimal("0.4"), period=lambda: "2025-11-24")
print("ready", flush=True)
sys.stdin.readline()
tickets = [spending.hold(Decimal("0.01")) for _ in range(100)]
print(sum(ticket is not None for ticket in tickets))
"""

KILLED = """
import os, pathlib, signal, sys
from decimal import Decimal
from summariser.store import SharedSpending

spending = SharedSpending(pathlib.Path(sys.argv[1]), Decimal(1), period=lambda: "2025-11-24")
spending.settle(spending.hold(Decimal("0.5")), Decimal("0.25"))
spending.hold(Decimal("0.5"))
os.kill(os.getpid(), signal.SIGKILL)
"""

Open = Callable[..., SharedSpending]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the spending is kept."""
    return tmp_path / "responses.sqlite.spending"


@pytest.fixture
def opened(path: Path) -> Iterator[Open]:
    """Return a function that opens the file for a limit and a day; all are closed at the end."""
    every = []

    def open_it(limit: str = "1", *, period: Callable[[], str] = lambda: "2025-11-24") -> SharedSpending:
        every.append(SharedSpending(path, Decimal(limit), period=period))
        return every[-1]

    yield open_it
    for spending in every:
        spending.close()


def test_nothing_is_granted_beyond_the_limit(opened: Open) -> None:
    """The last cent is granted, the next nano-dollar is not."""
    spending = opened("0.03")

    tickets = [spending.hold(CENT) for _ in range(3)]

    assert None not in tickets
    assert len(set(tickets)) == 3
    assert spending.hold(Decimal("0.000000001")) is None


def test_what_was_not_spent_is_free_again(opened: Open) -> None:
    """Settling replaces the worst case by what it was; doing it again changes nothing."""
    spending = opened("0.03")
    ticket = spending.hold(3 * CENT)
    assert ticket is not None

    spending.settle(ticket, CENT)
    spending.settle(ticket, CENT)

    assert spending.so_far() == SoFar("2025-11-24", CENT, Decimal(0))
    assert spending.hold(3 * CENT) is None
    assert spending.hold(2 * CENT) is not None


def test_fractions_of_a_nano_dollar_count_as_one(opened: Open) -> None:
    """Amounts too small to write are not nothing, however many."""
    spending = opened("0.0000000209")

    granted = sum(spending.hold(Decimal("0.0000000001")) is not None for _ in range(30))

    assert granted == 20


def test_a_new_day_begins_at_nothing(opened: Open) -> None:
    """What is settled after midnight counts for the day on which it was set aside."""
    days = iter(["2025-11-24", "2025-11-24", "2025-11-25", "2025-11-25"])
    spending = opened("0.03", period=lambda: next(days))
    late = spending.hold(3 * CENT)
    full = spending.hold(CENT)
    fresh = spending.hold(3 * CENT)

    assert late is not None
    spending.settle(late, 2 * CENT)

    assert full is None
    assert fresh is not None
    assert spending.so_far() == SoFar("2025-11-25", Decimal(0), 3 * CENT)
    assert opened().so_far() == SoFar("2025-11-24", 2 * CENT, Decimal(0))


@pytest.mark.posix
def test_a_killed_process_counts_at_its_worst(opened: Open, path: Path) -> None:
    """What it spent and what it had set aside are both still there, for that day alone."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    spending = opened()

    assert killed.returncode == -9
    assert spending.so_far() == SoFar("2025-11-24", Decimal("0.25"), Decimal("0.5"))
    assert spending.hold(Decimal("0.26")) is None
    assert spending.hold(Decimal("0.25")) is not None
    assert opened(period=lambda: "2025-11-25").hold(Decimal(1)) is not None


def test_processes_together_are_granted_the_limit_once(opened: Open, path: Path) -> None:
    """Two that ask 100 times each get forty cents between them, not one more or less."""
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen([sys.executable, "-c", GREEDY, str(path)], **pipes) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    granted = [int(process.communicate()[0]) for process in processes]

    assert sum(granted) == 40
    assert opened().so_far().held == 40 * CENT


def test_threads_may_share_it(opened: Open) -> None:
    """Tickets taken and settled by many threads at once add up exactly."""
    spending = opened("10")

    def one(_: int) -> None:
        ticket = spending.hold(2 * CENT)
        assert ticket is not None
        spending.settle(ticket, CENT)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(40)))

    assert spending.so_far() == SoFar("2025-11-24", 40 * CENT, Decimal(0))


def test_a_usage_beyond_all_reason_ends_the_day(opened: Open) -> None:
    """An endpoint that claims more than can be counted leaves no room, and no error."""
    spending = opened("9" * 30)
    for spent in (Decimal("1e40"), Decimal("1e40")):
        ticket = spending.hold(CENT)
        if ticket is not None:
            spending.settle(ticket, spent)

    assert spending.hold(CENT) is None


@pytest.mark.posix
def test_only_its_owner_can_read_it(opened: Open, path: Path) -> None:
    """What somebody spends is nobody else's business."""
    opened().hold(CENT)

    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}

    assert path.name in modes
    assert set(modes.values()) == {0o600}


def test_without_its_file_nothing_is_granted(opened: Open, path: Path) -> None:
    """A damaged file is an error with a way out, never a fresh budget."""
    path.write_bytes(b"not a database, but long enough to be taken for the header of one. " * 20)

    with pytest.raises(StoreError, match="move it away"):
        opened()


def test_a_table_that_has_gone_is_told(opened: Open, path: Path) -> None:
    """What cannot be noted is not granted."""
    spending = opened()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE held")

    with pytest.raises(StoreError, match="no budget can be shared"):
        spending.hold(CENT)
