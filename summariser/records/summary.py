"""`ArticleSummary`: what is known of one article, every record with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import (
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from summariser.document import Frozen, Span, ZoneSpan
from summariser.records.base import Record
from summariser.records.drafts import Actor, DisputedPoint, Event, GistSentence, PlanTerm, Reaction
from summariser.records.kept import Grounded, Rejected, TimeRef
from summariser.records.recordtype import BUILT_IN, RecordType
from summariser.records.vocabulary import Genre

SCHEMA_VERSION = "1.0"

UNKNOWN_TYPE = "unknown_record_type"
"""The kind of validation error that lists of a type nobody named end in."""

Origin = Literal["text", "html", "user"]
AnsweredBy = Literal["live", "batch", "synthetic", "edited"]


class Sourced(Frozen):
    """A piece of metadata and where it stands; `span` is None unless its origin is the text."""

    value: str
    span: Span | None = None
    origin: Origin = "text"


class DocumentMeta(Frozen):
    """What an article says of itself, or its page or the user says of it.

    Attributes:
        published_span: Where the words of `published` stand; None unless the text says it.
        origin: Where each filled field came from.
        furniture_share: Characters outside the evidence zones over all characters, 0 to 1.
        clashes: Where the user's metadata and the text disagree, one sentence each.
        sketch: Smallest hashes of the article's runs of five words: two articles that share them are copies.
        off_topic: Whether the article, once read, had no term of a plan and no reaction to one.
    """

    id: str
    sha256: str
    path: str
    headline: Sourced | None = None
    byline: Sourced | None = None
    publisher: Sourced | None = None
    published: TimeRef | None = None
    published_span: Span | None = None
    url: str | None = None
    genre: Genre = Genre.UNKNOWN
    language: str = "und"
    origin: dict[str, Origin] = {}
    clashes: tuple[str, ...] = ()
    furniture_share: float = 0.0
    sketch: tuple[str, ...] = ()
    off_topic: bool = False


class Inputs(Frozen):
    """Digests that name what an artefact was made from."""

    document: str
    profile: str
    model: str | None
    prompts: dict[str, str]
    schemas: dict[str, str]


class ArticleSummary(Frozen):
    """One article's records, each proved by its words.

    In JSON the record lists stand at the top level under the names of the record
    types. Reading back lists of a type the package does not ship takes
    `model_validate_json(…, context={"record_types": …})`.
    """

    schema_version: str = SCHEMA_VERSION
    meta: DocumentMeta
    profile: str
    inputs: Inputs
    answered_by: dict[str, AnsweredBy]
    records: Mapping[str, tuple[Grounded[Any], ...]]
    rejected: tuple[Rejected[Any], ...] = ()
    failed: dict[str, str] = {}
    zones: tuple[ZoneSpan, ...] = ()

    @property
    def gist(self) -> tuple[Grounded[GistSentence], ...]:
        """Two or three sentences that say what the article says."""
        return self._list("gist")

    @property
    def plan_terms(self) -> tuple[Grounded[PlanTerm], ...]:
        """The terms of the plan."""
        return self._list("plan_terms")

    @property
    def actors(self) -> tuple[Grounded[Actor], ...]:
        """Who takes part, reacts or is bound."""
        return self._list("actors")

    @property
    def reactions(self) -> tuple[Grounded[Reaction], ...]:
        """What was said and done about the plan."""
        return self._list("reactions")

    @property
    def disputed_points(self) -> tuple[Grounded[DisputedPoint], ...]:
        """Questions on which the article shows holders at odds."""
        return self._list("disputed_points")

    @property
    def events(self) -> tuple[Grounded[Event], ...]:
        """What happened, when and where."""
        return self._list("events")

    def _list(self, name: str) -> tuple[Any, ...]:
        return self.records.get(name, ())

    @model_serializer(mode="wrap")
    def _lists_on_top(self, handler: SerializerFunctionWrapHandler, _: SerializationInfo) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        lists: dict[str, Any] = fields.pop("records")
        return fields | lists

    @model_validator(mode="before")
    @classmethod
    def _lists_from_top(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - raw input
        if not isinstance(data, dict) or "records" in data:
            return data
        models = _models(info)
        return {key: value for key, value in data.items() if key not in models} | {
            "records": {name: data[name] for name in models if name in data}
        }

    @field_validator("records", mode="before")
    @classmethod
    def _typed_records(cls, lists: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - raw input
        return {name: tuple(_typed(Grounded, item, name, info) for item in lists[name]) for name in lists}

    @field_validator("rejected", mode="before")
    @classmethod
    def _typed_rejected(cls, items: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - raw input
        return tuple(
            item if isinstance(item, Rejected) else _typed(Rejected, item, item.get("record_type"), info)
            for item in items
        )


def _typed(wrapper: Any, item: Any, name: str, info: ValidationInfo) -> Any:  # noqa: ANN401 - raw input
    """Return `item` validated as `wrapper` of the record type `name`, or as it is when it is one already."""
    if isinstance(item, wrapper):
        return item
    models = _models(info)
    if name not in models:
        raise PydanticCustomError(
            UNKNOWN_TYPE,
            "records of an unknown type '{name}': pass context={{'record_types': …}}",
            {"name": name},
        )
    return wrapper[models[name]].model_validate(item)


def _models(info: ValidationInfo) -> dict[str, type[Record]]:
    types: tuple[RecordType, ...] = (info.context or {}).get("record_types", BUILT_IN)
    return {kind.name: kind.model for kind in types}
