"""One request is asked once for all its callers, and every attempt is counted once, as the server counts it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from summariser.errors import ModelError, SummariserError, TransportError
from summariser.llm.answering import Answered
from summariser.store import SqliteResponses
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import TRANSPORTS, asking, request


async def test_callers_of_one_request_share_one_flight(tmp_path: Path) -> None:
    """Fifty callers, one post: one of them is told what it cost, and all get the same answer."""
    async with (
        FaultServer(lambda _: "{}", Plan(script=["500"], latency=0.05)) as server,
        asking(server, tmp_path) as live,
    ):
        answers = await asyncio.gather(*(live.complete(request()) for _ in range(50)))
        later = await live.complete(request())

    assert len(server.ledger) == 2
    assert sum(answer.asked for answer in answers) == 1
    assert sum(answer.attempts for answer in answers) == 2
    assert all(answer.stored.response == later.stored.response for answer in answers)
    assert (later.asked, later.attempts) == (False, 0)


async def test_a_failure_is_told_to_all_and_counted_once(tmp_path: Path) -> None:
    """Each caller gets an error of its own; the attempts are on one of them."""
    async with (
        FaultServer(lambda _: "{}", Plan(mix={"reset-mid-body": 1.0})) as server,
        asking(server, tmp_path, max_attempts=2) as live,
    ):
        ended = await asyncio.gather(*(live.complete(request()) for _ in range(10)), return_exceptions=True)
        claimed = live.responses.waiting(request().key)

    errors = [error for error in ended if isinstance(error, TransportError)]
    assert not claimed
    assert len({id(error) for error in errors}) == 10
    assert sum(error.attempts for error in errors) == len(server.ledger) == 2
    assert sum(error.unknown_billed for error in errors) == server.ledger.unknown_billed == 2


async def test_two_clients_of_one_store_ask_once(tmp_path: Path) -> None:
    """As two processes would: each request is claimed by one, and the other reads its answer."""
    async with (
        FaultServer(lambda _: "{}", Plan(latency=0.02)) as server,
        asking(server, tmp_path) as one,
        asking(server, tmp_path) as other,
    ):
        answers = await asyncio.gather(
            *(client.complete(request(number)) for number in range(20) for client in (one, other))
        )

    assert len(server.ledger) == 20
    assert sum(answer.asked for answer in answers) == 20


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_what_may_be_billed_is_counted_as_the_server_does(transport: str, tmp_path: Path) -> None:
    """Resets, stalls and timeouts at every point: charged and not delivered is exactly `unknown_billed`."""
    mix = {
        "reset-before-headers": 0.08,
        "reset-after-headers": 0.05,
        "reset-mid-body": 0.05,
        "length-too-long": 0.05,
        "chunk-cut": 0.05,
        "stream-cut": 0.04,
        "stall-before-headers": 0.04,
        "stall-mid-body": 0.04,
        "500": 0.05,
        "429-ms": 0.05,
    }
    plan = Plan(mix=mix, seed=3, stall=3, retry_after=0.01)
    async with (
        FaultServer(lambda _: "{}", plan) as server,
        asking(server, tmp_path, transport=transport, timeout=1, concurrency=20, max_attempts=2) as live,
    ):
        ended = await asyncio.gather(*(live.complete(request(n)) for n in range(80)), return_exceptions=True)
        await asyncio.sleep(0.1)

    counted = [item for item in ended if isinstance(item, Answered | SummariserError)]
    assert len(counted) == 80
    assert server.ledger.unknown_billed > 15
    assert sum(item.unknown_billed for item in counted) == server.ledger.unknown_billed
    assert sum(item.attempts for item in counted) == len(server.ledger)


async def test_an_answer_that_cannot_be_kept_is_an_outcome(tmp_path: Path) -> None:
    """A completion nested beyond all measure is one request's trouble, counted as billed, and no bug."""
    deep: object = "x"
    for _ in range(200):
        deep = [deep]
    odd = {"choices": [{"message": {"content": "{}", "odd": deep}}]}
    async with FaultServer(lambda _: odd) as server, asking(server, tmp_path) as live:
        with pytest.raises(ModelError, match="cannot be kept") as caught:
            await live.complete(request())

    assert (len(server.ledger), caught.value.attempts, caught.value.unknown_billed) == (1, 1, 1)


async def test_half_a_surrogate_pair_is_kept(tmp_path: Path) -> None:
    """UTF-8 cannot carry it, and the answer was paid for all the same."""
    odd = {"choices": [{"message": {"content": '{"a": "\ud800"}'}}]}
    async with FaultServer(lambda _: odd) as server, asking(server, tmp_path) as live:
        first = await live.complete(request())
    with SqliteResponses(tmp_path / "responses.sqlite") as store:
        again = store.get(request().key)

    assert len(server.ledger) == 1
    assert again is not None
    assert again.response == first.stored.response
