"""What the service adds to the endpoint's latency for 50 callers at once: `python -m benchmarks.service`.

The endpoint, the service and the callers are processes of their own. Each caller
posts one new article after the other and waits for its answer, which takes the
endpoint's latency, since the requests of an article go out together; what it
waits beyond that is overhead. Callers begin spread over one latency, and what is
measured begins after that.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from benchmarks.articles import KINDS, ROOT, Article, articles
from benchmarks.measuring import Options, Section, markdown, report
from benchmarks.serving import Seen, serving
from tests.serve.calling import Caller

CALLERS = 50
LATENCIES = (0.2, 1.0, 3.0, 6.0)
ROUNDS_EACH = 6
_TEXT = """\
{callers} callers, each posting one {which} article after the other to one service process with `SUMMARISER_CONCURRENCY`
{flying}; seconds of the endpoint's latency, articles per second, and milliseconds that a caller waited beyond the
latency: half of them, 95 in 100, the slowest. CPU is the service's, in percent of one core. *Stored* is the same
articles once more, answered from the store. Every call was answered, and every request billed once."""


class Measured(NamedTuple):
    """One row.

    Attributes:
        latency: Seconds of the endpoint.
        seconds: How long all calls took.
        overhead: What each caller waited beyond the latency, in seconds, sorted.
        stored: What callers waited for the same articles once more.
        cpu: CPU seconds of the service while it was measured.
    """

    latency: float
    seconds: float
    overhead: list[float]
    stored: list[float]
    cpu: float


def benchmark(options: Options) -> Section:
    """Return the section on the service."""
    which = "tiny"
    latencies = LATENCIES[:1] if options.small else LATENCIES
    measured = [
        asyncio.run(measure(latency, which, 2 if options.small else ROUNDS_EACH)) for latency in latencies
    ]
    rows = [
        (
            f"{one.latency:g} s",
            f"{len(one.overhead) / one.seconds:.1f}",
            *(f"{1000 * share(one.overhead, part):.0f}" for part in (0.5, 0.95, 1.0)),
            f"{100 * one.cpu / one.seconds:.0f}",
            f"{1000 * share(one.stored, 0.5):.0f}",
            f"{1000 * share(one.stored, 0.95):.0f}",
        )
        for one in measured
    ]
    header = (
        "latency",
        "articles / s",
        "p50 ms",
        "p95 ms",
        "most ms",
        "CPU %",
        "stored p50 ms",
        "stored p95 ms",
    )
    text = _TEXT.format(callers=CALLERS, which=which, flying=CALLERS * len(KINDS))
    figures = {f"p95 ms at {one.latency:g} s": 1000 * share(one.overhead, 0.95) for one in measured}
    return Section("The service", f"{text}\n\n{markdown(header, rows)}", figures)


async def measure(latency: float, which: str, rounds: int) -> Measured:
    """Return what callers waited, after checking that nothing was lost or billed twice."""
    made = list(articles(which, CALLERS * (rounds + 1)))
    warm, work = made[:CALLERS], made[CALLERS:]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(latency=latency, answers=which) as endpoint,
        running(endpoint, folder) as service,
    ):
        caller = Caller(service.port)
        await asyncio.gather(*(post(caller, article) for article in warm))
        began, cpu = time.monotonic(), service.cpu()
        waited = await calls(caller, work, apart=latency / CALLERS)
        seconds, cpu = time.monotonic() - began, service.cpu() - cpu
        stored = await calls(caller, work, apart=0.01)
    asked = [row for row in endpoint.rows if row.item]
    assert len(asked) == len(made) * len(KINDS), "a request was lost"
    assert all(row.first for row in asked), "a request was sent twice"
    return Measured(latency, seconds, sorted(one - latency for one in waited), sorted(stored), cpu)


async def calls(caller: Caller, work: Sequence[Article], *, apart: float) -> list[float]:
    """Return the seconds that each call took; callers begin `apart` seconds after each other."""

    async def one_after_another(number: int) -> list[float]:
        await asyncio.sleep(number * apart)
        return [await post(caller, article) for article in work[number::CALLERS]]

    waited = await asyncio.gather(*map(one_after_another, range(CALLERS)))
    return [seconds for each in waited for seconds in each]


async def post(caller: Caller, article: Article) -> float:
    """Return the seconds until an article was answered."""
    began = time.monotonic()
    reply = await caller.post("/v1/summaries", {"text": article.text, "id": article.name})
    assert reply.status == 200, reply.body  # noqa: PLR2004 - HTTP
    return time.monotonic() - began


def share(values: Sequence[float], part: float) -> float:
    """Return the value that `part` of the sorted `values` do not exceed.

    >>> share([1, 2, 3, 4], 0.5), share([1, 2, 3, 4], 1.0)
    (2, 4)
    """
    return values[max(0, round(part * len(values)) - 1)]


class Running(NamedTuple):
    """A service process."""

    process: subprocess.Popen[str]
    port: int

    def cpu(self) -> float:
        """Return the CPU seconds it has used; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123 - a line of /proc
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(endpoint: Seen, folder: str) -> Iterator[Running]:
    """Run `summarise serve` against the endpoint, and end it as a system does."""
    settings = {
        "MODEL": "bench",
        "BASE_URL": endpoint.url,
        "STORE": f"{folder}/responses.sqlite",
        "CONCURRENCY": str(CALLERS * len(KINDS)),
        "SERVE_PORT": "0",
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | {
        f"SUMMARISER_{name}": value for name, value in settings.items()
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "summariser", "serve"],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None  # as asked for above
    try:
        while not (
            found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line := process.stderr.readline())
        ):
            assert line, "the service did not start"
        yield Running(process, int(found[1]))
    finally:
        process.terminate()
        process.communicate()


if __name__ == "__main__":
    report(benchmark, __doc__)
