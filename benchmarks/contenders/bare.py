"""Instructor alone, with a semaphore: the same record types, its own re-asks, and nothing stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import instructor
import openai
from pydantic import create_model

from benchmarks.articles import KINDS, Article, articles, task, warming
from benchmarks.contending import Job, contend
from summariser.records import BUILT_IN

_ANSWERS = {
    kind.name: create_model(f"{kind.model.__name__}s", records=(list[kind.model], ...))  # type: ignore[name-defined]  # known at run time only
    for kind in BUILT_IN
}


def prepare(job: Job) -> Callable[[], int]:
    """Return the work: every record type of all articles of the job."""
    if job.warm:
        asyncio.run(extract(job, warming(job.articles)))
    return lambda: asyncio.run(extract(job, articles(job.articles, job.number)))


async def extract(job: Job, made: Iterable[Article]) -> int:
    """Return how many records are found in `made`."""
    room = asyncio.Semaphore(job.concurrency)
    async with openai.AsyncOpenAI(base_url=job.url, api_key="none", max_retries=0) as sdk:
        client: Any = instructor.from_openai(sdk, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(article: Article, kind: str) -> int:
            async with room:
                answer = await client.chat.completions.create(
                    model="benchmark",
                    response_model=_ANSWERS[kind],
                    messages=[{"role": "user", "content": f"{task(kind)}\n\n{article.text}"}],
                    max_retries=job.retries,
                )
            return len(answer.records)

        return sum(await asyncio.gather(*(ask(article, kind) for article in made for kind in KINDS)))


def versions() -> dict[str, str]:
    """Return what did the work."""
    return {name: version(name) for name in ("instructor", "openai", "pydantic")}


if __name__ == "__main__":
    contend(prepare, versions)
