"""The closing screen of a run over several articles, and runs that are stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.conftest import ROOT


def test_the_screen_shows_terms_by_article_and_the_hardest_conflicts(command: Command) -> None:
    """On the seeds: who states which term, the three hardest conflicts with sentences and articles, in 80 columns."""
    ran = command(str(ROOT / "seeds"))

    lines = ran.err.splitlines()
    cap = next(line for line in lines if line.startswith("Ukrainian military cap"))
    assert cap.split("≠")[1:] != []
    assert "100,00" in cap
    assert "roughl" in cap
    (counted,) = [line for line in lines if line.startswith("conflicts: ")]
    assert " hard" in counted
    assert [line[:2] for line in lines if line[:2] in {"1.", "2.", "3.", "4."}] == ["1.", "2.", "3."]
    assert any("Marco Rubio" in line for line in lines)
    assert any("Mike Pompeo" in line for line in lines)
    assert max(len(line) for line in lines if str(ROOT) not in line) <= 80  # a checkout lies wherever it lies
    assert {"report.html", "dossier.json"} <= {path.name for path in ran.folder.iterdir()}


def test_one_article_has_no_side_by_side(command: Command) -> None:
    """A single article has nothing to be set beside, and its dossier is written all the same."""
    ran = command(str(ROOT / "seeds" / "001_223c43aa781d18e4.txt"))

    assert "conflicts:" not in ran.err
    assert (ran.folder / "dossier.json").is_file()


@pytest.mark.posix
def test_ctrl_c_ends_a_run_with_its_reports(tmp_path: Path) -> None:
    """The first Ctrl-C lets what is in flight end; the reports say how far the run came and how it goes on."""
    for number in range(40):
        (tmp_path / f"a{number:02}.txt").write_text(
            f"The Lake Orvel accord, part {number}.\n\nTolvia would pump no more than {number + 1} million litres.\n"
        )
    script = (
        "import asyncio, sys, threading\n"
        "from tests.faults import FaultServer, Plan\n"
        "from tests.pipeline.scripted import Script\n"
        "async def serve():\n"
        "    async with FaultServer(Script(), Plan(latency=0.2)) as server:\n"
        "        print(server.url, flush=True)\n"
        "        while len(server.ledger) < 12:\n"
        "            await asyncio.sleep(0.02)\n"
        "        print('busy', flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(serve())\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SUMMARISER_STORE": str(tmp_path / "store.sqlite")}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        start = "from summariser.cli import main; main()"
        words = [sys.executable, "-c", start, "run", ".", "--model", "scripted", "--base-url", url]
        with subprocess.Popen(
            [*words, "--concurrency", "2", "--out", "out"],
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=tmp_path,
        ) as run:
            assert server.stdout.readline().strip() == "busy"
            run.send_signal(signal.SIGINT)
            _, said = run.communicate(timeout=60)
        server.terminate()

    assert run.returncode == 130
    assert "of 40 articles" in said
    assert "Run the same command again" in said
    report = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "of 40 articles" in report
    assert "Run the same command again" in report
    assert "of 40 articles" in (tmp_path / "out" / "report.html").read_text("utf-8")
