"""Parts of the service on their own: callers that take nothing in, and jobs that pile up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from summariser.pipeline import Progress
from summariser.serve.contract import JobState
from summariser.serve.guards import Guard, Limits
from summariser.serve.jobs import KEPT, Job, Jobs
from summariser.serve.metrics import Metrics

LIMITS = Limits(token=None, max_bytes=1000, concurrency=1, patience=0.2)
SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/v1/dossiers/0a/events",
    "headers": [(b"host", b"localhost")],
}


async def test_who_takes_nothing_in_is_dropped() -> None:
    """A caller that stops reading ends the work for it after the patience, and its place is free again."""
    ended: list[str] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        try:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            while True:
                await send({"type": "http.response.body", "body": b"x", "more_body": True})
        finally:
            ended.append("app")

    arriving = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return arriving.pop() if arriving else await asyncio.sleep(60, {"type": "http.disconnect"})

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        await asyncio.sleep(60 if message["type"] == "http.response.body" else 0)

    guard = Guard(app, LIMITS, Metrics())
    async with asyncio.timeout(5):
        await guard(SCOPE, receive, send)

    assert ended == ["app"]
    assert set(guard._places.values()) == {0}


async def test_only_the_latest_jobs_are_kept() -> None:
    """A service that runs for years holds no more than so many results, and never drops one under way."""
    jobs = Jobs(at_once=2)
    going_on = asyncio.Event()

    async def wait(job: Job) -> None:
        await going_on.wait()
        job.end(JobState.DONE, b"{}")

    async def end(job: Job) -> None:
        job.end(JobState.DONE, b"{}")

    jobs.post("first", 1, wait)
    for number in range(KEPT + 10):
        jobs.post(str(number), 1, end)
        await asyncio.sleep(0.001)

    assert jobs.count()["done"] == KEPT
    assert jobs.get("first").under_way
    assert jobs.get(str(KEPT + 9)).view.state == "done"
    going_on.set()
    await jobs.close()


async def test_a_slow_listener_misses_steps_and_not_the_end() -> None:
    """However fast a job goes, events keep a pace, and the last one is the end."""
    job = Job("a", 1000)
    seen: list[tuple[str, int]] = []

    async def listen() -> None:
        async for view in job.views():
            seen.append((view.state.value, view.progress.articles))  # noqa: PERF401 - what is seen is what is tested

    listening = asyncio.create_task(listen())
    for number in range(1000):
        job.advance(Progress(articles=number, of=1000))
        await asyncio.sleep(0)
    job.end(JobState.DONE, b"{}")
    await listening

    assert len(seen) < 20
    assert seen[-1] == ("done", 999)


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0.0, "0.005"), (0.005, "0.005"), (0.2, "0.25"), (1e9, "+Inf")]
)
def test_a_duration_counts_in_every_bucket_that_holds_it(seconds: float, bucket: str) -> None:
    """Buckets are cumulative, bounds included, as Prometheus reads them."""
    metrics = Metrics()

    metrics.answered("/metrics", "GET", 200, seconds)

    lines = [line for line in metrics.text({}).splitlines() if "_bucket" in line]
    assert next(line for line in lines if line.endswith(" 1")).split('le="')[1].startswith(f'{bucket}"')
    assert lines[-1].endswith(" 1")
