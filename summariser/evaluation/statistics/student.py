"""Quantiles of Student's t distribution for whole degrees of freedom."""

from __future__ import annotations

from math import cos, pi, sin, sqrt, tan

_HALVINGS = 80


def t_quantile(probability: float, df: int) -> float:
    """Return the value that Student's t with `df` degrees of freedom stays below with `probability`.

    The distribution function is a finite sum for whole `df` (M. Abramowitz and
    I. A. Stegun 1964, 26.7.3 and 26.7.4; Student 1908), so no approximation is
    needed. It is inverted by halving the angle atan(t / √df), which is bounded
    where t is not.

    Raises:
        ValueError: `probability` is not between 0 and 1, or `df` is below 1.

    >>> round(t_quantile(0.975, 4), 4)
    2.7764
    """
    if not (0 < probability < 1 and df >= 1):
        raise ValueError(f"no t quantile for probability {probability!r} and df {df!r}")
    central = abs(2 * probability - 1)
    low, high = 0.0, pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _central(middle, df) < central else (low, middle)
    value = sqrt(df) * tan(low)
    return value if probability >= 0.5 else -value  # noqa: PLR2004 - the median


def _central(angle: float, df: int) -> float:
    """Return the probability of |t| ≤ √df · tan(angle)."""
    odd = df % 2
    term = total = cos(angle) if odd else 1.0
    if df == 1:
        total = 0.0
    for power in range(2 + odd, df - 1, 2):
        term *= (power - 1) / power * cos(angle) ** 2
        total += term
    return (2 / pi) * (angle + sin(angle) * total) if odd else sin(angle) * total
