"""Score an article's predicted records against its gold records: who matches whom, and for what credit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from summariser.evaluation.align import align
from summariser.evaluation.compare import Context, compare
from summariser.evaluation.items import Item
from summariser.evaluation.relations import Relation
from summariser.evaluation.shape import Leaf, Part, Shape, shape_of, value_at
from summariser.evaluation.texts import overlap, token_f1, words
from summariser.records import RecordType

FLOOR = 0.5
"""Least credit of a record whose decisive fields are right."""
_SURPLUS_PART = 0.1
_OFF_SUBJECT = 0.2
_PART_TAU = 0.3
_TRACE = 1e-6
_ABOUT = 0.3
"""Token F1 below which no text of two records is about the same thing."""


class Label(StrEnum):
    """What became of one gold or predicted record."""

    COR = "COR"
    PAR = "PAR"
    INC = "INC"
    MIS = "MIS"
    SPU = "SPU"
    OPT = "OPT"


class Loss(NamedTuple):
    """What one field cost.

    Attributes:
        path: The field.
        relation: How the predicted value relates to the gold's.
        credit: Credit lost, 0 to 1; a contradiction of a decisive field loses all.
    """

    path: str
    relation: Relation
    credit: float


class Judgement(NamedTuple):
    """The credit of one aligned pair, and every field that cost some of it, dearest first."""

    credit: float
    losses: tuple[Loss, ...]


class ItemScore(NamedTuple):
    """What became of one item.

    Attributes:
        document: The article.
        record_type: Name of the list.
        gold: Id of the gold item; None for a spurious prediction.
        predicted: Id of the prediction; None for a missed gold item.
        label: The outcome.
        credit: 0 to 1.
        field: The field that cost most; for a spurious item why: `ungrounded`, `furniture`,
            `duplicate`, `unsupported` or `invented`; "" when nothing did.
        losses: Every field that cost credit.
    """

    document: str
    record_type: str
    gold: str | None
    predicted: str | None
    label: Label
    credit: float
    field: str = ""
    losses: tuple[Loss, ...] = ()


def score_items(
    gold: Sequence[Item], predicted: Sequence[Item], kind: RecordType, *, document: str, context: Context
) -> tuple[ItemScore, ...]:
    """Return what became of every gold item and every prediction of one record type in one article.

    Gold items come first, in the order of the text, then the predictions that no
    gold item took. Optional gold that nothing matched leaves no score.
    """
    shape = shape_of(kind.model)
    gold = sorted(gold, key=lambda item: item.order)
    sound, repeated = _distinct(
        sorted((item for item in predicted if item.flaw is None), key=lambda item: item.order)
    )
    contexts = [context._replace(rivals=_rivals(item, gold, shape, context)) for item in gold]
    table = [
        [similarity(one, other, shape, context) for other in sound]
        for one, context in zip(gold, contexts, strict=True)
    ]
    pairs = align(_credited(table, gold, sound, shape, contexts), kind.tau)
    matched = {pair.gold: pair.predicted for pair in pairs}
    scores = [
        _gold_score(item, sound[matched[row]] if row in matched else None, shape, contexts[row])
        for row, item in enumerate(gold)
    ]
    taken = set(matched.values())
    left = [
        _spurious(item, gold, [row[column] for row in table], kind.tau, shape, context)
        for column, item in enumerate(sound)
        if column not in taken
    ]
    left += [ItemScore("", "", None, item.id, Label.SPU, 0.0, "duplicate") for item in repeated]
    flawed = [_unsound(item) for item in sorted(predicted, key=lambda item: item.order) if item.flaw]
    return tuple(
        score._replace(document=document, record_type=kind.name)
        for score in (*scores, *left, *flawed)
        if score is not None
    )


def _distinct(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items without repetitions, and the repetitions: one record twice is one record."""
    seen: set[str] = set()
    first: list[Item] = []
    again: list[Item] = []
    for item in items:
        said = json.dumps(item.record, sort_keys=True, default=str) + str(item.evidence)
        (again if said in seen else first).append(item)
        seen.add(said)
    return first, again


