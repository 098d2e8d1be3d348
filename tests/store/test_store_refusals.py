"""What one process of a run is refused, the others hear."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from summariser.llm.limits import Limiter
from summariser.store import Refusals


class Clock:
    """A time of day that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock at 1,000 seconds."""
    return Clock()


@pytest.fixture
def two(tmp_path: Path, clock: Clock) -> Iterator[tuple[Refusals, Refusals]]:
    """Return the two ends of one log."""
    with ExitStack() as opened:
        ends = [opened.enter_context(closing(Refusals(tmp_path / "log", clock=clock))) for _ in range(2)]
        yield ends[0], ends[1]


def test_a_refusal_is_heard_once_and_by_others_only(two: tuple[Refusals, Refusals]) -> None:
    """Whoever tells does not hear it back, and nobody hears it twice."""
    first, second = two

    first.tell(429, 5.0)
    first.tell(503, None)

    assert first.heard() == []
    assert second.heard() == [(429, 5.0), (503, None)]
    assert second.heard() == []


def test_who_comes_late_keeps_what_is_left_of_a_pause(
    two: tuple[Refusals, Refusals], clock: Clock, tmp_path: Path
) -> None:
    """A worker that starts again does not send into a pause that has begun."""
    two[0].tell(429, 5.0)
    clock.now += 3

    with closing(Refusals(tmp_path / "log", clock=clock)) as late:
        assert late.heard() == [(429, 2.0)]
    clock.now += 10
    assert two[1].heard() == [(429, 0.0)]


def test_a_line_that_is_not_whole_yet_is_waited_for(two: tuple[Refusals, Refusals], tmp_path: Path) -> None:
    """Half a line is kept until its rest is there."""
    with (tmp_path / "log").open("ab") as log:
        log.write(b'["other", 429, ')
        log.flush()
        before = two[0].heard()
        log.write(b"null]\n")
        log.flush()

    assert (before, two[0].heard()) == ([], [(429, None)])


async def test_a_pause_of_one_holds_all(tmp_path: Path) -> None:
    """No worker sends earlier than the header that another one was given says."""
    with ExitStack() as opened:
        ends = [opened.enter_context(closing(Refusals(tmp_path / "log"))) for _ in range(2)]
        first, second = (Limiter(concurrency=8, others=end) for end in ends)
        async with second.slot():
            pass
        async with first.slot():
            first.observe(429, {"retry-after": "0.4"}, 0.01)
        limit = second.limit

        began = asyncio.get_running_loop().time()
        async with second.slot():
            waited = asyncio.get_running_loop().time() - began

    assert waited >= 0.39
    assert second.limit < limit
