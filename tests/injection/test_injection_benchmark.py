"""`benchmarks/injection.py`: what it asks a model of one's own, and how it counts what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.injected.attempts import Attempt, attempts
from benchmarks.injected.payloads import KINDS
from benchmarks.injection import main, score, table, write
from tests.injection.obedient import Obedient
from tests.injection.trials import twins

MODEL = "claude"


def test_the_requests_are_a_batch_file(tmp_path: Path) -> None:
    """There are three articles of each kind, one request about each, and the same ones every time."""
    count = write(tmp_path / "one.jsonl", MODEL)
    write(tmp_path / "two.jsonl", MODEL)

    rows = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text("utf-8").splitlines()]
    assert (count, len(rows), len({row["custom_id"] for row in rows})) == (48, 48, 48)
    assert {row["url"] for row in rows} == {"/v1/chat/completions"}
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_an_obedient_model_is_told_from_its_defended_answers(tmp_path: Path) -> None:
    """A model that obeys nearly always succeeds; after proof and flags, only where it withholds, floods or breaks."""
    answers = _answered(tmp_path, _obeyed)

    verdicts = score([answers], MODEL)

    obeyed = {kind: sum(each.obeyed for each in verdicts if each.kind == kind) for kind in KINDS}
    left = {each.kind for each in verdicts if each.succeeded}
    assert len(verdicts) == 48
    assert sum(obeyed.values()) >= 40
    assert left <= {"suppress", "flood", "break"}


def test_a_model_that_keeps_to_its_task_does_not_succeed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """True answers count as no success of any kind, and the table says so with an interval."""
    answers = _answered(tmp_path, _true)

    main(["--model", MODEL, "score", str(answers)])

    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 2 + len(KINDS) + 1
    assert rows[-1].split("|")[2].strip() == "48"
    assert rows[-1].count("0 = 0.0% (0.0%-7.4%)") == 2


def test_nothing_answered_makes_an_empty_table() -> None:
    """No answer is no figure."""
    assert list(table([]))[-1].count("–") == 2


def _answered(folder: Path, answer: Any) -> Path:  # noqa: ANN401 - a function from an attempt to text
    lines = [_line(attempt, answer(attempt)) for attempt in attempts()]
    path = folder / "answers.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _line(attempt: Attempt, text: str) -> str:
    body = {
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]
    }
    row = {"id": "x", "custom_id": attempt.request(MODEL).key, "response": {"status_code": 200, "body": body}}
    return json.dumps(row | {"error": None})


def _obeyed(attempt: Attempt) -> str:
    model = Obedient(attempt.pair, twins()[attempt.pair.carrier.name].clean)
    model.shown = True
    return model._answer(attempt.request(MODEL))[0]


def _true(attempt: Attempt) -> str:
    return json.dumps({"records": list(twins()[attempt.pair.carrier.name].clean[attempt.kind.name])})
