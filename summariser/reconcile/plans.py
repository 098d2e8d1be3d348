"""Which plan documents the articles speak of, as entities across articles.

`main` means another document in each article: the first draft in one, the text
after the talks in another. What tells versions apart is what an article calls
them: their number of points, and words such as "revised" or "updated".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from summariser.normalise import find_quantities
from summariser.normalise.wording import words
from summariser.reconcile.articles import Item
from summariser.reconcile.dossier import PlanDocument, PlanMention
from summariser.records.vocabulary import PlanRef

_REVISED = frozenset("revised updated amended modified reworked refined second third later".split())
_FIRST = frozenset("original initial first early earlier".split())
_PARTS = frozenset("point article chapter clause section step item paragraph".split())


class Plans(NamedTuple):
    """The plan documents.

    Attributes:
        of: Id of the plan document, by article, reference and label.
        kinds: Its kind, by id.
    """

    all: tuple[PlanDocument, ...]
    of: Mapping[tuple[str, PlanRef, str | None], str]
    kinds: Mapping[str, PlanRef]

    def plan_of(self, term: Item) -> str:
        """Return the id of the plan document that a term belongs to."""
        return self.of[term.document, term.record.plan, term.record.plan_label]

    def moved(self, documents: Collection[str], plan: str) -> Plans:
        """Return the plans with what these articles call the main plan made the document `plan`."""
        if not documents:
            return self
        of = {
            name: plan if name[0] in documents and self.kinds[home] is PlanRef.MAIN else home
            for name, home in self.of.items()
        }
        mentions: dict[str, list[PlanMention]] = defaultdict(list)
        for document in self.all:
            for mention in document.mentions:
                mentions[of[mention.document, mention.plan, mention.label]].append(mention)
        kept = tuple(
            document.model_copy(update={"mentions": tuple(mentions[document.id])})
            for document in self.all
            if mentions[document.id]
        )
        return Plans(kept, of, {document.id: document.kind for document in kept})


class _Seen(NamedTuple):
    """A mention and what its label tells."""

    mention: PlanMention
    kind: PlanRef
    points: int | None


def plan_documents(terms: Sequence[Item]) -> Plans:
    """Return the plan documents of all terms, each with what the articles call it."""
    seen = [_seen(mention) for mention in _mentions(terms)]
    homes = _homes(seen)
    grouped: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        grouped[homes[one.mention]].append(one)
    documents = tuple(_document(plan, group) for plan, group in sorted(grouped.items()))
    return Plans(
        all=documents,
        of={(one.document, one.plan, one.label): home for one, home in homes.items()},
        kinds={document.id: document.kind for document in documents},
    )


def points_of(label: str | None) -> int | None:
    """Return how many points a label says a document has.

    >>> points_of("the 28-point plan"), points_of("peace plan")
    (28, None)
    """
    for found in find_quantities(label or ""):
        quantity = found.quantity
        if quantity.unit in _PARTS and quantity.low is not None and quantity.low == quantity.high:
            return int(quantity.low)
    return None


def _mentions(terms: Iterable[Item]) -> list[PlanMention]:
    counts = Counter((term.document, term.record.plan, term.record.plan_label) for term in terms)
    return sorted(
        (
            PlanMention(document=document, plan=plan, label=label, terms=count)
            for (document, plan, label), count in counts.items()
        ),
        key=lambda mention: (mention.document, mention.plan, mention.label or ""),
    )


def _seen(mention: PlanMention) -> _Seen:
    said = set(words(mention.label or ""))
    kind = mention.plan
    if kind is PlanRef.MAIN and said & _REVISED and not said & _FIRST:
        kind = PlanRef.REVISED
    return _Seen(mention, kind, points_of(mention.label))


def _homes(seen: Sequence[_Seen]) -> dict[PlanMention, str]:
    """Return the id of the document that each mention is of.

    A number of points names a document by itself. A mention without one is of the
    document of its kind that most articles speak of, or of one without a number.
    """
    named = {one.points: _kind_of_points(one.points, seen) for one in seen if one.points is not None}
    usual: dict[PlanRef, int] = {}
    for points, kind in sorted(named.items(), key=lambda pair: (-_reach(pair[0], seen), pair[0])):
        usual.setdefault(kind, points)
    return {one.mention: _home(one, usual) for one in seen}


def _home(one: _Seen, usual: Mapping[PlanRef, int]) -> str:
    points = one.points if one.points is not None else usual.get(one.kind)
    return f"plan-{one.kind.value}" if points is None else f"plan-{points}"


def _kind_of_points(points: int, seen: Sequence[_Seen]) -> PlanRef:
    """Return what most mentions of a document with this many points take it for; a revision if any says so."""
    kinds = Counter(one.kind for one in seen if one.points == points)
    if kinds[PlanRef.REVISED]:
        return PlanRef.REVISED
    return max(sorted(kinds), key=lambda kind: kinds[kind])


def _reach(points: int, seen: Sequence[_Seen]) -> int:
    return len({one.mention.document for one in seen if one.points == points})


def _document(plan: str, group: Sequence[_Seen]) -> PlanDocument:
    labels = Counter(one.mention.label for one in group if one.mention.label)
    label = min(labels, key=lambda name: (-labels[name], len(name), name), default="")
    points = next((one.points for one in group if one.points is not None), None)
    kinds = Counter(one.kind for one in group)
    kind = PlanRef.REVISED if kinds[PlanRef.REVISED] else max(sorted(kinds), key=lambda name: kinds[name])
    return PlanDocument(
        id=plan,
        label=label,
        kind=kind,
        points=points,
        mentions=tuple(one.mention for one in group),
    )
