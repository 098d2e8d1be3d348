"""How busy the endpoint is kept while unusable answers are asked for again: `python -m benchmarks.reasks`.

The first answer about every item fails validation. A client that asks again
one by one, or only when all else is done, leaves the endpoint idle.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.articles import KINDS
from benchmarks.contending import BARE, CURATOR, OURS, Job, present, work
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, report
from benchmarks.serving import Row, serving

LATENCY, CONCURRENCY = 0.2, 50
NUMBER, NUMBER_SMALL = 50, 10
_TEXT = """\
{number} articles of two sentences, {latency:g} ms latency, at most {concurrency} requests in flight; the first
answer about each of the {items} items fails validation, the second is good; {rounds} rounds in turns, median
(least–most). *In flight* is the mean from the first re-ask to the last answer. The limit is all requests ×
latency ÷ concurrency. LangExtract is not measured: it has no re-asks; an unusable answer ends its run or, if
told so, counts as empty."""


class Busy(NamedTuple):
    """How busy the endpoint was kept.

    Attributes:
        requests: Requests in all.
        again: Re-asks.
        in_flight: Mean number in flight from the first re-ask on.
        share: Share of the physical limit.
        complete: Whether every record was found.
    """

    requests: int
    again: int
    in_flight: float
    share: float
    complete: bool


def benchmark(options: Options) -> Section:
    """Return the section on re-asks."""
    there = {one.name: one for one in present((OURS, BARE, CURATOR), options)}
    number = NUMBER_SMALL if options.small else NUMBER

    def turn(name: str) -> Busy:
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(latency=LATENCY, answers="tiny", first_fails=True) as server,
        ):
            job = Job(server.url, "tiny", number, folder, concurrency=CONCURRENCY)
            run = work(there[name], job, options)
        return busy(server.since(run.began), run.seconds, complete=run.found == number)

    runs = in_turns(list(there), turn, options.rounds)
    text = _TEXT.format(
        number=number,
        latency=1000 * LATENCY,
        concurrency=CONCURRENCY,
        items=number * len(KINDS),
        rounds=options.rounds,
    )
    figures = {
        f"in flight {name}": Spread.of([one.in_flight for one in turns]).median
        for name, turns in runs.items()
    }
    return Section("Asking again", f"{text}\n\n{table(runs)}", figures)


def busy(rows: Sequence[Row], seconds: float, *, complete: bool) -> Busy:
    """Return how busy the endpoint was, from what it saw in a run of so many seconds."""
    again = [row.received for row in rows if not row.first]
    ends = [row.answered for row in rows if row.answered]
    began, ended = min(again, default=0.0), max(ends, default=0.0)
    open_for = sum(max(0.0, (row.answered or ended) - max(row.received, began)) for row in rows)
    return Busy(
        requests=len(rows),
        again=len(again),
        in_flight=open_for / (ended - began) if again else 0.0,
        share=len(rows) * LATENCY / CONCURRENCY / seconds,
        complete=complete,
    )


def table(runs: Mapping[str, Sequence[Busy]]) -> str:
    """Return a row for each contender."""
    rows = [
        (
            name,
            Spread.of([turn.requests for turn in turns]).shown(0),
            Spread.of([turn.again for turn in turns]).shown(0),
            Spread.of([turn.in_flight for turn in turns]).shown(),
            Spread.of([100 * turn.share for turn in turns]).shown(0),
            f"{sum(turn.complete for turn in turns)} of {len(turns)}",
        )
        for name, turns in runs.items()
    ]
    header = ("", "requests", "re-asks", "in flight from the first re-ask on", "% of limit", "complete")
    return markdown(header, rows)


if __name__ == "__main__":
    report(benchmark, __doc__)
