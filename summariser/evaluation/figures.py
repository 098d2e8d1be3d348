"""Figures over scored items: precision, recall and F1 per record type, the headline, and what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from summariser.evaluation.score import ItemScore, Label

ALIGNED = frozenset({Label.COR, Label.PAR, Label.INC})


class Figures(NamedTuple):
    """What the outcomes of one record type add up to.

    A figure is None where there is nothing to measure: no required gold item and no prediction that counts.

    Attributes:
        gold: Required gold items.
        predicted: Predictions that count: all but those that optional gold took.
        precision: Credit over predictions, 0 to 1.
        recall: Credit over required gold items, 0 to 1.
        soft_f1: Their harmonic mean.
        strict_f1: The same with credit 1 for a flawless pair, else 0.
        detection_f1: The same with credit 1 for every aligned pair.
        error: Share of outcomes that are not right, a partly right one counting half (slot error rate;
            J. Makhoul et al. 1999, over items).
        contradictions: Aligned pairs that contradict the gold, over aligned pairs.
        labels: How many outcomes of each label.
        spurious: Spurious predictions by reason.
    """

    gold: int
    predicted: int
    precision: float | None
    recall: float | None
    soft_f1: float | None
    strict_f1: float | None
    detection_f1: float | None
    error: float | None
    contradictions: float | None
    labels: Mapping[str, int]
    spurious: Mapping[str, int]


def figures(scores: Iterable[ItemScore]) -> Figures:
    """Return the figures of some outcomes, pooled.

    soft P = Σ credit / predictions, soft R = Σ credit / required gold, F1 their harmonic mean.
    """
    counted = [score for score in scores if score.label is not Label.OPT]
    labels = Counter(str(score.label) for score in counted)
    aligned = [score for score in counted if score.label in ALIGNED]
    gold, predicted = len(aligned) + labels["MIS"], len(aligned) + labels["SPU"]
    credit = sum(score.credit for score in aligned)
    return Figures(
        gold=gold,
        predicted=predicted,
        precision=_share(credit, predicted),
        recall=_share(credit, gold),
        soft_f1=_share(2 * credit, gold + predicted),
        strict_f1=_share(2 * labels["COR"], gold + predicted),
        detection_f1=_share(2 * len(aligned), gold + predicted),
        error=_share(labels["INC"] + labels["PAR"] / 2 + labels["MIS"] + labels["SPU"], len(counted)),
        contradictions=_share(labels["INC"], len(aligned)),
        labels=dict(sorted(labels.items())),
        spurious=dict(sorted(Counter(s.field for s in counted if s.label is Label.SPU).items())),
    )


def by_type(scores: Iterable[ItemScore], names: Sequence[str]) -> dict[str, Figures]:
    """Return the figures of each record type, in the order of `names`, pooled over articles."""
    scores = tuple(scores)
    return {name: figures(score for score in scores if score.record_type == name) for name in names}


def headline(per_type: Mapping[str, Figures]) -> float | None:
    """Return the unweighted mean of the types' soft F1; types with nothing to measure are left out.

    Never pooled: actors, of which there are most, would decide it.
    """
    known = [figure.soft_f1 for figure in per_type.values() if figure.soft_f1 is not None]
    return sum(known) / len(known) if known else None


def slot_accuracy(scores: Iterable[ItemScore], paths: Sequence[str]) -> dict[str, float | None]:
    """Return for each field the share of aligned pairs in which it cost nothing, 0 to 1."""
    aligned = [score for score in scores if score.label in ALIGNED]
    wrong = Counter(loss.path for score in aligned for loss in score.losses)
    return {path: _share(len(aligned) - wrong[path], len(aligned)) for path in paths}


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
