"""A run killed at any step to the disk: its folder is the old one or the new one, whole, and it goes on from there."""

from __future__ import annotations

import json
import shutil
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from tests.durability.running import CONCURRENCY, articles, command, kill_at, paid_again, ran
from tests.faults import FaultServer, Ledger
from tests.forked import Task
from tests.pipeline.scripted import Script

pytestmark = pytest.mark.posix

MOST_STEPS = 400
RUN = "run.json"


def visible(folder: Path) -> dict[str, bytes]:
    """Return the files that a user sees in an output folder, but for its ledger."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name != RUN}


def complete(folder: Path) -> bool:
    """Return whether an output folder says it is complete, and if so, make sure that it is."""
    if not (folder / RUN).exists():
        return False
    listed = json.loads((folder / RUN).read_text("utf-8"))["files"]
    assert listed == {name: sha256(data).hexdigest() for name, data in visible(folder).items()}
    return True


@pytest.mark.parametrize(
    "every", [pytest.param(23, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)]
)
async def test_killed_at_a_step_a_run_goes_on_from_there(every: int, tmp_path: Path) -> None:
    """No file is ever torn, a ledger means a complete folder, and the same command ends as if nothing had been."""
    async with FaultServer(Script()) as server:
        paths = articles(tmp_path / "articles", 3)
        before = command(tmp_path / "before", server, *paths[:2])
        after = command(tmp_path / "after", server, *paths)
        assert [await ran(before), await ran(after)] == [0, 0]
        old, new = visible(before.folder / "out"), visible(after.folder / "out")
        for step in range(1, MOST_STEPS, every):
            server.ledger = Ledger()
            code, task = await _killed(before, step, paths, server)
            left = visible(task.folder / "out")
            torn = [name for name, data in left.items() if data not in (old.get(name), new.get(name))]
            assert torn == []
            assert not complete(task.folder / "out") or left in (old, new)
            assert await ran(task) == 0, task.screen
            assert complete(task.folder / "out")
            assert visible(task.folder / "out") == new
            assert paid_again(server.ledger) <= CONCURRENCY
            shutil.rmtree(task.folder)
            if code == 0:
                break

    assert code == 0, "the last step was never reached"


async def _killed(before: Task, step: int, paths: list[Path], server: FaultServer) -> tuple[int, Task]:
    """Return the exit code of a run that is killed at `step`, in a copy of a folder, and the same run undisturbed."""
    folder = before.folder.with_name(f"step{step}")
    shutil.copytree(before.folder, folder)
    task = command(folder, server, *paths)
    return await ran(task._replace(before=partial(kill_at, step))), task
