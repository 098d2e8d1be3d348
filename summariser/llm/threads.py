"""Work that blocks: in a thread, for many callers at once, and undone for whoever does not wait for it."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

from summariser.errors import SummariserError

T = TypeVar("T")
R = TypeVar("R")


async def whole(working: asyncio.Future[R], undo: Callable[[R], object]) -> R:
    """Return what a thread brings; whoever is cancelled meanwhile has it undone.

    A thread cannot be stopped, so what it takes would stay taken with nobody to give it back.

    Args:
        working: What comes back from the thread; something was taken then.
        undo: Blocks; gives it back.
    """
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        with suppress(SummariserError):
            await asyncio.to_thread(undo, await working)
        raise


class Gathered(Generic[T, R]):
    """Blocking work on many things: those that come in while a thread is at work share its next turn.

    Every turn costs a change of threads, there and back; with one for each
    thing those cost more than the work.

    Args:
        work: Blocks; returns an outcome for each thing in order, an error being the outcome of that thing alone.
        most: Most things in one turn: the first of many need not wait for the last.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R | SummariserError]], *, most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._busy = False

    def submit(self, thing: T) -> asyncio.Future[R]:
        """Return what will be the outcome for `thing`, or its error."""
        outcome: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, outcome))
        if not self._busy:
            self._turn()
        return outcome

    def _turn(self) -> None:
        turn, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        things = [thing for thing, _ in turn]
        working = asyncio.get_running_loop().run_in_executor(None, self._work, things)
        working.add_done_callback(partial(self._done, [outcome for _, outcome in turn]))
        self._busy = True

    def _done(
        self,
        outcomes: Sequence[asyncio.Future[R]],
        working: asyncio.Future[Sequence[R | SummariserError]],
    ) -> None:
        error = working.exception()
        found = [error] * len(outcomes) if error is not None else working.result()
        for outcome, value in zip(outcomes, found, strict=True):
            if not outcome.done():
                _end(outcome, value)
        self._busy = False
        if self._waiting:
            self._turn()


def _end(outcome: asyncio.Future[R], value: R | BaseException) -> None:
    """Tell who waits; each gets an error of its own, since each notes on it what it took."""
    if isinstance(value, BaseException):
        outcome.set_exception(copy.copy(value) if isinstance(value, SummariserError) else value)
    else:
        outcome.set_result(value)
