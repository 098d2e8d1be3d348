"""Tests of reading result files: two dialects, what gateways make of them, and what breaks on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import BatchError
from summariser.llm.batch import read
from summariser.llm.batch.reading import MAX_ANSWER_BYTES

KEY, OTHER = "0" * 64, "1" * 64
Row = dict[str, Any]


def completion(text: str = "{}") -> Row:
    """Return a chat completion."""
    return {"choices": [{"index": 0, "message": {"content": text}}]}


def answered(key: str = KEY, body: Any = None, *, status: Any = 200) -> Row:  # noqa: ANN401 - any JSON value
    """Return a result row as the OpenAI Batch API writes it."""
    response = {"status_code": status, "request_id": "r", "body": completion() if body is None else body}
    return {"id": "batch_req_1", "custom_id": key, "response": response, "error": None}


def failed(error: Any, response: Any = None) -> Row:  # noqa: ANN401 - any JSON value
    """Return a result row without an answer."""
    return {"id": "vllm-1", "custom_id": KEY, "response": response, "error": error}


@pytest.fixture
def results(tmp_path: Path) -> Callable[..., Path]:
    """Return a function from rows, or raw bytes, to a result file."""

    def make(*rows: Row | bytes) -> Path:
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        (tmp_path / "results.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
        return tmp_path / "results.jsonl"

    return make


ODD_BUT_GOOD = {
    "body as text": answered(KEY, json.dumps(completion())),
    "no status": {"custom_id": KEY, "response": {"body": completion()}},
    "status as text": answered(status="200"),
    "no wrapper": {"custom_id": KEY, "response": completion()},
    "empty error": {**answered(), "error": {}},
    "field of a gateway": {**answered(), "organization": "org-1"},
}


@pytest.mark.parametrize("row", ODD_BUT_GOOD.values(), ids=ODD_BUT_GOOD.keys())
def test_reads_the_answers_of_every_dialect(results: Callable[..., Path], row: Row) -> None:
    """An answer counts however the endpoint wrapped it."""
    (answer,) = read([results(row)])

    assert answer.response == completion()
    assert (answer.custom_id, answer.error) == (KEY, None)


VLLM_FAILED = {"status_code": 400, "body": None}
NO_ANSWER: dict[str, tuple[Row, str, bool]] = {
    "expired": (failed({"code": "batch_expired", "message": "late"}), "batch_expired: late", True),
    "vllm text": (failed("too long", VLLM_FAILED), "too long", False),
    "vllm object": (
        failed({"message": "oops", "type": "InternalServerError", "code": 500}, VLLM_FAILED),
        "500: oops",
        True,
    ),
    "vllm wrapped": (
        failed(
            {"error": {"message": "engine died", "type": "InternalServerError", "code": 500}}, VLLM_FAILED
        ),
        "500: engine died",
        True,
    ),
    "vllm wrapped, hopeless": (
        failed({"error": {"message": "too long", "type": "BadRequestError", "code": 400}}, VLLM_FAILED),
        "400: too long",
        False,
    ),
    "error in body": (answered(KEY, {"error": {"message": "slow down"}}, status=429), "slow down", True),
    "error with 200": (answered(KEY, {"error": {"code": "insufficient_quota"}}), "insufficient_quota", False),
    "nothing": (failed(None), "no response", True),
    "null body": (failed(None, {"status_code": 500, "body": None}), "status 500 without an answer", True),
    "an answer of a failure": (answered(status=500), "status 500 without an answer", True),
    "text that is not json": (answered(KEY, "<html>"), "status 200 without an answer", True),
    "no choices": (answered(KEY, {"choices": []}), "the answer has no choices", True),
    "choices of nothing": (answered(KEY, {"choices": [None]}), "the answer has no choices", True),
    "other error": (failed(["a", 1]), "['a', 1]", True),
    "hostile error": (failed("two\nlines \ud800"), "two lines \\ud800", True),
    "our own request": ({"custom_id": KEY, "method": "POST", "body": {}}, "this is a request", True),
}


@pytest.mark.parametrize(("row", "reason", "retryable"), NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_tells_why_a_line_has_no_answer(
    results: Callable[..., Path], row: Row, reason: str, *, retryable: bool
) -> None:
    """The endpoint's own reason is passed on, with the line, and whether asking again makes sense."""
    path = results(row)

    (answer,) = read([path])

    assert answer.response is None
    assert answer.error is not None
    assert answer.error.startswith(f"{path}:1: {reason}")
    assert (answer.custom_id, answer.retryable) == (KEY, retryable)


BAD_LINES = {
    "not json": (b"hello", "not JSON"),
    "repeated name": (b'{"custom_id": "a", "custom_id": "b"}', "stands twice"),
    "not a number": (b'{"custom_id": NaN}', "NaN is not a JSON number"),
    "not utf-8": (b'{"custom_id": "\xff"}', "utf-8"),
    "not an object": (b"[1, 2]", "not an object"),
    "no id": (json.dumps({"response": {"body": completion()}}).encode(), "no custom_id"),
    "too deep": (b"[" * 100_000, "nested deeper"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_costs_itself_alone(results: Callable[..., Path], line: bytes, reason: str) -> None:
    """The lines around it are read, and the error names file and line."""
    path = results(answered(), line, answered(OTHER))

    first, bad, last = read([path])

    assert (first.custom_id, last.custom_id) == (KEY, OTHER)
    assert bad.custom_id is None
    assert bad.error is not None
    assert bad.error.startswith(f"{path}:2: ")
    assert reason in bad.error


def test_a_torn_last_line_is_told_as_such(tmp_path: Path) -> None:
    """An interrupted download is not mistaken for an endpoint's mistake."""
    path = tmp_path / "torn.jsonl"
    path.write_bytes(json.dumps(answered()).encode()[:-20])

    (answer,) = read([path])

    assert answer.error is not None
    assert "the file is cut off here" in answer.error


def test_reads_past_marks_blank_lines_and_missing_newlines(tmp_path: Path) -> None:
    """Byte-order marks, blank lines, Windows line ends and a last line without end are nothing to tell."""
    lines = [json.dumps(answered(key)).encode() for key in (KEY, OTHER)]
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + lines[0] + b"\r\n\r\n \n\xef\xbb\xbf" + lines[1])

    answers = list(read([path]))

    assert [(answer.custom_id, answer.line) for answer in answers] == [(KEY, 1), (OTHER, 4)]


def test_a_line_without_end_is_passed_over(results: Callable[..., Path]) -> None:
    """A line longer than any answer is an error, whatever it holds, and the next one is read."""
    path = results(answered(KEY, completion("x" * MAX_ANSWER_BYTES)), answered(OTHER))

    long, good = read([path])

    assert long.error == f"{path}:1: longer than {MAX_ANSWER_BYTES} bytes"
    assert (good.custom_id, good.line) == (OTHER, 2)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A mistyped name is told, with the name."""
    with pytest.raises(BatchError, match=r"cannot read .*nowhere\.jsonl"):
        list(read([tmp_path / "nowhere.jsonl"]))
