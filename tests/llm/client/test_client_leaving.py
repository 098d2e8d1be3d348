"""Callers may leave at any moment: what was paid for is kept, nothing is asked twice, and nothing stays open."""

from __future__ import annotations

import asyncio
import gc
import random
import sys
import time
from collections.abc import Coroutine, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summariser import Document, Summariser
from summariser.llm.answering import Answered
from summariser.llm.budget import NOTHING
from summariser.llm.client.flight import Flight
from summariser.llm.client.retry import Deadline, Waits
from summariser.records import BUILT_IN
from summariser.store import SqliteResponses
from tests.conftest import allowed
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import asking, live_for, request, settings_for, source_for, until
from tests.pipeline.scripted import Script

FILES = Path("/proc/self/fd")
PRICES = {"scripted": {"input": "1", "output": "10"}}


def open_files() -> int:
    """Return how many files, sockets included, this process has open."""
    return len(list(FILES.iterdir()))


class LeaveAt:
    """Runs a coroutine, and cancels the task it runs in when it waits for the `place`-th time."""

    def __init__(self, inner: Coroutine[Any, Any, Any], place: int) -> None:
        self.inner = inner
        self.place = place
        self.left = False

    def __await__(self) -> Generator[Any, Any, Any]:
        """Yield what the coroutine waits for."""
        steps = self.inner.__await__()
        thrown: BaseException | None = None
        for place in range(sys.maxsize):
            try:
                awaited = steps.throw(thrown) if thrown else steps.send(None)
            except StopIteration as end:
                return end.value
            if place == self.place and (task := asyncio.current_task()):
                self.left = task.cancel()
            try:
                thrown = None
                yield awaited
            except BaseException as error:  # noqa: BLE001 - handed on to the coroutine
                thrown = error
        raise AssertionError("it never ends")


async def left_at(work: Coroutine[Any, Any, Any], place: int) -> bool:
    """Return whether `work` was cancelled at its `place`-th wait, rather than done before."""
    leaving = LeaveAt(work, place)

    async def run() -> None:
        await leaving

    await asyncio.gather(asyncio.create_task(run()), return_exceptions=True)
    return leaving.left


async def test_a_call_may_be_left_wherever_it_waits(tmp_path: Path) -> None:
    """Cancelled at its k-th wait, for each k: nothing is held, and the answer is paid for once."""
    place, left = 0, True
    async with FaultServer(lambda _: "{}", Plan(script=["500"], latency=0.01)) as server:
        while left:
            folder = tmp_path / str(place)
            asked = request(place)
            async with asking(server, folder, prices=PRICES, budget=1) as live:
                left = await left_at(live.complete(asked), place)
            async with asking(server, folder) as again:
                await again.complete(asked)
            assert live.limiter.in_flight == 0
            assert live.budget is not None
            assert live.budget.held == NOTHING
            place += 1

    assert place > 1
    assert server.ledger.delivered == server.ledger.billed == place


@pytest.mark.parametrize("script", [(), ("500",), ("429-ms",)])
async def test_a_flight_may_end_wherever_it_waits(script: tuple[str, ...], tmp_path: Path) -> None:
    """Torn down at its k-th wait, for each k: no claim, place or money stays held, and a new client goes on."""
    place, left = 0, True
    plan = Plan(latency=0.002, retry_after=0.005)
    async with FaultServer(lambda _: "{}", plan) as server:
        while left:
            server.plan = replace(plan, script=("",) * len(server.ledger) + script)
            folder = tmp_path / str(place)
            async with asking(server, folder, prices=PRICES, budget=1) as live:
                left = await left_at(live._answer(request(), Flight(Deadline(5))), place)
            async with asking(server, folder) as again:
                await asyncio.wait_for(again.complete(request()), 2)
            assert live.budget is not None
            assert (live.limiter.in_flight, live.budget.held) == (0, NOTHING)
            place += 1

    assert place > 6
    assert server.ledger.open == 0


async def test_an_article_may_be_left_after_any_step(tmp_path: Path) -> None:
    """Cancelled after k turns of the event loop: a second try pays only for what was not answered."""
    article = Document.from_text("The envoys met in Geneva on Sunday.", id="a1")
    async with FaultServer(Script(), Plan(latency=0.005)) as server:
        for steps in range(0, 90, 15):
            settings = settings_for(server, tmp_path / str(steps), concurrency=2)
            before = server.ledger.delivered
            source = source_for(settings)
            async with Summariser(settings, record_types=BUILT_IN[:3], source=source) as summariser:
                task = asyncio.create_task(summariser.summarise(article))
                for _ in range(steps):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                summary = await asyncio.wait_for(summariser.summarise(article), 5)
            assert set(summary.answered_by) == {kind.name for kind in BUILT_IN[:3]}
            assert server.ledger.delivered - before == 3
            assert server.ledger.open == 0


