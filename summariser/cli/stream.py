"""A corpus too large to be held: each article is written when it is done and let go, then compared in blocks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial

from summariser.cli.blocks import write_blocks
from summariser.ledger import InputRow, OutputFolder, Run, text_files
from summariser.pipeline import Article, OnProgress, Summariser
from summariser.reading import Inputs
from summariser.reconcile.blocks import Outline, outline_of
from summariser.records import RecordType
from summariser.report import article_files

AT_ONCE = 50
"""Articles that are written together: one entry in the journal, one pass over the disk."""


async def stream(
    summariser: Summariser,
    inputs: Inputs,
    output: OutputFolder,
    formats: Sequence[str],
    *,
    on_progress: OnProgress,
    stop: asyncio.Event,
) -> Run:
    """Write every article's records and text as they come, then the dossiers of blocks, and return the ledger.

    Memory holds what is under way, one ledger row and one outline an article,
    and in the end one block.
    """
    started = datetime.now(UTC)
    rows: list[InputRow] = []
    outlines: list[Outline] = []
    async with aclosing(summariser.summarise_each(inputs, on_progress=on_progress, stop=stop)) as articles:
        async for batch in _batches(articles):
            rows += [article.row for article in batch]
            outlines += [outline_of(article.summary) for article in batch if article.summary]
            await asyncio.to_thread(output.write, _files(batch, summariser.record_types))
    counted = partial(summariser.ledger, rows, inputs=len(inputs), started=started)
    questions = await write_blocks(summariser, outlines, output, counted(), formats, stop=stop)
    return counted(questions=questions, interrupted=stop.is_set())


def _files(batch: Sequence[Article], record_types: tuple[RecordType, ...]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for article in batch:
        if article.summary and article.document:
            files |= article_files(article.summary, record_types) | text_files([article.document])
    return files


async def _batches(articles: AsyncIterator[Article]) -> AsyncIterator[list[Article]]:
    batch: list[Article] = []
    async for article in articles:
        batch.append(article)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
