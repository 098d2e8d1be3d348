"""Tests of Batch files: written so that any server takes them, read whatever a server makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summariser.errors import BatchError
from summariser.llm.batch import Imported, accept, read, write
from summariser.request import Request, request_key
from summariser.store import SqliteResponses

NOW = "2025-11-24T10:00:00Z"
USAGE = {"prompt_tokens": 9, "completion_tokens": 2}
Row = dict[str, Any]


def ask(text: str = "an article", **given: Any) -> Request:  # noqa: ANN401 - labels of several types
    """Return a request about `text`."""
    messages = [{"role": "user", "content": text}]
    labels = {"document": "000_seed", "record_type": "plan_terms", "wave": "main"}
    prompt = {"prompt": "plan_terms-v1", "prompt_sha256": "a" * 64}
    return Request.model_validate({"body": {"model": "m", "messages": messages}} | labels | prompt | given)


def completion(text: Any = "{}", **more: Any) -> Row:  # noqa: ANN401 - any JSON value
    """Return a chat completion."""
    return {"choices": [{"index": 0, "message": {"content": text}}], "usage": USAGE, **more}


def answered(request: Request, body: Any = None, *, status: Any = 200) -> Row:  # noqa: ANN401 - any JSON value
    """Return a result row as the OpenAI Batch API writes it."""
    response = {"status_code": status, "request_id": "r", "body": completion() if body is None else body}
    return {"id": "batch_req_1", "custom_id": request.key, "response": response, "error": None}


def failed(request: Request, error: Any, response: Any = None) -> Row:  # noqa: ANN401 - any JSON value
    """Return a result row without an answer."""
    return {"id": "vllm-1", "custom_id": request.key, "response": response, "error": error}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteResponses]:
    """Return an open, empty store."""
    with SqliteResponses(tmp_path / "data" / "responses.sqlite") as opened:
        yield opened


@pytest.fixture
def results(tmp_path: Path) -> Callable[..., Path]:
    """Return a function from rows, or raw bytes, to a result file."""

    def make(*rows: Row | bytes, name: str = "results.jsonl") -> Path:
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        (tmp_path / name).write_bytes(b"".join(line + b"\n" for line in lines))
        return tmp_path / name

    return make


def load(store: SqliteResponses, *paths: Path) -> Imported:
    """Import result files."""
    return accept(read(paths), store, recorded_at=NOW)


def rows_of(path: Path) -> list[Row]:
    """Return the lines of a Batch file, split as the strictest and the laxest readers both would."""
    text = path.read_text("utf-8")
    assert text.splitlines() == text.removesuffix("\n").split("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_holds_the_request_under_its_key(tmp_path: Path, seed: Callable[[str], str]) -> None:
    """What a server parses from the line hashes to the line's own id."""
    request = ask(seed("002") + "\u2028\u2029\x85 “Ünïcode”", sample=2)

    (path,) = write([request], tmp_path / "out.jsonl")

    (row,) = rows_of(path)
    assert row == {
        "custom_id": request.key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": request.body,
    }
    assert request_key(row["body"], 2) == row["custom_id"]


def test_each_request_is_written_once_in_a_fixed_order(tmp_path: Path) -> None:
    """The file depends on what is asked, not on when each request was built; articles stay together."""
    requests = [ask(str(number), document=f"{number % 3}") for number in range(12)]

    (first,) = write(requests, tmp_path / "first.jsonl")
    (second,) = write([*reversed(requests), *requests], tmp_path / "second.jsonl")

    assert first.read_bytes() == second.read_bytes()
    texts = [int(row["body"]["messages"][0]["content"]) for row in rows_of(first)]
    assert [text % 3 for text in texts] == sorted(text % 3 for text in texts)


