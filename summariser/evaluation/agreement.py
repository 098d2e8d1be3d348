"""How far two labellers agree, and every item and field on which they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from summariser.evaluation.compare import Context
from summariser.evaluation.gold import Case
from summariser.evaluation.score import ItemScore, score_items
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
                    (_at(one.record, loss.path), _at(other.record, loss.path)),
                )
                for loss in score.losses
            ]
    return found


def _at(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    value: Any = record
    for name in path.split("."):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, Mapping):
            value = value.get(name)
        else:
            return None
    return value
