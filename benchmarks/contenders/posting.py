"""No library at all: the prompts posted by aiohttp, the answers thrown away; what the endpoint itself allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from typing import Any

import aiohttp

from benchmarks.articles import KINDS, Article, articles, task, warming
from benchmarks.contending import Job, contend


def prepare(job: Job) -> Callable[[], int]:
    """Return the work: every record type of all articles of the job."""
    if job.warm:
        asyncio.run(post(job, warming(job.articles)))
    return lambda: asyncio.run(post(job, articles(job.articles, job.number)))


async def post(job: Job, made: Iterable[Article]) -> int:
    """Post every request of `made`; return 0, as nobody reads the answers."""
    waiting = _bodies(made)

    async def worker(session: aiohttp.ClientSession) -> None:
        for body in waiting:
            async with session.post(f"{job.url}/chat/completions", json=body) as answer:
                await answer.read()

    connector = aiohttp.TCPConnector(limit=job.concurrency)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(worker(session) for _ in range(job.concurrency)))
    return 0


def _bodies(made: Iterable[Article]) -> Iterator[dict[str, Any]]:
    for article in made:
        for kind in KINDS:
            words = f"{task(kind)}\n\n{article.text}"
            yield {"model": "benchmark", "messages": [{"role": "user", "content": words}]}


def versions() -> dict[str, str]:
    """Return what did the work."""
    return {"aiohttp": version("aiohttp")}


if __name__ == "__main__":
    contend(prepare, versions)
