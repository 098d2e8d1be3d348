"""`Article`, one summary as reconciliation sees it, and `Corpus`, all of them with what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from summariser.normalise import name_key
from summariser.normalise.demonyms import by_belonging
from summariser.reconcile.actors import ActorMention, Resolution
from summariser.reconcile.dossier import Likeness, Source
from summariser.reconcile.sketch import copies
from summariser.records import ArticleSummary, Grounded
from summariser.records.recordtype import ACTORS
from summariser.records.vocabulary import ActorType


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """One kept record with the article it is from; equal to nothing but itself, as its lists cannot be hashed.

    Attributes:
        kind: Name of its record type.
    """

    document: str
    kind: str
    kept: Grounded[Any]

    @property
    def key(self) -> tuple[str, str]:
        """What names it in a corpus, and sorts it."""
        return self.kept.id, self.document

    @property
    def record(self) -> Any:  # noqa: ANN401 - the type follows from `kind`
        """The draft."""
        return self.kept.record


class Sources(NamedTuple):
    """Which articles are copies.

    Attributes:
        of: Id of the source, by document.
    """

    all: tuple[Source, ...]
    of: Mapping[str, str]

    def count(self, documents: Iterable[str]) -> int:
        """Return how many sources these articles are."""
        return len({self.of[document] for document in documents})


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles in an order of their own, copies and actors known.

    Attributes:
        summaries: By document id.
        actors: Id of the resolved actor, by document and name key of every wording the article has for it.
        clusters: The mentions of each resolved actor, by its id.
        off_topic: Articles that say nothing of the plan the others are about.
    """

    summaries: Mapping[str, ArticleSummary]
    sources: Sources
    actors: Mapping[tuple[str, str], str]
    clusters: Mapping[str, tuple[ActorMention, ...]]
    off_topic: frozenset[str] = frozenset()

    def items(self, kind: str) -> list[Item]:
        """Return the kept records of one kind, article by article, those off topic left out."""
        return [
            Item(document, kind, kept)
            for document, summary in self.summaries.items()
            if document not in self.off_topic
            for kept in compared(summary, kind)
        ]

    def actor(self, document: str, name: str) -> str:
        """Return the id of whom an article means by `name`; its key where no record stands for it."""
        key = name_key(name)
        return self.actors.get((document, key), f"name:{key}")

    def actors_of(self, document: str, names: Sequence[str]) -> frozenset[str]:
        """Return the ids of whom an article means by `names`."""
        return frozenset(self.actor(document, name) for name in names)

    def name(self, actor: str) -> str:
        """Return the fullest name that the articles have for an actor."""
        names = {mention.record.record.name for mention in self.clusters.get(actor, ())}
        return min(names, key=lambda name: (-len(name_key(name)), name), default=actor.removeprefix("name:"))

    def is_person(self, actor: str) -> bool:
        """Return whether an actor is one named human being."""
        return any(mention.record.record.type is ActorType.PERSON for mention in self.clusters.get(actor, ()))

    def country(self, actor: str) -> str | None:
        """Return the country that most articles tie an actor to, by its canonical name."""
        said = [mention.record.record.country for mention in self.clusters.get(actor, ())]
        found = sorted(country_key(country) for country in said if country)
        return max(found, key=lambda country: (found.count(country), country), default=None)

    def published(self, document: str) -> date | None:
        """Return the first day of what is known of an article's date, when that is at most a day."""
        found = self.summaries[document].meta.published
        return found.start if found and found.resolved and found.granularity == "day" else None


def compared(summary: ArticleSummary, kind: str) -> tuple[Grounded[Any], ...]:
    """Return an article's records of one kind that may be set beside others: not the suspicious ones."""
    return tuple(kept for kept in summary.records.get(kind, ()) if not kept.suspicious)


def country_key(said: str) -> str:
    """Return the canonical name of a country, given by its name or as an adjective.

    >>> country_key("British") == country_key("UK"), country_key("the U.S.")
    (True, 'united states')
    """
    entity = by_belonging().get(tuple(said.casefold().split()))
    return entity.name if entity else name_key(said)


def sources_of(summaries: Iterable[ArticleSummary]) -> Sources:
    """Return the sources that the articles form; one without a sketch stands for itself."""
    known = {summary.meta.id: summary.meta.sketch for summary in summaries}
    found = tuple(
        Source(id=f"s-{group[0]}", documents=group, likeness=_likeness(group, known))
        for group in copies(known)
    )
    return Sources(found, {document: source.id for source in found for document in source.documents})


def actor_mentions(summaries: Iterable[ArticleSummary]) -> list[ActorMention]:
    """Return every actor record of the articles."""
    return [
        ActorMention(summary.meta.id, kept)
        for summary in summaries
        for kept in compared(summary, ACTORS.name)
    ]


def corpus_of(summaries: Mapping[str, ArticleSummary], sources: Sources, resolution: Resolution) -> Corpus:
    """Return the corpus, each wording of an article mapped to its actor; the record's own name comes first."""
    clusters = {_actor_id(cluster): cluster for cluster in resolution.clusters}
    names: dict[tuple[str, str], str] = {}
    forms: dict[tuple[str, str], str] = {}
    for actor, cluster in clusters.items():
        for mention in cluster:
            names.setdefault((mention.document, name_key(mention.record.record.name)), actor)
            for form in mention.record.record.surface_forms:
                forms.setdefault((mention.document, name_key(form)), actor)
    return Corpus(summaries, sources, forms | names, clusters)


def _likeness(group: tuple[str, ...], sketches: Mapping[str, tuple[str, ...]]) -> Likeness:
    if len(group) == 1:
        return "alone"
    return "identical" if len({sketches[document] for document in group}) == 1 else "near-duplicate"


def _actor_id(cluster: Sequence[ActorMention]) -> str:
    return f"a-{min(mention.record.id for mention in cluster)}"
