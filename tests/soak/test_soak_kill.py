"""A run killed at any instant goes on where it was, pays for nothing twice, and ends as if nothing had been."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import FaultServer, Plan
from tests.forked import Task
from tests.soak.children import CONCURRENCY, command, sound, spread, start, until_delivered
from tests.soak.corpus import answer, item_of, write_articles
from tests.soak.figures import Figure
from tests.soak.outputs import different

pytestmark = pytest.mark.posix

JITTER = 0.3
"""Seconds within which a kill falls after the answer it waits for: into the asking, or into the writing at the end."""


@dataclass(frozen=True)
class Size:
    """How large a test of kills is.

    Attributes:
        seed: Of the instants and the latencies.
        kills: Kills of one run, each followed by another start.
        articles: Its articles.
        latency: Seconds an answer takes.
        repaid_per_kill: Most answers that may be paid again per kill; a machine with much else to do
            leaves an answer unread for longer, so this is wider than what is promised.
    """

    seed: int
    kills: int
    articles: int
    latency: tuple[float, float]
    only: str = "gist"
    repaid_per_kill: float = 1.0


@dataclass
class Toll:
    """What the kills of a run cost.

    Attributes:
        repaid: Age at its kill, in seconds, of every answer delivered before it and paid for again.
        asked_again: Requests asked again after each kill.
    """

    repaid: list[float] = field(default_factory=list)
    asked_again: list[int] = field(default_factory=list)
    unsound: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)


SIZES = [
    pytest.param(Size(0, 6, 60, (0.3, 0.6), repaid_per_kill=4.0), id="small"),
    *(
        pytest.param(Size(seed, 25, 100, (2, 6)), id=f"gist-{seed}", marks=pytest.mark.soak)
        for seed in range(4)
    ),
    pytest.param(Size(0, 10, 40, (0.5, 1.5), only="", repaid_per_kill=4.0), id="all", marks=pytest.mark.soak),
]


@pytest.mark.parametrize("size", SIZES)
async def test_a_killed_run_pays_for_nothing_twice(size: Size, tmp_path: Path, figure: Figure) -> None:
    """Killed at the start, in the middle and at the end: nothing delivered is paid again, and the end is the same."""
    toll = Toll()
    await _chain(size, tmp_path, toll)

    kills = len(toll.asked_again)
    figure(
        "P1",
        kills=kills,
        repaid_per_kill=round(len(toll.repaid) / kills, 3),
        repaid_older_than_25_ms=sum(age > 0.025 for age in toll.repaid),
        oldest_repaid_ms=round(1000 * max(toll.repaid, default=0.0), 1),
        asked_again_at_most=max(toll.asked_again),
        unsound_stores=toll.unsound,
        different_outputs=len(toll.different),
    )
    assert toll.codes == Counter({0: 2})
    assert (toll.unsound, toll.different) == (0, [])
    assert max(toll.asked_again) <= CONCURRENCY
    assert len(toll.repaid) <= size.repaid_per_kill * kills


async def _chain(size: Size, folder: Path, toll: Toll) -> None:
    """Kill one run again and again, let it end, and compare it with one that nobody touched."""
    articles = write_articles(folder / "articles", size.articles)
    plan = Plan(seed=size.seed, latency=size.latency, key_of=item_of)
    async with FaultServer(answer, plan) as server:
        toll.codes[await start(command(articles, folder / "whole", server, only=size.only)).ended()] += 1
        requests = len(server.ledger)
    async with FaultServer(answer, plan) as server:
        task = command(articles, folder / "killed", server, only=size.only)
        kills = await _killed(task, server, spread(size.kills, requests, _rng(size.seed)), toll)
        toll.codes[await start(task).ended()] += 1
        _count(server, kills, toll)
    toll.different += different(folder / "whole" / "out", folder / "killed" / "out")


async def _killed(task: Task, server: FaultServer, after: list[int], toll: Toll) -> list[float]:
    """Start `task` anew for each kill, and return when each of them was."""
    rng, times = _rng(len(after)), []
    for answers in after:
        child = start(task)
        await until_delivered(server, answers, child)
        await asyncio.sleep(rng.random() * JITTER)
        times.append(child.kill())
        toll.unsound += not sound(task.store)
    return times


def _count(server: FaultServer, kills: list[float], toll: Toll) -> None:
    """Note what was asked again after each kill, and what of that had been delivered before it."""
    again = Counter[float]()
    for key in server.ledger.attempts:
        for entry in server.ledger.of(key)[:-1]:
            kill = next(time for time in kills if time > entry.received)
            again[kill] += 1
            if entry.last_byte is not None and entry.last_byte <= kill:
                toll.repaid.append(kill - entry.last_byte)
    toll.asked_again += [again[kill] for kill in kills]


def _rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - instants, not a secret
