"""Group the records that different articles have of one thing: candidates by blocks, best pairs first.

Generic over the kind of record: what makes two records alike is handed in as a
`Judge`. Records that say the same in the same words are one *form*; forms meet
only within a block, all of them in a small block and the nearest neighbours in
a large one, so that the number of pairs grows with the number of records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from summariser.reconcile.articles import Item
from summariser.reconcile.unions import Unions

Decision = Literal["same", "different", "ask"]

ALL_PAIRS = 48
"""Forms in a block up to which every pair is looked at."""

WINDOW = 12
"""Neighbours each form is compared with in a larger block."""

MOST_QUESTIONS = 5
"""Questions that may be asked about one record."""


class Judged(NamedTuple):
    """How a pair of records was judged.

    Attributes:
        likeness: 0 to 1; the best pairs are joined first.
        rule: Name of the rule that decided.
        check: Whether no rule can say how two that are the same stand to each other, so that it is asked all
            the same; an answer that they are two things stands above the rule.
    """

    decision: Decision
    likeness: float
    rule: str
    check: bool = False


class Judge(Protocol):
    """What makes two records of one kind alike."""

    def blocks(self, item: Item) -> Iterable[Hashable]:
        """Return the blocks a record is in: two records meet if they share one."""
        ...

    def form(self, item: Item) -> tuple[Hashable, ...]:
        """Return what a record says: records with equal forms are the same by their words. Sortable."""
        ...

    def judge(self, one: Item, other: Item) -> Judged:
        """Return whether two records are about the same thing. Symmetric."""
        ...

    def seat(self, item: Item) -> Hashable:
        """Return what only one record of a group may have: its article, as an article has one record per thing."""
        ...


class Pair(NamedTuple):
    """Two records, in the order of their keys, and how they were judged."""

    first: Item
    second: Item
    judged: Judged


class Grouping(NamedTuple):
    """Records in groups.

    Attributes:
        groups: Records of one thing, the whole and each group in the order of their keys.
        same: Every pair that a rule or an answer found to be the same.
        crossing: Those of them two groups keep apart, since a group holds one record of an article and
            articles cut the same story differently.
        undecided: The pairs whose question has no answer, or whose answer is that it cannot be told.
        asked: Every pair that no rule decides and that is worth a question, answered or not.
    """

    groups: tuple[tuple[Item, ...], ...]
    same: tuple[Pair, ...]
    crossing: tuple[Pair, ...]
    undecided: tuple[Pair, ...]
    asked: tuple[Pair, ...]


def group(items: Iterable[Item], judge: Judge, answer: Callable[[Item, Item], bool | None]) -> Grouping:
    """Return `items` in groups.

    Args:
        items: The records, in any order.
        judge: What makes two of them alike.
        answer: Whether a question said that two are the same; None when it has no answer.
    """
    ordered = sorted(items, key=lambda item: item.key)
    forms = _forms(ordered, judge)
    pairs = [_pair(one, other, judge) for one, other in _candidates(forms, judge)]
    joined = _Joined(ordered, judge)
    ruled = _best_first([*_of_one_form(forms), *(pair for pair in pairs if _is_sure(pair))])
    for pair in ruled:
        joined.join(pair)
    open_pairs = (pair for pair in pairs if not _is_sure(pair) and pair.judged.decision != "different")
    asked = _capped(_best_first(pair for pair in open_pairs if joined.may(pair)))
    answers = [(pair, answer(pair.first, pair.second)) for pair in asked]
    found = [pair for pair, told in answers if told or (told is None and pair.judged.decision == "same")]
    for pair in found:
        joined.join(pair)
    return Grouping(
        groups=tuple(joined.groups()),
        same=(*ruled, *found),
        crossing=tuple(pair for pair in found if joined.are_two(pair)),
        undecided=tuple(pair for pair, told in answers if told is None and pair.judged.decision == "ask"),
        asked=tuple(asked),
    )


class _Joined:
    """Sets of records that grow, never holding two that cannot be the same."""

    def __init__(self, items: Sequence[Item], judge: Judge) -> None:
        self._unions: Unions[Item] = Unions(items)
        self._judge = judge
        self._seats: dict[Item, set[Hashable]] = {item: {judge.seat(item)} for item in items}

    def are_two(self, pair: Pair) -> bool:
        """Return whether the records of a pair are in two sets."""
        return self._unions.root(pair.first) != self._unions.root(pair.second)

    def may(self, pair: Pair) -> bool:
        """Return whether the records of a pair are in two sets and could be the same thing."""
        return self.are_two(pair) and self._judge.seat(pair.first) != self._judge.seat(pair.second)

    def join(self, pair: Pair) -> None:
        """Join the sets of a pair, unless one holds a record that cannot be the same as one of the other."""
        one, other = self._unions.root(pair.first), self._unions.root(pair.second)
        seats = self._seats
        if one == other or not seats[one].isdisjoint(seats[other]):
            return
        self._unions.join(one, other)
        root = self._unions.root(one)
        seats[root] |= seats.pop(other if root == one else one)

    def groups(self) -> list[tuple[Item, ...]]:
        return self._unions.groups()


def _forms(items: Sequence[Item], judge: Judge) -> dict[tuple[Hashable, ...], list[Item]]:
    forms: dict[tuple[Hashable, ...], list[Item]] = defaultdict(list)
    for item in items:
        forms[judge.form(item)].append(item)
    return forms


def _of_one_form(forms: Mapping[tuple[Hashable, ...], Sequence[Item]]) -> Iterator[Pair]:
    """Yield each record with the first of its form: they say the same in the same words."""
    for members in forms.values():
        for other in members[1:]:
            yield Pair(members[0], other, Judged("same", 1.0, "words.same"))


def _candidates(
    forms: Mapping[tuple[Hashable, ...], Sequence[Item]], judge: Judge
) -> list[tuple[Item, Item]]:
    """Return the pairs of forms worth judging, each pair by its first two records of different articles."""
    blocks: dict[Hashable, list[tuple[Hashable, ...]]] = defaultdict(list)
    for form in sorted(forms, key=repr):
        for block in judge.blocks(forms[form][0]):
            blocks[block].append(form)
    pairs: set[tuple[Item, Item]] = set()
    for members in blocks.values():
        reach = len(members) if len(members) <= ALL_PAIRS else WINDOW
        for place, form in enumerate(members):
            for other in members[place + 1 : place + 1 + reach]:
                pairs.add(_meet(forms[form], forms[other]))
    return sorted(pairs, key=lambda pair: (pair[0].key, pair[1].key))


def _meet(ones: Sequence[Item], others: Sequence[Item]) -> tuple[Item, Item]:
    """Return the first pair of two forms that stands in two articles, in the order of keys; else the first."""
    apart = ((one, other) for one in ones for other in others if one.document != other.document)
    one, other = next(apart, (ones[0], others[0]))
    return (one, other) if one.key <= other.key else (other, one)


def _pair(one: Item, other: Item, judge: Judge) -> Pair:
    apart = judge.seat(one) == judge.seat(other)
    judged = Judged("different", 0.0, "apart") if apart else judge.judge(one, other)
    return Pair(one, other, judged)


def _is_sure(pair: Pair) -> bool:
    """Return whether a rule decides a pair and leaves no question."""
    return pair.judged.decision == "same" and not pair.judged.check


def _best_first(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.judged.likeness, pair.first.key, pair.second.key))


def _capped(pairs: Sequence[Pair]) -> list[Pair]:
    """Return `pairs` in their order, at most `MOST_QUESTIONS` for each record."""
    counts: dict[Item, int] = defaultdict(int)
    kept = []
    for pair in pairs:
        if max(counts[pair.first], counts[pair.second]) < MOST_QUESTIONS:
            counts[pair.first] += 1
            counts[pair.second] += 1
            kept.append(pair)
    return kept
