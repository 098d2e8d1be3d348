"""The example service: its answers and errors one by one, and as a process through a bad minute."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from summariser.records import BUILT_IN, ArticleSummary
from summariser.store import SqliteResponses
from tests.children import Child
from tests.conftest import ROOT
from tests.faults import FaultServer, Ledger, Plan
from tests.pipeline.scripted import CAP, Script

pytest.importorskip("fastapi", reason="the example needs the extra `dev`")

from examples.fastapi_service import LARGEST_BODY, app

TYPES = len(BUILT_IN)
TEXT = "The Lake Orvel accord. Under it, Tolvia would pump no more than {} million cubic metres a year."
SERVE = "import sys, uvicorn; uvicorn.run('fastapi_service:app', app_dir='examples', port=int(sys.argv[1]))"


class Reply(NamedTuple):
    """What a caller got."""

    status: int
    body: Any


def settings_for(server: FaultServer, folder: Path) -> dict[str, object]:
    """Return settings that ask the server, with a store of their own."""
    return {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "prices": json.dumps({"scripted": {"input": 100, "output": 100}}),
        "concurrency": 4,
        "max_attempts": 3,
        "deadline": 20,
        "transport": "httpx",
    }


@pytest.fixture
async def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    """Run an endpoint that finds nothing in any article, and name it in the environment."""
    async with FaultServer(Script()) as server:
        for name, value in settings_for(server, tmp_path).items():
            monkeypatch.setenv(f"SUMMARISER_{name.upper()}", str(value))
        yield server


@asynccontextmanager
async def serving() -> AsyncIterator[None]:
    """Start the service within this process, and shut it down."""
    async with app.router.lifespan_context(app):
        yield


async def post(body: bytes | dict[str, Any], *, query: str = "", leave_after: float | None = None) -> Reply:
    """Return the service's reply to one request, handed over as a server would."""
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    arriving = [
        {"type": "http.request", "body": payload[at : at + 2**16], "more_body": at + 2**16 < len(payload)}
        for at in range(0, max(len(payload), 1), 2**16)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if arriving:
            return arriving.pop(0)
        await asyncio.sleep(60 if leave_after is None else leave_after)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401 - whatever the framework sends
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/summaries", "query_string": query.encode()}
    await app({**scope, "headers": [], "http_version": "1.1", "scheme": "http"}, receive, send)
    content = b"".join(message.get("body", b"") for message in sent)
    return Reply(sent[0]["status"], json.loads(content) if content else None)


def stored(folder: Path) -> int:
    """Return how many answers a store holds."""
    with SqliteResponses(folder / "responses.sqlite") as store:
        return store.stats().rows


async def test_an_article_comes_back_as_its_records(endpoint: FaultServer, seed: Any) -> None:  # noqa: ANN401 - a function
    """The reply is the article's summary as the package writes it, under the caller's own name."""
    endpoint.answer = Script(records={"plan_terms": [CAP]})
    async with serving():
        reply = await post({"text": seed("001"), "id": "mine", "date": "2025-11-24"})

    summary = ArticleSummary.model_validate_json(json.dumps(reply.body))
    assert reply.status == 200
    assert summary.meta.id == "mine"
    assert [term.record.topic for term in summary.plan_terms] == ["army size cap"]


@pytest.mark.parametrize(
    ("fault", "status", "error", "retryable"),
    [
        ("400-context", 413, "ContextError", False),
        ("refusal", 422, "RefusedError", False),
        ("429-huge", 503, "DeferredError", True),
        ("length", 502, "TruncatedError", True),
        ("401", 500, "EndpointRefusedError", False),
    ],
)
async def test_each_class_of_error_has_its_status(
    endpoint: FaultServer, fault: str, status: int, error: str, retryable: bool  # noqa: FBT001 - a column of the table
) -> None:  # fmt: skip
    """Callers learn what became of their article; what only the operator can mend is not told to them."""
    endpoint.plan = Plan(mix={fault: 1.0})

    async with serving():
        reply = await post({"text": TEXT.format(1)})

    assert (reply.status, reply.body["error"], reply.body["retryable"]) == (status, error, retryable)
    assert ("key" in reply.body["detail"]) is False


@pytest.mark.parametrize("setting", ["SUMMARISER_BUDGET", "SUMMARISER_DAILY_BUDGET"])
async def test_a_spent_budget_is_too_many_requests(
    endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """Without room for the next request nothing is sent, and the caller may come back."""
    monkeypatch.setenv(setting, "0.5")

    async with serving():
        reply = await post({"text": TEXT.format(1)})

    assert (reply.status, reply.body["error"]) == (429, "BudgetError")
    assert len(endpoint.ledger) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 422),
        (b'{"text": ""}', 422),
        (b'{"text": "x", "model": "another"}', 422),
        (b'{"text": "x", "id": "../x"}', 422),
        (b'{"text": "x", "date": "yesterday"}', 422),
        (b'{"text": "\\ud800"}', 422),
        (b'{"text": "' + b"x" * LARGEST_BODY + b'"}', 413),
    ],
)
async def test_what_is_no_article_costs_nothing(endpoint: FaultServer, body: bytes, status: int) -> None:
    """A body that is malformed or too large is answered before a model is asked."""
    async with serving():
        reply = await post(body)

    assert reply.status == status
    assert len(endpoint.ledger) == 0