def _credited(
    table: Sequence[Sequence[float]],
    gold: Sequence[Item],
    found: Sequence[Item],
    shape: Shape,
    contexts: Sequence[Context],
) -> list[list[float]]:
    """Return the similarities, each raised by a trace of the pair's credit: equally alike, the better one is taken.

    So neither ids nor the order of the list decide between two predictions.
    """
    return [
        [
            alike + _TRACE * judge(gold[row], found[column], shape, contexts[row]).credit if alike else 0.0
            for column, alike in enumerate(values)
        ]
        for row, values in enumerate(table)
    ]


def similarity(gold: Item, predicted: Item, shape: Shape, context: Context) -> float:
    """Return how alike a gold item and a prediction are, 0 to 1.

    0 where their evidence never meets, and where they are about different
    things: nothing of what names the subject is shared.
    """
    shared = overlap(gold.spans, predicted.spans)
    if not shared or not _same_subject(gold, predicted, shape, context):
        return 0.0
    return _likeness(gold, predicted, shape, context, shared)


def _same_subject(gold: Item, predicted: Item, shape: Shape, context: Context) -> bool:
    """Return whether some text that aligns two records shares enough words; True where the gold has none."""
    alike = list(_texts_alike(gold, predicted, shape, context))
    return not alike or max(alike) >= _ABOUT


def _texts_alike(gold: Item, predicted: Item, shape: Shape, context: Context) -> Iterator[float]:
    """Yield how alike each text that aligns two records is, those of the records inside them too."""
    for leaf in shape.leaves:
        if leaf.slot.role == "key" and leaf.slot.compare == "text":
            found = value_at(predicted.record, leaf.path, None)
            yield from (_alike(leaf, value, found, context) for value in gold.values(leaf.path) if value)
    for part in shape.parts:
        for one in gold.parts(part) or ():
            for other in predicted.parts(part) or ():
                yield from _texts_alike(one, other, part.shape, context)


def _likeness(gold: Item, predicted: Item, shape: Shape, context: Context, shared: float) -> float:
    total, weights = shape.evidence_weight * shared, shape.evidence_weight
    for leaf in shape.leaves:
        values = gold.values(leaf.path) if leaf.slot.weight else ()
        if not values:
            continue
        found = value_at(predicted.record, leaf.path, None)
        if not any(values) and not found:
            continue
        alike = max(_alike(leaf, value, found, context) for value in values)
        if leaf.slot.compare == "name" and alike == 1.0 and shape.names_actors:
            return 1.0
        total += leaf.slot.weight * alike
        weights += leaf.slot.weight
    for part in shape.parts:
        if part.slot.weight and gold.parts(part) is not None:
            total += part.slot.weight * _parts_alike(gold, predicted, part, context)
            weights += part.slot.weight
    return total / weights if weights else 0.0


def _alike(leaf: Leaf, gold: Any, found: Any, context: Context) -> float:  # noqa: ANN401 - JSON
    """Return how alike two values are for the purpose of alignment, 0 to 1."""
    if not gold or not found:
        return 0.0
    if leaf.slot.compare == "text":
        return token_f1(context.topic(str(gold)), context.topic(str(found)))
    difference = compare(leaf, (gold,), found, context)
    if leaf.slot.compare == "name" and leaf.slot.weight > FLOOR:
        return 1.0 if difference.relation is Relation.SAME else token_f1(str(gold), str(found)) * 0.9
    return 1.0 if difference.relation is Relation.SAME else 1.0 - difference.share


def _parts_alike(gold: Item, predicted: Item, part: Part, context: Context) -> float:
    wanted, found = gold.parts(part) or (), predicted.parts(part) or ()
    if not wanted or not found:
        return 0.0
    return sum(max(_part_similarity(one, other, part, context) for other in found) for one in wanted) / len(
        wanted
    )


