"""How a predicted value can relate to a gold value."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Relation(IntEnum):
    """How a predicted value relates to the gold value, best first."""

    SAME = 0
    CLOSE = 1
    PARTIAL = 2
    MISSING = 3
    SURPLUS = 4
    CONTRADICTS = 5


class Difference(NamedTuple):
    """What comparing one slot found.

    Attributes:
        relation: How the values relate.
        share: Share of a graded slot's loss that is due, 0 to 1.
    """

    relation: Relation
    share: float


SAME = Difference(Relation.SAME, 0.0)
CONTRADICTS = Difference(Relation.CONTRADICTS, 1.0)
