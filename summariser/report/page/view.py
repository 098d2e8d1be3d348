"""`View`, everything the template is given, in the order of the page."""

from __future__ import annotations

from typing import NamedTuple

from summariser.reconcile.dossier import Dossier
from summariser.report.contents import extent, goes_on
from summariser.report.page.actors import ActorView, OfficeView, actors, offices
from summariser.report.page.articles import ArticleView, articles
from summariser.report.page.compared import ComparedView, UndecidedView, agreements, conflicts, undecided
from summariser.report.page.context import Context, context
from summariser.report.page.facets import Filter, filters
from summariser.report.page.inputs import PageInput
from summariser.report.page.matrix import Matrix, matrix
from summariser.report.page.provenance import Provenance, provenance
from summariser.report.page.signs import RELATIONS, SEVERITIES, STANCES, Sign
from summariser.report.page.timeline import EventView, PlanView, plans, timeline
from summariser.report.phrases import plural


class Compared(NamedTuple):
    """The articles side by side; each pair of tuples is what is shown at once and what is folded away.

    Attributes:
        actors: Those with a stated stance, and the others.
        timeline: Events with a date, and without.
    """

    plans: tuple[PlanView, ...]
    matrix: Matrix
    conflicts: tuple[ComparedView, ...]
    agreements: tuple[ComparedView, ...]
    undecided: tuple[UndecidedView, ...]
    actors: tuple[tuple[ActorView, ...], tuple[ActorView, ...]]
    offices: tuple[OfficeView, ...]
    timeline: tuple[tuple[EventView, ...], tuple[EventView, ...]]


class View(NamedTuple):
    """The page.

    Attributes:
        title: Heading of the page.
        goes_on: What answers the articles that are still without an answer; "" when there is none.
        figures: How much of everything there is: a count, its noun, the section that shows it.
        compared: None when the articles were not set side by side.
        key: The signs that are explained, by what they say something about.
    """

    title: str
    goes_on: str
    figures: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...]
    compared: Compared | None
    articles: tuple[ArticleView, ...]
    provenance: Provenance
    key: tuple[tuple[str, tuple[Sign, ...]], ...]


def view(given: PageInput) -> View:
    """Return the view of a page."""
    page = context(given)
    compared = _compared(given.dossier, page) if given.dossier else None
    count = extent(given.rows, len(given.summaries))
    return View(
        title="What one article says of the plan"
        if count == "1 article"
        else f"What {count} say of the plan",
        goes_on=goes_on(given.rows),
        figures=_figures(given),
        filters=filters(page.kinds, page.look),
        compared=compared,
        articles=articles(given, page),
        provenance=provenance(given),
        key=(
            ("How articles stand to each other", tuple(RELATIONS.values())),
            ("How severe a conflict is", tuple(SEVERITIES.values())),
            ("What an actor thinks of the target", tuple(STANCES.values())),
        ),
    )


def _compared(dossier: Dossier, page: Context) -> Compared:
    return Compared(
        plans=plans(dossier, page),
        matrix=matrix(dossier, page),
        conflicts=conflicts(dossier, page),
        agreements=agreements(dossier, page),
        undecided=undecided(dossier, page),
        actors=actors(dossier, page),
        offices=offices(dossier, page),
        timeline=timeline(dossier, page),
    )


def _figures(given: PageInput) -> tuple[tuple[str, str], ...]:
    kept = sum(len(items) for summary in given.summaries for items in summary.records.values())
    rejected = sum(len(summary.rejected) for summary in given.summaries)
    ours = (
        (plural(len(given.summaries), "article"), "articles"),
        (f"{kept:,} records, {rejected} rejected", "articles"),
    )
    dossier = given.dossier
    if dossier is None:
        return ours
    hard = sum(conflict.severity == "hard" for conflict in dossier.conflicts)
    return (
        (plural(len(dossier.coverage), "topic"), "terms"),
        (f"{plural(len(dossier.conflicts), 'conflict')}, {hard} hard", "conflicts"),
        (plural(len(dossier.agreements), "agreement"), "agreements"),
        (plural(len(dossier.actors), "actor"), "actors"),
        (plural(len(dossier.timeline), "event"), "timeline"),
        *ours,
    )
