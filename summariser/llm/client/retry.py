"""The one retry policy: what each fault means, whether it is tried again, how long to wait, what the last one means.

The table of what each fault comes to, from the wire to the ledger, is `faults.FAULTS`.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from openai import APIConnectionError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from summariser.errors import (
    ContextError,
    DeferredError,
    EndpointRefusedError,
    ModelError,
    RefusedError,
    SummariserError,
    TransportError,
)
from summariser.llm.client.wire import BrokenFault, LargeFault, StatusFault
from summariser.llm.limits import retry_after

T = TypeVar("T")

_TOO_LARGE = 413
_TRANSIENT = frozenset({408, 409, 425, 429})
_TURNED_AWAY = frozenset({429, 503, 529})
_REFUSED = frozenset({401, 403, 404})
_TOO_LONG = re.compile(
    r"context|too long|too many tokens|maximum.{0,20}(?:length|tokens)|num_ctx", re.IGNORECASE
)
_NO_QUOTA = re.compile(r"insufficient_quota|billing|credit balance", re.IGNORECASE)
_FILTERED = re.compile(r"content_filter|content management policy", re.IGNORECASE)
_NO_STRICT = re.compile(r"response_format|json_schema|strict", re.IGNORECASE)

_UNSENT = frozenset(
    {
        "ConnectError",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
        "ClientConnectorError",
        "ConnectionTimeoutError",
    }
)
"""Names of the errors, in httpx, httpx2 and aiohttp alike, of a request that never left.

`ConnectTimeout` is none of them: the SDK's door to aiohttp calls every broken connection that.
"""


class Waits(NamedTuple):
    """How long, and how often, a call waits for a better moment.

    Attributes:
        first: Seconds before the second attempt, when the endpoint names none; each further wait doubles.
        longest: What that doubling ends at.
        patience: The longest wait an endpoint may ask for; a longer one defers the call to a later run.
        turned_away: Attempts that an endpoint may turn away for its load; they cost nothing.
    """

    first: float = 0.5
    longest: float = 8.0
    patience: float = 120.0
    turned_away: int = 20


class TransientFault(Exception):  # noqa: N818 - a signal to the retry loop, never seen outside
    """A fault that another attempt may not meet.

    Attributes:
        wait: Seconds the endpoint asks to wait, or None when it says nothing.
        billed: Whether the endpoint may bill the attempt all the same.
        turned_away: Whether the endpoint refused it for its load, before any work.
        lasting: Whether another attempt would meet it too, so that none is made.
    """

    def __init__(
        self,
        message: str,
        *,
        wait: float | None = None,
        billed: bool = False,
        turned_away: bool = False,
        lasting: bool = False,
    ) -> None:
        super().__init__(message)
        self.wait = wait
        self.billed = billed
        self.turned_away = turned_away
        self.lasting = lasting


@dataclass
class Attempts:
    """What one call took so far.

    Attributes:
        made: Attempts posted.
        turned_away: Those that the endpoint refused for its load.
        unknown_billed: Those without an answer that it may bill all the same.
        sent_at: When the last one was posted.
    """

    made: int = 0
    turned_away: int = 0
    unknown_billed: int = 0
    sent_at: float = 0.0

    def post(self, now: float) -> None:
        """Count an attempt that is posted now."""
        self.made += 1
        self.sent_at = now

    def count(self, fault: TransientFault) -> None:
        """Count an attempt that ended in `fault`."""
        self.turned_away += fault.turned_away
        self.unknown_billed += fault.billed

    def used_up(self, most: int, most_turned_away: int) -> bool:
        """Return whether no attempt is left of `most`, those apart that were turned away."""
        return self.made - self.turned_away >= most or self.turned_away >= most_turned_away

    def on(self, error: SummariserError) -> SummariserError:
        """Return `error` with these attempts on it."""
        error.attempts, error.unknown_billed = self.made, self.unknown_billed
        return error


class Deadline:
    """When a call must be over: so many seconds after it was first let through, on a monotonic clock.

    Waiting for one's turn does not count: behind a long queue every call would be late.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._at: float | None = None

    def begin(self) -> None:
        """Start the clock, the first time this is called."""
        if self._at is None:
            self._at = self._clock() + self._seconds

    def left(self) -> float:
        """Return the seconds left, never below 0."""
        return self._seconds if self._at is None else max(self._at - self._clock(), 0.0)

    async def wait_for(self, turn: Awaitable[T]) -> T:
        """Return what `turn` brings; a call that has begun waits for it no longer than its deadline.

        Raises:
            TransientFault: The deadline passed first, so that nothing was sent.
        """
        if self._at is None:
            return await turn
        try:
            async with asyncio.timeout(self.left()):
                return await turn
        except TimeoutError as error:
            raise TransientFault("the deadline passed before another attempt could be made") from error


