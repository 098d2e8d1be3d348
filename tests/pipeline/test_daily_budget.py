"""The daily budget as its users meet it: several commands, one store, and an endpoint that keeps accounts."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from summariser import Document, Settings, Summariser
from summariser.errors import ConfigurationError
from summariser.ledger import State
from summariser.store import spending_path
from tests.children import Child, run
from tests.faults import FaultServer, Ledger, Plan
from tests.pipeline.scripted import Script

DOLLARS_PER_TOKEN = Decimal("0.0001")
PRICES = json.dumps({"scripted": {"input": 100, "output": 100}})
TEXT = (
    "The Lake Orvel accord, article {number}. Tolvia would pump no more than {number} million cubic metres."
)


def cost(ledger: Ledger) -> Decimal:
    """Return what the endpoint charged."""
    return sum(ledger.tokens) * DOLLARS_PER_TOKEN


def settings_for(server: FaultServer, folder: Path, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any setting
    """Return settings that ask the server at a price, with a store in `folder`."""
    fields = {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "concurrency": 4,
        "prices": PRICES,
        "max_output_tokens": 1000,
        "transport": "httpx",
        "confirm_above": 1000,  # nobody is there to agree
    }
    return fields | changes


def noted(folder: Path) -> tuple[Decimal, Decimal]:
    """Return what the store's users have spent and set aside, over all days: a run may pass midnight."""
    with closing(sqlite3.connect(spending_path(folder / "responses.sqlite"))) as connection:
        queries = ("SELECT coalesce(sum(spent), 0) FROM day", "SELECT coalesce(sum(most), 0) FROM held")
        spent, held = (Decimal(connection.execute(query).fetchone()[0]) / 10**9 for query in queries)
    return spent, held


async def asked(server: FaultServer) -> None:
    """Return once the server was asked something."""
    async with asyncio.timeout(30):
        while not len(server.ledger):  # noqa: ASYNC110 - the ledger is plain data, which tells nobody
            await asyncio.sleep(0.01)


def articles(folder: Path, *numbers: int) -> list[Path]:
    """Write one article for each number."""
    paths = [folder / f"article{number}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(TEXT.format(number=number), "utf-8")
    return paths


async def test_two_processes_never_spend_more_than_the_day_allows(tmp_path: Path) -> None:
    """Overshoot 0 by the endpoint's accounts, which ours equal, hardly anything unused, and nothing paid twice."""
    async with FaultServer(Script(), Plan(latency=(0.01, 0.1))) as server:
        settings = settings_for(server, tmp_path, daily_budget=9)
        runs = [
            await Child.start(*paths, "--out", f"out{paths[0].stem}", folder=tmp_path, settings=settings)
            for paths in (articles(tmp_path, 1, 2, 3, 4, 5), articles(tmp_path, 6, 7, 8, 9, 10))
        ]
        first = [await child.ended() for child in runs]
        spent = cost(server.ledger)
        accounts = noted(tmp_path)
        every = articles(tmp_path, *range(1, 11))
        second = await run(*every, folder=tmp_path, settings=settings | {"daily_budget": 1000})

    assert {ended.code for ended in first} <= {0, 4}
    assert 4 in {ended.code for ended in first}
    assert 5 < spent <= 9
    assert accounts == (spent, Decimal(0))
    assert second.code == 0
    assert server.ledger.billed == len({entry.key for entry in server.ledger})


@pytest.mark.posix
async def test_what_a_killed_run_may_have_spent_counts_for_the_day(tmp_path: Path) -> None:
    """Killed with requests in flight, which the endpoint bills: the run after it leaves room for them."""
    async with FaultServer(Script(), Plan(bill="received", latency=30)) as server:
        settings = settings_for(server, tmp_path, daily_budget=6, max_output_tokens=20_000)
        paths = articles(tmp_path, 1, 2)
        child = await Child.start(*paths, folder=tmp_path, settings=settings)
        await asked(server)
        child.process.kill()
        killed = await child.ended()
        for cut_off in server.ledger:
            cut_off.tokens_in, cut_off.tokens_out = cut_off.bytes_in, 20_000  # the worst there can be
        server.plan = Plan()
        ended = await run(*paths, folder=tmp_path, settings=settings)

    assert (killed.code, ended.code) == (-9, 4)
    assert 2 < cost(server.ledger) <= 6


async def test_a_daily_budget_needs_a_price(tmp_path: Path) -> None:
    """A model that nobody can price is refused before anything is sent."""
    async with FaultServer(Script()) as server:
        settings = settings_for(server, tmp_path, daily_budget=6, prices={})
        with pytest.raises(ConfigurationError, match="no price is known for model 'scripted'"):
            Summariser(Settings(**settings))

    assert len(server.ledger) == 0


async def test_an_answer_is_kept_even_if_its_price_cannot_be_noted(tmp_path: Path) -> None:
    """The file breaks while a request is in flight: what has its cost set aside is asked and stored, and no more."""
    spending = spending_path(tmp_path / "responses.sqlite")

    def answer(body: dict[str, Any]) -> str:
        with closing(sqlite3.connect(spending)) as connection:
            connection.execute("DROP TABLE IF EXISTS day")
        return '{"records": []}'

    async with FaultServer(answer) as server:
        given = settings_for(server, tmp_path, daily_budget=6, prices=json.loads(PRICES), concurrency=1)
        async with Summariser(Settings(**given)) as summariser:
            corpus = await summariser.summarise_corpus([Document.from_text(TEXT, id="a")])
            stored = summariser.source.answers.responses.stats().rows  # type: ignore[attr-defined]  # a `Live`

    (row,) = corpus.run.rows
    assert server.ledger.delivered == stored <= 2  # the second was next in line
    assert row.state is State.FAILED
    assert "no budget can be shared" in row.detail
