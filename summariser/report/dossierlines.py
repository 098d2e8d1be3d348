"""The dossier as Markdown: terms by article, conflicts, agreements, actors, offices, timeline, articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summariser.reconcile import Agreement, Cell, Claim, Conflict, Dossier, ResolvedActor
from summariser.records.vocabulary import ConflictRelation
from summariser.report.phrases import computed, listed, plural, words
from summariser.report.sections import Lines, say, table

SIGNS: dict[ConflictRelation | None, str] = {
    None: "·",
    ConflictRelation.AGREE: "✓",
    ConflictRelation.REFINE: "⊂",
    ConflictRelation.CONTRADICT: "≠",
    ConflictRelation.SUPERSEDED: "↻",
    ConflictRelation.DIFFER_FRAMING: "◐",
    ConflictRelation.UNRELATED_LOOKALIKE: "·",
    ConflictRelation.SILENT: "–",
}
"""One sign for each relation of a cell; None is the only article that speaks of a topic."""

LEGEND = (
    "✓ agrees · ⊂ more or less specific · ≠ contradicts · ↻ superseded · ◐ other framing · · alone · – silent"
)


def dossier_lines(dossier: Dossier) -> Lines:
    """Yield the dossier's sections; nothing of an empty one."""
    if not dossier.documents:
        return
    names = {card.id: str(number) for number, card in enumerate(dossier.documents, start=1)}
    yield from _terms(dossier, names)
    yield from _conflicts(dossier, names)
    yield from _agreements(dossier, names)
    yield from _actors(dossier, names)
    yield from _timeline(dossier, names)
    yield from _cards(dossier, names)
    if dossier.undecided:
        yield ""
        yield (
            f"{plural(len(dossier.undecided), 'pair')} of records could not be decided by a rule and"
            " has no answer yet; such pairs are neither agreements nor conflicts."
        )


def cell_text(cell: Cell) -> str:
    """Return a cell of the table of terms: its sign and what the article says."""
    sign = SIGNS[cell.relation]
    return f"{sign} {cell.value}".strip()


def _terms(dossier: Dossier, names: dict[str, str]) -> Lines:
    if not dossier.coverage:
        return
    about = [card.id for card in dossier.documents if not card.off_topic]
    plans = {plan.id: plan for plan in dossier.plan_documents}
    of = {term.id: plans[term.plan] for term in dossier.terms}
    yield from ("", "## What the plan says", "", f"Columns are the articles by their number. {LEGEND}.", "")
    head = ("Term", "Document", "Sources", *(names[document] for document in about))
    sources = {term.id: term.sources for term in dossier.terms}
    rows = (
        (
            say(row.topic),
            say(of[row.subject].label or words(of[row.subject].kind)),
            str(sources[row.subject]),
            *(say(cell_text(cell)) for cell in row.cells),
        )
        for row in dossier.coverage
    )
    yield from table(head, rows)


def _conflicts(dossier: Dossier, names: dict[str, str]) -> Lines:
    yield from ("", f"## Conflicts ({len(dossier.conflicts)})")
    if not dossier.conflicts:
        yield from ("", "None was found.")
    for number, conflict in enumerate(dossier.conflicts, start=1):
        yield from conflict_lines(number, conflict, names)


def conflict_lines(number: int, conflict: Conflict, names: Mapping[str, str]) -> Lines:
    """Yield one conflict under its number; `names` is what stands for each article."""
    yield ""
    yield f"### {number}. {say(conflict.question)}"
    yield ""
    yield (
        f"{SIGNS[conflict.relation]} {words(conflict.relation)}, {conflict.severity},"
        f" {words(conflict.type)} · rule `{conflict.rule}`: {say(conflict.explanation)} · `{conflict.id}`"
    )
    yield ""
    for group in conflict.groups:
        counted = _counted(len(group.documents), group.sources, group.independent)
        yield f"- **{say(group.value)}** ({counted})"
        for place in group.claims:
            yield f"  - {_claim(conflict.claims[place], names)}"


