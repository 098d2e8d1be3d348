"""What a reader sees first: actors, timeline, coverage by topic and article, and a card for each article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from summariser.normalise import name_key
from summariser.reconcile.actors import ActorMention
from summariser.reconcile.articles import Corpus, Item, compared
from summariser.reconcile.dossier import (
    Agreement,
    Card,
    Cell,
    Conflict,
    ConsolidatedTerm,
    CoverageRow,
    Happening,
    Mention,
    RecordRef,
    ResolvedActor,
    StanceHeld,
)
from summariser.reconcile.eventfindings import event_id
from summariser.reconcile.verdict import HARDNESS
from summariser.records import Event, PlanTerm, TimeRef
from summariser.records.vocabulary import ActorRole, ConflictRelation, SourceVisibility, TermStatus

_UNNAMED = frozenset(
    {
        SourceVisibility.UNNAMED_SPECIFIC,
        SourceVisibility.UNNAMED_PLURAL,
        SourceVisibility.COLLECTIVE_GENERIC,
        SourceVisibility.NONE,
    }
)
_STATED = ("plan_terms", "reactions", "events")
_FINEST = ("day", "week", "month", "season", "year")


class Index(NamedTuple):
    """Findings by the id of a record, then by their own id."""

    conflicts: Mapping[str, Mapping[str, Conflict]]
    agreements: Mapping[str, Mapping[str, Agreement]]


class Tally(NamedTuple):
    """What an article's card counts across the dossier."""

    topics: int = 0
    alone: int = 0
    disputed: int = 0


def resolved_actors(corpus: Corpus, stances: Mapping[str, Sequence[StanceHeld]]) -> tuple[ResolvedActor, ...]:
    """Return every actor, those that most sources name first."""
    actors = [
        _actor(actor, cluster, corpus, stances.get(actor, ())) for actor, cluster in corpus.clusters.items()
    ]
    return tuple(sorted(actors, key=lambda actor: (-actor.sources, actor.name.casefold(), actor.id)))


def consolidated(topic: str, plan: str, items: Sequence[Item], corpus: Corpus) -> ConsolidatedTerm:
    """Return one term of one plan document, told in the words of the article that says most."""
    fullest = min(items, key=lambda item: (-_filled(item.record), len(item.record.statement), item.key))
    documents = tuple(sorted({item.document for item in items}))
    return ConsolidatedTerm(
        id=f"{topic}.{plan}",
        plan=plan,
        category=_most_common(item.record.category for item in items),
        topic=_most_common(item.record.topic for item in items),
        statement=fullest.record.statement,
        records=refs(items),
        documents=documents,
        sources=corpus.sources.count(documents),
    )


def happening(items: Sequence[Item], corpus: Corpus, conflicts: Iterable[Conflict]) -> Happening:
    """Return one event, told in the words of the article that says most, at the finest time given."""
    key = event_id(items)
    fullest = min(items, key=lambda item: (-_filled(item.record), len(item.record.statement), item.key))
    documents = tuple(sorted({item.document for item in items}))
    people = {corpus.actor(item.document, name): name for item in items for name in item.record.participants}
    return Happening(
        id=key,
        kind=fullest.record.kind,
        title=fullest.record.statement,
        time=_time(items),
        when=_distinct(words for item in items for words in item.record.when),
        places=_distinct(place for item in items for place in item.record.places),
        participants=tuple(
            corpus.name(actor) if actor in corpus.clusters else name for actor, name in sorted(people.items())
        ),
        records=refs(items),
        documents=documents,
        sources=corpus.sources.count(documents),
        contested=tuple(sorted(conflict.id for conflict in conflicts if conflict.subject == key)),
    )


def coverage_row(
    term: ConsolidatedTerm,
    items: Sequence[Item],
    documents: Sequence[str],
    index: Index,
) -> CoverageRow:
    """Return what each article says of one term, and how that stands to the others."""
    by_document: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_document[item.document].append(item)
    cells = tuple(_cell(document, by_document.get(document, ()), index) for document in documents)
    return CoverageRow(subject=term.id, topic=term.topic, category=term.category, cells=cells)


def index_of(conflicts: Iterable[Conflict], agreements: Iterable[Agreement]) -> Index:
    """Return the findings by the records of their claims."""
    clashes: dict[str, dict[str, Conflict]] = defaultdict(dict)
    fits: dict[str, dict[str, Agreement]] = defaultdict(dict)
    for conflict in conflicts:
        for claim in conflict.claims:
            clashes[claim.record_id][conflict.id] = conflict
    for agreement in agreements:
        for claim in agreement.claims:
            fits[claim.record_id][agreement.id] = agreement
    return Index(clashes, fits)


