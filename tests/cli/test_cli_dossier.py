"""`summarise eval` and `gold` on the dossiers of the seeds and the second corpus."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from summariser.evaluation.result import Result
from summariser.resources import gold_folder, recordings_folder
from tests.cli.conftest import Command
from tests.conftest import ROOT


def test_the_replay_prints_every_corpus(command: Command, tmp_path: Path) -> None:
    """Text, Markdown and JSON of one replay carry the same dossiers; the Markdown tables render."""
    markdown_it: Any = pytest.importorskip("markdown_it")

    text = command("eval", "-o", "r.json")
    markdown = command("eval", "--markdown")

    result = Result.read(tmp_path / "r.json")
    assert [score.corpus for score in result.dossiers] == ["seeds", "trade"]
    assert result.dossier_scorer
    assert max(map(len, text.out.splitlines())) <= 80
    html = markdown_it.MarkdownIt("commonmark").enable("table").render(markdown.out)
    assert html.count("<table>") == 4
    for score in result.dossiers:
        figure = score.figures["hard_recall"]
        shown = re.search(
            rf"Corpus {score.corpus}: .*?hard conflicts, recall +(\S+) +(\d+)", text.out, re.DOTALL
        )
        assert shown
        assert (shown[1], int(shown[2])) == (f"{figure.value:.3f}", figure.n)
        assert f"Corpus {score.corpus}" in html


def test_a_stored_run_is_scored_with_its_dossier(command: Command, tmp_path: Path) -> None:
    """The seeds' own run has the figures of the replay; gold of the dossier alone will do; fewer articles have none."""
    recordings = str(recordings_folder())
    assert command(str(ROOT / "seeds"), "--recordings", recordings, "--quiet").code == 0
    only = tmp_path / "only"
    shutil.copytree(ROOT / "seeds", only / "articles")
    shutil.copy(gold_folder() / "dossier.json", only)

    both = json.loads(command("eval", "summaries", "--json").out)
    alone = command("eval", "summaries", "--gold", "only")
    shutil.rmtree(tmp_path / "summaries")
    command(*map(str, sorted((ROOT / "seeds").glob("*.txt"))[:2]), "--recordings", recordings, "--quiet")
    fewer = json.loads(command("eval", "summaries", "--json").out)

    assert [score["corpus"] for score in both["dossiers"]] == ["seeds"]
    assert (len(both["documents"]), both["gate"]) == (5, None)
    assert alone.code == 0
    assert alone.out.startswith("Corpus seeds: 5 articles")
    assert "plan terms" not in alone.out
    assert (len(fewer["documents"]), fewer["dossiers"]) == (2, [])


def test_gold_of_dossiers_is_linted(command: Command, tmp_path: Path) -> None:
    """Without a path both corpora are checked; a wrong quote in a file named is told with its relation."""
    shutil.copytree(ROOT / "evals" / "trade", tmp_path / "trade")
    path = tmp_path / "trade" / "dossier.json"
    gold = json.loads(path.read_text("utf-8"))
    gold["relations"][0]["groups"][0]["claims"][0]["start"] += 1
    path.write_text(json.dumps(gold), "utf-8")

    assert command("gold", "lint").code == 0
    for named in ("trade", "trade/dossier.json"):
        ran = command("gold", "lint", named)
        assert ran.code == 1
        assert f"dossier.json of trade: relations/{gold['relations'][0]['id']}: " in ran.err


def test_the_passes_over_the_dossier_are_compared(command: Command) -> None:
    """Folders give articles and dossier, the two files the dossier alone; --json has the figures."""
    passes = gold_folder() / "passes"
    folders = [str(passes / name) for name in ("a", "b")]
    files = [str(passes / name / "dossier.json") for name in ("a", "b")]

    everything = command("gold", "agreement", *folders)
    alone = command("gold", "agreement", *files)
    data = json.loads(command("gold", "agreement", *files, "--json").out)

    assert everything.code == alone.code == 0
    assert "plan terms" in everything.out
    assert everything.out.endswith("dossier\n" + alone.out)
    assert data["agreement"] == {}
    assert f"{data['dossier']['figures']['hard_f1']['value']:.3f}" in alone.out
