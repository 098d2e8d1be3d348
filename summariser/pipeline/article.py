"""Summarise one article: every record type, then the summary and the ledger row."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summariser.errors import ModelError
from summariser.ground import ground
from summariser.ledger import Answered, Counts, Failed, InputRow, State, article_state
from summariser.pipeline.extract import Extraction, Extractor, extract
from summariser.pipeline.ledger_of import schema_digest
from summariser.pipeline.prepare import Prepared
from summariser.records import AnsweredBy, ArticleSummary, DocumentMeta, Inputs, RecordType

_LEAST_TRUSTED: tuple[AnsweredBy, ...] = ("synthetic", "edited", "batch", "live")
"""Which provenance a list takes when its answers have several: the first of these."""


class Outcome(NamedTuple):
    """What became of one article.

    Attributes:
        summary: None when no record type was answered.
        errors: Why record types have no complete answer, by name.
    """

    summary: ArticleSummary | None
    row: InputRow
    errors: dict[str, ModelError]


async def summarise_article(
    prepared: Prepared, record_types: Sequence[RecordType], extractor: Extractor
) -> Outcome:
    """Return the summary of one article and its row of the ledger."""
    if not prepared.shown:
        return Outcome(None, _all_furniture(prepared), {})
    extractions = await asyncio.gather(
        *(extract(kind, prepared.shown, prepared.page, extractor) for kind in record_types)
    )
    by_kind = dict(zip(record_types, extractions, strict=True))
    errors = {kind.name: found.error for kind, found in by_kind.items() if found.error}
    summary = _summary(prepared, by_kind, extractor) if any(found.answered for found in extractions) else None
    return Outcome(summary, _row(prepared, by_kind, summary, errors), errors)


def _summary(
    prepared: Prepared, by_kind: Mapping[RecordType, Extraction], extractor: Extractor
) -> ArticleSummary:
    builder = extractor.builder
    records = {
        kind.name: ground(found.proved, kind.name, prepared.page)
        for kind, found in by_kind.items()
        if found.answered
    }
    return ArticleSummary(
        meta=_judged(prepared.meta, records),
        inputs=Inputs(
            document=prepared.document.sha256,
            profile=builder.profile.sha256,
            model=builder.model,
            prompts={kind.name: builder.prompts.digest(kind.template) for kind in by_kind},
            schemas={kind.name: schema_digest(kind, builder) for kind in by_kind},
        ),
        profile=builder.profile.name,
        answered_by={kind.name: _provenance(found) for kind, found in by_kind.items() if found.answered},
        records=records,
        rejected=tuple(rejected for found in by_kind.values() for rejected in found.rejected),
        failed={kind.name: found.error.state for kind, found in by_kind.items() if found.error},
        zones=prepared.zones,
    )


def _judged(meta: DocumentMeta, records: Mapping[str, Sequence[object]]) -> DocumentMeta:
    """Return `meta` with `off_topic` set when an article was read and nothing of a plan was found."""
    asked = {"plan_terms", "reactions"} <= set(records)
    about = any(records.get(name) for name in ("plan_terms", "reactions", "disputed_points"))
    return meta.model_copy(update={"off_topic": asked and not about})


def _row(
    prepared: Prepared,
    by_kind: Mapping[RecordType, Extraction],
    summary: ArticleSummary | None,
    errors: Mapping[str, ModelError],
) -> InputRow:
    outcomes: list[Answered | Failed] = []
    for found in by_kind.values():
        outcomes += [Answered(len(found.proved) + len(found.rejected))] if found.answered else []
        outcomes += [Failed(State(found.error.state))] if found.error else []
    return InputRow(
        path=prepared.document.path,
        document=prepared.document.id,
        sha256=prepared.document.sha256,
        state=article_state(outcomes),
        detail="; ".join(dict.fromkeys(f"{name}: {error}" for name, error in errors.items())),
        failed={name: State(error.state) for name, error in errors.items()},
        answered_by={kind.name: _provenance(found) for kind, found in by_kind.items() if found.answered},
        counts={
            kind.name: Counts(kept=len(found.proved), rejected=len(found.rejected), failing=found.failing)
            for kind, found in by_kind.items()
            if found.answered
        },
        notes=(*prepared.document.notes, *prepared.meta.clashes, *_addressed(prepared, summary)),
    )


def _addressed(prepared: Prepared, summary: ArticleSummary | None) -> tuple[str, ...]:
    """Return a remark on an article that addresses a machine, or whose records look as if it did."""
    orders = len(prepared.page.addressed)
    kept = [] if summary is None else [each for items in summary.records.values() for each in items]
    flagged = sum(each.suspicious for each in kept)
    remarks = []
    if flagged:
        verb = "record rests" if flagged == 1 else "records rest"
        remarks.append(f"{flagged} {verb} on text addressed to a machine, or say what the article does not")
    if orders:
        verb = "sentence addresses" if orders == 1 else "sentences address"
        remarks.append(f"{orders} {verb} a machine: records may be missing or mislabelled on its account")
    return tuple(remarks)


def _all_furniture(prepared: Prepared) -> InputRow:
    return InputRow(
        path=prepared.document.path,
        document=prepared.document.id,
        sha256=prepared.document.sha256,
        state=State.SKIPPED,
        reason="furniture",
        detail="nothing on the page is an article: only navigation, links, legal lines or placeholders",
        notes=prepared.document.notes,
    )


def _provenance(found: Extraction) -> AnsweredBy:
    given = {answer.stored.meta.provenance for answer in found.answers}
    return next(name for name in _LEAST_TRUSTED if name in given)
