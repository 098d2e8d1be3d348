"""An aligner in a process of its own: what it is given, what it found, what it took."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

from benchmarks.articles import ROOT
from benchmarks.contending import environment
from benchmarks.quotes import Quote, quotes, texts

Ends = tuple[int, int] | None
"""Where a quote was found: the start of its first character and the end of its last; None for nowhere."""
ANSWER = 20
"""Quotes that an answer about an article holds."""


class Aligner(NamedTuple):
    """One way to find quotes: its name in tables, its module, how it is called, and its Python."""

    name: str
    module: str
    how: str
    python: str


class Aligned(NamedTuple):
    """What an aligner found, in the order of the quotes, and the CPU seconds it took."""

    found: list[Ends]
    seconds: float
    version: str


def run(aligner: Aligner, of_each: int) -> Aligned:
    """Return what an aligner's process says of `of_each` quotes of every kind from every article.

    Raises:
        RuntimeError: It failed; the message ends with what it said last.
    """
    line = [aligner.python, "-m", f"benchmarks.contenders.{aligner.module}", aligner.how, str(of_each)]
    done = subprocess.run(line, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)  # noqa: S603 - chosen by whoever runs this
    if done.returncode:
        raise RuntimeError(f"{aligner.name} failed: {done.stderr[-2000:]}")
    found, seconds, named = json.loads(done.stdout.splitlines()[-1])
    return Aligned([tuple(one) if one else None for one in found], seconds, named)


def align(find: Callable[[list[str], list[Quote], str], list[Ends]], package: str) -> None:
    """Find the quotes on the command line and print where they are; a first one, of another text, is not measured."""
    how, of_each = sys.argv[1], int(sys.argv[2])
    find(["Both sides agreed to meet again."], [Quote("part of a sentence", 0, "agreed to meet", 0, 0)], how)
    wanted, articles = quotes(of_each), texts()
    before = time.process_time()
    found = find(articles, wanted, how)
    print(json.dumps([found, time.process_time() - before, version(package)]))  # noqa: T201 - whoever started this reads it
