"""`Live`: asks an OpenAI-compatible endpoint; owns retry, limits, deadlines, budget, storing and single flight."""

from __future__ import annotations

import asyncio
import copy
import json
import random
import time
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import version
from typing import Any, NamedTuple

import openai

from summariser.errors import (
    DeferredError,
    EndpointRefusedError,
    ModelError,
    StoreError,
    SummariserError,
    TransportError,
)
from summariser.llm.answering import STOPPED, Answered
from summariser.llm.budget import NOTHING, Budget, Spending, Tariff
from summariser.llm.client.breaker import Breaker
from summariser.llm.client.flight import Flight
from summariser.llm.client.keeper import Keeper
from summariser.llm.client.retry import (
    Attempts,
    Deadline,
    TransientFault,
    Waits,
    classify,
    give_up,
    policy,
)
from summariser.llm.client.wire import Wire
from summariser.llm.counting import counted, prompt_tokens
from summariser.llm.limits import Limiter, Others
from summariser.llm.observed import answer_attributes, endpoint_attributes, observed_attempt
from summariser.llm.quirks import Quirks, preferred
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import Meta, SharedResponses, Stored
from summariser.store.stored import problem

CLAIM_POLL = 0.05
"""Seconds between two looks at a request that another process is asking."""

FAILURES_IN_A_ROW = 10
"""Calls that may fail in a row, after all their attempts, before no more are sent."""

_MADE_BY = {"openai": version("openai"), "instructor": version("instructor")}


class Shared(NamedTuple):
    """What one client shares with others, in processes of their own.

    Attributes:
        spending: Limits on money that all of them keep together.
        whole_run: Whether the budget of the settings is among those, since all of them are one run.
        others: Those of the same run, who slow down together.
    """

    spending: tuple[Spending, ...] = ()
    whole_run: bool = False
    others: Others | None = None


