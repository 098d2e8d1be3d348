"""The dossier's tables: conflicts and agreements, one row for each claim."""

from __future__ import annotations

from collections.abc import Iterator

from summariser.reconcile import Agreement, Claim, Conflict, Dossier
from summariser.report.flat import Row, cell

_CLAIM = (
    "document",
    "record_type",
    "record_id",
    "slot",
    "value",
    "holder",
    "outlet",
    "hedge",
    "evidence_quote",
    "evidence_start",
    "evidence_end",
)

CONFLICT_COLUMNS = (
    "conflict_id",
    "rank",
    "subject",
    "topic",
    "question",
    "type",
    "relation",
    "severity",
    "rule",
    "explanation",
    "group",
    "group_value",
    "group_sources",
    "group_independent",
    *_CLAIM,
)
AGREEMENT_COLUMNS = (
    "agreement_id",
    "subject",
    "topic",
    "type",
    "relation",
    "rule",
    "articles",
    "sources",
    "independent",
    *_CLAIM,
)


def conflict_rows(dossier: Dossier | None) -> list[Row]:
    """Return one row for each claim of each conflict, the hardest conflict first."""
    conflicts = dossier.conflicts if dossier else ()
    return [row for rank, conflict in enumerate(conflicts, start=1) for row in _of_conflict(rank, conflict)]


def agreement_rows(dossier: Dossier | None) -> list[Row]:
    """Return one row for each claim of each agreement, the best supported first."""
    agreements = dossier.agreements if dossier else ()
    return [row for agreement in agreements for row in _of_agreement(agreement)]


def _of_conflict(rank: int, conflict: Conflict) -> Iterator[Row]:
    shared: Row = {
        "conflict_id": conflict.id,
        "rank": rank,
        "subject": conflict.subject,
        "topic": conflict.topic,
        "question": conflict.question,
        "type": cell(conflict.type),
        "relation": cell(conflict.relation),
        "severity": conflict.severity,
        "rule": conflict.rule,
        "explanation": conflict.explanation,
    }
    for number, group in enumerate(conflict.groups, start=1):
        side: Row = {
            "group": number,
            "group_value": group.value,
            "group_sources": group.sources,
            "group_independent": group.independent,
        }
        for place in group.claims:
            yield shared | side | _of_claim(conflict.claims[place])


def _of_agreement(agreement: Agreement) -> Iterator[Row]:
    shared: Row = {
        "agreement_id": agreement.id,
        "subject": agreement.subject,
        "topic": agreement.topic,
        "type": cell(agreement.type),
        "relation": cell(agreement.relation),
        "rule": agreement.rule,
        "articles": len(agreement.documents),
        "sources": agreement.sources,
        "independent": agreement.independent,
    }
    for claim in agreement.claims:
        yield shared | _of_claim(claim)


def _of_claim(claim: Claim) -> Row:
    first = claim.evidence[0] if claim.evidence else None
    return {
        "document": claim.document,
        "record_type": claim.record_type,
        "record_id": claim.record_id,
        "slot": claim.slot,
        "value": claim.value,
        "holder": claim.holder_name,
        "outlet": claim.outlet,
        "hedge": cell(claim.hedge),
        "evidence_quote": first.quote if first else None,
        "evidence_start": first.span.start if first else None,
        "evidence_end": first.span.end if first else None,
    }
