"""The service as a process: how it starts, how it stops, and 50 callers at once."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")

from summariser.store import SqliteResponses
from tests.children import Child, Ended, run
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import Script
from tests.serve.calling import TEXT, Caller

TYPES = 6


def settings_of(server: FaultServer, folder: Path) -> dict[str, object]:
    """Return settings of a process that asks the server."""
    return {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "concurrency": 50,
        "max_attempts": 4,
        "transport": "httpx",
    }


class Process:
    """A running `summarise serve`."""

    def __init__(self, child: Child, caller: Caller) -> None:
        self.child = child
        self.caller = caller

    async def end(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """End it with a signal, and return what it came to."""
        self.child.process.send_signal(number)
        return await self.child.ended()


@asynccontextmanager
async def started(server: FaultServer, folder: Path, **settings: object) -> AsyncIterator[Process]:
    """Run the command until it says where it listens; whatever becomes of the test, it is gone afterwards."""
    child = await Child.start(
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        folder=folder,
        settings=settings_of(server, folder) | settings,
    )
    assert child.process.stderr is not None
    try:
        async with asyncio.timeout(30):
            while not (
                found := re.search(
                    rb"running on http://127\.0\.0\.1:(\d+)", await child.process.stderr.readline()
                )
            ):
                assert child.process.returncode is None
        yield Process(child, Caller(int(found[1])))
    finally:
        if child.process.returncode is None:
            child.process.kill()
            await child.process.wait()


def stored(folder: Path) -> int:
    """Return how many answers a store holds."""
    with closing(SqliteResponses(folder / "responses.sqlite")) as store:
        return store.stats().rows


async def asked(server: FaultServer, number: int = 1) -> None:
    """Return when so many requests are open."""
    async with asyncio.timeout(30):
        while server.ledger.open < number:  # noqa: ASYNC110 - the ledger tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_graceful_stop_finishes_what_is_in_flight(number: signal.Signals, tmp_path: Path) -> None:
    """The call under way is answered, the job asks nothing more, listeners are let go, all is stored, exit 0."""
    async with FaultServer(Script(), Plan(latency=1.5)) as server, started(server, tmp_path) as service:
        articles = [{"text": TEXT.format(number)} for number in range(100, 160)]
        begun = await service.caller.post("/v1/dossiers", {"articles": articles})
        listening = asyncio.create_task(service.caller.listen(f"{begun.headers['location']}/events"))
        call = asyncio.create_task(service.caller.post("/v1/summaries", {"text": TEXT.format(1)}))
        await asked(server, 50)
        await asyncio.sleep(0.3)
        ended = await service.end(number)

    assert (ended.code, (await call).status) == (0, 200)
    assert (await listening)[-1][1]["state"] == "incomplete"
    assert server.ledger.billed == server.ledger.delivered == stored(tmp_path) < 60 * TYPES
    assert "Traceback" not in ended.err


@pytest.mark.posix
async def test_a_killed_service_pays_nothing_twice_for_what_was_stored(tmp_path: Path) -> None:
    """After a kill -9 the same request is answered, and what had been delivered is not asked again."""
    async with FaultServer(Script()) as server:
        async with started(server, tmp_path) as service:
            first = await service.caller.post("/v1/summaries", {"text": TEXT.format(1)})
            service.child.process.kill()
            await service.child.process.wait()
        async with started(server, tmp_path) as service:
            again = await service.caller.post("/v1/summaries", {"text": TEXT.format(1)})
            ended = await service.end()

    assert (first.status, again.status, ended.code) == (200, 200, 0)
    assert again.json["summary"] == first.json["summary"]
    assert server.ledger.billed == TYPES


@pytest.mark.posix
async def test_fifty_callers_through_faults_lose_nothing_and_pay_once(tmp_path: Path) -> None:
    """150 calls about 60 articles, 50 at once, a tenth of all requests failing: all answered, each billed once."""
    plan = Plan(latency=(0.02, 0.1), mix={"500": 0.05, "429-seconds": 0.05}, until_attempt=2, retry_after=0.2)
    async with FaultServer(Script(), plan) as server, started(server, tmp_path) as service:
        room = asyncio.Semaphore(50)

        async def call(number: int) -> Any:  # noqa: ANN401 - a reply
            async with room:
                return await service.caller.post(
                    "/v1/summaries", {"text": TEXT.format(number), "id": f"a{number}"}
                )

        replies = await asyncio.gather(*(call(number % 60) for number in range(150)))
        ended = await service.end()

    answers: dict[str, set[str]] = {}
    for reply in replies:
        answers.setdefault(reply.json["row"]["document"], set()).add(str(reply.json["summary"]))
    assert [reply.status for reply in replies] == [200] * 150
    assert len(answers) == 60
    assert all(len(different) == 1 for different in answers.values())
    assert server.ledger.billed == server.ledger.delivered == stored(tmp_path) == 60 * TYPES
    assert ended.code == 0


@pytest.mark.posix
async def test_logs_as_json_hold_nothing_else(tmp_path: Path) -> None:
    """Where it listens, each attempt and each article are lines; of an endpoint's refusal its kind alone is told."""
    async with FaultServer(Script(), Plan(mix={"401": 1.0})) as server:
        settings = settings_of(server, tmp_path) | {"logs": "json"}
        child = await Child.start("serve", "--port", "0", folder=tmp_path, settings=settings)
        assert child.process.stderr is not None
        begun = json.loads(await asyncio.wait_for(child.process.stderr.readline(), 30))
        reply = await Caller(begun["server.port"]).post("/v1/summaries", {"text": TEXT.format(1)})
        child.process.terminate()
        ended = await child.ended()

    lines = [json.loads(line) for line in ended.err.splitlines()]
    (article,) = (line for line in lines if line["message"] == "article")
    assert (begun["message"], begun["server.address"]) == ("serve", "127.0.0.1")
    assert {line["message"] for line in lines} == {"chat scripted", "summarise article", "article"}
    assert (article["summariser.state"], article["level"]) == ("failed", "ERROR")
    assert "detail" not in str(lines)
    assert (reply.status, ended.code) == (500, 0)


