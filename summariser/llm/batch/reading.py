"""Result files of a Batch run as answers: two dialects and every known oddity, one line at a time.

OpenAI writes answers and errors to two files in any order; vLLM writes both
to one, with an empty body and an error that is a text, an object, or an object
in an object, as its releases differ. Gateways add their own: bodies as text,
missing wrappers, files cut short. Which of them wrote a line need not be known
to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from summariser.errors import BatchError
from summariser.store import jsontext

MAX_ANSWER_BYTES = 8 * 10**6

_SUCCESS = range(200, 300)
_STATUS = re.compile("[1-5][0-9][0-9]")
_BOM = b"\xef\xbb\xbf"
_HOPELESS_STATUSES = ("400", "401", "403", "404", "405", "413", "422")
_HOPELESS_CODES = (
    "BadRequestError",
    "context_length_exceeded",
    "insufficient_quota",
    "invalid_api_key",
    "invalid_request_error",
    "model_not_found",
)
_HOPELESS = frozenset(_HOPELESS_STATUSES + _HOPELESS_CODES)


class Answer(NamedTuple):
    """One line of a result file.

    Attributes:
        custom_id: The key of the request it answers; None when the line does not tell.
        response: The chat completion; None when there is none, and then `error` says why.
        error: What is wrong, led by file and line; None for a usable answer.
        line: Line number in the file, from 1.
        path: The file.
        retryable: Whether asking again can succeed.
    """

    custom_id: str | None
    response: dict[str, Any] | None
    error: str | None
    line: int
    path: str
    retryable: bool = True


def read(paths: Iterable[Path]) -> Iterator[Answer]:
    """Yield one `Answer` per line that is not blank, of output and error files in any order and dialect.

    A line that cannot be used is an answer with an error, never an exception.

    Raises:
        BatchError: If a file cannot be opened or read.
    """
    for path in paths:
        try:
            with path.open("rb") as file:
                yield from _answers(file, str(path))
        except OSError as error:
            raise BatchError(f"cannot read {path}: {error}") from error


def _answers(file: BinaryIO, path: str) -> Iterator[Answer]:
    for number, line in enumerate(_lines(file), start=1):
        if line is None:
            yield Answer(None, None, f"{path}:{number}: longer than {MAX_ANSWER_BYTES} bytes", number, path)
        elif text := line.removeprefix(_BOM).strip():
            yield _answer(text, path=path, number=number, ended=line.endswith(b"\n"))


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of `file`, None for one that is too long; memory stays within one line."""
    while line := file.readline(MAX_ANSWER_BYTES + 1):
        if len(line) <= MAX_ANSWER_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_ANSWER_BYTES)
        yield None


def _answer(text: bytes, *, path: str, number: int, ended: bool) -> Answer:
    """Return what one line says."""
    try:
        row = jsontext.loads(text)
    except ValueError as error:
        cut = "" if ended else "the file is cut off here: "
        return Answer(None, None, f"{path}:{number}: {cut}not JSON: {printable(str(error))}", number, path)
    if not isinstance(row, dict):
        return Answer(None, None, f"{path}:{number}: not an object", number, path)
    found = _completion(row)
    key = row.get("custom_id")
    if not isinstance(key, str):
        key, found = None, "no custom_id, so it cannot be told what it answers"
    if isinstance(found, dict):
        return Answer(key, found, None, number, path)
    return Answer(key, None, f"{path}:{number}: {found}", number, path, retryable=not _is_hopeless(row))


def _completion(row: dict[str, Any]) -> dict[str, Any] | str:
    """Return the chat completion in a result row, or why there is none."""
    if "method" in row and "response" not in row:
        return "this is a request; import the file the endpoint gave back"
    body = _body(row)
    if _status(row) not in _SUCCESS or not isinstance(body, dict) or "choices" not in body:
        return _reason(row)
    match body["choices"]:
        case [{"message": dict()}, *_]:
            return body
    return "the answer has no choices"


def _body(row: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return the body of a row's response; some gateways send it as text, or without its wrapper."""
    response = row.get("response")
    if not isinstance(response, dict):
        return None
    body = response.get("body", response)
    if not isinstance(body, str):
        return body
    try:
        return jsontext.loads(body)
    except ValueError:
        return None


def _status(row: dict[str, Any]) -> int:
    """Return the HTTP status of a row, 0 without a response, 200 where none is told."""
    response = row.get("response")
    if not isinstance(response, dict):
        return 0
    status = response.get("status_code", 200)
    return int(status) if _STATUS.fullmatch(str(status)) else 0


def _error(row: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return the error a row tells, from wherever its dialect puts it; None when it tells none."""
    places = (row, row.get("response"), _body(row))
    told = (place.get("error") for place in places if isinstance(place, dict))
    error = next((error for error in told if error), None)
    return error.get("error", error) if isinstance(error, dict) else error


def _reason(row: dict[str, Any]) -> str:
    """Return in one line why a row has no answer."""
    error = _error(row)
    if isinstance(error, dict):
        error = ": ".join(str(error[part]) for part in ("code", "message") if error.get(part))
    if error:
        return printable(str(error))
    return f"status {_status(row)} without an answer" if row.get("response") else "no response"


def _is_hopeless(row: dict[str, Any]) -> bool:
    """Return whether the same request can only fail again; the error's own code counts before the status."""
    error = _error(row)
    codes = (
        [str(error[part]) for part in ("code", "type") if error.get(part)] if isinstance(error, dict) else []
    )
    return any(code in _HOPELESS for code in codes or [str(_status(row))])


def printable(text: str) -> str:
    """Return at most 300 characters of `text` on one line, in characters every encoding of Unicode has."""
    return " ".join(text[:300].split()).encode("utf-8", "backslashreplace").decode()
