"""What the filters of the page can choose, and the keys by which each item can be chosen.

A key is a letter and a number: `c` a category, `d` an article, `a` an actor, `r` a
relation. An item carries the keys of all it belongs to; a filter shows the items
that carry its key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from summariser.normalise import name_key
from summariser.reconcile.dossier import Agreement, Conflict, Dossier
from summariser.records import ArticleSummary, FromProfile, Grounded, Record, nested, slots
from summariser.records.vocabulary import ConflictRelation
from summariser.report.page.inputs import PageInput
from summariser.report.page.lookup import Lookup
from summariser.report.page.signs import RELATIONS, relation
from summariser.report.phrases import title

Pair = tuple[str, str]


class Option(NamedTuple):
    """One choice of a filter."""

    key: str
    words: str


class Filter(NamedTuple):
    """One filter: what it is called, and its choices."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Facets:
    """The keys of everything on one page.

    Attributes:
        categories: Key by category.
        articles: Key by document id.
        actors: Key by id of a resolved actor.
        actor_names: Name by id of a resolved actor.
        named: Keys of the actors that a record names, by document and record id.
        related: Names of the relations a record is part of, by document and record id.
        subjects: Category by id of the subject of a coverage row or term.
    """

    categories: Mapping[str, str]
    articles: Mapping[str, str]
    actors: Mapping[str, str]
    actor_names: Mapping[str, str]
    named: Mapping[Pair, frozenset[str]]
    related: Mapping[Pair, frozenset[str]]
    subjects: Mapping[str, str]

    def record(self, document: str, kept: Grounded[Any]) -> str:
        """Return the keys of a record, but for that of its article, which its section carries."""
        return _joined(
            self._category(category(kept.record)),
            *self.named.get((document, kept.id), ()),
            *_relation_keys(self.related.get((document, kept.id), ())),
        )

    def compared(self, item: Conflict | Agreement) -> str:
        """Return the keys of a conflict or an agreement."""
        pairs = [(claim.document, claim.record_id) for claim in item.claims]
        return _joined(
            self._category(self.subjects.get(item.subject, "")),
            self.actors.get(item.subject, ""),
            *(self.actors.get(claim.holder or "", "") for claim in item.claims),
            *self._of_records(pairs),
            *_relation_keys([item.relation.value]),
        )

    def _of_records(self, pairs: Iterable[Pair]) -> Iterator[str]:
        """Yield the keys of articles and actors of some records."""
        for pair in pairs:
            yield self.articles.get(pair[0], "")
            yield from self.named.get(pair, ())

    def records(self, pairs: Sequence[Pair], *, category: str = "", silent: bool = False) -> str:
        """Return the keys of something that several records stand for; `silent` where an article has none."""
        relations = [*self._relations(pairs), *([ConflictRelation.SILENT.value] if silent else [])]
        return _joined(self._category(category), *self._of_records(pairs), *_relation_keys(relations))

    def actor(self, actors: Sequence[str], documents: Iterable[str], pairs: Sequence[Pair] = ()) -> str:
        """Return the keys of what is about these actors alone, whoever else its records name."""
        return _joined(
            *(self.actors.get(actor, "") for actor in actors),
            *(self.articles.get(document, "") for document in documents),
            *_relation_keys(self._relations(pairs)),
        )

    def _relations(self, pairs: Sequence[Pair]) -> list[str]:
        return [name for pair in pairs for name in sorted(self.related.get(pair, ()))]

    def _category(self, name: str) -> str:
        return self.categories.get(name, "")


def facets(given: PageInput) -> Facets:
    """Return the facets of a page."""
    dossier = given.dossier
    subjects = _subjects(dossier) if dossier else {}
    used = {category(kept.record) for summary in given.summaries for kept in _kept(summary.records)}
    names = sorted({name for name in (*used, *subjects.values()) if name})
    actors = sorted(dossier.actors, key=lambda actor: (actor.name.casefold(), actor.id)) if dossier else []
    keys = _numbered("a", (actor.id for actor in actors))
    return Facets(
        categories=_numbered("c", names),
        articles=_numbered("d", (summary.meta.id for summary in given.summaries)),
        actors=keys,
        actor_names={actor.id: actor.name for actor in actors},
        named=_named(given.summaries, _meant(dossier), keys) if dossier else {},
        related=_related(dossier) if dossier else {},
        subjects=subjects,
    )


