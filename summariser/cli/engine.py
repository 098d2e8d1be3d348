"""`summarise run --engine ray`: the work in Ray's workers, the output folder and the ledger here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from summariser.batched import batched
from summariser.cli.blocks import write_blocks
from summariser.document import Document
from summariser.ledger import InputRow, OutputFolder, Run, Usage, text_files
from summariser.pipeline import Article, Corpus, OnProgress, Progress, Summariser, open_source, unread_row
from summariser.reading import Input, Inputs
from summariser.reconcile.blocks import Outline, outline_of
from summariser.records import ArticleSummary, RecordType
from summariser.report import article_files
from summariser.settings import Settings


class Work(NamedTuple):
    """What a run has to do, and where to write and tell it."""

    inputs: tuple[Input, ...] | Inputs
    settings: Settings
    record_types: tuple[RecordType, ...]
    output: OutputFolder
    formats: Sequence[str]
    on_progress: OnProgress


Engine = Callable[[Work], Corpus | Run]
"""Does the work of a run: returns what became of the articles, or the ledger alone, all else being written."""

PART = 1000
"""Articles in one Parquet file."""


class _Ended(NamedTuple):
    """One article as a worker gave it back: `summary` is the text of its JSON file, or None."""

    document: Document
    row: InputRow
    summary: str | None


def run_on_ray(work: Work) -> Corpus | Run:
    """Return what became of the articles; of too many to hold the ledger alone, all else being written.

    The questions about pairs of articles are asked here, under the same budget.
    """
    from summariser.distribute.onray import one_run, summarise_documents  # noqa: PLC0415 - takes long to import

    started = datetime.now(UTC)
    unread: list[InputRow] = []
    with one_run(work.settings) as run:
        blocks = summarise_documents(
            _documents(work.inputs, unread), work.settings, record_types=work.record_types, run=run
        )
        ended = _told(blocks, len(work.inputs), work.on_progress)
        if isinstance(work.inputs, Inputs):
            outlines: list[Outline] = []
            rows = [*_written(ended, work, outlines), *unread]
            return asyncio.run(_in_blocks(work, rows, outlines, started=started, run=run))
        articles = [_article(one, work.record_types) for one in ended]
        articles += [Article(row) for row in unread]
        return asyncio.run(_side_by_side(work, articles, started=started, run=run))


async def _side_by_side(work: Work, articles: Sequence[Article], *, started: datetime, run: str) -> Corpus:
    source = open_source(work.settings, run=run)
    async with Summariser(work.settings, record_types=work.record_types, source=source) as summariser:
        return await summariser.compare(articles, inputs=len(work.inputs), started=started)


async def _in_blocks(
    work: Work, rows: Sequence[InputRow], outlines: Sequence[Outline], *, started: datetime, run: str
) -> Run:
    """Return the ledger of articles that are written, when their blocks are written too."""
    source = open_source(work.settings, run=run)
    async with Summariser(work.settings, record_types=work.record_types, source=source) as summariser:
        counted = partial(summariser.ledger, rows, inputs=len(work.inputs), started=started)
        questions = await write_blocks(summariser, outlines, work.output, counted(), work.formats)
        return counted(questions=questions)


def write_parquet(corpus: Corpus, output: OutputFolder) -> None:
    """Write the articles of a corpus as Parquet, in the order of the ledger."""
    texts = {
        summary.meta.id: text
        for summary in corpus.summaries
        for text in article_files(summary, corpus.record_types).values()
    }
    rows = [row for row in corpus.run.rows if row.document]
    found = ((row, texts[row.document].decode() if row.document in texts else None) for row in rows)
    for number, part in enumerate(batched(found, PART)):
        _write_part(output, number, part)


def _documents(inputs: Iterable[Input], unread: list[InputRow]) -> Iterator[Document]:
    """Yield the articles among `inputs`, and note the rows of the others."""
    for item in inputs:
        if isinstance(item.result, Document):
            yield item.result
        else:
            unread.append(unread_row(item.path, item.result))


def _told(
    blocks: Iterable[Sequence[tuple[Document, tuple[str | None, str, str | None]]]],
    of: int,
    on_progress: OnProgress,
) -> Iterator[_Ended]:
    """Yield the articles of the workers' blocks, and tell how far the run is."""
    taken, articles = Usage(), 0
    for block in blocks:
        ended = [
            _Ended(document, InputRow.model_validate_json(row), summary)
            for document, (summary, row, _) in block
        ]
        yield from ended
        taken = sum((one.row.usage for one in ended), taken)
        articles += len(ended)
        on_progress(
            Progress(
                articles=articles,
                of=of,
                answers=taken.asked + taken.stored,
                tokens=taken.tokens_in + taken.tokens_out,
                cost=taken.cost,
            )
        )


def _written(ended: Iterable[_Ended], work: Work, outlines: list[Outline]) -> Iterator[InputRow]:
    """Write the articles, note their outlines and yield their rows; memory holds one Parquet file's worth of them."""
    output = work.output
    for number, part in enumerate(batched(ended, PART)):
        answered = [one for one in part if one.summary is not None]
        files = {f"articles/{one.document.id}.json": (one.summary or "").encode() for one in answered}
        output.write(files | text_files(one.document for one in answered))
        _write_part(output, number, [(one.row, one.summary) for one in part])
        if work.settings.block:
            summaries = (_article(one, work.record_types).summary for one in answered)
            outlines += [outline_of(summary) for summary in summaries if summary]
        yield from (one.row for one in part)


def _write_part(output: OutputFolder, number: int, rows: Sequence[tuple[InputRow, str | None]]) -> None:
    from summariser.distribute.parquet import parquet_of  # noqa: PLC0415 - an extra

    output.write({f"parquet/articles-{number:05d}.parquet": parquet_of(rows)})


def _article(ended: _Ended, record_types: tuple[RecordType, ...]) -> Article:
    if ended.summary is None:
        return Article(ended.row, None, ended.document)
    context = {"record_types": record_types}
    summary = ArticleSummary.model_validate_json(ended.summary, context=context)
    return Article(ended.row, summary, ended.document)
