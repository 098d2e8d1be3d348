"""Try a model on two labelled seeds, and say what to expect of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.result import Result
from summariser.evaluation.run import evaluate_source
from summariser.pipeline import open_source, replay_source
from summariser.records import BUILT_IN
from summariser.records.recordtype import GIST
from summariser.resources import gold_folder, recordings_folder
from summariser.settings import Settings
from summariser.store import Recordings

ARTICLES = ("001_223c43aa781d18e4", "004_f4f46f81013c0048")
"""The two shortest seeds, which no prompt was written to."""

_SCORED = tuple(kind for kind in BUILT_IN if kind is not GIST)


class Trial(NamedTuple):
    """What a model did on two articles, beside what the recorded answers are worth.

    Attributes:
        live: The model's score.
        recorded: The score of the shipped recordings on the same articles.
    """

    live: Result
    recorded: Result

    @property
    def problems(self) -> tuple[str, ...]:
        """What the model did not answer, one sentence each."""
        return self.live.checks.missing

    def as_json(self) -> dict[str, Any]:
        """Return the figures that the three lines are made of."""
        checks, answers, articles = self.live.checks, self.live.answers, len(ARTICLES)
        return {
            "model": answers.model,
            "soft_f1": self.live.figures["headline"]["soft_f1"],
            "recorded_model": self.recorded.answers.model,
            "recorded_soft_f1": self.recorded.figures["headline"]["soft_f1"],
            "contradictions": self.live.figures["contradictions"],
            "quotes": checks.quotes,
            "not_verbatim": checks.not_verbatim,
            "schema_invalid": checks.schema_invalid,
            "kept": checks.kept,
            "rejected": checks.rejected,
            "cost_per_article": None if answers.cost is None else str(answers.cost / articles),
            "seconds_per_article": round(answers.seconds / articles, 1),
            "tokens_in_per_article": answers.tokens_in // articles,
            "tokens_out_per_article": answers.tokens_out // articles,
        }

    def lines(self) -> tuple[str, str, str]:
        """Return what to expect: quality, obedience, cost and time."""
        told = self.as_json()
        cost = (
            "cost unknown" if told["cost_per_article"] is None else f"${float(told['cost_per_article']):.4f}"
        )
        quality = (
            f"{told['model']}: F1 {_f(told['soft_f1'])} on two articles, where the recorded answers of "
            f"{told['recorded_model']} have {_f(told['recorded_soft_f1'])}"
        )
        obedience = (
            f"{told['not_verbatim']} of {told['quotes']} quotes not verbatim, {told['rejected']} of "
            f"{told['kept'] + told['rejected']} records rejected, {told['schema_invalid']} answers off the schema"
        )
        price = (
            f"{cost} and {told['seconds_per_article']} s of waiting an article, for "
            f"{told['tokens_in_per_article']:,} tokens in and {told['tokens_out_per_article']:,} out"
        )
        return quality, obedience, price


def trial(settings: Settings, *, gold: Path | None = None, recordings: Path | None = None) -> Trial:
    """Return what the model of `settings` makes of two seeds; its answers are stored like any others.

    Raises:
        ConfigurationError: The endpoint refuses every request.
    """
    labels = labelled_gold(gold or gold_folder(), _SCORED, only=ARTICLES)
    folder = Recordings(recordings or recordings_folder())

    async def both() -> Trial:
        live = await evaluate_source(
            lambda: open_source(settings), settings, labels, record_types=_SCORED, kind="live"
        )
        offline = settings.model_copy(update={"model": None})
        recorded = await evaluate_source(
            lambda: replay_source(folder),
            offline,
            labels,
            record_types=_SCORED,
            kind="recordings",
        )
        return Trial(live, recorded)

    return asyncio.run(both())


def _f(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
