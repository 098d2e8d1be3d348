"""Which version an article's "plan" is, where its label does not tell: by what it says of the terms.

An article written after the talks calls the revised text the plan. Where others
tell both versions apart, its amounts, dates and places show which one it means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from summariser.reconcile.articles import Item
from summariser.reconcile.dossier import Slot
from summariser.reconcile.plans import Plans
from summariser.reconcile.slots import Slots
from summariser.records.vocabulary import ConflictRelation, PlanRef

_TELLING: tuple[Slot, ...] = ("value", "deadline", "places")
_FITS = frozenset({ConflictRelation.AGREE, ConflictRelation.REFINE})


def by_content(plans: Plans, groups: Iterable[Sequence[Item]], slots: Slots) -> Plans:
    """Return the plan documents with the main plan of an article made the revised one where its terms say so.

    Each of its terms that fits one version and clashes with the other, as articles
    give them that tell the two versions of that very term apart, is a vote.
    """
    revised = [plan for plan in plans.kinds if plans.kinds[plan] is PlanRef.REVISED]
    if len(revised) != 1:
        return plans
    votes: dict[str, Counter[PlanRef]] = defaultdict(Counter)
    for group in groups:
        told = _by_version(group, plans)
        both = {item.document for item in told[PlanRef.MAIN]} & {
            item.document for item in told[PlanRef.REVISED]
        }
        for item in told[PlanRef.MAIN]:
            if item.document not in both:
                votes[item.document][_vote(item, told, both, slots)] += 1
    later = {
        document for document, counted in votes.items() if counted[PlanRef.REVISED] > counted[PlanRef.MAIN]
    }
    return plans.moved(later, revised[0])


def _by_version(group: Sequence[Item], plans: Plans) -> Mapping[PlanRef, list[Item]]:
    told: dict[PlanRef, list[Item]] = defaultdict(list)
    for item in group:
        told[plans.kinds[plans.plan_of(item)]].append(item)
    return told


def _vote(item: Item, told: Mapping[PlanRef, Sequence[Item]], both: set[str], slots: Slots) -> PlanRef:
    """Return the version that a term fits while it clashes with the other; `OTHER` when it tells nothing."""
    first = _stands(item, [one for one in told[PlanRef.MAIN] if one.document in both], slots)
    later = _stands(item, told[PlanRef.REVISED], slots)
    if later == "fits" and first == "clashes":
        return PlanRef.REVISED
    return PlanRef.MAIN if first == "fits" and later == "clashes" else PlanRef.OTHER


def _stands(item: Item, others: Sequence[Item], slots: Slots) -> str:
    """Return whether a term fits most of the others, clashes with most, or neither."""
    found: Counter[str] = Counter()
    for other in others:
        verdicts = [slots.compare_fields(slot, item, other) for slot in _TELLING]
        relations = {verdict.relation for verdict in verdicts if verdict}
        if ConflictRelation.CONTRADICT in relations:
            found["clashes"] += 1
        elif relations & _FITS:
            found["fits"] += 1
    return max(sorted(found), key=lambda how: found[how]) if found else ""
