"""Actors with the stances articles report of them, and the offices articles give them, as the page shows them."""

from __future__ import annotations

from typing import NamedTuple

from summariser.reconcile.dossier import Dossier, Holding, Office, ResolvedActor
from summariser.records.vocabulary import Stance
from summariser.report.page.context import Context
from summariser.report.page.lookup import Ref, fragment, one_each
from summariser.report.page.signs import STANCES, Sign
from summariser.report.phrases import words

SHOWN = 3
"""Most lines of one actor's stances that are shown without unfolding."""


REPORTS = 3
"""Most reports of one stance whose words are shown; of the others only where they are."""


class Report(NamedTuple):
    """What one article reports of a stance."""

    summary: str
    ref: Ref


class StanceLine(NamedTuple):
    """One stance of an actor towards one target, with every article that reports it.

    Attributes:
        reports: What the first articles report.
        also: Links to the sentences of the others.
    """

    sign: Sign
    target: str
    reports: tuple[Report, ...]
    also: tuple[Ref, ...]


class ActorView(NamedTuple):
    """One actor.

    Attributes:
        ties: Type, country, as words.
        offices: The offices as articles state them, each with where.
        lines: The first stances.
        others: The rest, to unfold.
        refs: Links to the sentences that name the actor, one for each article.
    """

    id: str
    keys: str
    name: str
    role: str
    ties: str
    offices: tuple[tuple[str, tuple[Ref, ...]], ...]
    lines: tuple[StanceLine, ...]
    others: tuple[StanceLine, ...]
    refs: tuple[Ref, ...]


class HolderView(NamedTuple):
    """One person whom articles name as holder of an office."""

    name: str
    former: bool
    refs: tuple[Ref, ...]


class OfficeView(NamedTuple):
    """One office and whom articles name.

    Attributes:
        contested: Whether articles name different persons as its present holder.
    """

    keys: str
    office: str
    country: str
    contested: bool
    holders: tuple[HolderView, ...]


def actors(dossier: Dossier, page: Context) -> tuple[tuple[ActorView, ...], tuple[ActorView, ...]]:
    """Return the actors with a stated stance, and the others, those in most sources first."""
    ranked = sorted(
        dossier.actors, key=lambda actor: (-actor.sources, -len(actor.stances), actor.name, actor.id)
    )
    views = [_actor(actor, page) for actor in ranked]
    return tuple(view for view in views if view.lines), tuple(view for view in views if not view.lines)


def offices(dossier: Dossier, page: Context) -> tuple[OfficeView, ...]:
    """Return the offices, those with more than one present holder first."""
    views = [_office(office, page) for office in dossier.offices]
    return tuple(sorted(views, key=lambda view: not view.contested))


def _actor(actor: ResolvedActor, page: Context) -> ActorView:
    lines = _stances(actor, page)
    return ActorView(
        id=f"actor-{fragment(actor.id)}",
        keys=page.kinds.actor([actor.id], actor.documents, _records(actor)),
        name=actor.name,
        role=words(actor.role),
        ties=" · ".join(part for part in (words(actor.type), actor.country) if part),
        offices=_offices_stated(actor, page),
        lines=lines[:SHOWN],
        others=lines[SHOWN:],
        refs=one_each(page.look.ref(mention.document, mention.record_id) for mention in actor.mentions),
    )


def _records(actor: ResolvedActor) -> list[tuple[str, str]]:
    mentions = [(mention.document, mention.record_id) for mention in actor.mentions]
    return mentions + [(held.document, held.record_id) for held in actor.stances]


def _stances(actor: ResolvedActor, page: Context) -> tuple[StanceLine, ...]:
    """Return the stances by target, the plan first, then from support to opposition; those none states are left out."""
    found: dict[tuple[str, Stance], list[Report]] = {}
    order = list(STANCES)
    for held in sorted(
        actor.stances, key=lambda held: (held.target != "plan", held.target, order.index(held.stance))
    ):
        if held.stance is not Stance.NONE_STATED:
            report = Report(held.summary, page.look.ref(held.document, held.record_id))
            found.setdefault((held.target, held.stance), []).append(report)
    return tuple(
        StanceLine(
            STANCES[stance],
            words(target),
            tuple(said[:REPORTS]),
            tuple(report.ref for report in said[REPORTS:]),
        )
        for (target, stance), said in found.items()
    )


def _offices_stated(actor: ResolvedActor, page: Context) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
    found: dict[str, list[Ref]] = {}
    for mention in actor.mentions:
        if mention.office:
            found.setdefault(mention.office, []).append(page.look.ref(mention.document, mention.record_id))
    return tuple((office, tuple(refs)) for office, refs in found.items())


def _office(office: Office, page: Context) -> OfficeView:
    present = {holding.actor for holding in office.holders if not holding.former}
    documents = [document for holding in office.holders for document in holding.documents]
    return OfficeView(
        keys=page.kinds.actor([holding.actor for holding in office.holders], documents),
        office=office.office,
        country=office.country or "",
        contested=len(present) > 1,
        holders=tuple(_holder(holding, page) for holding in office.holders),
    )


def _holder(holding: Holding, page: Context) -> HolderView:
    refs = one_each(page.look.ref(claim.document, claim.record_id) for claim in holding.claims)
    return HolderView(holding.name, holding.former, refs)
