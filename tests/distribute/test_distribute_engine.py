"""`--engine`, as far as it goes without an engine: what is refused before anything is started or written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from summariser import Settings
from summariser.cli import main
from summariser.distribute import summarise_dataset
from summariser.distribute.parquet import COLUMNS, parquet_of
from summariser.errors import ConfigurationError
from summariser.ledger import InputRow, State, Usage


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an article in a folder of its own, with an endpoint that nobody answers at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARISER_MODEL", "scripted")
    monkeypatch.setenv("SUMMARISER_BASE_URL", "http://127.0.0.1:9/v1")
    path = tmp_path / "article.txt"
    path.write_text("The Lake Orvel accord was presented in Port Sena.", "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--engine", "rey"), 2, "--engine takes local or ray, not 'rey'"),
        (("--engine", "ray"), 3, "pip install 'summariser[ray]'"),
        (("--engine", "ray", "--fresh"), 3, "`fresh` and `record` work in one process"),
        (("--engine", "ray", "more.jsonl"), 2, "tables of articles stand alone"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    words: tuple[str, ...],
    code: int,
    said: str,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No traceback, nothing sent, no ledger that says otherwise."""
    monkeypatch.setitem(sys.modules, "ray", None)  # as where the extra is not installed

    with pytest.raises(SystemExit) as ended:
        main([str(article), "--yes", *words])

    told = " ".join(capsys.readouterr().err.split())
    assert (ended.value.code, said in told, "Traceback" in told) == (code, True, False)
    assert not (article.parent / "summaries" / "run.json").exists()


@pytest.mark.parametrize(
    "changes", [{"api_key": SecretStr("sk-canary")}, {"extra_headers": {"X-Key": SecretStr("sk-canary")}}]
)
def test_a_key_never_travels(changes: dict[str, Any]) -> None:
    """One that is not in the environment is refused, and the message does not repeat it."""
    with pytest.raises(ConfigurationError, match="keys never travel with the work") as refused:
        summarise_dataset(None, Settings(model="m", **changes))

    assert "canary" not in str(refused.value)


def test_the_parquet_file_is_the_same_for_the_same_answers() -> None:
    """What answering took is left out, every column is text, and an article without records has none."""
    parquet = pytest.importorskip("pyarrow.parquet")
    import io  # noqa: PLC0415 - beside what may not be there

    rows = [
        (InputRow(path="a.txt", document="a", state=State.SUMMARISED, usage=Usage(seconds=seconds)), "{}")
        for seconds in (0.1, 0.2)
    ]
    failed = (InputRow(path="b.txt", document="b", state=State.FAILED, detail="no answer"), None)

    first, second = (parquet_of([row, failed]) for row in rows)

    table = parquet.read_table(io.BytesIO(first))
    assert first == second
    assert [(field.name, str(field.type)) for field in table.schema] == [(name, "string") for name in COLUMNS]
    assert table.to_pylist()[1] == {
        "id": "b", "path": "b.txt", "state": "failed", "error": "failed: no answer", "summary": None
    }  # fmt: skip
