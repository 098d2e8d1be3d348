"""A call ends when its time is over, whatever the endpoint does, and gives its place back."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from summariser.errors import TransportError
from summariser.llm.client.retry import Waits
from tests.conftest import allowed
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import TRANSPORTS, asking, request, until


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("fault", ["drip", "drip-headers", "stall-before-headers", "stall-mid-body"])
async def test_a_call_ends_at_its_deadline(fault: str, transport: str, tmp_path: Path) -> None:
    """A byte now and then, half an answer, none at all: over in time, and nothing stays open."""
    plan = Plan(mix={fault: 1.0}, drip=0.1, stall=20)
    async with (
        FaultServer(lambda _: "{}", plan) as server,
        asking(server, tmp_path, transport=transport, timeout=10, deadline=0.4) as live,
    ):
        start = time.monotonic()
        with pytest.raises(TransportError, match="within the time limit"):
            await live.complete(request())
        seconds = time.monotonic() - start
        in_flight = live.limiter.in_flight
        await asyncio.sleep(0.15)
        still_open = server.ledger.open

    assert 0.4 <= seconds < allowed(1.4)
    assert (in_flight, still_open) == (0, 0)


async def test_a_place_is_free_for_others_after_a_stall(tmp_path: Path) -> None:
    """With one request at a time, one that stalls holds up the next for its own time alone."""
    plan = Plan(script=["stall-mid-body"], stall=20)
    async with (
        FaultServer(lambda _: "{}", plan) as server,
        asking(server, tmp_path, concurrency=1, max_attempts=1, timeout=0.3) as live,
    ):
        stalled = asyncio.create_task(live.complete(request(1)))
        await asyncio.sleep(0.05)
        answered = await live.complete(request(2))
        with pytest.raises(TransportError):
            await stalled

    assert answered.asked


async def test_a_second_attempt_waits_no_longer_than_the_deadline(tmp_path: Path) -> None:
    """Behind others it gives up in time, and an attempt that was never sent is not counted as one."""
    plan = Plan(script=["500"], latency=1.5)
    async with (
        FaultServer(lambda _: "{}", plan) as server,
        asking(server, tmp_path, waits=Waits(first=0.3), concurrency=1, timeout=5, deadline=0.8) as live,
    ):
        failing = asyncio.create_task(live.complete(request(1)))
        await until(lambda: server.ledger.faults()["500"])
        start = time.monotonic()
        other = asyncio.create_task(live.complete(request(2)))
        with pytest.raises(TransportError, match="deadline passed") as caught:
            await failing
        seconds = time.monotonic() - start
        with pytest.raises(TransportError):
            await other

    assert seconds < allowed(1.3)
    assert (caught.value.attempts, caught.value.unknown_billed) == (1, 0)


async def test_waiting_for_a_first_turn_is_not_counted(tmp_path: Path) -> None:
    """Behind a queue of more than a second every call still has its own."""
    async with (
        FaultServer(lambda _: "{}", Plan(latency=0.2)) as server,
        asking(server, tmp_path, concurrency=1, deadline=0.9) as live,
    ):
        answered = await asyncio.gather(*(live.complete(request(n)) for n in range(7)))

    assert all(answer.asked for answer in answered)
