"""How close the plan of a run comes to what its recordings report."""

from __future__ import annotations

import pytest

from benchmarks.tokens import CORPORA, dollars, planned, replayed
from summariser.pipeline.plan.tokens import Tokens


@pytest.mark.parametrize("corpus", CORPORA)
async def test_a_plan_is_within_a_tenth_of_the_recordings(corpus: str) -> None:
    """From an empty store, the cost and the tokens answered; the recorded cost lies between the plan's ends."""
    samples = await replayed(corpus)
    recorded = Tokens(
        sum(sample.usage.input for sample in samples), sum(sample.usage.output for sample in samples)
    )

    plan = await planned(corpus)

    assert plan.cost is not None
    assert float(plan.cost.expected) == pytest.approx(dollars(recorded) / 1e6, rel=0.1)
    assert float(plan.cost.low) < dollars(recorded) / 1e6 < float(plan.cost.high)
    assert plan.tokens_out == pytest.approx(recorded.output, rel=0.1)
    assert plan.main.certain == sum(sample.wave == "main" for sample in samples)
