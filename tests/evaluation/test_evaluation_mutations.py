"""The replay gate goes red, and says where, when anything that quality rests on is changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

GOLD = "evals/gold/003_f9358823bcab77da.json"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything an evaluation reads."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("summariser", "prompts", "evals", "seeds"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def evaluate(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the replay gate of a checkout."""
    return subprocess.run(
        [sys.executable, "-c", "from summariser.cli import main; main(['eval'])"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    """Change what a JSON file says."""
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def recording(checkout: Path) -> Path:
    """Return the first recording, by name."""
    return min(
        path for path in (checkout / "evals" / "recordings").glob("*.json") if path.name != "INDEX.json"
    )


def a_recording(checkout: Path) -> str:
    """Change a word in one recorded answer."""
    path = recording(checkout)
    edit_json(path, lambda value: value["response"].update(id="changed"))
    return path.name


def a_prompt(checkout: Path) -> str:
    """Add a word to one prompt."""
    path = next((checkout / "prompts").glob("extract-v*/plan_terms.j2"))
    path.write_text(path.read_text("utf-8").replace("Task: list", "Task: please list"), "utf-8")
    return f"{path.parent.name}/plan_terms"


def a_schema_field(checkout: Path) -> str:
    """Reword the description of one field."""
    path = checkout / "summariser" / "records" / "drafts.py"
    text = path.read_text("utf-8")
    assert 'description="What was done."' in text
    path.write_text(text.replace('description="What was done."', 'description="What they did."'), "utf-8")
    return "What they did."


def a_gold_item(checkout: Path) -> str:
    """Change the force of one gold term."""
    path = checkout / GOLD

    def change(value: Any) -> None:  # noqa: ANN401 - JSON
        term = next(item for item in value["plan_terms"] if item["record"]["topic"] == "army size cap")
        term["record"]["force"] = "permission"

    edit_json(path, change)
    return "003_f9358823bcab77da plan_terms p4"


def a_line_of_the_scorer(checkout: Path) -> str:
    """Let a partly right record earn more."""
    path = checkout / "summariser" / "evaluation" / "score.py"
    text = path.read_text("utf-8")
    assert "\nFLOOR = 0.5\n" in text
    path.write_text(text.replace("\nFLOOR = 0.5\n", "\nFLOOR = 0.6\n"), "utf-8")
    return "scorer: its code changed"


def the_gold_of_a_dossier(checkout: Path) -> str:
    """Call a relation between the articles of the second corpus something else."""

    def change(value: Any) -> None:  # noqa: ANN401 - JSON
        relation = next(each for each in value["relations"] if each["severity"] == "hard")
        relation["severity"] = "soft"

    edit_json(checkout / "evals" / "trade" / "dossier.json", change)
    return "dossier trade: its gold or its articles changed since it was accepted"


@pytest.mark.parametrize(
    "mutate",
    [a_recording, a_prompt, a_schema_field, a_gold_item, a_line_of_the_scorer, the_gold_of_a_dossier],
    ids=lambda f: f.__name__,
)
def test_a_mutation_turns_the_gate_red(mutate: Callable[[Path], str], checkout: Path, tmp_path: Path) -> None:
    """Exit 1, and a message that names what was changed."""
    mutated = tmp_path / "mutated"
    shutil.copytree(checkout, mutated)
    named = mutate(mutated)

    ran = evaluate(mutated)

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "Gate: fell" in ran.stdout
    assert named in " ".join(ran.stdout.split())


def test_the_gate_is_green_as_committed(checkout: Path) -> None:
    """Without a change it passes, and says so."""
    ran = evaluate(checkout)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Gate: passed." in ran.stdout
