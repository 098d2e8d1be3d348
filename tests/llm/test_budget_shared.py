"""A budget that several processes keep together: never overrun, hardly left over, given up when nobody is left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from summariser import Settings
from summariser.distribute import SummariseBatch, columns_of
from summariser.errors import BudgetError
from summariser.ledger import InputRow, State
from summariser.llm import budget as module
from summariser.llm.budget import NOTHING, Budget
from summariser.store import SharedSpending
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, document_of, item_of

TEN = Decimal(10)
DOLLARS_PER_TOKEN = Decimal("0.0001")
PRICES = '{"scripted": {"input": 100, "output": 100}}'


@pytest.fixture
def spending(tmp_path: Path) -> Iterator[tuple[SharedSpending, SharedSpending]]:
    """Return what two processes of one run keep their budget of ten dollars in."""
    with ExitStack() as opened:
        both = [
            opened.enter_context(SharedSpending(tmp_path / "spending", TEN, period=lambda: "run a"))
            for _ in range(2)
        ]
        yield both[0], both[1]


async def test_one_waits_for_what_another_gives_back(
    spending: tuple[SharedSpending, SharedSpending],
) -> None:
    """A process that holds nothing itself does not give up while another may be spending less than it holds."""
    first, second = (Budget(None, [one], patience=30) for one in spending)
    held = await first.hold(Decimal(8))
    waiting = asyncio.create_task(second.hold(Decimal(8)))
    await asyncio.sleep(0.05)
    waited = not waiting.done()

    await first.settle(held, Decimal(1))
    got = await asyncio.wait_for(waiting, 5)

    assert waited
    assert got.most == 8
    assert spending[0].so_far().spent == 1


async def test_what_a_killed_process_held_is_not_waited_for_long(
    spending: tuple[SharedSpending, SharedSpending], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once nothing changes for as long as a request may take, its holder has ended, and the money counts as spent."""
    monkeypatch.setattr(module, "LOOK", 0.02)
    await Budget(None, [spending[0]]).hold(Decimal(8))
    alone = Budget(None, [spending[1]], patience=0.1)

    async with asyncio.timeout(5):
        for _ in range(20):  # the second and later ones wait no more
            with pytest.raises(BudgetError, match="of this run"):
                await alone.hold(Decimal(8))
    assert (await alone.hold(Decimal(2))).most == 2


async def test_a_limit_that_refuses_leaves_no_ticket_in_the_other(tmp_path: Path) -> None:
    """The day's limit and the run's are both kept; what one refuses the other does not count."""
    with (
        SharedSpending(tmp_path / "spending", TEN, period=lambda: "2025-11-24") as day,
        SharedSpending(tmp_path / "spending", Decimal(1), period=lambda: "run a") as run,
    ):
        with pytest.raises(BudgetError):
            await Budget(None, [day, run]).hold(Decimal(2))

        assert (day.so_far().held, run.so_far().held) == (NOTHING, NOTHING)


async def test_workers_of_one_run_never_overrun_its_budget(tmp_path: Path) -> None:
    """Two workers, one budget: overshoot 0 by the endpoint's accounts, and most of it used."""
    async with FaultServer(answer, Plan(latency=(0.01, 0.05), key_of=item_of)) as server:
        settings = Settings(
            model="scripted", base_url=server.url, store=tmp_path / "responses.sqlite", profile="general",
            concurrency=8, budget=Decimal(9), max_output_tokens=1000, prices=PRICES,
        )  # fmt: skip
        workers = [SummariseBatch(settings, workers=2, run="a") for _ in range(2)]
        halves = [columns_of(document_of(number) for number in range(start, 20, 2)) for start in range(2)]
        done = await asyncio.gather(
            *(asyncio.to_thread(work, half) for work, half in zip(workers, halves, strict=True))
        )
        for worker in workers:
            await asyncio.to_thread(worker.close)
        spent = sum(server.ledger.tokens) * DOLLARS_PER_TOKEN

    rows = [InputRow.model_validate_json(row) for one in done for row in one["row"]]
    assert Decimal(6) < spent <= Decimal(9)
    assert {row.state for row in rows} >= {State.SKIPPED_BUDGET}
    assert sum(row.usage.cost or 0 for row in rows) == spent
