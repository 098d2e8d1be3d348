"""What the service counts, in the text format that Prometheus reads."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from summariser.ledger import InputRow, Usage

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
"""Upper bounds of the histogram, in seconds: from a stored answer to a slow model."""

_FAMILIES: Mapping[str, tuple[str, str]] = {
    "summariser_requests_total": ("counter", "Requests by route, method and status."),
    "summariser_requests_in_flight": ("gauge", "Requests under way."),
    "summariser_request_seconds": ("histogram", "Seconds from a request's head to the end of its response."),
    "summariser_articles_total": ("counter", "Articles by the state they ended in."),
    "summariser_tokens_total": ("counter", "Tokens paid for, by direction."),
    "summariser_cost_dollars_total": ("counter", "US dollars paid, as far as prices are known."),
    "summariser_unpriced_total": ("counter", "Articles and dossiers whose cost is not known."),
    "summariser_jobs": ("gauge", "Dossiers in memory, by state."),
}  # fmt: skip

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts of one service since it was started."""

    def __init__(self) -> None:
        self._values: defaultdict[str, defaultdict[Labels, float]] = defaultdict(lambda: defaultdict(float))
        self._seconds: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add `amount` to what has this name and these labels."""
        self._values[name][tuple(labels.items())] += amount

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request that is over."""
        self.add("summariser_requests_total", route=route, method=method, status=str(status))
        self.add("summariser_request_seconds_sum", seconds, route=route)
        self._seconds[route][bisect_left(BUCKETS, seconds)] += 1

    def ended(self, rows: Iterable[InputRow], usage: Usage) -> None:
        """Count articles that are done, and what they and their questions took together."""
        for row in rows:
            self.add("summariser_articles_total", state=row.state.value)
        self.add("summariser_tokens_total", usage.tokens_in, direction="in")
        self.add("summariser_tokens_total", usage.tokens_out, direction="out")
        self.add("summariser_cost_dollars_total", float(usage.cost or 0))
        self.add("summariser_unpriced_total", float(usage.cost is None))

    def text(self, jobs: Mapping[str, int]) -> str:
        """Return everything counted, with the number of `jobs` in each state."""
        self._values["summariser_jobs"].clear()
        for state, number in jobs.items():
            self.add("summariser_jobs", number, state=state)
        lines = []
        for name, (kind, meaning) in _FAMILIES.items():
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
            lines += self._histogram(name) if kind == "histogram" else _lines(name, self._values[name])
        return "\n".join(lines) + "\n"

    def _histogram(self, name: str) -> Iterator[str]:
        for route, counts in sorted(self._seconds.items()):
            within = 0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                within += count
                yield f'{name}_bucket{{route="{route}",le="{bound}"}} {within}'
            yield f'{name}_count{{route="{route}"}} {within}'
        yield from _lines(f"{name}_sum", self._values[f"{name}_sum"])


def _lines(name: str, values: Mapping[Labels, float]) -> Iterator[str]:
    """Yield a sample for each set of labels, whose values are words of ours and need no escapes."""
    for labels, value in sorted(values.items()):
        shown = ",".join(f'{label}="{said}"' for label, said in labels)
        yield f"{name}{'{' + shown + '}' if shown else ''} {value:.12g}"
