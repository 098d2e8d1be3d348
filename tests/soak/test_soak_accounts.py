"""What a run says it took is what the endpoint charged, and no budget is overrun by a cent."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from summariser.errors import ConfigurationError
from summariser.ledger import State
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, item_of
from tests.soak.figures import Figure
from tests.soak.inside import documents, run, settings_for

NO_USAGE = {"no-usage": 0.02, "null-usage": 0.01, "negative-usage": 0.01, "huge-usage": 0.01}
"""Answers that do not tell, or cannot mean, what they took."""

MIXED = NO_USAGE | {
    "429-zero": 0.03,
    "500": 0.04,
    "reset-before-headers": 0.02,
    "reset-mid-body": 0.02,
    "chunk-cut": 0.02,
    "json-cut": 0.03,
}
PRICES = {"scripted": {"input": "1", "output": "4"}}
"""Dollars per million tokens."""

SHARES = (0.10, 0.25, 0.50, 0.75)
ARTICLES = 60
FULL_PRICE = ARTICLES * Decimal("0.0009")
"""About what a run without a budget costs: some 900 tokens a request."""


@pytest.mark.parametrize("calls", [300, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_the_ledger_says_what_the_endpoint_charged(calls: int, tmp_path: Path, figure: Figure) -> None:
    """Tokens agree to the last one, estimates are marked, and unanswered charges are counted exactly."""
    async with FaultServer(answer, Plan(mix=MIXED, key_of=item_of, retry_after=0)) as server:
        ran = await run(settings_for(server, tmp_path, max_attempts=8), documents(calls))
    charged, untold = _of_articles(server)
    rows = {row.document: row for row in ran.run.rows}
    told = [row for row in rows.values() if not row.usage.estimated]
    difference = sum(abs(row.usage.tokens_in + row.usage.tokens_out - charged[row.document]) for row in told)

    figure(
        "P19",
        calls=len(server.ledger),
        difference_in_tokens=difference,
        answers_without_usage=len(untold),
        unmarked_estimates=len(untold ^ {name for name, row in rows.items() if row.usage.estimated}),
        unknown_billed=ran.run.totals.usage.unknown_billed,
        unknown_billed_by_the_server=server.ledger.unknown_billed,
    )
    assert untold
    assert len(told) > calls / 2
    assert difference == 0
    assert {name for name, row in rows.items() if row.usage.estimated} == untold
    assert ran.run.totals.usage.unknown_billed == server.ledger.unknown_billed > 0
    assert ran.run.totals.usage.attempts == len(server.ledger)


def _of_articles(server: FaultServer) -> tuple[Counter[str | None], set[str | None]]:
    """Return the tokens of delivered answers by article, and the articles with answers that did not tell."""
    charged, untold = Counter[str | None](), set[str | None]()
    for entry in server.ledger:
        article = f"a{int(entry.key.split()[2]):05}"
        charged[article] += (entry.tokens_in + entry.tokens_out) if entry.delivered else 0
        untold |= {article} if entry.fault in NO_USAGE else set()
    return charged, untold


@pytest.mark.parametrize(
    ("seeds", "concurrencies"),
    [
        (range(1), (20,)),
        *(
            pytest.param(range(first, first + 4), (1, 20, 64), marks=pytest.mark.soak, id=f"from-{first}")
            for first in range(0, 20, 4)
        ),
    ],
)
async def test_no_budget_is_overrun(
    seeds: range, concurrencies: tuple[int, ...], tmp_path: Path, figure: Figure
) -> None:
    """Whatever the cap, the concurrency and the faults, the endpoint never charges more; the rest is asked later."""
    overshoots, used = [], defaultdict(list)
    for seed, concurrency, share in product(seeds, concurrencies, SHARES):
        cap, spent = await _capped(tmp_path / f"{seed}-{concurrency}-{share}", seed, concurrency, share)
        overshoots.append(max(Decimal(0), spent - cap))
        used[share].append(float(spent / cap))

    figure(
        "P18",
        runs=len(overshoots),
        overshoot_usd=str(max(overshoots)),
        **{f"used_of_{share:.0%}": round(sum(values) / len(values), 2) for share, values in used.items()},
    )
    assert max(overshoots) == 0


async def _capped(folder: Path, seed: int, concurrency: int, share: float) -> tuple[Decimal, Decimal]:
    """Return a cap and what a run under it was charged; a second run without the cap completes it."""
    plan = Plan(seed=seed, mix={"429-zero": 0.1, "reset-mid-body": 0.05}, retry_after=0, key_of=item_of)
    async with FaultServer(answer, plan) as server:
        settings = settings_for(
            server, folder, prices=PRICES, max_output_tokens=200, concurrency=concurrency, max_attempts=8
        )
        cap = (FULL_PRICE * Decimal(str(share))).quantize(Decimal("0.000001"))
        first = await run(settings.model_copy(update={"budget": cap}), documents(ARTICLES))
        spent = _charged(server)
        second = await run(settings, documents(ARTICLES))
        billed_twice = server.ledger.delivered - ARTICLES
    assert first.run.exit_code == 4
    assert set(first.run.totals.states) <= {State.SUMMARISED, State.SKIPPED_BUDGET}
    assert (second.lost, billed_twice) == (0, 0)
    return cap, spent


def _charged(server: FaultServer) -> Decimal:
    tokens_in, tokens_out = server.ledger.tokens
    return (
        tokens_in * Decimal(PRICES["scripted"]["input"]) + tokens_out * Decimal(PRICES["scripted"]["output"])
    ) / 10**6


async def test_an_attempt_without_an_answer_is_reckoned_at_its_worst(tmp_path: Path) -> None:
    """Charged and never delivered: room in the budget for one such attempt is used by one, not by many."""
    budget = Decimal("0.006")
    async with FaultServer(answer, Plan(mix={"reset-mid-body": 1.0})) as server:
        settings = settings_for(
            server, tmp_path, prices=PRICES, max_output_tokens=200, max_attempts=12, budget=budget
        )
        ran = await run(settings, documents(1))

    assert ran.run.exit_code == 4
    assert len(server.ledger) == ran.run.totals.usage.unknown_billed == 1
    assert 0 < _charged(server) <= budget


async def test_a_budget_without_a_price_is_refused(tmp_path: Path) -> None:
    """What costs nobody knows what cannot be kept below anything."""
    async with FaultServer(answer) as server:
        settings = settings_for(server, tmp_path, budget=1)
        with pytest.raises(ConfigurationError, match="SUMMARISER_PRICES"):
            await run(settings, documents(1))
    assert len(server.ledger) == 0


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
async def test_a_connection_lost_after_sending_may_be_billed(transport: str, tmp_path: Path) -> None:
    """Reset before the first byte of an answer: counted as possibly charged, whichever library tells of it."""
    async with FaultServer(answer, Plan(script=["reset-before-headers"])) as server:
        ran = await run(settings_for(server, tmp_path, transport=transport), documents(1))

    assert ran.lost == 0
    assert ran.run.totals.usage.unknown_billed == server.ledger.unknown_billed == 1


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
async def test_a_connection_never_made_costs_nothing(transport: str, tmp_path: Path) -> None:
    """Nobody listens: no attempt is counted as possibly charged."""
    async with FaultServer(answer) as server:
        settings = settings_for(server, tmp_path, transport=transport, max_attempts=1)
        async with server.down():
            ran = await run(settings, documents(1))

    assert (ran.lost, ran.run.totals.usage.attempts, ran.run.totals.usage.unknown_billed) == (1, 1, 0)
