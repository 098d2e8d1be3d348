"""The replayed answers under deepeval: the project's own scores, offline, in the form that teams run in CI.

    python -m pytest -p no:deepeval evals/test_deepeval_suite.py
    python -m evals                                 # `deepeval test run` on this file, told to keep to itself
    deepeval test run evals/test_deepeval_suite.py  # works too, but imports deepeval before it can be told

The first two send nothing and write nothing; the last reads `.env`, writes `.deepeval` and reports its use to its
makers. Never give it `-c`: its cache does not see that a metric has changed.

The thresholds only tell that something broke. Whether a commit may pass is said item by item by `summarise eval`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("deepeval", reason="needs deepeval: pip install 'summariser[eval]'")

from deepeval.evaluate import assert_test
from deepeval.test_case import LLMTestCase

from evals.deepeval_metrics import GroundingMetric, SoftF1Metric
from summariser.evaluation.gold import gold_files, read_aliases

GOLD = Path(__file__).resolve().parent / "gold"
RECORD_TYPES = ("plan_terms", "actors", "reactions", "disputed_points", "events")

pytestmark = pytest.mark.deepeval


@pytest.mark.parametrize("document", [path.stem for path in gold_files(GOLD)])
def test_a_summary_is_proved_and_agrees_with_the_gold(
    document: str, cases: Mapping[str, LLMTestCase]
) -> None:
    """Every quote is the article's, and no record type of any article falls below half of what is right."""
    aliases = read_aliases(GOLD)
    metrics = [GroundingMetric(), *(SoftF1Metric(name, aliases=aliases) for name in RECORD_TYPES)]

    assert_test(cases[document], list(metrics), run_async=False)
