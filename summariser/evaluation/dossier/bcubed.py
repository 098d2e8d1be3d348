"""Who is who across articles: B-cubed of the actors that a dossier puts together, and people it must keep apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from summariser.evaluation.dossier.figures import Figure, f1, mean
from summariser.evaluation.dossier.gold import GoldActor, GoldMention
from summariser.normalise import name_key
from summariser.reconcile.dossier import Mention, ResolvedActor


class Named(NamedTuple):
    """One article's record of an actor: its name and its wordings, as keys."""

    document: str
    key: str
    forms: tuple[str, ...] = ()


Cluster: TypeAlias = tuple[Named, ...]
"""The records that are taken for one actor."""


class Item(NamedTuple):
    """One mention or record, and the numbers of the clusters it is in; negative for one that stands alone."""

    gold: int
    found: int


class BCubed(NamedTuple):
    """Precision and recall of clusters, item by item.

    Attributes:
        precision: Over all items.
        recall: Over all items.
        f1: Their harmonic mean.
        linked_precision: Over the items found in a cluster with another: one that stands alone cannot be wrong.
        linked_recall: Over the items that gold has in a cluster with another: one that stands alone cannot be missed.
        linked_f1: Their harmonic mean.
    """

    precision: Figure
    recall: Figure
    f1: Figure
    linked_precision: Figure
    linked_recall: Figure
    linked_f1: Figure


def clusters_of(actors: Iterable[ResolvedActor]) -> tuple[Cluster, ...]:
    """Return the records of each actor of a dossier, in an order that hangs on their names alone."""
    return tuple(sorted(tuple(sorted(map(_named, actor.mentions))) for actor in actors))


def _named(mention: Mention) -> Named:
    forms = {name_key(form) for form in mention.surface_forms} - {""}
    return Named(mention.document, name_key(mention.name), tuple(sorted(forms)))


def clusters_of_gold(actors: Iterable[GoldActor]) -> tuple[Cluster, ...]:
    """Return the mentions of each gold actor as if they were records of a dossier."""
    return tuple(tuple(Named(m.document, name_key(m.name)) for m in actor.mentions) for actor in actors)


def items_of(gold: Sequence[GoldActor], clusters: Sequence[Cluster]) -> tuple[Item, ...]:
    """Return every gold mention and every further record, with where both sides put it.

    A mention is the records of its article that have its name, else one with that name among its
    wordings; a mention without a record, and a record that is no mention, stands alone on the other side.
    """
    taken: set[tuple[int, int]] = set()
    found: list[Item] = []
    for number, actor in enumerate(gold):
        for mention in actor.mentions:
            places = records_of(mention, clusters)
            taken |= set(places)
            found += [Item(number, cluster) for cluster, _ in places] or [Item(number, -1 - len(found))]
    rest = [
        cluster
        for cluster, records in enumerate(clusters)
        for at in range(len(records))
        if (cluster, at) not in taken
    ]
    return (*found, *(Item(-1 - at, cluster) for at, cluster in enumerate(rest)))


def records_of(mention: GoldMention, clusters: Sequence[Cluster]) -> tuple[tuple[int, int], ...]:
    """Return the records that a mention is: the numbers of cluster and record."""
    key = name_key(mention.name)
    here = [
        ((cluster, at), record)
        for cluster, records in enumerate(clusters)
        for at, record in enumerate(records)
        if record.document == mention.document
    ]
    named = [place for place, record in here if record.key == key]
    return tuple(named or [place for place, record in here if key in record.forms][:1])


def b_cubed(items: Sequence[Item]) -> BCubed:
    """Return B-cubed precision and recall of items (A. Bagga and B. Baldwin 1998).

    Of an item's found cluster, the share that gold has with it too; of its gold cluster, the share
    that was found with it.

    >>> b_cubed([Item(0, 0), Item(0, 0), Item(0, 1), Item(-1, 1)]).recall.value
    0.666667
    """
    both, gold, found = Counter(items), Counter(i.gold for i in items), Counter(i.found for i in items)
    rights = [(item, both[item] / found[item.found], both[item] / gold[item.gold]) for item in items]
    precision = mean([right for _, right, _ in rights])
    recall = mean([right for _, _, right in rights])
    linked_precision = mean([right for item, right, _ in rights if found[item.found] > 1])
    linked_recall = mean([right for item, _, right in rights if gold[item.gold] > 1])
    return BCubed(
        precision=precision,
        recall=recall,
        f1=f1(precision, recall),
        linked_precision=linked_precision,
        linked_recall=linked_recall,
        linked_f1=f1(linked_precision, linked_recall),
    )


def together(mentions: Sequence[GoldMention], clusters: Sequence[Cluster]) -> bool:
    """Return whether two of the mentions are in one cluster."""
    where = [{cluster for cluster, _ in records_of(mention, clusters)} for mention in mentions]
    return any(one & other for at, one in enumerate(where) for other in where[:at])
