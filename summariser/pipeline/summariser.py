"""`Summariser`: one client, limiter, breaker and store for all callers, one document or a whole corpus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence, Sized
from contextlib import aclosing, asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import NamedTuple, Self

from summariser.document import Document
from summariser.errors import (
    ConfigurationError,
    InputError,
    ModelError,
    SummariserError,
    TransportError,
)
from summariser.ledger import REFUSED_SETUP, InputRow, Run, Usage
from summariser.llm.answering import Answered, Collector
from summariser.llm.answers import estimate_tokens, usage_of
from summariser.llm.prices import cost
from summariser.llm.quirks import request_options
from summariser.pipeline.article import Outcome, summarise_article
from summariser.pipeline.blocks import Load, OnBlock, compare_blocks
from summariser.pipeline.corpus import Article, Corpus
from summariser.pipeline.dossier import compare
from summariser.pipeline.extract import Extractor
from summariser.pipeline.ledger_of import failed_row, provenance_of, row_attributes, run_of, unread_row
from summariser.pipeline.prepare import prepare
from summariser.pipeline.progress import OnProgress, Watched
from summariser.pipeline.sources import Source, open_source
from summariser.pipeline.turns import Turns
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts
from summariser.reading import Input, read_all
from summariser.reconcile.blockindex import BlockIndex
from summariser.reconcile.blocks import Outline
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.settings import Settings
from summariser.telemetry import observed

ARTICLES_AHEAD = 2
"""Articles under way for each request that may be in flight: enough to keep the endpoint busy, few enough to hold."""

TURNS_AHEAD = 2
"""Requests that have their turn for each that may be in flight: some are looked up or claimed meanwhile."""

Item = str | PathLike[str] | Document | Input


class _Done(NamedTuple):
    """What became of one input, and the input again if it failed in a way that may pass."""

    article: Article
    again: Input | None = None


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
        self.prompts = load_prompts(self.settings.prompts)
        self.source = source or open_source(self.settings)
        quirks = self.source.quirks
        self._builder = Builder(
            prompts=self.prompts,
            profile=self.profile,
            model=self.source.model,
            options=request_options(quirks, self.settings.max_output_tokens) | dict(self.settings.extra_body),
            strict=self.settings.strict,
        )
        self._turns = Turns(TURNS_AHEAD * self.settings.concurrency)

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
            outcome = await self._article(document, self._watched())
        if outcome.summary is None:
            raise _reason(outcome)
        return outcome.summary

    async def summarise_each(
        self,
        items: Iterable[Item],
        *,
        on_progress: OnProgress | None = None,
        stop: asyncio.Event | None = None,
    ) -> AsyncGenerator[Article, None]:
        """Yield what became of every input, as each is done, holding no more than are under way.

        For corpora too large to hold: nothing is set side by side. Close the
        iterator (`contextlib.aclosing`) if you leave it before its end.

        Args:
            items: As in `summarise_corpus`; inputs may come from an iterator, and are read when it is their turn.
            on_progress: Called whenever an answer arrives or an article is done.
            stop: Once set, nothing more is asked; what follows is answered from what is stored, or deferred.

        Raises:
            UsageError: A path is not there, or there is nothing to read.
        """
        watched = self._watched(on_progress, of=len(items) if isinstance(items, Sized) else 0)
        each = self._each(self._read(items), watched)
        async with self._stopping(stop, watched), aclosing(each) as articles:
            async for article in articles:
                yield article

    async def summarise_corpus(
        self,
        items: Sequence[Item],
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
        inputs = list(self._read(items))
        watched = self._watched(on_progress, of=len(inputs))
        async with self._stopping(stop, watched):
            done = [article async for article in self._each(inputs, watched)]
            return await self._side_by_side(done, watched, inputs=len(inputs), started=started, stop=stop)

    async def compare(
        self,
        articles: Sequence[Article],
        *,
        inputs: int,
        started: datetime,
        stop: asyncio.Event | None = None,
    ) -> Corpus:
        """Return the dossier of articles that were summarised elsewhere, and the ledger of the whole run.

        Args:
            articles: What became of every input, in any order.
            inputs: How many there were, counted apart, so that a lost one is an error.
            started: When their run began.
            stop: As in `summarise_corpus`.
        """
        watched = self._watched()
        async with self._stopping(stop, watched):
            return await self._side_by_side(articles, watched, inputs=inputs, started=started, stop=stop)

    async def compare_blocks(
        self,
        outlines: Sequence[Outline],
        load: Load,
        on_block: OnBlock,
        *,
        stop: asyncio.Event | None = None,
    ) -> tuple[BlockIndex, Usage]:
        """Return what articles say that are too many to be held, and what the questions about them took.

        Args:
            outlines: Every article that has records.
            load: Returns one of them by its id; called from a thread, a block at a time.
            on_block: Is given each block with its dossier, from a thread; then both are let go.
            stop: As in `summarise_corpus`.
        """
        watched = self._watched()
        async with self._stopping(stop, watched):
            index = await compare_blocks(
                outlines,
                load,
                self._extractor(watched),
                room=self.settings.block,
                at_once=self.settings.concurrency,
                on_block=on_block,
            )
        return index, watched.took("")

    async def _side_by_side(
        self,
        done: Sequence[Article],
        watched: Watched,
        *,
        inputs: int,
        started: datetime,
        stop: asyncio.Event | None,
    ) -> Corpus:
        answered = sorted(
            (article for article in done if article.summary),
            key=lambda article: article.row.document or "",
        )
        summaries = tuple(article.summary for article in answered if article.summary)
        compared = await compare(summaries, self._extractor(watched), at_once=self.settings.concurrency)
        return Corpus(
            summaries=summaries,
            documents=tuple(article.document for article in answered if article.document),
            run=self.ledger(
                [article.row for article in done],
                inputs=inputs,
                started=started,
                questions=watched.took(""),
                interrupted=bool(stop and stop.is_set()),
            ),
            dossier=compared.dossier,
            record_types=self.record_types,
        )

    def ledger(
        self,
        rows: Sequence[InputRow],
        *,
        inputs: int,
        started: datetime,
        questions: Usage | None = None,
        interrupted: bool = False,
    ) -> Run:
        """Return the ledger of a run over `inputs` inputs that began at `started` and ends now."""
        return run_of(
            rows,
            provenance_of(self._builder, self.record_types, self.settings),
            inputs=inputs,
            started=started,
            questions=questions,
            interrupted=interrupted,
        )

    def _watched(self, on_progress: OnProgress | None = None, *, of: int = 0) -> Watched:
        """Return what the requests of one call pass through; all calls take turns with each other."""
        return Watched(
            self.source.answers,
            self._turns,
            price=self._price,
            on_progress=on_progress or (lambda _: None),
            of=of,
        )

    @asynccontextmanager
    async def _stopping(self, stop: asyncio.Event | None, watched: Watched) -> AsyncIterator[None]:
        """Stop asking when `stop` is set or the run's time is over."""

        async def wait() -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.settings.run_deadline):
                    await (stop or asyncio.Event()).wait()
            watched.stop(self.source.stored)

        waiting = asyncio.create_task(wait())
        try:
            yield
        finally:
            waiting.cancel()

    def _read(self, items: Iterable[Item]) -> Iterator[Input]:
        """Yield `items` as inputs: documents and inputs as they come, then the paths, read."""
        paths: list[str | PathLike[str]] = []
        for item in items:
            if isinstance(item, Input):
                yield item
            elif isinstance(item, Document):
                yield Input(item.path, asked=True, result=item)
            else:
                paths.append(item)
        if paths:
            yield from read_all(paths, max_bytes=self.settings.max_file_bytes)

    async def _each(self, inputs: Iterable[Input], watched: Watched) -> AsyncGenerator[Article, None]:
        """Yield what became of every input; what failed in passing is tried once more when all else is done.

        An endpoint that answered nothing at all is not tried again.
        """
        failed: list[_Done] = []
        async with aclosing(self._under_way(inputs, watched)) as first:
            async for done in first:
                if done.again:
                    failed.append(done)
                else:
                    watched.article_done()
                    yield done.article
        hopeful = watched.asked and not watched.stopped
        for done in () if hopeful else failed:
            watched.article_done()
            yield done.article
        again = [done.again for done in failed if done.again] if hopeful else []
        async with aclosing(self._under_way(again, watched)) as second:
            async for done in second:
                watched.article_done()
                yield done.article

    async def _under_way(self, inputs: Iterable[Input], watched: Watched) -> AsyncGenerator[_Done, None]:
        """Yield what became of inputs as each is done, only so many of them under way at a time."""
        room = ARTICLES_AHEAD * self.settings.concurrency
        waiting = iter(inputs)
        pending: set[asyncio.Task[_Done]] = set()
        try:
            while True:
                while len(pending) < room and (item := await asyncio.to_thread(next, waiting, None)):
                    pending.add(asyncio.create_task(self._input(item, watched)))
                if not pending:
                    return
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def _input(self, item: Input, watched: Watched) -> _Done:
        """Return what became of one input; the one place where any failure becomes a row."""
        document = item.result
        if isinstance(document, InputError):
            return _Done(Article(unread_row(item.path, document)))
        passing = False
        summary = None
        try:
            outcome = await self._article(document, watched)
        except ConfigurationError as error:
            row = failed_row(document, REFUSED_SETUP, str(error))
        except Exception as error:  # noqa: BLE001 - the per-article boundary: the others go on
            reason = "error" if isinstance(error, SummariserError) else "bug"
            row = failed_row(document, reason, f"{type(error).__name__}: {error}")
        else:
            row, summary = outcome.row, outcome.summary
            passing = any(isinstance(error, TransportError) for error in outcome.errors.values())
        row = row.model_copy(update={"usage": watched.took(document.id)})
        return _Done(Article(row, summary, document), item if passing else None)

    async def _article(self, document: Document, watched: Watched) -> Outcome:
        known = {"summariser.document": document.id}
        planning = isinstance(self.source.answers, Collector)
        with nullcontext(known) if planning else observed("summarise article", known) as noted:
            prepared = prepare(
                document, self.profile, budget=self.settings.context_tokens, measure=estimate_tokens
            )
            outcome = await summarise_article(prepared, self.record_types, self._extractor(watched))
            noted.update(row_attributes(outcome.row, watched.took(document.id)))
        return outcome

    def _extractor(self, watched: Watched) -> Extractor:
        return Extractor(self._builder, watched, self.source.quirks.context_hint)

    def _price(self, answered: Answered) -> Decimal | None:
        """Return what an answer cost, or None when nobody knows."""
        usage = usage_of(answered.stored.response)
        if usage is None:
            return None
        model, prices = answered.stored.meta.model, self.settings.prices
        return cost(usage, model=model, base_url=self.settings.base_url, table=prices)


def _reason(outcome: Outcome) -> ModelError:
    first = next(iter(outcome.errors.values()), None)
    return first or ModelError(f"{outcome.row.document!r}: {outcome.row.detail}")
