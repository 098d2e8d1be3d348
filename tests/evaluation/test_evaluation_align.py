"""Pairs with the greatest total similarity."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.evaluation.align import Pair, align

TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 10).map(lambda n: n / 10), min_size=columns, max_size=columns),
        min_size=1,
        max_size=5,
    )
)


def best_total(table: list[list[float]], tau: float) -> float:
    """Return the greatest total over all assignments, by trying each."""
    kept = [[value if value >= tau else 0.0 for value in row] for row in table]
    if len(kept) > len(kept[0]):
        kept = [list(column) for column in zip(*kept, strict=True)]
    choices = permutations(range(len(kept[0])), len(kept))
    return max(sum(row[column] for row, column in zip(kept, choice, strict=True)) for choice in choices)


@given(TABLES, st.sampled_from([0.0, 0.35, 0.6]))
def test_no_other_assignment_is_better(table: list[list[float]], tau: float) -> None:
    """The total is that of the best of all assignments."""
    assert sum(pair.similarity for pair in align(table, tau)) == pytest.approx(best_total(table, tau))


@given(TABLES, st.sampled_from([0.35, 0.6]))
def test_pairs_are_apart_and_alike_enough(table: list[list[float]], tau: float) -> None:
    """No row and no column is used twice, and no pair is less alike than the threshold."""
    pairs = align(table, tau)

    assert len({pair.gold for pair in pairs}) == len({pair.predicted for pair in pairs}) == len(pairs)
    assert all(pair.similarity >= tau for pair in pairs)


def test_masks_before_it_chooses() -> None:
    """A good pair is not given away for two that are dropped afterwards."""
    assert align([[0.50, 0.36], [0.36, 0.0]], 0.40) == (Pair(0, 0, 0.50),)


@pytest.mark.parametrize("table", [[], [[]]])
def test_nothing_aligns_with_nothing(table: list[list[float]]) -> None:
    """Empty lists on either side give no pair."""
    assert align(table, 0.4) == ()
