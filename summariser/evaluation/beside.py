"""Figures that stand beside F1: passages to the character, and the wordings of actors put together right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from summariser.evaluation.items import Item
from summariser.evaluation.score import ItemScore, Label
from summariser.evaluation.shape import Shape, shape_of, value_at
from summariser.normalise import name_key
from summariser.records import RecordType

_ALIGNED = (Label.COR, Label.PAR, Label.INC)


class Scored(NamedTuple):
    """The scores of one record type in one article, with the items they are about."""

    scores: tuple[ItemScore, ...]
    gold: Mapping[str, Item]
    predicted: Mapping[str, Item]


def figures_beside(kind: RecordType, articles: Sequence[Scored]) -> dict[str, float]:
    """Return the figures of one record type over some articles, 0 to 1; those that do not apply are left out.

    `span_f1`: an aligned pair counts when a predicted passage is one of the gold's, to the
    character. `joint_f1`: when besides nothing that decides is wrong. `b_cubed_*`: over the
    wordings of actors (A. Bagga and B. Baldwin 1998).
    """
    shape = shape_of(kind.model)
    found = {name: metric(shape, articles) for name, metric in METRICS.items()}
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def _span_f1(_shape: Shape, articles: Sequence[Scored]) -> float | None:
    return _f1(articles, lambda _score, gold, predicted: bool(set(gold.spans) & set(predicted.spans)))


def _joint_f1(shape: Shape, articles: Sequence[Scored]) -> float | None:
    decisive = {leaf.path for leaf in shape.leaves if leaf.slot.role == "critical"}

    def right(score: ItemScore, gold: Item, predicted: Item) -> bool:
        wrong = any(loss.path.partition(".")[0] in decisive for loss in score.losses)
        return not wrong and score.credit > 0 and bool(set(gold.spans) & set(predicted.spans))

    return _f1(articles, right)


def _f1(articles: Sequence[Scored], right: Callable[[ItemScore, Item, Item], bool]) -> float | None:
    """Return the F1 of pairs that are `right`, over required gold and the predictions that count."""
    hits = weight = 0
    for article in articles:
        for score in article.scores:
            if score.label is Label.OPT:
                continue
            weight += 2 if score.label in _ALIGNED else 1
            if score.label in _ALIGNED:
                hits += right(score, article.gold[score.gold or ""], article.predicted[score.predicted or ""])
    return 2 * hits / weight if weight else None


def _b_cubed_precision(shape: Shape, articles: Sequence[Scored]) -> float | None:
    return _b_cubed(shape, articles, of_gold=False)


def _b_cubed_recall(shape: Shape, articles: Sequence[Scored]) -> float | None:
    return _b_cubed(shape, articles, of_gold=True)


def _b_cubed(shape: Shape, articles: Sequence[Scored], *, of_gold: bool) -> float | None:
    """Return how much of a wording's cluster on one side is in its cluster on the other, over shared wordings."""
    paths = [leaf.path for leaf in shape.leaves if leaf.slot.compare == "surface"]
    if not paths:
        return None
    shares: list[float] = []
    for article in articles:
        gold = _clusters(article.gold.values(), paths)
        predicted = _clusters(article.predicted.values(), paths)
        for form in sorted(set(gold) & set(predicted)):
            whole = gold[form] if of_gold else predicted[form]
            shares.append(len(gold[form] & predicted[form]) / len(whole & (set(gold) & set(predicted))))
    return sum(shares) / len(shares) if shares else None


def _clusters(items: Iterable[Item], paths: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the wordings that go with each wording; the first actor that has a wording keeps it."""
    found: dict[str, frozenset[str]] = {}
    for item in sorted(items, key=lambda item: item.order):
        forms = frozenset(
            name_key(str(form)) for path in paths for form in value_at(item.record, path, None) or ()
        )
        for form in forms:
            found.setdefault(form, forms)
    return found


METRICS: dict[str, Callable[[Shape, Sequence[Scored]], float | None]] = {
    "span_f1": _span_f1,
    "joint_f1": _joint_f1,
    "b_cubed_precision": _b_cubed_precision,
    "b_cubed_recall": _b_cubed_recall,
}
"""What stands beside F1, by the name it is reported under."""
