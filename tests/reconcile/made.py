"""Summaries made for a test: a few records, each proved by a sentence of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from summariser.document import Span, Zone
from summariser.normalise import read_quantity, read_time
from summariser.profiles import load_profile
from summariser.reconcile import sketch
from summariser.records import (
    Actor,
    ArticleSummary,
    Attribution,
    DocumentMeta,
    Event,
    Evidence,
    Grounded,
    Inputs,
    PlanTerm,
    Profile,
    Quantity,
    Reaction,
    Record,
    TimeRef,
    grounded_type,
)

PROFILE: Profile = load_profile("general")


def article(
    name: str,
    *records: Record,
    published: str | None = None,
    body: str = "",
    **changes: Any,  # noqa: ANN401 - fields of the metadata
) -> ArticleSummary:
    """Return the summary of an article that holds `records`; its body differs from any other's unless given."""
    sha256 = hashlib.sha256((body or name).encode()).hexdigest()
    lists: dict[str, list[Grounded[Any]]] = {
        kind: [] for kind in ("plan_terms", "actors", "reactions", "events")
    }
    dated = read_time(published) if published else ()
    day = dated[0] if dated else None
    for place, record in enumerate(records):
        lists[_KINDS[type(record)]].append(_grounded(record, name, sha256, place, day))
    meta = DocumentMeta(
        id=name,
        sha256=sha256,
        path=f"{name}.txt",
        published=day,
        sketch=sketch(body or _filler(name)),
        **changes,
    )
    return ArticleSummary(
        meta=meta,
        profile=PROFILE.name,
        inputs=Inputs(document=sha256, profile=PROFILE.sha256, model="made", prompts={}, schemas={}),
        answered_by=dict.fromkeys(lists, "synthetic"),
        records={kind: tuple(items) for kind, items in lists.items()},
    )


def term(topic: str, *, obligor: Sequence[str] = ("Norland",), **fields: Any) -> PlanTerm:  # noqa: ANN401 - fields of the record
    """Return a term of the main plan that binds Norland unless told otherwise."""
    given = {
        "plan": "main",
        "category": "other",
        "statement": f"{obligor[0] if obligor else 'Somebody'} would accept the {topic}.",
        "force": "obligation",
        "status": "proposed",
        "hedge": "asserted",
        "quotes": [topic],
    }
    return PlanTerm.model_validate(given | {"topic": topic, "obligor": list(obligor)} | fields)


def event(kind: str, *participants: str, **fields: Any) -> Event:  # noqa: ANN401 - fields of the record
    """Return an event."""
    given = {"statement": f"{' and '.join(participants)}: {kind}.", "hedge": "asserted", "quotes": [kind]}
    return Event.model_validate(given | {"kind": kind, "participants": list(participants)} | fields)


def actor(name: str, **fields: Any) -> Actor:  # noqa: ANN401 - fields of the record
    """Return a person unless told otherwise."""
    given = {
        "surface_forms": [name],
        "type": "person",
        "primary_role": "negotiator",
        "quotes": [name],
    }
    return Actor.model_validate(given | {"name": name} | fields)


def reaction(speaker: str, stance: str, **fields: Any) -> Reaction:  # noqa: ANN401 - fields of the record
    """Return a reaction to the plan."""
    given = {
        "target": "plan",
        "act": "statement",
        "hedge": "asserted",
        "summary": f"{speaker}: {stance}.",
        "quotes": [speaker],
    }
    return Reaction.model_validate(given | {"speaker": speaker, "stance": stance} | fields)


def said_by(speaker: str, visibility: str = "named") -> Attribution:
    """Return an attribution."""
    return Attribution.model_validate({"speaker": speaker, "form": "paraphrase", "visibility": visibility})


_KINDS: dict[type[Record], str] = {
    PlanTerm: "plan_terms",
    Actor: "actors",
    Reaction: "reactions",
    Event: "events",
}


def _filler(name: str) -> str:
    """Return a body that shares no run of words with another article's."""
    return " ".join(hashlib.sha256(f"{name}{number}".encode()).hexdigest() for number in range(40))


def _grounded(record: Record, document: str, sha256: str, place: int, day: TimeRef | None) -> Grounded[Any]:
    words = f"{type(record).__name__} {place}"
    evidence = Evidence(
        document=document,
        quote=words,
        span=Span(start=100 * place, end=100 * place + len(words)),
        zone=Zone.BODY,
        match="exact",
    )
    digest = hashlib.sha256(f"{sha256}{_KINDS[type(record)]}{place}".encode()).hexdigest()[:16]
    return grounded_type(type(record))(
        id=digest, record=record, evidence=(evidence,), values=_values(record, day)
    )


def _values(record: Record, day: TimeRef | None) -> dict[str, tuple[Quantity | TimeRef, ...]]:
    """Return what code reads from a record's words, as grounding does."""
    published = day.start if day else None
    found: dict[str, tuple[Quantity | TimeRef, ...]] = {}
    value, deadline, when = (getattr(record, name, None) for name in ("value", "deadline", "when"))
    if value:
        found["value"] = read_quantity(value)
    if deadline:
        found["deadline"] = read_time(deadline, published=published)
    if when:
        found["when"] = tuple(time for words in when for time in read_time(words, published=published))
    return found
