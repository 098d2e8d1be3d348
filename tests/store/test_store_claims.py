"""Tests of claims: one asker per request, among tasks and processes, and no claim outlives its process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from summariser.store import SqliteResponses, Stored

KEYS = [f"{number:064x}" for number in range(60)]

CLAIMS_AND_WAITS = """
import pathlib, sys
from summariser.store import SqliteResponses

path, *keys = sys.argv[1:]
with SqliteResponses(pathlib.Path(path)) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    print(" ".join(key for key in keys if store.claim(key)), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteResponses]:
    """Return an open, empty store."""
    with SqliteResponses(tmp_path / "responses.sqlite") as opened:
        yield opened


@contextmanager
def claimer(path: Path, *keys: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that opens the store, claims `keys` when told to, and holds them until told to end."""
    command = [sys.executable, "-c", CLAIMS_AND_WAITS, str(path), *keys]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert heard(process) == "ready"
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> str:
    """Return the next line the process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    """Let the process take its next step."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_share_the_work(store: SqliteResponses) -> None:
    """Of all keys both want at the same moment, each is won by exactly one."""
    with claimer(store.path, *KEYS) as first, claimer(store.path, *reversed(KEYS)) as second:
        tell(first)
        tell(second)
        won = [heard(process).split() for process in (first, second)]

    assert sorted(won[0] + won[1]) == KEYS


def test_tasks_of_one_process_share_the_work(store: SqliteResponses) -> None:
    """A key is claimed once even when eight threads of one process want it at once."""
    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(store.claim, KEYS * 8))

    assert won.count(True) == len(KEYS)


def test_a_killed_owner_is_taken_over_at_once(store: SqliteResponses) -> None:
    """Nobody waits for a lease to end: the claims of a dead process are free."""
    with claimer(store.path, *KEYS) as owner:
        tell(owner)
        assert heard(owner).split() == KEYS
        held = [store.waiting(key) for key in KEYS]
        owner.kill()
        owner.wait()
        began = time.monotonic()
        taken = [store.claim(key) for key in KEYS]

    assert all(held)
    assert all(taken)
    assert time.monotonic() - began < 2


def test_a_living_owner_is_never_robbed(store: SqliteResponses) -> None:
    """While its process lives, a claim holds, however often others try."""
    with claimer(store.path, KEYS[0]) as owner:
        tell(owner)
        assert heard(owner) == KEYS[0]

        assert not any(store.claim(KEYS[0]) for _ in range(50))
        assert store.waiting(KEYS[0])


def test_a_released_key_can_be_claimed_again(store: SqliteResponses) -> None:
    """After a failure the next one may try, also from another opening of the file."""
    assert store.claim(KEYS[0])
    with SqliteResponses(store.path) as other:
        assert not other.claim(KEYS[0])

        store.release(KEYS[0])

        assert not other.waiting(KEYS[0])
        assert other.claim(KEYS[0])


def test_only_the_holder_can_release(store: SqliteResponses) -> None:
    """Releasing what one does not hold does nothing."""
    assert store.claim(KEYS[0])

    with SqliteResponses(store.path) as other:
        other.release(KEYS[0])

        assert other.waiting(KEYS[0])


def test_there_is_nothing_to_claim_once_answered(
    store: SqliteResponses, make_stored: Callable[..., Stored]
) -> None:
    """Whoever comes late finds the answer instead of asking again."""
    stored = make_stored()
    store.put(stored)

    assert not store.claim(stored.key)
    assert not store.waiting(stored.key)
    assert store.claim(stored.key, replace=True)


def test_closing_gives_up_every_claim(store: SqliteResponses) -> None:
    """A finished run leaves no lock and no file of one."""
    other = SqliteResponses(store.path)
    other.claim(KEYS[0])

    other.close()

    assert store.claim(KEYS[0])
    store.release(KEYS[0])
    assert not list(store.path.parent.rglob(f"{KEYS[0]}*"))
