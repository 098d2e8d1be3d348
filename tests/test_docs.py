"""Documentation that cannot rot: what is generated is current, and what is shown runs."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import summariser
from summariser.cli.names import COMMANDS
from summariser.evaluation.beside import METRICS
from summariser.report import WRITERS
from tests.blocks import Reader, blocks, recorded
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "evals/*.md")
    for path in ROOT.glob(pattern)
)
MADE = {
    "docs/commands.md": "docs/reference.py",
    "docs/metric-comparison.md": "evals/peers",
    "docs/name-matching.md": "evals/peers",
}
"""Pages that a script writes as a whole, and compares in a test of its own or takes minutes to make."""

POLL = {
    "pollster": "Quinnipiac",
    "finding": "His approval is low.",
    "share": "37 percent",
    "quotes": ["A Quinnipiac poll released Monday shows Mr. Trump’s approval at 37 percent"],
}
MODELS = {"docs/extending.md": Script(records={"polls": [POLL, POLL | {"share": "47 percent"}]})}
"""What a page's model answers where nothing is recorded; the second poll is one that the article does not bear out."""

PRICES = json.dumps({"gpt-5-mini": {"input": 0.25, "output": 2}})


@pytest.fixture
async def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[Script], Awaitable[Reader]]]:
    """Return a function that returns a reader whose model answers as recorded, else by a script."""
    async with AsyncExitStack() as open_until_the_end:

        async def at_work(script: Script) -> Reader:
            model = recorded(script)
            server = await open_until_the_end.enter_async_context(FaultServer(model))
            folder = furnished(tmp_path / "here")
            environ = {
                "COLUMNS": "80",
                "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
                "NO_COLOR": "1",
                "PYTHONPATH": str(ROOT),
                "SUMMARISER_BASE_URL": server.url,
                "SUMMARISER_PRICES": PRICES,
                "TERM": "dumb",
            }
            for name, value in environ.items():
                monkeypatch.setenv(name, value)
            monkeypatch.chdir(folder)
            return Reader(folder, environ, model)

        yield at_work


def furnished(folder: Path) -> Path:
    """Return a folder with what pages speak of: the seeds, two of them as articles, and the results of prompt work."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "articles").mkdir()
    for name in ("000_adb0193a00afd3c5.txt", "004_f4f46f81013c0048.txt"):
        shutil.copy(ROOT / "seeds" / name, folder / "articles" / name)
    shutil.copy(ROOT / "seeds" / "004_f4f46f81013c0048.txt", folder / "article.txt")
    (folder / "evals").mkdir()
    (folder / "evals" / "results").symlink_to(ROOT / "evals" / "results")
    return folder


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


def test_a_record_type_takes_less_than_fifty_lines() -> None:
    """docs/extending.md: one class, one template, one `RecordType`, and what asks for them."""
    kinds = itertools.takewhile(lambda block: block.kind != "toml", blocks("docs/extending.md"))

    assert sum(len(block.text.splitlines()) for block in kinds if block.note != "prints") < 60


@pytest.mark.parametrize("page", [page for page in PAGES if page not in MADE])
def test_no_block_is_idle(page: str) -> None:
    """Every block of code is run, used or compared; one that is not says why."""
    assert [str(block) for block in blocks(page) if block.idle] == []


@pytest.mark.posix
@pytest.mark.parametrize("page", [page for page in PAGES if any(block.runs for block in blocks(page))])
async def test_a_page_can_be_followed(page: str, reader: Callable[[Script], Awaitable[Reader]]) -> None:
    """A reader who does all that a page says, in its order, gets what it says."""
    someone = await reader(MODELS.get(page, Script()))

    with patch.dict(METRICS), patch.dict(WRITERS):
        for block in blocks(page):
            await asyncio.to_thread(someone.do, block)


@pytest.mark.posix
async def test_the_workflow_of_ci_runs(reader: Callable[[Script], Awaitable[Reader]]) -> None:
    """The commands of docs/ci.md, for someone who has done what the quick start says."""
    someone = await reader(Script())
    (workflow,) = (block for block in blocks("docs/ci.md") if block.kind == "yaml")
    replay, live = re.findall(r"- run: (summarise eval .*)", workflow.text)

    for block in blocks("docs/start-evaluation.md")[1:]:
        await asyncio.to_thread(someone.do, block)
    for command in (replay, live):
        await asyncio.to_thread(someone.do, workflow._replace(kind="sh", text=command, note=""))

    assert "Gate: passed" in someone.printed


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