def filters(kinds: Facets, look: Lookup) -> tuple[Filter, ...]:
    """Return the filters of a page, those without a choice left out."""
    numbered = (
        Option(key, f"{look.numbers[id_]} · {look.names[id_]}") for id_, key in kinds.articles.items()
    )
    found = (
        Filter("Category", tuple(Option(key, title(name)) for name, key in kinds.categories.items())),
        Filter("Article", tuple(numbered)),
        Filter("Actor", tuple(Option(key, kinds.actor_names[id_]) for id_, key in kinds.actors.items())),
        Filter("Relation", tuple(_relation_options(kinds))),
    )
    return tuple(filter_ for filter_ in found if len(filter_.options) > 1)


def category(record: Record) -> str:
    """Return the label of the profile that a record carries; "" when its kind carries none."""
    field = _category_field(type(record))
    return str(getattr(record, field)) if field else ""


@lru_cache
def _category_field(model: type[Record]) -> str | None:
    fields = model.model_fields.items()
    marked = (name for name, field in fields if any(isinstance(mark, FromProfile) for mark in field.metadata))
    return next(marked, None)


def _names(record: Record) -> Iterator[str]:
    """Yield every actor's name in a record, those of records inside it last."""
    for field in slots(record):
        if field.slot.compare == "name" and field.value:
            yield field.value
        elif field.slot.compare in ("names", "surface"):
            yield from field.value
    for _, inner in nested(record):
        yield from _names(inner)


def _kept(lists: Mapping[str, tuple[Grounded[Any], ...]]) -> Iterator[Grounded[Any]]:
    for items in lists.values():
        yield from items


def _subjects(dossier: Dossier) -> dict[str, str]:
    terms = {term.id: term.category for term in dossier.terms}
    return terms | {row.subject: row.category for row in dossier.coverage}


def _named(
    summaries: Iterable[ArticleSummary], meant: Mapping[Pair, str], keys: Mapping[str, str]
) -> dict[Pair, frozenset[str]]:
    return {
        (summary.meta.id, kept.id): frozenset(
            keys[actor]
            for name in _names(kept.record)
            if (actor := meant.get((summary.meta.id, name_key(name))))
        )
        for summary in summaries
        for kept in _kept(summary.records)
    }


def _meant(dossier: Dossier) -> dict[Pair, str]:
    """Return the actors that articles mean by names, by document and name key."""
    return {
        (mention.document, name_key(name)): actor.id
        for actor in dossier.actors
        for mention in actor.mentions
        for name in (*mention.surface_forms, mention.name)
    }


def _related(dossier: Dossier) -> dict[Pair, frozenset[str]]:
    found: defaultdict[Pair, set[str]] = defaultdict(set)
    for row in dossier.coverage:
        for cell in row.cells:
            for record in cell.records:
                found[cell.document, record].add(relation(cell.relation).name)
    compared: tuple[Conflict | Agreement, ...] = (*dossier.conflicts, *dossier.agreements)
    for item in compared:
        for claim in item.claims:
            found[claim.document, claim.record_id].add(item.relation.value)
    return {pair: frozenset(names) for pair, names in found.items()}


def _relation_options(kinds: Facets) -> Iterator[Option]:
    if kinds.related:
        for key, sign in zip(_RELATION_KEYS.values(), RELATIONS.values(), strict=True):
            yield Option(key, f"{sign.symbol} {sign.word}")


def _relation_keys(names: Iterable[str]) -> list[str]:
    return [_RELATION_KEYS[name] for name in names]


def _numbered(letter: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{letter}{number}" for number, name in enumerate(names)}


def _joined(*keys: str) -> str:
    """Return keys in one order, each once."""
    return " ".join(sorted({key for key in keys if key}))


_RELATION_KEYS = _numbered("r", RELATIONS)
