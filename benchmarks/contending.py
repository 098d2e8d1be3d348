"""Ways to do the same work, each in a process of its own: what it is told, what it says, what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.articles import ROOT
from benchmarks.measuring import Options, peak, used

_OFFLINE = {
    "CURATOR_DISABLE_RICH_DISPLAY": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_OFFLINE": "1",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "TELEMETRY_ENABLED": "false",
}
"""Variables that keep the peers from calling home."""
_HIDDEN = ("SUMMARISER_", "OPENAI_")
"""Variables of whoever measures that would change what is measured begin so."""


@dataclass(frozen=True)
class Job:
    """What a contender is to do.

    Attributes:
        url: The endpoint.
        articles: Which articles, as `benchmarks.articles.articles` names them.
        number: How many.
        folder: Where it may keep what it keeps; there, and empty.
        concurrency: The most requests in flight.
        transport: The HTTP library, where there is a choice.
        retries: How often an unusable answer is asked for again, where there is a choice.
        warm: Whether a first article is done before the clock starts.
        stored: Whether all of it is done before the clock starts, so that a contender with a store asks nothing.
    """

    url: str
    articles: str
    number: int
    folder: str
    concurrency: int = 50
    transport: str = "httpx"
    retries: int = 1
    warm: bool = True
    stored: bool = False


@dataclass(frozen=True)
class Run:
    """What a contender's process says of its work; imports and what is done before the clock starts not counted.

    Attributes:
        began: When it began, on the clock that all processes of a machine share.
        seconds: How long it took.
        cpu: CPU seconds it took.
        peak: Most memory of the process in MB, imports included.
        found: Records in its result.
        versions: What did the work.
    """

    began: float
    seconds: float
    cpu: float
    peak: float
    found: int
    versions: dict[str, str] = field(default_factory=dict)


class Contender(NamedTuple):
    """One way to do the work.

    Attributes:
        name: Its name in tables.
        module: Its module in `benchmarks.contenders`.
        needs: What must be installed for it.
        differs: What of its job is its own.
    """

    name: str
    module: str
    needs: str = "summariser"
    differs: tuple[tuple[str, Any], ...] = ()


POSTING = Contender("posting alone", "posting", "aiohttp")
OURS = Contender("summariser", "ours", "aiohttp", (("transport", "aiohttp"),))
OURS_HTTPX = Contender("summariser (httpx)", "ours", differs=(("transport", "httpx"),))
OURS_STORED = Contender("summariser, all stored", "ours", "aiohttp", (("stored", True),))
BARE = Contender("instructor and a semaphore", "bare", "instructor")
LANGEXTRACT = Contender("LangExtract", "spans", "langextract")
CURATOR = Contender("bespokelabs-curator", "curated", "bespokelabs.curator")


def python_of(contender: Contender, options: Options) -> str:
    """Return the Python that runs a contender."""
    return {"spans": options.peers, "curated": options.curator}.get(contender.module, sys.executable)


def present(contenders: Sequence[Contender], options: Options) -> list[Contender]:
    """Return the contenders that are wanted and installed; what is missing is said on standard error."""
    wanted = [one for one in contenders if not options.only or one.module in options.only]
    there = [one for one in wanted if _has(python_of(one, options), one.needs)]
    for one in wanted:
        if one not in there:
            print(f"left out: {one.name}, no {one.needs} in {python_of(one, options)}", file=sys.stderr)  # noqa: T201 - the reason a row is missing
    return there


def _has(python: str, module: str) -> bool:
    code = (
        "import importlib.util as u, sys\n"
        f"names = {module!r}.split('.')\n"
        "sys.exit(not all(u.find_spec('.'.join(names[:n + 1])) for n in range(len(names))))"
    )
    done = subprocess.run([python, "-c", code], check=False, capture_output=True, env=environment(), cwd=ROOT)  # noqa: S603 - chosen by whoever runs this
    return done.returncode == 0


def command(contender: Contender, job: Job, options: Options) -> list[str]:
    """Return the command line of a contender's process."""
    given = json.dumps(vars(job) | dict(contender.differs))
    return [python_of(contender, options), "-m", f"benchmarks.contenders.{contender.module}", given]


def environment(folder: str | None = None) -> dict[str, str]:
    """Return the variables of a contender's process: this checkout first, and no word to anybody.

    Args:
        folder: Where libraries are to keep what they would keep at home.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)}
    ours = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    home = {"HF_HOME": folder, "CURATOR_CACHE_DIR": f"{folder}/curator"} if folder else {}
    return kept | _OFFLINE | ours | home


def work(contender: Contender, job: Job, options: Options) -> Run:
    """Return what a contender's process says of its work.

    Raises:
        RuntimeError: It failed; the message ends with what it said last.
    """
    done = subprocess.run(  # noqa: S603 - this very program, or the Python chosen by whoever runs it
        command(contender, job, options),
        cwd=ROOT,
        env=environment(job.folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{contender.name} failed: {done.stderr[-2000:]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def contend(prepare: Callable[[Job], Callable[[], int]], versions: Callable[[], dict[str, str]]) -> None:
    """Do the job on the command line and print what it took.

    Args:
        prepare: Does everything that is not measured and returns the work.
        versions: Names what did the work.
    """
    job = Job(**json.loads(sys.argv[1]))
    act = prepare(job)
    cpu, began = used(), time.monotonic()
    found = act()
    seconds, spent = time.monotonic() - began, used() - cpu
    run = Run(began=began, seconds=seconds, cpu=spent, peak=peak(), found=found, versions=versions())
    print(json.dumps(vars(run)))  # noqa: T201 - whoever started this reads it
