"""Runs over more articles than are set side by side: each is written when it is done."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summariser import load
from summariser.errors import UsageError
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.newsroom import NORTH, SOUTH, Newsroom

SEEDS = str(ROOT / "seeds")


def test_a_large_corpus_is_written_article_by_article(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit the files of each article are those of any run; they are compared in blocks, and that is said."""
    whole = command(SEEDS)
    alone = {path.name: path.read_bytes() for path in (whole.folder / "articles").iterdir()}
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "4")

    streamed = command(SEEDS)

    assert streamed.code == 0
    assert {path.name: path.read_bytes() for path in (streamed.folder / "articles").iterdir()} == alone
    left = {
        path.relative_to(streamed.folder).parts[0] for path in streamed.folder.rglob("*") if path.is_file()
    }
    assert left == {"articles", "blocks", "blocks.json", "blocks.md", "run.json", ".summarise.lock"}
    assert (
        "more than 4 articles (SUMMARISER_MOST_COMPARED): set side by side in blocks of 250" in streamed.err
    )
    assert "summaries: blocks.md, blocks/, articles/, run.json" in streamed.err
    assert [row["path"] for row in streamed.ledger["rows"]] == [row["path"] for row in whole.ledger["rows"]]
    assert streamed.ledger["totals"]["counts"] == whole.ledger["totals"]["counts"]


def test_a_corpus_of_one_block_has_the_files_of_a_whole_one(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dossier, reports and tables of the one block are those of a run that is set side by side at once."""
    whole = command(SEEDS)
    named = sorted(
        path.relative_to(whole.folder)
        for path in whole.folder.rglob("*.*")
        if path.is_file()
        and path.parent.name != "articles"
        and path.name not in ("run.json", ".summarise.lock")
    )
    files = {name: (whole.folder / name).read_bytes() for name in named}
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")

    blocks = command(SEEDS).folder / "blocks"

    assert [path.name for path in blocks.iterdir()] == ["001"]
    assert {name: (blocks / "001" / name).read_bytes() for name in named} == files
    assert len(files) > 10


def test_blocks_are_read_back_and_rewritten(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """`load` gives each block with its own dossier, and `report` makes the same files again from stored records."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")
    monkeypatch.setenv("SUMMARISER_BLOCK", "3")
    blocks = command(SEEDS)
    folder = blocks.folder
    written = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert "conflicts between blocks: " in blocks.err
    assert all(len(line) <= 80 for line in blocks.err[blocks.err.index("5 inputs") :].splitlines())
    stored = load(folder)
    for path in (folder / "blocks").rglob("*.md"):
        path.unlink()
    again = command("report", "summaries")

    assert stored.blocks is not None
    assert [card.name for card in stored.blocks.blocks] == ["001", "002"]
    first = stored.block("001")
    assert {summary.meta.id for summary in first.summaries} == set(stored.blocks.blocks[0].documents)
    assert first.dossier is not None
    assert len({row["conflict_id"] for row in first.rows("conflicts")}) == len(first.dossier.conflicts)
    with pytest.raises(UsageError, match=r"'003'.*there are: 001, 002"):
        stored.block("003")
    assert again.code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == written


def test_an_article_about_something_else_has_its_reports_and_tables(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, endpoint: FaultServer
) -> None:
    """What shares nothing with any other is in no dossier and lost to no table."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")
    write(tmp_path / "in" / "a.txt", ARTICLE)
    write(tmp_path / "in" / "b.txt", ARTICLE.replace("40", "41"))

    folder = command("in", "--only", "gist").folder

    stored = load(folder)
    assert stored.blocks is not None
    assert (stored.blocks.blocks, stored.blocks.alone) == ((), ("a", "b"))
    alone = stored.block("alone-001")
    assert alone.dossier is None
    assert [row["document"] for row in alone.rows("articles")] == ["a", "b"]
    assert {path.name for path in (folder / "blocks").iterdir()} == {"alone-001"}
    assert "[alone-001](blocks/alone-001/report.md)" in (folder / "blocks.md").read_text("utf-8")
    assert len(endpoint.ledger) == 2


def test_articles_stay_alone_when_blocks_are_not_wanted(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SUMMARISER_BLOCK=0 a large run writes the records alone, and says so."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")
    monkeypatch.setenv("SUMMARISER_BLOCK", "0")

    alone = command(SEEDS)

    assert sorted(path.name for path in alone.folder.iterdir()) == [".summarise.lock", "articles", "run.json"]
    assert "SUMMARISER_MOST_COMPARED): not set side by side" in alone.err


def test_a_streamed_folder_loads_like_any_other(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """`load` reads the articles and their rows from a folder that has no dossier of all."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")

    stored = load(command(SEEDS).folder)

    assert len(stored.summaries) == 5
    assert len(stored.rows("actors")) == sum(len(summary.actors) for summary in stored.summaries)


