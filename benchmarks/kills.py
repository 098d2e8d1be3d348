"""Calls that are asked again after kill -9: `python -m benchmarks.kills`.

A run is killed when the endpoint has seen a quarter, half and three quarters
of its requests, then started again with the same command, until it ends. A
perfect client asks again what was in flight, which nobody can avoid, and
nothing that had been answered.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.articles import ANSWERS, KINDS, ROOT, item_of
from benchmarks.contending import (
    BARE,
    CURATOR,
    LANGEXTRACT,
    OURS,
    Contender,
    Job,
    Run,
    command,
    environment,
    present,
)
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, report
from benchmarks.serving import Row, rows_of
from tests.faults import FaultServer, Plan

LATENCY, CONCURRENCY = 0.2, 50
NUMBER, NUMBER_SMALL = 100, 20
SHARES = (0.25, 0.5, 0.75)
_TEXT = """\
{number} articles of two sentences, {requests} requests, {latency:g} ms latency, at most {concurrency} in
flight, killed by `kill -9` when the endpoint had received {shares} of them, then run again to the end; {rounds}
kills each in turns, median (least–most). *In flight* were requests whose answer had not gone out: they have to
be asked again. *Answered and asked again* is what was paid twice for nothing; {age}"""


class Killed(NamedTuple):
    """What a kill cost.

    Attributes:
        items: Items of the job.
        again: Requests of the second run about items that the first had asked.
        answered: Of them, those that had been answered.
        oldest: Seconds by which the oldest of those answers came before the kill.
        complete: Whether the second run ended with every record.
    """

    items: int
    again: int
    answered: int
    oldest: float
    complete: bool


def benchmark(options: Options) -> Section:
    """Return the section on kills."""
    there = {one.name: one for one in present((OURS, BARE, LANGEXTRACT, CURATOR), options)}
    number = NUMBER_SMALL if options.small else NUMBER
    shares = {name: cycle(SHARES) for name in there}
    turns = 1 if options.small else -(-options.rounds // len(SHARES)) * len(SHARES)

    def turn(name: str) -> Killed:
        return asyncio.run(kill(there[name], number, next(shares[name]), options))

    runs = in_turns(list(there), turn, turns)
    oldest = max((one.oldest for one in runs.get(OURS.name, ())), default=0.0)
    text = _TEXT.format(
        number=number,
        requests=number * len(KINDS),
        latency=1000 * LATENCY,
        concurrency=CONCURRENCY,
        shares=", ".join(f"{share:.0%}" for share in islice(SHARES, turns)),
        rounds=turns,
        age=f"the oldest of those answers to `summariser` was {1000 * oldest:.0f} ms old.",
    )
    return Section("Calls asked again after kill -9", f"{text}\n\n{table(runs)}", figures_of(runs))


async def kill(contender: Contender, number: int, share: float, options: Options) -> Killed:
    """Return what killing a contender costs once the endpoint has received that share of its requests.

    Raises:
        RuntimeError: A run failed, or ended before it was killed; the message ends with what it said last.
    """
    with tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as said:
        async with FaultServer(ANSWERS["tiny"](), Plan(latency=LATENCY, key_of=item_of)) as server:
            job = Job(server.url, "tiny", number, kept, concurrency=CONCURRENCY, warm=False)
            first = await _start(contender, job, options, said)
            while sum(1 for row in server.ledger if row.key) < share * number * len(KINDS):
                if first.returncode is not None:
                    raise RuntimeError(f"{contender.name} ended too soon: {_told(said, 'errors')[-2000:]}")
                await asyncio.sleep(0.001)
            first.kill()
            killed = time.monotonic()
            await first.wait()
            if await (await _start(contender, job, options, said)).wait():
                raise RuntimeError(f"{contender.name} failed: {_told(said, 'errors')[-2000:]}")
            run = Run(**json.loads(_told(said, "output").splitlines()[-1]))
            return cost(rows_of(server.ledger), killed, number, complete=run.found == number)


async def _start(contender: Contender, job: Job, options: Options, said: str) -> asyncio.subprocess.Process:
    """Start a contender that writes to files in `said`: a pipe that nobody reads would hold it up."""
    with Path(said, "output").open("wb") as output, Path(said, "errors").open("wb") as errors:  # noqa: ASYNC230 - opened in no time
        return await asyncio.create_subprocess_exec(
            *command(contender, job, options),
            cwd=ROOT,
            env=environment(job.folder),
            stdout=output,
            stderr=errors,
        )


def _told(said: str, name: str) -> str:
    return Path(said, name).read_text("utf-8")


def cost(rows: Sequence[Row], killed: float, number: int, *, complete: bool) -> Killed:
    """Return what a kill at `killed` cost, from what the endpoint saw before and after."""
    before = [row for row in rows if row.item and row.received <= killed]
    asked = {row.item for row in before}
    answered = {row.item: row.answered for row in before if row.answered and row.answered <= killed}
    again = [row.item for row in rows if row.received > killed and row.item in asked]
    ages = [killed - answered[item] for item in again if item in answered]
    return Killed(number * len(KINDS), len(again), len(ages), max(ages, default=0.0), complete)


def table(runs: Mapping[str, Sequence[Killed]]) -> str:
    """Return a row for each contender."""
    rows = [
        (
            name,
            Spread.of([turn.again for turn in turns]).shown(0),
            Spread.of([turn.again - turn.answered for turn in turns]).shown(0),
            Spread.of([turn.answered for turn in turns]).shown(0),
            Spread.of([100 * turn.again / turn.items for turn in turns]).shown(0),
            f"{sum(turn.complete for turn in turns)} of {len(turns)}",
        )
        for name, turns in runs.items()
    ]
    header = (
        "",
        "asked again",
        "in flight",
        "answered and asked again",
        "% of the job",
        "complete in the end",
    )
    return markdown(header, rows)


def figures_of(runs: Mapping[str, Sequence[Killed]]) -> dict[str, float]:
    """Return the median of answers asked again, by contender."""
    return {
        f"answered and asked again {name}": Spread.of([turn.answered for turn in turns]).median
        for name, turns in runs.items()
    }


if __name__ == "__main__":
    report(benchmark, __doc__)
