"""One request and the means to answer it: reading, billing, and sending with an eye on the ledger."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.faults.ledger import Entry
from tests.faults.plan import Plan

Answer = Callable[[dict[str, Any]], str | dict[str, Any]]

_JSON = {"Content-Type": "application/json"}
_REASONS = {
    200: "OK",
    204: "No Content",
    307: "Temporary Redirect",
    404: "Not Found",
    429: "Too Many Requests",
}
_CHARACTERS_PER_TOKEN = 4


class Request(NamedTuple):
    """One HTTP request; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request of a connection; None when the client is done.

    Raises:
        asyncio.IncompleteReadError: The client went away in the middle.
    """
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            return None
        raise
    first, *lines = head.split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Request(method, path, headers, await _chunks(reader))
    return Request(method, path, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(parts)


def completion(body: dict[str, Any], answer: str | dict[str, Any], sha256: str) -> dict[str, Any]:
    """Return the chat completion that carries `answer`; the same for the same request, whenever it comes."""
    if isinstance(answer, dict):
        return answer
    prompt = sum(len(str(message.get("content"))) for message in body.get("messages", ()))
    tokens_in, tokens_out = (-(-size // _CHARACTERS_PER_TOKEN) for size in (prompt, len(answer)))
    return {
        "id": f"chatcmpl-{sha256[:24]}",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": body.get("model", ""),
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": answer, "refusal": None},
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        },
    }


@dataclass(slots=True)
class Exchange:
    """One request being answered. A fault is a function that does something to it.

    Attributes:
        body: The request's JSON.
        entry: Its row in the ledger.
        keep: Whether the connection goes on afterwards.
        headers: Sent with every response.
        made: Whether there is an answer that can be charged.
    """

    body: dict[str, Any]
    entry: Entry
    plan: Plan
    answer: Answer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    clock: Callable[[], float]
    headers: dict[str, str]
    keep: bool = True
    made: bool = False

    async def complete(self) -> dict[str, Any]:
        """Return the completion, once its latency is over: from here on it exists and can be charged."""
        made = completion(self.body, self.answer(self.body), self.entry.sha256)
        usage = made.get("usage") or {}
        self.entry.tokens_in = usage.get("prompt_tokens", 0)
        self.entry.tokens_out = usage.get("completion_tokens", 0)
        if delay := self.plan.delay(self.entry):
            await asyncio.sleep(delay)
        self.made = True
        if self.plan.bill == "answered":
            self.charge()
        return made

    def charge(self) -> None:
        """Charge the call, once."""
        if self.entry.billed is None:
            self.entry.billed = self.clock()

    async def send(self, payload: bytes | Iterable[bytes], *, status: int = 200, **headers: str) -> None:
        """Send a whole response; an iterable goes out in chunks as it is made."""
        named = self.headers | _JSON | {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(payload, bytes):
            named.setdefault("Content-Length", str(len(payload)))
            await self.write(head(status, named) + payload)
        else:
            await self.write(head(status, named | {"Transfer-Encoding": "chunked"}))
            for part in payload:
                await self.write(b"%x\r\n%b\r\n" % (len(part), part))
            await self.write(b"0\r\n\r\n")
        self.sent(status)

    async def send_json(self, value: object, *, status: int = 200, **headers: str) -> None:
        """Send a JSON value as a whole response."""
        await self.send(json.dumps(value).encode(), status=status, **headers)

    async def write(self, data: bytes) -> None:
        """Hand bytes to the socket.

        Raises:
            ConnectionError: The client is gone, so what follows is not delivered.
        """
        if self.reader.at_eof() or self.writer.is_closing():
            raise ConnectionResetError("the client is gone")
        if self.entry.first_byte is None:
            self.entry.first_byte = self.clock()
        self.entry.bytes_out += len(data)
        self.writer.write(data)
        await self.writer.drain()

    def sent(self, status: int) -> None:
        """Note that a response went out whole."""
        self.entry.status = status
        self.entry.last_byte = self.clock()
        if self.plan.bill == "delivered" and self.made:
            self.charge()

    def reset(self) -> None:
        """End the connection with a reset, so that the client sees an error and not an end."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()
        self.keep = False

    async def stall(self) -> None:
        """Do nothing until the client gives up, or the plan's patience ends; then reset."""
        try:
            async with asyncio.timeout(self.plan.stall):
                await self.reader.read(1)
        except TimeoutError:
            pass
        self.reset()


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """Return the head of a response."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
