"""Ray Data's way to `SummariseBatch`: the only importer of ray."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from summariser.batched import batched
from summariser.distribute.columns import ADDED, COLUMNS, Summarised, columns_of, document_of
from summariser.distribute.shares import at_most
from summariser.distribute.worker import SummariseBatch
from summariser.document import Document
from summariser.errors import ConfigurationError
from summariser.extras import needs
from summariser.pipeline import refusals_path
from summariser.records import BUILT_IN, RecordType
from summariser.settings import Settings

BATCH = 50
"""Articles in one batch: a few seconds of work, so that little is repeated and no worker idles at the end."""

BATCHES_AT_ONCE = 2
"""Batches under way in one worker: while the last answers of one are waited for, the next is asked."""

_CPUS = 0.5
"""Of a core, what a worker is reckoned with: it waits most of its time, and whoever feeds it needs the rest."""


def summarise_dataset(
    dataset: Any,  # noqa: ANN401 - ray.data.Dataset, which must not be imported to be named
    settings: Settings,
    *,
    record_types: tuple[RecordType, ...] = BUILT_IN,
    workers: int | None = None,
    run: str | None = None,
) -> Any:  # noqa: ANN401 - the same
    """Return a Ray dataset with the columns `summary`, `row` and `error` added; nothing runs before it is read.

    Each row is an article: `id` and `text`, and what else `COLUMNS` names. One
    block is the work of one worker, so there should be several for each.

    Args:
        dataset: The articles.
        settings: What to ask and how; limits are those of the whole run. Keys reach the workers by
            the environment they start in, never with the work.
        record_types: The kinds of record to fill.
        workers: How many processes share the work; one for each core of the cluster when None.
        run: Name of the run, under which its workers share its budget; a new one when None.

    Raises:
        ConfigurationError: The extra is missing, a key would have to travel, or a budget would have
            to be kept by several machines.
    """
    _check(settings)
    ray = _ray()
    with _started(ray):
        machines = sum(node["Alive"] for node in ray.nodes())
        if machines > 1 and settings.budget is not None:
            raise ConfigurationError(
                f"a budget is kept in the store, and each of these {machines} machines has its own: set no "
                "budget here and SUMMARISER_DAILY_BUDGET, to its part of the whole, on each machine"
            )
        cores = int(ray.cluster_resources().get("CPU", 1))
        count = max(1, min(workers or cores, at_most(settings)))
    batch = SummariseBatch(settings, record_types=record_types, workers=count, run=run or uuid4().hex)
    return dataset.map_batches(
        _Actor,
        fn_constructor_args=(batch,),
        batch_size=BATCH,
        batch_format="pyarrow",
        num_cpus=_CPUS,
        compute=ray.data.ActorPoolStrategy(
            size=count, max_concurrent_calls_per_actor=BATCHES_AT_ONCE, enable_true_multi_threading=True
        ),
    )


def summarise_documents(
    documents: Iterable[Document], settings: Settings, *, record_types: tuple[RecordType, ...], run: str
) -> Iterator[list[tuple[Document, Summarised]]]:
    """Yield the articles in their order, some at a time, each with what became of it.

    Texts wait in Ray's object store, which moves them to disk when there are
    many, so that memory does not grow with the corpus.

    Raises:
        ConfigurationError: See `summarise_dataset`.
    """
    _check(settings)
    ray = _ray()
    with _started(ray):
        blocks = [ray.put(_table(some)) for some in batched(documents, BATCH)]
        if not blocks:
            return
        dataset = ray.data.from_arrow_refs(blocks)
        dataset.context.execution_options.preserve_order = True
        dataset.context.enable_progress_bars = False
        done = summarise_dataset(dataset, settings, record_types=record_types, run=run)
        for table in done.iter_batches(batch_size=None, batch_format="pyarrow"):
            rows = table.to_pylist()
            yield [(document_of(row), Summarised(*(row[name] for name in ADDED))) for row in rows]


@contextmanager
def one_run(settings: Settings) -> Iterator[str]:
    """Give a run a name that no other has, and take away afterwards what its processes told each other."""
    run = uuid4().hex
    try:
        yield run
    finally:
        refusals_path(settings.store, run).unlink(missing_ok=True)


class _Actor:
    """What Ray makes in each of its workers."""

    def __init__(self, batch: SummariseBatch) -> None:
        self._batch = batch

    def __call__(self, table: Any) -> Any:  # noqa: ANN401 - pyarrow.Table, both
        """Return `table` with the columns added, each a column of texts even where all of them are null."""
        import pyarrow as pa  # noqa: PLC0415 - comes with ray

        found = self._batch(table.to_pydict())
        for name in ADDED:
            if name in table.column_names:
                table = table.drop([name])
            table = table.append_column(name, pa.array(found[name], pa.string()))
        return table


def _ray() -> Any:  # noqa: ANN401 - the module
    """Return ray, quiet, and with its reports to its makers switched off unless they were switched on."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read by ray alone, as it is imported
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its C++ part writes to our standard error
    with needs("ray", "the engine ray"):
        import ray  # noqa: PLC0415 - takes seconds, and is an extra
        import ray.data  # noqa: PLC0415 - the same
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


@contextmanager
def _started(ray: Any) -> Iterator[None]:  # noqa: ANN401 - the module
    """Connect to the cluster that RAY_ADDRESS names, or start one here, unless that is done."""
    if ray.is_initialized():
        yield
        return
    ray.init(include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    try:
        yield
    finally:
        ray.shutdown()


def _check(settings: Settings) -> None:
    """Refuse settings that workers cannot have, or that would make them pay twice.

    Raises:
        ConfigurationError: There is one.
    """
    origins = settings.origins()
    for name in sorted(settings.secrets()):
        if origins[name] != "environment":
            raise ConfigurationError(
                f"{name} is set by {origins[name]!r}, and keys never travel with the work: set "
                f"SUMMARISER_{name.upper()} in the environment that the workers start in"
            )
    if settings.fresh or settings.record:
        raise ConfigurationError(
            "`fresh` and `record` work in one process: a worker that starts again would pay again"
        )


def _table(documents: Iterable[Document]) -> Any:  # noqa: ANN401 - pyarrow.Table
    import pyarrow as pa  # noqa: PLC0415 - comes with ray

    return pa.table(columns_of(documents), schema=pa.schema([(name, pa.string()) for name in COLUMNS]))
