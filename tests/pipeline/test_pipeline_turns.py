"""Articles take turns: however many parts one has, the others do not wait for all of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from summariser.pipeline.turns import Turns


async def test_small_articles_do_not_wait_for_a_huge_one() -> None:
    """Two hundred parts came first; fifty small articles are done after a quarter of them."""
    turns = Turns(4)
    order: list[str] = []

    async def ask(article: str) -> None:
        async with turns.turn(article):
            order.append(article)
            await asyncio.sleep(0)

    await asyncio.gather(*(ask("huge") for _ in range(200)), *(ask(f"small {n}") for n in range(50)))

    last_small = max(place for place, article in enumerate(order) if article != "huge")
    assert len(order) == 250
    assert last_small <= 2 * 50 + 4 + 1


async def test_no_more_than_allowed_go_at_once_and_all_places_come_back() -> None:
    """However its holder ends, by an error or cancelled, a place is free again."""
    turns = Turns(3)
    now, most = 0, 0

    async def ask(number: int) -> None:
        nonlocal now, most
        async with turns.turn(str(number % 5)):
            now += 1
            most = max(most, now)
            try:
                await asyncio.sleep(0.001)
                if number % 3 == 0:
                    raise LookupError(number)
            finally:
                now -= 1

    tasks = [asyncio.create_task(ask(number)) for number in range(60)]
    await asyncio.sleep(0.002)
    for task in tasks[::4]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert most == 3
    for _ in range(3):
        await asyncio.wait_for(turns.turn("next").__aenter__(), 0.1)


TWO_OF_THREE_LEAVE = [("ask", name) for name in "DAAABBB"] + [("leave", 0), ("leave", 0)]


class Line:
    """Requests that wait for a turn or hold one, and how often each waiting article was passed over."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self.turns = Turns(at_once)
        self.waiting: dict[asyncio.Task[None], str] = {}
        self.holding: dict[asyncio.Task[None], asyncio.Event] = {}
        self.passed: dict[str, Counter[str]] = {}
        self.all: list[asyncio.Task[None]] = []

    def ask(self, article: str) -> None:
        """Let one more request of an article come."""
        self.all.append(asyncio.create_task(self._hold(article)))
        self.waiting[self.all[-1]] = article

    def end(self, which: int) -> None:
        """Let one of those that hold a place be done."""
        if self.holding:
            list(self.holding.values())[which % len(self.holding)].set()

    def leave(self, which: int) -> None:
        """Let one of those that wait give up."""
        if self.waiting:
            leaver = list(self.waiting)[which % len(self.waiting)]
            del self.waiting[leaver]
            leaver.cancel()

    async def settle(self) -> None:
        """Let everyone do what they now can, and check that no place stays empty."""
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(self.holding) == min(self.at_once, len(self.holding) + len(self.waiting))

    async def close(self) -> None:
        """Send all home; none of them met an error of its own."""
        for task in self.all:
            task.cancel()
        for ended in await asyncio.gather(*self.all, return_exceptions=True):
            if ended is not None and not isinstance(ended, asyncio.CancelledError):
                raise ended

    async def _hold(self, article: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # a coroutine runs in a task
        async with self.turns.turn(article):
            self._granted(self.waiting.pop(task))
            self.holding[task] = asyncio.Event()
            await self.holding[task].wait()
            del self.holding[task]

    def _granted(self, article: str) -> None:
        still = set(self.waiting.values()) - {article}
        self.passed = {other: self.passed.get(other, Counter()) + Counter([article]) for other in still}
        assert all(count <= 1 for counts in self.passed.values() for count in counts.values())


@given(
    at_once=st.integers(1, 3),
    moves=st.lists(
        st.one_of(
            st.tuples(st.just("ask"), st.sampled_from("ABCD")),
            st.tuples(st.sampled_from(["end", "leave"]), st.integers(0, 5)),
        ),
        max_size=60,
    ),
)
@example(at_once=1, moves=[*TWO_OF_THREE_LEAVE, ("end", 0), ("end", 0)])
def test_nobody_is_passed_over_twice(at_once: int, moves: list[tuple[str, Any]]) -> None:
    """While an article waits, no other gets two places, whoever asks, ends or gives up meanwhile."""

    async def play() -> None:
        line = Line(at_once)
        for move, which in moves:
            getattr(line, move)(which)
            await line.settle()
        await line.close()

    asyncio.run(play())
