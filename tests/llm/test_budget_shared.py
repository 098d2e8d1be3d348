"""A budget that several processes keep together: never overrun, hardly left over, given up when nobody is left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from summariser.errors import BudgetError
from summariser.llm import budget as module
from summariser.llm.budget import NOTHING, Budget
from summariser.store import SharedSpending

TEN = Decimal(10)


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
