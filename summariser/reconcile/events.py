"""Which events of different articles are one event: by kind, participants, place, date and wording."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from summariser.normalise import name_key
from summariser.normalise.wording import token_f1, words
from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.dossier import Slot
from summariser.reconcile.grouping import Judged
from summariser.reconcile.slots import Slots
from summariser.records import Event, TimeRef
from summariser.records.vocabulary import ConflictRelation, EventKind

SAME = 0.75
"""Likeness from which two events are the same by rule."""

ASK = 0.48
"""Likeness from which a question is worth asking."""

_WEIGHTS = (0.3, 0.2, 0.2, 0.15, 0.15)
"""Of the participants, the wording, the place, the time and the kind: their sum is 1."""

_SAME_WORDING = 0.3
"""Share of words that two accounts of one event have in common at least, to be the same by rule."""

_IDENTICAL = 0.85
"""The same where how an event ended is what it is about."""

_ASK_WORDING = 0.15
"""The same for a question, unless the kind of event happens once: a plan is drafted once, handed over once."""

_UNKNOWN = 0.6
_RELATED = 0.4
"""What two kinds of one family count, where the same kind counts 1."""

_RESEMBLING = 0.5
_GROUP_WEIGHT = 0.3
"""What a state or group shared by two events counts, where a person counts 1."""

_TALKS = frozenset(
    {EventKind.MEETING, EventKind.CONSULTATION, EventKind.VISIT, EventKind.PRESENTATION, EventKind.DRAFTING}
)
_WORDS = frozenset({EventKind.POST, EventKind.SPEECH})
_RELEASES = frozenset({EventKind.LEAK, EventKind.PRESENTATION})
_OUTCOMES = frozenset({EventKind.DECISION, EventKind.MEETING, EventKind.DRAFTING, EventKind.OTHER})
_ONCE = frozenset(
    {EventKind.DRAFTING, EventKind.CONSULTATION, EventKind.PRESENTATION, EventKind.DEADLINE, EventKind.LEAK}
)
_MEETS: tuple[Slot, Slot] = ("places", "when")
_OUTCOMES_TOLD = frozenset({EventKind.DECISION, EventKind.POLL, EventKind.MILITARY, EventKind.OTHER})
"""Kinds whose point is how they ended, which no slot holds: asked about even when they are the same by rule."""

_FAMILIES = (_TALKS, _WORDS, _RELEASES, _OUTCOMES)

_FITS: dict[ConflictRelation, float] = {
    ConflictRelation.AGREE: 1.0,
    ConflictRelation.REFINE: 0.9,
    ConflictRelation.CONTRADICT: 0.0,
}


@dataclass(frozen=True)
class EventJudge:
    """What makes two events alike."""

    corpus: Corpus
    slots: Slots

    def blocks(self, item: Item) -> Iterable[Hashable]:
        """Return the family of the event's kind with each participant, and with each place on each day.

        Kinds of event that happen once, such as the drafting of a plan, share a block by their kind alone.
        """
        event: Event = item.record
        names: set[Hashable] = set(self.corpus.actors_of(item.document, event.participants))
        days = {time.start for time in item.kept.values.get("when", ()) if isinstance(time, TimeRef)}
        names |= {(name_key(place), day) for place in event.places for day in days - {None}}
        names |= set() if event.participants else {f"word:{word}" for word in words(event.statement)}
        shared = {("once", event.kind)} if event.kind in _ONCE else set()
        return shared | {(family, name) for family in _families(event.kind) for name in names}

    def form(self, item: Item) -> tuple[Hashable, ...]:
        """Return the words of an event."""
        event: Event = item.record
        actors = tuple(sorted(self.corpus.actors_of(item.document, event.participants)))
        said = tuple(sorted(set(words(event.statement))))
        return (event.kind.value, actors, said, tuple(event.places), tuple(event.when))

    def seat(self, item: Item) -> Hashable:
        """Return the article, which has one record per event."""
        return item.document

    def judge(self, one: Item, other: Item) -> Judged:
        """Return how alike two events are.

        A clash of place or time leaves at most a question, and so does one place
        and time with other people. A plan is drafted once, so two accounts of its
        drafting always leave one.
        """
        kinds = one.record.kind, other.record.kind
        if not _families(kinds[0]) & _families(kinds[1]):
            return Judged("different", 0.0, "event.kind")
        shared = self._participants(one, other)
        alike = kinds[0] is kinds[1]
        drafts = alike and kinds[0] is EventKind.DRAFTING
        if shared == 0.0 and not drafts:
            return self._meeting(one, other)
        wording = token_f1(one.record.statement, other.record.statement)
        if not drafts and not _is_worth_asking(kinds[0], wording, alike=alike):
            return Judged("different", 0.0, "event.wording")
        least = _RELATED if alike and kinds[0] in _ONCE else 0.0
        place, time = (max(least, self._fit(slot, one, other)) for slot in _MEETS)
        parts = (shared, min(1.0, 2 * wording), place, time, 1.0 if alike else _RELATED)
        likeness = sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))
        clash = min(place, time) <= least
        if likeness >= SAME and alike and not clash and wording >= _SAME_WORDING:
            told = kinds[0] not in _OUTCOMES_TOLD or wording >= _IDENTICAL
            return Judged("same", likeness, "event.alike", check=not told)
        return Judged("ask" if drafts or likeness >= ASK else "different", likeness, "event.likeness")

    def _meeting(self, one: Item, other: Item) -> Judged:
        """Return a question about two events with nobody in common, where place and time are one."""
        at_once = min(self._fit("places", one, other), self._fit("when", one, other)) > _UNKNOWN
        return Judged("ask" if at_once else "different", ASK if at_once else 0.0, "event.place-and-time")

    def _participants(self, one: Item, other: Item) -> float:
        """Return the share of the smaller list that the other has, states and groups counting little."""
        mine = self.corpus.actors_of(one.document, one.record.participants)
        theirs = self.corpus.actors_of(other.document, other.record.participants)
        if not mine or not theirs:
            return _UNKNOWN if one.record.kind is other.record.kind else 0.0
        shared = self._weight(mine & theirs)
        if not mine & theirs:
            shared = _GROUP_WEIGHT * max(self._resemble(a, b) for a in mine for b in theirs)
        return min(1.0, shared / min(self._weight(mine), self._weight(theirs)))

    def _resemble(self, one: str, other: str) -> float:
        """Return how alike two names of bodies are, 0 when too little: "Norway" and "Norway's ambassador"."""
        if self.corpus.is_person(one) and self.corpus.is_person(other):
            return 0.0
        likeness = token_f1(self.corpus.name(one), self.corpus.name(other))
        return likeness if likeness >= _RESEMBLING else 0.0

    def _weight(self, actors: Iterable[str]) -> float:
        return sum(1.0 if self.corpus.is_person(actor) else _GROUP_WEIGHT for actor in actors)

    def _fit(self, slot: Slot, one: Item, other: Item) -> float:
        verdict = self.slots.compare_fields(slot, one, other)
        return _UNKNOWN if verdict is None else _FITS.get(verdict.relation, _UNKNOWN)


def _is_worth_asking(kind: EventKind, wording: float, *, alike: bool) -> bool:
    """Return whether two accounts may be of one event: people post and speak many times, a plan is drafted once."""
    if kind in _WORDS:
        return alike and wording >= _SAME_WORDING
    return wording >= _ASK_WORDING or (alike and kind in _ONCE)


def _families(kind: EventKind) -> frozenset[int]:
    """Return the families of kinds that one event may be told as; a kind of its own is its own family."""
    found = frozenset(place for place, family in enumerate(_FAMILIES) if kind in family)
    return found or frozenset({-1 - list(EventKind).index(kind)})
