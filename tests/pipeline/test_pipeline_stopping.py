"""A run that is stopped sends nothing more, not even what waited for its turn or for another attempt."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from summariser import Document, Settings, Summariser
from summariser.ledger import State
from summariser.pipeline import Corpus
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import Script


async def stopped(server: FaultServer, folder: Path, *, when_asked: int, later: float = 0.0) -> Corpus:
    """Return what comes of a run that is stopped once the server was asked so often, or some seconds later."""
    documents = [Document.from_text(f"The Lake Orvel accord, article {name}.", id=name) for name in "abcd"]
    settings = Settings(
        model="scripted",
        base_url=server.url,
        store=folder / "responses.sqlite",
        concurrency=8,
        transport="httpx",
    )
    stop = asyncio.Event()
    async with Summariser(settings) as summariser:
        run = asyncio.create_task(summariser.summarise_corpus(documents, stop=stop))
        async with asyncio.timeout(20):
            while len(server.ledger) < when_asked:  # noqa: ASYNC110 - the ledger is plain data, which tells nobody
                await asyncio.sleep(0.001)
        await asyncio.sleep(later)
        stop.set()
        return await run


async def test_what_waits_for_its_turn_is_not_sent(tmp_path: Path) -> None:
    """Of eight requests under way the limiter lets a few go at first: these are answered, the others deferred."""
    async with FaultServer(Script(), Plan(latency=0.5)) as server:
        corpus = await stopped(server, tmp_path, when_asked=2)

    assert len(server.ledger) == server.ledger.delivered == corpus.run.totals.usage.asked < 8
    assert corpus.run.exit_code == 130
    assert {row.state for row in corpus.run.rows} <= {State.PARTIAL, State.DEFERRED}


async def test_what_failed_is_not_sent_again(tmp_path: Path) -> None:
    """A request that waits for another attempt is deferred at once, and its attempt is counted.

    The first refusal holds the others back, so that one request may be all the server ever sees.
    """
    async with FaultServer(Script(), Plan(mix={"503-seconds": 1.0}, retry_after=15)) as server:
        began = time.monotonic()
        corpus = await stopped(server, tmp_path, when_asked=1, later=0.5)
        took = time.monotonic() - began

    assert {entry.attempt for entry in server.ledger} == {1}
    assert corpus.run.totals.usage.attempts == len(server.ledger)
    assert {row.state for row in corpus.run.rows} == {State.DEFERRED}
    assert took < 10


async def test_what_another_caller_waits_for_is_sent(tmp_path: Path) -> None:
    """A run that stops does not take a request away from somebody else who asked for the same."""
    async with FaultServer(Script(), Plan(latency=0.3)) as server:
        settings = Settings(model="scripted", base_url=server.url, store=tmp_path / "a.sqlite", concurrency=8)
        document = Document.from_text("The Lake Orvel accord.", id="a")
        stop = asyncio.Event()
        async with Summariser(settings) as summariser:
            run = asyncio.create_task(summariser.summarise_corpus([document], stop=stop))
            other = asyncio.create_task(summariser.summarise(document))
            await asyncio.sleep(0.15)
            stop.set()
            await run
            summary = await other

    assert summary.failed == {}
