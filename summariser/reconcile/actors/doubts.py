"""`Doubt`: two records that may be one actor, where no rule decides."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

MOST_QUESTIONS = 5
"""Pairs that one record is at most asked about."""


class Strength(IntEnum):
    """How much speaks for one actor, from most to least: of too many doubts about a record the first are kept."""

    NAMED_ALIKE = 0
    CORROBORATED = 1
    SPELT_ALIKE = 2
    SURNAME = 3
    CALLED_ALIKE = 4


class Doubt(NamedTuple):
    """Two records, by number, and why they may be one actor."""

    strength: Strength
    first: int
    second: int
    reason: str
