"""`Live`: asks an OpenAI-compatible endpoint; owns retry, limits, deadlines, storing and single flight."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, NamedTuple

import openai

from summariser.errors import EndpointRefusedError, ModelError
from summariser.llm.answering import Answered
from summariser.llm.answers import estimate_tokens
from summariser.llm.client.retry import PATIENCE, Deadline, TransientFault, classify, give_up, policy
from summariser.llm.limits import Limiter
from summariser.llm.quirks import Quirks, preferred
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import Meta, SharedResponses, Stored

CLAIM_POLL = 0.05
"""Seconds between two looks at a request that another process is asking."""

KEYLESS = "none"
"""What is sent as the key where a local endpoint wants none; the SDK insists on one."""


class _Posted(NamedTuple):
    """A completion as received, and on which attempt."""

    body: dict[str, Any]
    attempts: int


class Live:
    """Asks an endpoint, each request once: stored answers first, then one flight for all callers.

    Raw answers are stored on receipt, before anything is made of them.
    """

    def __init__(
        self,
        settings: Settings,
        quirks: Quirks,
        responses: SharedResponses,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], str],
        seed: int = 0,
    ) -> None:
        self.settings = settings
        self.quirks = quirks
        self.responses = responses
        self.limiter = Limiter(
            concurrency=preferred("concurrency", settings, quirks),
            rpm=settings.rpm,
            tpm=settings.tpm,
            patience=PATIENCE,
        )
        self._timeout: float = preferred("timeout", settings, quirks)
        self._deadline: float = preferred("deadline", settings, quirks)
        self._clock = clock
        self._now = now
        self._rng = random.Random(seed)  # noqa: S311 - jitter, not a secret
        self._flights: dict[str, asyncio.Task[Answered]] = {}
        self._asked: set[str] = set()
        self._refusal: EndpointRefusedError | None = None
        self._sdk = _sdk(settings)

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`: stored, in flight for another caller, or asked for now.

        Raises:
            ModelError: There is no answer; its class says why.
            EndpointRefusedError: The endpoint refuses every request, this one or an earlier one.
        """
        flight = self._flights.get(request.key)
        if flight is None:
            flight = asyncio.create_task(self._answer(request))
            self._flights[request.key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(request.key, None))
        return await asyncio.shield(flight)

    async def close(self) -> None:
        """Wait for what is in flight, then close connections and the store."""
        await asyncio.gather(*self._flights.values(), return_exceptions=True)
        await self._sdk.close()
        self.responses.close()

    async def _answer(self, request: Request) -> Answered:
        fresh = self.settings.fresh and request.key not in self._asked
        while True:
            stored = None if fresh else await asyncio.to_thread(self.responses.get, request.key)
            if stored is not None:
                return Answered(stored)
            if self._refusal is not None:
                raise self._refusal
            if await asyncio.to_thread(self.responses.claim, request.key, replace=fresh):
                break
            await asyncio.sleep(CLAIM_POLL)
        try:
            return await self._ask(request)
        finally:
            await asyncio.to_thread(self.responses.release, request.key)

    async def _ask(self, request: Request) -> Answered:
        """Return the endpoint's answer, stored before anything is made of it."""
        began = self._clock()
        posted = await self._post(request)
        self._asked.add(request.key)
        stored = self._stored(request, posted.body)
        await asyncio.to_thread(self.responses.put, stored, replace=self.settings.fresh)
        return Answered(stored, asked=True, attempts=posted.attempts, seconds=self._clock() - began)

    async def _post(self, request: Request) -> _Posted:
        """Return the raw completion, after as many attempts as the policy allows."""
        deadline = Deadline(self._deadline, self._clock)
        attempts = 0
        try:
            async for attempt in policy(
                attempts=self.settings.max_attempts, deadline=deadline, rng=self._rng
            ):
                with attempt:
                    attempts += 1
                    return _Posted(await self._attempt(request, deadline), attempts)
        except TransientFault as fault:
            raise give_up(fault, attempts=attempts, deadline=deadline) from fault
        except EndpointRefusedError as error:
            self._refusal = error
            raise
        raise ModelError("the retry loop ended without an outcome")

    async def _attempt(self, request: Request, deadline: Deadline) -> dict[str, Any]:
        """Return the completion of one attempt, telling the limiter how it went."""
        body = dict(request.body)
        first = {name: body.pop(name) for name in ("model", "messages")}
        tokens = sum(estimate_tokens(str(message["content"])) for message in first["messages"])
        async with self.limiter.slot(tokens):
            if self._refusal is not None:
                raise self._refusal
            deadline.begin()
            began = self._clock()
            try:
                async with asyncio.timeout(min(deadline.left(), self._timeout)):
                    raw = await self._sdk.chat.completions.with_raw_response.create(**first, extra_body=body)
            except TimeoutError as error:
                raise TransientFault("no answer within the time limit") from error
            except openai.APIStatusError as error:
                self._observe(error.status_code, error.response.headers, began)
                raise classify(error, hint=self.quirks.context_hint) from error
            except openai.OpenAIError as error:
                raise classify(error) from error
            self._observe(200, raw.headers, began)
            return _completion(raw.http_response.content)

    def _observe(self, status: int, headers: Any, began: float) -> None:  # noqa: ANN401 - httpx or httpx2
        self.limiter.observe(status, dict(headers), self._clock() - began)

    def _stored(self, request: Request, body: dict[str, Any]) -> Stored:
        origin = {
            "recorded_at": self._now(),
            "provenance": "live",
            "endpoint": str(self._sdk.base_url),
            "versions": {"openai": version("openai"), "instructor": version("instructor")},
            "usage_estimated": not isinstance(body.get("usage"), dict),
        }
        return Stored(key=request.key, request=request, response=body, meta=Meta.of(request, **origin))


def _completion(content: bytes) -> dict[str, Any]:
    """Return a response's JSON object; anything else that came with status 200 may be better next time."""
    try:
        body = json.loads(content)
    except ValueError as error:
        raise TransientFault("the endpoint answered 200 without JSON") from error
    if not isinstance(body, dict) or ("choices" not in body and "error" in body):
        raise TransientFault("the endpoint answered 200 without a completion")
    return body


def _sdk(settings: Settings) -> openai.AsyncOpenAI:
    """Return the SDK's client: no retries, redirects or time limits of its own."""
    options: dict[str, Any] = {"follow_redirects": False, "timeout": None}
    http = (
        openai.DefaultAioHttpClient(**options)
        if settings.transport == "aiohttp"
        else openai.DefaultAsyncHttpxClient(**options)
    )
    return openai.AsyncOpenAI(
        api_key=settings.api_key.get_secret_value() if settings.api_key else KEYLESS,
        base_url=settings.base_url,
        max_retries=0,
        timeout=None,
        default_headers={name: value.get_secret_value() for name, value in settings.extra_headers.items()},
        http_client=http,
    )
