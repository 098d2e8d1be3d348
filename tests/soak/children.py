"""Real processes that run the command line and may be killed at any instant, started in milliseconds.

They are forked from a server that has imported everything once, so that a test can afford many of them.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from summariser.cli import main
from tests.faults import FaultServer

CONCURRENCY = 20
_LOOK = 0.001
_IMPORTED = [
    "pytest",
    "summariser.cli.run",
    "summariser.report",
    "summariser.pipeline",
    "tests.soak.children",
]


class Task(NamedTuple):
    """One run of the command line.

    Attributes:
        words: Its arguments.
        folder: Where it runs; its screen goes to `screen.txt` in it.
        environ: Variables it gets.
    """

    words: Sequence[str]
    folder: Path
    environ: Mapping[str, str]

    @property
    def store(self) -> Path:
        """The store it keeps answers in."""
        return Path(self.environ["SUMMARISER_STORE"])


@dataclass
class Child:
    """A running command.

    Attributes:
        started: When it was started, on the monotonic clock.
    """

    process: BaseProcess
    started: float

    def kill(self) -> float:
        """End it as `kill -9` does and return when."""
        self.process.kill()
        self.process.join()
        return _now()

    async def ended(self) -> int:
        """Return its exit code, once it has ended."""
        while self.process.is_alive():  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(_LOOK)
        return self.process.exitcode or 0


def start(task: Task) -> Child:
    """Return a process that runs `task`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(target=_run, args=(task,))
    process.start()
    return Child(process, _now())


def command(
    articles: Path, folder: Path, server: FaultServer, *, store: Path | None = None, only: str = "gist"
) -> Task:
    """Return a run over `articles` in `folder`, its output inside that, and its store too unless it has another."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["run", str(articles), "--out", "out"]
    environ = {
        "SUMMARISER_MODEL": "scripted",
        "SUMMARISER_CONCURRENCY": str(CONCURRENCY),
        "SUMMARISER_BASE_URL": server.url,
        "SUMMARISER_STORE": str(store or folder / "store" / "responses.sqlite"),
        "SUMMARISER_PROFILE": "general",
    }
    return Task([*words, *(["--only", only] if only else [])], folder, environ)


def sound(store: Path) -> bool:
    """Return whether SQLite finds nothing wrong with a store that nobody has open, if there is one yet."""
    if not store.exists():
        return True
    with closing(sqlite3.connect(store)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


async def until_delivered(server: FaultServer, count: int, child: Child) -> None:
    """Return when the server has delivered `count` answers, or the child has ended."""
    while server.ledger.delivered < count and child.process.is_alive():  # noqa: ASYNC110 - the same
        await asyncio.sleep(_LOOK)


def spread(kills: int, of: int, rng: random.Random) -> list[int]:
    """Return after how many answers of all to kill: the first at the very start, the last at the very end.

    >>> spread(3, 100, random.Random(0))[0], spread(3, 100, random.Random(0))[-1]
    (0, 100)
    """
    inner = sorted(rng.randrange(1, of) for _ in range(kills - 2))
    return [0, *inner, of]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _run(task: Task) -> None:
    """Run the command in this process, as a shell would have started it."""
    os.chdir(task.folder)
    os.environ.update(task.environ)
    screen = os.open("screen.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(screen, stream.fileno())
    main(list(task.words))
