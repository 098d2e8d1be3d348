"""Compare two wordings of a time: the same, one vaguer than the other, or two times."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from summariser.evaluation.relations import Relation
from summariser.evaluation.texts import words
from summariser.fold import fold
from summariser.normalise import read_quantity
from summariser.normalise.dates import time_mentions
from summariser.normalise.sametime import Dated, dated, is_same_time
from summariser.normalise.when import When
from summariser.records import Holiday, Quantity

_BEFORE = frozenset({"before", "by", "until", "till", "within", "prior"})
_AFTER = frozenset({"after", "since", "from", "following"})
_GRAMMAR = frozenset(
    "about ago before by day during early following from just last late later month next over prior several"
    " since till until week weekend within year after".split()
)
"""Words that wordings of different times may share."""


def compare_times(
    gold: str, found: str, *, published: date | None = None, holidays: tuple[Holiday, ...] = ()
) -> Relation:
    """Return how two wordings of a time relate; `PARTIAL` where one says less than the other.

    >>> compare_times("March 3, 2026", "3 March 2026"), compare_times("in March 2026", "on March 3, 2026")
    (<Relation.SAME: 0>, <Relation.PARTIAL: 2>)
    >>> compare_times("before March 3, 2026", "after March 3, 2026")
    <Relation.CONTRADICTS: 5>
    """
    if fold(gold) == fold(found):
        return Relation.SAME
    if _side(gold) and _side(found) and _side(gold) != _side(found):
        return Relation.CONTRADICTS
    mine, theirs = _whens(gold, holidays), _whens(found, holidays)
    if mine and theirs:
        return _compare_whens(mine, theirs, published)
    amounts = _lengths(gold), _lengths(found)
    if amounts[0] and amounts[1]:
        return Relation.SAME if amounts[0] == amounts[1] else Relation.CONTRADICTS
    return _compare_words(set(words(gold)), set(words(found)))


def _compare_whens(gold: tuple[When, ...], found: tuple[When, ...], published: date | None) -> Relation:
    """Return how the first times of two wordings relate; every other one must have its like."""
    mine = [dated(when, published) for when in gold]
    theirs = [dated(when, published) for when in found]
    if all(any(_equal(one, other) for other in theirs) for one in mine) and len(mine) == len(theirs):
        return Relation.SAME
    near = any(is_same_time(one, other) or is_same_time(other, one) for one in mine for other in theirs)
    return Relation.PARTIAL if near else Relation.CONTRADICTS


def _equal(one: Dated, other: Dated) -> bool:
    return is_same_time(one, other) and is_same_time(other, one)


def _compare_words(gold: set[str], found: set[str]) -> Relation:
    """Return how two wordings without a readable time relate, by the words that tell times apart."""
    mine, theirs = gold - _GRAMMAR, found - _GRAMMAR
    if mine == theirs and gold & found:
        return Relation.SAME
    return Relation.PARTIAL if mine & theirs else Relation.CONTRADICTS


def _side(text: str) -> str:
    """Return which side of a time the words lie on: `before`, `after`, or "" for the time itself."""
    found = set(fold(text).split())
    return "before" if found & _BEFORE else "after" if found & _AFTER else ""


@lru_cache(maxsize=8192)
def _whens(text: str, holidays: tuple[Holiday, ...]) -> tuple[When, ...]:
    kinds = {"duration", "narrative", "clock"}
    return tuple(m.when for m in time_mentions(text, holidays) if m.when.kind not in kinds)


@lru_cache(maxsize=8192)
def _lengths(text: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(map(_length, read_quantity(text)))


def _length(quantity: Quantity) -> tuple[str, str, str]:
    return str(quantity.low), str(quantity.high), quantity.unit
