"""Compare evaluations: the verdict in one sentence, what moved per type, and every item that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

from summariser.errors import GoldError
from summariser.evaluation.gate import Change, changes_between, paired
from summariser.evaluation.result import Result
from summariser.evaluation.statistics import detectable_from, headline, rows_of, sign_flip
from summariser.evaluation.statistics.rows import Row, by_type, soft_f1

ALPHA = 0.05
_REACH = 1.96
SEED = 20_251_124


class Comparison(NamedTuple):
    """How a second evaluation stands to a first.

    Attributes:
        difference: Headline F1 of the second less that of the first.
        low: Lower end of the 95 % interval of the difference.
        high: Upper end.
        p_value: Two-sided, of sign flips over the items that both know.
        items: Number of items compared.
        detectable: Least drop that so many items can show, given how they differ; None for too few.
        types: F1 of the first and of the second, per record type.
        changes: Items that differ, losses first.
    """

    difference: float
    low: float
    high: float
    p_value: float
    items: int
    detectable: float | None
    types: Mapping[str, tuple[float | None, float | None]]
    changes: tuple[Change, ...]

    @property
    def distinguishable(self) -> bool:
        """Whether chance alone is an unlikely reason for the difference."""
        return self.p_value < ALPHA


def check_comparable(first: Result, second: Result) -> None:
    """Raise unless two results can be compared as they are.

    Raises:
        GoldError: They were scored by another scorer, or against other gold or articles; the message
            names the command that scores again.
    """
    again = "score both again from their stored records: `summarise eval DIR|R.json -o R.json`"
    if first.documents != second.documents:
        raise GoldError(f"the two results are about different articles, or other versions of them; {again}")
    if first.gold != second.gold:
        raise GoldError(f"the two results were scored against different gold; {again}")
    if first.scorer != second.scorer:
        raise GoldError(f"the two results were scored by different versions of the scorer; {again}")


def compare_results(first: Result, second: Result) -> Comparison:
    """Return how `second` stands to `first`.

    Raises:
        GoldError: See `check_comparable`.
    """
    check_comparable(first, second)
    before, after = rows_of(first.scores()), rows_of(second.scores())
    difference = (headline(after) or 0.0) - (headline(before) or 0.0)
    differences = paired(first, second)
    reach = _REACH * _standard_error(first, second)
    changes = changes_between(first.outcomes, second.outcomes)
    return Comparison(
        difference=difference,
        low=difference - reach,
        high=difference + reach,
        p_value=sign_flip(differences, seed=SEED) if differences else 1.0,
        items=len(differences),
        detectable=detectable_from(differences, one_sided=False),
        types=_types(before, after, first.record_types),
        changes=tuple(sorted(changes, key=lambda change: (change.gain, change.key))),
    )


def sentence(comparison: Comparison, first: str, second: str) -> str:
    """Return the verdict: which is better, by how much, and whether that can be told from chance."""
    points = 100 * comparison.difference
    moved = "better" if points > 0 else "worse"
    amount = (
        "no better and no worse than" if not round(points, 1) else f"{abs(points):.1f} points {moved} than"
    )
    interval = f"({100 * comparison.low:+.1f} to {100 * comparison.high:+.1f})"
    told = (
        f"distinguishable (p = {comparison.p_value:.3f})"
        if comparison.distinguishable
        else f"not distinguishable (p = {comparison.p_value:.2f})"
    )
    shown = (
        f"{comparison.items} items can show {100 * comparison.detectable:.1f}"
        if comparison.detectable
        else f"{comparison.items} items are too few to show anything"
    )
    return f"{second} is {amount} {first} {interval}: {told}; {shown}"


def _types(
    before: Sequence[Row], after: Sequence[Row], names: Sequence[str]
) -> dict[str, tuple[float | None, float | None]]:
    old, new = by_type(before), by_type(after)
    return {name: (soft_f1(old.get(name, ())), soft_f1(new.get(name, ()))) for name in names}


def _standard_error(first: Result, second: Result) -> float:
    """Return the standard error of the difference in headline F1 over items, paired.

    Each item's influence on a type's F1 is linearised, the difference of both results taken, and
    the squared deviations summed within article and type (Taylor series linearisation of a ratio;
    W. G. Cochran 1977, section 6).
    """
    old, new = _influences(first), _influences(second)
    strata: dict[tuple[str, str], list[float]] = {}
    for key in sorted(set(old) | set(new)):
        strata.setdefault(key[:2], []).append(new.get(key, 0.0) - old.get(key, 0.0))
    types = len({name for _, name in strata}) or 1
    total = sum(_spread(values) for values in strata.values())
    return sqrt(total) / types


def _spread(values: Sequence[float]) -> float:
    """Return n times the variance of a stratum's influences: their share of the variance of the sum."""
    count = len(values)
    mean = sum(values) / count
    return count / max(count - 1, 1) * sum((value - mean) ** 2 for value in values)


def _influences(result: Result) -> dict[tuple[str, str, str], float]:
    """Return what each item moves the F1 of its type by, to first order."""
    rows: dict[tuple[str, str, str], list[Row]] = {}
    for outcome, score in zip(result.outcomes, result.scores(), strict=True):
        rows.setdefault(outcome.key, []).extend(rows_of([score]))
    totals: dict[str, tuple[float, float]] = {}
    for (_, name, _), own in rows.items():
        credit, weight = totals.get(name, (0.0, 0.0))
        totals[name] = credit + sum(row.credit for row in own), weight + sum(row.weight for row in own)
    found = {}
    for key, own in rows.items():
        credit, weight = totals[key[1]]
        mine, heavy = sum(row.credit for row in own), sum(row.weight for row in own)
        found[key] = 2 * (mine * weight - credit * heavy) / weight**2 if weight else 0.0
    return found


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain JSON."""
    return {
        **{
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in comparison._asdict().items()
            if name not in ("types", "changes")
        },
        "distinguishable": comparison.distinguishable,
        "types": {name: list(values) for name, values in comparison.types.items()},
        "changes": [
            {
                "document": change.key[0],
                "record_type": change.key[1],
                "item": change.key[2],
                "gain": round(change.gain, 6),
                "before": change.before.model_dump(mode="json") if change.before else None,
                "after": change.after.model_dump(mode="json") if change.after else None,
            }
            for change in comparison.changes
        ],
    }
