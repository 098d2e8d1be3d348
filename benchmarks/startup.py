"""How long until something happens: imports, `--help`, and the first request: `python -m benchmarks.startup`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.articles import ROOT
from benchmarks.contending import (
    BARE,
    CURATOR,
    LANGEXTRACT,
    OURS,
    Contender,
    Job,
    command,
    environment,
    present,
    python_of,
)
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, report
from benchmarks.serving import serving

_IMPORTS = {
    OURS.name: "from summariser import Summariser",
    BARE.name: "import instructor, openai; instructor.from_openai(openai.AsyncOpenAI(api_key='none'))",
    LANGEXTRACT.name: "import langextract; langextract.extract",
    CURATOR.name: "from bespokelabs import curator; curator.LLM",
}
"""What a program does before it can name what it uses; the last names are looked up, as they may be loaded late."""
_HELP = "summarise --help"
_NOTHING = "python, nothing imported"
_TEXT = """\
Seconds of wall time from the start of a process, {rounds} rounds in turns, median (least–most), files in the
system's cache. *First request* is when the endpoint has received the first request about an article of two
sentences."""


class Started(NamedTuple):
    """Seconds until the imports are done, and until the endpoint has the first request; None where there is none."""

    imported: float
    asked: float | None = None


def benchmark(options: Options) -> Section:
    """Return the section on start-up time."""
    there = {one.name: one for one in present((OURS, BARE, LANGEXTRACT, CURATOR), options)}
    plain = {_NOTHING: ["-c", ""], _HELP: ["-m", "summariser", "--help"]}

    def turn(name: str) -> Started:
        if name in plain:
            return Started(timed([sys.executable, *plain[name]]))
        contender = there[name]
        imported = timed([python_of(contender, options), "-c", _IMPORTS[name]])
        return Started(imported, first_request(contender, options))

    names = [*plain, *there]
    if not options.small:
        in_turns(names, turn, 1)  # fills the system's cache
    runs = in_turns(names, turn, options.rounds)
    text = f"{_TEXT.format(rounds=options.rounds)}\n\n{table(runs)}"
    figures = {name: Spread.of([one.imported for one in turns]).median for name, turns in runs.items()}
    return Section("Start-up time", text, figures)


def timed(line: Sequence[str]) -> float:
    """Return the seconds that a command takes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        subprocess.run(line, cwd=ROOT, env=environment(folder), check=True, capture_output=True)  # noqa: S603 - this very program, or the Python chosen by whoever runs it
        return time.monotonic() - began


def first_request(contender: Contender, options: Options) -> float:
    """Return the seconds from the start of a contender's process to its first request."""
    with tempfile.TemporaryDirectory() as folder, serving(latency=0.0, answers="tiny") as server:
        line = command(contender, Job(server.url, "tiny", 1, folder, warm=False), options)
        began = time.monotonic()
        subprocess.run(line, cwd=ROOT, env=environment(folder), check=True, capture_output=True)  # noqa: S603 - as above
    return server.since(began)[0].received - began


def table(runs: Mapping[str, Sequence[Started]]) -> str:
    """Return a row for each way to start."""
    rows = []
    for name, turns in runs.items():
        asked = [turn.asked for turn in turns if turn.asked is not None]
        rows.append(
            (
                name,
                Spread.of([turn.imported for turn in turns]).shown(2),
                Spread.of(asked).shown(2) if asked else "–",
            )
        )
    return markdown(("", "imports done, or the command ended", "first request"), rows)


if __name__ == "__main__":
    report(benchmark, __doc__)
