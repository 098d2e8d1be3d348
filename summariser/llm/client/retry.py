"""The one retry policy: which fault is tried again, how long to wait, and what the last one means.

| fault | tried again | ends as |
|---|---|---|
| connection, timeout, 408, 409, 5xx, 429, a 200 that is not a completion | yes | TransportError |
| Retry-After of two minutes or more, or longer than the deadline allows | no | DeferredError |
| 401, 403, 404, a redirect, 429 for want of quota | no | EndpointRefusedError, for this and every later call |
| 400, 413, 422 that speak of the context's length | no | ContextError |
| any other 4xx | no | ModelError |
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from openai import APIConnectionError, APIStatusError, APITimeoutError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from summariser.errors import ContextError, DeferredError, EndpointRefusedError, ModelError, TransportError
from summariser.llm.limits import retry_after

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
PATIENCE = 120.0
"""The longest wait in seconds that an endpoint may ask for; a longer one defers the call to a later run."""

_TRANSIENT = frozenset({408, 409, 425, 429})
_REFUSED = frozenset({401, 403, 404})
_TOO_LONG = re.compile(
    r"context|too long|too many tokens|maximum.{0,20}(?:length|tokens)|num_ctx", re.IGNORECASE
)
_NO_QUOTA = re.compile(r"insufficient_quota|billing|credit balance", re.IGNORECASE)
_NO_STRICT = re.compile(r"response_format|json_schema|strict", re.IGNORECASE)


class TransientFault(Exception):  # noqa: N818 - a signal to the retry loop, never seen outside
    """A fault that another attempt may not meet.

    Attributes:
        wait: Seconds the endpoint asks to wait, or None when it says nothing.
    """

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


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


def policy(*, attempts: int, deadline: Deadline, rng: random.Random) -> AsyncRetrying:
    """Return a fresh retry loop for one call: at most `attempts`, none that the deadline has no room for."""
    return AsyncRetrying(
        retry=retry_if_exception_type(TransientFault),
        stop=lambda state: (
            state.attempt_number >= attempts or state.upcoming_sleep >= min(deadline.left(), PATIENCE)
        ),
        wait=lambda state: _wait(state, rng),
        reraise=True,
    )


def classify(error: Exception, *, hint: str = "") -> Exception:
    """Return what an SDK error means: a `TransientFault`, or the error the caller gets.

    Args:
        error: What the SDK raised.
        hint: How to give this server a larger context, for the message.
    """
    if isinstance(error, APIStatusError):
        return _classify_status(error.status_code, dict(error.response.headers), _said(error), hint)
    if isinstance(error, APITimeoutError):
        return TransientFault("no answer within the time limit")
    if isinstance(error, APIConnectionError):
        cause = error.__cause__ or error
        return TransientFault(f"cannot reach the endpoint ({type(cause).__name__})")
    return ModelError(f"the call failed: {type(error).__name__}")


def _classify_status(status: int, headers: Mapping[str, str], said: str, hint: str) -> Exception:
    if status in _REFUSED or (status == 429 and _NO_QUOTA.search(said)) or 300 <= status < 400:  # noqa: PLR2004 - HTTP
        return EndpointRefusedError(f"{_REFUSALS.get(status, 'the endpoint redirects elsewhere')}: {said}")
    if status in _TRANSIENT or status >= 500:  # noqa: PLR2004 - HTTP
        return TransientFault(
            f"the endpoint answered {status}: {said}", wait=retry_after(headers, now=time.time())
        )
    if _TOO_LONG.search(said):
        return ContextError(f"the article does not fit the model's context: {said}. {hint}".strip())
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


def give_up(fault: TransientFault, *, attempts: int, deadline: Deadline) -> ModelError:
    """Return what a call ends with when no further attempt is made."""
    if fault.wait is not None and fault.wait >= min(deadline.left(), PATIENCE):
        return DeferredError(f"{fault}; it asks to come back in {fault.wait:.0f} s")
    return TransportError(f"{fault} (after {attempts} attempt{'s' if attempts > 1 else ''})")


def _said(error: APIStatusError) -> str:
    """Return one short line of what the endpoint said, from its body."""
    body: Any = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message") or inner.get("code") if isinstance(inner, dict) else inner
        code = inner.get("code") if isinstance(inner, dict) else None
        body = f"{body} ({code})" if code and str(code) not in str(body) else body
    return " ".join(str(body or "no reason given").split())[:300]


def _wait(state: RetryCallState, rng: random.Random) -> float:
    """Return the endpoint's own wait, or an exponential back-off with up to a quarter of jitter."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.wait if isinstance(fault, TransientFault) else None
    if asked is not None:
        return asked
    wait: float = min(FIRST_WAIT * 2 ** (state.attempt_number - 1), LONGEST_WAIT)
    return wait * (1 - rng.random() / 4)
