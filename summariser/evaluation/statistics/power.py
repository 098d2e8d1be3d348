"""What a gold set can see: the least drop that a paired test over so many items finds often enough."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import comb, sqrt
from statistics import NormalDist, stdev

_HALVINGS = 50


def detectable(
    items: int,
    *,
    churn: float = 0.03,
    power: float = 0.8,
    alpha: float = 0.05,
    one_sided: bool = True,
) -> float | None:
    """Return the least drop in mean item credit (0 to 1) that a paired test over `items` finds with `power`.

    Items turn from right to wrong with probability `drop`, and besides with probability
    `churn` each way, so an item's difference has variance v = drop + 2 churn - drop². The drop solves
    n · drop - 1 = (z_α + z_β) · √(n v): sample size for paired proportions (R. J. Connor 1987, with one
    variance for both terms) with the continuity correction of the sign test (A. L. Edwards 1948),
    without which a drop is found up to 9 points less often than `power` says.
    Too few flips cannot reach `alpha` at all, five of them one-sided at 5 % and six two-sided
    (Q. McNemar 1947), so the drop is also large enough to bring about that many with
    `power`. None where no drop can be seen.

    >>> round(detectable(240), 3)
    0.059
    """
    flips = _least_flips(alpha, one_sided=one_sided)
    if items < flips:
        return None
    squared = _normal_sum(power, alpha, one_sided=one_sided) ** 2
    # The equation squared: a · drop² - b · drop + c = 0.
    a, b, c = items + squared, 2 + squared, 1 / items - 2 * churn * squared
    solved = (b + sqrt(b * b - 4 * a * c)) / (2 * a)
    return _no_less_than_flips(solved, items, power, flips)


def detectable_from(
    differences: Sequence[float], *, power: float = 0.8, alpha: float = 0.05, one_sided: bool = True
) -> float | None:
    """Return the least drop in mean item credit (0 to 1) that a paired test finds, given how items differed.

    (z_α + z_β) · s / √n + 1 / n with the spread s of the observed differences (normal
    approximation, J. Cohen 1988, chapter 2; corrected and bounded below as `detectable` is, for whole
    items that turn from right to wrong). None where no drop can be seen.
    """
    flips = _least_flips(alpha, one_sided=one_sided)
    items = len(differences)
    if items < flips:
        return None
    solved = _normal_sum(power, alpha, one_sided=one_sided) * stdev(differences) / sqrt(items) + 1 / items
    return _no_less_than_flips(solved, items, power, flips)


def _normal_sum(power: float, alpha: float, *, one_sided: bool) -> float:
    """Return z_α + z_β: how many standard errors a drop must measure."""
    normal = NormalDist()
    return normal.inv_cdf(1 - (alpha if one_sided else alpha / 2)) + normal.inv_cdf(power)


def _least_flips(alpha: float, *, one_sided: bool) -> int:
    """Return the number of one-way flips, and no other, that first brings the p of a sign test to `alpha`."""
    patterns = 1 if one_sided else 2
    return next(flips for flips in count(1) if patterns / 2**flips <= alpha)


def _no_less_than_flips(drop: float, items: int, power: float, flips: int) -> float | None:
    """Return `drop`, or more where it brings about fewer than `flips` flips too often; None beyond 1."""
    if drop > 1:
        return None
    low, high = flips / items, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _at_least(flips, items, middle) >= power else (middle, high)
    return max(drop, high)


def _at_least(flips: int, items: int, probability: float) -> float:
    """Return the probability of `flips` or more among `items` (binomial; J. Bernoulli 1713)."""
    return 1 - sum(
        comb(items, fewer) * probability**fewer * (1 - probability) ** (items - fewer)
        for fewer in range(flips)
    )
