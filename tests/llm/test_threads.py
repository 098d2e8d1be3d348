"""Blocking work for many callers at once: shared turns, outcomes of one's own, nothing taken and forgotten."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from summariser.errors import StoreError
from summariser.llm.threads import Gathered, whole


class Squares:
    """Work that a test can hold up, and that notes what came in each turn."""

    def __init__(self) -> None:
        self.turns: list[list[int]] = []
        self.free = threading.Event()

    def __call__(self, numbers: Sequence[int]) -> list[int | StoreError]:
        """Return the squares; odd numbers have none."""
        self.free.wait(5)
        self.turns.append(list(numbers))
        return [StoreError(f"{number} is odd") if number % 2 else number**2 for number in numbers]


async def test_what_comes_in_meanwhile_shares_the_next_turns() -> None:
    """The first goes at once; the others in turns of at most so many, in the order they came."""
    squares = Squares()
    gathered = Gathered(squares, most=3)
    outcomes = [gathered.submit(2 * number) for number in range(8)]
    squares.free.set()

    assert await asyncio.gather(*outcomes) == [(2 * number) ** 2 for number in range(8)]
    assert squares.turns == [[0], [2, 4, 6], [8, 10, 12], [14]]


async def test_an_error_is_the_outcome_of_one_thing_alone() -> None:
    """Its neighbours in the turn have theirs."""
    squares = Squares()
    gathered = Gathered(squares, most=10)
    outcomes = [gathered.submit(number) for number in (0, 1, 2)]
    squares.free.set()
    first, second, third = await asyncio.gather(*outcomes, return_exceptions=True)

    assert (first, third) == (0, 4)
    assert isinstance(second, StoreError)


async def test_work_that_fails_as_a_whole_tells_everyone_and_goes_on() -> None:
    """Each has an error of its own, and the next turn is as any other."""
    fails = True

    def work(numbers: Sequence[int]) -> list[int]:
        if fails:
            raise StoreError("the disk is full")
        return list(numbers)

    gathered: Gathered[int, int] = Gathered(work, most=10)
    first = gathered.submit(0)
    errors = await asyncio.gather(first, gathered.submit(1), gathered.submit(2), return_exceptions=True)
    fails = False

    assert [str(error) for error in errors] == ["the disk is full"] * 3
    assert len({id(error) for error in errors}) == 3
    assert await gathered.submit(7) == 7


@pytest.mark.parametrize("left_after", [0.0, 0.05])
async def test_what_nobody_waits_for_is_given_back(left_after: float) -> None:
    """Whoever is cancelled while the thread works, or before it does, leaves nothing behind."""
    squares = Squares()
    gathered = Gathered(squares, most=10)
    given_back: list[int] = []
    stays, leaves = (
        asyncio.create_task(whole(gathered.submit(number), given_back.append)) for number in (2, 4)
    )
    await asyncio.sleep(left_after)
    leaves.cancel()
    squares.free.set()
    with pytest.raises(asyncio.CancelledError):
        await leaves

    assert await stays == 4
    assert given_back == [16]
