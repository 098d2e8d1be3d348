"""Puts answers into the store: on disk before anyone hears of them, as many to a commit as come in meanwhile."""

from __future__ import annotations

import asyncio
import copy
from typing import NamedTuple

from summariser.errors import SummariserError
from summariser.store import SharedResponses, Stored


class _Waiting(NamedTuple):
    """An answer on its way to the disk, and who waits for that."""

    stored: Stored
    done: asyncio.Future[None]


class Keeper:
    """Keeps answers durably; one commit takes a few milliseconds of disk, however many answers it holds.

    Args:
        responses: The store.
        replace: Whether a new answer takes the place of an older one.
    """

    def __init__(self, responses: SharedResponses, *, replace: bool) -> None:
        self._responses = responses
        self._replace = replace
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, stored: Stored) -> None:
        """Return once the answer is on disk, and the claim on its request given up.

        Raises:
            StoreError: It could not be written.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(stored, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._commit, [item.stored for item in batch])
            except Exception as error:  # noqa: BLE001 - handed to those who wait
                for item in batch:
                    _end(item.done, error)
            else:
                for item in batch:
                    _end(item.done, None)
        self._writing = None

    def _commit(self, batch: list[Stored]) -> None:
        self._responses.put_all(batch, replace=self._replace)
        for stored in batch:
            self._responses.release(stored.key)


def _end(done: asyncio.Future[None], error: Exception | None) -> None:
    """Tell who waits, if anyone still does."""
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:  # each gets its own, since each notes on it what it took
        done.set_exception(copy.copy(error) if isinstance(error, SummariserError) else error)
