"""Requests as lines of Batch input files, in the form the OpenAI Batch API and vLLM's `run-batch` share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from summariser.errors import BatchError
from summariser.request import Request, canonical, request_key
from summariser.store import jsontext
from summariser.store.files import write_atomically

URL = "/v1/chat/completions"
MAX_LINES = 50_000
MAX_BYTES = 200 * 10**6


def write(
    requests: Iterable[Request], path: Path, *, max_lines: int = MAX_LINES, max_bytes: int = MAX_BYTES
) -> tuple[Path, ...]:
    """Write `requests` as Batch input and return the files: `path`, or numbered ones where one is too small.

    Each request is written once, in an order that depends on the requests
    alone. Everything is checked before anything is written, since a
    malformed line ends a vLLM run; each file is then whole or absent. No
    request means an empty file, so that none of an earlier round is left
    over. Tell the store first, with `add_pending`.

    Raises:
        BatchError: If a request cannot be a line, several models are asked, or a file cannot be written.
    """
    unique = {request.key: request for request in sorted(requests, key=_order, reverse=True)}
    ordered = sorted(unique.values(), key=_order)
    sizes = [len(_checked_line(request)) for request in ordered]
    models = {request.body["model"] for request in ordered}
    if len(models) > 1:
        raise BatchError(f"a Batch file asks one model, not {', '.join(sorted(models))}: write one for each")
    parts = _parts(sizes, max_lines=max_lines, max_bytes=max_bytes)
    names = [path] if len(parts) == 1 else [_numbered(path, number) for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        try:
            write_atomically(name, (_line(ordered[index]) for index in part))
        except OSError as error:
            raise BatchError(f"cannot write {name}: {error}") from error
    return tuple(names)


def _order(request: Request) -> tuple[str, ...]:
    """Group by article, so that a provider's prompt cache sees equal beginnings one after the other."""
    return (request.document, request.wave, request.record_type, request.prompt, request.key)


def _line(request: Request) -> bytes:
    """Return the Batch line of a request, in pure form: the key, then the body as it is hashed.

    Three characters count as ends of line for some readers, so they are escaped.
    """
    head = f'{{"custom_id":"{request.key}","method":"POST","url":"{URL}","body":'
    line = head.encode() + canonical(request.body) + b"}\n"
    for character in ("\x85", "\u2028", "\u2029"):
        line = line.replace(character.encode(), f"\\u{ord(character):04x}".encode())
    return line


def _checked_line(request: Request) -> bytes:
    """Return the line after reading it back: it must say what was asked, in the form every server takes."""
    try:
        line = _line(request)
        reason = _why_refused(request, jsontext.loads(line)["body"])
    except (TypeError, ValueError) as error:
        raise BatchError(_refusal(request, str(error))) from error
    if reason:
        raise BatchError(_refusal(request, reason))
    return line


def _refusal(request: Request, reason: str) -> str:
    return f"the request for {request.record_type} of {request.document!r} cannot be a Batch line: {reason}"


def _why_refused(request: Request, body: dict[str, Any]) -> str:
    """Return why a server could not answer `body`, read back from the line of `request`; "" when it could."""
    messages = body.get("messages")
    if not isinstance(body.get("model"), str) or not body["model"]:
        return "it names no model"
    if not isinstance(messages, list) or not messages:
        return "it has no messages"
    if not all(isinstance(message, dict) and isinstance(message.get("role"), str) for message in messages):
        return "a message has no role"
    if body.get("stream"):
        return "a stream cannot be answered in a file"
    return "" if request_key(body, request.sample) == request.key else "its body changes when written as JSON"


def _parts(sizes: list[int], *, max_lines: int, max_bytes: int) -> list[range]:
    """Return consecutive ranges of lines of these sizes, each within both limits.

    >>> _parts([4, 4, 4], max_lines=9, max_bytes=8)
    [range(0, 2), range(2, 3)]
    """
    parts: list[range] = []
    start = used = 0
    for index, size in enumerate(sizes):
        if size > max_bytes:
            raise BatchError(f"one request needs {size} bytes, more than a Batch file may hold ({max_bytes})")
        if index - start == max_lines or used + size > max_bytes:
            parts.append(range(start, index))
            start, used = index, 0
        used += size
    return [*parts, range(start, len(sizes))]


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number:03d}{path.suffix}")
