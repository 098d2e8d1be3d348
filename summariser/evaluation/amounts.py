"""Compare two wordings of an amount: value, bound, unit and scale, never the text."""

from __future__ import annotations

from functools import lru_cache

from summariser.evaluation.relations import CONTRADICTS, SAME, Difference, Relation
from summariser.evaluation.texts import words
from summariser.normalise import read_quantity
from summariser.records import Quantity

_DIRECTION = {"at_most": "ceiling", "below": "ceiling", "at_least": "floor", "above": "floor"}


def compare_amounts(gold: str, found: str) -> Difference:
    """Return how two wordings of an amount relate.

    Each predicted amount must be one of the gold's; a gold amount that is not
    predicted makes it partial. Words that hold no amount are the same where they are the same words.

    >>> compare_amounts("roughly 600,000 troops", "about 600 000 troops").relation
    <Relation.SAME: 0>
    >>> compare_amounts("$100 billion", "$100 million").relation
    <Relation.CONTRADICTS: 5>
    """
    wanted, predicted = _amounts(gold), _amounts(found)
    if not wanted or not predicted:
        return _compare_words(gold, found)
    worst = max(min(_relation(one, other) for one in wanted) for other in predicted)
    if worst is Relation.CONTRADICTS:
        return CONTRADICTS
    lost = [one for one in wanted if all(_relation(one, other) > Relation.PARTIAL for other in predicted)]
    worst = Relation.PARTIAL if lost else worst
    return Difference(worst, 1.0) if worst else SAME


def _compare_words(gold: str, found: str) -> Difference:
    mine, theirs = set(words(gold)), set(words(found))
    if mine == theirs:
        return SAME
    return Difference(Relation.CLOSE, 1.0) if mine <= theirs or theirs <= mine else CONTRADICTS


@lru_cache(maxsize=8192)
def _amounts(text: str) -> tuple[Quantity, ...]:
    return read_quantity(text)


def _relation(gold: Quantity, found: Quantity) -> Relation:
    """Return how two amounts relate.

    A ceiling and the bare figure are close, since "capped at" often stands
    outside the words of the value; a floor is another fact than either. An
    amount without its unit is half an amount.
    """
    unit = _units(gold, found)
    if unit is Relation.CONTRADICTS:
        return unit
    directions = {_DIRECTION.get(gold.qualifier, "point"), _DIRECTION.get(found.qualifier, "point")}
    same = gold.low == found.low and gold.high == found.high
    if len(directions) == 1 and same:
        return max(unit, Relation.SAME if gold.qualifier == found.qualifier else Relation.CLOSE)
    if directions == {"ceiling", "point"} and gold.high == found.high:
        return max(unit, Relation.CLOSE)
    return Relation.CONTRADICTS


def _units(gold: Quantity, found: Quantity) -> Relation:
    if gold.relative_to and found.relative_to:
        mine, theirs = set(words(gold.relative_to)), set(words(found.relative_to))
        if not (mine <= theirs or theirs <= mine):
            return Relation.CONTRADICTS
    if gold.unit == found.unit:
        return Relation.SAME
    if gold.unit and found.unit:
        return Relation.CONTRADICTS
    return Relation.PARTIAL
