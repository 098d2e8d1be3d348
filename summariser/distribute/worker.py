"""`SummariseBatch`: a function of columns that summarises their articles, in one event loop, and never raises."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, Self

from summariser.distribute.columns import ADDED, Columns, Summarised, document_of, rowed, rows_of
from summariser.distribute.shares import share_of
from summariser.document import Document
from summariser.errors import ConfigurationError, InputError, StoreError
from summariser.ledger import REFUSED_SETUP, InputRow, State
from summariser.pipeline import Article, Summariser, failed_row, open_source, unread_row
from summariser.reading import Input
from summariser.records import BUILT_IN, RecordType
from summariser.report import article_files
from summariser.settings import Settings

_COMPLETE = frozenset({State.SUMMARISED, State.EMPTY, State.SKIPPED})


class SummariseBatch:
    """Adds the columns `ADDED` to columns of articles; one for each worker, used for all its batches.

    Any engine can call it: it takes and returns a dict of columns, keeps the
    order of the rows, and turns every failure into text in the column
    `error`. All batches of a worker share one client, its limits and its
    learned pace; called from several threads it works on several batches at
    once. Answers go to the store before anything is made of them, so a batch
    that an engine repeats pays for nothing again.

    It pickles without keys: a worker takes them from its own environment.

    Args:
        settings: What to ask and how; limits are those of the whole run.
        record_types: The kinds of record to fill.
        workers: How many of these work at the same time: each takes its share of concurrency and rates.
        run: Name of the run; workers of one run and one store keep its budget together and slow down together.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        record_types: tuple[RecordType, ...] = BUILT_IN,
        workers: int = 1,
        run: str | None = None,
    ) -> None:
        self._settings = share_of(settings, workers)
        self._secrets = settings.secrets()
        self._record_types = record_types
        self._run = run
        self._opening = threading.Lock()
        self._worker: _Worker | None = None

    def __call__(self, columns: Columns) -> dict[str, list[Any]]:
        """Return `columns` with the columns `ADDED`."""
        rows = rows_of(columns)
        found = self._outcomes([_input(row) for row in rows])
        kept = {name: [row[name] for row in rows] for name in columns if name not in ADDED}
        return kept | {name: [getattr(one, name) for one in found] for name in ADDED}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what is in flight and close the client; a later call opens it again."""
        with self._opening:
            worker, self._worker = self._worker, None
        if worker:
            worker.close()

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle holds: no client, and no secrets, which `Settings` leaves out."""
        return {**self.__dict__, "_opening": None, "_worker": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what a pickle holds."""
        self.__dict__ |= state | {"_opening": threading.Lock()}

    def _outcomes(self, inputs: Sequence[Input]) -> list[Summarised]:
        try:
            return self._open().outcomes(inputs)
        except (ConfigurationError, StoreError) as error:
            reason = REFUSED_SETUP if isinstance(error, ConfigurationError) else "error"
            return [_failed(item, reason, str(error)) for item in inputs]
        except Exception as error:  # noqa: BLE001 - one bad batch must not end a job of a million
            return [_failed(item, "bug", f"{type(error).__name__}: {error}") for item in inputs]

    def _open(self) -> _Worker:
        with self._opening:
            if self._worker is None:
                settings = self._settings.with_secrets(self._secrets)
                self._worker = _Worker(settings, self._record_types, self._run)
            return self._worker


class _Worker:
    """One `Summariser` in an event loop of its own, in a thread that ends with the process.

    Raises:
        ConfigurationError: Nothing could be answered with these settings.
        StoreError: The store cannot be opened.
    """

    def __init__(self, settings: Settings, record_types: tuple[RecordType, ...], run: str | None) -> None:
        source = open_source(settings, run=run)
        once = settings.given(run_deadline=None)  # it counts for the worker, not for each batch
        try:
            self._summariser = Summariser(once, record_types=record_types, source=source)
        except BaseException:
            asyncio.run(source.answers.close())
            raise
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        if settings.run_deadline is not None:
            self._loop.call_later(settings.run_deadline, self._stop.set)
        self._thread = threading.Thread(target=self._loop.run_forever, name="summariser", daemon=True)
        self._thread.start()

    def outcomes(self, inputs: Sequence[Input]) -> list[Summarised]:
        """Return what became of each of `inputs`, in their order."""
        return asyncio.run_coroutine_threadsafe(self._batch(inputs), self._loop).result()

    def close(self) -> None:
        """Close the client, then the loop."""
        asyncio.run_coroutine_threadsafe(self._summariser.__aexit__(None, None, None), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _batch(self, inputs: Sequence[Input]) -> list[Summarised]:
        documents = [item for item in inputs if isinstance(item.result, Document)]
        done = {id(article.document): article async for article in self._each(documents)}
        return [
            self._summarised(done[id(item.result)])
            if isinstance(item.result, Document)
            else _unread(item.path, item.result)
            for item in inputs
        ]

    async def _each(self, inputs: Sequence[Input]) -> AsyncIterator[Article]:
        async with aclosing(self._summariser.summarise_each(inputs, stop=self._stop)) as articles:
            async for article in articles:
                yield article

    def _summarised(self, article: Article) -> Summarised:
        row, summary = article.row, article.summary
        if summary is None:
            return Summarised(None, rowed(row), error_of(row))
        (text,) = article_files(summary, self._summariser.record_types).values()
        return Summarised(text.decode(), rowed(row), error_of(row))


def error_of(row: InputRow) -> str | None:
    """Return why an article is not complete, in one sentence; None when it is."""
    if row.state in _COMPLETE:
        return None
    return f"{row.state.value}: {row.detail or row.reason}"


def _input(row: dict[str, Any]) -> Input:
    try:
        document = document_of(row)
    except InputError as error:
        return Input(str(row.get("path") or row.get("id") or ""), asked=True, result=error)
    return Input(document.path, asked=True, result=document)


def _unread(path: str, error: InputError) -> Summarised:
    row = unread_row(path, error)
    return Summarised(None, rowed(row), error_of(row))


def _failed(item: Input, reason: str, detail: str) -> Summarised:
    if isinstance(item.result, InputError):
        return _unread(item.path, item.result)
    row = failed_row(item.result, reason, detail)
    return Summarised(None, rowed(row), error_of(row))
