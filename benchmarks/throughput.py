"""Articles per second and CPU per request, against peers and the physical limit: `python -m benchmarks.throughput`.

All contenders ask the same loopback server, with the same latency, as many
requests at a time, about the same articles, once for each of the six record
types. What a client costs is seen on articles of two sentences; what an
article costs, on real ones with a model's recorded answers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.contending import (
    BARE,
    CURATOR,
    LANGEXTRACT,
    OURS,
    OURS_HTTPX,
    OURS_STORED,
    POSTING,
    Contender,
    Job,
    present,
    work,
)
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, ratios, report
from benchmarks.serving import serving

LATENCY, CONCURRENCY = 0.2, 50
NUMBER = {"tiny": 400, "seeds": 20}
SMALL = {"tiny": 10}
CONTENDERS = (POSTING, OURS, OURS_HTTPX, OURS_STORED, BARE, LANGEXTRACT, CURATOR)
_TITLES = {"tiny": "Articles of two sentences", "seeds": "News articles of 3 to 15 thousand characters"}
_TEXT = """\
{contenders} contenders in turns, {rounds} rounds, {latency:g} ms latency, at most {concurrency} requests in
flight; median (least–most). The limit of a contender is its own number of requests × latency ÷ concurrency, so
the share of it that it reaches counts its own requests alone. *Posting alone* posts the same articles with no
library and reads nothing: what the server and this machine allow. CPU is that of the client's process, imports
and a first article not counted. *All stored* is a second run, answered from the store: what is left is the work
on the article, so the rest of a first run's CPU is the client's. News articles are the five seeds over and
over, each time with another sentence in the middle, and the recorded answers of a model."""
_DIFFERENCES = """\
What differs: `summariser` sends its own prompts, asks again for records it cannot prove, stores every answer
and proves every record. *Instructor* gets the article and a line that names the task, with the same record
types as response models; one re-ask, nothing stored. *LangExtract* gets the same line as additional context,
one example, whole articles as chunks (its default of 1,000 characters would take several times as many
requests), and batches of {batch} requests; it aligns one quote of each record. *bespokelabs-curator* has one
schema for all record types and no limits of rate, and stores every answer."""


class Measured(NamedTuple):
    """One turn of one contender.

    Attributes:
        cpu: CPU seconds of the client.
        found: Records in its result.
        server: CPU seconds of the server, its own start included.
    """

    articles: int
    requests: int
    seconds: float
    cpu: float
    found: int
    server: float

    @property
    def rate(self) -> float:
        """Articles per second."""
        return self.articles / self.seconds

    @property
    def share(self) -> float:
        """Share of the physical limit."""
        return self.requests * LATENCY / CONCURRENCY / self.seconds


def benchmark(options: Options) -> Section:
    """Return the section on throughput."""
    there = present(CONTENDERS, options)
    tables: list[str] = []
    figures: dict[str, float] = {}
    for which, number in (SMALL if options.small else NUMBER).items():
        runs = in_turns([one.name for one in there], _turn(there, which, number, options), options.rounds)
        tables.append(f"### {_TITLES[which]}: {number}\n\n{table(runs)}\n\n{costs(runs)}")
        figures |= {f"{which} {name}": value for name, value in figures_of(runs).items()}
    about = _TEXT.format(
        contenders=len(there), rounds=options.rounds, latency=1000 * LATENCY, concurrency=CONCURRENCY
    )
    text = "\n\n".join([about, *tables, _DIFFERENCES.format(batch=20 * CONCURRENCY)])
    return Section("Throughput", text, figures)


def _turn(there: Sequence[Contender], which: str, number: int, options: Options) -> Callable[[str], Measured]:
    """Return what measures one turn of the contender with some name."""
    by_name = {one.name: one for one in there}

    def measure(name: str) -> Measured:
        with tempfile.TemporaryDirectory() as folder, serving(latency=LATENCY, answers=which) as server:
            job = Job(server.url, which, number, folder, concurrency=CONCURRENCY)
            run = work(by_name[name], job, options)
        asked = len(server.since(run.began))
        return Measured(number, asked, run.seconds, run.cpu, run.found, server.cpu)

    return measure


def table(runs: Mapping[str, Sequence[Measured]]) -> str:
    """Return a row for each contender."""
    ours = runs.get(OURS.name)
    rows = []
    for name, turns in runs.items():
        asked = Spread.of([turn.requests for turn in turns]).median
        rows.append(
            (
                name,
                Spread.of([turn.rate for turn in turns]).shown(),
                ratios([turn.rate for turn in turns], [turn.rate for turn in ours]).shown(2) if ours else "–",
                f"{asked:,.0f}",
                Spread.of([100 * turn.share for turn in turns]).shown(0) if asked else "–",
                Spread.of([1000 * turn.cpu / turn.requests for turn in turns]).shown(2) if asked else "–",
                Spread.of([1000 * turn.cpu / turn.articles for turn in turns]).shown(),
                f"{turns[-1].found:,}",
            )
        )
    header = (
        "", "articles / s", "× summariser", "requests", "% of limit", "CPU ms / request", "CPU ms / article", "records",
    )  # fmt: skip
    return markdown(header, rows)


def costs(runs: Mapping[str, Sequence[Measured]]) -> str:
    """Return how busy the server was, and how our CPU divides into the client's and the article's."""
    asked = [turn for turns in runs.values() for turn in turns if turn.requests]
    busiest = max((turn.server / turn.seconds for turn in asked), default=0.0)
    said = f"The server took at most {busiest:.0%} of a core."
    figures = figures_of(runs)
    if "client ms per request" not in figures:
        return said
    return (
        f"{said} Of the CPU of `summariser`, {figures['client ms per request']:.2f} ms are the client's "
        f"for each request and {figures['article ms']:.1f} ms the article's."
    )


def figures_of(runs: Mapping[str, Sequence[Measured]]) -> dict[str, float]:
    """Return the medians by contender, and how our CPU divides."""
    found = {
        f"share {name}": Spread.of([turn.share for turn in turns]).median for name, turns in runs.items()
    }
    found |= {f"rate {name}": Spread.of([turn.rate for turn in turns]).median for name, turns in runs.items()}
    live, stored = runs.get(OURS.name), runs.get(OURS_STORED.name)
    if live and stored:
        pairs = list(zip(live, stored, strict=True))
        client = [1000 * (first.cpu - again.cpu) / first.requests for first, again in pairs]
        found["client ms per request"] = Spread.of(client).median
        found["article ms"] = Spread.of([1000 * again.cpu / again.articles for again in stored]).median
    return found


if __name__ == "__main__":
    report(benchmark, __doc__)
