"""Make the plan of a run: follow what is stored, with the network replaced by a collector, and forecast the rest."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from summariser.document import Document
from summariser.ledger import State
from summariser.ledger.states import UNANSWERED
from summariser.llm.answering import Collector
from summariser.llm.answers import Usage
from summariser.llm.prices import cost
from summariser.llm.quirks import DEFAULT_HOST, Quirks, endpoint_of, preferred
from summariser.pipeline.corpus import Corpus
from summariser.pipeline.plan.consent import why_ask
from summariser.pipeline.plan.forecast import Pace, batches_of, cost_of, seconds_of, work_of
from summariser.pipeline.plan.history import history_of
from summariser.pipeline.plan.tokens import Tokens, spread
from summariser.pipeline.plan.values import Cost, PaidAgain, Plan, Stale, Unreadable
from summariser.pipeline.progress import OnProgress
from summariser.pipeline.sources import open_collector, open_source
from summariser.pipeline.summariser import Summariser
from summariser.reading import Input, Inputs
from summariser.records import BUILT_IN, RecordType
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import Layered, Responses, SqliteResponses, Stored, endpoint_host

SAMPLE = 200
"""Inputs that are looked at where there are too many to hold."""

_PER_SECOND = {True: 25.0, False: 70.0}
"""Tokens of an answer in a second, at a local endpoint and at a hosted one: guesses, since nothing stored tells."""


class Planned(NamedTuple):
    """A plan, and the run itself where nothing is left to ask.

    Attributes:
        corpus: What the run comes to when every answer is stored; None when something must be asked.
    """

    plan: Plan
    corpus: Corpus | None


def plan_run(
    inputs: Sequence[Input] | Inputs, settings: Settings, record_types: tuple[RecordType, ...] = BUILT_IN
) -> Plan:
    """Return what a run over `inputs` will do; needs no key and sends nothing.

    Raises:
        NoModelError: No model is named, and no recordings are.
        StoreError: The store cannot be opened.
    """
    return asyncio.run(follow(inputs, settings, record_types)).plan


async def follow(
    inputs: Sequence[Input] | Inputs,
    settings: Settings,
    record_types: tuple[RecordType, ...],
    *,
    alone: bool = False,
    on_progress: OnProgress | None = None,
) -> Planned:
    """Return the plan of a run; with it the run, if nothing is left to ask, so that nothing is done twice.

    Without the questions of reconciliation if the articles stay `alone`.

    The requests are those of the run, and stored answers are followed, so what
    they lead to is counted. The rest is forecast from how long answers are and
    how many requests follow them: see `tokens` and `history`. Inputs that are not
    held are planned by a sample of them.
    """
    if isinstance(inputs, Inputs):
        sample = await asyncio.to_thread(inputs.sample, SAMPLE)
        alone = not settings.block
        planned = await follow(sample, settings, record_types, alone=alone, on_progress=on_progress)
        plan = planned.plan.scaled(len(inputs))
        return Planned(plan.model_copy(update={"asks": why_ask(plan, settings)}), None)
    if settings.model is None or not settings.network:
        return await _unsent(inputs, settings, record_types)
    source, collector = open_collector(_reading(settings))
    store = _store(collector.responses)
    if settings.fresh:
        collector = Collector(_Forgotten(collector.responses))
        source = source._replace(answers=collector)
    async with Summariser(settings, record_types=record_types, source=source) as summariser:
        corpus = await summariser.summarise_corpus(inputs, on_progress=on_progress)
        plan = _seen(inputs, settings, corpus)
        requests = list(collector.requests.values())
        if not requests:
            return Planned(plan, None if settings.record else corpus)
        asked = _asked(requests, _Place(settings, source.quirks, store, alone=alone), corpus)
        plan = plan.model_copy(update=_articles(inputs, requests) | asked)
        return Planned(plan.model_copy(update={"asks": why_ask(plan, settings)}), None)


class _Forgotten:
    """Answers nothing of what is stored, as a run with `fresh` does."""

    def __init__(self, responses: Responses) -> None:
        self._responses = responses

    def get(self, _key: str) -> None:
        """Return None."""

    def put(self, stored: Stored, *, replace: bool = False) -> None:
        """Keep nothing: a plan gets no answers."""

    def close(self) -> None:
        """Close what is not asked."""
        self._responses.close()


class _Place(NamedTuple):
    """Where requests go, what is stored, and whether articles stay alone."""

    settings: Settings
    quirks: Quirks
    store: SqliteResponses
    alone: bool


def _reading(settings: Settings) -> Settings:
    """Return `settings` that write no recordings, and read none that are yet to be made."""
    there = settings.recordings is not None and settings.recordings.is_dir()
    return settings.model_copy(
        update={"record": False, "recordings": settings.recordings if there or not settings.record else None}
    )


def _store(responses: Responses) -> SqliteResponses:
    store = responses.store if isinstance(responses, Layered) else responses
    if not isinstance(store, SqliteResponses):
        raise TypeError(f"a collector reads the store, not {type(store).__name__}")
    return store


async def _unsent(
    inputs: Sequence[Input], settings: Settings, record_types: tuple[RecordType, ...]
) -> Planned:
    """Return the plan of a run that may send nothing, which is the run itself."""
    async with Summariser(settings, record_types=record_types, source=open_source(settings)) as summariser:
        corpus = await summariser.summarise_corpus(inputs)
    unanswered = sum(bool(row.failed) or row.state in UNANSWERED for row in corpus.run.rows)
    plan = _seen(inputs, settings, corpus).model_copy(update={"unanswered": unanswered, "host": None})
    return Planned(plan, corpus)


def _seen(inputs: Sequence[Input], settings: Settings, corpus: Corpus) -> Plan:
    """Return the plan of a run that asks nothing."""
    return Plan(
        model=settings.model,
        host=endpoint_host(settings.base_url) or DEFAULT_HOST,
        local=endpoint_of(settings.base_url).local,
        inputs=len(inputs),
        skipped=corpus.run.totals.states.get(State.SKIPPED, 0),
        unreadable=tuple(
            Unreadable(path=row.path, reason=row.reason, detail=row.detail)
            for row in corpus.run.rows
            if row.state is State.REJECTED_INPUT
        ),
        answered=corpus.run.totals.usage.stored,
    )


def _articles(inputs: Sequence[Input], requests: Sequence[Request]) -> dict[str, Any]:
    """Return which articles are sent: their number and their length."""
    about = {request.document for request in requests} - {""}
    documents = [item.result for item in inputs if isinstance(item.result, Document)]
    sizes = [len(found.text.encode("utf-8", "replace")) for found in documents if found.id in about]
    return {"articles": len(sizes), "bytes": sum(sizes)}


def _asked(requests: Sequence[Request], place: _Place, corpus: Corpus) -> dict[str, Any]:
    """Return what asking `requests`, and what follows from their answers, will take."""
    settings, quirks, store, alone = place
    history = history_of(store, str(settings.model))
    batches = [
        batch
        for batch in batches_of(requests, history, _done(requests, corpus))
        if batch.part != "questions" or not alone
    ]
    measured = history.basis == "stored answers"
    hidden = "reasoning" in quirks.name and not measured
    articles = len({request.document for request in requests})
    width = spread(articles, measured=measured)
    total = cost_of(batches, partial(_price, settings), spread=width, hidden=hidden)
    pace = _pace(settings, quirks)
    return {
        "main": work_of(batches, "main"),
        "re_asks": work_of(batches, "re_asks"),
        "questions": work_of(batches, "questions"),
        "basis": history.basis,
        "hidden": hidden,
        "cost": total,
        "seconds": seconds_of(batches, pace),
        "at_once": pace.at_once,
        "stale": None if settings.fresh else _stale(requests, store, total),
        "paid_again": _paid_again(requests, store, total) if settings.fresh else None,
    }


def _done(requests: Sequence[Request], corpus: Corpus) -> Mapping[str, int]:
    """Return how many articles have all their answers, by record type."""
    open_lists = {(request.document, request.record_type) for request in requests}
    return Counter(
        kind
        for summary in corpus.summaries
        for kind in summary.records
        if (summary.meta.id, kind) not in open_lists
    )


def _stale(requests: Sequence[Request], store: SqliteResponses, total: Cost | None) -> Stale | None:
    found = store.earlier(requests)
    if not found:
        return None
    return Stale(
        articles=len({earlier.request.document for earlier in found}),
        requests=len(found),
        models=tuple(sorted({earlier.model for earlier in found})),
        differs=tuple(sorted({difference for earlier in found for difference in earlier.differs})),
        cost=_share(total, len(found), requests),
    )


def _paid_again(requests: Sequence[Request], store: SqliteResponses, total: Cost | None) -> PaidAgain | None:
    known = store.known(request.key for request in requests)
    return PaidAgain(requests=len(known), cost=_share(total, len(known), requests)) if known else None


def _share(total: Cost | None, part: int, requests: Sequence[Request]) -> Decimal | None:
    """Return the share of a cost that falls on some of the main requests, with what follows from them."""
    main = sum(request.wave == "main" for request in requests)
    return None if total is None or not main else (total.expected * part / main).quantize(total.expected)


def _price(settings: Settings, tokens: Tokens) -> Decimal | None:
    used = Usage(input_tokens=round(tokens.input), output_tokens=round(tokens.output), estimated=True)
    return cost(used, model=str(settings.model), base_url=settings.base_url, table=settings.prices)


def _pace(settings: Settings, quirks: Quirks) -> Pace:
    return Pace(
        at_once=preferred("concurrency", settings, quirks),
        per_second=_PER_SECOND[endpoint_of(settings.base_url).local],
        rpm=settings.rpm,
        tpm=settings.tpm,
    )