def test_every_input_of_a_large_corpus_has_a_row(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, endpoint: FaultServer
) -> None:
    """An empty file and the same article again are rows beside the rest; a second run asks nothing."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "2")
    for name in ("a.txt", "b.txt"):
        write(tmp_path / "in" / name, ARTICLE)
    write(tmp_path / "in" / "c.txt", "")
    write(tmp_path / "in" / "d.txt", ARTICLE.replace("40", "41"))

    first = command("in")
    rows, asked = first.rows, first.ledger["totals"]["usage"]["asked"]
    second = command("in")

    assert {name: state for name, (state, _) in rows.items()} == {
        "a.txt": "empty", "b.txt": "skipped", "c.txt": "skipped", "d.txt": "empty",
    }  # fmt: skip
    assert second.rows == rows
    assert len(endpoint.ledger) == asked == 12


def test_the_requests_of_a_large_corpus_are_those_of_its_articles(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`requests` writes the main requests of every article whether or not they are set side by side."""
    words = ("requests", SEEDS, "--model", "some-model", "-o")
    command(*words, "whole.jsonl")
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")
    command(*words, "streamed.jsonl")

    whole, streamed = (tmp_path / name for name in ("whole.jsonl", "streamed.jsonl"))
    assert streamed.read_bytes() == whole.read_bytes()
    assert len(whole.read_bytes().splitlines()) == 30


def test_the_questions_of_blocks_are_requested_when_every_article_is_answered(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, endpoint: FaultServer
) -> None:
    """The first file has the articles' requests alone; the next one, their answers stored, what comparing asks."""
    endpoint.answer = Newsroom()
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "1")
    monkeypatch.setenv("SUMMARISER_PROFILE", "general")
    write(tmp_path / "in" / "north.txt", NORTH)
    write(tmp_path / "in" / "south.txt", SOUTH)
    first = command("requests", "in", "--only", "events", "-o", "first.jsonl")
    monkeypatch.setenv("SUMMARISER_BLOCK", "0")
    answered = command("in", "--only", "events")
    monkeypatch.setenv("SUMMARISER_BLOCK", "250")

    second = command("requests", "in", "--only", "events", "-o", "second.jsonl")
    asked = len(endpoint.ledger)
    compared = command("in", "--only", "events")
    third = command("requests", "in", "--only", "events", "-o", "third.jsonl")

    assert (first.code, answered.code, second.code, compared.code) == (0, 0, 0, 0)
    assert "2 requests to answer" in first.err
    assert "1 request to answer" in second.err
    assert (asked, len(endpoint.ledger)) == (2, 3)
    assert "0 requests to answer" in third.err


def test_a_large_run_that_is_stopped_keeps_what_it_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, endpoint: FaultServer
) -> None:
    """Ctrl-C: what was asked is stored and written, the rest deferred and nothing compared; exit 130."""
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "2")
    endpoint.plan = Plan(latency=0.1)
    for number in range(60):
        write(tmp_path / "in" / f"{number:02}.txt", ARTICLE.replace("40", str(40 + number)))
    words = [
        sys.executable,
        "-c",
        "from summariser.cli import main; main()",
        "run",
        "in",
        "--only",
        "gist",
        "--concurrency",
        "2",
        "--quiet",
    ]
    process = subprocess.Popen(words, cwd=tmp_path)
    limit = time.monotonic() + 20
    while len(endpoint.ledger) < 6 and time.monotonic() < limit:
        time.sleep(0.02)

    process.send_signal(signal.SIGINT)

    assert process.wait(20) == 130
    ran = load(tmp_path / "summaries")
    states = [row.state.value for row in ran.run.rows]
    assert len(states) == 60
    assert set(states) == {"empty", "deferred"}
    assert len(endpoint.ledger) == len(states) - states.count("deferred")
    assert not (tmp_path / "summaries" / "blocks.md").exists()