def test_the_same_question_of_two_articles_is_one_line(tmp_path: Path) -> None:
    """The key is the body's, so equal bodies are asked once whatever their labels and order."""
    asked = [ask(document="one"), ask("other", document="three"), ask(document="two")]

    (first,) = write(asked, tmp_path / "first.jsonl")
    (second,) = write(asked[::-1], tmp_path / "second.jsonl")

    assert [row["custom_id"] for row in rows_of(first)] == [ask().key, ask("other").key]
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("limits", "sizes"), [({"max_lines": 4}, [4, 4, 2]), ({"max_bytes": 800}, [4, 4, 2])]
)
def test_splits_beyond_the_limits_of_a_file(tmp_path: Path, limits: dict[str, int], sizes: list[int]) -> None:
    """No file is larger than endpoints take, and together they hold every request once."""
    requests = [ask(str(number)) for number in range(10)]

    paths = write(requests, tmp_path / "out.jsonl", **limits)

    assert [path.name for path in paths] == ["out-001.jsonl", "out-002.jsonl", "out-003.jsonl"]
    assert [len(rows_of(path)) for path in paths] == sizes
    assert sorted(row["custom_id"] for path in paths for row in rows_of(path)) == sorted(
        r.key for r in requests
    )
    assert max(path.stat().st_size for path in paths) <= limits.get("max_bytes", 10**9)


def test_nothing_to_ask_is_an_empty_file(tmp_path: Path) -> None:
    """A loop over the file sees that it is done, and not the requests of the round before."""
    path = tmp_path / "out.jsonl"
    path.write_text("a request of the last round\n", encoding="utf-8")

    assert write([], path) == (path,)
    assert path.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"messages": [{"role": "user", "content": "x"}]}, "names no model"),
        ({"model": "m", "messages": []}, "no messages"),
        ({"model": "m", "messages": [{"content": "x"}]}, "no role"),
        ({"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": True}, "stream"),
        ({"model": "m", "messages": [{"role": "user", "content": "x" * 2000}]}, "one request needs"),
    ],
)
def test_one_bad_request_writes_no_file(tmp_path: Path, body: Row, reason: str) -> None:
    """A malformed line would end the whole run of a server, so it is found before anything is written."""
    with pytest.raises(BatchError, match=reason):
        write([ask(), ask(body=body)], tmp_path / "out.jsonl", max_bytes=1500)

    assert list(tmp_path.iterdir()) == []


def test_a_file_asks_one_model(tmp_path: Path) -> None:
    """Endpoints refuse files that name several."""
    other = ask(body={"model": "n", "messages": [{"role": "user", "content": "x"}]})

    with pytest.raises(BatchError, match="asks one model, not m, n"):
        write([ask(), other], tmp_path / "out.jsonl")


def test_a_round_trip_answers_everything(
    store: SqliteResponses, tmp_path: Path, results: Callable[..., Path]
) -> None:
    """Written, answered in another order, imported: every answer is where a run looks for it."""
    requests = [ask(str(number)) for number in range(5)]
    store.add_pending(requests)
    write(requests, tmp_path / "out.jsonl")
    answers = [answered(request, completion(request.key)) for request in reversed(requests)]

    imported = load(store, results(*answers))

    assert imported == Imported(stored=5, already_there=0, unknown=(), failed=(), missing=())
    for request in requests:
        stored = store.get(request.key)
        assert stored is not None
        assert stored.request == request
        assert stored.response["choices"][0]["message"]["content"] == request.key
        assert (stored.meta.provenance, stored.meta.recorded_at, stored.meta.model) == ("batch", NOW, "m")
        assert not stored.meta.usage_estimated


def test_a_second_import_is_a_no_op(store: SqliteResponses, results: Callable[..., Path]) -> None:
    """The first answer stays, even when the same id comes with another one."""
    store.add_pending([ask("one"), ask("two")])
    first = load(store, results(answered(ask("one"), completion("first")), name="first.jsonl"))

    again = load(store, results(answered(ask("one"), completion("second")), name="second.jsonl"))

    assert first == Imported(1, 0, (), (), missing=(ask("two").key,))
    assert again == Imported(0, 1, (), (), missing=(ask("two").key,))
    stored = store.get(ask("one").key)
    assert stored is not None
    assert stored.response["choices"][0]["message"]["content"] == "first"


