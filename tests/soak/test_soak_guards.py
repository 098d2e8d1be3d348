"""Single guards of the client, each met by the one fault that it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser.ledger import State
from tests.faults import FaultServer, Plan
from tests.soak.children import CONCURRENCY
from tests.soak.corpus import answer, item_of
from tests.soak.inside import documents, run, settings_for


@pytest.mark.parametrize("fault", ["401", "403", "404-model", "429-quota"])
async def test_a_hopeless_endpoint_is_left_alone(fault: str, tmp_path: Path) -> None:
    """What no request can pass is asked about once by each that was under way, and never again."""
    async with FaultServer(answer, Plan(mix={fault: 1.0}, latency=0.05)) as server:
        ran = await run(settings_for(server, tmp_path), documents(60))

    assert ran.run.exit_code == 3
    assert ran.lost == 60
    assert len(server.ledger) <= CONCURRENCY


async def test_a_failing_endpoint_is_left_alone(tmp_path: Path) -> None:
    """After ten calls in a row that failed, the others are put off unasked."""
    async with FaultServer(answer, Plan(mix={"500": 1.0})) as server:
        ran = await run(settings_for(server, tmp_path, concurrency=2, max_attempts=1), documents(40))

    assert ran.run.totals.states[State.DEFERRED] >= 25
    assert len(server.ledger) <= 12


async def test_what_failed_in_passing_is_tried_again_at_the_end(tmp_path: Path) -> None:
    """An article whose endpoint was down for a moment gets a second round of attempts when all others are done."""
    plan = Plan(by_key={"gist main 3": "500"}, until_attempt=3, key_of=item_of)
    async with FaultServer(answer, plan) as server:
        ran = await run(settings_for(server, tmp_path, max_attempts=2), documents(8))

    assert ran.lost == 0
    assert len(server.ledger.of("gist main 3")) == 4


async def test_no_article_is_sent_where_a_redirect_points(tmp_path: Path) -> None:
    """A redirect ends the run; the other host gets nothing."""
    async with FaultServer(answer) as other:
        plan = Plan(mix={"redirect": 1.0}, redirect=f"{other.url}/chat/completions")
        async with FaultServer(answer, plan) as server:
            ran = await run(settings_for(server, tmp_path), documents(2))

    assert ran.run.exit_code == 3
    assert len(other.ledger) == 0


async def test_an_endless_answer_is_not_read(tmp_path: Path) -> None:
    """Of an answer of 20 MB little more than the cap is taken in, and it is not asked for a second time."""
    async with FaultServer(answer, Plan(script=["20-mb"])) as server:
        ran = await run(settings_for(server, tmp_path), documents(1))

    assert ran.lost == 1
    assert [entry.bytes_out < 12_000_000 for entry in server.ledger] == [True]


async def test_nothing_is_sent_before_retry_after(tmp_path: Path) -> None:
    """One request is asked to wait: for that long nobody sends anything."""
    plan = Plan(script=["429-seconds"], retry_after=0.8, latency=0.01)
    async with FaultServer(answer, plan) as server:
        await run(settings_for(server, tmp_path, concurrency=2), documents(6))
    first, *others = server.ledger
    assert first.last_byte is not None

    assert (
        min(entry.received for entry in others if entry.received > first.last_byte + 0.1)
        >= first.last_byte + 0.8
    )


async def test_an_attempt_ends_at_its_time_limit(tmp_path: Path) -> None:
    """A stalled answer is given up after `timeout` seconds and the request made again."""
    async with FaultServer(answer, Plan(script=["stall-before-headers"], stall=90)) as server:
        ran = await run(settings_for(server, tmp_path, timeout=1), documents(1))

    assert ran.lost == 0
    assert ran.seconds < 60


async def test_two_broken_answers_in_a_row_lose_nothing(tmp_path: Path) -> None:
    """Cut JSON, then other broken JSON: the third answer counts."""
    async with FaultServer(answer, Plan(script=["json-cut", "duplicate-keys"])) as server:
        ran = await run(settings_for(server, tmp_path), documents(1))

    assert ran.lost == 0
    assert len(server.ledger) == 3


async def test_the_same_broken_answer_is_paid_for_three_times_at_most(tmp_path: Path) -> None:
    """A model that repeats itself after a re-ask is asked that once more, and no more."""
    async with FaultServer(lambda _: "never JSON") as server:
        ran = await run(settings_for(server, tmp_path), documents(1))

    assert ran.run.totals.states == {State.FAILED: 1}
    assert len(server.ledger) == 3
