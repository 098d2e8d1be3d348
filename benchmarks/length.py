"""How the cost of an article grows with its length: `python -m benchmarks.length`.

The articles grow, the records in the answers stay the same, so that what
grows is the work on the text: labelling it, sending it, finding quotes in it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.contending import BARE, CURATOR, LANGEXTRACT, OURS, Contender, Job, present, work
from benchmarks.measuring import Options, Section, Spread, exponent, in_turns, markdown, report
from benchmarks.serving import serving

SIZES, SIZES_SMALL = (6_000, 12_000, 24_000, 48_000), (6_000, 12_000)
NUMBER = 2
_TEXT = """\
CPU ms of the client for an article of so many characters, six requests, no latency, {rounds} rounds in turns,
median (least–most). *Exponent* is the slope on logarithmic axes: 0 is no growth, 1 linear, 2 quadratic. *Sent*
is the size of all requests about the longest article over its own."""


class Cost(NamedTuple):
    """What an article cost: CPU seconds, and bytes sent about it."""

    cpu: float
    sent: float


def benchmark(options: Options) -> Section:
    """Return the section on length."""
    there = present((OURS, BARE, LANGEXTRACT, CURATOR), options)
    sizes = SIZES_SMALL if options.small else SIZES
    jobs = {f"{one.name} {size}": (one, size) for size in sizes for one in there}
    runs = in_turns(list(jobs), lambda name: measured(*jobs[name], options), options.rounds)
    by_size = {one.name: {size: runs[f"{one.name} {size}"] for size in sizes} for one in there}
    figures = {f"exponent {name}": slope(costs) for name, costs in by_size.items()}
    return Section(
        "Growth with an article's length",
        f"{_TEXT.format(rounds=options.rounds)}\n\n{table(by_size, sizes)}",
        figures,
    )


def measured(contender: Contender, size: int, options: Options) -> Cost:
    """Return what an article of `size` characters costs a contender."""
    which = f"long-{size}"
    with tempfile.TemporaryDirectory() as folder, serving(latency=0.0, answers="seeds") as server:
        run = work(contender, Job(server.url, which, NUMBER, folder), options)
    return Cost(run.cpu / NUMBER, sum(row.sent for row in server.since(run.began)) / NUMBER)


def slope(costs: Mapping[int, Sequence[Cost]]) -> float:
    """Return the exponent by which the median cost grows."""
    return exponent(list(costs), [Spread.of([one.cpu for one in turns]).median for turns in costs.values()])


def table(by_size: Mapping[str, Mapping[int, Sequence[Cost]]], sizes: Sequence[int]) -> str:
    """Return a row for each contender."""
    longest = max(sizes)
    rows = [
        (
            name,
            *(Spread.of([1000 * one.cpu for one in costs[size]]).shown(0) for size in sizes),
            f"{slope(costs):.2f}",
            f"{costs[longest][-1].sent / longest:.1f}×",
        )
        for name, costs in by_size.items()
    ]
    return markdown(("", *(f"{size:,}" for size in sizes), "exponent", "sent"), rows)


if __name__ == "__main__":
    report(benchmark, __doc__)
