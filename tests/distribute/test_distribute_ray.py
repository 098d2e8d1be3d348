"""Ray's workers: the single process's bytes and ledger, also when one of them is killed half-way."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.distribute import workers_of
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, item_of, write_articles

pytestmark = [pytest.mark.slow, pytest.mark.posix]
pytest.importorskip("ray")
parquet = pytest.importorskip("pyarrow.parquet")

ARTICLES = 120
_MADE_HERE = {"run.json", "parquet"}


def environment(server: FaultServer, folder: Path, compared: int) -> dict[str, str]:
    """Return the variables of a command, its key among them, which must reach the workers."""
    return {
        "SUMMARISER_MOST_COMPARED": str(compared),
        "SUMMARISER_BLOCK": "50",
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RAY_USAGE_STATS_ENABLED": "0",
        "SUMMARISER_MODEL": "scripted",
        "SUMMARISER_BASE_URL": server.url,
        "SUMMARISER_API_KEY": "sk-canary-0123456789",
        "SUMMARISER_STORE": str(folder / "store" / "responses.sqlite"),
        "SUMMARISER_CONCURRENCY": "16",
    }


async def command(
    server: FaultServer, folder: Path, *words: str, compared: int = 2000
) -> asyncio.subprocess.Process:
    """Start `summarise run` in a folder, so many articles being set side by side as one."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - done in no time
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "summariser", "run", *words, "--yes",
        cwd=folder, env=environment(server, folder, compared), stderr=subprocess.PIPE,
    )  # fmt: skip


async def ended(process: asyncio.subprocess.Process) -> int:
    """Return the exit code, and show what was said."""
    _, said = await process.communicate()
    print(said.decode())  # noqa: T201 - shown when the test fails
    return process.returncode or 0


def files(folder: Path) -> dict[str, bytes]:
    """Return what an output folder holds but for the ledger and what only an engine writes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and not _MADE_HERE & set(path.parts)
    }


def ledger(folder: Path) -> dict[str, Any]:
    """Return the ledger without times, attempts, and where an answer came from."""
    run: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
    rows = [{**row, "usage": None} for row in run["rows"]]
    return {
        "rows": rows,
        "inputs": run["inputs"],
        "states": run["totals"]["states"],
        "exit": run["exit_code"],
    }


@pytest.mark.parametrize("compared", [2000, 1])
async def test_a_folder_comes_to_the_same_as_in_one_process(compared: int, tmp_path: Path) -> None:
    """Articles, dossier or blocks, tables and reports to the byte; the same ledger; a Parquet row for each article."""
    articles = write_articles(tmp_path / "articles", ARTICLES)
    (articles / "broken.txt").write_bytes(b"\xff\xfe\x00")
    async with FaultServer(answer, Plan(latency=0.05, key_of=item_of)) as server:
        codes = [
            await ended(await command(server, tmp_path / name, str(articles), *words, compared=compared))
            for name, words in {"one": (), "ray": ("--engine", "ray")}.items()
        ]

    one, ray = (tmp_path / name / "summaries" for name in ("one", "ray"))
    table = parquet.read_table(ray / "parquet" / "articles-00000.parquet").to_pylist()
    assert codes[0] == codes[1]
    assert (one / "dossier.json").exists() == (compared > ARTICLES)
    assert (one / "blocks.md").exists() == (compared < ARTICLES)
    assert files(ray) == files(one)
    assert ledger(ray) == ledger(one)
    assert [row["id"] for row in table] == [f"a{number:05}" for number in range(ARTICLES)]
    assert all((ray / "articles" / f"{row['id']}.json").read_text("utf-8") == row["summary"] for row in table)
    assert not list((tmp_path / "ray" / "store").rglob("*refusals*"))


async def test_a_killed_worker_loses_nothing_and_pays_little_again(tmp_path: Path) -> None:
    """`kill -9` of a worker half-way: every article is there, and no answer that was stored is asked again."""
    articles = write_articles(tmp_path / "articles", ARTICLES)
    async with FaultServer(answer, Plan(latency=0.2, key_of=item_of)) as server:
        process = await command(server, tmp_path / "ray", str(articles), "--engine", "ray")
        while len(server.ledger) < ARTICLES * 6 // 2:
            assert process.returncode is None
            await asyncio.sleep(0.01)
        victim = workers_of(process.pid)[0]
        os.kill(victim, signal.SIGKILL)
        code = await ended(process)
        asked = [row.key for row in server.ledger]

    run = ledger(tmp_path / "ray" / "summaries")
    again = len(asked) - len(set(asked))
    assert (code, run["states"]) == (0, {"summarised": ARTICLES})
    assert again <= 8, f"a worker has at most 8 requests in flight, and {again} were asked again"
