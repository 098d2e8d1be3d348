"""Compare one slot of a predicted record with the gold: typed, never by string similarity of a value.

Each comparator says how a predicted value relates to a gold value. What that
costs is the scorer's matter: a contradiction in a critical slot costs all, a
missing or surplus value half, a graded slot its declared loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from summariser.evaluation.amounts import compare_amounts
from summariser.evaluation.relations import CONTRADICTS, SAME, Difference, Relation
from summariser.evaluation.shape import Leaf
from summariser.evaluation.texts import same_form, says_the_same, token_f1, words
from summariser.evaluation.times import compare_times
from summariser.normalise import name_key, name_tokens
from summariser.records import Holiday

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_JOINED = re.compile(r"\band\b|&|,", re.IGNORECASE)
_LOOSELY_SAME = 0.25
"""Token F1 from which two wordings of one condition count as the same."""
_CONDITIONAL = frozenset({"if", "unless", "when", "once", "provided", "case", "not", "no", "never"})
_NEGATIONS = frozenset({"unless", "not", "no", "never", "without", "until"})
_QUALIFIERS = frozenset(
    {"acting", "deputy", "designate", "elect", "ex", "former", "incoming", "interim", "outgoing", "vice"}
)
_VAGUER = 0.5
"""Share of its loss that a graded time costs when it is vaguer or finer than the gold's."""


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
        return self.topics.get(same_form(text), text)

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        """Return the keys of some wordings of an actor, without those that are no name."""
        return frozenset(key for name in names if (key := name_key(name)))


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
    return SAME if same_form(str(gold)) == same_form(str(predicted)) else CONTRADICTS


def _presence(_leaf: Leaf, _gold: object, _predicted: object, _context: Context) -> Difference:
    return SAME


def _ordinal(leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    """One step on the scale is close, more is a contradiction."""
    if gold == predicted:
        return SAME
    if leaf.vocabulary is None:
        return CONTRADICTS
    steps = abs(leaf.vocabulary(str(gold)).rank - leaf.vocabulary(str(predicted)).rank)
    return Difference(Relation.CLOSE, 1.0) if steps <= 1 else CONTRADICTS


def _text(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    """One has all the words of the other, and none of those that change what an office is."""
    changed = _QUALIFIERS & set(words(str(gold))) ^ _QUALIFIERS & set(words(str(predicted)))
    return SAME if not changed and says_the_same(str(gold), str(predicted)) else CONTRADICTS


def _loose_text(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    """Two conditions share words beside "if", and what one denies the other denies: "unless … no" is "if"."""
    texts = str(gold), str(predicted)
    denials = [sum(word in _NEGATIONS for word in same_form(text).split()) for text in texts]
    plain = [" ".join(word for word in words(text) if word not in _CONDITIONAL) for text in texts]
    alike = denials[0] % 2 == denials[1] % 2 and token_f1(*plain) >= _LOOSELY_SAME
    return SAME if alike else CONTRADICTS


def _by_role(leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    """A text that decides must be the same; one that is graded may be worded freely."""
    comparator = _text if leaf.slot.role == "critical" else _loose_text
    return comparator(leaf, gold, predicted, context)


def _name(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    return SAME if same_name(str(gold), str(predicted), context) else CONTRADICTS


def _names(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    return _sets(_list(gold), _list(predicted), lambda one, other: same_name(str(one), str(other), context))


def _surface(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    """The wordings of one actor.

    One that belongs to another actor is a merger of two; missing ones, and ones
    that share no word with any right one, cost their share.
    """
    found = {key for form in _list(predicted) if (key := name_key(str(form)))}
    if found & context.rivals:
        return CONTRADICTS
    wanted = {_wording(form) for form in _list(gold)}
    known = {word for form in _list(gold) for word in words(str(form))}
    foreign = sum(not known & set(words(str(form))) for form in _list(predicted))
    hit = len(wanted & {_wording(form) for form in _list(predicted)})
    wrong = 1.0 - 2 * hit / (len(wanted) + hit + foreign) if hit else 1.0
    return Difference(Relation.CLOSE, wrong) if wrong else SAME


def _wording(form: object) -> str:
    """Return a wording as it is counted: folded, without an article before it; a title is part of it."""
    return _ARTICLE.sub("", same_form(str(form)))


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
    key = name_key(name) or same_form(name)
    return context.names.get(key, key)


def _quantity(_leaf: Leaf, gold: object, predicted: object, _context: Context) -> Difference:
    return compare_amounts(str(gold), str(predicted))


def _time(_leaf: Leaf, gold: object, predicted: object, context: Context) -> Difference:
    """Times as sets; where every time has its like but some are vaguer or finer, partly the same."""

    def relation(one: object, other: object) -> Relation:
        return compare_times(str(one), str(other), published=context.published, holidays=context.holidays)

    wanted, found = _list(gold), _list(predicted)
    exactly = _sets(wanted, found, lambda one, other: relation(one, other) is Relation.SAME)
    if exactly.relation is not Relation.CONTRADICTS:
        return exactly
    loosely = _sets(wanted, found, lambda one, other: relation(one, other) is not Relation.CONTRADICTS)
    if loosely.relation is Relation.CONTRADICTS:
        return loosely
    return Difference(Relation.PARTIAL, max(loosely.share, _VAGUER))


def _sets(
    gold: Sequence[object], predicted: Sequence[object], same: Callable[[object, object], bool]
) -> Difference:
    """Return how two lists relate as sets; a graded slot pays for what is missing and what is too much."""
    found = sum(any(same(one, other) for other in predicted) for one in gold)
    right = sum(any(same(one, other) for one in gold) for other in predicted)
    if not found:
        return CONTRADICTS
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
