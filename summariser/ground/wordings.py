"""The tables of wordings by which a text addresses a machine: what an entry is."""

from __future__ import annotations

import re
from typing import NamedTuple


class Wording(NamedTuple):
    """One family of wordings.

    Attributes:
        anchors: Parts of folded text of which a sentence needs one.
        pattern: What must match in the folded sentence.
    """

    anchors: tuple[str, ...]
    pattern: re.Pattern[str]


def wording(anchors: str, *patterns: str) -> Wording:
    """Return a family; anchors stand between bars."""
    return Wording(tuple(anchors.split("|")), re.compile("|".join(patterns)))
