"""Processes on one store share the work: every request is paid for once, and a dead one's are taken over."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.faults import FaultServer, Plan
from tests.soak.children import CONCURRENCY, command, start, until_delivered
from tests.soak.corpus import answer, item_of, write_articles
from tests.soak.figures import Figure
from tests.soak.outputs import different

pytestmark = pytest.mark.posix


@pytest.mark.parametrize(
    ("processes", "articles"),
    [
        (2, 60),
        pytest.param(2, 400, marks=pytest.mark.soak),
        pytest.param(4, 400, marks=pytest.mark.soak),
    ],
)
async def test_several_processes_pay_once(
    processes: int, articles: int, tmp_path: Path, figure: Figure
) -> None:
    """Started at once over the same articles: billed exactly as one, all end well, with the same results."""
    folder, store = write_articles(tmp_path / "articles", articles), tmp_path / "store" / "responses.sqlite"
    async with FaultServer(answer, Plan(latency=(0.3, 0.6), key_of=item_of)) as server:
        tasks = [command(folder, tmp_path / str(n), server, store=store) for n in range(processes)]
        codes = await asyncio.gather(*(child.ended() for child in map(start, tasks)))
        billed = server.ledger.billed

    figure("P5", processes=processes, articles=articles, billed=billed, exit_codes=str(sorted(set(codes))))
    assert codes == [0] * processes
    assert billed == articles
    outputs = [different(tasks[0].folder / "out", task.folder / "out") for task in tasks[1:]]
    assert outputs == [[]] * (processes - 1)


@pytest.mark.parametrize(("kills", "within"), [(1, 10.0), pytest.param(10, 2.0, marks=pytest.mark.soak)])
async def test_a_killed_process_is_replaced(
    kills: int, within: float, tmp_path: Path, figure: Figure
) -> None:
    """What a killed process was asking, the other asks within seconds, and nothing else twice."""
    waits, again = [], []
    for number in range(kills):
        folder = tmp_path / str(number)
        folder.mkdir()
        waited, asked_again = await _takeover(folder)
        waits.append(waited)
        again.append(asked_again)

    figure("P5 takeover", kills=kills, takeover_s=round(max(waits), 2), asked_again_at_most=max(again))
    assert max(waits) <= within
    assert max(again) <= CONCURRENCY


async def _takeover(folder: Path) -> tuple[float, int]:
    """Return how long the requests of a killed process waited for another one, and how many were asked again."""
    articles, store = write_articles(folder / "articles", 60), folder / "store" / "responses.sqlite"
    async with FaultServer(answer, Plan(latency=(0.3, 0.6), key_of=item_of)) as server:
        first = start(command(articles, folder / "first", server, store=store))
        await until_delivered(server, 1, first)
        second = start(command(articles, folder / "second", server, store=store))
        await until_delivered(server, 25, first)
        killed = first.kill()
        code = await second.ended()
        again = [entry.received for entry in server.ledger if entry.attempt > 1]
    assert code == 0
    return max(again, default=killed) - killed, len(again)
