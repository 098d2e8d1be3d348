"""What a run will do, before it does it: requests, tokens, cost, time, and answers that are out of date."""

from summariser.pipeline.plan.follow import Planned, follow, plan_run
from summariser.pipeline.plan.values import Basis, Cost, PaidAgain, Plan, Stale, Unreadable, Work

__all__ = [
    "Basis",
    "Cost",
    "PaidAgain",
    "Plan",
    "Planned",
    "Stale",
    "Unreadable",
    "Work",
    "follow",
    "plan_run",
]
