"""Traps of a dossier that fired: lookalikes set against each other, and people taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from summariser.document import Frozen
from summariser.evaluation.dossier.bcubed import Cluster, together
from summariser.evaluation.dossier.findings import ClaimPair, Finding, Sentences, Wanted, meets, shown_by
from summariser.evaluation.dossier.gold import DossierGold, Lookalike
from summariser.evaluation.dossier.match import Matching


class TrapHit(Frozen):
    """A trap that fired.

    Attributes:
        finding: Id of the conflict or agreement that fell for it; "" for people.
        claims: The passages or names that must stay apart.
    """

    kind: Literal["lookalike", "people"]
    note: str
    finding: str
    claims: tuple[str, ...]


def people_taken_for_one(gold: DossierGold, clusters: Sequence[Cluster]) -> tuple[TrapHit, ...]:
    """Return the traps of people of whom two are one actor."""
    return tuple(
        TrapHit(
            kind="people",
            note=trap.note,
            finding="",
            claims=tuple(f"{mention.document}: {mention.name}" for mention in trap.mentions),
        )
        for trap in gold.people
        if together(trap.mentions, clusters)
    )


def lookalikes_compared(
    gold: DossierGold,
    wants: Sequence[Wanted],
    findings: Sequence[Finding],
    matching: Matching,
    where: Sentences,
) -> tuple[TrapHit, ...]:
    """Return the traps of which a conflict or an agreement compares two passages.

    A pair that a relation which the finding serves asks for is no fault: one sentence may hold what can be compared
    and what merely looks alike.
    """
    hits = []
    for trap in gold.lookalikes:
        for at, finding in enumerate(findings):
            asked = [pair for row in matching.serves.get(at, ()) for pair in wants[row].pairs]
            if _falls_for(trap, finding, asked, where):
                hits.append(_hit(trap, finding))
                break
    return tuple(hits)


def _falls_for(trap: Lookalike, finding: Finding, asked: Sequence[ClaimPair], where: Sentences) -> bool:
    passages = combinations([shown_by(claim, where) for claim in trap.claims], 2)
    free = [pair for pair in finding.pairs if not any(meets(pair, other) for other in asked)]
    return any(meets(pair, other) for pair in passages for other in free)


def _hit(trap: Lookalike, finding: Finding) -> TrapHit:
    claims = tuple(f"{claim.document}: {claim.quote}" for claim in trap.claims)
    return TrapHit(kind="lookalike", note=trap.note, finding=finding.id, claims=claims)
