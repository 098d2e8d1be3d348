"""The project's own scores as deepeval metrics: pure Python over a test case, never a model.

A test case holds the article as `input` (its id on the first line, then the text), the summary as `actual_output`
and the gold file as `expected_output`, both JSON; `case_for` makes one.

deepeval clones a metric from the attributes that are named like the arguments of its constructor and forgets every
other, and it passes a subclass of a metric the arguments of its base. So each metric here keeps every argument under
its own name, has no base but `BaseMetric`, and has a name of its own: without one, reports and cache take all for one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from deepeval.errors import MissingTestCaseParamsError
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

from summariser.document import EVIDENCE_ZONES, Document
from summariser.errors import GoldError, UsageError
from summariser.evaluation.articles import page_of
from summariser.evaluation.figures import figures
from summariser.evaluation.gold import Aliases, case_of, parse_gold
from summariser.evaluation.items import flaw_of, predicted_items
from summariser.evaluation.score import ItemScore, Label, score_items
from summariser.ground import Page
from summariser.records import BUILT_IN, ArticleSummary, Evidence, RecordType

NO_ALIASES = Aliases()
Kinds = tuple[RecordType, ...]
_SHOWN = 5


def case_for(document: Document, summary: ArticleSummary, gold: str) -> LLMTestCase:
    """Return the test case of an article, its summary, and the text of its gold file."""
    return LLMTestCase(
        name=document.id,
        input=f"{document.id}\n{document.text}",
        actual_output=summary.model_dump_json(),
        expected_output=gold,
    )


class SoftF1Metric(BaseMetric):
    """Soft F1 of one record type in one article, 0 to 1; 1 where there is nothing to find and nothing was found.

    `aliases` are names that mean the same, as they lie beside the gold; `kinds` are those that summary and gold hold.
    """

    def __init__(
        self, record_type: str, threshold: float = 0.5, aliases: Aliases = NO_ALIASES, kinds: Kinds = BUILT_IN
    ) -> None:
        self.record_type = record_type
        self.threshold = threshold
        self.aliases = aliases
        self.kinds = kinds

    def measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:  # noqa: ANN401 - deepeval's own
        """Return the score of a test case, and keep it with the reason."""
        scores = score_case(test_case, self.record_type, aliases=self.aliases, kinds=self.kinds)
        soft_f1 = figures(scores).soft_f1
        return _keep(self, 1.0 if soft_f1 is None else soft_f1, in_words(scores))

    async def a_measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:  # noqa: ANN401 - as above
        """Return the score of a test case; nothing is waited for."""
        return self.measure(test_case)

    @property
    def __name__(self) -> str:
        return f"soft F1 of {self.record_type}"


class GroundingMetric(BaseMetric):
    """Share of a summary's evidence that is the article's own words in the article's body, 0 to 1."""

    def __init__(self, threshold: float = 1.0, kinds: Kinds = BUILT_IN) -> None:
        self.threshold = threshold
        self.kinds = kinds

    def measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:  # noqa: ANN401 - deepeval's own
        """Return the score of a test case, and keep it with the reason."""
        flaws = evidence_flaws(test_case, kinds=self.kinds)
        wrong = [flaw for flaw in flaws if flaw]
        reason = f"{len(wrong)} of {len(flaws)} prove nothing: {'; '.join(wrong[:_SHOWN]) or 'none'}"
        return _keep(self, round(1 - len(wrong) / len(flaws), 6) if flaws else 1.0, reason)

    async def a_measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:  # noqa: ANN401 - as above
        """Return the score of a test case; nothing is waited for."""
        return self.measure(test_case)

    @property
    def __name__(self) -> str:
        return "grounding"


def _keep(metric: BaseMetric, score: float, reason: str) -> float:
    """Return `score` after it was put where deepeval looks for it."""
    metric.score = score
    metric.reason = reason
    metric.success = metric.is_successful()
    return score