def _part_similarity(gold: Item, predicted: Item, part: Part, context: Context) -> float:
    """Return how alike two parts are; unlike whole records, parts may differ in where they are quoted."""
    shared = overlap(gold.spans, predicted.spans)
    return _likeness(gold, predicted, part.shape, context, shared)


def judge(gold: Item, predicted: Item, shape: Shape, context: Context) -> Judgement:
    """Return the credit of an aligned pair.

    Nothing for a contradiction in a critical field, half where one is missing or
    has too much, else 1 less the losses of the graded fields, at least half.
    """
    return _judged(_losses(gold, predicted, shape, context) + _off_subject(gold, predicted, shape, context))


def _losses(gold: Item, predicted: Item, shape: Shape, context: Context) -> list[Loss]:
    """Return what the fields of two records cost, those of the records inside them too."""
    losses = [loss for leaf in shape.leaves if (loss := _leaf_loss(leaf, gold, predicted, context))]
    for part in shape.parts:
        losses += _part_losses(gold, predicted, part, context)
    return losses


def _judged(losses: Sequence[Loss]) -> Judgement:
    ordered = tuple(sorted(losses, key=lambda loss: (-loss.credit, loss.path)))
    least = 0.0 if ordered and ordered[0].credit >= 1 else FLOOR
    return Judgement(round(max(least, 1 - sum(loss.credit for loss in ordered)), 6), ordered)


def _off_subject(gold: Item, predicted: Item, shape: Shape, context: Context) -> list[Loss]:
    """Return a loss for each text that says what a record is about and shares no word with the gold record."""
    known = {word for text in _subject_texts(gold, shape) for word in words(context.topic(text))}
    losses = []
    for leaf in shape.leaves:
        if leaf.slot.role == "key" and leaf.slot.compare == "text" and gold.values(leaf.path):
            found = set(words(context.topic(str(value_at(predicted.record, leaf.path, None) or ""))))
            if found and known and not found & known:
                losses.append(Loss(leaf.path, Relation.CONTRADICTS, _OFF_SUBJECT))
    return losses


def _subject_texts(item: Item, shape: Shape) -> Iterator[str]:
    """Yield every text of an item that says what it is about, those of the records inside it too."""
    for leaf in shape.leaves:
        if leaf.slot.role == "key" and leaf.slot.compare == "text":
            yield from (str(value) for value in item.values(leaf.path) if value)
    for part in shape.parts:
        for one in item.parts(part) or ():
            yield from _subject_texts(one, part.shape)


def matches(gold: Item, found: Item, kind: RecordType, context: Context) -> bool:
    """Return whether a record is the gold item without a fault, wherever its quotes lie."""
    shape = shape_of(kind.model)
    alike = _likeness(gold, found, shape, context, overlap(gold.spans, found.spans))
    return alike >= kind.tau and judge(gold, found, shape, context).credit >= 1


def _leaf_loss(leaf: Leaf, gold: Item, predicted: Item, context: Context) -> Loss | None:
    values = gold.values(leaf.path) if leaf.slot.role in ("critical", "graded") else ()
    if not values:
        return None
    found = value_at(predicted.record, leaf.path, None)
    if found is None and _inside_null(predicted, leaf.path):
        return None
    relation, share = compare(leaf, values, found, context)
    if relation is Relation.SAME:
        return None
    if leaf.slot.role == "graded" or relation is Relation.CLOSE:
        cost = leaf.slot.loss * share
    else:
        cost = 1.0 if relation is Relation.CONTRADICTS else FLOOR
    return Loss(leaf.path, relation, round(cost, 6)) if cost else None


def _inside_null(item: Item, path: str) -> bool:
    """Return whether the field lies in a nested record that is null, whose absence is charged by itself."""
    parent = path.rpartition(".")[0]
    return bool(parent) and value_at(item.record, parent, None) is None


