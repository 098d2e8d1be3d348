"""Sets articles side by side by hand, for tests of what shows a dossier.

The dossier holds true records with their true quotes. Which of them belong together
is written down here, so that a test of the page does not depend on the rules that
decide it in a run; every relation, severity and kind of part occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from summariser.reconcile.dossier import (
    Agreement,
    Card,
    Cell,
    Claim,
    Conflict,
    ConsolidatedTerm,
    CoverageRow,
    Dossier,
    DossierInputs,
    Group,
    PlanDocument,
    PlanMention,
    Severity,
    Slot,
    Source,
    Undecided,
)
from summariser.records import ArticleSummary, Grounded
from summariser.records.vocabulary import ConflictRelation, DisputeType
from tests.report.said import Said, id_, record_ref, series
from tests.report.who_and_when import actors, offices, timeline


class Topic(NamedTuple):
    """Terms that belong together: per article, by the first three letters of its id, their topic and relation."""

    name: str
    category: str
    terms: Mapping[str, tuple[str, str]]


TOPICS = (
    Topic(
        "army size cap",
        "force_limits",
        {
            "000": ("Ukrainian military cap", "contradict"),
            "001": ("Ukrainian military cap", "superseded"),
            "002": ("size of Ukraine's military", "refine"),
            "003": ("Ukrainian army cap", "contradict"),
        },
    ),
    Topic(
        "NATO membership",
        "alliance_alignment",
        {
            "000": ("NATO membership renunciation", "agree"),
            "001": ("NATO membership bar", "superseded"),
            "002": ("NATO membership ban", "agree"),
            "003": ("Ukraine's NATO self-bar", "agree"),
        },
    ),
    Topic(
        "cession of territory",
        "territory_status",
        {
            "000": ("cession of territory", "differ_framing"),
            "001": ("withdrawal from claimed territories", "refine"),
            "002": ("cession of land", "agree"),
            "003": ("Donbas withdrawal", "refine"),
            "004": ("territorial concessions", "differ_framing"),
        },
    ),
    Topic(
        "deadline for an answer",
        "process_implementation",
        {
            "002": ("deadline for accepting plan", "agree"),
            "003": ("acceptance deadline", "unrelated_lookalike"),
        },
    ),
)


def dossier_of(summaries: Sequence[ArticleSummary]) -> Dossier:
    """Return the articles side by side."""
    topics = list(_topics(summaries))
    rows = tuple(row for row, _, _ in topics)
    conflicts = tuple(conflict for _, _, found in topics for conflict in found)
    agreements = tuple(_agreement(row, said) for row, said, _ in topics if len(said) > 1)
    documents = tuple(summary.meta.id for summary in summaries)
    return Dossier(
        profile="peace",
        inputs=DossierInputs(
            profile="9" * 64, models=("some-model",), questions=3, answered=2, answered_by=("batch",)
        ),
        documents=tuple(_card(summary, rows, conflicts) for summary in summaries),
        sources=_sources(documents),
        plan_documents=_plans(summaries),
        terms=tuple(_term(row, said) for row, said, _ in topics),
        actors=tuple(actors(summaries)),
        agreements=agreements,
        conflicts=conflicts,
        timeline=tuple(timeline(summaries, conflicts)),
        offices=tuple(offices(summaries)),
        coverage=rows,
        undecided=_undecided(topics),
    )


def _topics(
    summaries: Sequence[ArticleSummary],
) -> Iterator[tuple[CoverageRow, list[Said], tuple[Conflict, ...]]]:
    """Yield every topic with its row, what is said under it, and its conflicts."""
    documents = [summary.meta.id for summary in summaries]
    found: dict[tuple[str, str], list[tuple[Said, ConflictRelation | None]]] = {}
    for summary in summaries:
        for kept in summary.plan_terms:
            name, category, relation = _topic_of(summary.meta.id, kept)
            found.setdefault((name, category), []).append((Said(summary.meta.id, kept), relation))
    for (name, category), members in found.items():
        subject = id_("term", name, category)
        conflicts = tuple(_conflicts(subject, name, members)) if len(members) > 1 else ()
        cells = tuple(_cell(document, members, conflicts) for document in documents)
        row = CoverageRow(subject=subject, topic=name, category=category, cells=cells)
        yield row, [said for said, _ in members], conflicts


def _topic_of(document: str, kept: Grounded[Any]) -> tuple[str, str, ConflictRelation | None]:
    """Return the topic a term falls under, its category, and how its article stands to the others."""
    ending = series(document)
    for topic in TOPICS:
        name, relation = topic.terms.get(document[:3], ("", ""))
        if name == kept.record.topic and not (
            name == "NATO membership bar" and kept.record.status == "proposed"
        ):
            return topic.name + ending, topic.category, ConflictRelation(relation)
    return kept.record.topic + ending, kept.record.category, ConflictRelation.AGREE if ending else None


def _cell(
    document: str, members: Iterable[tuple[Said, ConflictRelation | None]], conflicts: Iterable[Conflict]
) -> Cell:
    mine = [(said, relation) for said, relation in members if said.document == document]
    if not mine:
        return Cell(document=document, relation=ConflictRelation.SILENT, value="")
    ids = tuple(said.kept.id for said, _ in mine)
    return Cell(
        document=document,
        relation=mine[0][1],
        value=_value(mine[0][0]),
        records=ids,
        conflicts=tuple(
            each.id for each in conflicts if any(claim.record_id in ids for claim in each.claims)
        ),
    )


def _value(said: Said) -> str:
    record = said.kept.record
    return record.value or record.deadline or ", ".join(record.places) or str(record.force)


_KINDS: dict[str, tuple[ConflictRelation, Severity, DisputeType, Slot]] = {
    "army size cap": (ConflictRelation.CONTRADICT, "hard", DisputeType.NUMERIC, "value"),
    "NATO membership": (ConflictRelation.SUPERSEDED, "soft", DisputeType.TERM_STATUS, "status"),
    "cession of territory": (
        ConflictRelation.DIFFER_FRAMING,
        "framing",
        DisputeType.FAIRNESS_BALANCE,
        "statement",
    ),
}


def _conflicts(
    subject: str, name: str, members: Sequence[tuple[Said, ConflictRelation | None]]
) -> Iterator[Conflict]:
    for known, (relation, severity, kind, slot) in _KINDS.items():
        if not name.startswith(known):
            continue
        claims = tuple(_claim(said, slot) for said, _ in members)
        yield Conflict(
            id=id_("conflict", subject),
            subject=subject,
            topic=name,
            question=f"What do the articles say of the {name}?",
            type=kind,
            relation=relation,
            severity=severity,
            claims=claims,
            groups=tuple(_groups(claims)),
            rule="model" if severity == "framing" else "quantity.apart",
            explanation="The articles do not say the same about it.",
        )


def _claim(said: Said, slot: Slot) -> Claim:
    record = said.kept.record
    value = str(record.status) if slot == "status" else _value(said)
    attribution = record.attribution
    return Claim(
        document=said.document,
        record_type=said.kind,
        record_id=said.kept.id,
        slot=slot,
        value=value,
        holder=id_("actor", attribution.speaker) if attribution and attribution.speaker else None,
        holder_name=attribution.speaker if attribution else None,
        status=record.status,
        outlet="Reuters" if said.document.startswith("000") else None,
        evidence=said.kept.evidence,
    )


def _groups(claims: Sequence[Claim]) -> Iterator[Group]:
    for value in dict.fromkeys(claim.value for claim in claims):
        positions = tuple(number for number, claim in enumerate(claims) if claim.value == value)
        documents = tuple(claims[position].document for position in positions)
        yield Group(
            value=value,
            claims=positions,
            documents=documents,
            sources=len(documents),
            independent=max(1, len(documents) - 1),
        )


def _agreement(row: CoverageRow, said: Sequence[Said]) -> Agreement:
    claims = tuple(_claim(each, "force") for each in said)
    return Agreement(
        id=id_("agreement", row.subject),
        subject=row.subject,
        topic=row.topic,
        type=DisputeType.TERM_CONTENT,
        relation=ConflictRelation.AGREE,
        value="The term is in the plan.",
        claims=claims,
        documents=tuple(claim.document for claim in claims),
        sources=len(claims),
        independent=len(claims),
        rule="text.alike",
        explanation="Every one of them states it.",
    )


def _term(row: CoverageRow, said: Sequence[Said]) -> ConsolidatedTerm:
    return ConsolidatedTerm(
        id=row.subject,
        plan=f"plan-{said[0].kept.record.plan}",
        category=row.category,
        topic=row.topic,
        statement=max((each.kept.record.statement for each in said), key=len),
        records=tuple(record_ref(each) for each in said),
        documents=tuple(dict.fromkeys(each.document for each in said)),
        sources=len(said),
    )


def _plans(summaries: Sequence[ArticleSummary]) -> tuple[PlanDocument, ...]:
    labels = {"main": "28-point peace plan", "counter": "15-point blueprint", "revised": "the revised plan"}
    return tuple(
        PlanDocument(
            id=f"plan-{kind}",
            label=label,
            kind=kind,
            points=28 if kind == "main" else None,
            mentions=tuple(_plan_mentions(summaries, kind)),
        )
        for kind, label in labels.items()
    )


def _plan_mentions(summaries: Sequence[ArticleSummary], kind: str) -> Iterator[PlanMention]:
    for summary in summaries:
        terms = [kept.record for kept in summary.plan_terms if kept.record.plan == kind]
        if terms:
            label = next((term.plan_label for term in terms if term.plan_label), None)
            yield PlanMention(document=summary.meta.id, plan=terms[0].plan, label=label, terms=len(terms))


def _sources(documents: Sequence[str]) -> tuple[Source, ...]:
    """Return every article as a source, but the last two as one."""
    *alone, one, other = documents
    return (
        *(Source(id=f"source-{document}", documents=(document,), likeness="alone") for document in alone),
        Source(id="source-pair", documents=(one, other), likeness="near-duplicate"),
    )


def _card(summary: ArticleSummary, rows: Sequence[CoverageRow], conflicts: Sequence[Conflict]) -> Card:
    mine = summary.meta.id
    spoken = [row for row in rows if any(cell.document == mine and cell.records for cell in row.cells)]
    return Card(
        id=mine,
        sha256=summary.meta.sha256,
        headline=summary.meta.headline.value if summary.meta.headline else None,
        byline=summary.meta.byline.value if summary.meta.byline else None,
        publisher=summary.meta.publisher.value if summary.meta.publisher else None,
        published=summary.meta.published,
        source=f"source-{mine}",
        claims=sum(len(items) for items in summary.records.values()),
        attributed=0.4,
        anonymous=0.25,
        furniture=summary.meta.furniture_share,
        topics=len(spoken),
        alone=sum(sum(bool(cell.records) for cell in row.cells) == 1 for row in spoken),
        disputed=sum(any(claim.document == mine for claim in conflict.claims) for conflict in conflicts),
        off_topic=False,
    )


def _undecided(
    topics: Sequence[tuple[CoverageRow, list[Said], tuple[Conflict, ...]]],
) -> tuple[Undecided, ...]:
    pair = [each for _, said, _ in topics[:2] for each in said[:1]]
    if len(pair) < 2:
        return ()
    one, other = (record_ref(each) for each in pair)
    return (Undecided(question="question-1", kind="same_term", records=(one, other), reason="unanswered"),)