def score_case(
    test_case: LLMTestCase,
    record_type: str,
    *,
    aliases: Aliases = NO_ALIASES,
    kinds: Sequence[RecordType] = BUILT_IN,
) -> tuple[ItemScore, ...]:
    """Return what became of every gold item and every prediction of one record type of a test case.

    Raises:
        UsageError: There is no such record type.
        GoldError: The gold has no such list, or belongs to another article.
        MissingTestCaseParamsError: The test case has no summary or no gold.
    """
    kind = next((kind for kind in kinds if kind.name == record_type), None)
    if kind is None:
        known = ", ".join(kind.name for kind in kinds)
        raise UsageError(f"there is no record type {record_type!r}: there are {known}")
    summary = _summary(test_case, kinds)
    gold = parse_gold(json.loads(_given(test_case, "expected_output")), kinds)
    if record_type not in gold.items or gold.document != summary.meta.id:
        raise GoldError(
            f"this gold of {gold.document!r} has no {record_type} of {summary.meta.id!r} to compare with"
        )
    page = _page(test_case, summary, gold.profile)
    case = case_of(gold, page, aliases, kinds)
    predicted = predicted_items(summary.records.get(record_type, ()), page.text)
    return score_items(case.items[record_type], predicted, kind, document=gold.document, context=case.context)


def in_words(scores: Iterable[ItemScore]) -> str:
    """Return how many outcomes there are of each label, and the first items that are not right."""
    scores = tuple(scores)
    labels = Counter(score.label for score in scores)
    counts = ", ".join(f"{labels[label]} {label}" for label in Label if labels[label])
    wrong = [
        f"{score.gold or score.predicted} {score.label} {score.field}".rstrip()
        for score in scores
        if score.label not in (Label.COR, Label.OPT)
    ]
    more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return f"{counts or 'nothing to find, nothing found'}; not right: {', '.join(wrong[:_SHOWN]) or 'none'}{more}"


def evidence_flaws(
    test_case: LLMTestCase, *, kinds: Sequence[RecordType] = BUILT_IN
) -> tuple[str | None, ...]:
    """Return for each piece of evidence what is wrong with it, or None; a record without any counts as one.

    Zones are read from the article anew: a summary is not believed about where its quotes stand.
    """
    summary = _summary(test_case, kinds)
    page = _page(test_case, summary, summary.profile)
    return tuple(
        flaw
        for name, records in summary.records.items()
        for record in records
        for flaw in (
            [_flaw(evidence, page, name) for evidence in record.evidence]
            or [f"{name}: a record without evidence"]
        )
    )


def _flaw(evidence: Evidence, page: Page, name: str) -> str | None:
    touched = {
        zone.zone for zone in page.zones if zone.start < evidence.span.end and evidence.span.start < zone.end
    }
    flaw = flaw_of(evidence, page.text) or ("furniture" if touched - set(EVIDENCE_ZONES) else None)
    return f"{name}: {flaw} {evidence.quote[:60]!r}" if flaw else None


def _summary(test_case: LLMTestCase, kinds: Sequence[RecordType]) -> ArticleSummary:
    return ArticleSummary.model_validate_json(
        _given(test_case, "actual_output"), context={"record_types": tuple(kinds)}
    )


def _page(test_case: LLMTestCase, summary: ArticleSummary, profile: str) -> Page:
    """Return the article of a test case; its digest is the summary's, since the bytes are not there."""
    name, _, text = test_case.input.partition("\n")
    if name != summary.meta.id:
        raise GoldError(f"the test case holds article {name!r} and a summary of {summary.meta.id!r}")
    return page_of(Document(id=name, text=text, sha256=summary.meta.sha256), profile)


def _given(test_case: LLMTestCase, name: str) -> str:
    value: str | None = getattr(test_case, name)
    if value is None:
        raise MissingTestCaseParamsError(f"the test case {test_case.name!r} has no {name}")
    return value
