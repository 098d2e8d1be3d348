"""A second run asks for what changed and for nothing else, and the same inputs make the same bytes."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
from pydantic import Field

from summariser import Document, Settings
from summariser.records import GistSentence, RecordType
from summariser.records.base import Slot
from tests.faults import FaultServer, Plan
from tests.forked import Task
from tests.soak.children import command, start
from tests.soak.corpus import answer, item_of, text_of, write_articles
from tests.soak.figures import Figure
from tests.soak.inside import GIST, documents, run, settings_for
from tests.soak.outputs import different
from tests.soak.package import ROOT, Edit, copied

N = 12


class OtherGist(GistSentence):
    """One sentence of a gist, described to the model in other words."""

    text: Annotated[str, Slot("display", "text", proof="figures")] = Field(description="One short sentence.")


class Second(NamedTuple):
    """What the second run is made with."""

    settings: Settings
    documents: list[Document]
    record_types: tuple[RecordType, ...] = GIST


def _unchanged(settings: Settings, folder: Path) -> Second:
    return Second(settings, documents(N))


def _edited(settings: Settings, folder: Path) -> Second:
    first, *others = documents(N)
    return Second(settings, [Document.from_text(first.text + "\nMore is to follow.\n", id=first.id), *others])


def _renamed(settings: Settings, folder: Path) -> Second:
    first, *others = documents(N)
    return Second(settings, [Document.from_text(first.text, id="renamed"), *others])


def _added(settings: Settings, folder: Path) -> Second:
    return Second(settings, documents(N + 1))


def _removed(settings: Settings, folder: Path) -> Second:
    return Second(settings, documents(N - 1))


def _other_prompt(settings: Settings, folder: Path) -> Second:
    shutil.copytree(ROOT / "prompts" / "extract-v2", folder / "mine")
    with (folder / "mine" / "gist.j2").open("a", encoding="utf-8") as file:
        file.write("\nWrite plainly.\n")
    return Second(settings.model_copy(update={"prompts": folder / "mine"}), documents(N))


def _other_model(settings: Settings, folder: Path) -> Second:
    return Second(settings.model_copy(update={"model": "another"}), documents(N))


def _other_schema(settings: Settings, folder: Path) -> Second:
    return Second(settings, documents(N), (RecordType("gist", OtherGist, "gist", 0.5),))


@pytest.mark.parametrize(
    ("change", "asked_again"),
    [
        (_unchanged, 0),
        (_edited, 1),
        (_renamed, 0),
        (_added, 1),
        (_removed, 0),
        (_other_prompt, N),
        (_other_model, N),
        (_other_schema, N),
    ],
)
async def test_only_what_changed_is_asked_again(
    change: Callable[[Settings, Path], Second], asked_again: int, tmp_path: Path
) -> None:
    """An article costs one request when its text, the prompt, the model or the schema changes, and none otherwise."""
    async with FaultServer(answer) as server:
        settings = settings_for(server, tmp_path)
        await run(settings, documents(N))
        before = len(server.ledger)
        ran = await run(*change(settings, tmp_path))

    assert ran.lost == 0
    assert before == N
    assert len(server.ledger) - before == asked_again == ran.run.totals.usage.asked


NEW_RULES = (
    Edit("summariser/ground/prove.py", "    flaw = record.flaw()\n", '    flaw = "too short for us"\n'),
    Edit("summariser/report/markdown.py", "# Report on", "# Our report on"),
)
"""A stricter check of records, and another layout of the report."""


@pytest.mark.posix
async def test_new_rules_and_a_new_report_cost_nothing_but_the_reasks(tmp_path: Path) -> None:
    """A release that checks and reports differently reads the stored answers: no article is asked about again."""
    articles = write_articles(tmp_path / "articles", 3)
    async with FaultServer(answer, Plan(key_of=item_of)) as server:
        task = command(articles, tmp_path, server)
        first = await start(task).ended()
        before = (tmp_path / "out" / "report.md").read_text("utf-8")
        second = await _python(task, copied(tmp_path / "next", NEW_RULES))
        mains = [entry.key for entry in server.ledger if " main " in entry.key]
    after = (tmp_path / "out" / "report.md").read_text("utf-8")

    assert (first, second) == (0, 0)
    assert before.startswith("# Report on")
    assert after.startswith("# Our report on")
    assert len(mains) == len(set(mains)) == 3


@pytest.mark.posix
@pytest.mark.parametrize("runs", [3, pytest.param(20, marks=pytest.mark.soak)])
async def test_the_same_inputs_make_the_same_bytes(runs: int, tmp_path: Path, figure: Figure) -> None:
    """Concurrency, order of arrival, language and time zone leave no trace, nor do hash seeds (long form)."""
    articles = write_articles(tmp_path / "articles", 6)
    folders = []
    for number in range(runs):
        rng = random.Random(number)  # noqa: S311 - orders, not a secret
        async with FaultServer(answer, Plan(seed=number, latency=(0, 0.1), key_of=item_of)) as server:
            task = command(articles, tmp_path / str(number), server, only="plan_terms,actors,gist")
            task = task._replace(environ={**task.environ, **_surroundings(rng)})
            assert await (start(task).ended() if runs < 20 else _python(task, ROOT)) == 0
        folders.append(task.folder / "out")
    changed = sorted({file for folder in folders[1:] for file in different(folders[0], folder)})

    figure("P22", runs=runs, different_files=len(changed))
    assert changed == []


def _surroundings(rng: random.Random) -> dict[str, str]:
    return {
        "PYTHONHASHSEED": str(rng.randrange(2**32)),
        "SUMMARISER_CONCURRENCY": rng.choice(("1", "4", "32")),
        "LC_ALL": rng.choice(("C", "C.UTF-8")),
        "TZ": rng.choice(("UTC", "Asia/Kathmandu", "America/St_Johns")),
    }


async def _python(task: Task, path: Path) -> int:
    """Return the exit code of a run in an interpreter of its own that takes the package from `path`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from summariser.cli import main; main()",
        *task.words,
        cwd=task.folder,
        env={**os.environ, "PYTHONPATH": str(path), **task.environ},
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


def test_an_edit_of_the_package_must_fit(tmp_path: Path) -> None:
    """A change that finds nothing to change is an error, not a run of the package as it is."""
    with pytest.raises(ValueError, match="0 times"):
        copied(tmp_path / "copy", [Edit("summariser/fold.py", text_of(1), "")])
