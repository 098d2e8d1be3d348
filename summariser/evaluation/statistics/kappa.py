"""Agreement of two labellers beyond what chance would give, for labels and for ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import fsum


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return κ of two labellers' nominal labels, at most 1; None where it is undefined.

    (p_o - p_e) / (1 - p_e), with p_e from each labeller's own shares (J. Cohen 1960).
    Undefined without pairs, and when both use one and the same label throughout: there chance agrees too.

    >>> cohen_kappa([("for", "for"), ("for", "against"), ("against", "against"), ("against", "against")])
    0.5
    """
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = len(pairs) * sum(one == other for one, other in pairs)
    expected = sum(count * second[label] for label, count in first.items())
    possible = len(pairs) ** 2 - expected
    return (observed - expected) / possible if possible else None


def weighted_kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return κ of two labellers' numeric ranks, a disagreement weighing its distance; None where undefined.

    1 - Σ observed distance / Σ expected distance (J. Cohen 1968, with linear weights),
    so a stance one step off costs less than its opposite. Undefined as `cohen_kappa` is.

    >>> weighted_kappa([(-2, -2), (2, 1), (0, 0), (1, 1)]) > weighted_kappa([(-2, -2), (2, -1), (0, 0), (1, 1)])
    True
    """
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = len(pairs) * fsum(abs(one - other) for one, other in pairs)
    expected = fsum(m * n * abs(one - other) for one, m in first.items() for other, n in second.items())
    return 1 - observed / expected if expected else None
