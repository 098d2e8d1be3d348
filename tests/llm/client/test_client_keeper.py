"""Answers go to disk in group commits, and nobody hears of one before it is there."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from summariser.errors import StoreError
from summariser.llm.client.keeper import Keeper
from summariser.store import Meta, SqliteResponses, Stored
from tests.llm.client.asking import NOON, request


class Slow(SqliteResponses):
    """A store whose disk a test can hold up, and which notes how many answers each commit held."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.batches: list[int] = []
        self.free = threading.Event()
        self.free.set()

    def put_all(self, stored: Iterable[Stored], *, replace: bool = False) -> int:
        """Keep answers once the disk is free."""
        self.free.wait(5)
        batch = list(stored)
        self.batches.append(len(batch))
        return super().put_all(batch, replace=replace)


def answer(number: int) -> Stored:
    """Return an answer to one of many requests."""
    asked = request(number)
    response = {"choices": [{"message": {"content": str(number)}}]}
    meta = Meta.of(asked, recorded_at=NOON, provenance="live")
    return Stored(key=asked.key, request=asked, response=response, meta=meta)


def on_disk(path: Path, key: str) -> bool:
    """Return whether another reader of the file finds an answer."""
    other = sqlite3.connect(path)
    try:
        found: tuple[int] = other.execute("SELECT count(*) FROM response WHERE key = ?", (key,)).fetchone()
        return found == (1,)
    finally:
        other.close()


async def test_an_acknowledged_answer_is_on_disk(tmp_path: Path) -> None:
    """Whoever is told that an answer is kept finds it with a reader of their own."""
    path = tmp_path / "responses.sqlite"
    with Slow(path) as store:
        keeper = Keeper(store, replace=False)

        async def keep(number: int) -> bool:
            await keeper.keep(answer(number))
            return on_disk(path, answer(number).key)

        seen = await asyncio.gather(*map(keep, range(50)))

    assert all(seen)


async def test_what_comes_in_during_a_commit_shares_the_next_one(tmp_path: Path) -> None:
    """Two commits for a hundred answers, and the claims of all are given up."""
    with Slow(tmp_path / "responses.sqlite") as store:
        keeper = Keeper(store, replace=False)
        assert all(store.claim(answer(number).key) for number in range(100))
        store.free.clear()
        first = asyncio.create_task(keeper.keep(answer(0)))
        await asyncio.sleep(0.05)
        rest = [asyncio.create_task(keeper.keep(answer(number))) for number in range(1, 100)]
        await asyncio.sleep(0.05)
        store.free.set()
        await asyncio.gather(first, *rest)
        waiting = [number for number in range(100) if store.waiting(answer(number).key)]

    assert store.batches == [1, 99]
    assert waiting == []


async def test_every_waiter_is_told_that_nothing_was_kept(tmp_path: Path) -> None:
    """An error of the store reaches each of those whose answers were in the commit, as an error of its own."""
    with SqliteResponses(tmp_path / "responses.sqlite") as store:
        keeper = Keeper(store, replace=False)
        with sqlite3.connect(tmp_path / "responses.sqlite") as other:
            other.execute(
                "CREATE TRIGGER full BEFORE INSERT ON response BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
            other.commit()
            errors = await asyncio.gather(
                *(keeper.keep(answer(number)) for number in range(5)), return_exceptions=True
            )
            other.execute("DROP TRIGGER full")
        other.close()
        await keeper.keep(answer(9))
        kept = store.get(answer(9).key)

    assert all(isinstance(error, StoreError) for error in errors)
    assert len({id(error) for error in errors}) == 5
    assert kept is not None


async def test_an_answer_whose_caller_left_is_kept(tmp_path: Path) -> None:
    """It is paid for; and the others of its commit hear of theirs."""
    with Slow(tmp_path / "responses.sqlite") as store:
        keeper = Keeper(store, replace=False)
        store.free.clear()
        stays, leaves, last = (asyncio.create_task(keeper.keep(answer(number))) for number in (1, 2, 3))
        await asyncio.sleep(0.05)
        leaves.cancel()
        store.free.set()
        with pytest.raises(asyncio.CancelledError):
            await leaves
        await asyncio.gather(stays, last)  # the second commit is that of the last, and of the one who left
        kept = [store.get(answer(number).key) is not None for number in (1, 2)]

    assert kept == [True, True]
