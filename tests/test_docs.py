"""Documentation that cannot rot: what is generated is current, and what the README shows first runs."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import summariser
from summariser.cli.names import COMMANDS
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


QUERIES = pytest.param(
    "docs/query.py",
    marks=pytest.mark.skipif(
        not (find_spec("duckdb") and find_spec("pyarrow")),
        reason="needs duckdb and pyarrow, of the extra `dev`",
    ),
)


@pytest.mark.parametrize("script", ["docs/figures.py", "docs/reference.py", "docs/scores.py", QUERIES])
def test_generated_pages_are_current(script: str) -> None:
    """The README's figures and picture, the commands, the settings and the queries' answers are those of the code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    ran = subprocess.run(
        [sys.executable, script, "--check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, f"run `python {script}` and look at what changed: {ran.stderr}"


def test_the_facade_is_what_it_says() -> None:
    """`__all__` is sorted, holds no name twice, and every name can be imported."""
    assert summariser.__all__ == sorted(set(summariser.__all__), key=lambda name: (not name.isupper(), name))
    for name in summariser.__all__:
        assert getattr(summariser, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = summariser.no_such_name


def test_the_readme_names_every_command() -> None:
    """No command is left out of the README's table."""
    text = (ROOT / "README.md").read_text("utf-8")

    assert all(f"`summarise {name}" in text for name in COMMANDS if name != "run")


async def test_the_readmes_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example runs as it stands, against an endpoint on loopback."""
    shutil.copy(ROOT / "seeds" / "004_f4f46f81013c0048.txt", tmp_path / "article.txt")
    (block,) = PYTHON_BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    script = Script()
    async with FaultServer(script) as server:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("SUMMARISER_BASE_URL", server.url)
        names: dict[str, Any] = {}
        await asyncio.to_thread(exec, compile(block, "README.md", "exec", dont_inherit=True), names)
        await names["many"]({"a": "Tolvia would pump less water from the lake this year."})

    assert {body["model"] for body in script.seen} == {"gpt-5-mini"}
    assert len(script.seen) == 2 * len(summariser.BUILT_IN)


@pytest.mark.slow
def test_the_readmes_first_command_on_a_bare_machine(tmp_path: Path) -> None:
    """A clean copy of what is committed, a fresh environment, and `make demo` alone."""
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)

    ran = subprocess.run(
        ["make", "demo"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )

    assert ran.returncode == 0, ran.stderr
    assert "5 inputs: 5 summarised" in ran.stderr
    assert (checkout / "summaries" / "report.md").exists()
