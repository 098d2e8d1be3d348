"""What stands before every route: names, token, sizes, patience, places; and the counting of it all."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, NamedTuple

from pydantic import SecretStr

from summariser.serve.metrics import Metrics
from summariser.serve.problems import ProblemError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine, for this machine."""

GONE = 499
"""What is counted for a caller that left before its answer."""

READERS = 4
"""Requests that may be arriving for each that may be worked on: slow senders take no one's place."""

LINGER = 1.0
"""Most seconds in which the rest of a refused body is thrown away, so that its sender reads the answer."""

OPEN = frozenset({"/healthz", "/readyz", "/problems", "/openapi.json"})
"""Routes that ask for no token, read no body and wait for no place: they answer whatever else goes on."""

SPARE = 4
"""Times the largest body that is thrown away of one that is larger."""

_POSTED = frozenset({"/v1/summaries", "/v1/dossiers"})
_STREAM = "/v1/dossiers/{id}/events"
_KNOWN = OPEN | _POSTED | {"/metrics"}
_DOSSIER = re.compile(r"/v1/dossiers/[^/]+(/events)?")
_METHODS = frozenset({"GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS"})
_PORT = re.compile(r":[0-9]*$")


class Limits(NamedTuple):
    """How much the service takes.

    Attributes:
        token: What callers must send; None when there is none.
        max_bytes: Bytes of a body that are read.
        concurrency: Requests that are worked on at once, listeners to events apart.
        patience: Seconds a body may take to arrive, and each part of an answer to be taken.
    """

    token: SecretStr | None
    max_bytes: int
    concurrency: int
    patience: float


class _GoneError(Exception):
    """The caller has left."""


class Guard:
    """An ASGI application that lets to `app` what is proper, with its body read, and answers the rest itself."""

    def __init__(self, app: App, limits: Limits, metrics: Metrics) -> None:
        self._app = app
        self._limits = limits
        self._metrics = metrics
        self._places: dict[str, int] = {"work": 0, "listen": 0, "read": 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        route, began = route_of(scope["path"]), time.monotonic()
        method = scope["method"] if scope["method"] in _METHODS else "other"
        sent = _Sent(send, self._limits.patience)
        self._metrics.add("summariser_requests_in_flight")
        try:
            await self._answer(route, scope, _Arriving(receive), sent)
        finally:
            self._metrics.add("summariser_requests_in_flight", -1)
            self._metrics.answered(route, method, sent.status or GONE, time.monotonic() - began)

    async def _answer(self, route: str, scope: Scope, receive: _Arriving, send: _Sent) -> None:
        with suppress(_GoneError):
            try:
                self._check(route, scope)
                body = b"" if route in OPEN else await self._body(receive)
                with self._place_for(route):
                    await self._attend(scope, body, receive, send)
            except ProblemError as problem:
                await self._refuse(problem, scope, receive, send)

    def _check(self, route: str, scope: Scope) -> None:
        """Return if the head of a request is proper.

        Raises:
            ProblemError: `misdirected`, `unauthorized`, `media-type` or `too-large`.
        """
        headers = _headers(scope)
        if route not in OPEN:
            _check_caller(headers, self._limits.token)
        if (route in _POSTED and scope["method"] == "POST") and headers.get("content-type", "").partition(
            ";"
        )[0].strip() != "application/json":
            raise ProblemError("media-type")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._limits.max_bytes:
            raise self._too_large()

    async def _body(self, receive: _Arriving) -> bytes:
        """Return the body of a request, of which no more is read than may be.

        Raises:
            ProblemError: `too-large`, `too-slow`, or `busy` when too many are arriving.
        """
        with self._place("read", READERS * self._limits.concurrency):
            return await self._arrived(receive)

    async def _arrived(self, receive: _Arriving) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.patience):
                while not receive.complete:
                    body += await receive.part()
                    if len(body) > self._limits.max_bytes:
                        raise self._too_large()
        except TimeoutError:
            raise ProblemError(
                "too-slow", f"a request may take {self._limits.patience:g} seconds to arrive"
            ) from None
        return bytes(body)

    async def _attend(self, scope: Scope, body: bytes, receive: _Arriving, send: _Sent) -> None:
        """Let the application answer; for a caller that leaves, nothing more is done."""
        unread = [body]

        async def read() -> Message:
            if unread:
                return {"type": "http.request", "body": unread.pop(), "more_body": False}
            await leaving
            return {"type": "http.disconnect"}

        leaving = asyncio.create_task(receive.left())
        stalling = asyncio.create_task(send.stalled.wait())
        working = asyncio.create_task(_awaited(self._app(scope, read, send)))
        tasks: set[asyncio.Task[Any]] = {working, leaving, stalling}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _place_for(self, route: str) -> AbstractContextManager[None]:
        if route in OPEN:
            return nullcontext()
        return self._place("listen" if route == _STREAM else "work", self._limits.concurrency)

    @contextmanager
    def _place(self, which: str, most: int) -> Iterator[None]:
        """Hold one of `most` places.

        Raises:
            ProblemError: `busy`, when all are taken.
        """
        if self._places[which] >= most:
            raise ProblemError("busy")
        self._places[which] += 1
        try:
            yield
        finally:
            self._places[which] -= 1

    async def _refuse(self, problem: ProblemError, scope: Scope, receive: _Arriving, send: _Sent) -> None:
        """Answer with a problem and end the connection, whose request may not have been read."""
        if "expect" not in _headers(scope):
            await self._throw_away(receive)
        headers, body = problem.headers_and_body()
        fields = {**headers, "content-length": str(len(body)), "connection": "close"}
        encoded = [(name.encode(), value.encode()) for name, value in fields.items()]
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await send({"type": "http.response.start", "status": problem.status, "headers": encoded})
                await send({"type": "http.response.body", "body": body})

    async def _throw_away(self, receive: _Arriving) -> None:
        """Read what is left of a body, within reason: a connection closed on unread bytes loses the answer."""
        read = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while not receive.complete and read <= SPARE * self._limits.max_bytes:
                    read += len(await receive.part())

    def _too_large(self) -> ProblemError:
        return ProblemError("too-large", f"a request may have {self._limits.max_bytes:,} bytes")


