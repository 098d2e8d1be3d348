"""One retry layer: when it asks again, how long it waits first, and how often."""

from __future__ import annotations

import asyncio
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from summariser import Document, Settings, Summariser
from summariser.errors import DeferredError, TransportError
from summariser.llm.client.retry import Attempts, Deadline, TransientFault, Waits, classify, policy
from summariser.llm.client.wire import StatusFault
from summariser.records import BUILT_IN
from tests.conftest import allowed
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import asking, request, settings_for, source_for, until
from tests.pipeline.scripted import Script


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ("429-seconds", 0.4),
        ("429-ms", 0.4),
        ("503-seconds", 0.4),
        ("429-date", 1.0),
        ("429-past-date", 0),
        ("429-zero", 0),
        ("429-none", 0),
        ("429-negative", 0),
        ("429-garbage", 0),
    ],
)
async def test_nothing_is_sent_before_the_endpoint_says(fault: str, wait: float, tmp_path: Path) -> None:
    """Every form of Retry-After holds back every caller; without a usable one the wait is our own."""
    plan = Plan(script=[fault], retry_after=wait or 5)
    async with FaultServer(lambda _: "{}", plan) as server, asking(server, tmp_path) as live:
        first = asyncio.create_task(live.complete(request(1)))
        await until(lambda: server.ledger.faults()[fault])
        await asyncio.sleep(0.05)
        others = [live.complete(request(number)) for number in (2, 3)]
        answered = await asyncio.gather(first, *others)

    refused, *later = server.ledger
    gap = min(entry.received for entry in later) - refused.received
    assert wait <= gap < wait + 1.5
    assert [answer.attempts for answer in answered] == [2, 1, 1]


async def test_a_wait_counts_whatever_the_status() -> None:
    """A 500 can ask for time as well, and then its call takes that time, not our own shorter one."""
    attempts, deadline = Attempts(), Deadline(10)
    loop = policy(attempts, most=4, deadline=deadline, waits=Waits(first=0.001), rng=random.Random(0))  # noqa: S311 - jitter
    times: list[float] = []

    async for attempt in loop:
        with attempt:
            times.append(time.monotonic())
            attempts.post(times[-1])
            if len(times) == 1:
                raise classify(StatusFault(500, {"Retry-After": "0.2"}, "busy"))

    assert times[1] - times[0] >= 0.2


async def test_ten_minutes_are_not_waited_for(tmp_path: Path) -> None:
    """The call, and all that come after it, are deferred within a second, without another request."""
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"429-huge": 1.0})) as server,
        asking(server, tmp_path) as live,
    ):
        start = time.monotonic()
        with pytest.raises(DeferredError, match="come back in 600 s"):
            await live.complete(request(0))
        ended = await asyncio.gather(
            *(live.complete(request(n)) for n in range(1, 9)), return_exceptions=True
        )
        seconds = time.monotonic() - start

    assert all(isinstance(error, DeferredError) for error in ended)
    assert len(server.ledger) == 1
    assert seconds < allowed(1)


async def test_four_attempts_over_all_causes(tmp_path: Path) -> None:
    """However the causes change, the fourth failure is the last; the client's own retries are off."""
    causes = ["500", "reset-before-headers", "200-html", "closed", "", ""]
    assert Settings().max_attempts == 4
    async with (
        FaultServer(lambda _: "{}", Plan(script=causes)) as server,
        asking(server, tmp_path) as live,
    ):
        with pytest.raises(TransportError, match="after 4 attempts") as caught:
            await live.complete(request())

    assert [entry.fault for entry in server.ledger] == causes[:4]
    assert {entry.retry_header for entry in server.ledger} <= {"", "0"}
    assert (caught.value.attempts, caught.value.unknown_billed) == (4, 3)


async def test_attempts_turned_away_count_apart(tmp_path: Path) -> None:
    """A busy endpoint costs patience and no attempt; with two real failures it is over."""
    causes = ["429-ms", "429-ms", "500", "429-ms", "503-seconds", "500", ""]
    async with (
        FaultServer(lambda _: "{}", Plan(script=causes, retry_after=0.01)) as server,
        asking(server, tmp_path, waits=Waits(first=0.01), max_attempts=2) as live,
    ):
        with pytest.raises(TransportError, match="after 6 attempts"):
            await live.complete(request())

    assert len(server.ledger) == 6


def test_twenty_are_turned_away_before_it_is_over() -> None:
    """The count that the settings cap leaves out those, up to a cap of their own."""
    attempts, most = Attempts(), Waits().turned_away
    ends = []
    for number in range(most):
        attempts.post(float(number))
        attempts.count(TransientFault("429", turned_away=True))
        ends.append(attempts.used_up(4, most))

    assert most == 20
    assert ends == [False] * 19 + [True]
    assert (attempts.made, attempts.unknown_billed) == (20, 0)


async def test_a_busy_endpoint_is_given_up_in_the_end(tmp_path: Path) -> None:
    """As many as may be turned away are sent, and not one more."""
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"429-ms": 1.0}, retry_after=0.01)) as server,
        asking(server, tmp_path, waits=Waits(turned_away=6), max_attempts=1) as live,
    ):
        with pytest.raises(TransportError, match="after 6 attempts"):
            await live.complete(request())

    assert len(server.ledger) == 6


async def test_attempts_and_reasks_do_not_multiply(tmp_path: Path) -> None:
    """A failure in passing before each of two requests: four posts for an answer that had to be asked again."""
    article = Document.from_text("The envoys met in Geneva on Sunday.", id="a1")
    script = Script(raw={"plan_terms": "not json"})
    async with FaultServer(script, Plan(mix={"500": 1.0}, until_attempt=1)) as server:
        settings = settings_for(server, tmp_path)
        async with Summariser(settings, record_types=BUILT_IN[:1], source=source_for(settings)) as summariser:
            corpus = await summariser.summarise_corpus([article])

    assert [entry.fault for entry in server.ledger] == ["500", "", "500", ""]
    assert script.waves("plan_terms") == ["main", "structure"]
    assert corpus.run.rows[0].usage.attempts == 4


async def test_waits_double_up_to_a_longest(tmp_path: Path) -> None:
    """Without a word from the endpoint each wait is twice the last, less up to a quarter, and capped."""
    waits = Waits(first=0.1, longest=0.2)
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"500": 1.0})) as server,
        asking(server, tmp_path, waits=waits) as live,
    ):
        with pytest.raises(TransportError):
            await live.complete(request())

    times = [entry.received for entry in server.ledger]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    for gap, full in zip(gaps, (0.1, 0.2, 0.2), strict=True):
        assert 0.74 * full <= gap < full + 0.5


async def test_a_storm_loses_nothing(tmp_path: Path) -> None:
    """With a third of all posts failing in every way, each of 60 requests is answered, and paid for about once."""
    mix = {"500": 0.1, "reset-before-headers": 0.04, "429-ms": 0.1, "502-html": 0.05, "closed": 0.04}
    plan = Plan(mix=mix, retry_after=0.01, seed=5, latency=(0.0, 0.01))
    async with (
        FaultServer(lambda _: "{}", plan) as server,
        asking(server, tmp_path, waits=Waits(first=0.01), max_attempts=6) as live,
    ):
        answered = await asyncio.gather(*(live.complete(request(n)) for n in range(60)))

    assert all(answer.asked for answer in answered)
    assert server.ledger.delivered == 60
    assert server.ledger.billed <= 1.15 * 60
    assert sum(answer.attempts for answer in answered) == len(server.ledger)
