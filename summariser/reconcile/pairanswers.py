"""`PairAnswers`: what a model said of pairs of records, looked up by the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from summariser.reconcile.dossier import Claim
from summariser.reconcile.questions import Answer
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import DisputeType

Named = tuple[str, str]
"""A record: its article and its id."""

MODEL = "model"
"""The rule of what a model decided."""


class PairAnswers(NamedTuple):
    """Answers about pairs of records that a model took to be of one thing."""

    by_pair: Mapping[frozenset[Named], Answer]

    def verdict(self, one: Claim, other: Claim, kind: DisputeType) -> Verdict | None:
        """Return the model's word on two claims in one kind of dispute; None when it found no such difference."""
        answer = self.by_pair.get(frozenset({named(one), named(other)}))
        differences = answer.differences if answer else ()
        found = next((difference for difference in differences if difference.type is kind), None)
        return Verdict(found.relation, MODEL, found.explanation) if found else None

    def sides(self, kind: DisputeType) -> dict[Named, tuple[str, ...]]:
        """Return on which side of a dispute of this kind each record stands that a model found to differ in it.

        Records against one and the same record stand on one side, as far as that can
        be: where three are against each other, each stands for itself.
        """
        against: dict[Named, set[Named]] = defaultdict(set)
        for pair, answer in sorted(self.by_pair.items(), key=lambda item: sorted(item[0])):
            if any(difference.type is kind for difference in answer.differences):
                one, other = sorted(pair)
                against[one].add(other)
                against[other].add(one)
        return _two_sides(against)

    def kinds(self, records: Iterable[Named]) -> tuple[DisputeType, ...]:
        """Return the kinds of dispute between these records, in the order of the vocabulary."""
        about = set(records)
        found = {
            difference.type
            for pair, answer in self.by_pair.items()
            if pair <= about
            for difference in answer.differences
        }
        return tuple(kind for kind in DisputeType if kind in found)


def _two_sides(against: Mapping[Named, set[Named]]) -> dict[Named, tuple[str, ...]]:
    """Return a side for each record so that no two on one side are against each other; their own where none fits."""
    sides: dict[Named, tuple[str, ...]] = {}
    for start in sorted(against):
        if start in sides:
            continue
        part = {start: 0}
        waiting = [start]
        for record in waiting:
            for other in sorted(against[record] - part.keys()):
                part[other] = 1 - part[record]
                waiting.append(other)
        clean = all(part[one] != part[other] for one in part for other in against[one])
        sides |= {record: (*start, str(side)) if clean else record for record, side in part.items()}
    return sides


def named(claim: Claim) -> Named:
    """Return what names the record of a claim."""
    return claim.document, claim.record_id


def side_of(sides: Mapping[Named, tuple[str, ...]]) -> Callable[[Claim], tuple[str, ...]]:
    """Return a key of claims: the side that their record stands on."""
    return lambda claim: sides[named(claim)]
