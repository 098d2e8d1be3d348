"""Real processes that run the command line and die, or find the disk failing, at a step that the test names.

They are forked from a server that has imported everything once, so that a test can afford many of them.
"""

from __future__ import annotations

import asyncio
import errno
import itertools
import multiprocessing
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from summariser.cli import main
from tests.faults import FaultServer, Ledger

STEPS = ("open", "mkdir", "replace", "rename", "unlink", "fsync")
"""Calls of the operating system that change a disk, or may."""

STATEMENTS = ("BEGIN", "COMMIT", "PRAGMA")
"""What SQLite is told that reaches the disk, or may."""

CONCURRENCY = 4
_IMPORTED = [
    "pytest",
    "summariser.cli.run",
    "summariser.report",
    "summariser.pipeline",
    "tests.durability.running",
]
_TEXT = "The Lake Orvel accord, article {}. Under it, Tolvia would pump no more than {} million cubic metres a year."

Step = Callable[[int], None]


class Task(NamedTuple):
    """One run of the command line.

    Attributes:
        words: Its arguments.
        folder: Where it runs; its screen goes to `screen.txt` in it.
        environ: Variables it gets.
        before: Called in its process before it begins.
    """

    words: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    before: Callable[[], None] | None = None

    @property
    def screen(self) -> str:
        """What it and those before it printed."""
        return (self.folder / "screen.txt").read_text("utf-8")


def start(task: Task) -> BaseProcess:
    """Return a process that runs `task`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(target=_run, args=(task,))
    process.start()
    return process


async def ended(process: BaseProcess, *, within: float = 60) -> int:
    """Return a process's exit code once it has ended; minus the number of the signal that ended it."""
    async with asyncio.timeout(within):
        while process.is_alive():  # noqa: ASYNC110 - a process of another module, which tells no event loop
            await asyncio.sleep(0.001)
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


def _run(task: Task) -> None:
    """Run the command in this process, as a shell would have started it."""
    os.chdir(task.folder)
    os.environ.update(task.environ)
    screen = os.open("screen.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(screen, stream.fileno())
    if task.before:
        task.before()
    main(list(task.words))
