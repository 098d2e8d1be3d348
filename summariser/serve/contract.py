"""What callers send and get: the models behind the OpenAPI document."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    create_model,
    model_validator,
)

from summariser.document import Document, Frozen, text_id
from summariser.ledger import InputRow, Run, State
from summariser.reconcile import Dossier
from summariser.report.schemas import article_model
from summariser.serve.problems import ProblemError

_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
_LONGEST = 2000
"""Most characters of a piece of metadata."""

EXAMPLE: JsonValue = {
    "id": "orvel-1",
    "text": "PORT SENA — Under the Lake Orvel accord, Tolvia would pump no more than 40 million cubic metres a year.",
    "title": "Accord on Lake Orvel",
    "publisher": "The Sena Courier",
    "date": "2025-11-24",
}
OTHER: JsonValue = {
    "id": "orvel-2",
    "text": "Tolvia may pump 45 million cubic metres a year under the accord, its minister of water said.",
    "date": "2025-11-25",
}

_M = TypeVar("_M", bound=BaseModel)


class PostedArticle(BaseModel):
    """One article, with what is known of it beside its text."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLE]})

    text: str = Field(min_length=1, description="The article; every span in the answer refers to it.")
    id: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$",
        description="Your name for it. Absent: the first 16 digits of the sha256 of the text.",
    )
    title: str | None = Field(default=None, max_length=_LONGEST, description="Its headline.")
    publisher: str | None = Field(default=None, max_length=_LONGEST, description="Who published it.")
    author: str | None = Field(default=None, max_length=_LONGEST, description="Who wrote it.")
    date: str | None = Field(
        default=None, pattern=_DATE, description='When it was published; anchors "Friday" and "last week".'
    )
    url: str | None = Field(default=None, max_length=_LONGEST, description="Where it was published.")

    @model_validator(mode="after")
    def _on_a_day_that_was(self) -> Self:
        if self.date is not None:
            datetime.fromisoformat(self.date)
        return self

    @property
    def name(self) -> str:
        """Its id, or the one that is made of its text."""
        return self.id or text_id(self.text)

    def document(self) -> Document:
        """Return the article as the package knows it."""
        return Document.from_text(self.text, id=self.name, **self.model_dump(exclude={"id", "text"}))


class PostedDossier(BaseModel):
    """Articles to set side by side."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"articles": [EXAMPLE, OTHER]}]}
    )

    articles: tuple[PostedArticle, ...] = Field(min_length=1, description="The articles, in any order.")

    @model_validator(mode="after")
    def _named_apart(self) -> Self:
        names = Counter(article.name for article in self.articles)
        twice = sorted(name for name, times in names.items() if times > 1)
        if twice:
            raise ValueError(
                f"each article needs an id of its own; these are there twice: {', '.join(twice[:5])}"
            )
        return self

    def documents(self) -> list[Document]:
        """Return the articles as the package knows them, sorted by id."""
        return sorted((article.document() for article in self.articles), key=lambda document: document.id)


class JobState(StrEnum):
    """How far a dossier is."""

    RUNNING = "running"
    DONE = "done"
    INCOMPLETE = "incomplete"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    FAILED = "failed"


class JobProgress(Frozen):
    """How far a job is.

    Attributes:
        articles: Articles done.
        of: Articles in all.
        answers: Answers received or read from the store.
        tokens: Tokens paid for, both ways.
    """

    articles: int = 0
    of: int = 0
    answers: int = 0
    tokens: int = 0


class JobView(Frozen):
    """A job without its result: what is sent at once, and as every event.

    Attributes:
        id: Name of the job; the same articles make the same one.
        state: `done` is a dossier of all articles, `incomplete` one of those that could be answered. What was
            cancelled, failed or is incomplete goes on when the same request is posted again.
    """

    id: str
    state: JobState
    created: AwareDatetime
    progress: JobProgress


class Refusal(BaseModel):
    """An RFC 9457 problem document."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A place on the page /problems, which explains it.")
    title: str
    status: int
    detail: str | None = Field(default=None, description="What is particular to this request.")
    retryable: bool = Field(description="Whether the same request may succeed later, as it is.")
    state: State | None = Field(default=None, description="How the article ended, as the ledger says it.")
    row: InputRow | None = Field(default=None, description="The article's row of the ledger.")


Article: Any = article_model()
"""An `ArticleSummary` with its lists on top, as `docs/schema/article.json` describes it."""

Summarised = create_model(
    "Summarised",
    __base__=Frozen,
    __doc__="An article's records, and its row of the ledger.",
    summary=(Article, ...),
    row=(InputRow, ...),
)

Job = create_model(
    "Job",
    __base__=JobView,
    __doc__="A job, with its result once it has ended.",
    articles=(tuple[Article, ...], Field(description="The summaries of the articles that were answered.")),
    dossier=(Dossier | None, Field(description="The articles side by side.")),
    run=(Run | None, Field(description="The ledger: a row for every article.")),
    problem=(Refusal | None, Field(description="Why a failed job failed.")),
)


def read(model: type[_M], body: bytes) -> _M:
    """Return what a body says.

    Raises:
        ProblemError: `invalid`, with each mistake and its place; no value is repeated.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        mistakes = [
            {"pointer": _pointer(one["loc"]), "detail": one["msg"].removeprefix("Value error, ")}
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise ProblemError("invalid", mistakes[0]["detail"], errors=mistakes) from None


def job_id(documents: Sequence[Document]) -> str:
    """Return the name of a dossier: a digest of everything the articles say and are said to be.

    >>> one, other = (Document.from_text(text, id=text) for text in "ab")
    >>> job_id([one, other]) == job_id([one, other]) != job_id([one])
    True
    """
    told = [[one.id, one.sha256, one.given.model_dump(exclude_none=True)] for one in documents]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _pointer(place: Sequence[object]) -> str:
    """Return a place as a JSON pointer in a fragment.

    >>> _pointer(("articles", 0, "text"))
    '#/articles/0/text'
    """
    return "".join(["#", *(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)])
