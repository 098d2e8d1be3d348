"""Fill and prove the records of one kind in one article: ask, ask again what failed, keep or reject."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from summariser.chunks import merge
from summariser.errors import ContextError, InvalidAnswerError, ModelError, NoRecordingError
from summariser.ground import Failure, Page, candidate_sentences, prove, same_identity
from summariser.llm.answering import Answered, Answers
from summariser.llm.answers import content_of, prompt_was_cut, usage_of
from summariser.llm.client import parse
from summariser.llm.counting import prompt_tokens
from summariser.llm.schema import Answer, answer_model, compile_schema, correction_model
from summariser.prompts import Builder, FailingItem, Shown
from summariser.records import Proved, Record, RecordType, Rejected, RejectionReason, rejected_type
from summariser.request import Request

STRUCTURAL_REASKS = 2
"""Times that an answer which breaks the schema is asked again in one run; by chance two such follow each other."""

MOST_STRUCTURAL_REASKS = 6
"""Times that it is asked again in all runs together: who never answers in form is not paid for ever."""

MOST_ASKED_AGAIN = 100
"""Most failing records of one answer that are asked about again; the rest are rejected, and cost nothing."""


@dataclass
class Extraction:
    """What became of one record type in one article, or in one part of it.

    Attributes:
        proved: The records the article's words prove.
        rejected: Those they do not, after the re-ask.
        failing: How many were not proved before the re-ask.
        answers: Every answer used, in the order of the requests.
        error: Why there is no answer, or why the re-ask has none.
        answered: Whether the main request, or its structural re-ask, was answered usably.
    """

    proved: tuple[Proved, ...] = ()
    rejected: tuple[Rejected[Any], ...] = ()
    failing: int = 0
    answers: list[Answered] = field(default_factory=list)
    error: ModelError | None = None
    answered: bool = False


class Extractor(NamedTuple):
    """Everything one extraction needs beside the article.

    Attributes:
        builder: Builds the requests.
        answers: Answers them.
        context_hint: How to give this server a larger context, for messages.
    """

    builder: Builder
    answers: Answers
    context_hint: str = ""


class _Task(NamedTuple):
    """One record type in one part of an article."""

    kind: RecordType
    shown: Shown
    page: Page
    extractor: Extractor


class _Failing(NamedTuple):
    """A draft that is not proved, and its place in the answer."""

    place: int
    draft: Record
    failures: tuple[Failure, ...]


async def extract(kind: RecordType, shown: Sequence[Shown], page: Page, extractor: Extractor) -> Extraction:
    """Return the records of `kind` in an article, its parts asked about at the same time and merged."""
    parts = await asyncio.gather(*(_extract(_Task(kind, part, page, extractor)) for part in shown))
    return Extraction(
        proved=merge([part.proved for part in parts]),
        rejected=tuple(rejected for part in parts for rejected in part.rejected),
        failing=sum(part.failing for part in parts),
        answers=[answer for part in parts for answer in part.answers],
        error=next((part.error for part in parts if part.error), None),
        answered=any(part.answered for part in parts),
    )


async def _extract(task: _Task) -> Extraction:
    result = Extraction()
    try:
        drafts = await _drafts(task, result)
    except ModelError as error:
        result.error = error
        return result
    result.answered = True
    proofs = [prove(draft, task.page) for draft in drafts]
    good = {
        index: Proved(draft, proof.evidence)
        for index, (draft, proof) in enumerate(zip(drafts, proofs, strict=True))
        if not proof.failures
    }
    failing = [
        _Failing(index, draft, proof.failures)
        for index, (draft, proof) in enumerate(zip(drafts, proofs, strict=True))
        if proof.failures
    ]
    result.failing = len(failing)
    fixed: dict[int, Proved] = {}
    if task.page.addressed:  # asking would show the model the order once more, and be paid for
        result.rejected = tuple(_refuse(task, item) for item in failing)
    else:
        fixed, result.rejected = await _ask_again(task, failing, result)
    result.proved = tuple(proved for _, proved in sorted((good | fixed).items(), key=lambda pair: pair[0]))
    return result


async def _drafts(task: _Task, result: Extraction) -> list[Record]:
    """Return the draft records, after at most `STRUCTURAL_REASKS` of the kind that are sent now.

    A re-ask shows the answer it is about, so stored answers are followed for
    nothing, and a later run goes on behind the last of them. A re-ask that would
    show the same again is the same request: it is put once more, as a second
    sample, and who answers that in the same way has no other answer.
    """
    kind, shown, _, (builder, _, _) = task
    model = answer_model(kind, builder.profile)
    schema = compile_schema(model)
    request = builder.main(shown, kind, schema)
    seen: set[str] = set()
    broken: InvalidAnswerError | None = None
    while True:
        try:
            answer = await _ask(task, request, model, result)
        except InvalidAnswerError as error:
            seen.add(request.key)
            broken = error
            request = builder.structure(shown, kind, schema, answer=error.content, problems=error.problems)
            if request.key in seen:
                request = request.another()
            sent = sum(answered.asked for answered in result.answers)
            if request.key in seen or sent > STRUCTURAL_REASKS or len(seen) > MOST_STRUCTURAL_REASKS:
                raise
        except NoRecordingError:
            if broken is not None and (request.sample or len(seen) > STRUCTURAL_REASKS):
                raise broken from None
            raise
        else:
            drafts: list[Record] = [_plain(kind, record) for record in answer.records]  # type: ignore[attr-defined]
            return drafts


async def _ask_again(
    task: _Task, failing: Sequence[_Failing], result: Extraction
) -> tuple[dict[int, Proved], tuple[Rejected[Any], ...]]:
    """Return the corrected records by their place in the answer, and what stays rejected."""
    corrections: dict[int, Record | None] = {}
    try:
        corrections = await _corrections(task, failing[:MOST_ASKED_AGAIN], result) if failing else {}
    except ModelError as error:
        result.error = error
    fixed: dict[int, Proved] = {}
    rejected: list[Rejected[Any]] = []
    for number, item in enumerate(failing, start=1):
        given = corrections.get(number, RejectionReason.NO_ANSWER)
        verdict = _settle(task, item, given or RejectionReason.WITHDRAWN)
        if isinstance(verdict, Proved):
            fixed[item.place] = verdict
        else:
            rejected.append(verdict)
    return fixed, tuple(rejected)


async def _corrections(
    task: _Task, failing: Sequence[_Failing], result: Extraction
) -> dict[int, Record | None]:
    """Return what the model answers for each failing item, by its number; None where it withdraws."""
    kind, shown, page, (builder, _, _) = task
    items = [
        FailingItem(
            number, item.draft, tuple(map(_in_words, item.failures)), candidate_sentences(item.draft, page)
        )
        for number, item in enumerate(failing, start=1)
    ]
    model = correction_model(kind, builder.profile)
    request = builder.items(shown, kind, compile_schema(model), failing=items)
    answer = await _ask(task, request, model, result)
    corrections: dict[int, Record | None] = {}
    for item in answer.items:  # type: ignore[attr-defined]
        fix = _plain(kind, item.record) if item.action == "fix" and item.record else None
        corrections.setdefault(item.item, fix)
    return corrections


def _settle(task: _Task, item: _Failing, given: Record | RejectionReason) -> Proved | Rejected[Any]:
    """Return the corrected record if it is proved, else the rejection that stands."""
    if isinstance(given, RejectionReason):
        return _reject(task.kind, item.draft, given, f"first {_detail(item.failures[0])}")
    changed = same_identity(item.draft, given)
    if changed:
        return _reject(task.kind, given, changed.reason, _detail(changed))
    proof = prove(given, task.page)
    if proof.failures:
        return _reject(task.kind, given, proof.failures[0].reason, _detail(proof.failures[0]))
    return Proved(given, proof.evidence)


def _refuse(task: _Task, item: _Failing) -> Rejected[Any]:
    """Return the rejection of a draft that nothing is asked about."""
    return _reject(task.kind, item.draft, item.failures[0].reason, _detail(item.failures[0]))


def _reject(kind: RecordType, record: Record, reason: RejectionReason, detail: str) -> Rejected[Any]:
    return rejected_type(kind.model)(record_type=kind.name, record=record, reason=reason, detail=detail)


def _detail(failure: Failure) -> str:
    words = f": {failure.words!r}" if failure.words else ""
    return f"{failure.field or 'record'}: {failure.reason.definition}{words}"


def _in_words(failure: Failure) -> str:
    """Return a failure as a re-ask names it: the field and a fixed sentence, no word of model or article."""
    return f"{failure.field or 'the record'}: {failure.reason.definition}"


def _plain(kind: RecordType, record: Record) -> Record:
    """Return a record of the profile's narrowed class as one of the declared class."""
    return kind.model.model_validate(record.model_dump())


async def _ask(task: _Task, request: Request, model: type[Answer], result: Extraction) -> Answer:
    """Return the validated answer to `request`, keeping the raw one in `result`."""
    answered = await task.extractor.answers.complete(request)
    result.answers.append(answered)
    body = answered.stored.response
    _check_prompt(request, body, task.extractor.context_hint)
    return parse(content_of(body), model)


def _check_prompt(request: Request, body: dict[str, Any], hint: str) -> None:
    """Raise if the server took in much less than was sent: an answer about half an article is none."""
    usage = usage_of(body)
    estimate = prompt_tokens(request)
    if usage and prompt_was_cut(usage, estimate):
        raise ContextError(
            f"the server read {usage.input_tokens} of about {estimate} tokens, so it saw a part of the article. {hint}"
        )
