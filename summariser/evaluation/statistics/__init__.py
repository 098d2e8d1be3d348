"""How sure a score is: intervals, paired tests, what a gold set can see, repeated runs, agreement by chance."""

from __future__ import annotations

from summariser.evaluation.statistics.intervals import (
    Interval,
    ItemIntervals,
    article_interval,
    item_interval,
    item_intervals,
)
from summariser.evaluation.statistics.kappa import cohen_kappa, weighted_kappa
from summariser.evaluation.statistics.paired import Alternative, holm, sign_flip
from summariser.evaluation.statistics.power import detectable, detectable_from
from summariser.evaluation.statistics.repeats import pass_hat_k, stability
from summariser.evaluation.statistics.rows import Row, Stratum, headline, rows_of, soft_f1
from summariser.evaluation.statistics.student import t_quantile

__all__ = [
    "Alternative",
    "Interval",
    "ItemIntervals",
    "Row",
    "Stratum",
    "article_interval",
    "cohen_kappa",
    "detectable",
    "detectable_from",
    "headline",
    "holm",
    "item_interval",
    "item_intervals",
    "pass_hat_k",
    "rows_of",
    "sign_flip",
    "soft_f1",
    "stability",
    "t_quantile",
    "weighted_kappa",
]
