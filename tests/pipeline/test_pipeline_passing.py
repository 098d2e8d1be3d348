"""What fails in passing is tried once more at the end, and a run whose time is over asks nothing more."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from summariser import Document, Summariser
from summariser.ledger import Run, State
from summariser.records import BUILT_IN
from tests.conftest import allowed
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import settings_for, source_for
from tests.pipeline.scripted import Script, user

DAY = re.compile(r"met on day (\d+)")


def article(number: int) -> Document:
    """Return one of many short articles."""
    return Document.from_text(f"Officials met on day {number}.", id=f"a{number}")


def day_of(body: dict[str, Any]) -> str:
    """Return the number of the article that a request is about."""
    found = DAY.search(user(body))
    assert found is not None  # every request shows its article
    return found[1]


async def run_of(server: FaultServer, folder: Path, *numbers: int, **changes: Any) -> Run:  # noqa: ANN401 - any setting
    """Return the ledger of a run over articles by number, one record type each."""
    settings = settings_for(server, folder, **({"max_attempts": 2} | changes))
    async with Summariser(settings, record_types=BUILT_IN[:1], source=source_for(settings)) as summariser:
        return (await summariser.summarise_corpus([article(number) for number in numbers])).run


async def test_a_failure_in_passing_is_tried_again_after_the_rest(tmp_path: Path) -> None:
    """Two attempts fail, all others are answered, and then the third attempt is."""
    plan = Plan(by_key={"0": "500"}, until_attempt=2, key_of=day_of, latency=0.03)
    async with FaultServer(Script(), plan) as server:
        run = await run_of(server, tmp_path, *range(12))

    places = [entry.ordinal for entry in server.ledger.of("0")]
    assert [row.state for row in run.rows] == [State.EMPTY] * 12
    assert (run.exit_code, len(places), places[-1]) == (0, 3, len(server.ledger) - 1)
    assert run.totals.usage.attempts == len(server.ledger)


async def test_it_is_tried_again_once(tmp_path: Path) -> None:
    """What still fails has failed, as one row with all that it took."""
    plan = Plan(by_key={"0": "reset-mid-body"}, key_of=day_of)
    async with FaultServer(Script(), plan) as server:
        run = await run_of(server, tmp_path, 0, 1, 2)

    (failed,) = (row for row in run.rows if row.state is State.FAILED)
    assert len(run.rows) == 3
    assert len(server.ledger.of("0")) == 4
    assert (failed.usage.attempts, failed.usage.unknown_billed) == (4, 4)


@pytest.mark.parametrize("stored", [0, 3])
async def test_an_endpoint_that_answers_nothing_is_not_asked_again(stored: int, tmp_path: Path) -> None:
    """Whether or not there are stored answers from better days."""
    async with FaultServer(Script()) as server:
        if stored:
            await run_of(server, tmp_path, *range(stored))
        server.plan = Plan(mix={"500": 1.0})
        before = len(server.ledger)
        run = await run_of(server, tmp_path, *range(5))

    failed = [row for row in run.rows if row.state is State.FAILED]
    assert len(failed) == 5 - stored
    assert len(server.ledger) - before == 2 * (5 - stored)


@pytest.mark.parametrize("fault", ["refusal", "length", "400-context", "422", "no-choices"])
async def test_what_would_fail_again_is_not_tried_again(fault: str, tmp_path: Path) -> None:
    """Only what passes is worth another try."""
    plan = Plan(by_key={"0": fault}, key_of=day_of)
    async with FaultServer(Script(), plan) as server:
        run = await run_of(server, tmp_path, 0, 1, 2)

    assert len(server.ledger.of("0")) == (3 if fault == "no-choices" else 1)
    assert sum(row.state in {State.FAILED, State.REFUSED, State.TRUNCATED} for row in run.rows) == 1


async def test_a_run_whose_time_is_over_asks_nothing_more(tmp_path: Path) -> None:
    """What is in flight ends and counts, the rest is deferred, and the next run asks only that."""
    async with FaultServer(Script(), Plan(latency=0.15)) as server:
        start = time.monotonic()
        first = await run_of(server, tmp_path, *range(20), concurrency=2, run_deadline=0.5)
        seconds = time.monotonic() - start
        asked = len(server.ledger)
        second = await run_of(server, tmp_path, *range(20))

    states = {state: sum(row.state is state for row in first.rows) for state in State}
    assert seconds < allowed(2)
    assert states[State.EMPTY] == asked
    assert states[State.DEFERRED] == 20 - asked
    assert 0 < asked < 20
    assert first.exit_code == 1
    assert (second.exit_code, len(server.ledger)) == (0, 20)
