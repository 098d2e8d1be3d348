"""Weigh several values of one slot against several others: each against the one it fits best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from summariser.reconcile.verdict import Verdict, hardest
from summariser.records.vocabulary import ConflictRelation

T = TypeVar("T")

_SOFTEST_FIRST = (ConflictRelation.AGREE, ConflictRelation.REFINE, None, ConflictRelation.CONTRADICT)


class Rules(NamedTuple):
    """Names of the rules that a kind of value is weighed by."""

    same: str
    within: str
    apart: str

    def of(self, relation: ConflictRelation, explanation: str) -> Verdict:
        """Return the verdict that the values stand in `relation`: agree, refine or contradict."""
        names = {ConflictRelation.AGREE: self.same, ConflictRelation.REFINE: self.within}
        return Verdict(relation, names.get(relation, self.apart), explanation)


def weigh(
    first: Sequence[T],
    second: Sequence[T],
    *,
    comparable: Callable[[T, T], bool],
    judge: Callable[[T, T], Verdict | None],
    within: str,
) -> Verdict | None:
    """Return how two lists of values stand to each other; None when no rule can decide.

    Both functions are symmetric. Each value is set against the one it fits best,
    and the hardest of these verdicts counts. Where one side gives more values,
    only the other side's must fit, and the sides do not agree but refine, by the
    rule `within`. A value with nothing comparable on the other side counts for nothing.
    """
    ones, others = _distinct(first, judge), _distinct(second, judge)
    mine = _best(ones, others, comparable=comparable, judge=judge)
    theirs = _best(others, ones, comparable=comparable, judge=judge)
    fewer = min(mine, theirs, key=len) if len(mine) != len(theirs) else [*mine, *theirs]
    decided = [verdict for verdict in fewer if verdict is not None]
    found = hardest(sorted(decided, key=lambda verdict: verdict.explanation))
    if found is None or (len(decided) < len(fewer) and found.relation is not ConflictRelation.CONTRADICT):
        return None
    if len(mine) != len(theirs) and found.relation is ConflictRelation.AGREE:
        return Verdict(ConflictRelation.REFINE, within, f"{found.explanation} One side gives more beside it.")
    return found


def quoted(*surfaces: str) -> str:
    """Return the words of values, quoted and in an order that does not depend on who came first.

    >>> quoted("roughly 600,000", "600,000")
    '“600,000” and “roughly 600,000”'
    """
    return " and ".join(f"“{surface}”" for surface in sorted(surfaces))


def _distinct(values: Sequence[T], judge: Callable[[T, T], Verdict | None]) -> list[T]:
    """Return the values without those that agree with an earlier one: said twice, they are one value."""
    kept: list[T] = []
    for value in values:
        verdicts = (judge(value, other) for other in kept)
        if not any(verdict and verdict.relation is ConflictRelation.AGREE for verdict in verdicts):
            kept.append(value)
    return kept


def _best(
    values: Sequence[T],
    others: Sequence[T],
    *,
    comparable: Callable[[T, T], bool],
    judge: Callable[[T, T], Verdict | None],
) -> list[Verdict | None]:
    """Return for each value with something comparable the softest verdict; None where that is in doubt."""
    found = []
    for value in values:
        verdicts = [judge(value, other) for other in others if comparable(value, other)]
        if verdicts:
            found.append(min(verdicts, key=_softness))
    return found


def _softness(verdict: Verdict | None) -> tuple[int, str]:
    relation = verdict.relation if verdict else None
    return _SOFTEST_FIRST.index(relation), verdict.explanation if verdict else ""
