"""`Summariser`: one client, limiter, breaker and store for all callers, one document or a whole corpus."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import Self

from summariser.document import Document
from summariser.errors import ConfigurationError, InputError, ModelError, SummariserError
from summariser.ledger import REFUSED_SETUP, InputRow, Provenance, State
from summariser.llm.answering import Answered, Answers
from summariser.llm.answers import estimate_tokens, usage_of
from summariser.llm.prices import cost
from summariser.llm.quirks import request_options
from summariser.pipeline.article import Outcome, Pricing, summarise_article
from summariser.pipeline.corpus import Corpus
from summariser.pipeline.dossier import compare
from summariser.pipeline.extract import Extractor
from summariser.pipeline.ledger_of import provenance_of, run_of
from summariser.pipeline.prepare import prepare
from summariser.pipeline.progress import OnProgress, Watched
from summariser.pipeline.sources import Source, open_source
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts
from summariser.reading import Input, read_all
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.settings import Settings

ARTICLES_AHEAD = 4
"""Articles under way for each request that may be in flight: enough to keep the endpoint busy, few enough to hold."""


class Summariser:
    """Summarises articles; use it as an async context manager and share it between callers.

    Args:
        settings: What to ask and how; `Settings()` when None.
        record_types: The kinds of record to fill.
        source: Where answers come from; chosen by `settings` when None.

    Raises:
        ConfigurationError: Nothing could be answered with these settings.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        record_types: tuple[RecordType, ...] = BUILT_IN,
        source: Source | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.record_types = record_types
        self.profile = load_profile(self.settings.profile)
        self.prompts = load_prompts(str(self.settings.prompts) if self.settings.prompts else None)
        self.source = source or open_source(self.settings)
        quirks = self.source.quirks
        self._builder = Builder(
            prompts=self.prompts,
            profile=self.profile,
            model=self.source.model,
            options=request_options(quirks, self.settings.max_output_tokens) | dict(self.settings.extra_body),
            strict=self.settings.strict,
        )
        self._pricing = Pricing(self.settings.prices, self.settings.base_url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.source.answers.close()

    async def summarise(self, document: Document, *, deadline: float | None = None) -> ArticleSummary:
        """Return the summary of one article.

        Args:
            document: The article.
            deadline: Seconds this caller is willing to wait; what is in flight by then ends and is stored.

        Raises:
            ModelError: No record type was answered; the first reason is raised.
            ConfigurationError: The endpoint refuses every request.
            TimeoutError: The deadline passed.
        """
        async with asyncio.timeout(deadline):
            outcome = await self._article(document, self.source.answers)
        if outcome.summary is None:
            raise _reason(outcome)
        return outcome.summary

    async def summarise_corpus(
        self,
        items: Sequence[str | PathLike[str] | Document | Input],
        *,
        on_progress: OnProgress | None = None,
        stop: asyncio.Event | None = None,
    ) -> Corpus:
        """Return the dossier of many articles, their summaries, and the ledger that accounts for every input.

        One article that fails never stops the others: it ends as a row.

        Args:
            items: Files, folders and globs, documents in memory, or inputs read before.
            on_progress: Called whenever an answer arrives or an article is done.
            stop: Once set, nothing more is asked: what is in flight ends, the rest is answered from
                what is stored or deferred, and the dossier is made of what there is.

        Raises:
            UsageError: A path is not there, or there is nothing to read.
        """
        started = datetime.now(UTC)
        inputs = self._read(items)
        watched = Watched(
            self.source.answers,
            price=self._price,
            on_progress=on_progress or (lambda _: None),
            at_once=self.settings.concurrency,
            of=sum(isinstance(item.result, Document) for item in inputs),
        )
        stopping = asyncio.create_task(self._stop_when(stop, watched)) if stop else None
        room = asyncio.Semaphore(ARTICLES_AHEAD * self.settings.concurrency)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._input(item, watched, room)) for item in inputs]
        results = [task.result() for task in tasks]
        answered = sorted(
            ((summary, document) for summary, document, _ in results if summary and document),
            key=lambda pair: pair[0].meta.id,
        )
        rows = [row for _, _, row in results]
        compared = await compare(
            [summary for summary, _ in answered],
            self._extractor(watched),
            self._pricing,
            at_once=self.settings.concurrency,
        )
        if stopping:
            stopping.cancel()
        return Corpus(
            summaries=tuple(summary for summary, _ in answered),
            documents=tuple(document for _, document in answered),
            run=run_of(
                rows,
                self._made_with(),
                inputs=len(inputs),
                started=started,
                questions=compared.usage,
                interrupted=bool(stop and stop.is_set()),
            ),
            dossier=compared.dossier,
            record_types=self.record_types,
        )

    async def _stop_when(self, stop: asyncio.Event, watched: Watched) -> None:
        await stop.wait()
        watched.stop(self.source.stored)

    def _read(self, items: Sequence[str | PathLike[str] | Document | Input]) -> list[Input]:
        """Return `items` as inputs: documents and inputs as they are, then the paths, read."""
        paths = [item for item in items if not isinstance(item, Document | Input)]
        given = [item for item in items if isinstance(item, Document | Input)]
        read = read_all(paths, max_bytes=self.settings.max_file_bytes) if paths else ()
        return [
            *(
                item if isinstance(item, Input) else Input(item.path, asked=True, result=item)
                for item in given
            ),
            *read,
        ]

    async def _input(
        self, item: Input, watched: Watched, room: asyncio.Semaphore
    ) -> tuple[ArticleSummary | None, Document | None, InputRow]:
        """Return what became of one input; the one place where any failure becomes a row."""
        document = item.result
        if isinstance(document, InputError):
            return None, None, _unread(item.path, document)
        async with room:
            try:
                outcome = await self._article(document, watched)
            except ConfigurationError as error:
                return None, document, _failed(document, REFUSED_SETUP, str(error))
            except Exception as error:  # noqa: BLE001 - the per-article boundary: the others go on
                reason = "error" if isinstance(error, SummariserError) else "bug"
                return None, document, _failed(document, reason, f"{type(error).__name__}: {error}")
        watched.article_done()
        return outcome.summary, document, outcome.row

    async def _article(self, document: Document, answers: Answers) -> Outcome:
        prepared = prepare(
            document, self.profile, budget=self.settings.context_tokens, measure=estimate_tokens
        )
        return await summarise_article(prepared, self.record_types, self._extractor(answers), self._pricing)

    def _extractor(self, answers: Answers) -> Extractor:
        return Extractor(self._builder, answers, self.source.quirks.context_hint)

    def _made_with(self) -> Provenance:
        return provenance_of(self._builder, self.record_types, self.settings)

    def _price(self, answered: Answered) -> Decimal | None:
        """Return what an answer cost, or None when nobody knows."""
        usage = usage_of(answered.stored.response)
        if usage is None:
            return None
        model, prices = answered.stored.meta.model, self.settings.prices
        return cost(usage, model=model, base_url=self.settings.base_url, table=prices)


def _unread(path: str, error: InputError) -> InputRow:
    """Return the row of an input that is no article, or cannot be read as one."""
    return InputRow(
        path=path,
        state=State.SKIPPED if error.skip else State.REJECTED_INPUT,
        reason=error.reason,
        detail=str(error),
    )


def _failed(document: Document, reason: str, detail: str) -> InputRow:
    return InputRow(
        path=document.path,
        document=document.id,
        sha256=document.sha256,
        state=State.FAILED,
        reason=reason,
        detail=detail,
        notes=document.notes,
    )


def _reason(outcome: Outcome) -> ModelError:
    first = next(iter(outcome.errors.values()), None)
    return first or ModelError(f"{outcome.row.document!r}: {outcome.row.detail}")
