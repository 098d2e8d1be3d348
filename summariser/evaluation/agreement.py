"""How far two labellers agree, and every item and field on which they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from summariser.evaluation.compare import Context
from summariser.evaluation.figures import figures, slot_accuracy
from summariser.evaluation.gold import Case
from summariser.evaluation.score import ItemScore, score_items
from summariser.evaluation.shape import shape_of, value_at
from summariser.evaluation.statistics import cohen_kappa, weighted_kappa
from summariser.records import BUILT_IN, RecordType


class Pairing(NamedTuple):
    """What two labellers made of one article.

    Attributes:
        first: The case of the first pass.
        second: The case of the second pass.
        context: Names as both passes know them.
        forward: Outcomes with the first pass as gold.
        backward: Outcomes with the second pass as gold.
    """

    first: Case
    second: Case
    context: Context
    forward: tuple[ItemScore, ...]
    backward: tuple[ItemScore, ...]


class Disagreement(NamedTuple):
    """One thing to adjudicate.

    Attributes:
        document: The article.
        record_type: Name of the list.
        first: Id of the item in the first pass; None when it has none.
        second: Id of the item in the second pass; None when it has none.
        field: The field, `required`, or "" when one pass lacks the item.
        values: What the first and the second pass say.
    """

    document: str
    record_type: str
    first: str | None
    second: str | None
    field: str
    values: tuple[Any, Any]


def pair_up(first: Case, second: Case, record_types: Sequence[RecordType] = BUILT_IN) -> Pairing:
    """Return two passes over one article, each scored with the other as gold."""
    context = first.context._replace(names={**second.context.names, **first.context.names})
    document = first.gold.document

    def score(gold: Case, other: Case) -> tuple[ItemScore, ...]:
        return tuple(
            outcome
            for kind in record_types
            if kind.name in gold.items
            for outcome in score_items(
                gold.items[kind.name],
                other.items.get(kind.name, ()),
                kind,
                document=document,
                context=context,
            )
        )

    return Pairing(first, second, context, score(first, second), score(second, first))


def disagreements(
    pairing: Pairing, record_types: Sequence[RecordType] = BUILT_IN
) -> tuple[Disagreement, ...]:
    """Return every item only one pass has, and every field in which two aligned items differ.

    Free wording (statements, questions, topics) is not compared; nor is a value that the other
    pass names as an alternate.
    """
    kinds = {kind.name: kind for kind in record_types}
    found: list[Disagreement] = []
    for kind in kinds.values():
        if kind.name not in pairing.first.items:
            continue
        mine = {item.id: item for item in pairing.first.items[kind.name]}
        theirs = {item.id: item for item in pairing.second.items.get(kind.name, ())}
        pairs = {
            score.gold: score.predicted
            for score in pairing.forward
            if score.record_type == kind.name and score.gold and score.predicted
        }
        for one, other in pairs.items():
            found += _field_differences(pairing, kind, mine[str(one)], theirs[str(other)])
        found += [
            Disagreement(pairing.first.gold.document, kind.name, name, None, "", (mine[name].record, None))
            for name in mine
            if name not in pairs
        ]
        found += [
            Disagreement(pairing.first.gold.document, kind.name, None, name, "", (None, theirs[name].record))
            for name in theirs
            if name not in pairs.values()
        ]
    return tuple(found)


def _field_differences(pairing: Pairing, kind: RecordType, one: Any, other: Any) -> list[Disagreement]:  # noqa: ANN401 - items
    document = pairing.first.gold.document
    found = []
    if one.required != other.required:
        found.append(
            Disagreement(document, kind.name, one.id, other.id, "required", (one.required, other.required))
        )
    for score in pairing.forward:
        if (score.record_type, score.gold, score.predicted) == (kind.name, one.id, other.id):
            found += [
                Disagreement(
                    document,
                    kind.name,
                    one.id,
                    other.id,
                    loss.path,
                    (value_at(one.record, loss.path, None), value_at(other.record, loss.path, None)),
                )
                for loss in score.losses
            ]
    return found


class Agreement(NamedTuple):
    """How far two labellers agree on one record type, over all articles.

    Attributes:
        soft_f1: Mean of both directions under the scorer.
        strict_f1: The same, a pair with any fault counting nothing.
        bare_f1: Soft F1 with every item required and only the first value of each field.
        items: Items of the first and of the second pass.
        kappas: Chance-corrected agreement on each labelled field of aligned items, and the number of pairs.
        same: Share of aligned items that agree on each decisive field, alternates counting, and on first values alone.
    """

    soft_f1: float | None
    strict_f1: float | None
    bare_f1: float | None
    items: tuple[int, int]
    kappas: dict[str, tuple[float | None, int]]
    same: dict[str, tuple[float | None, float | None]]


def agreement(
    passes: Sequence[tuple[Case, Case]], record_types: Sequence[RecordType] = BUILT_IN
) -> dict[str, Agreement]:
    """Return the agreement of two labellers per record type, over articles that both have labelled."""
    pairings = [pair_up(first, second, record_types) for first, second in passes]
    strict = [pair_up(bare(first), bare(second), record_types) for first, second in passes]
    found = {}
    for kind in record_types:
        scores = _of(pairings, kind)
        if not scores:
            continue
        pooled = figures(scores)
        decisive = [leaf.path for leaf in shape_of(kind.model).leaves if leaf.slot.role == "critical"]
        with_alternates = slot_accuracy(_of(pairings, kind), decisive)
        first_values = slot_accuracy(_of(strict, kind), decisive)
        found[kind.name] = Agreement(
            soft_f1=pooled.soft_f1,
            strict_f1=pooled.strict_f1,
            bare_f1=figures(_of(strict, kind)).soft_f1,
            items=(
                sum(len(first.items.get(kind.name, ())) for first, _ in passes),
                sum(len(second.items.get(kind.name, ())) for _, second in passes),
            ),
            kappas=_kappas(strict, kind),
            same={path: (with_alternates[path], first_values[path]) for path in decisive},
        )
    return found


def _of(pairings: Sequence[Pairing], kind: RecordType) -> list[ItemScore]:
    return [
        score
        for pairing in pairings
        for score in (*pairing.forward, *pairing.backward)
        if score.record_type == kind.name
    ]


def bare(case: Case) -> Case:
    """Return a case with every item required and no alternates."""
    items = {
        name: tuple(replace(item, required=True, alternates={}) for item in items)
        for name, items in case.items.items()
    }
    return replace(case, items=items)


def _kappas(pairings: Sequence[Pairing], kind: RecordType) -> dict[str, tuple[float | None, int]]:
    """Return kappa for each field with labels: weighted by rank where the labels have one."""
    found: dict[str, tuple[float | None, int]] = {}
    for leaf in shape_of(kind.model).leaves:
        if leaf.slot.compare not in ("exact", "ordinal") or leaf.slot.role not in ("critical", "graded"):
            continue
        values = [
            pair for pairing in pairings for pair in _values(pairing, kind, leaf.path) if None not in pair
        ]
        if not values:
            continue
        if leaf.slot.compare == "ordinal" and leaf.vocabulary is not None:
            ranks = [(leaf.vocabulary(a).rank, leaf.vocabulary(b).rank) for a, b in values]
            kappa = weighted_kappa([(float(a), float(b)) for a, b in ranks])
        else:
            kappa = cohen_kappa([(str(a), str(b)) for a, b in values])
        found[leaf.path] = (None if kappa is None else round(kappa, 3), len(values))
    return found


def _values(pairing: Pairing, kind: RecordType, path: str) -> list[tuple[Any, Any]]:
    """Return what both passes say in a field of each aligned pair."""
    mine = {item.id: item.record for item in pairing.first.items.get(kind.name, ())}
    theirs = {item.id: item.record for item in pairing.second.items.get(kind.name, ())}
    return [
        (value_at(mine[score.gold], path, None), value_at(theirs[score.predicted], path, None))
        for score in pairing.forward
        if score.record_type == kind.name and score.gold and score.predicted
    ]
