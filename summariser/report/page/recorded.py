"""The records of one article as the page shows them, one function for each kind; other kinds by their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from summariser.fold import fold
from summariser.records import (
    Actor,
    DisputedPoint,
    Event,
    Evidence,
    Grounded,
    PlanTerm,
    Position,
    Reaction,
    Rejected,
    TimeRef,
)
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS, REACTIONS
from summariser.report.contents import label, quotes
from summariser.report.flat import filled
from summariser.report.page.context import Context
from summariser.report.page.lookup import Detail, fragment
from summariser.report.page.quoting import Quote, quote
from summariser.report.phrases import SUSPICIOUS, computed, listed, source, title, words


class Entry(NamedTuple):
    """What a reader sees of a record, or of one position inside it.

    Attributes:
        head: What stands for it.
        say: What it says, in one sentence; may be "".
        labels: Its labels, as words.
        details: Its filled fields.
    """

    head: str
    say: str = ""
    labels: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()


class Part(NamedTuple):
    """One position inside a record, with the quotes that prove it."""

    entry: Entry
    quotes: tuple[Quote, ...]


class RecordView(NamedTuple):
    """One kept record.

    Attributes:
        id: Its fragment.
        keys: What filters choose it by, beside its article.
        parts: Records inside it.
        quotes: The quotes that belong to it as a whole.
    """

    id: str
    keys: str
    entry: Entry
    parts: tuple[Part, ...]
    quotes: tuple[Quote, ...]


class RejectedView(NamedTuple):
    """One record that could not be proved.

    Attributes:
        why: The reason, in words.
        detail: The words or field at fault.
        given: The quotes as the model gave them.
    """

    kind: str
    head: str
    why: str
    detail: str
    given: tuple[str, ...]


def record(document: str, kind: str, kept: Grounded[Any], page: Context) -> RecordView:
    """Return the view of a kept record."""
    parts, left = _parts(kept, page)
    shown = _filled(ENTRIES.get(kind, _plain)(kept))
    return RecordView(
        id=fragment(kept.id),
        keys=page.kinds.record(document, kept),
        entry=shown._replace(labels=(SUSPICIOUS, *shown.labels)) if kept.suspicious else shown,
        parts=parts,
        quotes=tuple(quote(evidence, kept.id, page.look) for evidence in left),
    )


def in_order(kind: str, kept: Sequence[Grounded[Any]]) -> list[Grounded[Any]]:
    """Return records in reading order: events by their day, those without one last; others as they come."""
    return sorted(kept, key=_first_day) if kind == EVENTS.name else list(kept)


def rejected(item: Rejected[Any]) -> RejectedView:
    """Return the view of a record that could not be proved."""
    return RejectedView(
        kind=words(item.record_type),
        head=label(item.record),
        why=item.reason.definition,
        detail=item.detail,
        given=tuple(quotes(item.record)),
    )


def _parts(kept: Grounded[Any], page: Context) -> tuple[tuple[Part, ...], list[Evidence]]:
    """Return the records inside a record with their quotes, and the evidence that belongs to none of them."""
    left = list(kept.evidence)
    parts = []
    for position in kept.record.positions if isinstance(kept.record, DisputedPoint) else ():
        proofs = [evidence for evidence in left if _is_part(evidence, quotes(position))]
        left = [evidence for evidence in left if evidence not in proofs]
        shown = tuple(quote(evidence, kept.id, page.look) for evidence in proofs)
        parts.append(Part(_filled(_position(position)), shown))
    return tuple(parts), left


def _is_part(evidence: Evidence, given: Iterable[str]) -> bool:
    """Return whether the evidence is one of these quotes, or one part of a quote with an ellipsis."""
    return any(fold(evidence.quote) in fold(words) for words in given)


def _filled(entry: Entry) -> Entry:
    """Return `entry` without empty labels and details."""
    return entry._replace(
        labels=tuple(words(name) for name in entry.labels if name),
        details=tuple(detail for detail in entry.details if detail.words),
    )


def _plan_term(kept: Grounded[PlanTerm]) -> Entry:
    term = kept.record
    named = "" if term.plan == "main" else term.plan_label or "unnamed"
    return Entry(
        term.topic,
        term.statement,
        (title(term.category), term.force, term.status, term.hedge),
        (
            Detail(f"{words(term.plan)} plan", named),
            Detail("binds", listed(term.obligor)),
            Detail("if", term.condition or ""),
            _read(kept, "value", term.value),
            _read(kept, "deadline", term.deadline),
            Detail("places", listed(term.places)),
            Detail("source", source(term.attribution)),
        ),
    )


def _actor(kept: Grounded[Actor]) -> Entry:
    actor = kept.record
    return Entry(
        actor.name,
        "",
        (actor.type, actor.primary_role),
        (
            Detail("office as stated", actor.office_as_stated or ""),
            Detail("country", actor.country or ""),
            Detail("affiliation", actor.affiliation or ""),
            Detail("also called", listed(form for form in actor.surface_forms if form != actor.name)),
        ),
    )


def _reaction(kept: Grounded[Reaction]) -> Entry:
    reaction = kept.record
    return Entry(
        reaction.speaker,
        reaction.summary,
        (reaction.stance, reaction.act, f"on the {words(reaction.target)}", reaction.hedge),
        (
            Detail("for", reaction.on_behalf_of or ""),
            _read(kept, "value", reaction.value),
            Detail("where", listed(reaction.places)),
            _read(kept, "when", listed(reaction.when)),
            Detail("source", source(reaction.attribution)),
        ),
    )


def _disputed_point(kept: Grounded[DisputedPoint]) -> Entry:
    point = kept.record
    return Entry(point.question, "", (point.type,), (Detail("settled", point.resolution_in_text or ""),))


def _position(position: Position) -> Entry:
    return Entry(position.holder, position.claim, (), (Detail("source", source(position.attribution)),))


def _event(kept: Grounded[Event]) -> Entry:
    event = kept.record
    return Entry(
        title(event.kind),
        event.statement,
        (event.hedge,),
        (
            _read(kept, "when", listed(event.when)),
            Detail("with", listed(event.participants)),
            Detail("where", listed(event.places)),
            Detail("source", source(event.attribution)),
        ),
    )


def _plain(kept: Grounded[Any]) -> Entry:
    """Return a record of a kind that has no function here: what stands for it, then every filled field."""
    main = label(kept.record)
    details = tuple(Detail(words(name), value) for name, value in filled(kept) if value != main)
    return Entry(main, "", (), details)


def _read(kept: Grounded[Any], field: str, verbatim: str | None) -> Detail:
    """Return the words of an amount or time, with what code read from them."""
    found = "; ".join(computed(value) for value in kept.values.get(field, ()))
    return Detail(field, f"“{verbatim}”" if verbatim else "", found)


def _first_day(kept: Grounded[Any]) -> date:
    times = [value for value in kept.values.get("when", ()) if isinstance(value, TimeRef)]
    return min((time.start for time in times if time.start), default=date.max)


ENTRIES: dict[str, Callable[[Grounded[Any]], Entry]] = {
    PLAN_TERMS.name: _plan_term,
    ACTORS.name: _actor,
    REACTIONS.name: _reaction,
    DISPUTED_POINTS.name: _disputed_point,
    EVENTS.name: _event,
}
"""How the shipped kinds are shown."""
