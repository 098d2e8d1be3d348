"""How anything here is measured: in turns, by median and spread, shown with the machine it was measured on."""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

ROUNDS = 5
_T = TypeVar("_T")
_MB = 2**20


class Options(NamedTuple):
    """How to measure.

    Attributes:
        small: Whether to measure little: every figure is there, and none means much.
        rounds: How often each contender has its turn.
        peers: The Python that has the extra `bench`.
        curator: The Python that has bespokelabs-curator.
        only: Modules of the contenders to measure; all when empty.
    """

    small: bool = False
    rounds: int = ROUNDS
    peers: str = sys.executable
    curator: str = sys.executable
    only: tuple[str, ...] = ()


class Section(NamedTuple):
    """What one benchmark says.

    Attributes:
        title: Its heading.
        text: Its Markdown.
        figures: Its numbers by name, for whoever reads them by machine.
    """

    title: str
    text: str
    figures: Mapping[str, float]


class Spread(NamedTuple):
    """The median of several measurements, the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of `values`, which must not be empty."""
        return cls(statistics.median(values), min(values), max(values))

    def shown(self, digits: int = 1) -> str:
        """Return it for a table.

        >>> Spread(1.5, 1.25, 2.0).shown(2)
        '1.50 (1.25–2.00)'
        """
        median, least, most = (f"{value:,.{digits}f}" for value in self)
        return median if least == most else f"{median} ({least}–{most})"


def in_turns(names: Sequence[str], measure: Callable[[str], _T], rounds: int) -> dict[str, list[_T]]:
    """Return each contender's measurements, one of each in every round, so that all see the same weather.

    Every other round goes backwards, so that none always follows the same one.

    >>> in_turns(["a", "b"], str.upper, 2)
    {'a': ['A', 'A'], 'b': ['B', 'B']}
    """
    made: dict[str, list[_T]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            made[name].append(measure(name))
    return made


def ratios(first: Sequence[float], second: Sequence[float]) -> Spread:
    """Return how many times the second `first` is, round by round.

    >>> ratios([2.0, 9.0, 8.0], [1.0, 3.0, 2.0])
    Spread(median=3.0, least=2.0, most=4.0)
    """
    return Spread.of([one / other for one, other in zip(first, second, strict=True)])


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the slope of `values` over `sizes` on logarithmic axes: 1 is linear growth, 2 quadratic.

    >>> exponent([1, 2, 4], [3, 6, 12])
    1.0
    """
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    return round(statistics.linear_regression(xs, ys).slope, 9)


def markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table; every column but the first is aligned to the right.

    >>> print(markdown(["what", "n"], [["a", 1]]))
    | what | n |
    |---|---:|
    | a | 1 |
    """
    shown = ["| " + " | ".join(str(cell) for cell in line) + " |" for line in [header, *rows]]
    return "\n".join([shown[0], "|---|" + "---:|" * (len(header) - 1), *shown[1:]])


def used() -> float:
    """Return the CPU seconds of this process and its ended children so far, user and system, all threads."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def peak() -> float:
    """Return the most memory this process has held, in MB."""
    import resource  # noqa: PLC0415 - not on Windows, where all but this and `machine` works

    per_mb = _MB if sys.platform == "darwin" else _MB / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_mb


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{_processor()}, {os.cpu_count()} logical cores",
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "load before the start": ", ".join(f"{one:.2f}" for one in os.getloadavg()) + " (1, 5, 15 minutes)",
    }


def _processor() -> str:
    """Return the name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def report(benchmark: Callable[[Options], Section], about: str | None) -> None:
    """Run a benchmark as the command line says, and print its section."""
    section = benchmark(options_of(parser(about).parse_args()))
    print(f"## {section.title}\n\n{section.text}")  # noqa: T201 - the figures are the output


def parser(about: str | None) -> argparse.ArgumentParser:
    """Return what reads the command line of a benchmark, described by the docstring of its module."""
    made = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    made.add_argument("--small", action="store_true", help="measure little, in seconds")
    made.add_argument("--rounds", type=int, help=f"turns of each contender; {ROUNDS}, or 1 when small")
    made.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="has the extra bench")
    made.add_argument("--curator", metavar="PYTHON", help="has bespokelabs-curator; as --peers unless given")
    made.add_argument("--only", default="", metavar="MODULES", help="contenders, such as ours,bare")
    return made


def options_of(given: argparse.Namespace) -> Options:
    """Return the options that a command line gives."""
    rounds = given.rounds or (1 if given.small else ROUNDS)
    only = tuple(name for name in given.only.split(",") if name)
    return Options(given.small, rounds, given.peers, given.curator or given.peers, only)
