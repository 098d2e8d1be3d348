"""Workers of one run: what one process keeps, a rate and a budget, they keep together."""

from __future__ import annotations

import asyncio
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest

from summariser import Settings
from summariser.distribute import SummariseBatch, columns_of
from summariser.ledger import InputRow, State
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, document_of, item_of
from tests.soak.figures import Figure
from tests.soak.inside import GIST, settings_for

GRANTED = 20
"""Requests a second."""

BATCH = 20

DOLLARS_PER_TOKEN = Decimal("0.0001")
PRICES = '{"scripted": {"input": 100, "output": 100}}'
CAP = 1000
"""Most tokens of an answer, with which a request is reckoned at worst."""

WORST = re.compile(r"the next request can cost up to \$([\d.]+)")


async def work(settings: Settings, articles: int, *, workers: int) -> list[InputRow]:
    """Return the rows of articles 0 to `articles` - 1, done by workers that take batches in turn, as in an engine."""
    batches = iter([columns_of(map(document_of, range(at, at + BATCH))) for at in range(0, articles, BATCH)])
    rows: list[InputRow] = []

    async def one(worker: SummariseBatch) -> None:
        for batch in batches:
            done = await asyncio.to_thread(worker, batch)
            rows.extend(map(InputRow.model_validate_json, done["row"]))
        await asyncio.to_thread(worker.close)

    made = (SummariseBatch(settings, record_types=GIST, workers=workers, run="a") for _ in range(workers))
    await asyncio.gather(*map(one, made))
    return rows


@pytest.mark.parametrize("articles", [60, pytest.param(400, marks=pytest.mark.soak)])
async def test_two_workers_keep_one_rate_limit(articles: int, tmp_path: Path, figure: Figure) -> None:
    """Nothing lost or paid twice, few refusals, and little time wasted, with two clients instead of one."""
    plan = Plan(rate=GRANTED, burst=GRANTED, rate_fault="429-seconds", latency=(0.05, 0.15), key_of=item_of)
    async with FaultServer(answer, plan) as server:
        settings = settings_for(server, tmp_path)
        began = time.monotonic()
        rows = await work(settings, articles, workers=2)
        seconds = time.monotonic() - began
    refused = server.ledger.faults()["429-seconds"]
    ideal = (articles - GRANTED) / GRANTED

    figure(
        "P9 workers",
        workers=2,
        articles=articles,
        refused_percent=round(100 * refused / len(server.ledger), 1),
        elapsed_of_ideal=round(seconds / ideal, 2),
    )
    assert [row.state for row in rows] == [State.SUMMARISED] * articles
    assert server.ledger.billed == articles
    if articles >= 400:  # a smaller run is all beginning
        assert refused <= 0.05 * len(server.ledger)
        assert seconds <= 1.25 * ideal


@pytest.mark.parametrize(
    ("articles", "shares", "workers"),
    [(40, (0.5,), (2,)), pytest.param(120, (0.1, 0.25, 0.5, 0.75), (2, 3, 5), marks=pytest.mark.soak)],
)
async def test_workers_never_overrun_their_budget(
    articles: int, shares: tuple[float, ...], workers: tuple[int, ...], tmp_path: Path, figure: Figure
) -> None:
    """Overshoot 0 by the endpoint's accounts, and what is left would not have paid for another worst case."""
    over, left, worst, runs = Decimal(0), Decimal(0), Decimal(0), 0
    async with FaultServer(answer, Plan(latency=(0.01, 0.05), key_of=item_of)) as server:
        asking = {"prices": PRICES, "max_output_tokens": CAP}
        await work(settings_for(server, tmp_path / "whole", **asking), articles, workers=1)
        whole = sum(server.ledger.tokens) * DOLLARS_PER_TOKEN
        for share in shares:
            for count in workers:
                before = sum(server.ledger.tokens)
                budget = (whole * Decimal(share)).quantize(Decimal("0.01"))
                settings = settings_for(server, tmp_path / f"{share}-{count}", budget=budget, **asking)
                rows = await work(settings, articles, workers=count)
                spent = (sum(server.ledger.tokens) - before) * DOLLARS_PER_TOKEN
                assert sum(row.usage.cost or 0 for row in rows) == spent
                assert len(rows) == articles
                assert {row.state for row in rows} == {State.SUMMARISED, State.SKIPPED_BUDGET}
                told = (WORST.search(row.detail) for row in rows)
                worst = max(worst, *(Decimal(found[1]) for found in told if found))
                over, left, runs = max(over, spent - budget), max(left, budget - spent), runs + 1

    figure("P18 workers", runs=runs, overshoot=str(max(over, Decimal(0))), left_at_most=f"{left:.2f}")
    assert over <= 0
    assert left < worst
