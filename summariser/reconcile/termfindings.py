"""What articles agree and differ on about each term of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from summariser.reconcile.articles import Item
from summariser.reconcile.claims import value_key
from summariser.reconcile.dossier import Claim, Slot
from summariser.reconcile.grouping import Grouping
from summariser.reconcile.pairanswers import PairAnswers, named, side_of
from summariser.reconcile.plans import Plans
from summariser.reconcile.relate import Compare, Findings, Subject, relate
from summariser.reconcile.slots import TYPES, Slots
from summariser.reconcile.stories import Story, stories
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation, DisputeType, PlanRef, TermStatus

_TYPED: tuple[Slot, ...] = ("value", "deadline", "places", "force", "status")
_OPEN_SLOTS: tuple[Slot, ...] = ("value", "deadline", "places")
_SPECIFIC = frozenset(_OPEN_SLOTS)
"""Slots that a term may fill or leave open."""

_QUESTIONS: dict[Slot, str] = {
    "value": "How much does the plan set: {topic}?",
    "deadline": "By when: {topic}?",
    "places": "Which area: {topic}?",
    "force": "Is it required, allowed or barred: {topic}?",
    "status": "Where does this term stand: {topic}?",
    "statement": "What does the plan say: {topic}?",
}
_STATED = Verdict(ConflictRelation.AGREE, "term.same", "each of them states the term")

_Records = Mapping[tuple[str, str], Mapping[Slot, Claim]]
"""Claims by the article and id of their record, then by slot."""

_CHANGED = frozenset({TermStatus.REVISED, TermStatus.REMOVED})


class Topic(NamedTuple):
    """One term across articles and versions of the plan.

    Attributes:
        id: `t-` and its smallest record id.
        by_plan: Its records, by id of the plan document.
    """

    id: str
    by_plan: Mapping[str, tuple[Item, ...]]


def topics_of(terms: Grouping, plans: Plans) -> tuple[Topic, ...]:
    """Return the groups of terms as topics, each split by the plan document its records are of."""
    topics = []
    for items in terms.groups:
        by_plan: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            by_plan[plans.plan_of(item)].append(item)
        topics.append(Topic(topic_id(items), {plan: tuple(found) for plan, found in sorted(by_plan.items())}))
    return tuple(sorted(topics, key=lambda topic: topic.id))


def topic_id(items: Sequence[Item]) -> str:
    """Return the id of a topic: that of its smallest record."""
    return f"t-{min(item.kept.id for item in items)}"


def term_findings(terms: Grouping, plans: Plans, slots: Slots, answers: PairAnswers) -> Iterator[Findings]:
    """Yield the findings of every term: within one version of the plan, and from one version to the next."""
    for story in stories(terms):
        versions = _versions(story, plans)
        for plan, term in versions.items():
            if len({item.document for item in term.items}) > 1:
                yield from _of_one_version(term, slots, answers, final=plans.kinds[plan] is PlanRef.REVISED)
        for old, new in product(versions, repeat=2):
            if plans.kinds[old] is PlanRef.MAIN and plans.kinds[new] is PlanRef.REVISED:
                yield from _across(versions[old], versions[new], slots)


class _Term(NamedTuple):
    """The records of one term in one plan document, or in two versions of it."""

    id: str
    items: tuple[Item, ...]
    story: Story

    @property
    def topic(self) -> str:
        """Its short name: the most common one, the shortest of equals."""
        names: list[str] = [item.record.topic for item in self.items]
        return min(names, key=lambda name: (-names.count(name), len(name), name))

    def subject(self, slot: Slot, kind: DisputeType | None = None) -> Subject:
        """Return what claims in a slot are about."""
        return Subject(self.id, self.topic, _QUESTIONS[slot].format(topic=self.topic), kind or TYPES[slot])

    def claims(self, slots: Slots) -> dict[Slot, list[Claim]]:
        """Return the claims of all records, by slot."""
        found: dict[Slot, list[Claim]] = defaultdict(list)
        for item in self.items:
            for claim in slots.claims(item).values():
                found[claim.slot].append(claim)
        return found


def _versions(story: Story, plans: Plans) -> dict[str, _Term]:
    """Return the records of a story by the plan document they are of."""
    by_plan: dict[str, list[Item]] = defaultdict(list)
    for item in story.items:
        by_plan[plans.plan_of(item)].append(item)
    topic = topic_id(story.groups[0])
    return {plan: _Term(f"{topic}.{plan}", tuple(items), story) for plan, items in sorted(by_plan.items())}


def _of_one_version(term: _Term, slots: Slots, answers: PairAnswers, *, final: bool) -> Iterator[Findings]:
    """Yield what articles agree and differ on about a term of one document.

    In a revised text (`final`) a term is in or out: there is no earlier step of that text.
    """
    claims = term.claims(slots)
    sources, linked = slots.corpus.sources, term.story.linked
    records = _by_record(claims)
    for slot in _TYPED:
        filled = [mine.get(slot) or mine["statement"] for mine in records.values()]
        compare = _in_slot(slots, final=final)
        found = relate(term.subject(slot), filled, compare, sources, key=_specific, linked=linked)
        specific = (one for one in found.agreements if any(claim.slot == slot for claim in one.claims))
        yield Findings(found.conflicts, tuple(specific) if slot in _SPECIFIC else ())
    for kind in answers.kinds(records):
        sides = answers.sides(kind)
        about = [claim for claim in claims["statement"] if named(claim) in sides]
        told = _by_model(kind, records, slots, answers)
        judged = relate(term.subject("statement", kind), about, told, sources, key=side_of(sides))
        yield Findings(judged.conflicts, ())
    for group in term.story.groups:
        stated = [records[item.document, item.kept.id]["statement"] for item in group if item in term.items]
        whole = relate(term.subject("statement"), stated, _nothing, sources, key=_term, same=_STATED)
        yield Findings((), whole.agreements)


def _nothing(_one: Claim, _other: Claim) -> None:
    """Return that nothing is known of two claims."""


def _specific(claim: Claim) -> tuple[str, ...]:
    """Return what a claim says of a slot; statements that do not fill it all say nothing."""
    return ("",) if claim.slot == "statement" else value_key(claim)


def _term(_claim: Claim) -> tuple[str, ...]:
    """Return one key for all: that the plan has a term is the same in whatever words."""
    return ("",)


def _in_slot(slots: Slots, *, final: bool) -> Compare:
    """Return how two terms stand in a slot; one that fills it is more specific than one that does not."""

    def compare(one: Claim, other: Claim) -> Verdict | None:
        if one.slot == other.slot:
            verdict = slots.compare(one, other)
            if final and verdict and verdict.rule == "status.later":
                return Verdict(ConflictRelation.CONTRADICT, "status.apart", verdict.explanation)
            return verdict
        said = "one article says how much, where or when, the other does not"
        return Verdict(ConflictRelation.REFINE, "term.more-specific", said)

    return compare


def _by_record(claims: Mapping[Slot, Sequence[Claim]]) -> dict[tuple[str, str], dict[Slot, Claim]]:
    found: dict[tuple[str, str], dict[Slot, Claim]] = defaultdict(dict)
    for slot, made in claims.items():
        for claim in made:
            found[claim.document, claim.record_id][slot] = claim
    return found


def _slot_verdicts(records: _Records, slots: Slots, pair: tuple[Claim, Claim]) -> dict[Slot, Verdict]:
    """Return what the rules say of the slots that both records fill."""
    mine, theirs = (records[claim.document, claim.record_id] for claim in pair)
    shared = (slot for slot in _TYPED if slot in mine and slot in theirs)
    found = {slot: slots.compare(mine[slot], theirs[slot]) for slot in shared}
    return {slot: verdict for slot, verdict in found.items() if verdict is not None}


def _by_model(
    kind: DisputeType,
    records: _Records,
    slots: Slots,
    answers: PairAnswers,
) -> Compare:
    """Return the model's word on a kind of dispute, wherever no rule has one on its slot."""

    def compare(one: Claim, other: Claim) -> Verdict | None:
        decided = _slot_verdicts(records, slots, (one, other))
        if any(TYPES[slot] is kind and slot != "force" for slot in decided):
            return None
        return answers.verdict(one, other, kind)

    return compare


