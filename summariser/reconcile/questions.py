"""Questions for a model about pairs of records that no rule can decide, and what its answers mean.

A question knows nothing of the corpus: two records with their quotes, sorted by
content, no file name. So adding an article, or running two of five, asks
nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, NamedTuple

from summariser.document import Frozen
from summariser.reconcile.dossier import RecordRef
from summariser.records import AnsweredBy, Attribution, Grounded, Record
from summariser.records.vocabulary import ConflictRelation, DisputeType

QuestionKind = Literal["actors", "plan_terms", "events"]

RELATIONS: tuple[ConflictRelation, ...] = (
    ConflictRelation.SUPERSEDED,
    ConflictRelation.DIFFER_FRAMING,
    ConflictRelation.CONTRADICT,
)
"""The relations a difference may have, in the order in which they are tried."""

_LEFT_OUT = frozenset({"quotes", "hedge"})


class Question(Frozen):
    """Whether two records are about the same thing, and how they stand to each other.

    Attributes:
        id: Digest of what is asked: the same pair has the same id in every corpus.
        kind: The list the records are in.
        first: One record with its quotes, as text; `first <= second`.
        second: The other.
        records: The records in the same order.
    """

    id: str
    kind: QuestionKind
    first: str
    second: str
    records: tuple[RecordRef, RecordRef]


class Difference(Frozen):
    """One thing in which two accounts of one thing cannot stand side by side."""

    relation: ConflictRelation
    type: DisputeType
    explanation: str = ""


class Answer(Frozen):
    """What a model says of a pair.

    Attributes:
        same: Whether both are about the same thing; None when the passages do not tell.
        differences: What they differ in, if they are; () when nothing.
        explanation: Why, in one or two sentences.
        answered_by: How it was answered.
    """

    same: bool | None
    differences: tuple[Difference, ...] = ()
    explanation: str = ""
    answered_by: AnsweredBy = "live"


Answers = Mapping[str, Answer]
"""Answers by the id of their question."""


class Told(NamedTuple):
    """One record as a question tells it."""

    document: str
    kind: QuestionKind
    kept: Grounded[Any]
    dated: str


def question(one: Told, other: Told) -> Question:
    """Return the question about a pair, whatever order it is given in."""
    first, second = sorted((one, other), key=lambda told: (_text(told), told.kept.id, told.document))
    texts = _text(first), _text(second)
    digest = hashlib.sha256("\0".join((one.kind, *texts)).encode("utf-8", "surrogatepass")).hexdigest()
    return Question(
        id=f"q-{digest[:16]}",
        kind=one.kind,
        first=texts[0],
        second=texts[1],
        records=(_ref(first), _ref(second)),
    )


def _ref(told: Told) -> RecordRef:
    return RecordRef(document=told.document, record_type=told.kind, record=told.kept.id)


def _text(told: Told) -> str:
    """Return a record as lines: its filled fields, the day of its article, its passages."""
    record: Record = told.kept.record
    lines = [
        f"{name.replace('_', ' ')}: {said}"
        for name in type(record).model_fields
        if name not in _LEFT_OUT and (said := _said(getattr(record, name)))
    ]
    dated = [f"article dated: {told.dated}"] if told.dated else []
    passages = [f"passage: {evidence.quote}" for evidence in told.kept.evidence]
    return "\n".join([*lines, *dated, *passages])


def _said(value: object) -> str:
    if isinstance(value, Attribution):
        return value.speaker or value.source_description or ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
