"""Peak memory by number of articles: `python -m benchmarks.memory`.

Articles are handed over as they are made wherever a library takes them so;
a process of its own for each number, so that a peak is its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping

from benchmarks.contending import BARE, CURATOR, LANGEXTRACT, OURS, Job, present, work
from benchmarks.measuring import Options, Section, markdown, report
from benchmarks.serving import serving

CONCURRENCY, LATENCY = 50, 0.02
SIZES, SIZES_SMALL = (100, 1_000, 10_000), (5, 10)
PEERS_UP_TO = 1_000
"""Articles that the peers get: how they grow is plain by then, and ten times as many take them ten times as long."""
_TEXT = """\
Most memory of the client's process in MB, imports included, {latency:g} ms latency, at most {concurrency}
requests in flight, articles of two sentences, six requests for each. *Growth* is from the smallest number
measured to the largest. Nothing but {ours} is measured beyond {peers:,} articles."""


def benchmark(options: Options) -> Section:
    """Return the section on memory."""
    sizes = SIZES_SMALL if options.small else SIZES
    peaks: dict[str, dict[int, float]] = {}
    for contender in present((OURS, BARE, LANGEXTRACT, CURATOR), options):
        for size in sizes:
            if contender is OURS or size <= PEERS_UP_TO:
                with (
                    tempfile.TemporaryDirectory() as folder,
                    serving(latency=LATENCY, answers="tiny") as server,
                ):
                    job = Job(server.url, "tiny", size, folder, concurrency=CONCURRENCY)
                    peaks.setdefault(contender.name, {})[size] = work(contender, job, options).peak
    text = _TEXT.format(
        latency=1000 * LATENCY, concurrency=CONCURRENCY, ours=f"`{OURS.name}`", peers=PEERS_UP_TO
    )
    figures = {f"growth {name}": growth(by_size) for name, by_size in peaks.items()}
    return Section("Memory", f"{text}\n\n{table(peaks, sizes)}", figures)


def growth(by_size: Mapping[int, float]) -> float:
    """Return the MB that each 1,000 articles more add.

    >>> growth({100: 90.0, 1_100: 120.0})
    30.0
    """
    few, many = min(by_size), max(by_size)
    return 1000 * (by_size[many] - by_size[few]) / (many - few)


def table(peaks: Mapping[str, Mapping[int, float]], sizes: tuple[int, ...]) -> str:
    """Return a row for each contender."""
    rows = [
        (
            name,
            *(f"{by_size[size]:.0f}" if size in by_size else "–" for size in sizes),
            f"{growth(by_size):.1f}",
        )
        for name, by_size in peaks.items()
    ]
    return markdown(("", *(f"{size:,} articles" for size in sizes), "growth, MB per 1,000 articles"), rows)


if __name__ == "__main__":
    report(benchmark, __doc__)
