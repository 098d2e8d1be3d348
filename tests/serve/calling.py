"""The service on a port of its own within a test, and callers that are as quick, slow or rude as they like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summariser import Settings, Summariser
from summariser.serve.app import application
from summariser.serve.server import Server, config_of
from tests.faults import FaultServer

TEXT = "The Lake Orvel accord. Under it, Tolvia would pump no more than {} million cubic metres a year."


@dataclass(frozen=True)
class Reply:
    """What a caller got; status 0 when the connection ended without an answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was answered
        """The body's JSON."""
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The name of the problem."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.json["status"] == self.status
        return str(self.json["type"]).removeprefix("/problems#")


class Caller:
    """Calls one service."""

    def __init__(self, port: int, token: str = "") -> None:
        self.port = port
        self._head = {"Host": f"127.0.0.1:{port}", "Connection": "close"}
        if token:
            self._head["Authorization"] = f"Bearer {token}"

    async def post(self, path: str, body: object, **headers: str) -> Reply:
        """Return the reply to a body sent as JSON; headers with `_` for `-`."""
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.ask("POST", path, payload, **{"Content_Type": "application/json"} | headers)

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """Return the reply to one request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head(method, path, len(body), **headers) + body)
            return reply_of(await reader.read())
        finally:
            writer.close()

    def head(self, method: str, path: str, length: int, **headers: str) -> bytes:
        """Return the head of a request."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        fields = self._head | {"Content-Length": str(length)} | given
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def listen(self, path: str) -> list[tuple[str, Any]]:
        """Return the events of a stream, each with its data, once it has ended."""
        reply = await self.ask("GET", path)
        assert reply.headers["content-type"].startswith("text/event-stream")
        events = [event.splitlines() for event in reply.body.decode().split("\n\n") if event]
        return [
            (name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in events
        ]


def reply_of(received: bytes) -> Reply:
    """Return what was received as a reply."""
    head, _, body = received.partition(b"\r\n\r\n")
    if not head:
        return Reply(0)
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Reply(int(status.split()[1]), headers, body)


def _joined(chunked: bytes) -> bytes:
    joined = b""
    while chunked:
        size, _, rest = chunked.partition(b"\r\n")
        joined += rest[: int(size, 16)]
        chunked = rest[int(size, 16) + 2 :]
    return joined


def settings_for(server: FaultServer, folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask the server, with a store of their own and a free port."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "responses.sqlite",
        "prices": {"scripted": {"input": 100, "output": 100}},
        "concurrency": 8,
        "max_attempts": 3,
        "deadline": 20,
        "transport": "httpx",
        "serve_port": 0,
        "serve_patience": 5,
    }
    return Settings(**fields | changes)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[tuple[Caller, Server]]:
    """Run the service in this process; on leaving it stops as it does at a signal."""
    app = application(Summariser(settings))
    server = Server(config_of(app, settings), app.state.service)
    running = asyncio.create_task(server._serve())
    try:
        async with asyncio.timeout(10):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
                await asyncio.sleep(0.01)
        token = settings.serve_token
        yield Caller(server.port, token.get_secret_value() if token else ""), server
    finally:
        server.should_exit = True
        await running
