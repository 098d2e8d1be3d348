"""A hopeless endpoint is asked by no more calls than fly at once, and a run says why in one line."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest

from summariser import Document, Summariser
from summariser.errors import (
    ContextError,
    DeferredError,
    EndpointRefusedError,
    StoreError,
    SummariserError,
    TransportError,
)
from summariser.llm.client.breaker import Breaker
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import asking, request, settings_for, source_for
from tests.pipeline.scripted import Script

REFUSED = EndpointRefusedError("the key is not accepted")


class Clock:
    """A monotonic clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def opened(clock: Clock) -> Breaker:
    """Return a breaker that a refusal opened a second ago."""
    breaker = Breaker(failures=3, cooldown=60, clock=clock)
    breaker.refused(REFUSED)
    clock.now += 1
    return breaker


def test_a_refusal_holds_every_call_back() -> None:
    """One refusal of everything is enough, and each call gets an error of its own."""
    breaker = opened(Clock())
    raised: list[SummariserError] = []

    for ask in (breaker.check, breaker.let_through):
        with pytest.raises(EndpointRefusedError, match="key") as caught:
            ask()
        raised.append(caught.value)

    assert breaker.open
    assert len({id(error) for error in (*raised, REFUSED)}) == 3


def test_what_the_first_refusal_took_is_not_told_again() -> None:
    """Attempts are counted for the call that made them, and for no other."""
    clock = Clock()
    breaker = Breaker(failures=3, clock=clock)
    error = EndpointRefusedError("no")
    error.attempts, error.unknown_billed = 3, 2

    breaker.refused(error)

    with pytest.raises(EndpointRefusedError) as caught:
        breaker.check()
    assert (caught.value.attempts, caught.value.unknown_billed) == (0, 0)
    assert error.attempts == 3


def test_one_call_passes_after_each_cooldown() -> None:
    """After a minute one call may find out; the next one only after another minute."""
    clock = Clock()
    breaker = opened(clock)
    clock.now += 60

    breaker.check()
    breaker.let_through()
    with pytest.raises(EndpointRefusedError):
        breaker.let_through()
    clock.now += 60
    breaker.let_through()


def test_calls_held_back_do_not_put_the_next_try_off() -> None:
    """A service that keeps asking finds out after a minute all the same."""
    clock = Clock()
    breaker = opened(clock)

    for _ in range(58):
        clock.now += 1
        with pytest.raises(EndpointRefusedError) as caught:
            breaker.let_through()
        breaker.refused(caught.value)

    clock.now += 1
    breaker.let_through()


def test_only_a_call_sent_since_closes_it() -> None:
    """An answer to a call that was under way when it opened says nothing of what changed."""
    clock = Clock()
    breaker = opened(clock)

    breaker.succeeded(sent_at=clock.now - 2)
    still_open = breaker.open
    clock.now += 60
    breaker.let_through()
    breaker.succeeded(sent_at=clock.now)

    assert still_open
    assert not breaker.open


def test_failures_in_a_row_open_it_and_a_success_between_does_not_let_them() -> None:
    """Three in a row are a sign; two, an answer, and two are none."""
    breaker = Breaker(failures=3, clock=Clock())
    error = TransportError("500")

    for _ in range(2):
        breaker.failed(error)
        breaker.failed(error)
        breaker.succeeded(sent_at=0)
    closed = not breaker.open
    for _ in range(3):
        breaker.failed(error)

    assert closed
    with pytest.raises(DeferredError, match="3 requests in a row failed, the last one: 500"):
        breaker.check()


@pytest.mark.parametrize("fault", ["401", "403", "404-model", "429-quota", "redirect"])
async def test_a_hopeless_endpoint_is_left_alone(fault: str, tmp_path: Path) -> None:
    """No more requests than fly at once, no retries, exit 3, and every row says the one cause."""
    documents = [Document.from_text(f"Officials met on day {n}.", id=f"a{n}") for n in range(12)]
    async with FaultServer(Script(), Plan(mix={fault: 1.0})) as server:
        settings = settings_for(server, tmp_path)
        async with Summariser(settings, source=source_for(settings)) as summariser:
            corpus = await summariser.summarise_corpus(documents)

    assert len(server.ledger) <= settings.concurrency
    assert corpus.run.exit_code == 3
    assert len({row.detail for row in corpus.run.rows}) == 1
    assert [row.reason for row in corpus.run.rows] == ["configuration"] * 12


async def test_a_prompt_too_long_is_one_articles_trouble(tmp_path: Path) -> None:
    """The others may fit, so they are asked."""
    plan = Plan(script=["400-context"])
    async with FaultServer(lambda _: "{}", plan) as server, asking(server, tmp_path) as live:
        with pytest.raises(ContextError):
            await live.complete(request(1))
        answered = await live.complete(request(2))

    assert answered.asked


async def test_a_dead_endpoint_is_left_alone_after_as_many_failures_as_fly(tmp_path: Path) -> None:
    """Ten calls that fail after all their attempts end the asking; the rest is deferred at once."""
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"500": 1.0})) as server,
        asking(server, tmp_path, max_attempts=1, concurrency=2) as live,
    ):
        ended = await asyncio.gather(*(live.complete(request(n)) for n in range(40)), return_exceptions=True)

    assert len(server.ledger) <= 10 + 2
    assert sum(isinstance(error, DeferredError) for error in ended) >= 28
    assert all(isinstance(error, DeferredError | TransportError) for error in ended)


async def test_a_long_lived_client_finds_out_that_the_endpoint_is_back(tmp_path: Path) -> None:
    """Held back for a minute without a request; then one call is sent, and its answer lets all others go."""
    passed = 0.0

    def clock() -> float:
        return time.monotonic() + passed

    async with (
        FaultServer(lambda _: "{}", Plan(script=["401"])) as server,
        asking(server, tmp_path, client={"clock": clock}) as live,
    ):
        for number in range(3):
            with pytest.raises(EndpointRefusedError):
                await live.complete(request(number))
        while_open = len(server.ledger)
        passed = 61.0
        await live.complete(request(3))
        await live.complete(request(4))

    assert while_open == 1
    assert len(server.ledger) == 3


async def test_a_full_disk_stops_the_asking(tmp_path: Path) -> None:
    """What cannot be kept is not paid for: after the first failure only what is in flight ends."""
    async with (
        FaultServer(lambda _: "{}", Plan(latency=(0.01, 0.03))) as server,
        asking(server, tmp_path) as live,
    ):
        with sqlite3.connect(tmp_path / "responses.sqlite") as other:
            other.execute(
                "CREATE TRIGGER full BEFORE INSERT ON response BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        other.close()
        ended = await asyncio.gather(*(live.complete(request(n)) for n in range(40)), return_exceptions=True)

    assert all(isinstance(error, StoreError) for error in ended)
    assert len(server.ledger) <= 2 * 4
    attempts = [error.attempts for error in ended if isinstance(error, StoreError)]
    assert sum(attempts) == len(server.ledger)