class _Arriving:
    """Receives a request, and knows when all of it is there.

    Attributes:
        complete: Whether nothing more of the body will come.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.complete = False

    async def part(self) -> bytes:
        """Return what arrives next of the body.

        Raises:
            _GoneError: The caller left.
        """
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        self.complete = not message.get("more_body", False)
        part: bytes = message.get("body", b"")
        return part

    async def left(self) -> None:
        """Return when the caller has left."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


class _Sent:
    """Sends, and notes the status.

    Attributes:
        status: The status of the response; 0 before it begins.
        stalled: Set when the caller takes in nothing; then nothing more is sent.
    """

    def __init__(self, send: Send, patience: float) -> None:
        self._send = send
        self._patience = patience
        self.status = 0
        self.stalled = asyncio.Event()

    async def __call__(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        try:
            async with asyncio.timeout(self._patience):
                await self._send(message)
        except TimeoutError:
            self.stalled.set()
            await asyncio.Event().wait()  # until whoever sends is cancelled


def route_of(path: str) -> str:
    """Return the route that a path belongs to, for counting: never a word of the caller's.

    >>> route_of("/v1/dossiers/0a1b/events"), route_of("/etc/passwd")
    ('/v1/dossiers/{id}/events', 'other')
    """
    if path in _KNOWN:
        return path
    found = _DOSSIER.fullmatch(path)
    return "other" if found is None else f"/v1/dossiers/{{id}}{found[1] or ''}"


def _check_caller(headers: dict[str, str], token: SecretStr | None) -> None:
    """Return if the caller may ask.

    Without a token whoever reaches this machine's loopback may: its programs, not
    the pages in its browser, which reach it under another name or send no JSON.

    Raises:
        ProblemError: `unauthorized` or `misdirected`.
    """
    if token is None:
        if _PORT.sub("", headers.get("host", "")).strip("[]").lower() not in LOOPBACK:
            raise ProblemError("misdirected")
        return
    scheme, _, given = headers.get("authorization", "").partition(" ")
    same = secrets.compare_digest(given.strip().encode(), token.get_secret_value().encode())
    if scheme.lower() != "bearer" or not same:
        raise ProblemError("unauthorized", headers={"www-authenticate": "Bearer"})


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def _awaited(work: Awaitable[None]) -> None:
    """Await anything, as a task needs a coroutine."""
    await work
