"""Whose turn it is: requests are let through so many at a time, the articles taking turns."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets `at_once` requests through; those that wait go one of each article after the other.

    So an article in two hundred parts holds up nobody: its second request waits
    until every other waiting article has had one.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, article: str) -> AsyncIterator[None]:
        """Hold a place for one request of `article`."""
        await self._come(article)
        try:
            yield
        finally:
            self._next()

    async def _come(self, article: str) -> None:
        if self._free:
            self._free -= 1
            return
        mine = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(article, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._next()  # it was given its place and left in the same moment
            raise

    def _next(self) -> None:
        """Pass a place on to the article whose turn it is, or keep it free."""
        while self._waiting:
            article = next(iter(self._waiting))
            queue = self._waiting.pop(article)
            waiting = queue.popleft()
            while waiting.done() and queue:  # it was cancelled, which costs its article no turn
                waiting = queue.popleft()
            if queue:
                self._waiting[article] = queue  # to the end of the line
            if not waiting.done():
                waiting.set_result(None)
                return
        self._free += 1