async def test_identical_articles_in_flight_are_asked_once(endpoint: FaultServer) -> None:
    """Five callers, one article: each gets it, one is paid for."""
    endpoint.plan = Plan(latency=0.1)
    async with serving():
        replies = await asyncio.gather(*(post({"text": TEXT.format(1)}) for _ in range(5)))

    assert [reply.status for reply in replies] == [200] * 5
    assert endpoint.ledger.billed == TYPES


async def test_a_deadline_ends_the_wait_and_not_the_request(endpoint: FaultServer, tmp_path: Path) -> None:
    """Whoever comes too late is told so in time; what was in flight is stored, and not asked again."""
    endpoint.plan = Plan(latency=1.5)
    async with serving():
        began = time.monotonic()
        late = await post({"text": TEXT.format(1)}, query="deadline=0.2")
        waited = time.monotonic() - began
        endpoint.plan = Plan()
        again = await post({"text": TEXT.format(1)})

    assert (late.status, late.body["retryable"], again.status) == (504, True, 200)
    assert waited < 1.2
    assert endpoint.ledger.billed == stored(tmp_path) == TYPES


async def test_who_hangs_up_is_not_waited_for_and_loses_nothing(
    endpoint: FaultServer, tmp_path: Path
) -> None:
    """The work for a caller who left ends at once; the request in flight lands in the store before the service ends."""
    endpoint.plan = Plan(latency=1.5)
    async with serving():
        began = time.monotonic()
        reply = await post({"text": TEXT.format(1)}, leave_after=0.2)
        waited = time.monotonic() - began

    assert reply.status == 499
    assert waited < 1.2
    assert 0 < endpoint.ledger.delivered == stored(tmp_path) < TYPES


class Service:
    """The service as a process of its own, which can be killed and started again under its address."""

    def __init__(self, settings: dict[str, object]) -> None:
        self._settings = settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.child: Child | None = None

    async def start(self) -> None:
        """Start it, and return at once."""
        self.child = await Child.start(str(self._port), code=SERVE, folder=ROOT, settings=self._settings)

    async def end(self, number: signal.Signals) -> str:
        """End it with a signal, and return what it logged."""
        assert self.child is not None
        self.child.process.send_signal(number)
        return (await self.child.ended()).err

    async def post(self, number: int, *, leave_after: float | None = None) -> int:
        """Return the status that a caller gets, who comes back when the connection breaks; 0 for one who leaves."""
        async with asyncio.timeout(60):
            while True:
                try:
                    return await self._once(number, leave_after)
                except (ConnectionError, ValueError):
                    await asyncio.sleep(0.1)

    async def _once(self, number: int, leave_after: float | None) -> int:
        body = json.dumps({"text": TEXT.format(number)}).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            head = f"POST /summaries HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            async with asyncio.timeout(leave_after):
                reply = await reader.read()
            return int(reply[9:12])
        except TimeoutError:
            return 0
        finally:
            writer.close()


def repaid(ledger: Ledger) -> int:
    """Return how many requests were charged whose answer had been delivered before."""
    again = 0
    had: Counter[str] = Counter()
    for entry in ledger:
        again += entry.billed is not None and had[entry.key] > 0
        had[entry.key] += entry.delivered
    return again


async def _quiet(server: FaultServer) -> None:
    """Return when requests are open and nothing was delivered for a moment, so that all of it is stored."""
    async with asyncio.timeout(30):
        while True:
            seen = server.ledger.delivered
            await asyncio.sleep(0.3)
            if server.ledger.open and server.ledger.delivered == seen:
                return


@pytest.mark.posix
async def test_a_bad_minute_costs_nothing_twice(tmp_path: Path) -> None:
    """50 calls with leavers, twins, faults and a kill -9: all who stay are answered, nothing delivered is paid again.

    They come ten a second, where the pace this stands for is fifty a minute.
    The kill falls while requests are open: those may be charged twice, as
    nobody can know, and they are no more than may fly at once. The end is a
    SIGTERM with a call under way, which is answered.
    """
    calm = Plan(
        latency=(0.02, 0.2),
        mix={"500": 0.1, "reset-before-headers": 0.05, "429-seconds": 0.05},
        until_attempt=2,
    )
    calm = replace(calm, retry_after=0.2)
    async with FaultServer(Script(), calm) as server:
        service = Service(settings_for(server, tmp_path))
        await service.start()
        assert await service.post(0) == 200
        callers = []
        for number in range(50):
            leave = 0.3 if number % 6 == 5 else None
            callers.append(asyncio.create_task(service.post(number % 12, leave_after=leave)))
            if number == 25:
                server.plan = replace(calm, latency=8)
                await _quiet(server)
                await service.end(signal.SIGKILL)
                open_then, server.plan = server.ledger.open, calm
                await service.start()
            await asyncio.sleep(0.1)
        statuses = await asyncio.gather(*callers)
        server.plan = Plan(latency=0.5)
        last = asyncio.create_task(service.post(99))
        async with asyncio.timeout(30):
            while not server.ledger.open:  # noqa: ASYNC110 - the ledger is plain data, which tells nobody
                await asyncio.sleep(0.01)
        logged = await service.end(signal.SIGTERM)

    assert [status for number, status in enumerate(statuses) if number % 6 != 5] == [200] * 42
    assert await last == 200
    assert repaid(server.ledger) == 0
    assert server.ledger.unknown_billed <= open_then + server.ledger.faults()["reset-before-headers"]
    assert server.ledger.delivered == stored(tmp_path)
    assert "Traceback" not in logged