class Live:
    """Asks an endpoint, each request once: stored answers first, then one flight for all callers.

    Raw answers are stored on receipt, before anything is made of them. A caller
    that is cancelled stops waiting; its request is not sent for nobody, and ends
    within its deadline and is stored if it was.

    Args:
        settings: The endpoint, its limits, and what may be spent.
        quirks: What is particular to the endpoint and the model.
        responses: The store.
        shared: What other processes share with this one; closed with this.
        waits: How long it waits between attempts, and how long an endpoint may ask it to.
        clock: A monotonic clock.
        now: Returns the time of day as ISO 8601.

    Raises:
        ConfigurationError: A budget is set and the model's price is not known.
    """

    def __init__(  # noqa: PLR0913 - the store, the limits and the clocks are all brought along
        self,
        settings: Settings,
        quirks: Quirks,
        responses: SharedResponses,
        *,
        shared: Shared = Shared(),  # noqa: B008 - immutable
        waits: Waits = Waits(),  # noqa: B008 - immutable
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], str],
    ) -> None:
        self.settings = settings
        self.quirks = quirks
        self.responses = responses
        self.limiter = Limiter(
            concurrency=preferred("concurrency", settings, quirks),
            rpm=settings.rpm,
            tpm=settings.tpm,
            patience=waits.patience,
            others=shared.others,
        )
        self.breaker = Breaker(failures=max(FAILURES_IN_A_ROW, self.limiter.cap), clock=clock)
        self.budget: Budget | None = None
        self._tariff = Tariff(settings.model or "", settings.base_url, settings.prices)
        own = None if shared.whole_run else settings.budget
        if own is not None or shared.spending:
            self._tariff.require()
            self.budget = Budget(own, shared.spending, patience=settings.timeout if shared.whole_run else 0.0)
        self._shared = shared
        self._timeout: float = preferred("timeout", settings, quirks)
        self._deadline: float = preferred("deadline", settings, quirks)
        self._waits = waits
        self._clock = clock
        self._now = now
        self._rng = random.Random(0)  # noqa: S311 - jitter, not a secret
        self._flights: dict[str, Flight] = {}
        self._under_way: set[asyncio.Task[Answered]] = set()
        self._asked: set[str] = set()
        self._keeper = Keeper(responses, replace=settings.fresh, admit=self.breaker.check)
        self._wire = Wire(settings)
        self._common = endpoint_attributes(settings.model or "", self._wire.address, quirks)

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`: stored, in flight for another caller, or asked for now.

        Only the caller that started a flight is told what it took, so that nothing is counted twice.

        Raises:
            ModelError: There is no answer; its class says why.
            EndpointRefusedError: The endpoint refuses every request, this one or an earlier one.
            StoreError: The answer could not be kept.
        """
        flight = self._flights.get(request.key)
        if flight is not None and not flight.ending:
            with flight.waited_for() as task:
                return await _joined(task)
        with self._begun(request).waited_for() as task:
            return await asyncio.shield(task)

    def withdraw(self, request: Request) -> None:
        """Do not send `request`, or not again, if only one caller waits for it; an attempt under way ends.

        That caller gets a `DeferredError`.
        """
        flight = self._flights.get(request.key)
        if flight is not None:
            flight.withdraw()

    async def close(self) -> None:
        """Wait for what is in flight, then close connections, the budget and the store."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._wire.close()
        if self.budget is not None:
            await self.budget.close()
        if self._shared.others:
            self._shared.others.close()
        self.responses.close()

    def _begun(self, request: Request) -> Flight:
        """Return a new flight, which from now on is the one of its request."""
        flight = self._flights[request.key] = Flight(Deadline(self._deadline, self._clock))
        flight.task = asyncio.create_task(self._answer(request, flight))
        self._under_way.add(flight.task)
        flight.task.add_done_callback(lambda done: self._landed(request.key, flight, done))
        return flight

    def _landed(self, key: str, flight: Flight, done: asyncio.Task[Answered]) -> None:
        """Forget a flight; its error counts as seen even if every caller has gone."""
        self._under_way.discard(done)
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not done.cancelled():
            done.exception()

    async def _answer(self, request: Request, flight: Flight) -> Answered:
        fresh = self.settings.fresh and request.key not in self._asked
        while True:
            found = await self._keeper.find(request.key, fresh=fresh)
            if isinstance(found, Stored):
                return Answered(found)
            if found:
                break
            flight.check()
            await asyncio.sleep(CLAIM_POLL)
        try:
            return await self._ask(request, flight)
        except BaseException:
            await asyncio.to_thread(self.responses.release, request.key)
            raise

    async def _ask(self, request: Request, flight: Flight) -> Answered:
        """Return the endpoint's answer, on disk before anything is made of it; that ends the claim."""
        began = self._clock()
        attempts = flight.attempts
        try:
            flight.rest()
            stored = self._stored(request, await self._post(request, flight), attempts)
            await self._keeper.keep(stored)
        except SummariserError as error:
            if isinstance(error, StoreError | EndpointRefusedError):
                self.breaker.refused(error)
            raise attempts.on(error) from error.__cause__
        except asyncio.CancelledError:
            if flight.withdrawn and flight.idle:
                raise attempts.on(DeferredError(STOPPED)) from None
            raise
        finally:
            await flight.place.aclose()
        self.breaker.succeeded(sent_at=attempts.sent_at)
        self._asked.add(request.key)
        return Answered(
            stored,
            asked=True,
            attempts=attempts.made,
            unknown_billed=attempts.unknown_billed,
            seconds=self._clock() - began,
        )

    async def _post(self, request: Request, flight: Flight) -> dict[str, Any]:
        """Return the raw completion, after as many attempts as the policy allows."""
        attempts, deadline = flight.attempts, flight.deadline
        loop = policy(
            attempts,
            most=self.settings.max_attempts,
            deadline=deadline,
            waits=self._waits,
            rng=self._rng,
        )
        loop.before_sleep = lambda _: flight.rest()
        try:
            async for attempt in loop:
                with attempt:
                    return await self._paid_attempt(request, flight)
        except TransientFault as fault:
            error = give_up(fault, attempts=attempts, deadline=deadline, waits=self._waits)
            if isinstance(error, TransportError):
                self.breaker.failed(error)
            raise error from fault
        raise ModelError("the retry loop ended without an outcome")

    async def _paid_attempt(self, request: Request, flight: Flight) -> dict[str, Any]:
        """Return the completion of one attempt whose worst cost was set aside before it was sent."""
        if self.budget is None:
            return await self._attempt(request, flight)
        most = self._tariff.most(request)
        held = await flight.deadline.wait_for(self.budget.hold(most))
        spent = NOTHING
        try:
            body = await self._attempt(request, flight)
            spent = self._cost(request, body)
        except TransientFault as fault:
            spent = most if fault.billed else NOTHING
            raise
        except asyncio.CancelledError:
            spent = NOTHING if flight.idle else most
            raise
        finally:
            await self.budget.settle(held, spent)
        return body

    async def _attempt(self, request: Request, flight: Flight) -> dict[str, Any]:
        """Return the completion of one attempt; its place among those in flight is kept until the answer is stored."""
        slot = self.limiter.slot(prompt_tokens(request))
        await flight.deadline.wait_for(flight.place.enter_async_context(slot))
        try:
            return await self._sent(request, flight)
        except BaseException:
            await flight.place.aclose()
            raise

    async def _sent(self, request: Request, flight: Flight) -> dict[str, Any]:
        """Return the completion that the endpoint sends now, in a span of its own."""
        self.breaker.let_through()
        flight.leave()
        flight.attempts.post(began := self._clock())
        with observed_attempt(request, self._common) as noted:
            body = await self._received(request, flight, began)
            noted.update(answer_attributes(body))
        return body

    async def _received(self, request: Request, flight: Flight, began: float) -> dict[str, Any]:
        """Return the completion that a post brings, telling the limiter how it went."""
        attempts, deadline = flight.attempts, flight.deadline
        try:
            async with asyncio.timeout(min(deadline.left(), self._timeout)):
                reply = await self._wire.post(request.body)
        except (TimeoutError, openai.OpenAIError) as error:
            meant = classify(error, hint=self.quirks.context_hint)
            if isinstance(meant, TransientFault):
                attempts.count(meant)
            self._observe(getattr(error, "status", None), getattr(error, "headers", {}), began)
            raise meant from error
        self._observe(200, reply.headers, began)
        try:
            return _completion(reply.content)
        except TransientFault as fault:
            attempts.count(fault)
            raise

    def _observe(self, status: int | None, headers: Any, began: float) -> None:  # noqa: ANN401 - httpx or httpx2
        if status is not None:
            self.limiter.observe(status, dict(headers), self._clock() - began)

    def _cost(self, request: Request, body: dict[str, Any]) -> Decimal:
        return self._tariff.of(counted(request, body).response)

    def _stored(self, request: Request, body: dict[str, Any], attempts: Attempts) -> Stored:
        response, estimated = counted(request, body)
        origin = {
            "recorded_at": self._now(),
            "provenance": "live",
            "endpoint": self._wire.address,
            "versions": _MADE_BY,
            "usage_estimated": estimated,
        }
        meta = Meta.of(request, **origin)
        try:
            return Stored(key=request.key, request=request, response=response, meta=meta)
        except ValueError as error:
            attempts.unknown_billed += 1
            raise ModelError(f"the endpoint's answer cannot be kept: {problem(error)}") from error


async def _joined(flight: asyncio.Task[Answered]) -> Answered:
    """Return what another caller's flight brings, as an answer that cost this caller nothing."""
    try:
        answered = await asyncio.shield(flight)
    except SummariserError as error:
        own = copy.copy(error)
        own.attempts = own.unknown_billed = 0
        raise own from error
    return Answered(answered.stored)


def _completion(content: bytes) -> dict[str, Any]:
    """Return a response's JSON object; anything else that came with status 200 may be better next time."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TransientFault("the endpoint answered 200 without JSON", billed=True) from error
    if isinstance(body, dict) and "choices" not in body and "error" in body:
        raise TransientFault("the endpoint answered 200 with an error")
    if not isinstance(body, dict):
        raise TransientFault("the endpoint answered 200 without a completion", billed=True)
    return body