def _part_losses(gold: Item, predicted: Item, part: Part, context: Context) -> list[Loss]:
    """Return what the records inside two records cost: contradictions, missing ones by their share, surplus ones."""
    wanted = gold.parts(part)
    if not wanted:
        return []
    found = predicted.parts(part) or ()
    table = [[_part_similarity(one, other, part, context) for other in found] for one in wanted]
    pairs = align(table, _PART_TAU)
    losses: list[Loss] = []
    for pair in pairs:
        if _quotes_another(pair.gold, found[pair.predicted], wanted):
            losses.append(Loss(f"{part.name}.{pair.gold}.quotes", Relation.CONTRADICTS, 1.0))
        inside = _losses(wanted[pair.gold], found[pair.predicted], part.shape, context)
        losses += [loss._replace(path=f"{part.name}.{pair.gold}.{loss.path}") for loss in inside]
    missing = set(range(len(wanted))) - {pair.gold for pair in pairs}
    losses += [
        Loss(f"{part.name}.{row}", Relation.MISSING, round(1 / len(wanted), 6)) for row in sorted(missing)
    ]
    surplus = len(found) - len(pairs)
    if surplus:
        losses.append(Loss(part.name, Relation.SURPLUS, round(_SURPLUS_PART * surplus, 6)))
    return [
        loss._replace(credit=min(loss.credit, FLOOR)) if loss.relation is not Relation.CONTRADICTS else loss
        for loss in losses
    ]


def _quotes_another(own: int, found: Item, wanted: Sequence[Item]) -> bool:
    """Return whether a part is proved by the words of another part and not by its own."""
    here = overlap(wanted[own].spans, found.spans)
    elsewhere = (overlap(other.spans, found.spans) for index, other in enumerate(wanted) if index != own)
    return not here and any(elsewhere)


def _gold_score(item: Item, found: Item | None, shape: Shape, context: Context) -> ItemScore | None:
    if found is None:
        return ItemScore("", "", item.id, None, Label.MIS, 0.0) if item.required else None
    credit, losses = judge(item, found, shape, context)
    label = Label.COR if credit >= 1 else Label.PAR if credit > 0 else Label.INC
    return ItemScore(
        "",
        "",
        item.id,
        found.id,
        label if item.required else Label.OPT,
        credit,
        losses[0].path if losses else "",
        losses,
    )


def _spurious(
    item: Item, gold: Sequence[Item], alike: Sequence[float], tau: float, shape: Shape, context: Context
) -> ItemScore | None:
    """Return why a prediction that no gold item took is too much; None for one that need not be there."""
    best = max(range(len(gold)), key=alike.__getitem__, default=None)
    if best is not None and alike[best] >= tau:
        label = Label.SPU if gold[best].required else Label.OPT
        return ItemScore("", "", None, item.id, label, 0.0, "duplicate")
    if not item.required:
        return None
    elsewhere = any(_likeness(one, item, shape, context, 0.0) >= tau for one in gold)
    return ItemScore("", "", None, item.id, Label.SPU, 0.0, "unsupported" if elsewhere else "invented")


def _unsound(item: Item) -> ItemScore:
    return ItemScore("", "", None, item.id, Label.SPU, 0.0, item.flaw or "")


def _rivals(item: Item, gold: Sequence[Item], shape: Shape, context: Context) -> frozenset[str]:
    """Return the name keys that belong to other gold items of the article, for types with `surface` fields."""
    paths = [leaf.path for leaf in shape.leaves if leaf.slot.compare == "surface"]
    own = context.keys(name for path in paths for name in _names(item, path))
    others = (
        context.keys(name for path in paths for name in _names(other, path))
        for other in gold
        if other is not item
    )
    return frozenset().union(*others) - own if paths else frozenset()


def _names(item: Item, path: str) -> list[str]:
    return [str(name) for value in item.values(path) for name in value or ()]
