"""What articles agree and differ on about each event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from summariser.reconcile.articles import Item
from summariser.reconcile.dossier import Claim, Conflict, Slot
from summariser.reconcile.grouping import Grouping
from summariser.reconcile.pairanswers import PairAnswers, named, side_of
from summariser.reconcile.relate import Compare, Findings, Subject, relate
from summariser.reconcile.slots import TYPES, Slots
from summariser.reconcile.stories import Story, stories
from summariser.reconcile.verdict import CLASHES, Verdict
from summariser.records.vocabulary import DisputeType, EventKind

_TYPED: tuple[Slot, ...] = ("when", "places", "participants")
_QUESTIONS: dict[Slot, str] = {
    "when": "When was it? {title}",
    "places": "Where was it? {title}",
    "participants": "Who took part? {title}",
    "statement": "What happened? {title}",
}


def event_findings(events: Grouping, slots: Slots, answers: PairAnswers) -> Iterator[Findings]:
    """Yield the findings of every event that two articles tell."""
    for story in stories(events):
        if len({item.document for item in story.items}) > 1:
            yield from _of_story(story, slots, answers)


def event_id(items: Sequence[Item]) -> str:
    """Return the id of an event: that of its smallest record."""
    return f"e-{min(item.kept.id for item in items)}"


def _of_story(story: Story, slots: Slots, answers: PairAnswers) -> Iterator[Findings]:
    """Yield what articles agree and differ on about one event.

    Lists of who took part are seldom whole: only accounts found to be the same by
    themselves are set against each other in that.
    """
    claims: dict[Slot, list[Claim]] = defaultdict(list)
    for item in story.items:
        for claim in slots.claims(item).values():
            claims[claim.slot].append(claim)
    sources = slots.corpus.sources
    for slot in _TYPED:
        subject = _subject(story, slot)
        compare = _with_model(subject, slots, answers)
        linked = story.told_same if slot == "participants" else story.linked
        found = relate(subject, claims[slot], compare, sources, linked=linked)
        yield Findings(tuple(_at_home(one, story) for one in found.conflicts), found.agreements)
    filled = {(*named(claim), TYPES[slot]) for slot in _TYPED for claim in claims[slot]}
    for kind in answers.kinds(map(named, claims["statement"])):
        sides = answers.sides(kind)
        about = [claim for claim in claims["statement"] if named(claim) in sides]
        compare = _by_model(kind, filled, answers)
        judged = relate(_subject(story, "statement", kind), about, compare, sources, key=side_of(sides))
        yield Findings(tuple(_at_home(one, story) for one in judged.conflicts), ())


def _subject(story: Story, slot: Slot, kind: DisputeType | None = None, place: int = 0) -> Subject:
    if slot == "participants" and all(item.record.kind is EventKind.DRAFTING for item in story.items):
        kind = DisputeType.PROVENANCE_AUTHORSHIP
    group = story.groups[place]
    title = min((item.record.statement for item in group), key=lambda text: (len(text), text))
    return Subject(event_id(group), title, _QUESTIONS[slot].format(title=title), kind or TYPES[slot])


def _at_home(conflict: Conflict, story: Story) -> Conflict:
    """Return a conflict under the event that most of its claims tell, the largest of equals."""
    places = Counter(story.home[named(claim)] for claim in conflict.claims)
    place = min(places, key=lambda at: (-places[at], at))
    subject = _subject(story, conflict.claims[0].slot, conflict.type, place)
    update = {"subject": subject.id, "topic": subject.topic, "question": subject.question}
    return conflict.model_copy(update=update)


def _with_model(subject: Subject, slots: Slots, answers: PairAnswers) -> Compare:
    """Return the rule's word on a slot, or else the model's where it found the articles to differ in it."""

    def compare(one: Claim, other: Claim) -> Verdict | None:
        decided = slots.compare(one, other)
        if decided is not None:
            return decided
        told = answers.verdict(one, other, subject.type)
        return told if told is not None and told.relation in CLASHES else None

    return compare


def _by_model(kind: DisputeType, filled: set[tuple[str, str, DisputeType]], answers: PairAnswers) -> Compare:
    """Return the model's word on a kind of dispute, where not both records fill a slot that decides it."""

    def compare(one: Claim, other: Claim) -> Verdict | None:
        if all((*named(claim), kind) in filled for claim in (one, other)):
            return None
        return answers.verdict(one, other, kind)

    return compare