def _across(old: _Term, new: _Term, slots: Slots) -> Iterator[Findings]:
    """Yield how two versions of a term stand: changed, or at odds where no article says that it was changed."""
    if any(item.record.status in _CHANGED for item in new.items):
        yield _change(old, new, slots)
        return
    both = _Term(old.id, (*old.items, *new.items), old.story)
    later = {(item.document, item.kept.id) for item in new.items}

    def compare(one: Claim, other: Claim) -> Verdict | None:
        return slots.compare(one, other) if (named(one) in later) != (named(other) in later) else None

    claims = both.claims(slots)
    for slot in _OPEN_SLOTS:
        linked = old.story.linked
        found = relate(both.subject(slot), claims[slot], compare, slots.corpus.sources, linked=linked)
        yield Findings(found.conflicts, ())


def _change(old: _Term, new: _Term, slots: Slots) -> Findings:
    """Return what a later version changed of a term, where one article has the old and another the new."""
    both = _Term(old.id, (*old.items, *new.items), old.story)
    claims = both.claims(slots)
    later = {(item.document, item.kept.id) for item in new.items}
    records = _by_record(claims)
    counted = any(claim.status is TermStatus.REVISED for claim in claims["status"]) and bool(claims["value"])

    def compare(one: Claim, other: Claim) -> Verdict | None:
        if (named(one) in later) == (named(other) in later):
            return Verdict(ConflictRelation.AGREE, "version.same", "the same version")
        values = _slot_verdicts(records, slots, (one, other)).get("value")
        changed = {one.status, other.status} & _CHANGED
        if changed or (values and values.relation is ConflictRelation.CONTRADICT):
            said = "taken out" if TermStatus.REMOVED in {one.status, other.status} else "changed"
            return Verdict(ConflictRelation.SUPERSEDED, "version.later", f"a later version has it {said}")
        return None

    def key(claim: Claim) -> tuple[str, ...]:
        return "new" if named(claim) in later else "old", claim.status or ""

    kind = DisputeType.NUMERIC if counted else DisputeType.TERM_STATUS
    subject = both.subject("status", kind)
    found = relate(
        subject, claims["statement"], compare, slots.corpus.sources, key=key, linked=old.story.linked
    )
    return Findings(found.conflicts, ())
