"""Take one injected article through the real pipeline, answered by whatever answers requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from summariser.document import Document
from summariser.errors import AwaitingError
from summariser.ledger import InputRow
from summariser.llm.answering import Answered, Answers
from summariser.llm.answers import estimate_tokens
from summariser.llm.quirks import quirks_for, request_options
from summariser.pipeline.article import Outcome, summarise_article
from summariser.pipeline.extract import Extractor
from summariser.pipeline.prepare import prepare
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts
from summariser.records import ArticleSummary, RecordType
from summariser.request import Request
from summariser.resources import recordings_folder
from summariser.settings import Settings
from summariser.store import Recordings
from summariser.store.stored import Meta, Stored

_RECEIVED = "2025-01-01T00:00:00Z"


class Ran(NamedTuple):
    """What became of an article.

    Attributes:
        summary: None when no record type was answered.
    """

    summary: ArticleSummary | None
    row: InputRow


class Given:
    """Answers that are at hand, by request key; every other request is collected.

    Attributes:
        requests: What was asked and had no answer, in order.
    """

    def __init__(self, bodies: Mapping[str, dict[str, Any]]) -> None:
        self.bodies = bodies
        self.requests: list[Request] = []

    async def complete(self, request: Request) -> Answered:
        """Return the answer to `request`.

        Raises:
            AwaitingError: There is none.
        """
        if request.key not in self.bodies:
            self.requests.append(request)
            raise AwaitingError(f"{request.record_type} of {request.document!r} awaits its answer")
        return Answered(stored(request, self.bodies[request.key]))

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def stored(request: Request, response: dict[str, Any]) -> Stored:
    """Return a completion as an answer to `request`."""
    meta = Meta.of(request, recorded_at=_RECEIVED, provenance="synthetic", usage_estimated=True)
    return Stored(key=request.key, request=request, response=response, meta=meta)


def run(
    document: Document, kinds: Sequence[RecordType], answers: Answers, *, profile: str, model: str = "claude"
) -> Ran:
    """Return what the pipeline makes of one article, with `answers` in the place of the endpoint."""
    extractor = Extractor(_builder(profile, model), answers)
    prepared = prepare(
        document, extractor.builder.profile, budget=_settings().context_tokens, measure=estimate_tokens
    )
    found: Outcome = asyncio.run(summarise_article(prepared, kinds, extractor))
    return Ran(found.summary, found.row)


@lru_cache(maxsize=1)
def recorded() -> Recordings:
    """Return the recorded answers about the seeds as they are."""
    return Recordings(recordings_folder())


@lru_cache(maxsize=1)
def _settings() -> Settings:
    return Settings()


@lru_cache(maxsize=8)
def _builder(profile: str, model: str) -> Builder:
    """Return the builder that a run with default settings has."""
    return Builder(
        prompts=load_prompts(None),
        profile=load_profile(profile),
        model=model,
        options=request_options(quirks_for(model, None), _settings().max_output_tokens),
    )
