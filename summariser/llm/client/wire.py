"""One POST to the endpoint: the request's own bytes, an answer read no further than it may be, and its faults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import openai
import pydantic_core

from summariser.settings import Settings

MAX_ANSWER = 4_000_000
"""The largest answer that is read, in bytes after decompression."""

MAX_ERROR = 64_000
"""How much of an error's body is read."""

KEYLESS = "none"
"""What is sent as the key where a local endpoint wants none; the SDK insists on one."""

_FIRST_REFUSAL = 300
_AS_STREAM: Any = {"headers": {"X-Stainless-Raw-Response": "stream"}}
"""Makes the SDK hand over the response unread."""


class StatusFault(openai.OpenAIError):  # of the SDK's own kind, which it passes on as it is
    """The endpoint answered with a status that is no success.

    Attributes:
        status: The HTTP status.
        headers: The response's headers.
        body: Its body's JSON, or its text, as far as it was read.
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: object) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers
        self.body = body


class BrokenFault(openai.OpenAIError):
    """The response began and did not end as one: cut, or damaged."""


class LargeFault(BrokenFault):
    """The response is larger than any answer may be, and was not read to its end."""


class Reply(NamedTuple):
    """A successful response: its body and its headers."""

    content: bytes
    headers: Mapping[str, str]


class Wire:
    """The SDK's client, with no retries, redirects or time limits of its own."""

    def __init__(self, settings: Settings) -> None:
        self._sdk = _sdk(settings)
        self._url = f"{self.address.rstrip('/')}/chat/completions"

    @property
    def address(self) -> str:
        """The endpoint's base URL."""
        return str(self._sdk.base_url)

    async def post(self, body: Mapping[str, Any]) -> Reply:
        """Return the response to `body`, posted as it is.

        Raises:
            StatusFault: The status is no success.
            BrokenFault: The answer could not be read.
            LargeFault: The answer did not end within `MAX_ANSWER` bytes.
            openai.OpenAIError: The connection failed before the response began.
        """
        unread: Any = await self._sdk.post(
            self._url, content=pydantic_core.to_json(body), cast_to=object, options=_AS_STREAM
        )
        response = unread.http_response
        try:
            content = await _read(response, MAX_ANSWER)
        except Exception as error:
            raise BrokenFault(f"the answer broke off ({type(error).__name__})") from error
        finally:
            await response.aclose()
        if content is None:
            raise LargeFault(f"the answer is larger than {MAX_ANSWER:,} bytes")
        return Reply(content, response.headers)

    async def close(self) -> None:
        """Close the connections."""
        await self._sdk.close()


def _sdk(settings: Settings) -> openai.AsyncOpenAI:
    options: dict[str, Any] = {
        "follow_redirects": False,
        "timeout": None,
        "event_hooks": {"response": [_stop_at_a_fault]},
    }
    http = _aiohttp(options) if settings.transport != "httpx" else None
    return openai.AsyncOpenAI(
        api_key=settings.api_key.get_secret_value() if settings.api_key else KEYLESS,
        base_url=settings.base_url,
        max_retries=0,
        timeout=None,
        default_headers={name: value.get_secret_value() for name, value in settings.extra_headers.items()},
        http_client=http or openai.DefaultAsyncHttpxClient(**options),
    )


def _aiohttp(options: Mapping[str, Any]) -> Any:  # noqa: ANN401 - httpx's client, or httpx2's
    """Return the faster transport, or None where it is not installed."""
    try:
        return openai.DefaultAioHttpClient(**options)
    except RuntimeError:  # what the SDK raises without its extra
        return None


async def _stop_at_a_fault(response: Any) -> None:  # noqa: ANN401 - httpx's response, or httpx2's
    """Raise for a status that is no success, before the SDK reads an error's body of any size."""
    if response.status_code < _FIRST_REFUSAL:
        return
    content = b""
    with suppress(Exception):  # the status says what it means, even if the reason given breaks off
        content = await _read(response, MAX_ERROR, cut=True) or b""
    raise StatusFault(response.status_code, dict(response.headers), _json(content))


async def _read(response: Any, limit: int, *, cut: bool = False) -> bytes | None:  # noqa: ANN401 - the same
    """Return the body; when it is larger than `limit` its beginning if it may be `cut`, else None."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > limit:
            return b"".join(parts)[:limit] if cut else None
    return b"".join(parts)


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")
