"""The server: connections, the choice of a fault per request, and the ledger."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Any, Self

from tests.faults.exchange import Answer, Exchange, Request, head, read_request
from tests.faults.faults import FAULTS, UNCHARGED
from tests.faults.ledger import Entry, Ledger
from tests.faults.plan import Bucket, Plan

_LARGEST_HEAD = 2**20


class FaultServer:
    """An OpenAI-compatible endpoint on loopback that does to each request what its plan says.

    An error raised by `answer` is a mistake of the test: the request gets a
    500, and leaving the context raises the error.

    Attributes:
        plan: What happens to requests; may be replaced at any time.
        ledger: What happened.
    """

    def __init__(
        self, answer: Answer, plan: Plan | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.answer = answer
        self.plan = plan or Plan()
        self.ledger = Ledger()
        self._clock = clock
        self._bucket = Bucket()
        self._port = 0
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._errors: list[Exception] = []

    @property
    def url(self) -> str:
        """The base URL to point a client at."""
        return f"http://127.0.0.1:{self._port}/v1"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()
        if self._errors and error is None:
            raise self._errors[0]

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Refuse connections, and end those that are open, until the context is left."""
        await self._hang_up()
        try:
            yield
        finally:
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", self._port, limit=_LARGEST_HEAD, backlog=1024
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # a coroutine runs in a task
        self._connections.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while (request := await read_request(reader)) and await self._serve(request, reader, writer):
                    pass
        finally:
            self._connections.discard(task)
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; return whether the connection goes on."""
        if request.method != "POST" or not request.path.endswith("/chat/completions"):
            await self._other(request, writer)
            return True
        exchange = self._exchange(request, reader, writer)
        self.ledger.open += 1
        self.ledger.most_open = max(self.ledger.most_open, self.ledger.open)
        try:
            await FAULTS[exchange.entry.fault](exchange)
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the test's own function raised is kept for it
            self._errors.append(error)
            await exchange.send_json({"error": {"message": "the test's answer failed"}}, status=500)
        finally:
            self.ledger.open -= 1
        return exchange.keep and request.headers.get("connection", "").lower() != "close"

    def _exchange(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Exchange:
        body = json.loads(request.body)
        entry = self._enter(request, body)
        headers = {"x-request-id": entry.request_id}
        granted = self.plan.rate is None or self._bucket.take(self.plan.rate, self.plan.burst, self._clock())
        entry.fault = self.plan.fault(entry) if granted else self.plan.rate_fault
        if self.plan.announce and self.plan.rate:
            headers |= self._announced(self.plan.rate)
        exchange = Exchange(body, entry, self.plan, self.answer, reader, writer, self._clock, headers)
        if self.plan.bill == "received" and entry.fault not in UNCHARGED:
            exchange.charge()
        return exchange

    def _enter(self, request: Request, body: dict[str, Any]) -> Entry:
        """Return a new row of the ledger."""
        sha256 = hashlib.sha256(request.body).hexdigest()
        key = self.plan.key_of(body) if self.plan.key_of else sha256
        self.ledger.attempts[key] += 1
        entry = Entry(
            ordinal=len(self.ledger),
            request_id=f"req-{len(self.ledger):06}",
            key=key,
            sha256=sha256,
            attempt=self.ledger.attempts[key],
            received=self._clock(),
            retry_header=request.headers.get("x-stainless-retry-count", ""),
            bytes_in=len(request.body),
        )
        self.ledger.entries.append(entry)
        return entry

    def _announced(self, rate: float) -> dict[str, str]:
        level = self._bucket.level or 0.0
        return {
            "x-ratelimit-limit-requests": str(self.plan.burst),
            "x-ratelimit-remaining-requests": str(int(level)),
            "x-ratelimit-reset-requests": f"{(self.plan.burst - level) / rate * 1000:.0f}ms",
        }

    async def _other(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """Answer what is no completion: the list of models, or 404."""
        found = request.method == "GET" and request.path.endswith("/models")
        reply: dict[str, Any] = (
            {"object": "list", "data": []} if found else {"error": {"message": "not found"}}
        )
        payload = json.dumps(reply).encode()
        status = 200 if found else 404
        headers = {"Content-Type": "application/json", "Content-Length": str(len(payload))}
        writer.write(head(status, headers) + payload)
        await writer.drain()
