"""Compare one slot of a predicted record with the gold: typed, never by string similarity of a value.

Each comparator says how a predicted value relates to a gold value. What that
costs is the scorer's matter: a contradiction in a critical slot costs all, a
missing or surplus value half, a graded slot its declared loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from summariser.evaluation.shape import Leaf
from summariser.evaluation.texts import says_the_same, token_f1, words
from summariser.fold import fold
from summariser.normalise import name_key, name_tokens, read_quantity, read_time
from summariser.records import Holiday, Quantity, TimeRef

_JOINED = re.compile(r"\band\b|&|,", re.IGNORECASE)
_LOOSELY_SAME = 0.25
"""Token F1 from which two wordings of one condition count as the same."""


class Relation(IntEnum):
    """How a predicted value relates to the gold value, best first."""

    SAME = 0
    CLOSE = 1
    PARTIAL = 2
    MISSING = 3
    SURPLUS = 4
    CONTRADICTS = 5


class Difference(NamedTuple):
    """What comparing one slot found.

    Attributes:
        relation: How the values relate.
        share: Share of a graded slot's loss that is due, 0 to 1.
    """

    relation: Relation
    share: float


class Context(NamedTuple):
    """What names and times in one article mean.

    Attributes:
        names: Canonical name by name key: the aliases, and the wordings of the article's gold actors.
        topics: Canonical subject by folded wording.
        published: The day that "Friday" counts from; None when unknown.
        holidays: The profile's calendar.
        rivals: Name keys that belong to another actor than the one compared.
    """

    names: Mapping[str, str] = {}
    topics: Mapping[str, str] = {}
    published: date | None = None
    holidays: tuple[Holiday, ...] = ()
    rivals: frozenset[str] = frozenset()

    def topic(self, text: str) -> str:
        """Return the subject that `text` is an alias of, or `text` itself."""
        return self.topics.get(fold(text), text)

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        """Return the keys of some wordings of an actor, without those that are no name."""
        return frozenset(key for name in names if (key := name_key(name)))


SAME = Difference(Relation.SAME, 0.0)
_CONTRADICTS = Difference(Relation.CONTRADICTS, 1.0)


def compare(leaf: Leaf, gold: Sequence[Any], predicted: object, context: Context) -> Difference:
    """Return how `predicted` relates to the best of the `gold` values: the record's own, then its alternates."""
    comparator = COMPARATORS[leaf.slot.compare]
    return min(_compare(comparator, leaf, value, predicted, context) for value in gold)


def _compare(
    comparator: Comparator, leaf: Leaf, gold: object, predicted: object, context: Context
) -> Difference:
    if _is_empty(gold) or _is_empty(predicted):
        if _is_empty(gold) and _is_empty(predicted):
            return SAME
        return Difference(Relation.MISSING if _is_empty(predicted) else Relation.SURPLUS, 1.0)
    return comparator(leaf, gold, predicted, context)


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], ())


