"""Cases of the seeds, and small made-up records to score."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from summariser.evaluation.articles import LabelledGold, labelled_gold
from summariser.evaluation.gold import Case
from summariser.resources import gold_folder

CaseOf = Callable[[str], Case]


@lru_cache(maxsize=1)
def _seeds() -> LabelledGold:
    return labelled_gold(gold_folder())


@pytest.fixture
def gold_of_seeds() -> Path:
    """The folder of gold records for the seeds."""
    return gold_folder()


@pytest.fixture
def case() -> CaseOf:
    """Return the case of a seed, called by the first characters of its name."""

    def find(name: str) -> Case:
        return next(case for case in _seeds().cases if case.gold.document.startswith(name))

    return find
