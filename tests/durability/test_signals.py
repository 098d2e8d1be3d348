"""SIGINT and SIGTERM: nothing more is sent, what is in flight is stored, and the same command goes on from there."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.durability.running import articles, command, ended, paid_again, ran
from tests.faults import FaultServer, Plan
from tests.forked import Task, start
from tests.pipeline.scripted import Script

pytestmark = pytest.mark.posix

ARTICLES = 12
SOON = 0.1
"""Seconds after a signal was heard in which a request may still arrive."""


def places(count: int) -> list[tuple[int, signal.Signals]]:
    """Return after how many answers which signal comes."""
    rng = random.Random(6)  # noqa: S311 - places, not a secret
    return [
        (rng.randrange(2 * ARTICLES), (signal.SIGINT, signal.SIGTERM)[number % 2]) for number in range(count)
    ]


async def signalled(process: BaseProcess, server: FaultServer, after: int, number: signal.Signals) -> None:
    """Send a signal once so many answers were delivered and something is in flight."""
    async with asyncio.timeout(30):
        while server.ledger.delivered < after or not server.ledger.open:
            assert process.is_alive()
            await asyncio.sleep(0.001)
    assert process.pid is not None
    os.kill(process.pid, number)


async def heard(task: Task) -> float:
    """Return when a run says that it is stopping."""
    async with asyncio.timeout(10):
        while "stopping" not in task.screen:  # noqa: ASYNC110 - a file, which tells nobody
            await asyncio.sleep(0.001)
    return time.monotonic()


@pytest.mark.parametrize(
    "count", [pytest.param(4, id="some"), pytest.param(20, id="many", marks=pytest.mark.soak)]
)
async def test_a_signal_ends_a_run_in_order(count: int, tmp_path: Path) -> None:
    """Exit 130 with its reports written, no request after the signal, and nothing delivered is paid again."""
    paths = articles(tmp_path / "articles", ARTICLES)
    for place, (after, number) in enumerate(places(count)):
        async with FaultServer(Script(), Plan(latency=(0.1, 0.3))) as server:
            task = command(tmp_path / f"place{place}", server, *paths)
            process = start(task)
            await signalled(process, server, after, number)
            at = await heard(task)
            code = await ended(process, within=30)
            late = [entry.received - at for entry in server.ledger if entry.received > at + SOON]
            unanswered = [entry.ordinal for entry in server.ledger if not entry.delivered]
            written = (task.folder / "out" / "run.json").exists()
            again = await ran(task)

        assert (code, again) == (130, 0), task.screen
        assert (late, unanswered, written) == ([], [], True)
        assert paid_again(server.ledger) == 0
        assert "Traceback" not in task.screen


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
async def test_a_second_signal_ends_it_at_once(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """Whoever does not want to wait for what is in flight need not, for longer than a second."""
    async with FaultServer(Script(), Plan(latency=20)) as server:
        task = command(tmp_path / "run", server, *articles(tmp_path / "articles", 3))
        process = start(task)
        await signalled(process, server, 0, number)
        await heard(task)
        assert process.pid is not None
        os.kill(process.pid, number)
        second = time.monotonic()
        ended_with = await ended(process)
        waited = time.monotonic() - second

    assert ended_with == code
    assert waited < 1
    assert "Traceback" not in task.screen
