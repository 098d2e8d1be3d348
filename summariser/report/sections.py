"""The Markdown sections of one article, one function per kind of record.

Whatever comes from an article, a model or a user passes through `say`, which
leaves nothing that Markdown or HTML would obey; layout is added around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from summariser import sanitise
from summariser.fold import fold
from summariser.records import (
    Actor,
    DisputedPoint,
    Event,
    Evidence,
    Grounded,
    PlanTerm,
    Reaction,
    Rejected,
    TimeRef,
)
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS, REACTIONS
from summariser.report.contents import label, quotes
from summariser.report.flat import filled
from summariser.report.phrases import SUSPICIOUS, computed, listed, source, title, words

Lines = Iterator[str]
Section = Callable[[Sequence[Grounded[Any]]], Lines]


def section(name: str, kept: Sequence[Grounded[Any]]) -> Lines:
    """Yield the lines of one record list, its heading first; lists of any type have a section."""
    yield from ("", f"### {say(title(name))} ({len(kept)})", "")
    if kept:
        yield from SECTIONS.get(name, _plain)(kept)
    else:
        yield "None found."


def rejected(items: Sequence[Rejected[Any]]) -> Lines:
    """Yield the lines of the records that could not be proved, each with the reason."""
    if not items:
        return
    yield from ("", f"### Rejected ({len(items)})", "")
    yield "Found by the model and not proved by the article. They count nowhere."
    yield ""
    for item in items:
        why = f"{item.reason.definition}: {item.detail}" if item.detail else item.reason.definition
        yield f"- {say(words(item.record_type))}: **{say(label(item.record))}** ({say(why)})"


def say(words: str) -> str:
    """Return Markdown that shows `words` on one line and does nothing else."""
    return sanitise.markdown_cell(words)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], align: str = "") -> Lines:
    """Yield the lines of a table; a column whose letter in `align` is `r` is set to the right."""
    rule = ("--:" if letter == "r" else "---" for letter in align.ljust(len(head)))
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(rule)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plan_terms(kept: Sequence[Grounded[PlanTerm]]) -> Lines:
    """Yield the terms by category, in the order in which the article brings the categories up."""
    for category in dict.fromkeys(item.record.category for item in sorted(kept, key=_position)):
        yield from (f"#### {say(title(category))}", "")
        for item in kept:
            if item.record.category == category:
                yield from _term(item)


def _term(item: Grounded[PlanTerm]) -> Lines:
    term = item.record
    yield from _entry(
        f"**{say(term.topic)}**: {say(term.statement)}",
        [
            _flag(item),
            _labels(term.force, term.status, term.hedge),
            _named(f"{term.plan} plan", term.plan_label or "unnamed") if term.plan != "main" else "",
            _named("binds", listed(term.obligor)),
            _named("if", term.condition),
            _read(item, "value", term.value),
            _read(item, "deadline", term.deadline),
            _named("places", listed(term.places)),
            _named("source", source(term.attribution)),
        ],
        item.evidence,
    )


def _actors(kept: Sequence[Grounded[Actor]]) -> Lines:
    head = ("Name", "Type", "Role", "Office as stated", "Country, affiliation", "Also called", "Where")
    yield from table(head, (_actor(item) for item in kept))


def _actor(item: Grounded[Actor]) -> tuple[str, ...]:
    actor = item.record
    ties = listed(tie for tie in (actor.country, actor.affiliation) if tie)
    others = listed(form for form in actor.surface_forms if form != actor.name)
    where = ", ".join(_place(evidence) for evidence in item.evidence[:1])
    said = (
        actor.name,
        words(actor.type),
        words(actor.primary_role),
        actor.office_as_stated or "",
        ties,
        others,
    )
    return (*map(say, said), f"{where} {_flag(item)}".rstrip())


def _reactions(kept: Sequence[Grounded[Reaction]]) -> Lines:
    for item in kept:
        reaction = item.record
        yield from _entry(
            f"**{say(reaction.speaker)}**: {say(reaction.summary)}",
            [
                _flag(item),
                _labels(reaction.stance, reaction.act, f"on the {words(reaction.target)}", reaction.hedge),
                _named("for", reaction.on_behalf_of),
                _read(item, "value", reaction.value),
                _named("where", listed(reaction.places)),
                _read(item, "when", listed(reaction.when)),
                _named("source", source(reaction.attribution)),
            ],
            item.evidence,
        )


def _disputed_points(kept: Sequence[Grounded[DisputedPoint]]) -> Lines:
    for item in kept:
        point = item.record
        settled = _named("settled", point.resolution_in_text)
        yield from _entry(f"**{say(point.question)}**", [_flag(item), _labels(point.type), settled], ())
        left = list(item.evidence)
        for position in point.positions:
            proofs = [evidence for evidence in left if _is_part(evidence, quotes(position))]
            left = [evidence for evidence in left if evidence not in proofs]
            said = _named("source", source(position.attribution))
            head = f"**{say(position.holder)}**: {say(position.claim)}"
            yield from _indented(_entry(head, [said], proofs))
        yield from _indented(_quotes(left))


def _events(kept: Sequence[Grounded[Event]]) -> Lines:
    """Yield the events in the order of their dates, those without one last."""
    for item in sorted(kept, key=lambda event: (_first_day(event) or date.max, _position(event))):
        event = item.record
        yield from _entry(
            f"**{_day(item)}** {say(words(event.kind))}: {say(event.statement)}",
            [
                _flag(item),
                _labels(event.hedge),
                _named("with", listed(event.participants)),
                _named("where", listed(event.places)),
                _read(item, "when", listed(event.when)),
                _named("source", source(event.attribution)),
            ],
            item.evidence,
        )


def _plain(kept: Sequence[Grounded[Any]]) -> Lines:
    """Yield records of a type that has no section of its own: what stands for it, then every filled field."""
    for item in kept:
        main = label(item.record)
        fields = [_named(words(name), value) for name, value in filled(item) if value != main]
        yield from _entry(f"**{say(main)}**", [_flag(item), *fields], item.evidence)


def _entry(head: str, details: Iterable[str], evidence: Iterable[Evidence]) -> Lines:
    """Yield a list item: a head, the details that are not empty, the quotes."""
    yield from (f"- {head}", "")
    filled = [detail for detail in details if detail]
    if filled:
        yield from (f"  {' · '.join(filled)}", "")
    yield from _indented(_quotes(evidence))


def _quotes(evidence: Iterable[Evidence]) -> Lines:
    for item in evidence:
        yield from (f"> {say(item.quote)} {_place(item)}", "")


def _indented(lines: Lines) -> Lines:
    for line in lines:
        yield f"  {line}" if line else ""


def _place(evidence: Evidence) -> str:
    """Return where a quote stands; the zone is said when it is not the body."""
    zone = "" if evidence.zone == "body" else f" {words(evidence.zone)}"
    return f"`{evidence.span.start}–{evidence.span.end}{zone}`"


def _labels(*labels: str) -> str:
    return f"*{', '.join(say(words(label)) for label in labels if label)}*"


def _flag(item: Grounded[Any]) -> str:
    return f"**{say(SUSPICIOUS)}**" if item.suspicious else ""


def _named(name: str, value: str | None) -> str:
    return f"{say(name)}: {say(value)}" if value else ""


def _read(item: Grounded[Any], field: str, verbatim: str | None) -> str:
    """Return the words of an amount or time, with what code read from them."""
    if not verbatim:
        return ""
    found = "; ".join(computed(value) for value in item.values.get(field, ()))
    return f"{field}: “{say(verbatim)}”" + (f" = {say(found)}" if found else "")


def _is_part(evidence: Evidence, given: Iterable[str]) -> bool:
    """Return whether the evidence is one of these quotes, or one part of a quote with an ellipsis."""
    return any(fold(evidence.quote) in fold(quote) for quote in given)


def _first_day(item: Grounded[Event]) -> date | None:
    times = [value for value in item.values.get("when", ()) if isinstance(value, TimeRef)]
    return min((time.start for time in times if time.start), default=None)


def _day(item: Grounded[Event]) -> str:
    times = [value for value in item.values.get("when", ()) if isinstance(value, TimeRef) and value.start]
    return computed(min(times, key=lambda time: time.start or date.max)) if times else "Undated"


def _position(item: Grounded[Any]) -> int:
    return item.evidence[0].span.start if item.evidence else 0


SECTIONS: dict[str, Section] = {
    PLAN_TERMS.name: _plan_terms,
    ACTORS.name: _actors,
    REACTIONS.name: _reactions,
    DISPUTED_POINTS.name: _disputed_points,
    EVENTS.name: _events,
}
"""How the shipped record types are shown; any other is shown by its fields."""
