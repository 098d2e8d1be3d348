"""The synchronous calls: each opens a `Summariser`, uses it once and closes it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import PathLike
from typing import Any, TypeVar

from summariser.document import Document
from summariser.pipeline import Corpus, OnProgress, Summariser
from summariser.records import ArticleSummary
from summariser.settings import Settings

T = TypeVar("T")


def summarise(document: Document, *, settings: Settings | None = None) -> ArticleSummary:
    """Return the summary of one article; also works inside a running event loop.

    Raises:
        ModelError: No record type was answered.
        ConfigurationError: Nothing can be answered with these settings.
    """

    async def once() -> ArticleSummary:
        async with Summariser(settings) as summariser:
            return await summariser.summarise(document)

    return _run(once())


def summarise_corpus(
    paths: Sequence[str | PathLike[str] | Document],
    *,
    settings: Settings | None = None,
    on_progress: OnProgress | None = None,
) -> Corpus:
    """Return the summaries of files, folders, globs or documents, and the ledger of the run."""

    async def once() -> Corpus:
        async with Summariser(settings) as summariser:
            return await summariser.summarise_corpus(paths, on_progress=on_progress)

    return _run(once())


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, in a thread of its own where this one already runs a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
