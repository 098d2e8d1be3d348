"""The main job at the command line: the seeds from their recordings, Batch files, reports, data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from summariser.records import BUILT_IN
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import CAP, Script
from tests.report.table_files import read_csv, read_parquet, words


def test_the_seeds_are_summarised_from_their_recordings(command: Command, seed_paths: list[Path]) -> None:
    """No key, no model, no endpoint: five articles, every span says its quote, none in furniture, exit 0."""
    ran = command(str(ROOT / "seeds"))

    assert ran.code == 0
    assert {state for state, _ in ran.rows.values()} == {"summarised"}
    assert len(ran.rows) == len(seed_paths) == 5
    kept = 0
    for path in (ran.folder / "articles").glob("*.json"):
        summary = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for kind in BUILT_IN:
            for item in summary[kind.name]:
                kept += 1
                assert item["evidence"]
                for evidence in item["evidence"]:
                    assert text[evidence["span"]["start"] : evidence["span"]["end"]] == evidence["quote"]
                    assert evidence["zone"] in {
                        "body", "list_item", "pull_quote", "standfirst", "headline", "caption"
                    }  # fmt: skip
    assert kept > 300
    assert "no model named" in ran.err


def test_the_same_run_twice_gives_the_same_bytes(command: Command) -> None:
    """Everything but the ledger is the same, and the second run needs nothing new."""
    first = {path: path.read_bytes() for path in written(command(str(ROOT / "seeds")).folder)}
    second = {path: path.read_bytes() for path in written(command(str(ROOT / "seeds")).folder)}

    assert first == second
    assert len(first) > 15


def written(folder: Path) -> list[Path]:
    """Return the files of an output folder, the ledger left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name != "run.json"
    )


def test_the_closing_screen_fits_a_terminal(command: Command) -> None:
    """One screen of at most 80 columns: counts, terms by article, conflicts, who answered, where the files are."""
    lines = command(str(ROOT / "seeds")).err.splitlines()[1:]

    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    text = "\n".join(lines)
    for said in (
        "5 inputs: 5 summarised",
        "plan terms",
        "rejected",
        "claude (batch)",
        "summaries: report.html",
    ):
        assert said in text


def test_an_article_without_a_recording_names_the_ways_on(command: Command, tmp_path: Path) -> None:
    """No model, another article: no request, exit 3, one message with what to do."""
    ran = command(str(write(tmp_path / "mine.txt", ARTICLE)))

    assert ran.code == 3
    assert ran.rows == {"mine.txt": ("no-recording", "")}
    for way in ("--model", "OPENAI_API_KEY", "--base-url", "summarise requests"):
        assert way in ran.err


