"""Documentation that cannot rot: what is generated is current, and what is shown runs."""

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


async def test_a_record_type_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/extending.md as it stands: one class, one template, one `RecordType`, under fifty lines."""
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    blocks = PYTHON_BLOCK.findall(text)
    (template,) = re.findall(r"```jinja\n(.*?)```", text, re.DOTALL)
    (tmp_path / "my-prompts").mkdir()
    (tmp_path / "my-prompts" / "polls.j2").write_text(template, encoding="utf-8")
    shutil.copy(ROOT / "seeds" / "000_adb0193a00afd3c5.txt", tmp_path / "article.txt")
    quote = "A Quinnipiac poll released Monday shows Mr. Trump’s approval at 37 percent"
    poll = {
        "pollster": "Quinnipiac",
        "finding": "His approval is low.",
        "share": "37 percent",
        "quotes": [quote],
    }
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARISER_MODEL", "scripted")
    names: dict[str, Any] = {"__name__": "extending"}

    async with FaultServer(Script(records={"polls": [poll, poll | {"share": "47 percent"}]})) as server:
        monkeypatch.setenv("SUMMARISER_BASE_URL", server.url)
        for block in blocks:
            exec(compile(block, "extending.md", "exec", dont_inherit=True), names)  # noqa: S102 - our own documentation
        await names["polls"]("article.txt")

    assert sum(len(block.splitlines()) for block in [*blocks, template]) < 55
    assert "His approval is low. (Quantity(surface='37 percent'" in capsys.readouterr().out


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
