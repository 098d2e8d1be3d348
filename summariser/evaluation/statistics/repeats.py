"""Repeated runs of the same request: how often is an item right every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb


def pass_hat_k(successes: int, samples: int, k: int) -> float:
    """Return the unbiased estimate that `k` further runs are all right, of `samples` runs `successes` being right.

    C(c, k) / C(n, k), the share of k-subsets of the runs that are right
    throughout: pass^k (S. Yao et al. 2024, τ-bench).

    Raises:
        ValueError: Not 0 ≤ successes ≤ samples, or not 1 ≤ k ≤ samples.

    >>> pass_hat_k(3, 4, 2)
    0.5
    """
    if not (0 <= successes <= samples and 1 <= k <= samples):
        raise ValueError(f"no pass^k for k {k!r} with {successes!r} right of {samples!r} runs")
    return comb(successes, k) / comb(samples, k)


def stability(credits_by_item: Mapping[str, Sequence[float]], k: int) -> float | None:
    """Return the mean of pass^k over items, a run being right when its credit is 1; None without items.

    The mean over tasks as S. Yao et al. 2024 report it. Each item lists its credit in every run, 0 where it was missed.

    Raises:
        ValueError: An item has fewer runs than `k`.

    >>> stability({"pt1": [1, 1, 1], "pt2": [1, 0.5, 1]}, 3)
    0.5
    """
    rates = [
        pass_hat_k(sum(credit >= 1 for credit in runs), len(runs), k) for runs in credits_by_item.values()
    ]
    return sum(rates) / len(rates) if rates else None
