"""Which terms of different articles are one term, whatever words each uses."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from summariser.normalise import name_key
from summariser.normalise.wording import token_f1, words
from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.grouping import Judged
from summariser.reconcile.plans import Plans
from summariser.records import PlanTerm, Quantity
from summariser.records.vocabulary import TermForce

SAME = 0.7
"""Likeness from which two terms are the same by rule."""

ASK = 0.4
"""Likeness from which a question is worth asking."""

_WEIGHTS = (0.45, 0.3, 0.1, 0.15)
"""Of wording, of the bound party, of the force, and of the slots both fill: their sum is 1."""

_SAME_WORDING = 0.6
"""Share of words from which two terms without a slot in common are taken to say the same."""

_UNKNOWN = 0.6
"""What a slot counts that one of the two does not fill."""

_OTHER_CATEGORY = 0.15
"""What is taken off where the categories differ."""

_FAMILIES: dict[TermForce, str] = {
    TermForce.OBLIGATION: "binds",
    TermForce.PROHIBITION: "binds",
    TermForce.CONDITIONAL: "binds",
    TermForce.ENTITLEMENT: "gives",
    TermForce.PERMISSION: "gives",
    TermForce.RECOGNITION: "gives",
}


@dataclass(frozen=True)
class TermJudge:
    """What makes two terms alike: wording, who is bound, what the term does, and its amounts and places."""

    corpus: Corpus
    plans: Plans

    def blocks(self, item: Item) -> Iterable[Hashable]:
        """Return the term's category, and each word of its topic."""
        term: PlanTerm = item.record
        return {("category", term.category), *(("topic", word) for word in words(term.topic))}

    def form(self, item: Item) -> tuple[Hashable, ...]:
        """Return the words of a term and the plan document it is of."""
        term: PlanTerm = item.record
        obligors = tuple(sorted(name_key(name) for name in term.obligor))
        said = tuple(sorted(set(words(term.topic)))), tuple(sorted(set(words(term.statement))))
        return (self.plans.plan_of(item), term.category, *said, obligors, term.force.value)

    def seat(self, item: Item) -> Hashable:
        """Return the article and the plan document: an article has one record for each term of each."""
        return item.document, self.plans.plan_of(item)

    def judge(self, one: Item, other: Item) -> Judged:
        """Return how alike two terms are."""
        mine, theirs = one.record, other.record
        parts = (
            _wording(mine, theirs),
            self._obligors(one, other),
            _force(mine.force, theirs.force),
            _slots(one, other),
        )
        likeness = sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))
        if mine.category != theirs.category:
            likeness -= _OTHER_CATEGORY
        if likeness >= SAME and mine.category == theirs.category and parts[1] > 0:
            told = _is_typed(one, other) or token_f1(mine.statement, theirs.statement) >= _SAME_WORDING
            return Judged("same", likeness, "term.alike", check=not told)
        return Judged("ask" if likeness >= ASK else "different", likeness, "term.likeness")

    def _obligors(self, one: Item, other: Item) -> float:
        mine = self.corpus.actors_of(one.document, one.record.obligor)
        theirs = self.corpus.actors_of(other.document, other.record.obligor)
        if not mine or not theirs:
            return _UNKNOWN
        return 1.0 if mine & theirs else 0.0


def _is_typed(one: Item, other: Item) -> bool:
    """Return whether both terms fill one slot that rules can compare; else only their words tell them apart."""
    return any(
        getattr(one.record, slot) and getattr(other.record, slot) for slot in ("value", "deadline", "places")
    )


def _wording(mine: PlanTerm, theirs: PlanTerm) -> float:
    topics = token_f1(mine.topic, theirs.topic)
    return max(topics, token_f1(f"{mine.topic} {mine.statement}", f"{theirs.topic} {theirs.statement}"))


def _force(mine: TermForce, theirs: TermForce) -> float:
    if mine is theirs:
        return 1.0
    return _UNKNOWN if _FAMILIES.get(mine, "") == _FAMILIES.get(theirs, "") else 0.0


def _slots(one: Item, other: Item) -> float:
    """Return 1 where amounts count the same or a place is shared, 0 where they do not, `_UNKNOWN` else."""
    units = [
        {value.unit for value in item.kept.values.get("value", ()) if isinstance(value, Quantity)}
        for item in (one, other)
    ]
    if all(units):
        return 1.0 if units[0] & units[1] else 0.0
    places = [{name_key(place) for place in item.record.places} for item in (one, other)]
    if all(places):
        return 1.0 if places[0] & places[1] else _UNKNOWN / 2
    return _UNKNOWN
