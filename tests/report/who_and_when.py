"""Actors, offices and events of the hand-made dossiers of the page's tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from summariser.reconcile.dossier import (
    Claim,
    Conflict,
    Happening,
    Holding,
    Mention,
    Office,
    ResolvedActor,
    StanceHeld,
)
from summariser.records import ArticleSummary, Grounded, TimeRef
from tests.report.said import Said, id_, record_ref, series


def actors(summaries: Sequence[ArticleSummary]) -> Iterator[ResolvedActor]:
    """Yield an actor for every name, with the stances of the reactions under that very name."""
    mentions: dict[str, list[Said]] = {}
    stances: dict[str, list[Said]] = {}
    for summary in summaries:
        for kept in summary.actors:
            mentions.setdefault(kept.record.name, []).append(Said(summary.meta.id, kept, "actors"))
        for reaction in summary.reactions:
            stances.setdefault(reaction.record.speaker, []).append(
                Said(summary.meta.id, reaction, "reactions")
            )
    for name, found in mentions.items():
        documents = tuple(dict.fromkeys(said.document for said in found))
        first = found[0].kept.record
        yield ResolvedActor(
            id=id_("actor", name),
            name=name,
            type=first.type,
            country=first.country,
            role=first.primary_role,
            mentions=tuple(_mention(said) for said in found),
            stances=tuple(_held(said) for said in stances.get(name, ())),
            documents=documents,
            sources=len(documents),
        )


def _mention(said: Said) -> Mention:
    actor = said.kept.record
    return Mention(
        document=said.document,
        record_id=said.kept.id,
        name=actor.name,
        surface_forms=tuple(actor.surface_forms),
        role=actor.primary_role,
        office=actor.office_as_stated,
    )


def _held(said: Said) -> StanceHeld:
    reaction = said.kept.record
    return StanceHeld(
        document=said.document,
        record_id=said.kept.id,
        target=str(reaction.target),
        stance=reaction.stance,
        summary=reaction.summary,
    )


def timeline(summaries: Sequence[ArticleSummary], conflicts: Sequence[Conflict]) -> Iterator[Happening]:
    """Yield an event for every statement; a leak is contested."""
    found: dict[str, list[Said]] = {}
    for summary in summaries:
        for kept in summary.events:
            name = f"{kept.record.statement}{series(summary.meta.id)}"
            found.setdefault(name, []).append(Said(summary.meta.id, kept, "events"))
    for name, members in found.items():
        kept = members[0].kept
        times = [time for time in kept.values.get("when", ()) if isinstance(time, TimeRef) and time.start]
        event = kept.record
        yield Happening(
            id=id_("event", name),
            kind=event.kind,
            title=event.statement,
            time=times[0] if times else None,
            when=tuple(event.when),
            places=tuple(event.places),
            participants=tuple(event.participants),
            records=tuple(record_ref(said) for said in members),
            documents=tuple(said.document for said in members),
            sources=len(members),
            contested=(conflicts[0].id,) if event.kind == "leak" and conflicts else (),
        )


def offices(summaries: Sequence[ArticleSummary]) -> Iterator[Office]:
    """Yield one office with two holders, from actors whose office the first article states."""
    stated = [kept for kept in summaries[0].actors if kept.record.office_as_stated][:2]
    if len(stated) == 2:
        yield Office(
            id="office-1",
            office=stated[0].record.office_as_stated,
            country="United States",
            holders=tuple(_holding(summaries[0].meta.id, kept) for kept in stated),
        )


def _holding(document: str, kept: Grounded[Any]) -> Holding:
    claim = Claim(
        document=document,
        record_type="actors",
        record_id=kept.id,
        slot="holder",
        value=kept.record.name,
        evidence=kept.evidence,
    )
    return Holding(
        actor=id_("actor", kept.record.name),
        name=kept.record.name,
        former=False,
        claims=(claim,),
        documents=(document,),
    )
