"""`Result`: one evaluation as it is stored, with everything needed to read, compare and re-score it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import ValidationError

from summariser.document import Frozen, Span
from summariser.errors import GoldError
from summariser.evaluation.dossier.score import DossierScore
from summariser.evaluation.items import Item
from summariser.evaluation.relations import Relation
from summariser.evaluation.score import ItemScore, Label, Loss

SCHEMA_VERSION = "1.1"

Source = Literal["recordings", "stored", "live"]


class FieldLoss(Frozen):
    """What one field cost: how its value relates to the gold's, and the credit lost."""

    path: str
    relation: str
    credit: float


class Outcome(Frozen):
    """What became of one gold item or prediction.

    Attributes:
        gold: Id of the gold item; None for a spurious prediction.
        predicted: Id of the prediction; None for a missed gold item.
        label: COR, PAR, INC, MIS, SPU or OPT.
        credit: 0 to 1.
        field: The field that cost most, or why a prediction is spurious.
        gold_record: The gold record; None for a spurious prediction.
        quote: The article's words it is about.
        sample: Which of k answers, from 0.
    """

    document: str
    record_type: str
    gold: str | None
    predicted: str | None
    label: Label
    credit: float
    field: str = ""
    losses: tuple[FieldLoss, ...] = ()
    gold_record: dict[str, Any] | None = None
    quote: str = ""
    sample: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the item in every result: the gold item, or the spurious prediction."""
        return self.document, self.record_type, self.gold or f"+{self.predicted}"


class Prediction(Frozen):
    """One predicted record with its evidence, kept so that it can be scored again."""

    document: str
    record_type: str
    id: str
    record: dict[str, Any]
    spans: tuple[Span, ...]
    flaw: str | None = None
    sample: int = 0

    def item(self) -> Item:
        """Return it as the scorer sees it."""
        return Item(id=self.id, record=self.record, evidence=(self.spans,), flaw=self.flaw)


class Answers(Frozen):
    """Where the answers came from and what they took.

    Attributes:
        model: The model that answered.
        provenance: Answers per provenance.
        first: When the first answer was recorded, UTC.
        last: When the last one was.
        requests: Requests by wave: main, structure, items.
        tokens_in: Prompt tokens over all answers, whoever paid for them.
        tokens_out: Completion tokens.
        tokens_cached: Prompt tokens the endpoint took from its cache.
        estimated: Whether token counts are estimates.
        cost: US dollars for all answers at today's price; None when no price is known.
        seconds: Time spent waiting for an endpoint in this run.
    """

    model: str | None = None
    provenance: dict[str, int] = {}
    first: str = ""
    last: str = ""
    requests: dict[str, int] = {}
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    estimated: bool = False
    cost: Decimal | None = None
    seconds: float = 0.0


class Checks(Frozen):
    """Counts that must be zero or small, whatever the scores.

    Attributes:
        kept: Records kept.
        failing: Records not proved before the re-ask.
        rejected: Records rejected after it.
        rejected_true: Those of them that match a required gold item nothing else matched.
        furniture: Pieces of evidence that lie in page furniture.
        ungrounded: Records whose evidence is not the article's words.
        schema_invalid: Answers that were not what the schema asks for, before any re-ask.
        quotes: Quotes in the main answers, before any re-ask.
        not_verbatim: Those of them that are not in the article's body, word for word.
        traps: Records that fell for a trap, one sentence each.
        missing: Articles or record types that have gold and no answer, one sentence each.
    """

    kept: int = 0
    failing: int = 0
    rejected: int = 0
    rejected_true: int = 0
    furniture: int = 0
    ungrounded: int = 0
    schema_invalid: int = 0
    quotes: int = 0
    not_verbatim: int = 0
    traps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Result(Frozen):
    """One evaluation.

    Attributes:
        source: What was scored: recordings, a stored run, or a live model.
        scorer: Digest of the scorer's code; figures of two scorers are never compared.
        gold: Digest of each article's gold, and of the aliases.
        documents: Digest of each article.
        held_out: Articles that prompts were written without looking at.
        prompts: Digest of each prompt.
        record_types: Names of the scored types.
        samples: How often each request was answered.
        beside: Further figures per record type: exact passages, wordings of actors put together.
        figures: What the outcomes add up to; computed from them.
        dossiers: The articles side by side, measured: one score for each corpus that has gold of a dossier.
        dossier_scorer: Digest of the code that scored them; "" when there is none.
    """

    schema_version: str = SCHEMA_VERSION
    source: Source
    scorer: str
    profile: str
    gold: dict[str, str]
    documents: dict[str, str]
    held_out: tuple[str, ...] = ()
    prompts: dict[str, str]
    record_types: tuple[str, ...]
    samples: int = 1
    answers: Answers = Answers()
    checks: Checks = Checks()
    beside: dict[str, dict[str, float]] = {}
    figures: dict[str, Any] = {}
    outcomes: tuple[Outcome, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    dossiers: tuple[DossierScore, ...] = ()
    dossier_scorer: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the result in a file.

        Raises:
            GoldError: The file is not a result of this schema.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise GoldError(
                f"{str(path)!r} is not the result of an evaluation (`summarise eval … -o R.json`): {error}"
            ) from error

    def scores(self, *, sample: int | None = None) -> tuple[ItemScore, ...]:
        """Return the outcomes as the scorer's, of one sample or of all."""
        return tuple(
            ItemScore(o.document, o.record_type, o.gold, o.predicted, o.label, o.credit, o.field, _losses(o))
            for o in self.outcomes
            if sample is None or o.sample == sample
        )

    def prediction(self, outcome: Outcome) -> Prediction | None:
        """Return the prediction of an outcome."""
        wanted = (outcome.document, outcome.record_type, outcome.predicted, outcome.sample)
        mine = (p for p in self.predictions if (p.document, p.record_type, p.id, p.sample) == wanted)
        return next(mine, None)


def _losses(outcome: Outcome) -> tuple[Loss, ...]:
    return tuple(Loss(loss.path, Relation[loss.relation.upper()], loss.credit) for loss in outcome.losses)


def outcomes_of(
    scores: Sequence[ItemScore],
    gold: Mapping[tuple[str, str], Item],
    predicted: Mapping[tuple[str, str], Item],
    text: str,
    *,
    sample: int = 0,
) -> tuple[Outcome, ...]:
    """Return scores of one article as outcomes, each with the gold record and the words it is about.

    Args:
        scores: What became of the items.
        gold: Gold items by record type and id.
        predicted: Predictions by record type and id.
        text: The article.
        sample: Which of k answers was scored.
    """
    made = []
    for score in scores:
        wanted = gold.get((score.record_type, score.gold or ""))
        found = predicted.get((score.record_type, score.predicted or ""))
        spans = wanted.evidence[0] if wanted and wanted.evidence else found.evidence[0] if found else ()
        made.append(
            Outcome(
                document=score.document,
                record_type=score.record_type,
                gold=score.gold,
                predicted=score.predicted,
                label=score.label,
                credit=score.credit,
                field=score.field,
                losses=tuple(
                    FieldLoss(path=loss.path, relation=loss.relation.name.lower(), credit=loss.credit)
                    for loss in score.losses
                ),
                gold_record=dict(wanted.record) if wanted else None,
                quote=spans[0].of(text) if spans else "",
                sample=sample,
            )
        )
    return tuple(made)
