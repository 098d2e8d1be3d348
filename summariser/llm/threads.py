"""Work in a thread that its caller may be cancelled from: done, or undone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from summariser.errors import SummariserError

T = TypeVar("T")


async def whole(work: Callable[[], T], undo: Callable[[T], object]) -> T:
    """Return what `work` returns from a thread; whoever is cancelled meanwhile has it undone.

    A thread cannot be stopped, so what it takes would stay taken with nobody to give it back.

    Args:
        work: Blocks; takes something.
        undo: Blocks; gives back what `work` returned.
    """
    working = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        with suppress(SummariserError):
            await asyncio.to_thread(undo, await working)
        raise
