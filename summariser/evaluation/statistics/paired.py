"""Paired tests: is B better or worse than A on the same items, and what remains of p over several tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import comb, prod, ulp
from operator import neg, pos
from random import Random
from typing import Literal

from summariser.evaluation.statistics.rows import SEED

Alternative = Literal["two-sided", "less", "greater"]

FLIPS = 10_000
_EXACT = 2**12
_FAR: Mapping[Alternative, Callable[[int], int]] = {"two-sided": abs, "less": neg, "greater": pos}
"""How far a sum lies in the direction that each alternative asks about."""
_UNIT = 1e-9
"""Credits are compared in whole billionths, so that sums do not hang on their order."""


def sign_flip(
    differences: Iterable[float],
    alternative: Alternative = "two-sided",
    *,
    flips: int = FLIPS,
    seed: int = SEED,
) -> float:
    """Return the p of paired differences under the hypothesis that each is as likely to have the other sign.

    `less` asks whether B is worse when a difference is B - A, `greater` whether it
    is better. The statistic is the sum (R. A. Fisher 1935; E. J. G. Pitman 1937).
    Equal amounts are flipped together, as a binomial count. Where that leaves at most 4096
    sums (always for up to twelve differences that are not 0) p is exact; else it is
    estimated from `flips` random flips, the observed one counted among them (A. C. Davison
    and D. V. Hinkley 1997, chapter 4; B. Phipson and G. K. Smyth 2010), so it is never 0.
    Differences of 0 decide nothing; without any other p is 1.

    >>> sign_flip([-1, -1, -1, -1, -1, 0, 0], "less")
    0.03125
    """
    units = [round(difference / _UNIT) for difference in differences]
    amounts = sorted(Counter(abs(unit) for unit in units if unit).items())
    far = _FAR[alternative]
    # One unit of slack for each item: what rounding alone tells apart is a tie, and ties count as extreme.
    bound = far(sum(units)) - sum(count for _, count in amounts)

    def extreme(total: int) -> bool:
        return far(total) >= bound

    if prod(count + 1 for _, count in amounts) <= _EXACT:
        return _exact(amounts, extreme)
    return _estimated(amounts, extreme, flips, Random(seed))  # noqa: S311 - not a secret


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p adjusted for testing all these hypotheses at once, by name, in the order given.

    The step-down form of Bonferroni's correction (S. Holm 1979): it holds the chance of any
    false alarm whatever the dependence between the tests.

    >>> holm({"events": 0.01, "actors": 0.04, "reactions": 0.03})
    {'events': 0.03, 'actors': 0.06, 'reactions': 0.06}
    """
    adjusted: dict[str, float] = {}
    least = 0.0
    for rank, name in enumerate(sorted(p_values, key=p_values.__getitem__)):
        least = min(1.0, max(least, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = least
    return {name: adjusted[name] for name in p_values}


def _exact(amounts: Sequence[tuple[int, int]], extreme: Callable[[int], bool]) -> float:
    """Return the share of all sign patterns whose sum is extreme; `amounts` are (amount, how many)."""
    patterns = 0
    for positive in product(*(range(count + 1) for _, count in amounts)):
        if extreme(_total(amounts, positive)):
            patterns += prod(
                comb(count, chosen) for (_, count), chosen in zip(amounts, positive, strict=True)
            )
    share = patterns / (1 << sum(count for _, count in amounts))
    return max(share, ulp(0.0))  # a p too small for a float is still not 0


def _estimated(
    amounts: Sequence[tuple[int, int]], extreme: Callable[[int], bool], flips: int, generator: Random
) -> float:
    hits = sum(
        extreme(_total(amounts, [generator.getrandbits(count).bit_count() for _, count in amounts]))
        for _ in range(flips)
    )
    return (1 + hits) / (1 + flips)


def _total(amounts: Sequence[tuple[int, int]], positive: Sequence[int]) -> int:
    """Return the sum when so many of each amount are positive and the others negative."""
    return sum(
        amount * (2 * chosen - count) for (amount, count), chosen in zip(amounts, positive, strict=True)
    )
