"""Endpoints that fail a third of all requests, or grant only so many a second: nothing is lost, little is wasted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, item_of
from tests.soak.figures import Figure
from tests.soak.inside import documents, run, settings_for

STORM = {
    "429-seconds": 0.07,
    "429-none": 0.03,
    "503": 0.05,
    "529": 0.03,
    "500": 0.05,
    "502-html": 0.03,
    "408": 0.02,
    "closed": 0.02,
    "reset-before-headers": 0.02,
    "reset-mid-body": 0.02,
    "chunk-cut": 0.01,
    "stall-before-headers": 0.01,
    "json-cut": 0.01,
}
"""37 % of all requests fail; 7 % are charged all the same."""

GRANTED = 20
"""Requests a second that the limited server grants."""


@pytest.mark.parametrize(
    ("seeds", "articles"), [(1, 40), pytest.param(20, 200, marks=pytest.mark.soak, id="soak")]
)
async def test_a_storm_loses_nothing(seeds: int, articles: int, tmp_path: Path, figure: Figure) -> None:
    """Every article is answered, for little more than each costs once."""
    lost, billed, seconds = 0, [], []
    for seed in range(seeds):
        plan = Plan(seed=seed, latency=(0.05, 0.15), mix=STORM, retry_after=0.2, key_of=item_of)
        async with FaultServer(answer, plan) as server:
            settings = settings_for(server, tmp_path / str(seed), timeout=10)
            ran = await run(settings, documents(articles))
        lost += ran.lost
        billed.append(server.ledger.billed / articles)
        seconds.append(ran.seconds)

    figure(
        "P14",
        seeds=seeds,
        articles=articles,
        share_of_faults=round(sum(STORM.values()), 2),
        lost=lost,
        billed_of_n=round(sum(billed) / seeds, 3),
        billed_of_n_at_most=round(max(billed), 3),
        seconds=round(sum(seconds) / seeds, 1),
    )
    assert lost == 0
    assert sum(billed) / seeds <= (1.15 if articles >= 200 else 1.25)  # a small run has its luck


@pytest.mark.parametrize(
    ("form", "articles"),
    [
        ("429-seconds", 60),
        *(
            pytest.param(f"429-{form}", 400, marks=pytest.mark.soak)
            for form in ("seconds", "ms", "date", "none", "negative", "zero", "garbage")
        ),
    ],
)
async def test_a_rate_limit_is_kept(form: str, articles: int, tmp_path: Path, figure: Figure) -> None:
    """At 20 requests a second nothing is lost, few requests are refused, and none waits in vain."""
    plan = Plan(rate=GRANTED, burst=GRANTED, rate_fault=form, latency=(0.05, 0.15), key_of=item_of)
    async with FaultServer(answer, plan) as server:
        ran = await run(settings_for(server, tmp_path), documents(articles))
    refused = server.ledger.faults()[form]
    ideal = (articles - GRANTED) / GRANTED

    figure(
        "P9",
        retry_after=form.removeprefix("429-"),
        articles=articles,
        lost=ran.lost,
        refused_percent=round(100 * refused / len(server.ledger), 1),
        elapsed_of_ideal=round(ran.seconds / ideal, 2),
    )
    assert ran.lost == 0
    assert server.ledger.billed == articles
    if articles >= 400:  # a smaller run is all beginning
        assert refused <= 0.05 * len(server.ledger)
        assert ran.seconds <= 1.25 * ideal
