"""Faults that HTTP can say: error statuses in the forms that endpoints and the proxies before them use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

from tests.faults.exchange import Exchange

_LONG_ERROR = 320
_CHUNK = b" " * 65_536
_HTML = b"<html><head><title>Bad Gateway</title></head><body><h1>nginx</h1></body></html>"


class Status(NamedTuple):
    """An error response: its status, and the fields of its error object."""

    status: int
    message: str
    kind: str = "invalid_request_error"
    code: str | None = None


_STATUSES = {
    "400-context": Status(
        400,
        "This model's maximum context length is 128000 tokens. Please reduce the length of the messages.",
        code="context_length_exceeded",
    ),
    "400-schema": Status(
        400,
        "Invalid schema for response_format 'answer': 'maxLength' is not permitted.",
        code="invalid_json_schema",
    ),
    "400-filter": Status(
        400,
        "The response was filtered due to the prompt triggering the content management policy.",
        code="content_filter",
    ),
    "401": Status(401, "Incorrect API key provided.", code="invalid_api_key"),
    "403": Status(403, "Your project may not use this model.", "permission_error"),
    "404-model": Status(404, "The model `m` does not exist.", code="model_not_found"),
    "408": Status(408, "Request timeout.", "timeout_error"),
    "409": Status(409, "Conflict.", "conflict_error"),
    "413": Status(413, "Request too large.", "request_too_large"),
    "422": Status(422, "Unprocessable entity.", "validation_error"),
    "429-quota": Status(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
    "500": Status(500, "The server had an error.", "server_error"),
    "503": Status(503, "The engine is overloaded.", "server_error"),
    "504": Status(504, "Gateway timeout.", "server_error"),
    "529": Status(529, "Overloaded.", "overloaded_error"),
    "200-error": Status(200, "Upstream error.", "server_error"),
}

_WAITS: dict[str, Callable[[float], dict[str, str]]] = {
    "seconds": lambda wait: {"Retry-After": f"{wait:g}"},
    "ms": lambda wait: {"retry-after-ms": f"{wait * 1000:.0f}"},
    "date": lambda wait: {
        "Retry-After": format_datetime(_in(wait), usegmt=True),
        "Date": format_datetime(_in(0), usegmt=True),
    },
    "past-date": lambda wait: {"Retry-After": format_datetime(_in(-wait), usegmt=True)},
    "zero": lambda _: {"Retry-After": "0"},
    "negative": lambda wait: {"Retry-After": f"-{wait:g}"},
    "huge": lambda _: {"Retry-After": "600"},
    "garbage": lambda _: {"Retry-After": "in a while"},
    "none": lambda _: {},
}


def _in(seconds: float) -> datetime:
    """Return a time at least that far away; an HTTP date has no fractions."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds + (seconds > 0))


def _says(status: Status) -> Callable[[Exchange], Awaitable[None]]:
    async def fault(exchange: Exchange) -> None:
        error = {"message": status.message, "type": status.kind, "param": None, "code": status.code}
        await exchange.send_json({"error": error}, status=status.status)

    return fault


def _asks_to_wait(
    number: int, form: Callable[[float], dict[str, str]]
) -> Callable[[Exchange], Awaitable[None]]:
    async def fault(exchange: Exchange) -> None:
        exchange.headers |= form(exchange.plan.retry_after)
        error = {"message": "Rate limit reached.", "type": "requests", "code": "rate_limit_exceeded"}
        await exchange.send_json({"error": error}, status=number)

    return fault


def _sends(number: int, payload: bytes | Iterable[bytes], kind: str) -> Callable[[Exchange], Awaitable[None]]:
    async def fault(exchange: Exchange) -> None:
        await exchange.send(payload, status=number, Content_Type=kind)

    return fault


async def _no_content(exchange: Exchange) -> None:
    await exchange.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    exchange.sent(204)


STATUS: dict[str, Callable[[Exchange], Awaitable[None]]] = {
    **{name: _says(status) for name, status in _STATUSES.items()},
    **{f"429-{name}": _asks_to_wait(429, form) for name, form in _WAITS.items()},
    "503-seconds": _asks_to_wait(503, _WAITS["seconds"]),
    "502-html": _sends(502, _HTML, "text/html"),
    "500-20-mb": _sends(500, (_CHUNK,) * _LONG_ERROR, "text/plain"),
    "200-html": _sends(200, _HTML, "text/html"),
    "200-empty": _sends(200, b"", "application/json"),
    "204": _no_content,
}
