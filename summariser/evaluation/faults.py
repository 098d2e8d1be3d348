"""What is wrong with answers beside their score: true records thrown away, and what was never answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summariser.evaluation.asked import Sampled
from summariser.evaluation.gold import Case
from summariser.evaluation.items import Item
from summariser.evaluation.score import ItemScore, Label, matches
from summariser.ground import Page
from summariser.records import ArticleSummary, RecordType, Rejected


def rejected_true(
    case: Case, summary: ArticleSummary | None, scores: Sequence[ItemScore], kinds: Sequence[RecordType]
) -> int:
    """Return how many rejected records are flawless but for their proof: right, and wrongly thrown away."""
    missed = {(s.record_type, s.gold) for s in scores if s.label is Label.MIS}
    by_name = {kind.name: kind for kind in kinds}
    return sum(
        any(
            matches(item, _unproved(rejected, case.page), by_name[rejected.record_type], case.context)
            for item in case.items.get(rejected.record_type, ())
            if (rejected.record_type, item.id) in missed
        )
        for rejected in (summary.rejected if summary else ())
        if rejected.record_type in by_name
    )


def _unproved(rejected: Rejected[Any], page: Page) -> Item:
    """Return a rejected record as an item, with those of its quotes that are in the article."""
    record = rejected.record.model_dump(mode="json")
    spans = tuple(evidence.span for quote in record.get("quotes", ()) for evidence in page.evidence(quote))
    return Item(id="rejected", record=record, evidence=(spans,))


def missing(runs: Sequence[Sampled], cases: Sequence[Case], names: set[str]) -> tuple[str, ...]:
    """Return a sentence for each article or record type that has gold and was not answered."""
    wanted = {case.gold.document: names & set(case.gold.items) for case in cases}
    found: list[str] = []
    for run in runs:
        answered = {summary.meta.id: summary for summary in run.summaries}
        for row in run.run.rows:
            if row.document not in wanted:
                continue
            summary = answered.get(row.document or "")
            lacking = sorted(wanted[row.document] - set(summary.records)) if summary else []
            if lacking or summary is None:
                why = "; ".join((row.detail or row.reason).splitlines())
                what = f"for {', '.join(lacking)}" if lacking else "at all"
                found.append(f"{row.document}: no answer {what}: {why}")
    return tuple(dict.fromkeys(found))