@pytest.mark.parametrize("steps", [0, 1, 3, 12, 30])
async def test_all_may_be_torn_down_at_once(steps: int, tmp_path: Path) -> None:
    """With every task of the client cancelled no claim, place or money stays held, and a new client goes on."""
    async with FaultServer(lambda _: "{}", Plan(latency=0.005)) as server:
        others = asyncio.all_tasks()
        live = live_for(settings_for(server, tmp_path, prices=PRICES, budget=1))
        calls = [asyncio.create_task(live.complete(request(number))) for number in range(6)]
        for _ in range(steps):
            await asyncio.sleep(0.0005)
        mine = [task for task in asyncio.all_tasks() - others if "Live" in repr(task) or task in calls]
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)
        await live.close()
        with SqliteResponses(tmp_path / "responses.sqlite") as store:
            claimed = [number for number in range(6) if store.waiting(request(number).key)]
        async with asking(server, tmp_path) as again:
            asked = asyncio.gather(*(again.complete(request(number)) for number in range(6)))
            answered = await asyncio.wait_for(asked, 20)

    assert live.budget is not None
    assert (claimed, live.limiter.in_flight, live.budget.held) == ([], 0, NOTHING)
    assert all(isinstance(answer, Answered) for answer in answered)
    assert server.ledger.open == 0


async def test_no_request_outlives_its_deadline(tmp_path: Path) -> None:
    """A caller that leaves at once leaves no request behind for longer than the deadline and a second."""
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"stall-before-headers": 1.0}, stall=20)) as server,
        asking(server, tmp_path, deadline=0.4, timeout=10) as live,
    ):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(live.complete(request()), 0.05)
        open_after = server.ledger.open
        start = time.monotonic()
        await until(lambda: not server.ledger.open)
        seconds = time.monotonic() - start

    assert open_after == 1
    assert seconds < allowed(1.4)


async def test_what_waits_for_its_turn_is_not_sent_for_nobody(tmp_path: Path) -> None:
    """When its only caller leaves before it was sent, a request costs nothing."""
    async with (
        FaultServer(lambda _: "{}", Plan(latency=0.3)) as server,
        asking(server, tmp_path, concurrency=1) as live,
    ):
        first = asyncio.create_task(live.complete(request(1)))
        await until(lambda: server.ledger.open)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(live.complete(request(2)), 0.05)
        await first

    assert server.ledger.billed == len(server.ledger) == 1


@pytest.mark.parametrize("steps", range(12))
async def test_who_comes_while_a_request_ends_unsent_gets_an_answer(steps: int, tmp_path: Path) -> None:
    """Whether its end has begun or not: left behind another request, it is asked again for the next caller."""
    async with (
        FaultServer(lambda _: "{}", Plan(latency=0.05)) as server,
        asking(server, tmp_path, concurrency=1) as live,
    ):
        ahead = asyncio.create_task(live.complete(request(0)))
        await until(lambda: server.ledger.open == 1)
        waits = asyncio.create_task(live.complete(request(1)))
        await asyncio.sleep(0.02)
        waits.cancel()
        for _ in range(steps):
            await asyncio.sleep(0)
        comes = await asyncio.wait_for(live.complete(request(1)), 5)
        await ahead

    assert comes.asked
    assert len(server.ledger) == 2


async def test_who_comes_to_a_request_that_was_left_has_it_tried_again(tmp_path: Path) -> None:
    """The attempt under way of a caller who left fails; the one who came meanwhile is answered all the same."""
    async with (
        FaultServer(lambda _: "{}", Plan(script=["stall-before-headers"], stall=20)) as server,
        asking(server, tmp_path, waits=Waits(first=0.001), timeout=0.5) as live,
    ):
        left = asyncio.create_task(live.complete(request()))
        await until(lambda: server.ledger.open)
        left.cancel()
        await asyncio.wait({left})
        answered = await live.complete(request())

    assert answered.stored.key == request().key
    assert len(server.ledger) == 2


@pytest.mark.skipif(not FILES.exists(), reason="counts open files through /proc")
@pytest.mark.parametrize(("transport", "calls"), [("aiohttp", 1000), ("httpx", 200)])
async def test_nothing_leaks(transport: str, calls: int, tmp_path: Path) -> None:
    """After hundreds of calls, a tenth of them reset or left, as many files and tasks are open as before."""
    mix = {"reset-mid-body": 0.03, "reset-before-headers": 0.03}
    chance = random.Random(1)  # noqa: S311 - who leaves
    async with FaultServer(lambda _: "{}", Plan(mix=mix, latency=(0.0, 0.004))) as server:
        gc.collect()  # what earlier tests left to the collector would be missed at the end
        files, tasks = open_files(), len(asyncio.all_tasks())

        async def ask(live: Any, number: int) -> None:  # noqa: ANN401 - the client
            patience = 0.002 if chance.random() < 0.04 else None
            async with asyncio.timeout(patience):
                await live.complete(request(number))

        async with asking(
            server, tmp_path, waits=Waits(first=0.001), transport=transport, concurrency=20
        ) as live:
            ended = await asyncio.gather(*(ask(live, n) for n in range(calls)), return_exceptions=True)
        await asyncio.sleep(0.05)
        gc.collect()
        left_open = open_files() - files, len(asyncio.all_tasks()) - tasks

    left = sum(isinstance(error, TimeoutError) for error in ended)
    assert left > calls * 0.02
    assert server.ledger.unknown_billed > calls * 0.03
    assert calls - left <= server.ledger.delivered <= calls
    assert max(left_open) <= 2
