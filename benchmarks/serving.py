"""The endpoint that all contenders are measured against: loopback, fixed latency, a process of its own.

`python -m benchmarks.serving --latency 0.2 --answers tiny` prints its address,
serves until its standard input ends, then prints what it saw as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.articles import ANSWERS, ROOT, item_of
from benchmarks.measuring import used
from tests.faults import FaultServer, Ledger, Plan

Answer = Callable[[dict[str, Any]], str]


class Row(NamedTuple):
    """One request, by the clock that all processes of a machine share.

    Attributes:
        item: The article's number and the record type; "" for a first article and a peer's probe.
        received: When it was received.
        answered: When its answer was sent; None when the client was gone by then.
        first: Whether it is the first about its item.
        sent: Bytes of its body.
    """

    item: str
    received: float
    answered: float | None
    first: bool
    sent: int


@dataclass
class Seen:
    """What the server saw; filled when it has ended.

    Attributes:
        url: The base URL to point a client at.
        cpu: CPU seconds of the server.
        rows: Its requests, in order.
    """

    url: str
    cpu: float = 0.0
    rows: list[Row] = field(default_factory=list)

    def since(self, began: float) -> list[Row]:
        """Return the requests about numbered articles that came after `began`."""
        return [row for row in self.rows if row.item and row.received >= began]


@contextmanager
def serving(*, latency: float, answers: str, first_fails: bool = False) -> Iterator[Seen]:
    """Run the server in a process of its own; what it saw is there once the context is left.

    Args:
        latency: Seconds until an answer exists.
        answers: Which answers: `tiny` or `seeds`.
        first_fails: Whether the first answer about each item fails validation.
    """
    options = ["--latency", str(latency), "--answers", answers, *(["--first-fails"] if first_fails else [])]
    server = subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "benchmarks.serving", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert server.stdout is not None  # as asked for above
    seen = Seen(url=server.stdout.readline().strip())
    try:
        yield seen
    finally:
        said = json.loads(server.communicate("")[0])
        seen.cpu, seen.rows = said["cpu"], [Row(*row) for row in said["rows"]]


def rows_of(ledger: Ledger) -> list[Row]:
    """Return what a ledger says."""
    return [Row(one.key, one.received, one.last_byte, one.attempt == 1, one.bytes_in) for one in ledger]


def failing_first(answer: Answer) -> Answer:
    """Return `answer` changed so that the first answer about each item fails validation."""
    seen: set[str] = set()

    def changed(body: dict[str, Any]) -> str:
        item = item_of(body)
        if not item or item in seen:
            return answer(body)
        seen.add(item)
        return json.dumps({"records": "none"})

    return changed


async def _serve(answer: Answer, latency: float) -> None:
    """Serve until standard input ends; print the address first and what was seen last."""
    async with FaultServer(answer, Plan(latency=latency, key_of=item_of)) as server:
        print(server.url, flush=True)  # noqa: T201 - whoever started this reads it
        await asyncio.to_thread(sys.stdin.read)
        print(json.dumps({"cpu": used(), "rows": rows_of(server.ledger)}))  # noqa: T201 - as above


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, required=True, help="seconds until an answer exists")
    parser.add_argument("--answers", choices=sorted(ANSWERS), required=True)
    parser.add_argument("--first-fails", action="store_true", help="make each first answer fail validation")
    given = parser.parse_args(arguments)
    answer = ANSWERS[given.answers]()
    asyncio.run(_serve(failing_first(answer) if given.first_fails else answer, given.latency))


if __name__ == "__main__":
    main()