def _claim(claim: Claim, names: Mapping[str, str]) -> str:
    said = f", said by {say(claim.holder_name)}" if claim.holder_name else ""
    taken = f", from {say(claim.outlet)}" if claim.outlet else ""
    quote = f": “{say(claim.evidence[0].quote)}”" if claim.evidence else ""
    return f"article {names[claim.document]}{said}{taken}{quote}"


def _counted(articles: int, sources: int, independent: int) -> str:
    said = plural(articles, "article")
    if sources != articles:
        said += f", {plural(sources, 'source')}"
    if independent != sources:
        said += f", {independent} independent"
    return said


def _agreements(dossier: Dossier, names: dict[str, str]) -> Lines:
    if not dossier.agreements:
        return
    yield from ("", f"## Agreements ({len(dossier.agreements)})", "")
    rows = (
        (
            say(one.topic),
            words(one.type),
            f"{SIGNS[one.relation]} {words(one.relation)}",
            say(one.value),
            _articles(one, names),
        )
        for one in dossier.agreements
    )
    yield from table(("About", "In", "Relation", "Value", "Articles"), rows)


def _articles(agreement: Agreement, names: dict[str, str]) -> str:
    listing = listed(names[document] for document in agreement.documents)
    counted = _counted(len(agreement.documents), agreement.sources, agreement.independent)
    return f"{listing} ({counted})"


def _actors(dossier: Dossier, names: dict[str, str]) -> Lines:
    shared = [actor for actor in dossier.actors if actor.sources > 1 or actor.stances]
    if not shared:
        return
    yield from ("", "## Actors", "", "Those named by two sources, or with a stance.", "")
    rows = (
        (
            say(actor.name),
            words(actor.type),
            words(actor.role),
            say(_stances(actor, names)),
            listed(names[document] for document in actor.documents),
        )
        for actor in shared
    )
    yield from table(("Actor", "Type", "Role", "Stance on the plan", "Articles"), rows)


def _stances(actor: ResolvedActor, names: dict[str, str]) -> str:
    held = [one for one in actor.stances if one.target == "plan"]
    return listed(dict.fromkeys(f"{words(one.stance)} ({names[one.document]})" for one in held))


def _timeline(dossier: Dossier, names: dict[str, str]) -> Lines:
    if not dossier.timeline:
        return
    yield from ("", "## Timeline", "")
    rows = (
        (
            say(computed(one.time) if one.time else listed(one.when) or "no date"),
            say(words(one.kind)),
            say(one.title) + (" ≠" if one.contested else ""),
            listed(names[document] for document in one.documents),
        )
        for one in dossier.timeline
    )
    yield from table(("When", "Kind", "Event", "Articles"), rows)


def _cards(dossier: Dossier, names: dict[str, str]) -> Lines:
    yield from ("", "## The articles side by side", "")
    yield "Shares and counts only: nothing here says whether an article is right."
    yield ""
    rows = (
        (
            names[card.id],
            say(card.headline or card.id),
            say(card.publisher or "–"),
            f"{card.attributed:.0%}",
            f"{card.anonymous:.0%}",
            f"{card.alone} of {card.topics}",
            str(card.disputed),
            _notes(dossier, card.id, off_topic=card.off_topic),
        )
        for card in dossier.documents
    )
    head = ("", "Article", "Publisher", "Attributed", "Unnamed", "Alone on", "In conflicts", "")
    yield from table(head, rows)


def _notes(dossier: Dossier, document: str, *, off_topic: bool) -> str:
    copies: Sequence[str] = next(
        (source.documents for source in dossier.sources if document in source.documents), ()
    )
    copied = f"one source with {listed(sorted(set(copies) - {document}))}" if len(copies) > 1 else ""
    return listed(note for note in ("off topic" if off_topic else "", copied) if note)
