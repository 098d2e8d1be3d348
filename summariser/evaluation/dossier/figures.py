"""Figures that say how many they rest on and how sure they are: shares, means and F1 with Wilson's interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum, sqrt
from statistics import NormalDist

from summariser.document import Frozen

LEVEL = 0.95
_PLACES = 6
"""Decimals that are kept, so that the same score is the same bytes everywhere."""


class Figure(Frozen):
    """One figure, 0 to 1.

    Attributes:
        value: None where there is nothing to measure.
        n: How many items it rests on.
        low: Lower end of its 95 % interval.
        high: Upper end.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


def share(hits: Iterable[bool]) -> Figure:
    """Return the share of hits.

    >>> share([True, True, True, False])
    Figure(value=0.75, n=4, low=0.300642, high=0.954413)
    """
    return mean([float(hit) for hit in hits])


def mean(values: Sequence[float]) -> Figure:
    """Return the mean of values between 0 and 1.

    Wilson's interval is one for shares; for values in between it is too wide, as they vary less.
    """
    if not values:
        return Figure(value=None, n=0)
    value = fsum(values) / len(values)
    low, high = wilson(value, len(values))
    return Figure(value=_rounded(value), n=len(values), low=_rounded(low), high=_rounded(high))


def f1(precision: Figure, recall: Figure) -> Figure:
    """Return the harmonic mean of precision and recall, and of their lower and their upper ends.

    The interval holds F1 wherever the two hold precision and recall: rather too wide than too narrow.
    0 as soon as either is 0; None where either is undefined and the other not 0.
    """
    count = precision.n + recall.n
    if 0.0 in (precision.value, recall.value):
        high = _harmonic(precision.high, recall.high) if precision.n and recall.n else 1.0
        return Figure(value=0.0, n=count, low=0.0, high=high)
    return Figure(
        value=_harmonic(precision.value, recall.value),
        n=count,
        low=_harmonic(precision.low, recall.low),
        high=_harmonic(precision.high, recall.high),
    )


def wilson(value: float, n: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a share of `n` items.

    The score interval (E. B. Wilson 1927): unlike the usual one it stays within [0, 1] and has a width
    where all or none are hits, and holds at the small counts of a dossier.

    >>> [round(end, 3) for end in wilson(1.0, 10)]
    [0.722, 1.0]
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    centre = value + z * z / (2 * n)
    reach = z * sqrt(max(value * (1 - value), 0.0) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def _harmonic(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return None
    return _rounded(2 * one * other / (one + other)) if one + other else 0.0


def _rounded(value: float) -> float:
    return round(value, _PLACES)
