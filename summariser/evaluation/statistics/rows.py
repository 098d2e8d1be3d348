"""Scored items as the rows that intervals resample, and the two figures that are computed from rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from summariser.evaluation.figures import ALIGNED
from summariser.evaluation.score import ItemScore, Label

SEED = 20_251_124
"""Seed of every resampling unless another is given."""


class Stratum(NamedTuple):
    """One record type in one article: rows are exchangeable within it, never across."""

    document: str
    record_type: str


class Row(NamedTuple):
    """One outcome, reduced to what it adds to F1.

    Attributes:
        stratum: The article and the record type.
        credit: 0 to 1.
        weight: 2 for a pair, which counts in precision and in recall; 1 for a missed gold item or a
            spurious prediction.
    """

    stratum: Stratum
    credit: float
    weight: int


def rows_of(scores: Iterable[ItemScore]) -> tuple[Row, ...]:
    """Return a row for every outcome that counts, in the order of `scores`; optional gold does not count."""
    return tuple(
        Row(Stratum(score.document, score.record_type), score.credit, 2 if score.label in ALIGNED else 1)
        for score in scores
        if score.label is not Label.OPT
    )


def soft_f1(rows: Iterable[Row]) -> float | None:
    """Return 2 Σ credit / Σ weight of rows, pooled, 0 to 1; None without rows.

    Σ weight is predictions plus gold items, so this is the harmonic mean of soft
    precision and soft recall (F with β = 1; C. J. van Rijsbergen 1979).

    >>> here = Stratum("000", "events")
    >>> soft_f1([Row(here, 1.0, 2), Row(here, 0.0, 1), Row(here, 0.0, 1)])
    0.5
    """
    rows = tuple(rows)
    weight = sum(row.weight for row in rows)
    return 2 * sum(row.credit for row in rows) / weight if weight else None


def headline(rows: Iterable[Row]) -> float | None:
    """Return the unweighted mean over record types of the F1 of their pooled rows; None without rows.

    A type without rows is left out. This is macro-averaging over types (D. D. Lewis
    1991): pooled over types, actors, of which there are most, would decide it.
    """
    known = [value for own in by_type(rows).values() if (value := soft_f1(own)) is not None]
    return sum(known) / len(known) if known else None


def by_type(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each record type, types and rows sorted, so that no result hangs on their order."""
    kinds: dict[str, list[Row]] = {}
    for row in sorted(rows):
        kinds.setdefault(row.stratum.record_type, []).append(row)
    return {name: tuple(kinds[name]) for name in sorted(kinds)}