def _exact(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    return SAME if fold(str(gold)) == fold(str(predicted)) else _CONTRADICTS


def _presence(_leaf: Leaf, _gold: object, _predicted: object, _context: Context) -> Difference:
    return SAME


def _ordinal(leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    """One step on the scale is close, more is a contradiction."""
    if gold == predicted:
        return SAME
    if leaf.vocabulary is None:
        return _CONTRADICTS
    steps = abs(leaf.vocabulary(str(gold)).rank - leaf.vocabulary(str(predicted)).rank)
    return Difference(Relation.CLOSE, 1.0) if steps <= 1 else _CONTRADICTS


def _text(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    return SAME if says_the_same(str(gold), str(predicted)) else _CONTRADICTS


def _loose_text(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    return SAME if token_f1(str(gold), str(predicted)) >= _LOOSELY_SAME else _CONTRADICTS


def _by_role(leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    """A text that decides must be the same; one that is graded may be worded freely."""
    comparator = _text if leaf.slot.role == "critical" else _loose_text
    return comparator(leaf, gold, predicted, context)


def _name(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    return SAME if same_name(str(gold), str(predicted), context) else _CONTRADICTS


def _names(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    return _sets(_list(gold), _list(predicted), lambda one, other: same_name(str(one), str(other), context))


def _surface(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    """The wordings of one actor: one that belongs to another is a merger of two; missing ones cost their share."""
    found = {name_key(str(form)) for form in _list(predicted)}
    if found & context.rivals:
        return _CONTRADICTS
    wanted = {name_key(str(form)) for form in _list(gold)}
    missed = 1.0 - len(wanted & found) / len(wanted)
    return Difference(Relation.CLOSE, missed) if missed else SAME


def same_name(one: str, other: str, context: Context) -> bool:
    """Return whether two names mean one actor or place.

    They do when the aliases or the article's actors give them one canonical
    name, when their keys are the same, or, for names neither table knows, when
    one is the other without its first words: "Voss" and "Karel Voss". A wording that joins two
    names is neither of them.

    >>> same_name("Mr. Voss", "Karel Voss", Context()), same_name("Anna Voss", "Karel Voss", Context())
    (True, False)
    """
    mine, theirs = canonical(one, context), canonical(other, context)
    if mine == theirs:
        return True
    if name_key(one) in context.names and name_key(other) in context.names:
        return False
    if _JOINED.search(one) or _JOINED.search(other):
        return False
    left, right = name_tokens(mine), name_tokens(theirs)
    return left[-1:] == right[-1:] and (set(left) <= set(right) or set(right) <= set(left))


def canonical(name: str, context: Context) -> str:
    """Return the name key that stands for `name` in this article."""
    key = name_key(name) or fold(name)
    return context.names.get(key, key)


def _quantity(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    """Every predicted amount is one of the gold's; a softener more or less is close."""
    wanted, found = _amounts(str(gold)), _amounts(str(predicted))
    if not wanted or not found:
        return SAME if says_the_same(str(gold), str(predicted)) else _CONTRADICTS
    best = [min(_same_amount(one, other) for one in wanted) for other in found]
    worst = max(best)
    return Difference(worst, 1.0) if worst else SAME


@lru_cache(maxsize=8192)
def _amounts(text: str) -> tuple[Quantity, ...]:
    return read_quantity(text)


_DIRECTION = {"at_most": "ceiling", "below": "ceiling", "at_least": "floor", "above": "floor"}


def _same_amount(gold: Quantity, found: Quantity) -> Relation:
    """Return how two amounts relate.

    A ceiling and the bare figure are close, since "capped at" often stands
    outside the words of the value; a floor is another fact than either.
    """
    if gold.unit != found.unit and gold.unit and found.unit:
        return Relation.CONTRADICTS
    directions = {_DIRECTION.get(gold.qualifier, "point"), _DIRECTION.get(found.qualifier, "point")}
    if len(directions) == 1 and gold.low == found.low and gold.high == found.high:
        return Relation.SAME if gold.qualifier == found.qualifier else Relation.CLOSE
    if directions == {"ceiling", "point"} and gold.high == found.high:
        return Relation.CLOSE
    return Relation.CONTRADICTS


def _time(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    return _sets(
        _list(gold), _list(predicted), lambda one, other: _same_time(str(one), str(other), context=context)
    )


def _same_time(one: str, other: str, *, context: Context) -> bool:
    """Return whether two wordings say the same time, or one says it more coarsely."""
    mine = _times(one, context.published, context.holidays)
    theirs = _times(other, context.published, context.holidays)
    if mine and theirs and all(ref.resolved for ref in (*mine, *theirs)):
        return any(_is_same_time(left, right) for left in mine for right in theirs)
    left, right = set(words(one)), set(words(other))
    if _numbers(left) != _numbers(right) and _numbers(left) and _numbers(right):
        return False
    return says_the_same(one, other) or bool(left & right - _TIME_GRAMMAR)


_TIME_GRAMMAR = frozenset(
    "about after ago before day during early just last late later month next over several since until week"
    " weekend within year".split()
)
"""Words that two wordings of different times may share."""


def _numbers(found: set[str]) -> set[str]:
    return {word for word in found if any(map(str.isdigit, word))}


@lru_cache(maxsize=8192)
def _times(text: str, published: date | None, holidays: tuple[Holiday, ...]) -> tuple[TimeRef, ...]:
    return read_time(text, published=published, holidays=holidays)


def _is_same_time(one: TimeRef, other: TimeRef) -> bool:
    """Return whether two resolved times are the same days, or one a coarser word for the other."""
    if (one.start, one.end) == (other.start, other.end):
        return True
    return one.granularity != other.granularity and (_within(one, other) or _within(other, one))


def _within(inner: TimeRef, outer: TimeRef) -> bool:
    if not (inner.start and inner.end and outer.start and outer.end):
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def _sets(
    gold: Sequence[object], predicted: Sequence[object], same: Callable[[object, object], bool]
) -> Difference:
    """Return how two lists relate as sets; a graded slot pays for what is missing and what is too much."""
    found = sum(any(same(one, other) for other in predicted) for one in gold)
    right = sum(any(same(one, other) for one in gold) for other in predicted)
    if not found:
        return _CONTRADICTS
    f1 = 2 / (len(gold) / found + len(predicted) / right)
    if found == len(gold) and right == len(predicted):
        return SAME
    return Difference(Relation.PARTIAL, 1.0 - f1)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


Comparator = Callable[[Leaf, object, object, Context], Difference]

COMPARATORS: dict[str, Comparator] = {
    "exact": _exact,
    "ordinal": _ordinal,
    "name": _name,
    "names": _names,
    "surface": _surface,
    "quantity": _quantity,
    "time": _time,
    "text": _by_role,
    "presence": _presence,
}
"""How each kind of slot is compared, by the name that the slot declares."""
