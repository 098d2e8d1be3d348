"""What the outcomes of an evaluation add up to: figures with intervals, per type, per article, and the checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from summariser.evaluation.figures import Figures, by_type, headline, slot_accuracy
from summariser.evaluation.score import ItemScore, Label
from summariser.evaluation.shape import shape_of
from summariser.evaluation.statistics import (
    Interval,
    article_interval,
    detectable,
    item_intervals,
    rows_of,
    stability,
)
from summariser.records import BUILT_IN, RecordType

if TYPE_CHECKING:
    from summariser.evaluation.result import Result

_DIGITS = 4


def figures_of(result: Result, record_types: Sequence[RecordType] = BUILT_IN) -> dict[str, Any]:
    """Return every figure of a result as JSON; the same result gives the same bytes.

    Over several samples, figures are those of all samples pooled, and intervals
    and detectable drops those of the first sample, which has the true number of items.
    """
    scores = result.scores()
    first = result.scores(sample=0)
    names = result.record_types
    types = by_type(scores, names)
    rows = rows_of(first)
    intervals = item_intervals(rows)
    kinds = {kind.name: kind for kind in record_types}
    items = sum(figure.gold for figure in by_type(first, names).values())
    return {
        "headline": {
            "soft_f1": _rounded(headline(types)),
            "items": items,
            "optional": sum(score.label is Label.OPT for score in first),
            "these_articles": _interval(intervals.headline),
            "new_articles": _interval(_at_least(article_interval(rows), intervals.headline)),
            "least_detectable_drop": _rounded(detectable(items)) if items else None,
        },
        "types": {
            name: {
                **_figures(figure),
                "these_articles": _interval(intervals.per_type.get(name)),
                **result.beside.get(name, {}),
                "decisive_fields": _decisive(scores, kinds.get(name), name),
            }
            for name, figure in types.items()
        },
        "articles": {
            document: _means(scores, names, {document}) for document in sorted({s.document for s in scores})
        },
        "held_out": _pooled(scores, names, set(result.held_out)),
        "worked_on": _pooled(scores, names, {s.document for s in scores} - set(result.held_out)),
        "contradictions": _contradictions(scores),
        "rejected_share": _share(result.checks.rejected, result.checks.kept + result.checks.rejected),
        "failing_share": _share(result.checks.failing, result.checks.kept + result.checks.rejected),
        **({"stability": _stability(result)} if result.samples > 1 else {}),
    }


def _at_least(wide: Interval | None, narrow: Interval | None) -> Interval | None:
    """Return an interval for new articles that is no narrower than the one for these.

    Other articles hold other items too, and the spread between five articles, from which the
    first is estimated, can come out too small by chance.
    """
    if wide is None or narrow is None:
        return wide
    return wide._replace(low=min(wide.low, narrow.low), high=max(wide.high, narrow.high))


def _pooled(scores: Sequence[ItemScore], names: Sequence[str], documents: set[str]) -> dict[str, Any] | None:
    """Return headline and soft F1 per type over some articles; None for no article."""
    return {"articles": sorted(documents), **_means(scores, names, documents)} if documents else None


def _means(scores: Sequence[ItemScore], names: Sequence[str], documents: set[str]) -> dict[str, Any]:
    """Return the soft F1 of each type over some articles, and their mean; a type with nothing in it is null."""
    types = by_type((score for score in scores if score.document in documents), names)
    return {
        "soft_f1": _rounded(headline(types)),
        "types": {name: _rounded(figure.soft_f1) for name, figure in types.items()},
    }


def _contradictions(scores: Sequence[ItemScore]) -> float | None:
    counted = [score for score in scores if score.label in (Label.COR, Label.PAR, Label.INC)]
    return _share(sum(score.label is Label.INC for score in counted), len(counted))


def _decisive(scores: Sequence[ItemScore], kind: RecordType | None, name: str) -> dict[str, float | None]:
    if kind is None:
        return {}
    paths = [leaf.path for leaf in shape_of(kind.model).leaves if leaf.slot.role == "critical"]
    accuracy = slot_accuracy((score for score in scores if score.record_type == name), paths)
    return {path: _rounded(value) for path, value in accuracy.items()}


def _stability(result: Result) -> dict[str, float | None]:
    """Return pass^k for k from 1 to the number of samples: the chance that an item is right every time."""
    runs: dict[str, list[float]] = {}
    for outcome in result.outcomes:
        if outcome.gold and outcome.label is not Label.OPT:
            runs.setdefault("/".join(outcome.key), []).append(outcome.credit)
    whole = {key: values for key, values in runs.items() if len(values) == result.samples}
    return {f"pass^{k}": _rounded(stability(whole, k)) for k in range(1, result.samples + 1)}


def _figures(figure: Figures) -> dict[str, Any]:
    return {
        name: _rounded(value) if isinstance(value, float) else value
        for name, value in figure._asdict().items()
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"low": _rounded(interval.low), "high": _rounded(interval.high), "method": interval.method}


def _share(part: int, whole: int) -> float | None:
    return _rounded(part / whole) if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
