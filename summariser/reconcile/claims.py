"""The claims of a record: each slot that other articles may fill otherwise, with who says it and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from summariser.fold import fold
from summariser.normalise import name_key
from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.dossier import Claim, Slot
from summariser.records import Attribution, Event, Evidence, PlanTerm, Quantity, Reaction, TimeRef
from summariser.records.vocabulary import Hedge, SourceVisibility

Normalised = tuple[Quantity, ...] | tuple[TimeRef, ...] | tuple[str, ...] | None


def claims_of(item: Item, corpus: Corpus) -> tuple[Claim, ...]:
    """Return the claims of a term or an event, one for each slot it fills."""
    return tuple(
        claim_of(item, corpus, slot, value, normalised)
        for slot, value, normalised in _SLOTS[item.kind](item, corpus)
    )


def claim_of(item: Item, corpus: Corpus, slot: Slot, value: str, normalised: Normalised = None) -> Claim:
    """Return one claim of a record; a reaction is its speaker's, anything else whoever it is attributed to."""
    record = item.record
    attribution: Attribution | None = getattr(record, "attribution", None)
    name = _holder(attribution)
    return Claim(
        document=item.document,
        record_type=item.kind,
        record_id=item.kept.id,
        slot=slot,
        value=value,
        normalised=normalised,
        holder=corpus.actor(item.document, name) if name else None,
        holder_name=name,
        status=record.status if isinstance(record, PlanTerm) else None,
        outlet=_outlet(attribution),
        hedge=getattr(record, "hedge", Hedge.ASSERTED),
        evidence=_telling(item.kept.evidence, value),
    )


def _telling(evidence: tuple[Evidence, ...], value: str) -> tuple[Evidence, ...]:
    """Return the evidence with the passages first that have the claim's own words."""
    if len(evidence) == 1:
        return evidence
    parts = [fold(part) for part in value.split("; ")]
    return tuple(sorted(evidence, key=lambda one: -sum(part in fold(one.quote) for part in parts)))


def _holder(attribution: Attribution | None) -> str | None:
    """Return the named speaker; a document speaks for itself, and an outlet only passes on."""
    if attribution is None or attribution.visibility in {SourceVisibility.OUTLET, SourceVisibility.DOCUMENT}:
        return None
    return attribution.speaker if attribution.visibility is SourceVisibility.NAMED else None


def _outlet(attribution: Attribution | None) -> str | None:
    if attribution is None:
        return None
    if attribution.visibility is SourceVisibility.OUTLET:
        return attribution.speaker
    return attribution.via[-1] if attribution.via else None


def _of_term(item: Item, _corpus: Corpus) -> Iterator[tuple[Slot, str, Normalised]]:
    term: PlanTerm = item.record
    values = item.kept.values
    amounts = _only(values.get("value", ()), Quantity)
    if term.value and amounts:
        yield "value", term.value, amounts
    if term.deadline:
        yield "deadline", term.deadline, _only(values.get("deadline", ()), TimeRef)
    if term.places:
        yield "places", "; ".join(term.places), tuple(term.places)
    yield "status", term.status.value, None
    yield "force", term.force.value, None
    yield "statement", term.statement, None


def _of_event(item: Item, corpus: Corpus) -> Iterator[tuple[Slot, str, Normalised]]:
    event: Event = item.record
    if event.when:
        yield "when", "; ".join(event.when), _only(item.kept.values.get("when", ()), TimeRef)
    if event.places:
        yield "places", "; ".join(event.places), tuple(event.places)
    if event.participants:
        actors = tuple(sorted(corpus.actors_of(item.document, event.participants)))
        yield "participants", ", ".join(event.participants), actors
    yield "statement", event.statement, None


def _of_reaction(item: Item, _corpus: Corpus) -> Iterator[tuple[Slot, str, Normalised]]:
    reaction: Reaction = item.record
    if reaction.when:
        yield "when", "; ".join(reaction.when), _only(item.kept.values.get("when", ()), TimeRef)


_SLOTS: dict[str, Callable[[Item, Corpus], Iterator[tuple[Slot, str, Normalised]]]] = {
    "plan_terms": _of_term,
    "events": _of_event,
    "reactions": _of_reaction,
}


def _read(value: Quantity | TimeRef | str) -> str:
    """Return what code read from words, as one word."""
    if isinstance(value, Quantity):
        return f"{value.low} {value.high} {value.unit} {value.qualifier} {value.relative_to}"
    if isinstance(value, TimeRef):
        return f"{value.start} {value.end}"
    return value


def _only(values: Sequence[Any], kind: type[Any]) -> tuple[Any, ...] | None:
    """Return the values of one kind; None of none."""
    return tuple(value for value in values if isinstance(value, kind)) or None


def value_key(claim: Claim) -> tuple[str, ...]:
    """Return what a claim says in a form that is equal for claims that say exactly the same."""
    if claim.slot in {"value", "deadline", "when"}:
        return (claim.value.casefold(), *map(_read, claim.normalised or ()))
    if claim.slot == "participants" and claim.normalised is not None:
        return tuple(map(str, claim.normalised))
    if claim.normalised is not None:
        return tuple(sorted(name_key(str(name)) for name in claim.normalised))
    return (claim.value.casefold(),)
