"""What goes over the wire and what is read of it, with both transports: caps, redirects, and the key."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from summariser.llm.client.wire import (
    KEYLESS,
    MAX_ANSWER,
    MAX_ERROR,
    BrokenFault,
    LargeFault,
    StatusFault,
    Wire,
)
from tests.faults import FaultServer, Plan
from tests.llm.client.asking import TRANSPORTS, request, settings_for

pytestmark = pytest.mark.parametrize("transport", TRANSPORTS)
BODY = request(1).body


@asynccontextmanager
async def posting(
    plan: Plan,
    folder: Path,
    **changes: Any,  # noqa: ANN401 - any setting
) -> AsyncIterator[tuple[FaultServer, Wire]]:
    """Hold a server with a plan, and a wire to it, open."""
    async with FaultServer(lambda _: "{}", plan) as server:
        wire = Wire(settings_for(server, folder, **changes))
        try:
            yield server, wire
        finally:
            await wire.close()


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Hold an endpoint open that sends the same bytes to everyone and closes; yield its URL and the heads it got."""
    seen: list[bytes] = []

    async def endpoint(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(endpoint, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", seen


async def test_an_answer_is_read_whole(transport: str, tmp_path: Path) -> None:
    """Its bytes and headers come as they were sent, and the endpoint got the body as it is."""
    async with posting(Plan(), tmp_path, transport=transport) as (server, wire):
        reply = await wire.post(BODY)

    (entry,) = server.ledger
    assert b'"content": "{}"' in reply.content
    assert reply.headers["x-request-id"] == entry.request_id
    assert entry.retry_header in {"", "0"}


async def test_no_more_of_an_answer_is_read_than_may_be(transport: str, tmp_path: Path) -> None:
    """Of twenty megabytes four are read; then the connection is given up, and the next call works."""
    async with posting(Plan(script=["20-mb"]), tmp_path, transport=transport) as (server, wire):
        with pytest.raises(LargeFault, match="larger than 4,000,000 bytes"):
            await wire.post(BODY)
        reply = await wire.post(BODY)
        await asyncio.sleep(0.05)

    first = next(iter(server.ledger))
    assert MAX_ANSWER < first.bytes_out < 4 * MAX_ANSWER
    assert first.last_byte is None
    assert reply.content


async def test_a_bomb_takes_little_memory(transport: str, tmp_path: Path) -> None:
    """A gigabyte packed into one megabyte is given up after the first few unpacked ones."""
    async with posting(Plan(script=["gzip-bomb"]), tmp_path, transport=transport) as (_, wire):
        tracemalloc.start()
        try:
            with pytest.raises(LargeFault):
                await wire.post(BODY)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert peak < 100_000_000


async def test_no_more_of_an_error_is_read_than_says_why(transport: str, tmp_path: Path) -> None:
    """An error page of twenty megabytes is cut at its first 64 KB."""
    async with posting(Plan(script=["500-20-mb"]), tmp_path, transport=transport) as (server, wire):
        with pytest.raises(StatusFault) as caught:
            await wire.post(BODY)
        await asyncio.sleep(0.05)

    (entry,) = server.ledger
    assert caught.value.status == 500
    assert len(str(caught.value.body)) == MAX_ERROR
    assert entry.last_byte is None


async def test_a_status_counts_though_its_reason_breaks_off(transport: str, tmp_path: Path) -> None:
    """Turned away is turned away, and nothing to pay for, even if the body that says so is cut."""
    answer = b"HTTP/1.1 429 Busy\r\nRetry-After: 3\r\nContent-Length: 99\r\n\r\n{"
    async with answering(answer) as (url, _):
        wire = Wire(settings_for(None, tmp_path, transport=transport, base_url=url))
        with pytest.raises(StatusFault) as caught:
            await wire.post(BODY)
        await wire.close()

    assert (caught.value.status, caught.value.headers["retry-after"]) == (429, "3")


async def test_a_redirect_is_never_followed(transport: str, tmp_path: Path) -> None:
    """Neither the article nor the key goes where an endpoint points to."""
    async with FaultServer(lambda _: "{}") as other:
        plan = Plan(mix={"redirect": 1.0}, redirect=f"{other.url}/chat/completions")
        async with posting(plan, tmp_path, transport=transport, api_key="sk-canary") as (server, wire):
            with pytest.raises(StatusFault) as caught:
                await wire.post(BODY)

    assert caught.value.status == 307
    assert (len(server.ledger), len(other.ledger)) == (1, 0)


async def test_an_error_says_nothing_of_what_was_sent(transport: str, tmp_path: Path) -> None:
    """Neither the key nor the article is in a fault's words, nor in those it was raised from."""
    plan = Plan(script=["500", "reset-mid-body", "reset-before-headers"])
    async with posting(plan, tmp_path, transport=transport, api_key="sk-canary") as (_, wire):
        for _ in plan.script:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it must not tell
                await wire.post(BODY)
            error: BaseException | None = caught.value
            while error is not None:
                assert "sk-canary" not in f"{error!r} {vars(error)!r}"
                assert "number 1" not in f"{error!r} {vars(error)!r}"
                error = error.__cause__ or error.__context__


@pytest.mark.parametrize(("key", "sent"), [("sk-canary", "Bearer sk-canary"), (None, f"Bearer {KEYLESS}")])
async def test_the_key_is_sent_to_the_endpoint_alone(
    key: str | None, sent: str, transport: str, tmp_path: Path
) -> None:
    """The endpoint gets the key, or the word for none, and the user's own headers."""
    changes = {"transport": transport, "api_key": key, "extra_headers": {"X-Project": "p1"}}
    async with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as (url, seen):
        wire = Wire(settings_for(None, tmp_path, base_url=url, **changes))
        reply = await wire.post(BODY)
        await wire.close()

    (head,) = seen
    assert reply.content == b"{}"
    assert f"authorization: {sent}\r\n".lower().encode() in head.lower()
    assert b"x-project: p1\r\n" in head.lower()


@pytest.mark.parametrize("fault", ["reset-mid-body", "length-too-long", "chunk-cut", "gzip-bad"])
async def test_half_an_answer_is_none(fault: str, transport: str, tmp_path: Path) -> None:
    """A response that began and broke off is a fault of its own kind, never a short answer."""
    async with posting(Plan(script=[fault]), tmp_path, transport=transport) as (_, wire):
        with pytest.raises(BrokenFault):
            await wire.post(BODY)
