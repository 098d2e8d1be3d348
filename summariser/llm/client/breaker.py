"""Whether asking makes sense at all: stops a run that an endpoint refuses, or that it only fails."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable

from summariser.errors import DeferredError, SummariserError, TransportError

COOLDOWN = 60.0
"""Seconds after which one call may try whether the endpoint answers again; no run waits for that."""


class Breaker:
    """Opens at the first refusal of everything, or when many calls in a row fail; a success closes it.

    While it is open no call is sent, except one each `cooldown` that finds out
    whether a long-lived client may go on.

    Args:
        failures: How many calls in a row may fail after all their attempts before it opens.
        cooldown: Seconds until it lets one call through.
        clock: A monotonic clock.
    """

    def __init__(
        self, *, failures: int, cooldown: float = COOLDOWN, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures
        self._cooldown = cooldown
        self._clock = clock
        self._in_a_row = 0
        self._reason: SummariserError | None = None
        self._opened_at = self._retry_at = math.inf

    @property
    def open(self) -> bool:
        """Whether calls are held back."""
        return self._reason is not None

    def check(self) -> None:
        """Return if it makes sense to prepare a call.

        Raises:
            SummariserError: Why not, each time as an error of its own.
        """
        if self._reason is not None and self._clock() < self._retry_at:
            raise copy.copy(self._reason)

    def let_through(self) -> None:
        """Return if a call may be sent now; one call passes an open breaker after each cooldown.

        Raises:
            SummariserError: As `check` does.
        """
        self.check()
        if self._reason is not None:
            self._retry_at = self._clock() + self._cooldown

    def succeeded(self, *, sent_at: float) -> None:
        """Learn that a call was answered and its answer kept.

        Calls that were under way when it opened do not close it: they knew nothing of what has changed.
        """
        self._in_a_row = 0
        if sent_at > self._opened_at:
            self._reason, self._opened_at = None, math.inf

    def failed(self, error: TransportError) -> None:
        """Learn that a call failed after all its attempts."""
        self._in_a_row += 1
        if self._in_a_row >= self._most and self._reason is None:
            self._trip(DeferredError(f"{self._in_a_row} requests in a row failed, the last one: {error}"))

    def refused(self, error: SummariserError) -> None:
        """Learn that no other call can fare better than the one that ended with `error`."""
        reason = copy.copy(error)
        reason.attempts = reason.unknown_billed = 0
        self._trip(reason)

    def _trip(self, reason: SummariserError) -> None:
        if self._reason is None:
            self._opened_at = self._clock()
            self._retry_at = self._opened_at + self._cooldown
        self._reason = reason
