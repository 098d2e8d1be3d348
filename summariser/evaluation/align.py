"""Pair two lists so that the total similarity is greatest: the Hungarian method, masked and deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SCALE = 10**9
"""Similarities are compared as whole numbers of a billionth, so that rounding never decides."""


class Pair(NamedTuple):
    """One pair: the positions in both lists, and how alike the two are."""

    gold: int
    predicted: int
    similarity: float


def align(similarities: Sequence[Sequence[float]], tau: float) -> tuple[Pair, ...]:
    """Return the pairs of the assignment with the greatest total similarity, in the order of the rows.

    A similarity below `tau` counts as none before pairs are chosen: choosing
    first and dropping later could give a good pair away for two bad ones. Equal
    totals are decided by the order of rows and columns, which the caller fixes.

    Args:
        similarities: A row per gold item, a column per prediction, each 0 to 1.
        tau: Least similarity of a pair.

    >>> align([[0.5, 0.36], [0.5, 0.0]], 0.4)
    (Pair(gold=0, predicted=0, similarity=0.5),)
    """
    if not similarities or not similarities[0]:
        return ()
    kept = [[value if value >= tau else 0.0 for value in row] for row in similarities]
    transposed = len(kept) > len(kept[0])
    table = [list(column) for column in zip(*kept, strict=True)] if transposed else kept
    columns = _assign([[-round(value * _SCALE) for value in row] for row in table])
    chosen = ((column, row) if transposed else (row, column) for row, column in enumerate(columns))
    return tuple(
        sorted(Pair(row, column, kept[row][column]) for row, column in chosen if kept[row][column] > 0)
    )


def _assign(costs: list[list[int]]) -> list[int]:
    """Return the column of each row in a cheapest assignment; there are at least as many columns as rows.

    Source: H. W. Kuhn (1955), in the shortest-augmenting-path form of R. Jonker
    and A. Volgenant (1987): O(rows² · columns).
    """
    rows, columns = len(costs), len(costs[0])
    row_potential = [0] * (rows + 1)
    column_potential = [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        came_from = _shortest_path(costs, row, row_potential, column_potential, row_of)
        column = came_from.end
        while column:
            before = came_from.previous[column]
            row_of[column] = row_of[before]
            column = before
    assigned = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            assigned[row_of[column] - 1] = column - 1
    return assigned


class _Path(NamedTuple):
    end: int
    previous: list[int]


def _shortest_path(
    costs: list[list[int]],
    row: int,
    row_potential: list[int],
    column_potential: list[int],
    row_of: list[int],
) -> _Path:
    """Return the cheapest augmenting path from `row` to a free column, and update the potentials."""
    columns = len(costs[0])
    row_of[0] = row
    distance: list[float] = [float("inf")] * (columns + 1)
    previous = [0] * (columns + 1)
    done = [False] * (columns + 1)
    column = 0
    while True:
        done[column] = True
        current = row_of[column]
        for other in range(1, columns + 1):
            if done[other]:
                continue
            reduced = costs[current - 1][other - 1] - row_potential[current] - column_potential[other]
            if reduced < distance[other]:
                distance[other], previous[other] = reduced, column
        nearest = min((other for other in range(1, columns + 1) if not done[other]), key=distance.__getitem__)
        step = int(distance[nearest])
        for other in range(columns + 1):
            if done[other]:
                row_potential[row_of[other]] += step
                column_potential[other] -= step
            else:
                distance[other] -= step
        column = nearest
        if not row_of[column]:
            return _Path(column, previous)
