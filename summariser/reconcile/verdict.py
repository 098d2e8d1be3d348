"""`Verdict`, what a rule says of two values, and how verdicts are weighed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from summariser.records.vocabulary import ConflictRelation

HARDNESS: tuple[ConflictRelation, ...] = (
    ConflictRelation.SILENT,
    ConflictRelation.UNRELATED_LOOKALIKE,
    ConflictRelation.AGREE,
    ConflictRelation.REFINE,
    ConflictRelation.DIFFER_FRAMING,
    ConflictRelation.SUPERSEDED,
    ConflictRelation.CONTRADICT,
)
"""Relations from the one that says least against two claims to the one that says most."""


CLASHES = frozenset(
    {ConflictRelation.CONTRADICT, ConflictRelation.SUPERSEDED, ConflictRelation.DIFFER_FRAMING}
)
"""Relations that make a conflict."""


class Verdict(NamedTuple):
    """What a rule decided.

    Attributes:
        relation: How the two values stand to each other; symmetric, as a rule is given no order of articles.
        rule: Name of the rule, such as `quantity.apart`.
        explanation: One sentence with the values in it.
    """

    relation: ConflictRelation
    rule: str
    explanation: str


def hardest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the verdict that says most against agreement, the first of equals; None of none."""
    return max(verdicts, key=lambda verdict: HARDNESS.index(verdict.relation), default=None)
