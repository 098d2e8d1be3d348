"""A corpus too large to be held: read back from the output folder and set side by side block by block."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from summariser.ledger import OutputFolder, Run, Usage, part_of
from summariser.pipeline import Summariser
from summariser.reconcile import Dossier
from summariser.reconcile.blocks import Outline
from summariser.records import ArticleSummary
from summariser.report import contents
from summariser.report.blocks import alone_of, block_files, index_files


async def write_blocks(
    summariser: Summariser,
    outlines: Sequence[Outline],
    output: OutputFolder,
    run: Run,
    formats: Sequence[str],
    *,
    stop: asyncio.Event | None = None,
) -> Usage:
    """Write the dossier of each block and the index of all, and return what the questions about them took.

    Nothing is written where blocks are not wanted, or the run was stopped: the next one has all articles.

    Args:
        summariser: What asks the questions.
        outlines: Every article with records.
        output: Where the articles' files are, and those of the blocks go.
        run: The ledger without these questions.
        formats: What is written of each block.
        stop: Once set, nothing more is asked.
    """
    if not summariser.settings.block or (stop and stop.is_set()):
        return Usage()
    context = {"record_types": summariser.record_types}

    def load(document: str) -> ArticleSummary:
        data = output.read(f"articles/{document}.json")
        return ArticleSummary.model_validate_json(data, context=context)

    def write(name: str, summaries: Sequence[ArticleSummary], dossier: Dossier | None) -> None:
        documents = [summary.meta.id for summary in summaries]
        texts = {document: output.read(f"articles/{document}.txt").decode() for document in documents}
        part = part_of(run, documents)
        made = contents(summaries, part, summariser.record_types, dossier=dossier, texts=texts)
        output.write(block_files(name, made, formats))

    index, questions = await summariser.compare_blocks(outlines, load, lambda done: write(*done), stop=stop)
    for name, documents in alone_of(index).items():
        write(name, [load(document) for document in documents], None)
    output.write(index_files(index))
    return questions