def tallies(
    corpus: Corpus, coverage: Iterable[CoverageRow], conflicts: Iterable[Conflict]
) -> Mapping[str, Tally]:
    """Return how many topics each article speaks of, alone and not, and in how many conflicts it has a claim."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in coverage:
        speaking = [cell.document for cell in row.cells if cell.records]
        alone = corpus.sources.count(speaking) == 1
        for document in speaking:
            counts[document].update(("topics", "alone") if alone else ("topics",))
    for conflict in conflicts:
        for document in {claim.document for claim in conflict.claims}:
            counts[document].update(("disputed",))
    return {
        document: Tally(**{name: found[name] for name in Tally._fields}) for document, found in counts.items()
    }


def card(document: str, corpus: Corpus, tally: Tally) -> Card:
    """Return what a reader should know of one article."""
    summary = corpus.summaries[document]
    meta = summary.meta
    stated = [kept.record for kind in _STATED for kept in compared(summary, kind)]
    attributed = [record.attribution for record in stated if record.attribution]
    unnamed = [each for each in attributed if each.visibility in _UNNAMED and not each.speaker]
    return Card(
        id=document,
        sha256=meta.sha256,
        headline=meta.headline.value if meta.headline else None,
        byline=meta.byline.value if meta.byline else None,
        publisher=meta.publisher.value if meta.publisher else None,
        published=meta.published,
        source=corpus.sources.of[document],
        claims=len(stated),
        attributed=_share(len(attributed), len(stated)),
        anonymous=_share(len(unnamed), len(attributed)),
        furniture=meta.furniture_share,
        topics=tally.topics,
        alone=tally.alone,
        disputed=tally.disputed,
        off_topic=document in corpus.off_topic,
    )


def refs(items: Iterable[Item]) -> tuple[RecordRef, ...]:
    """Return what names the records, in the order of articles."""
    ordered = sorted(items, key=lambda item: (item.document, item.kept.id))
    return tuple(
        RecordRef(document=item.document, record_type=item.kind, record=item.kept.id) for item in ordered
    )


def _actor(
    actor: str, cluster: Sequence[ActorMention], corpus: Corpus, stances: Sequence[StanceHeld]
) -> ResolvedActor:
    mentions = sorted(cluster, key=lambda mention: (mention.document, mention.record.id))
    records = [mention.record.record for mention in mentions]
    documents = tuple(sorted({mention.document for mention in mentions}))
    roles = list(ActorRole)
    return ResolvedActor(
        id=actor,
        name=corpus.name(actor),
        type=_most_common(record.type for record in records),
        country=_most_common(record.country for record in records if record.country),
        role=min((record.primary_role for record in records), key=roles.index),
        mentions=tuple(_mention(mention) for mention in mentions),
        stances=tuple(sorted(stances, key=lambda held: (held.document, held.record_id))),
        documents=documents,
        sources=corpus.sources.count(documents),
    )


def _mention(mention: ActorMention) -> Mention:
    record = mention.record.record
    return Mention(
        document=mention.document,
        record_id=mention.record.id,
        name=record.name,
        surface_forms=tuple(record.surface_forms),
        role=record.primary_role,
        office=record.office_as_stated,
    )


def _cell(document: str, items: Sequence[Item], index: Index) -> Cell:
    if not items:
        return Cell(document=document, relation=ConflictRelation.SILENT, value="")
    ids = sorted(item.kept.id for item in items)
    clashes = {one.id: one.relation for key in ids for one in index.conflicts.get(key, {}).values()}
    fits = {one.id: one.relation for key in ids for one in index.agreements.get(key, {}).values()}
    return Cell(
        document=document,
        relation=max((*clashes.values(), *fits.values()), key=HARDNESS.index, default=None),
        value="; ".join(dict.fromkeys(_short(item.record) for item in items)),
        records=tuple(ids),
        conflicts=tuple(sorted(clashes)),
    )


def _short(term: PlanTerm) -> str:
    status = "stated" if term.status is TermStatus.PROPOSED else term.status.value.replace("_", " ")
    return term.value or term.deadline or "; ".join(term.places) or status


def _time(items: Sequence[Item]) -> TimeRef | None:
    found = [
        value
        for item in items
        for value in item.kept.values.get("when", ())
        if isinstance(value, TimeRef) and value.resolved and value.start
    ]
    return min(
        found,
        key=lambda time: (_FINEST.index(time.granularity), str(time.start), time.surface),
        default=None,
    )


def _filled(record: PlanTerm | Event) -> int:
    return sum(
        bool(getattr(record, name))
        for name in ("value", "deadline", "places", "when", "participants")
        if hasattr(record, name)
    )


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Return wordings in their order, those that differ in spelling alone once."""
    return tuple({name_key(word) or word: word for word in sorted(words, reverse=True)}.values())[::-1]


def _most_common(values: Iterable[Any]) -> Any:  # noqa: ANN401 - whatever is counted
    counts: dict[Any, int] = defaultdict(int)
    for value, count in Counter(values).items():
        counts[value] += count
    return min(counts, key=lambda value: (-counts[value], str(value)), default=None)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
