"""Faults of the connection: what can go wrong although the answer exists."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Awaitable, Callable, Iterator

from tests.faults.exchange import Exchange, head

_MEGABYTE = 2**20
_BOMB_MEGABYTES = 1024
_HUGE_CHUNKS = 320
_HUGE_CHUNK = 64 * 1024
_JSON = {"Content-Type": "application/json"}


async def _payload(exchange: Exchange) -> bytes:
    return json.dumps(await exchange.complete()).encode()


async def _closed(exchange: Exchange) -> None:
    """Close without a word, before any work is done."""
    exchange.keep = False


async def _reset_before_headers(exchange: Exchange) -> None:
    await exchange.complete()
    exchange.reset()


async def _reset_after_headers(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await exchange.write(head(200, _JSON | {"Content-Length": str(len(payload))}))
    await asyncio.sleep(0.01)  # let the head arrive: a reset takes back what is still on its way
    exchange.reset()


async def _reset_mid_body(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await exchange.write(
        head(200, _JSON | {"Content-Length": str(len(payload))}) + payload[: len(payload) // 2]
    )
    await asyncio.sleep(0.01)  # the same
    exchange.reset()


async def _stall_before_headers(exchange: Exchange) -> None:
    await exchange.complete()
    await exchange.stall()


async def _stall_mid_body(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await exchange.write(
        head(200, _JSON | {"Content-Length": str(len(payload))}) + payload[: len(payload) // 2]
    )
    await exchange.stall()


async def _drip(exchange: Exchange) -> None:
    """Send the body one byte at a time, so that no read ever times out."""
    payload = await _payload(exchange)
    await _slowly(exchange, head(200, _JSON | {"Content-Length": str(len(payload))}), payload)


async def _drip_headers(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await _slowly(exchange, b"", head(200, _JSON | {"Content-Length": str(len(payload))}) + payload)


async def _slowly(exchange: Exchange, at_once: bytes, drops: bytes) -> None:
    await exchange.write(at_once)
    for byte in drops:
        await asyncio.sleep(exchange.plan.drip)
        await exchange.write(bytes((byte,)))
    exchange.sent(200)


async def _length_too_long(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await exchange.write(head(200, _JSON | {"Content-Length": str(len(payload) + 100)}) + payload)
    exchange.keep = False


async def _length_too_short(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    await exchange.write(head(200, _JSON | {"Content-Length": str(len(payload) - 10)}) + payload)
    exchange.keep = False


async def _length_missing(exchange: Exchange) -> None:
    """Let the end of the connection end the body, as HTTP/1.0 does: odd, but whole."""
    payload = await _payload(exchange)
    await exchange.write(head(200, _JSON | {"Connection": "close"}) + payload)
    exchange.sent(200)
    exchange.keep = False


async def _chunk_cut(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    half = payload[: len(payload) // 2]
    await exchange.write(head(200, _JSON | {"Transfer-Encoding": "chunked"}))
    await exchange.write(b"%x\r\n%b\r\n%x\r\n" % (len(half), half, len(payload) - len(half)))
    exchange.keep = False


async def _gzip(exchange: Exchange) -> None:
    """Send a sound compressed answer, which a client must take."""
    await exchange.send(gzip.compress(await _payload(exchange)), Content_Encoding="gzip")


async def _gzip_bad(exchange: Exchange) -> None:
    await exchange.send(await _payload(exchange), Content_Encoding="gzip")


async def _gzip_bomb(exchange: Exchange) -> None:
    """Send a megabyte that unpacks to a gigabyte of white space before the JSON even begins."""
    await exchange.complete()
    await exchange.send(_bomb(), Content_Encoding="gzip")


def _bomb() -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * _MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(_BOMB_MEGABYTES):  # after a full flush equal input makes equal output
        yield block


async def _huge(exchange: Exchange) -> None:
    """Send 20 MB of valid JSON, made as it goes."""
    await exchange.complete()
    await exchange.send(_huge_body())


def _huge_body() -> Iterator[bytes]:
    yield b'{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"'
    for _ in range(_HUGE_CHUNKS):
        yield b"a" * _HUGE_CHUNK
    yield b'"}}]}'


async def _early_hints(exchange: Exchange) -> None:
    """Send two interim responses first, which a client must skip."""
    payload = await _payload(exchange)
    await exchange.write(head(103, {"Link": "</style.css>"}) + head(102, {}))
    await exchange.send(payload)


async def _redirect(exchange: Exchange) -> None:
    """Ask to send the whole article somewhere else."""
    await exchange.send(b"", status=307, Location=exchange.plan.redirect)


async def _closed_after(exchange: Exchange) -> None:
    """Answer as if the connection stayed open, then close it."""
    await exchange.send(await _payload(exchange))
    exchange.keep = False


async def _many_headers(exchange: Exchange) -> None:
    payload = await _payload(exchange)
    exchange.headers |= {f"X-Filler-{number}": "x" for number in range(10_000)}
    await exchange.send(payload)


async def _not_http(exchange: Exchange) -> None:
    """Answer with a TLS alert, as a wrong port or a proxy does."""
    await exchange.write(b"\x15\x03\x03\x00\x02\x02\x28")
    exchange.keep = False


async def _stream_cut(exchange: Exchange) -> None:
    """Send events that end before `[DONE]`."""
    message = (await exchange.complete())["choices"][0]["message"]["content"]
    events = [
        {"choices": [{"index": 0, "delta": {"content": part}}]} for part in (message[:5], message[5:-5])
    ]
    data = b"".join(b"data: %b\n\n" % json.dumps(event).encode() for event in events)
    await exchange.write(head(200, {"Content-Type": "text/event-stream", "Connection": "close"}) + data)
    exchange.keep = False


TRANSPORT: dict[str, Callable[[Exchange], Awaitable[None]]] = {
    "closed": _closed,
    "reset-before-headers": _reset_before_headers,
    "reset-after-headers": _reset_after_headers,
    "reset-mid-body": _reset_mid_body,
    "stall-before-headers": _stall_before_headers,
    "stall-mid-body": _stall_mid_body,
    "drip": _drip,
    "drip-headers": _drip_headers,
    "length-too-long": _length_too_long,
    "length-too-short": _length_too_short,
    "length-missing": _length_missing,
    "chunk-cut": _chunk_cut,
    "gzip": _gzip,
    "gzip-bad": _gzip_bad,
    "gzip-bomb": _gzip_bomb,
    "20-mb": _huge,
    "early-hints": _early_hints,
    "redirect": _redirect,
    "closed-after": _closed_after,
    "10000-headers": _many_headers,
    "not-http": _not_http,
    "stream-cut": _stream_cut,
}
