"""When a run is to be asked about first: it costs much, sends much, or pays for what was paid for before."""

from __future__ import annotations

from decimal import Decimal

from summariser.pipeline.plan.values import Plan
from summariser.settings import Settings

_MEGABYTE = 1_000_000


def why_ask(plan: Plan, settings: Settings) -> tuple[str, ...]:
    """Return why the user should say yes before this run, each as what the run would do; nothing if it may start."""
    if not plan.requests:
        return ()
    limits = settings.confirm_above, settings.confirm_articles, settings.confirm_bytes
    high = plan.cost.high if plan.cost else Decimal(0)
    reasons = {
        f"may cost ${high:,.2f}": high > limits[0],
        f"sends {_articles(plan.articles)}": plan.articles > limits[1],
        f"sends {plan.bytes / _MEGABYTE:,.0f} MB of text": plan.bytes > limits[2],
        _asks_again(plan): plan.stale is not None,
        _pays_again(plan): plan.paid_again is not None,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _asks_again(plan: Plan) -> str:
    stale = plan.stale
    if stale is None:
        return ""
    return f"asks again about {_articles(stale.articles)} answered with another {' and '.join(stale.differs)}"


def _pays_again(plan: Plan) -> str:
    again = plan.paid_again
    return "" if again is None else f"asks {again.requests:,} stored answers again"


def _articles(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"