def test_every_line_is_accounted_for(store: SqliteResponses, results: Callable[..., Path]) -> None:
    """Torn, doubled, missing, foreign, failed and split over two files: each id counts once."""
    good, twice, expired, torn, never = (ask(name) for name in ("good", "twice", "expired", "torn", "never"))
    store.add_pending([good, twice, expired, torn, never])
    output = results(
        answered(twice),
        answered(good),
        answered(twice),
        answered(ask("foreign")),
        b'{"custom_id": "',
        name="o.jsonl",
    )
    errors = results(failed(expired, {"code": "batch_expired", "message": "too late"}), name="e.jsonl")

    imported = load(store, errors, output)

    assert (imported.stored, imported.already_there) == (2, 1)
    assert imported.unknown == (ask("foreign").key,)
    assert [failure.key for failure in imported.failed] == [expired.key, None]
    assert imported.failed[0].message == f"{errors}:1: batch_expired: too late"
    assert imported.failed[1].message.startswith(f"{output}:5: not JSON")
    assert imported.missing == tuple(sorted([torn.key, never.key]))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_failure_beside_an_answer_does_not_count(
    store: SqliteResponses, results: Callable[..., Path], order: tuple[int, int]
) -> None:
    """A request that failed once and was answered in another file is answered, whichever file comes first."""
    store.add_pending([ask()])
    files = [results(failed(ask(), "busy"), name="e.jsonl"), results(answered(ask()), name="o.jsonl")]

    imported = load(store, *(files[index] for index in order))

    assert imported == Imported(1, 0, (), (), ())


def test_a_failure_of_a_foreign_request_is_unknown(
    store: SqliteResponses, results: Callable[..., Path]
) -> None:
    """Another project's file does not make our run fail."""
    assert load(store, results(failed(ask(), "busy"))).unknown == (ask().key,)


@pytest.mark.parametrize("key", ["", "../x", "\ud800", "k" * 5000])
def test_a_hostile_id_is_only_unknown(store: SqliteResponses, results: Callable[..., Path], key: str) -> None:
    """Ids come from outside: they reach neither file names nor the database unless they are keys."""
    (unknown,) = load(store, results({**answered(ask()), "custom_id": key})).unknown

    assert store.damaged == ()
    assert unknown.encode("utf-8") == key.encode("utf-8", "backslashreplace")[:300]


def test_estimates_tokens_the_endpoint_did_not_count(
    store: SqliteResponses, results: Callable[..., Path]
) -> None:
    """Four characters of messages and of answer make a token, and the recording says it is an estimate."""
    parts = [
        {"role": "user", "content": [{"type": "text", "text": "x" * 39}]},
        {"role": "system", "content": "y"},
    ]
    requests = [ask("x" * 40), ask(body={"model": "m", "messages": parts})]
    store.add_pending(requests)
    bodies = [
        completion("z" * 9, usage=None),
        completion("z" * 9, usage={"prompt_tokens": -1, "completion_tokens": 2}),
    ]

    load(store, results(*map(answered, requests, bodies)))

    for request in requests:
        stored = store.get(request.key)
        assert stored is not None
        assert stored.meta.usage_estimated
        assert stored.response["usage"] == {"prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 13}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(ask().key),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
MESSAGE = JSON | st.fixed_dictionaries({}, optional={"content": JSON, "tool_calls": JSON})
CHOICES = JSON | st.lists(JSON | st.fixed_dictionaries({}, optional={"message": MESSAGE}), max_size=2)
BODY = JSON | st.fixed_dictionaries({}, optional={"choices": CHOICES, "usage": JSON, "error": JSON})
RESPONSE = JSON | st.fixed_dictionaries(
    {}, optional={"status_code": JSON | st.just(200), "body": BODY, "error": JSON}
)
ROW = st.fixed_dictionaries(
    {}, optional={"custom_id": JSON | st.just(ask().key), "response": RESPONSE, "error": JSON, "method": JSON}
)
LINE = st.binary(max_size=40) | ROW.map(lambda row: json.dumps(row).encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(lines=[json.dumps(answered(ask(), completion(["parts", {"text": 1}]))).encode()])
@given(lines=st.lists(LINE, max_size=4))
def test_no_file_breaks_the_import(store: SqliteResponses, tmp_path: Path, lines: list[bytes]) -> None:
    """Whatever stands in a result file, every line is accounted for and nothing is raised."""
    path = tmp_path / "fuzz.jsonl"
    path.write_bytes(b"\n".join(lines))

    answers = list(read([path]))
    store.add_pending([ask()])
    imported = accept(answers, store, recorded_at=NOW)

    assert all((answer.response is None) != (answer.error is None) for answer in answers)
    assert imported.stored <= 1
    assert len(answers) <= sum(line.count(b"\n") + 1 for line in lines)
