"""Real processes that run the command line, started in milliseconds, to be killed or broken at any instant.

They are forked from a server that has imported everything once, so that a test can afford many of them.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from summariser.cli import main

LOOK = 0.001
"""Seconds between two looks at whether a process has ended."""

_IMPORTED = [
    "pytest",
    "summariser.cli.run",
    "summariser.report",
    "summariser.pipeline",
    "tests.forked",
    "tests.durability.running",
    "tests.soak.children",
]


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

    @property
    def store(self) -> Path:
        """The store it keeps answers in."""
        return Path(self.environ["SUMMARISER_STORE"])


def start(task: Task) -> BaseProcess:
    """Return a process that runs `task`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(target=_run, args=(task,))
    process.start()
    return process


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
