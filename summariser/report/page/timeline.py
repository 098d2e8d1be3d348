"""Plan documents and the timeline of events, as the page shows them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from summariser.reconcile.dossier import Dossier, Happening, PlanDocument
from summariser.records.vocabulary import PlanRef
from summariser.report.page.context import Context
from summariser.report.page.dates import time
from summariser.report.page.lookup import Detail, Ref, fragment, one_each
from summariser.report.phrases import listed, plural, words

_ORDER = (PlanRef.MAIN, PlanRef.REVISED, PlanRef.COUNTER, PlanRef.OTHER)


class PlanView(NamedTuple):
    """One version of a plan: what it is, and what each article calls it."""

    label: str
    kind: str
    facts: str
    names: tuple[tuple[str, tuple[Ref, ...]], ...]


class EventView(NamedTuple):
    """One event.

    Attributes:
        when: The day or days, as words; "" when not known.
        details: The articles' own words for the time, where it was and who took part.
        refs: Links to the sentences, one for each article.
        contested: Links to the conflicts about it.
    """

    id: str
    keys: str
    when: str
    kind: str
    title: str
    details: tuple[Detail, ...]
    refs: tuple[Ref, ...]
    contested: tuple[str, ...]


def plans(dossier: Dossier, page: Context) -> tuple[PlanView, ...]:
    """Return the plan documents: the main plan, then its revisions and rivals."""
    ordered = sorted(dossier.plan_documents, key=lambda plan: _ORDER.index(plan.kind))
    return tuple(_plan(plan, page) for plan in ordered)


def timeline(dossier: Dossier, page: Context) -> tuple[tuple[EventView, ...], tuple[EventView, ...]]:
    """Return the events with a date, in their order, and those without."""
    ordered = sorted(dossier.timeline, key=_first_day)
    views = [(event, _event(event, page)) for event in ordered]
    dated = tuple(view for event, view in views if _is_dated(event))
    return dated, tuple(view for event, view in views if not _is_dated(event))


def _plan(plan: PlanDocument, page: Context) -> PlanView:
    called: dict[str, list[Ref]] = {}
    for mention in plan.mentions:
        if mention.label:
            called.setdefault(mention.label, []).append(page.look.article(mention.document))
    facts = plural(plan.points, "point") if plan.points is not None else ""
    names = tuple((name, tuple(refs)) for name, refs in called.items())
    return PlanView(plan.label or "without a name", words(plan.kind), facts, names)


def _event(event: Happening, page: Context) -> EventView:
    pairs = [(ref.document, ref.record) for ref in event.records]
    details = (
        Detail("said", listed(f"“{when}”" for when in event.when)),
        Detail("where", listed(event.places)),
        Detail("with", listed(event.participants)),
    )
    return EventView(
        id=f"event-{fragment(event.id)}",
        keys=page.kinds.records(pairs),
        when=time(event.time) if _is_dated(event) else "",
        kind=words(event.kind),
        title=event.title,
        details=tuple(detail for detail in details if detail.words),
        refs=one_each(page.look.ref(ref.document, ref.record) for ref in event.records),
        contested=tuple(f"#{fragment(id_)}" for id_ in event.contested),
    )


def _is_dated(event: Happening) -> bool:
    return event.time is not None and event.time.start is not None


def _first_day(event: Happening) -> tuple[date, date, str]:
    if event.time is None or event.time.start is None:
        return date.max, date.max, event.id
    return event.time.start, event.time.end or event.time.start, event.id
