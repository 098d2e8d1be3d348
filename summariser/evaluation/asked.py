"""Ask for every record type of some articles, k times over, and keep what each answer took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from summariser.document import Document
from summariser.errors import ModelError
from summariser.evaluation.result import Answers
from summariser.ledger import Run
from summariser.llm.answering import Answered
from summariser.llm.answering import Answers as AnswerSource
from summariser.llm.answers import content_of, strict_json, usage_of
from summariser.llm.prices import cost
from summariser.pipeline import Source, Summariser
from summariser.reconcile import Dossier
from summariser.records import ArticleSummary, RecordType
from summariser.request import Request
from summariser.settings import Settings


class Noted(NamedTuple):
    """A request and the answer it got."""

    request: Request
    answer: Answered


class Sampled(NamedTuple):
    """One sample of every article: summaries, the ledger, the answers behind them, and the articles side by side."""

    summaries: tuple[ArticleSummary, ...]
    run: Run
    answers: tuple[Noted, ...]
    dossier: Dossier | None = None


class _Noting:
    """Passes requests on as the sample asked for, and remembers every answer."""

    def __init__(self, answers: AnswerSource, sample: int) -> None:
        self._answers = answers
        self._sample = sample
        self.noted: list[Noted] = []

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`."""
        if self._sample:
            request = Request(**{**request.model_dump(), "sample": self._sample})
        answered = await self._answers.complete(request)
        self.noted.append(Noted(request, answered))
        return answered

    async def close(self) -> None:
        """Close what answers."""
        await self._answers.close()


async def ask(
    documents: Sequence[Document],
    settings: Settings,
    source: Source,
    sample: int,
    record_types: Sequence[RecordType],
) -> Sampled:
    """Return one sample of every article.

    Raises:
        ConfigurationError: Nothing can be answered with these settings.
    """
    noting = _Noting(source.answers, sample)
    watched = Source(noting, source.model, source.quirks)
    kinds = tuple(record_types)
    async with Summariser(settings, record_types=kinds, source=watched) as summariser:
        corpus = await summariser.summarise_corpus(documents)
    ordered = sorted(noting.noted, key=lambda noted: noted.request.key)
    return Sampled(corpus.summaries, corpus.run, tuple(ordered), corpus.dossier)


def answers_of(model: str | None, runs: Sequence[Sampled], settings: Settings) -> Answers:
    """Return where the answers of some samples came from, and what they took."""
    noted = [noted for run in runs for noted in run.answers]
    metas = [each.answer.stored.meta for each in noted]
    usages = [usage_of(each.answer.stored.response) for each in noted]
    prices = [
        cost(usage, model=meta.model, base_url=settings.base_url, table=settings.prices) if usage else None
        for usage, meta in zip(usages, metas, strict=True)
    ]
    times = sorted(meta.recorded_at for meta in metas)
    known = [usage for usage in usages if usage]
    return Answers(
        model=model,
        provenance=dict(sorted(Counter(meta.provenance for meta in metas).items())),
        first=times[0] if times else "",
        last=times[-1] if times else "",
        requests=dict(sorted(Counter(each.request.wave for each in noted).items())),
        tokens_in=sum(usage.input_tokens for usage in known),
        tokens_out=sum(usage.output_tokens for usage in known),
        tokens_cached=sum(usage.cached_tokens for usage in known),
        estimated=any(meta.usage_estimated for meta in metas),
        cost=None if None in prices or not prices else sum((p for p in prices if p is not None), Decimal(0)),
        seconds=round(sum(each.answer.seconds for each in noted), 3),
    )


def quotes_of(noted: Noted) -> tuple[str, ...]:
    """Return every quote in a main answer, as the model gave it; none in a re-ask or an unreadable answer."""
    if noted.request.wave != "main":
        return ()
    try:
        return tuple(_quotes_in(strict_json(content_of(noted.answer.stored.response))))
    except ModelError:
        return ()


def _quotes_in(value: object) -> Iterator[str]:
    """Yield the strings of every field called `quotes`, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "quotes" and isinstance(inner, list):
                yield from (quote for quote in inner if isinstance(quote, str))
            else:
                yield from _quotes_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _quotes_in(inner)
