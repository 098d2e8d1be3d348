"""The dossier's tables: conflicts and agreements, one row for each claim."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from summariser.reconcile import Agreement, Claim, Conflict, Dossier
from summariser.reconcile.dossier import Group
from summariser.records import Evidence
from summariser.report.column import Column, through
from summariser.report.flat import EVIDENCE


class Sided(NamedTuple):
    """A claim on its side of a conflict; rank and number count from 1."""

    rank: int
    conflict: Conflict
    number: int
    group: Group
    claim: Claim


class Agreed(NamedTuple):
    """A claim of an agreement."""

    agreement: Agreement
    claim: Claim


def sided(dossier: Dossier | None) -> list[Sided]:
    """Return each claim of each conflict, the hardest conflict first."""
    found = dossier.conflicts if dossier else ()
    return [
        Sided(rank, conflict, number, group, conflict.claims[place])
        for rank, conflict in enumerate(found, start=1)
        for number, group in enumerate(conflict.groups, start=1)
        for place in group.claims
    ]


def agreed(dossier: Dossier | None) -> list[Agreed]:
    """Return each claim of each agreement, the best supported first."""
    found = dossier.agreements if dossier else ()
    return [Agreed(agreement, claim) for agreement in found for claim in agreement.claims]


def _first_evidence(claim: Claim) -> Evidence | None:
    return claim.evidence[0] if claim.evidence else None


_CLAIM: tuple[Column[Claim], ...] = (
    Column("document", str, lambda claim: claim.document),
    Column("record_type", str, lambda claim: claim.record_type),
    Column("record_id", str, lambda claim: claim.record_id),
    Column("slot", str, lambda claim: claim.slot),
    Column("value", str, lambda claim: claim.value),
    Column("holder", str, lambda claim: claim.holder_name),
    Column("outlet", str, lambda claim: claim.outlet),
    Column("hedge", str, lambda claim: claim.hedge),
    *through(EVIDENCE[:3], _first_evidence),
)

CONFLICT_COLUMNS: tuple[Column[Sided], ...] = (
    Column("conflict_id", str, lambda sided: sided.conflict.id),
    Column("rank", int, lambda sided: sided.rank),
    Column("subject", str, lambda sided: sided.conflict.subject),
    Column("topic", str, lambda sided: sided.conflict.topic),
    Column("question", str, lambda sided: sided.conflict.question),
    Column("type", str, lambda sided: sided.conflict.type),
    Column("relation", str, lambda sided: sided.conflict.relation),
    Column("severity", str, lambda sided: sided.conflict.severity),
    Column("rule", str, lambda sided: sided.conflict.rule),
    Column("explanation", str, lambda sided: sided.conflict.explanation),
    Column("group", int, lambda sided: sided.number),
    Column("group_value", str, lambda sided: sided.group.value),
    Column("group_sources", int, lambda sided: sided.group.sources),
    Column("group_independent", int, lambda sided: sided.group.independent),
    *through(_CLAIM, attrgetter("claim")),
)

AGREEMENT_COLUMNS: tuple[Column[Agreed], ...] = (
    Column("agreement_id", str, lambda agreed: agreed.agreement.id),
    Column("subject", str, lambda agreed: agreed.agreement.subject),
    Column("topic", str, lambda agreed: agreed.agreement.topic),
    Column("type", str, lambda agreed: agreed.agreement.type),
    Column("relation", str, lambda agreed: agreed.agreement.relation),
    Column("rule", str, lambda agreed: agreed.agreement.rule),
    Column("articles", int, lambda agreed: len(agreed.agreement.documents)),
    Column("sources", int, lambda agreed: agreed.agreement.sources),
    Column("independent", int, lambda agreed: agreed.agreement.independent),
    *through(_CLAIM, attrgetter("claim")),
)
