"""The tools an assistant may call: what each takes, what it gives, and how it is carried out.

Nothing here knows the protocol. Results are the contract's own models, or
chosen fields of them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, create_model

from summariser.document import Document, Frozen, Given, Span, text_id
from summariser.errors import (
    BudgetError,
    DeferredError,
    EndpointRefusedError,
    ModelError,
    NoRecordingError,
    RefusedError,
    SummariserError,
    TruncatedError,
    UsageError,
)
from summariser.ground import find_quote
from summariser.ledger import REFUSED_SETUP, InputRow, State
from summariser.pipeline import Summariser
from summariser.reconcile import Agreement, Conflict, Undecided
from summariser.records import BUILT_IN
from summariser.report.as_json import article
from summariser.report.schemas import article_model

Open = Callable[[], Summariser]
"""Returns the one `Summariser` of all callers, opened when it is first needed."""


class Article(Frozen):
    """One article, and what is known about it."""

    text: str = Field(min_length=1, description="The article's whole text; spans count its code points.")
    id: str = Field(
        default="",
        pattern=r"^[\w.-]{0,80}$",
        description="Your name for it, by which results refer to it; made from the text if empty.",
    )
    metadata: Given = Field(
        default=Given(),
        description='What the text may not say; `date`, such as 2025-11-24, anchors "last week".',
    )


class Articles(Frozen):
    """Articles about one plan."""

    articles: tuple[Article, ...] = Field(min_length=2, description="Two or more, each under another id.")


class Quoted(Frozen):
    """Words, and the text that may say them."""

    quote: str = Field(min_length=1, description="The words to look for.")
    text: str = Field(description="The text to look in.")


_CHOSEN = {"answered_by", "rejected", "failed", *(kind.name for kind in BUILT_IN)}
_FIELDS: dict[str, Any] = {
    name: (field.annotation, field) for name, field in article_model().model_fields.items() if name in _CHOSEN
}

Records: type[BaseModel] = create_model(
    "Records",
    __base__=Frozen,
    __doc__="The records of one article, each with the quotes that prove it and their spans in the text.",
    id=(str, Field(description="The article.")),
    **_FIELDS,
)
"""What `articles/<id>.json` says of the records, without what only this package reads of it."""


class Comparison(Frozen):
    """What articles agree and disagree on, each claim with the sentence that proves it.

    Attributes:
        conflicts: Claims that do not say the same about one question, the hardest first.
        agreements: Claims of two or more articles that say the same.
        undecided: Pairs of records of which neither a rule nor the model could tell.
        unanswered: The articles of which not everything could be read, and why.
    """

    conflicts: tuple[Conflict, ...]
    agreements: tuple[Agreement, ...]
    undecided: tuple[Undecided, ...]
    unanswered: tuple[InputRow, ...]


class Found(Frozen):
    """Where a quote stands.

    Attributes:
        span: The first place of the text that says it, in code points, half-open; null when none does.
    """

    span: Span | None


async def summarise_article(asked: Article, summariser: Open) -> BaseModel:
    """Return the `Records` of one article.

    Raises:
        SummariserError: Nothing was answered; its class says why.
    """
    shared = summariser()
    summary = await shared.summarise(_document(asked, shared))
    fields = {"id": summary.meta.id} | article(summary, shared.record_types)
    return Records.model_validate({name: fields[name] for name in Records.model_fields if name in fields})


async def compare_articles(asked: Articles, summariser: Open) -> Comparison:
    """Return what several articles agree and disagree on; those without an answer are named.

    Raises:
        UsageError: Two articles have one id.
        SummariserError: Not one article was answered.
    """
    shared = summariser()
    documents = [_document(one, shared) for one in asked.articles]
    _require_own_ids(documents)
    corpus = await shared.summarise_corpus(documents)
    unanswered = tuple(row for row in corpus.run.rows if row.state.exit_code)
    if not corpus.summaries:
        raise _nothing(corpus.run.rows)
    dossier = corpus.dossier
    return Comparison(
        conflicts=dossier.conflicts,
        agreements=dossier.agreements,
        undecided=dossier.undecided,
        unanswered=unanswered,
    )


async def find(asked: Quoted, _: Open) -> Found:
    """Return where a text says a quote; asks no model."""
    return Found(span=await asyncio.to_thread(find_quote, asked.quote, asked.text))


class Tool(NamedTuple):
    """One tool.

    Attributes:
        does: What it does, for the assistant that chooses among tools.
        takes: The model of its arguments.
        gives: The model of its result.
        asks: Whether it may ask a model, so that a call may cost money.
        call: Carries it out.
    """

    does: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    asks: bool
    call: Callable[[Any, Open], Awaitable[BaseModel]]


TOOLS: dict[str, Tool] = {
    "summarise_article": Tool(
        "Read one news article about a plan (a peace plan, a trade deal, a bill) and return typed records: plan terms, "
        "actors, reactions, disputed points, events and a gist. Every record carries verbatim quotes of the article "
        "and their spans; what the article does not bear out is listed apart as rejected.",
        Article,
        Records,
        asks=True,
        call=summarise_article,
    ),
    "compare_articles": Tool(
        "Read two or more articles about one plan and return where they contradict and where they agree, each claim "
        "with the sentence of the article that makes it. Articles read before are not paid for again.",
        Articles,
        Comparison,
        asks=True,
        call=compare_articles,
    ),
    "find_quote": Tool(
        "Return where a text says a quote, or null. White space, quotation marks, dashes and case may differ, nothing "
        "else may: a changed word or figure is not found. Asks no model.",
        Quoted,
        Found,
        asks=False,
        call=find,
    ),
}
"""Every tool by its name."""


def _document(asked: Article, shared: Summariser) -> Document:
    most = shared.settings.max_file_bytes
    if len(asked.text.encode("utf-8", "surrogatepass")) > most:
        raise UsageError(
            f"article {asked.id!r} has more than {most:,} bytes: send less of it, or raise SUMMARISER_MAX_FILE_BYTES"
        )
    return Document.from_text(asked.text, id=asked.id or text_id(asked.text), **asked.metadata.model_dump())


def _require_own_ids(documents: Sequence[Document]) -> None:
    (name, times), *_ = Counter(document.id for document in documents).most_common(1)
    if times > 1:
        raise UsageError(f"{times} articles have the id {name!r}: give each an id of its own")


_BY_STATE = {
    kind.state: kind for kind in (BudgetError, DeferredError, NoRecordingError, RefusedError, TruncatedError)
}


def _nothing(rows: Sequence[InputRow]) -> SummariserError:
    """Return the error that the first of these rows, none of which has records, is about."""
    row = next((row for row in rows if row.state is not State.SKIPPED), rows[0])
    kind = EndpointRefusedError if row.reason == REFUSED_SETUP else _BY_STATE.get(row.state, ModelError)
    return kind(f"no article was answered; {row.document!r}: {row.detail or row.state.meaning}")
