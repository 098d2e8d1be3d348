"""How fast requests may go: adaptive concurrency, rates, and pauses that every caller keeps.

Five things hold a request back: a pause the endpoint asked for, the
concurrency it bears, the user's caps per minute, what its headers say is left,
and the pace it was seen to bear. All callers of one endpoint share one
`Limiter`, so that one refusal slows all of them.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple, Protocol

from summariser.errors import DeferredError
from summariser.llm.rates import Allowance, Minute, Pace, quotas, retry_after

__all__ = ["Limiter", "Others", "Time", "retry_after"]

_OVERLOAD = frozenset({429, 503, 529})
_SHORTEST_SLEEP = 0.001
_LONGEST_SLEEP = 0.25
_LONGEST_BACKOFF = 30.0
_SLOWER = 2.0
_FORGET = 1.1
_WAVE = 1.0
"""Seconds after a cut in which refusals of other processes belong to the same wave: when they sent is not told."""


class Time(NamedTuple):
    """The clocks and the sleep a limiter lives by; a test brings its own."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Others(Protocol):
    """The other processes that send to the same endpoint for the same run."""

    def tell(self, status: int, wait: float | None) -> None:
        """Tell them of a refusal."""
        ...

    def heard(self) -> Sequence[tuple[int, float | None]]:
        """Return the status and the wait of what they were refused since the last look."""
        ...

    def close(self) -> None:
        """Listen no more."""
        ...


