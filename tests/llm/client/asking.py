"""A live client in front of the fault server, with waits short enough for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from summariser import Settings
from summariser.llm.client import Live
from summariser.llm.client.retry import Waits
from summariser.llm.quirks import Quirks, quirks_for
from summariser.pipeline.sources import Source
from summariser.request import Request
from summariser.store import SqliteResponses
from tests.faults import FaultServer

TRANSPORTS = ("aiohttp", "httpx")
SHORT = Waits(first=0.01, longest=0.02, turned_away=3)
"""Waits that change nothing about what a client does, but how long a test takes."""

NOON = "2025-11-24T12:00:00Z"


def settings_for(server: FaultServer | None, folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask `server`, with a store in `folder`."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url if server else "http://127.0.0.1:9/v1",
        "store": folder / "responses.sqlite",
        "concurrency": 4,
        "timeout": 5,
        "deadline": 20,
    }
    return Settings(**(fields | changes))


def live_for(settings: Settings, *, waits: Waits = SHORT, **changes: Any) -> Live:  # noqa: ANN401 - any argument
    """Return a client for `settings`, with quirks of no particular endpoint."""
    return Live(settings, Quirks(), SqliteResponses(settings.store), waits=waits, now=lambda: NOON, **changes)


def source_for(settings: Settings, **changes: Any) -> Source:  # noqa: ANN401 - any argument of the client
    """Return a source of answers for a `Summariser` that waits no longer than a test may."""
    model = settings.model or ""
    return Source(live_for(settings, **changes), model, quirks_for(model, settings.base_url))


@asynccontextmanager
async def asking(
    server: FaultServer | None,
    folder: Path,
    *,
    waits: Waits = SHORT,
    client: dict[str, Any] | None = None,
    **changes: Any,  # noqa: ANN401 - any setting
) -> AsyncIterator[Live]:
    """Hold a client of `server` open; `client` are arguments of `Live`, the rest are settings."""
    live = live_for(settings_for(server, folder, **changes), waits=waits, **(client or {}))
    try:
        yield live
    finally:
        await live.close()


async def until(true: Callable[[], object]) -> None:
    """Return once `true` holds.

    Raises:
        TimeoutError: It does not within five seconds.
    """
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - a server's ledger notifies nobody
            await asyncio.sleep(0.005)


def request(number: int = 0, *, size: int = 0, cap: int = 100) -> Request:
    """Return one of many different requests of any size, with an output cap."""
    return Request(
        body={
            "model": "scripted",
            "messages": [{"role": "user", "content": f"number {number}" + " word" * size}],
            "max_tokens": cap,
        },
        document=f"a{number}",
        record_type="plan_terms",
        wave="main",
        prompt="plan_terms-v1",
        prompt_sha256="0" * 64,
    )
