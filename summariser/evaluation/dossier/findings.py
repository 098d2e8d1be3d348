"""What gold wants and what a dossier found, as pairs of claims that sentences prove."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from summariser.document import Span
from summariser.evaluation.dossier.gold import AGREEING, GoldClaim, GoldSeverity, Relation
from summariser.ground import sentences
from summariser.reconcile.dossier import Agreement, Claim, Conflict, Dossier
from summariser.records.vocabulary import ConflictRelation, DisputeType

Sentences: TypeAlias = Mapping[str, tuple[Span, ...]]
"""The sentences of each article, in order."""


class Sentence(NamedTuple):
    """One sentence of one article, by its number."""

    document: str
    number: int


Shown: TypeAlias = frozenset[Sentence]
"""The sentences that prove a claim; two claims of different sources are the same if these meet."""

ClaimPair: TypeAlias = tuple[Shown, Shown]
PairKey: TypeAlias = tuple[list[Sentence], list[Sentence]]

BY_MODEL = "model"
"""The rule of a conflict that no rule decided."""


class Wanted(NamedTuple):
    """A gold relation and the pairs of claims it consists of."""

    relation: Relation
    pairs: tuple[ClaimPair, ...]


class Finding(NamedTuple):
    """A conflict or an agreement of a dossier.

    Attributes:
        severity: That of the conflict; `none` for an agreement.
        pairs: Its pairs of claims of different articles; in a conflict, of different groups.
        words: Its claims for a reader, one line each.
        required: Whether it counts when nothing wants it; False only for an optional item of a labeller.
    """

    id: str
    kind: Literal["conflict", "agreement"]
    question: str
    type: DisputeType
    relation: ConflictRelation
    severity: GoldSeverity
    rule: str
    pairs: tuple[ClaimPair, ...]
    words: tuple[str, ...]
    required: bool = True


def sentences_of(texts: Mapping[str, str]) -> Sentences:
    """Return the sentences of each text."""
    return {document: sentences(text) for document, text in texts.items()}


def shown(document: str, spans: Iterable[Span], where: Sentences) -> Shown:
    """Return the sentences of an article that spans touch.

    Whatever two spans share lies in a sentence that both touch, so one rule does for a passage within a
    longer quote, for overlapping quotes and for two halves of one sentence: the sentences meet.
    """
    known = where[document]
    return frozenset(
        Sentence(document, number)
        for span in spans
        for number in _touched(span, known)
        if span.start < span.end
    )


def _touched(span: Span, known: Sequence[Span]) -> Iterator[int]:
    number = bisect_right(known, span.start, key=lambda sentence: sentence.end)
    while number < len(known) and known[number].start < span.end:
        yield number
        number += 1


def shown_by(claim: GoldClaim, where: Sentences) -> Shown:
    """Return the sentences of a gold claim."""
    return shown(claim.document, [claim.span], where)


def wanted(relation: Relation, where: Sentences) -> Wanted:
    """Return a gold relation with its pairs: across groups, or of the one group of those that agree."""
    groups = [[shown_by(claim, where) for claim in group.claims] for group in relation.groups]
    if relation.relation is ConflictRelation.AGREE:
        return Wanted(relation, tuple(_apart(pair for group in groups for pair in combinations(group, 2))))
    return Wanted(relation, tuple(_across(groups)))


def finding_of_gold(relation: Relation, where: Sentences) -> Finding:
    """Return a gold relation as if a dossier had found it, to measure one labeller by another."""
    return Finding(
        id=relation.id,
        kind="agreement" if relation.relation in AGREEING else "conflict",
        question=relation.question,
        type=relation.type,
        relation=relation.relation,
        severity=relation.severity,
        rule="",
        pairs=tuple(sorted(wanted(relation, where).pairs, key=_pair_key)),
        words=tuple(f"{c.document}: {c.quote}" for group in relation.groups for c in group.claims),
        required=relation.required,
    )


def findings_of(dossier: Dossier, where: Sentences) -> tuple[Finding, ...]:
    """Return the conflicts and agreements of a dossier, in an order that hangs on what they say alone.

    Ids and wording come last, so that they decide nothing but which of two equal findings is named.
    """
    found = [
        *(_of_conflict(conflict, where) for conflict in dossier.conflicts),
        *(_of_agreement(agreement, where) for agreement in dossier.agreements),
    ]
    return tuple(sorted(found, key=_finding_key))


def _of_conflict(conflict: Conflict, where: Sentences) -> Finding:
    groups = [[_proof(conflict.claims[at], where) for at in group.claims] for group in conflict.groups]
    return Finding(
        id=conflict.id,
        kind="conflict",
        question=conflict.question,
        type=conflict.type,
        relation=conflict.relation,
        severity=conflict.severity,
        rule=conflict.rule,
        pairs=tuple(sorted(_across(groups), key=_pair_key)),
        words=_words(conflict.claims),
    )


def _of_agreement(agreement: Agreement, where: Sentences) -> Finding:
    claims = [_proof(claim, where) for claim in agreement.claims]
    return Finding(
        id=agreement.id,
        kind="agreement",
        question=f"{agreement.topic}: {agreement.value}",
        type=agreement.type,
        relation=agreement.relation,
        severity="none",
        rule=agreement.rule,
        pairs=tuple(sorted(_apart(combinations(claims, 2)), key=_pair_key)),
        words=_words(agreement.claims),
    )


def _proof(claim: Claim, where: Sentences) -> Shown:
    return shown(claim.document, (evidence.span for evidence in claim.evidence), where)


def _words(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted(f"{claim.document}: {claim.value}" for claim in claims))


def _across(groups: Sequence[Sequence[Shown]]) -> Iterator[ClaimPair]:
    """Yield the pairs of claims of different groups and articles."""
    return _apart(
        (one, other) for first, second in combinations(groups, 2) for one in first for other in second
    )


def _apart(pairs: Iterable[ClaimPair]) -> Iterator[ClaimPair]:
    """Yield the pairs of different articles, the two in a fixed order."""
    for one, other in pairs:
        if {at.document for at in one}.isdisjoint(at.document for at in other):
            yield (one, other) if sorted(one) <= sorted(other) else (other, one)


def _pair_key(pair: ClaimPair) -> PairKey:
    return sorted(pair[0]), sorted(pair[1])


def _finding_key(finding: Finding) -> tuple[tuple[str, ...], list[PairKey], tuple[str, str]]:
    return (
        (finding.kind, finding.type, finding.relation, finding.severity, str(finding.rule == BY_MODEL)),
        [_pair_key(pair) for pair in finding.pairs],
        (finding.rule, finding.id),
    )


def meets(one: ClaimPair, other: ClaimPair) -> bool:
    """Return whether two pairs are of the same claims, whichever comes first."""
    return bool((one[0] & other[0] and one[1] & other[1]) or (one[0] & other[1] and one[1] & other[0]))
