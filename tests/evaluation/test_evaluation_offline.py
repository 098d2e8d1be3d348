"""An evaluation of recordings touches no network and no file, gives the same bytes every time, and is quick."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.baseline import baseline_path, read_baseline
from summariser.evaluation.items import Item
from summariser.evaluation.result import Result
from summariser.evaluation.score import score_items
from summariser.records import BUILT_IN
from summariser.resources import gold_folder
from tests.conftest import ROOT, allowed

WATCHED = """
import json, os, sys, time

sent, written = [], []
SENDING = {"connect", "sendto", "sendmsg", "getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyaddr"}
STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"}
MAKING = {"sqlite3.connect", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def watch(event, arguments):
    family, _, name = event.partition(".")
    if (family == "socket" and name in SENDING) or event in STARTING:
        sent.append([event, repr(arguments)])
    elif event in MAKING or (event == "open" and arguments[2] & WRITING):
        written.append(os.path.abspath(str(arguments[0])))

sys.addaudithook(watch)
began = time.perf_counter()
from summariser.cli import main
try:
    main(["eval", "-o", os.path.join(sys.argv[1], "command.json")])
except SystemExit as ended:
    told = {"code": ended.code, "seconds": time.perf_counter() - began, "sent": [*sent], "written": [*written]}
with open(os.path.join(sys.argv[1], "told.json"), "w", encoding="utf-8") as file:
    json.dump(told, file)
"""
"""Runs `summarise eval` under an audit hook, and writes down what that saw."""

CALLED = """
import asyncio, sys
from pathlib import Path
from summariser.evaluation.run import evaluate_answers
from summariser.resources import gold_folder, recordings_folder
from summariser.settings import Settings

result = asyncio.run(evaluate_answers(Settings(recordings=recordings_folder()), gold_folder()))
Path(sys.argv[1], "called.json").write_text(result.model_dump_json(indent=1), "utf-8")
"""
"""Evaluates the same recordings through the Python API."""

PLACES = ("work", "home", "temporary")
"""The folders that a process may think are its to write to."""


class Evaluated(NamedTuple):
    """What came of two processes, side by side, with two hash seeds.

    Attributes:
        out: What `summarise eval` printed in the first.
        told: What its audit hook saw.
        left: The files in its working, home and temporary folders afterwards.
        command: The result that it wrote.
        called: The results of the Python API in both.
    """

    out: str
    told: dict[str, Any]
    left: list[Path]
    command: Path
    called: tuple[Path, Path]


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """The seeds' recordings evaluated by the command and by call, and by call alone under another hash seed."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    processes = [start(first, WATCHED + CALLED, seed="1"), start(second, CALLED, seed="4242")]
    outs = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        outs.append(out)
    return Evaluated(
        out=outs[0],
        told=json.loads((first / "results" / "told.json").read_text("utf-8")),
        left=[path for name in PLACES for path in (first / name).rglob("*")],
        command=first / "results" / "command.json",
        called=(first / "results" / "called.json", second / "results" / "called.json"),
    )


def start(folder: Path, script: str, *, seed: str) -> subprocess.Popen[str]:
    """Start a script whose working, home and temporary folders are empty ones of its own."""
    for name in (*PLACES, "results"):
        (folder / name).mkdir()
    hidden = ("SUMMARISER_", "OPENAI_", "XDG_", "COV_", "PYTHON")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
    environment |= dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(folder / "home"))
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "temporary"))
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder / "results")],
        cwd=folder / "work",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_the_shipped_recordings_pass(evaluated: Evaluated) -> None:
    """With no setting, key or network: exit 0 and a green gate."""
    assert evaluated.told["code"] == 0, evaluated.out
    assert evaluated.out.endswith("Gate: passed.\n")


def test_the_hash_seed_changes_no_byte(evaluated: Evaluated) -> None:
    """The result of `evaluate_answers` is the same in every process."""
    first, second = evaluated.called

    assert first.read_bytes() == second.read_bytes()
    assert len(Result.read(first).outcomes) > 200


def test_the_command_and_the_call_agree(evaluated: Evaluated) -> None:
    """`summarise eval` and `evaluate_answers` give every item the same label and credit, and the same figures."""
    command, called = Result.read(evaluated.command), Result.read(evaluated.called[0])

    assert command.outcomes == called.outcomes
    assert command.figures == called.figures


@pytest.mark.posix
def test_nothing_is_looked_up_or_sent(evaluated: Evaluated) -> None:
    """No look-up, no connection, no process; on Windows alone the event loop connects to itself."""
    assert evaluated.told["sent"] == []


def test_nothing_is_written_but_the_result(evaluated: Evaluated) -> None:
    """No store, cache or log: working, home and temporary folder stay empty, and so does every other place."""
    assert evaluated.left == []
    assert {Path(path) for path in evaluated.told["written"]} == {evaluated.command}


def test_an_evaluation_takes_seconds(evaluated: Evaluated) -> None:
    """From the first import to the exit code, with another one beside it: well under a minute."""
    assert evaluated.told["seconds"] < 30


def test_the_scorer_alone_takes_less_than_a_second() -> None:
    """All five seeds, all record types, in time of the processor: the best of five, for others use it as well."""
    folder = gold_folder()
    accepted = read_baseline(baseline_path(folder))
    assert accepted
    cases = labelled_gold(folder).cases
    predicted: dict[tuple[str, str], list[Item]] = {}
    for each in accepted.result.predictions:
        predicted.setdefault((each.document, each.record_type), []).append(each.item())

    def score() -> float:
        began = time.process_time()
        for case in cases:
            for kind in BUILT_IN:
                gold, found = (
                    case.items.get(kind.name, ()),
                    predicted.get((case.gold.document, kind.name), []),
                )
                score_items(gold, found, kind, document=case.gold.document, context=case.context)
        return time.process_time() - began

    assert len(cases) == 5
    assert sum(map(len, predicted.values())) > 300
    assert min(score() for _ in range(5)) < allowed(1.0)
