"""Every page of the documentation, followed by a reader who does what it says, in its order."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from summariser.evaluation.beside import METRICS
from summariser.report import WRITERS
from tests.blocks import Block, Reader, blocks, recorded
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

MADE = {
    "docs/benchmarks.md": "benchmarks/all.py",
    "docs/commands.md": "docs/reference.py",
    "docs/metric-comparison.md": "evals/peers",
    "docs/name-matching.md": "evals/peers",
    "docs/query.md": "docs/query.py",
}
"""Pages that a script writes as a whole; it compares them, or takes minutes to make them."""

PAGES = sorted(
    {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.md", "docs/**/*.md", "evals/*.md")
        for path in ROOT.glob(pattern)
    }
    - MADE.keys()
)

AFTER = {"docs/ci.md": "docs/start-evaluation.md"}
"""Pages that go on where another ends."""

FOLLOWED = [
    page
    for page in PAGES
    if page in AFTER or (page not in AFTER.values() and any(block.runs for block in blocks(page)))
]
"""Pages to follow; one that another goes on from is followed with it."""

POLL = {
    "pollster": "Quinnipiac",
    "finding": "His approval is low.",
    "share": "37 percent",
    "quotes": ["A Quinnipiac poll released Monday shows Mr. Trump’s approval at 37 percent"],
}
MODELS = {"docs/extending.md": Script(records={"polls": [POLL, POLL | {"share": "47 percent"}]})}
"""What a page's model answers where nothing is recorded; the second poll is one that the article does not bear out."""

PRICES = json.dumps({"gpt-5-mini": {"input": 0.25, "output": 2}})


@pytest.mark.parametrize("page", PAGES)
def test_no_block_is_idle(page: str) -> None:
    """Every block of code is run, used or compared; one that is not says why."""
    assert [str(block) for block in blocks(page) if block.idle] == []


@pytest.mark.posix
@pytest.mark.parametrize("page", FOLLOWED)
async def test_a_page_can_be_followed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who does all that a page says, in its order, gets what it says."""
    before = blocks(AFTER[page]) if page in AFTER else []

    with patch.dict(METRICS), patch.dict(WRITERS):
        async with a_reader(tmp_path, monkeypatch, MODELS.get(page, Script())) as reader:
            for block in itertools.chain(before, *map(steps, blocks(page))):
                await asyncio.to_thread(reader.do, block)


def test_a_record_type_takes_less_than_fifty_lines() -> None:
    """docs/extending.md: one class, one template and one `RecordType`, and what asks for them."""
    first = itertools.takewhile(lambda block: block.kind != "toml", blocks("docs/extending.md"))

    assert sum(len(block.text.splitlines()) for block in first if block.note != "prints") < 60


def steps(block: Block) -> list[Block]:
    """Return a block, or the commands of a workflow: those that a step of it runs, but for installing."""
    if block.kind != "yaml":
        return [block]
    commands = re.findall(r"- run: (summarise .*)", block.text)
    assert commands
    return [block._replace(kind="sh", text=command, note="", words="") for command in commands]


@asynccontextmanager
async def a_reader(folder: Path, monkeypatch: pytest.MonkeyPatch, otherwise: Script) -> AsyncIterator[Reader]:
    """Give a reader whose model answers as recorded, else by a script."""
    model = recorded(otherwise)
    async with FaultServer(model) as server:
        environ = {
            "COLUMNS": "80",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "NO_COLOR": "1",
            "PYTHONPATH": str(ROOT),
            "SUMMARISER_BASE_URL": server.url,
            "SUMMARISER_PRICES": PRICES,
            "TERM": "dumb",
        }
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(furnished(folder / "here"))
        yield Reader(folder / "here", environ, model)


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
