"""Processes that run the command line over many articles, and what is killed when."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests import forked
from tests.faults import FaultServer
from tests.forked import LOOK, Task

CONCURRENCY = 20


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
            await asyncio.sleep(LOOK)
        return self.process.exitcode or 0


def start(task: Task) -> Child:
    """Return a process that runs `task`, and when it was started."""
    return Child(forked.start(task), _now())


def command(
    articles: Path, folder: Path, server: FaultServer, *, store: Path | None = None, only: str = "gist"
) -> Task:
    """Return a run over `articles` in `folder`, its output inside that, and its store too unless it has another."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["run", str(articles), "--out", "out", "--yes"]
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
        await asyncio.sleep(LOOK)


def spread(kills: int, of: int, rng: random.Random) -> list[int]:
    """Return after how many answers of all to kill: the first at the very start, the last at the very end.

    >>> spread(3, 100, random.Random(0))[0], spread(3, 100, random.Random(0))[-1]
    (0, 100)
    """
    inner = sorted(rng.randrange(1, of) for _ in range(kills - 2))
    return [0, *inner, of]


def _now() -> float:
    return asyncio.get_running_loop().time()
