"""Cases of the seeds, and small made-up records to score."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from summariser.evaluation.gold import Case, case_of, read_aliases
from summariser.evaluation.run import Labelled, labelled
from summariser.resources import gold_folder

CaseOf = Callable[[str], Case]


@lru_cache(maxsize=1)
def _labelled() -> tuple[Labelled, ...]:
    return labelled(gold_folder())


@pytest.fixture
def gold_of_seeds() -> Path:
    """The folder of gold records for the seeds."""
    return gold_folder()


@pytest.fixture
def case() -> CaseOf:
    """Return the case of a seed, called by the first characters of its name."""
    aliases = read_aliases(gold_folder())

    def find(name: str) -> Case:
        found = next(each for each in _labelled() if each.gold.document.startswith(name))
        return case_of(found.gold, found.page, aliases)

    return find
