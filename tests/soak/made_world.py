"""A world without sockets: an endpoint in memory, a clock that hurries, and a kill that leaves the disk as it was.

What is replaced is the transport (`Wire`) and the event loop's clock; everything else of a run is the real thing.
"""

from __future__ import annotations

import asyncio
import json
import random
import selectors
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from summariser import Settings, Summariser
from summariser.llm.client import Live
from summariser.llm.client.wire import BrokenFault, Reply, StatusFault
from summariser.pipeline import open_source
from summariser.records import RecordType
from summariser.request import request_key
from summariser.store import SqliteResponses
from tests.faults.exchange import completion

HURRY = 50
"""How much faster than ours the clock of a run goes."""

T = TypeVar("T")


class KilledError(KeyboardInterrupt):
    """The process is no more."""


class _Selector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for `timeout` seconds of the hurried clock."""
        return super().select(timeout / HURRY if timeout else timeout)


class _Loop(asyncio.SelectorEventLoop):
    def time(self) -> float:
        """Return the seconds of the hurried clock."""
        return super().time() * HURRY


def hurried(work: Coroutine[Any, Any, T]) -> T | None:
    """Return what `work` returns, its waits cut short; None when it was killed."""
    with asyncio.Runner(loop_factory=lambda: _Loop(_Selector())) as runner:
        try:
            return runner.run(work)
        except KilledError:
            return None


@dataclass
class Charge:
    """One attempt that the endpoint charges.

    Attributes:
        delivered: Whether its answer went out whole.
    """

    key: str
    tokens_in: int
    tokens_out: int
    delivered: bool = False


@dataclass
class Endpoint:
    """Answers requests in memory, charges for them, and fails some.

    Attributes:
        answer: The model.
        faulty: Share of requests that fail: half before they are charged, half after.
        kill: Called when the process dies; after `left` more things have happened, never when that is None.
        charges: The bill.
    """

    answer: Callable[[Any], str]
    rng: random.Random
    faulty: float = 0.0
    left: int | None = None
    kill: Callable[[], None] = lambda: None
    charges: list[Charge] = field(default_factory=list)
    dead: bool = False
    address: str = "memory"

    async def post(self, body: Mapping[str, Any]) -> Reply:
        """Return the response to `body`, as the wire does."""
        self._happens()
        await asyncio.sleep(0)
        fate = self.rng.random()
        if fate < self.faulty / 2:
            raise StatusFault(500, {"retry-after": "0"}, "try again")
        made = completion(dict(body), self.answer(body), "0" * 64)
        usage = made["usage"]
        charge = Charge(request_key(dict(body)), usage["prompt_tokens"], usage["completion_tokens"])
        self.charges.append(charge)
        self._happens()
        await asyncio.sleep(0)
        if fate < self.faulty:
            raise BrokenFault("the answer broke off")
        charge.delivered = True
        self._happens()
        return Reply(json.dumps(made).encode(), {})

    async def close(self) -> None:
        """Nothing is open."""

    def _happens(self) -> None:
        """Count one more thing; the last of them ends the process."""
        if self.dead:
            raise asyncio.CancelledError
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.dead = True
                self.kill()
                raise KilledError


def opened(settings: Settings, endpoint: Endpoint, record_types: tuple[RecordType, ...]) -> Summariser:
    """Return a summariser that asks `endpoint`."""
    source = open_source(settings)
    assert isinstance(source.answers, Live)
    source.answers._wire = endpoint  # type: ignore[assignment]  # the transport, which is what is replaced
    return Summariser(settings, record_types=record_types, source=source)


def snapshot(store: SqliteResponses, target: Path) -> None:
    """Copy what a kill would leave of a store at this instant: its files, and the files of its claims, unlocked."""
    target.parent.mkdir(parents=True, mode=0o700)
    with store._lock:
        for file in store.path.parent.glob(f"{store.path.name}*"):
            if file.is_file():
                shutil.copy(file, target.parent / file.name)
            else:
                shutil.copytree(file, target.parent / file.name)


def bill(charges: list[Charge]) -> tuple[int, int, int]:
    """Return tokens in, tokens out of what was delivered, and how many charges were not."""
    told = [charge for charge in charges if charge.delivered]
    return (
        sum(charge.tokens_in for charge in told),
        sum(charge.tokens_out for charge in told),
        len(charges) - len(told),
    )


def delivered(charges: list[Charge]) -> Counter[str]:
    """Return how often an answer to each request was delivered."""
    return Counter(charge.key for charge in charges if charge.delivered)
