"""This package: `Summariser` over articles as they come, its store on disk, every record proved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from benchmarks.articles import Article, articles, warming
from benchmarks.contending import Job, contend
from summariser import Document, Settings, Summariser


def prepare(job: Job) -> Callable[[], int]:
    """Return the work: all articles of the job, in one run."""
    settings = Settings(
        model="benchmark",
        base_url=job.url,
        store=Path(job.folder) / "responses.sqlite",
        concurrency=job.concurrency,
        transport="httpx" if job.transport == "httpx" else "aiohttp",
    )
    if job.warm:
        asyncio.run(summarise(settings, warming(job.articles)))
    if job.stored:
        asyncio.run(summarise(settings, articles(job.articles, job.number)))
    return lambda: asyncio.run(summarise(settings, articles(job.articles, job.number)))


async def summarise(settings: Settings, made: Iterable[Article]) -> int:
    """Return how many records a run over `made` keeps.

    Raises:
        RuntimeError: An article has no summary.
    """
    kept = 0
    async with Summariser(settings) as summariser:
        documents = (Document.from_text(one.text, id=one.name) for one in made)
        async for article in summariser.summarise_each(documents):
            if article.summary is None:
                raise RuntimeError(f"{article.row.document}: {article.row.reason}")
            kept += sum(len(records) for records in article.summary.records.values())
    return kept


def versions() -> dict[str, str]:
    """Return what did the work."""
    return {name: version(name) for name in ("summariser", "openai", "instructor", "pydantic")}


if __name__ == "__main__":
    contend(prepare, versions)
