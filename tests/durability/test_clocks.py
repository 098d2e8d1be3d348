"""Clocks that jump and processes that are stopped for a while: no deadline, pace or claim is lost over it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.durability.running import CONCURRENCY, articles, command, ended, paid_again
from tests.faults import FaultServer, Plan
from tests.forked import start
from tests.pipeline.scripted import Script

pytestmark = pytest.mark.posix

DAY = 86_400.0
ARTICLES = 20
JUMPS_AT = 5
"""Looks at the clock after which it jumps."""


def jump(seconds: float) -> None:
    """Make this process's clock of the day jump by so many seconds, soon after the run has begun."""
    looks, real = count(), time.time
    time.time = lambda: real() + (seconds if next(looks) >= JUMPS_AT else 0.0)


@pytest.mark.parametrize("seconds", [DAY, -DAY], ids=["ahead", "back"])
async def test_a_clock_that_jumps_a_day_changes_nothing(seconds: float, tmp_path: Path) -> None:
    """At an endpoint that names dates to come back at: nothing is deferred, lost, sent in a burst or paid twice."""
    busy = Plan(latency=(0.02, 0.05), mix={"429-date": 0.15}, until_attempt=1, retry_after=0.1)
    paths = articles(tmp_path / "articles", ARTICLES)
    async with FaultServer(Script(), busy) as server:
        began = time.monotonic()
        task = command(tmp_path / "run", server, *paths)
        code = await ended(start(task._replace(before=partial(jump, seconds))))
        elapsed = time.monotonic() - began

    assert code == 0, task.screen
    assert server.ledger.billed == 2 * ARTICLES
    assert server.ledger.most_open <= CONCURRENCY
    assert server.ledger.faults()["429-date"] >= 3
    assert elapsed < 60


@pytest.mark.parametrize("seconds", [2.0, pytest.param(60.0, marks=pytest.mark.soak)])
async def test_a_stopped_process_keeps_what_it_asked_for(seconds: float, tmp_path: Path) -> None:
    """Another process on its store leaves its requests alone, and when it goes on it goes on from there."""
    paths = articles(tmp_path / "articles", ARTICLES)
    store = tmp_path / "store" / "responses.sqlite"
    async with FaultServer(Script(), Plan(latency=(0.2, 0.4))) as server:
        tasks = [command(tmp_path / name, server, *paths, store=store) for name in ("first", "second")]
        first = start(tasks[0])
        while server.ledger.open < CONCURRENCY:  # noqa: ASYNC110 - requests that come in tell nobody
            await asyncio.sleep(0.001)
        assert first.pid is not None
        os.kill(first.pid, signal.SIGSTOP)
        second = start(tasks[1])
        await asyncio.sleep(seconds)
        other_ended = not second.is_alive()
        os.kill(first.pid, signal.SIGCONT)
        codes = [await ended(process) for process in (first, second)]

    assert not other_ended
    assert codes == [0, 0], tasks[0].screen + tasks[1].screen
    assert server.ledger.billed == 2 * ARTICLES
    assert paid_again(server.ledger) == 0
    assert server.ledger.most_open <= 2 * CONCURRENCY