async def test_a_port_that_is_taken_is_said_in_json(tmp_path: Path) -> None:
    """Also where uvicorn's own words are left out, the operator learns why nothing is served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = {"logs": "json", "store": tmp_path / "s.sqlite"}
        ended = await run("serve", "--port", str(port), folder=tmp_path, settings=settings)

    told = [json.loads(line) for line in ended.err.splitlines()]
    assert ended.code == 3
    assert [line["server.port"] for line in told if "cannot listen" in line.get("message", "")] == [port]


async def test_without_a_model_or_a_key_nothing_is_served(tmp_path: Path) -> None:
    """Exit 3 and one message, before any port is opened."""
    ended = await run("serve", folder=tmp_path, settings={"model": "large", "store": tmp_path / "s.sqlite"})

    assert (ended.code, ended.out) == (3, "")
    assert "needs a key" in ended.err
    assert "Traceback" not in ended.err


async def test_an_open_service_is_refused_in_one_message(tmp_path: Path) -> None:
    """Where others could reach it, the command names the setting that is missing."""
    ended = await run("serve", "--host", "0.0.0.0", folder=tmp_path, settings={})  # noqa: S104 - refused

    assert ended.code == 3
    assert "SUMMARISER_SERVE_TOKEN" in ended.err


async def test_without_the_extra_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    """One line with what to install; no other command needs it."""
    code = "import sys; sys.modules['uvicorn'] = None; from summariser.cli import main; main(['serve'])"

    ended = await run(code=code, folder=tmp_path, settings={})

    assert ended.code == 3
    assert "pip install 'summariser[serve]'" in ended.err
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.parametrize("words", ["import summariser", "import summariser.cli.run, summariser.cli.serve"])
async def test_nothing_else_touches_the_extra(words: str, tmp_path: Path) -> None:
    """Neither the package nor the main command imports a web framework."""
    code = f"{words}; import sys; print(sorted({{'fastapi', 'starlette', 'uvicorn'}} & set(sys.modules)))"

    ended = await run(code=code, folder=tmp_path, settings={})

    assert ended.out.strip() == "[]", sys.version
