"""Ask the questions of reconciliation and make the dossier of a corpus."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from summariser.errors import InvalidAnswerError, SummariserError
from summariser.llm.answers import content_of
from summariser.llm.client import parse
from summariser.llm.schema import Answer as ModelAnswer
from summariser.llm.schema import compile_schema
from summariser.pipeline.extract import Extractor
from summariser.reconcile import Answer, Difference, Dossier, Question, dossier_of, identify, reconcile
from summariser.records import AnsweredBy, ArticleSummary
from summariser.records.vocabulary import ConflictRelation, DisputeType

MOST_ROUNDS = 6
"""Times that answers may lead to further questions."""

Same = Literal["same", "different", "unclear"]


class Identity(ModelAnswer):
    """What a question about two actors is answered with."""

    same: Same
    explanation: str


class Differing(BaseModel):
    """One thing in which two accounts of one term or event differ."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relation: Literal["superseded", "differ_framing", "contradict"]
    type: DisputeType
    explanation: str


class Comparison(ModelAnswer):
    """What a question about two terms or events is answered with."""

    same: Same
    differences: list[Differing]
    explanation: str


class Compared(NamedTuple):
    """A dossier, and the questions it lacks an answer to.

    Attributes:
        errors: Why questions have no answer, by question.
    """

    dossier: Dossier
    errors: dict[str, SummariserError]


@dataclass
class _Asked:
    """Questions answered so far."""

    answers: dict[str, Answer] = field(default_factory=dict)
    errors: dict[str, SummariserError] = field(default_factory=dict)


async def compare(summaries: Sequence[ArticleSummary], extractor: Extractor, *, at_once: int) -> Compared:
    """Return the dossier of `summaries`, asking at most `at_once` questions at a time.

    An article with a failed record type is set beside the others as far as it is
    known, but nothing is asked about a list that is not complete: it may change. A
    question without an answer leaves its pair undecided. Comparing takes seconds of a
    large corpus: it is done in a thread, so that others are answered meanwhile.
    """
    profile = extractor.builder.profile
    asked = _Asked()
    open_lists = {(summary.meta.id, kind) for summary in summaries for kind in summary.failed}
    room = asyncio.Semaphore(at_once)
    for _ in range(MOST_ROUNDS):
        found = await asyncio.to_thread(identify, summaries, asked.answers, profile=profile)
        questions = [
            question
            for question in found.unanswered
            if question.id not in asked.errors and not _lists(question) & open_lists
        ]
        if not questions:
            return Compared(await asyncio.to_thread(dossier_of, found), asked.errors)
        async with asyncio.TaskGroup() as group:
            for question in questions:
                group.create_task(_ask_in(room, question, extractor, asked))
    made = await asyncio.to_thread(reconcile, summaries, asked.answers, profile=profile)
    return Compared(made, asked.errors)


def _lists(question: Question) -> set[tuple[str, str]]:
    """Return the lists that the records of a question are in, each by its article and record type."""
    return {(record.document, record.record_type) for record in question.records}


async def _ask_in(room: asyncio.Semaphore, question: Question, extractor: Extractor, asked: _Asked) -> None:
    async with room:
        try:
            asked.answers[question.id] = await _ask(question, extractor)
        except SummariserError as error:
            asked.errors[question.id] = error


async def _ask(question: Question, extractor: Extractor) -> Answer:
    """Return the answer to a question, after at most one structural re-ask."""
    model: type[ModelAnswer] = Identity if question.kind == "actors" else Comparison
    schema = compile_schema(model)
    builder, answers, _ = extractor
    answered = await answers.complete(builder.question(question, schema))
    try:
        given = parse(content_of(answered.stored.response), model)
    except InvalidAnswerError as error:
        again = builder.question(question, schema, answer=error.content, problems=error.problems)
        answered = await answers.complete(again)
        given = parse(content_of(answered.stored.response), model)
    return _meant(given, answered.stored.meta.provenance)


def _meant(given: ModelAnswer, answered_by: AnsweredBy) -> Answer:
    """Return what an answer says; two different things differ in nothing."""
    same = {"same": True, "different": False}.get(given.same)  # type: ignore[attr-defined]
    found = given.differences if same and isinstance(given, Comparison) else []
    return Answer(
        same=same,
        differences=tuple(
            Difference(relation=ConflictRelation(one.relation), type=one.type, explanation=one.explanation)
            for one in found
        ),
        explanation=given.explanation,  # type: ignore[attr-defined]
        answered_by=answered_by,
    )
