"""A budget is never exceeded: at no concurrency, whatever goes wrong, by the server's own accounts."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from summariser import Document, Summariser
from summariser.errors import BudgetError, ConfigurationError, SummariserError, TransportError
from summariser.ledger import State
from summariser.llm.answering import Answered
from summariser.llm.budget import NOTHING, Budget, Tariff
from summariser.llm.client.retry import Waits
from summariser.records import BUILT_IN
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import asking, live_for, request, settings_for, source_for
from tests.pipeline.scripted import Script

PRICES = {"scripted": {"input": "1", "output": "10"}}
MIX = {"reset-before-headers": 0.05, "reset-mid-body": 0.03, "500": 0.05, "429-ms": 0.03, "no-usage": 0.05}
REQUESTS = [request(number, size=number, cap=60) for number in range(60)]
ANSWER = "x" * 150
TARIFF = Tariff("scripted", None, settings_for(None, Path(), prices=PRICES).prices)


def cost_of(tokens_in: int, tokens_out: int) -> Decimal:
    """Return what so many tokens cost, in dollars."""
    return (tokens_in * Decimal(1) + tokens_out * Decimal(10)) / 1_000_000


def full_cost() -> Decimal:
    """Return what all requests cost when each is answered once: four characters to a token."""
    prompts = [len(asked.body["messages"][0]["content"]) for asked in REQUESTS]
    return cost_of(sum(-(-size // 4) for size in prompts), len(REQUESTS) * -(-len(ANSWER) // 4))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("concurrency", [1, 20, 64])
@pytest.mark.parametrize("share", ["0.10", "0.25", "0.50", "0.75"])
async def test_the_budget_is_never_exceeded(share: str, concurrency: int, seed: int, tmp_path: Path) -> None:
    """At a tenth to three quarters of the full cost the server charges no more, and nearly as much."""
    limit = full_cost() * Decimal(share)
    plan = Plan(mix=MIX, seed=seed, retry_after=0.005, latency=(0.0, 0.004))
    changes: dict[str, Any] = {"prices": PRICES, "budget": limit, "concurrency": concurrency}
    async with (
        FaultServer(lambda _: ANSWER, plan) as server,
        asking(server, tmp_path, waits=Waits(first=0.001), **changes) as live,
    ):
        ended = await asyncio.gather(*map(live.complete, REQUESTS), return_exceptions=True)
        budget = live.budget

    assert budget is not None
    assert cost_of(*server.ledger.tokens) <= budget.spent <= limit
    assert all(isinstance(item, Answered | BudgetError) for item in ended)
    assert 0 < sum(isinstance(item, Answered) for item in ended) < len(REQUESTS)
    assert budget.held == NOTHING
    assert limit - budget.spent < max(map(TARIFF.most, REQUESTS))


async def test_a_new_budget_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    """What was answered is not paid for again."""
    async with FaultServer(lambda _: ANSWER) as server:
        for share in ("0.25", "0.75", "2"):
            limit = full_cost() * Decimal(share)
            async with asking(server, tmp_path, prices=PRICES, budget=limit) as live:
                ended = await asyncio.gather(*map(live.complete, REQUESTS), return_exceptions=True)

    assert all(isinstance(item, Answered) for item in ended)
    assert server.ledger.delivered == len(server.ledger) == len(REQUESTS)


async def test_a_run_without_budget_left_says_so(tmp_path: Path) -> None:
    """What was not asked is `skipped-budget`, the exit code 4, and the next run with more ends it."""
    documents = [Document.from_text(f"Officials met on day {n}.", id=f"a{n}") for n in range(6)]
    async with FaultServer(Script()) as server:
        runs = []
        for budget in ("0.19", "9"):
            settings = settings_for(server, tmp_path, prices=PRICES, budget=budget)
            async with Summariser(
                settings, record_types=BUILT_IN[:1], source=source_for(settings)
            ) as summariser:
                runs.append((await summariser.summarise_corpus(documents)).run)

    first, second = runs
    states = [row.state for row in first.rows]
    assert set(states) == {State.EMPTY, State.SKIPPED_BUDGET}
    assert all("raise the budget" in row.detail for row in first.rows if row.state is State.SKIPPED_BUDGET)
    assert (first.exit_code, second.exit_code) == (4, 0)
    assert len(server.ledger) == len(documents)


def test_a_budget_needs_a_price(tmp_path: Path) -> None:
    """A model that nobody knows the price of is not asked under a budget; without one it may be."""
    with pytest.raises(ConfigurationError, match="SUMMARISER_PRICES"):
        live_for(settings_for(None, tmp_path, budget="1"))

    assert live_for(settings_for(None, tmp_path)).budget is None


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        ("reset-before-headers", 2),
        ("stall-mid-body", 2),
        ("20-mb", 1),
        ("200-html", 2),
        ("500", 0),
        ("429-ms", 0),
        ("401", 0),
        ("400-context", 0),
    ],
)
async def test_what_may_be_billed_is_taken_at_its_worst(fault: str, times: int, tmp_path: Path) -> None:
    """An attempt without an answer costs the budget all that it could have; one that was refused nothing."""
    plan = Plan(mix={fault: 1.0}, stall=2, retry_after=0.01)
    timeout = 0.2 if fault.startswith("stall") else 10
    async with (
        FaultServer(lambda _: ANSWER, plan) as server,
        asking(server, tmp_path, prices=PRICES, budget=1, max_attempts=2, timeout=timeout) as live,
    ):
        with pytest.raises(SummariserError):
            await live.complete(request())
        budget = live.budget

    assert budget is not None
    assert (budget.spent, budget.held) == (times * TARIFF.most(request()), NOTHING)


async def test_a_call_waits_for_what_others_may_give_back() -> None:
    """Room for one at a time: the second waits for the first, the third finds none left."""
    budget = Budget(Decimal(10))
    first = await budget.hold(Decimal(8))
    second = asyncio.create_task(budget.hold(Decimal(8)))
    await asyncio.sleep(0.01)
    waited = not second.done()

    await budget.settle(first, Decimal(1))
    held = await asyncio.wait_for(second, 1)
    await budget.settle(held, Decimal(8))

    assert waited
    with pytest.raises(BudgetError, match=r"\$1.0000 is left"):
        await budget.hold(Decimal(2))
    assert (await budget.hold(Decimal(1))).most == 1


async def test_a_call_that_leaves_while_it_waits_holds_nothing() -> None:
    """Cancelled at the wrong moment, it takes no money with it."""
    budget = Budget(Decimal(10))
    first = await budget.hold(Decimal(8))
    leaver = asyncio.create_task(budget.hold(Decimal(8)))
    await asyncio.sleep(0.01)

    leaver.cancel()
    await asyncio.gather(leaver, return_exceptions=True)
    await budget.settle(first, NOTHING)

    assert (budget.held, budget.spent) == (NOTHING, NOTHING)
    assert (await budget.hold(Decimal(10))).most == 10


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
async def test_the_most_is_never_less_than_the_cost(name: str) -> None:
    """A byte is at least a token's worth, and the output cap is what its field says."""
    asked = request(1, size=50)
    body = {key: value for key, value in asked.body.items() if key != "max_tokens"} | {name: 500}
    asked = asked.model_copy(update={"body": body})

    assert TARIFF.most(asked) >= cost_of(len(body["messages"][0]["content"]), 500)
    assert TARIFF.most(asked) < cost_of(len(body["messages"][0]["content"]) + 400, 500)


async def test_the_budget_of_a_failed_call_serves_the_next(tmp_path: Path) -> None:
    """A call that ends in an error gives back what it held, so that the others are asked."""
    most = max(map(TARIFF.most, REQUESTS[:3]))
    async with (
        FaultServer(lambda _: ANSWER, Plan(script=["500"])) as server,
        asking(server, tmp_path, prices=PRICES, budget=most * 2, max_attempts=1) as live,
    ):
        with pytest.raises(TransportError):
            await live.complete(REQUESTS[0])
        await live.complete(REQUESTS[1])
        answered = await live.complete(REQUESTS[2])

    assert answered.asked