class Limiter:
    """Admits requests to one endpoint, first come first served, as fast as it bears.

    Concurrency starts at half its cap. A window of as many successes as the
    present limit raises it by one, as long as answers do not take twice as
    long as they did; an overload (429, 503, 529) halves it, once per wave of
    refusals. After a cut, and at the start, the first good window goes
    straight to three quarters of what was last borne: a single refusal out of
    the blue costs one window, not a climb from the bottom.

    Args:
        concurrency: The most requests in flight.
        rpm: The most requests sent in any 60 seconds; no limit when None.
        tpm: The most tokens sent in any 60 seconds; no limit when None.
        patience: The longest pause in seconds that callers sit out; a longer one ends their
            wait with `DeferredError`.
        time: The clocks and the sleep to use.
        others: Processes that share the endpoint's limits: a refusal of one slows all of them.
    """

    def __init__(
        self,
        *,
        concurrency: int,
        rpm: int | None = None,
        tpm: int | None = None,
        patience: float = 120.0,
        time: Time = Time(),  # noqa: B008 - immutable
        others: Others | None = None,
    ) -> None:
        self._others = others
        self.cap = max(1, concurrency)
        self.limit = -(-self.cap // 2)
        self.in_flight = 0
        self._time = time
        self._patience = patience
        self._tokens_in_flight = 0
        self._turn = asyncio.Lock()
        self._freed = asyncio.Event()
        self._resume_at = -math.inf
        self._minutes = (Minute(rpm), Minute(tpm))
        self._quotas = {"requests": Allowance(), "tokens": Allowance()}
        self._pace = Pace()
        self._bearable = self.cap
        self._cut_at = -math.inf
        self._overloads = 0
        self._window: list[float] = []
        self._usual = math.inf

    @asynccontextmanager
    async def slot(self, tokens: int = 0) -> AsyncIterator[None]:
        """Hold a place in flight for one request of about `tokens`, prompt and output cap together.

        Raises:
            DeferredError: The endpoint asked for a pause longer than `patience`.
        """
        async with self._turn:
            await self._admitted(tokens)
            now = self._time.monotonic()
            self.in_flight += 1
            self._tokens_in_flight += tokens
            self._pace.take(now)
            for amount, minute, quota in zip((1, tokens), self._minutes, self._quotas.values(), strict=True):
                minute.take(amount, now)
                quota.level -= amount
        try:
            yield
        finally:
            self.in_flight -= 1
            self._tokens_in_flight -= tokens
            self._freed.set()

    def observe(self, status: int, headers: Mapping[str, str], latency: float) -> None:
        """Learn from a response that took `latency` seconds; call it inside its slot.

        A Retry-After pauses every caller. Connection errors and statuses that
        say nothing of load change nothing.
        """
        now, wall = self._time.monotonic(), self._time.wall()
        for kind, quota in quotas(headers, now=wall).items():
            others = max(0, self.in_flight - 1) if kind == "requests" else self._tokens_in_flight
            self._quotas[kind].sync(quota, now=now, in_flight=others)
        if status in _OVERLOAD:
            wait = retry_after(headers, now=wall)
            self._refused(status, wait, fresh=now - latency >= self._cut_at)
            if self._others:
                self._others.tell(status, wait)
        elif 200 <= status < 300:  # noqa: PLR2004 - the statuses of success
            self._overloads = 0
            self._pace.succeeded(now)
            self._succeeded(latency)

    def _refused(self, status: int, wait: float | None, *, fresh: bool, own: bool = True) -> None:
        now = self._time.monotonic()
        if status == 429:  # noqa: PLR2004 - the status for rates; the others speak of load
            self._pace.refused(now, fresh=fresh, own=own)
        self._overloaded(now, fresh=fresh, wait=wait)

    def _listen(self) -> None:
        """Take what other processes were refused as refused here: the endpoint is the same."""
        for status, wait in self._others.heard() if self._others else ():
            fresh = self._time.monotonic() - _WAVE >= self._cut_at
            self._refused(status, wait, fresh=fresh, own=False)

    def pause(self, seconds: float) -> None:
        """Send nothing for `seconds`, whoever asks; a shorter pause never ends a longer one."""
        self._resume_at = max(self._resume_at, self._time.monotonic() + seconds)

    @property
    def paused_for(self) -> float:
        """Seconds until the present pause ends; 0 when there is none."""
        return max(0.0, self._resume_at - self._time.monotonic())

    async def _admitted(self, tokens: int) -> None:
        """Return when the caller whose turn it is may send."""
        while True:
            self._listen()
            if self.paused_for > self._patience:
                raise DeferredError(
                    f"the endpoint asks to come back in {self.paused_for:.0f} s, and this run waits"
                    f" at most {self._patience:.0f} s; run again later"
                )
            if self.in_flight >= self.limit:
                self._freed.clear()
                await self._freed.wait()
            elif (wait := self._wait(tokens)) > 0:
                await self._time.sleep(
                    min(max(wait, _SHORTEST_SLEEP), _LONGEST_SLEEP)
                )  # it may change meanwhile
            else:
                return

    def _wait(self, tokens: int) -> float:
        now = self._time.monotonic()
        waits = [self.paused_for, self._pace.wait(now)]
        for amount, minute, quota in zip((1, tokens), self._minutes, self._quotas.values(), strict=True):
            waits += [minute.wait(amount, now), quota.wait(amount, now)]
        return max(waits)

    def _overloaded(self, now: float, *, fresh: bool, wait: float | None) -> None:
        if wait:
            self.pause(wait)
        if fresh:  # else it was sent before the last cut, as part of the same wave
            self._overloads += 1
            self._bearable = max(self._bearable, self.limit)
            self.limit = max(1, self.limit // 2)
            self._cut_at = now
            self._window.clear()
            if not wait and self._overloads > 1:  # no success between, and no word how long
                self.pause(min(_LONGEST_BACKOFF, 0.5 * 2.0 ** min(self._overloads - 2, 9)))
        self._bearable = max(1, self._bearable - 1)

    def _succeeded(self, latency: float) -> None:
        self._window.append(latency)
        if len(self._window) < self.limit:
            return
        mean = sum(self._window) / len(self._window)
        self._window.clear()
        if mean <= self._usual * _SLOWER:
            self.limit = min(self.cap, max(self.limit + 1, self._bearable))
            self._freed.set()
        self._usual = min(mean, self._usual * _FORGET)
