"""Processes that run the command line and die, or find the disk failing, at a step that the test names."""

from __future__ import annotations

import asyncio
import errno
import itertools
import os
import signal
import sqlite3
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.faults import FaultServer, Ledger
from tests.forked import LOOK, Task, start

STEPS = ("open", "mkdir", "replace", "rename", "unlink", "fsync")
"""Calls of the operating system that change a disk, or may."""

STATEMENTS = ("BEGIN", "COMMIT", "PRAGMA")
"""What SQLite is told that reaches the disk, or may."""

CONCURRENCY = 4
_TEXT = "The Lake Orvel accord, article {}. Under it, Tolvia would pump no more than {} million cubic metres a year."

Step = Callable[[int], None]


async def ended(process: BaseProcess, *, within: float = 60) -> int:
    """Return a process's exit code once it has ended; minus the number of the signal that ended it."""
    async with asyncio.timeout(within):
        while process.is_alive():  # noqa: ASYNC110 - a process of another module, which tells no event loop
            await asyncio.sleep(LOOK)
    return process.exitcode or 0


async def ran(task: Task) -> int:
    """Return the exit code of a process that runs `task`."""
    return await ended(start(task))


def command(folder: Path, server: FaultServer, *paths: Path, **settings: object) -> Task:
    """Return a run over `paths` that keeps its output and its store in `folder`."""
    folder.mkdir(exist_ok=True)
    given = {
        "model": "scripted",
        "base_url": server.url,
        "store": folder / "store" / "responses.sqlite",
        "concurrency": CONCURRENCY,
        "transport": "httpx",
    }
    environ = {f"SUMMARISER_{name.upper()}": str(value) for name, value in (given | settings).items()}
    return Task(["run", *map(str, paths), "--out", "out", "--only", "gist,plan_terms"], folder, environ)


def articles(folder: Path, count: int) -> list[Path]:
    """Write so many articles."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"article{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(_TEXT.format(number, number + 30), "utf-8")
    return paths


def paid_again(ledger: Ledger) -> int:
    """Return how many requests were charged whose answer had been delivered before."""
    again, had = 0, set()
    for entry in ledger:
        again += entry.billed is not None and entry.key in had
        if entry.delivered:
            had.add(entry.key)
    return again


def kill_at(step: int) -> None:
    """Make this process end itself, as by `kill -9`, at its `step`-th step to the disk."""

    def die(number: int) -> None:
        if number == step:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(die)


def fail_from(step: int, code: int) -> None:
    """Make every step to the disk of this process fail from the `step`-th on, as on a full or broken disk."""

    def fail(number: int) -> None:
        if number >= step:
            raise OSError(code, os.strerror(code))

    _watch(fail)


def _watch(step: Step) -> None:
    """Call `step` with the number of each step to the disk, before it is taken."""
    numbers = itertools.count(1)

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - any call of the os module
            if real is not _OPEN or args[1] & (os.O_WRONLY | os.O_RDWR):
                step(next(numbers))
            return real(*args, **options)

        return call

    class Watched(sqlite3.Connection):
        """A connection whose statements are steps."""

        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:  # noqa: ANN401 - values of a row
            if sql.startswith(STATEMENTS):
                try:
                    step(next(numbers))
                except OSError as error:
                    full = error.errno == errno.ENOSPC
                    raise sqlite3.OperationalError(
                        "database or disk is full" if full else "disk I/O error"
                    ) from error
            return super().execute(sql, *args)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **options: connect(*args, factory=Watched, **options)  # type: ignore[assignment]  # fewer overloads
    for name in STEPS:
        setattr(os, name, watched(getattr(os, name)))


_OPEN = os.open