def policy(
    attempts: Attempts, *, most: int, deadline: Deadline, waits: Waits, rng: random.Random
) -> AsyncRetrying:
    """Return a fresh retry loop for one call: at most `most` attempts, none that the deadline has no room for."""
    return AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, TransientFault) and not error.lasting),
        stop=lambda state: (
            attempts.used_up(most, waits.turned_away)
            or state.upcoming_sleep >= min(deadline.left(), waits.patience)
        ),
        wait=lambda state: _wait(state, waits, rng),
        reraise=True,
    )


def classify(error: Exception, *, hint: str = "") -> Exception:
    """Return what a failed attempt means: a `TransientFault`, or the error the caller gets.

    Args:
        error: What the wire raised.
        hint: How to give this server a larger context, for the message.
    """
    if isinstance(error, StatusFault):
        return _classify_status(error.status, error.headers, _said(error.body), hint)
    chain = list(_causes(error))
    name = type(chain[-1]).__name__
    if any(kind.__name__ in _UNSENT for cause in chain for kind in type(cause).__mro__):
        return TransientFault(f"cannot reach the endpoint ({name})")
    if isinstance(error, TimeoutError):
        return TransientFault("no answer within the time limit", billed=True)
    if isinstance(error, BrokenFault):
        return TransientFault(str(error), billed=True, lasting=isinstance(error, LargeFault))
    if isinstance(error, APIConnectionError):
        return TransientFault(f"the connection broke ({name})", billed=True)
    return ModelError(f"the call failed: {type(error).__name__}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was raised from, down to the transport's own word for what happened."""
    while error is not None:
        yield error
        error = error.__cause__


def _classify_status(status: int, headers: Mapping[str, str], said: str, hint: str) -> Exception:
    if status in _REFUSED or (status == 429 and _NO_QUOTA.search(said)) or 300 <= status < 400:  # noqa: PLR2004 - HTTP
        return EndpointRefusedError(f"{_REFUSALS.get(status, 'the endpoint redirects elsewhere')}: {said}")
    if status in _TRANSIENT or status >= 500:  # noqa: PLR2004 - HTTP
        wait = retry_after(headers, now=time.time())
        away = status in _TURNED_AWAY
        return TransientFault(f"the endpoint answered {status}: {said}", wait=wait, turned_away=away)
    if status == _TOO_LARGE or _TOO_LONG.search(said):
        return ContextError(f"the article does not fit the model's context: {said}. {hint}".strip())
    if _FILTERED.search(said):
        return RefusedError(f"a content filter stopped the request: {said}")
    if _NO_STRICT.search(said):
        return EndpointRefusedError(
            f"the endpoint refuses the request's form: {said}; set SUMMARISER_STRICT=false for servers that do not "
            "know `strict`"
        )
    return ModelError(f"the endpoint answered {status}: {said}")


_REFUSALS = {
    401: "the key is not accepted",
    403: "the key is not allowed to use this model",
    404: "the endpoint does not know this model or address",
    429: "the account has no quota left",
}


def give_up(fault: TransientFault, *, attempts: Attempts, deadline: Deadline, waits: Waits) -> ModelError:
    """Return what a call ends with when no further attempt is made."""
    if fault.lasting:
        return ModelError(str(fault))
    if fault.wait is not None and fault.wait >= min(deadline.left(), waits.patience):
        return DeferredError(f"{fault}; it asks to come back in {fault.wait:.0f} s")
    return TransportError(f"{fault} (after {attempts.made} attempt{'s' if attempts.made > 1 else ''})")


def _said(body: object) -> str:
    """Return one short line of what the endpoint said, from an error's body."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message") or inner.get("code") if isinstance(inner, dict) else inner
        code = inner.get("code") if isinstance(inner, dict) else None
        body = f"{body} ({code})" if code and str(code) not in str(body) else body
    return " ".join(str(body or "no reason given").split())[:300]


def _wait(state: RetryCallState, waits: Waits, rng: random.Random) -> float:
    """Return the endpoint's own wait, or an exponential back-off with up to a quarter of jitter."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.wait if isinstance(fault, TransientFault) else None
    if asked is not None:
        return asked
    wait: float = min(waits.first * 2 ** min(state.attempt_number - 1, 9), waits.longest)
    return wait * (1 - rng.random() / 4)
