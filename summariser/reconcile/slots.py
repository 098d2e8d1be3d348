"""How two claims about one slot stand to each other: one rule for each slot, in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from summariser.normalise import find_quantities
from summariser.reconcile.actors.nations import said
from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.claims import claims_of, value_key
from summariser.reconcile.dossier import Claim, Slot
from summariser.reconcile.rules.amounts import compare_amounts
from summariser.reconcile.rules.atlas import Atlas, atlas_of
from summariser.reconcile.rules.calendar import compare_times
from summariser.reconcile.rules.places import compare_places, within
from summariser.reconcile.rules.timeclaims import Calendar, TimeClaim
from summariser.reconcile.verdict import Verdict
from summariser.records import ArticleSummary, Profile, Quantity
from summariser.records.vocabulary import ConflictRelation, DisputeType, TermForce, TermStatus

TYPES: dict[Slot, DisputeType] = {
    "value": DisputeType.NUMERIC,
    "deadline": DisputeType.TEMPORAL,
    "when": DisputeType.TEMPORAL,
    "places": DisputeType.SPATIAL,
    "participants": DisputeType.PARTICIPANTS,
    "holder": DisputeType.OFFICE_HOLDER,
    "status": DisputeType.TERM_STATUS,
    "force": DisputeType.TERM_CONTENT,
    "stance": DisputeType.STANCE_OF_ACTOR,
    "quote": DisputeType.QUOTE_WORDING,
    "statement": DisputeType.TERM_CONTENT,
}
"""What kind of dispute a clash in a slot is."""

_OUT = frozenset({TermStatus.REMOVED, TermStatus.DENIED})
_OPEN = frozenset({TermStatus.UNCLEAR, TermStatus.REJECTED})
"""Statuses that tell what somebody thinks of a term, or nothing: they clash with none."""

_TELLING: frozenset[Slot] = frozenset({"value", "deadline", "places", "when", "participants"})

_Said = tuple[Slot, tuple[str, ...], date | None]
"""All that a rule looks at: the slot, what is said, and the day of the article that says it."""


class World(NamedTuple):
    """What rules may know beside the articles: days and places."""

    calendar: Calendar
    atlas: Atlas

    @classmethod
    def of(cls, profile: Profile, summaries: Iterable[ArticleSummary]) -> World:
        """Return the calendar of a profile, with the years of the dated articles, and its places."""
        published = (summary.meta.published for summary in summaries)
        years = sorted({time.start.year for time in published if time and time.start})
        return cls(Calendar(years=tuple(years), holidays=profile.holidays), atlas_of(profile))


@dataclass(frozen=True, eq=False)
class Slots:
    """The rules, with what they need to know of the corpus and the world."""

    corpus: Corpus
    world: World
    _claims: dict[Item, dict[Slot, Claim]] = field(default_factory=dict)
    _known: dict[frozenset[_Said], Verdict | None] = field(default_factory=dict)

    def compare(self, one: Claim, other: Claim) -> Verdict | None:
        """Return how two claims about one slot of one thing stand to each other; None when no rule can say.

        Remembered by what the claims say: a thousand articles say the same few things.
        """
        if one.slot not in _RULES:
            return None
        if _is_share(one) or _is_share(other):
            return _RULES[one.slot](self, one, other)  # what it is a share of stands in the evidence
        pair = frozenset({self._said(one), self._said(other)})
        if pair not in self._known:
            self._known[pair] = _RULES[one.slot](self, one, other)
        return self._known[pair]

    def compare_fields(self, slot: Slot, one: Item, other: Item) -> Verdict | None:
        """Return how two records stand to each other in one slot; None when one does not fill it."""
        mine, theirs = self._comparable(one).get(slot), self._comparable(other).get(slot)
        return self.compare(mine, theirs) if mine and theirs else None

    def claims(self, item: Item) -> Mapping[Slot, Claim]:
        """Return the claims of a term or event, by slot."""
        return {claim.slot: claim for claim in claims_of(item, self.corpus)}

    def _comparable(self, item: Item) -> Mapping[Slot, Claim]:
        """Return the claims of a record that tell whether it is the same as another; remembered, they are few."""
        if item not in self._claims:
            self._claims[item] = {
                slot: claim for slot, claim in self.claims(item).items() if slot in _TELLING
            }
        return self._claims[item]

    def _said(self, claim: Claim) -> _Said:
        return claim.slot, value_key(claim), self.corpus.published(claim.document)

    def time(self, claim: Claim) -> TimeClaim:
        """Return a claim about time as the calendar takes it."""
        refs: Any = claim.normalised or ()
        return TimeClaim(tuple(claim.value.split("; ")), tuple(refs), self.corpus.published(claim.document))

    def unheld(self, listed: frozenset[str], others: frozenset[str]) -> bool:
        """Return whether `listed` has a person who is not among `others`, and in no group among them."""
        groups = [self.corpus.name(actor) for actor in others - listed if not self.corpus.is_person(actor)]
        people = [actor for actor in listed - others if self.corpus.is_person(actor)]
        return any(not any(self._may_hold(group, actor) for group in groups) for actor in people)

    def _may_hold(self, group: str, person: str) -> bool:
        """Return whether a group may hold somebody: one that names no nation may hold anybody."""
        nations, country = said(group).nations, self.corpus.country(person)
        if not nations or country is None:
            return True
        return any(country == nation or within(country, nation, self.world.atlas) for nation in nations)


def _is_share(claim: Claim) -> bool:
    return any(
        isinstance(value, Quantity) and value.qualifier == "fraction" for value in claim.normalised or ()
    )


def _amounts(_slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    """Compare amounts; a share may be one of an amount that either article's passages give."""
    mine, theirs = _quantities(one), _quantities(other)
    if not mine or not theirs:
        return None
    if not (_is_share(one) or _is_share(other)):
        return compare_amounts(mine, theirs)
    passages = (each.quote for claim in (one, other) for each in claim.evidence)
    bases = [found.quantity for passage in passages for found in find_quantities(passage)]
    return compare_amounts(mine, theirs, bases=bases)


