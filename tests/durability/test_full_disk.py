"""A disk that is full, broken or read-only: a run stops asking, says why, and goes on when there is space again."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from summariser.store import SqliteResponses
from tests.durability.running import CONCURRENCY, articles, command, fail_from, paid_again, ran
from tests.faults import FaultServer, Plan
from tests.forked import Task
from tests.pipeline.scripted import Script

pytestmark = pytest.mark.posix

ARTICLES = 8


def largest_file(size: int) -> None:
    """Let no file of this process grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def kept(task: Task) -> int:
    """Return how many answers a run has stored."""
    with SqliteResponses(task.folder / "store" / "responses.sqlite") as store:
        return store.stats().rows


TROUBLES = [
    pytest.param(partial(largest_file, 2_000), id="2-kB"),
    pytest.param(partial(largest_file, 100_000), id="100-kB"),
    pytest.param(partial(largest_file, 200_000), id="200-kB"),
    pytest.param(partial(fail_from, 12, errno.ENOSPC), id="full-12"),
    pytest.param(partial(fail_from, 40, errno.EIO), id="broken-40"),
    *(
        pytest.param(partial(fail_from, step, code), id=f"{errno.errorcode[code]}-{step}", marks=pytest.mark.soak)
        for step in range(1, 51)
        for code in (errno.ENOSPC, errno.EIO)
    ),
]  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_run_stops_asking_and_goes_on_later(trouble: Callable[[], None], tmp_path: Path) -> None:
    """At most what was in flight is paid again; one clear message; with space again the same command ends well."""
    async with FaultServer(Script(), Plan(latency=(0.01, 0.05))) as server:
        task = command(tmp_path / "run", server, *articles(tmp_path / "articles", ARTICLES))
        code = await ran(task._replace(before=trouble))
        screen = task.screen
        unsaved = server.ledger.delivered - kept(task)
        again = await ran(task)

    assert code == 1, screen
    assert "Traceback" not in screen
    assert any(
        said in screen for said in ("is there space", "cannot use", "cannot lock", "No space", "disk")
    ), screen
    assert unsaved <= CONCURRENCY
    assert again == 0, task.screen
    assert paid_again(server.ledger) <= unsaved


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("what", ["store", "out"])
async def test_a_read_only_folder_is_told_before_anything_is_asked(what: str, tmp_path: Path) -> None:
    """A folder that may not be written to costs nothing."""
    async with FaultServer(Script()) as server:
        task = command(tmp_path / "run", server, *articles(tmp_path / "articles", 2))
        (task.folder / what).mkdir(mode=0o500)
        code = await ran(task)

    assert code == 1
    assert len(server.ledger) == 0
    assert "Traceback" not in task.screen