def test_a_batch_file_goes_out_and_comes_back(
    command: Command, tmp_path: Path, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are written until none is left; then the run needs no endpoint. A second import changes nothing."""
    monkeypatch.setenv("SUMMARISER_BASE_URL", "")
    source = write(tmp_path / "seed.txt", (ROOT / "seeds" / "001_223c43aa781d18e4.txt").read_bytes())
    script = Script(
        records={"plan_terms": [CAP | {"value": "600,000 troops"}]},
        corrections={"plan_terms": [{"item": 1, "action": "fix", "record": CAP}]},
    )

    rounds: list[int] = []
    while len(rounds) < 5:
        command("requests", str(source), "--model", "claude", "-o", "out.jsonl")
        lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        rounds.append(len(lines))
        if not lines:
            break
        results = [
            {
                "custom_id": line["custom_id"],
                "response": {"status_code": 200, "body": completion(script(line["body"]))},
            }
            for line in reversed(lines)
        ]
        write(tmp_path / "back.jsonl", "\n".join(map(json.dumps, results)))
        assert command("responses", "back.jsonl").code == 0
        assert "0 stored" in command("responses", "back.jsonl").err
    ran = command(str(source), "--model", "claude", "--no-network")

    assert rounds == [len(BUILT_IN), 1, 0]
    assert ran.code == 0
    assert len(endpoint.ledger) == 0
    (path,) = (ran.folder / "articles").glob("*.json")
    summary = json.loads(path.read_text("utf-8"))
    assert [term["record"]["value"] for term in summary["plan_terms"]] == [CAP["value"]]
    assert set(summary["answered_by"].values()) == {"batch"}


def completion(content: str) -> dict[str, Any]:
    """Return a completion as a Batch result holds it, without usage."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "claude", "choices": [choice]}


def test_recordings_are_made_from_what_is_stored(
    command: Command, tmp_path: Path, endpoint: FaultServer
) -> None:
    """`--record` adds what is missing; the recordings then replay with no model at all."""
    source = str(write(tmp_path / "a.txt", ARTICLE))
    folder = str(tmp_path / "recorded")
    (tmp_path / "recorded").mkdir()

    command(source)
    command(source, "--recordings", folder, "--record")
    asked = len(endpoint.ledger)
    os.environ.pop("SUMMARISER_MODEL")
    os.environ.pop("SUMMARISER_BASE_URL")
    ran = command(source, "--recordings", folder)

    assert asked == len(BUILT_IN)
    assert ran.code == 0
    assert ran.ledger["totals"]["usage"]["asked"] == 0


def test_report_rewrites_what_was_deleted(command: Command) -> None:
    """`summarise report DIR` needs no model and restores the same bytes."""
    folder = command(str(ROOT / "seeds")).folder
    before = (folder / "report.md").read_bytes()
    (folder / "report.md").unlink()

    ran = command("report", str(folder))

    assert ran.code == 0
    assert (folder / "report.md").read_bytes() == before


def test_tables_are_written_in_the_forms_that_are_set(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run and `summarise report` write Parquet where it is set; a later run without takes it away again."""
    pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'summariser[parquet]'")
    monkeypatch.setenv("SUMMARISER_TABLES", "csv,parquet")
    folder = command(str(ROOT / "seeds")).folder
    before = {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}
    (folder / "tables" / "actors.parquet").unlink()

    ran = command("report", str(folder))

    assert ran.code == 0
    assert {path.name: path.read_bytes() for path in (folder / "tables").iterdir()} == before
    assert {Path(name).suffix for name in ran.ledger["files"] if name.startswith("tables/")} == {
        ".csv",
        ".parquet",
    }
    monkeypatch.setenv("SUMMARISER_TABLES", "")
    command(str(ROOT / "seeds"))
    assert {path.suffix for path in (folder / "tables").iterdir()} == {".csv"}


def test_both_forms_of_the_seeds_tables_say_the_same(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value that Parquet has is, as words, the cell of CSV in the same row and column."""
    pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'summariser[parquet]'")
    monkeypatch.setenv("SUMMARISER_TABLES", "parquet,csv")

    tables = command(str(ROOT / "seeds")).folder / "tables"

    for path in tables.glob("*.parquet"):
        rows = [
            {name: words(value) for name, value in row.items()} for row in read_parquet(path.read_bytes())
        ]
        assert rows == read_csv(path.with_suffix(".csv").read_bytes())
    assert len(list(tables.glob("*.parquet"))) == len(list(tables.glob("*.csv"))) == 9


def test_a_missing_part_is_told_before_anything_is_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parquet without pyarrow is one line and exit 3, at the start and not when all is paid for."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setenv("SUMMARISER_TABLES", "parquet")

    ran = command(str(ROOT / "seeds"))

    assert (ran.code, ran.out, ran.folder.exists()) == (3, "", False)
    assert ran.err.count("\n") == 1
    assert "pip install 'summariser[parquet]'" in ran.err


def test_a_run_without_parquet_does_not_load_it(tmp_path: Path) -> None:
    """Neither the package nor a whole run of the command line imports what only Parquet needs."""
    code = (
        "import sys, summariser; from summariser.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(sorted({'pyarrow', 'duckdb'} & set(sys.modules)))"
    )
    words = [str(ROOT / "seeds"), "--out", str(tmp_path / "out"), "--quiet"]

    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"


def test_json_is_data_and_the_rest_is_not(command: Command) -> None:
    """With --json standard output is one object; everything else goes to standard error."""
    ran = command(str(ROOT / "seeds"), "--json")

    assert json.loads(ran.out)["totals"]["states"] == {"summarised": 5}
    assert command(str(ROOT / "seeds"), "--quiet").err == ""