def _quantities(claim: Claim) -> tuple[Quantity, ...]:
    return tuple(value for value in claim.normalised or () if isinstance(value, Quantity))


def _times(slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    return compare_times(slots.time(one), slots.time(other), slots.world.calendar)


def _places(slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    mine, theirs = one.normalised, other.normalised
    return compare_places(mine, theirs, slots.world.atlas) if mine and theirs else None  # type: ignore[arg-type]  # names


def _participants(slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    """Compare lists of who took part.

    Only lists with somebody in common can clash: a list of others altogether may
    leave out what the first tells. And only people clash whom no group on the
    other side can hold: "European officials" may hold a minister of France.
    """
    mine, theirs = frozenset(map(str, one.normalised or ())), frozenset(map(str, other.normalised or ()))
    words = f"{one.value} / {other.value}"
    if mine == theirs:
        return Verdict(ConflictRelation.AGREE, "names.same", f"the same are named: {words}")
    if mine <= theirs or theirs <= mine:
        return Verdict(ConflictRelation.REFINE, "names.within", f"one names more than the other: {words}")
    if not any(slots.corpus.is_person(actor) for actor in mine & theirs):
        return None
    if slots.unheld(mine, theirs) and slots.unheld(theirs, mine):
        return Verdict(
            ConflictRelation.CONTRADICT, "names.apart", f"each names somebody the other does not: {words}"
        )
    return Verdict(
        ConflictRelation.REFINE, "names.within", f"one names whom the other counts in a group: {words}"
    )


def _status(_slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    """Compare whether a term stands in the text: a later step of one article is no contradiction."""
    mine, theirs = TermStatus(one.value), TermStatus(other.value)
    words = " / ".join(sorted((mine.value, theirs.value)))
    if {mine, theirs} & _OPEN and mine is not theirs:
        return None
    if (mine in _OUT) == (theirs in _OUT):
        return Verdict(ConflictRelation.AGREE, "status.same", words)
    if {mine, theirs} & {TermStatus.ACCEPTED, TermStatus.AGREED}:
        return Verdict(
            ConflictRelation.CONTRADICT,
            "status.apart",
            f"in one article it stands, in the other not: {words}",
        )
    return Verdict(ConflictRelation.SUPERSEDED, "status.later", f"one article knows of a later step: {words}")


def _force(_slots: Slots, one: Claim, other: Claim) -> Verdict | None:
    """Compare what a term does: allowed against barred is the one pair that no wording explains."""
    mine, theirs = TermForce(one.value), TermForce(other.value)
    if mine is theirs:
        return Verdict(ConflictRelation.AGREE, "force.same", mine.value)
    if {mine, theirs} == {TermForce.PERMISSION, TermForce.PROHIBITION}:
        words = " / ".join(sorted((mine.value, theirs.value)))
        return Verdict(ConflictRelation.CONTRADICT, "force.apart", words)
    return None


_RULES: Mapping[Slot, Callable[[Slots, Claim, Claim], Verdict | None]] = {
    "value": _amounts,
    "deadline": _times,
    "when": _times,
    "places": _places,
    "participants": _participants,
    "status": _status,
    "force": _force,
}
