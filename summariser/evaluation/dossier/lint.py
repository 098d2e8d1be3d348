"""Check the gold of a dossier: quotes where they say, articles known, groups as their relation asks, nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from summariser.evaluation.dossier.gold import (
    DossierGold,
    GoldClaim,
    GoldMention,
    GoldSeverity,
    Lookalike,
    Relation,
)
from summariser.evaluation.sheet import Problem
from summariser.normalise import name_key
from summariser.records.vocabulary import ConflictRelation

LONGEST_QUOTE = 300

Key = TypeVar("Key", str, tuple[str, str])

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEVERITIES: Mapping[ConflictRelation, frozenset[GoldSeverity]] = {
    ConflictRelation.AGREE: frozenset({"none"}),
    ConflictRelation.REFINE: frozenset({"none"}),
    ConflictRelation.CONTRADICT: frozenset({"hard", "soft"}),
    ConflictRelation.SUPERSEDED: frozenset({"soft"}),
    ConflictRelation.DIFFER_FRAMING: frozenset({"framing"}),
}
"""The severities that the labelling guide leaves to each relation."""


def lint(gold: DossierGold, texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what is wrong with the gold of a dossier.

    The vocabularies are checked when the file is read, the digests of the articles when a dossier is scored.

    Args:
        gold: As read.
        texts: The text of each article, by id.
    """
    twice = _twice(relation.id for relation in gold.relations)
    return (
        *_documents(gold, texts),
        *(Problem(f"relations/{name}", "this id is there twice") for name in twice),
        *(problem for relation in gold.relations for problem in _relation(relation, texts)),
        *_actors(gold),
        *_traps(gold, texts),
    )


def _documents(gold: DossierGold, texts: Mapping[str, str]) -> Iterator[Problem]:
    for document, digest in gold.documents.items():
        if document not in texts:
            yield Problem(f"documents/{document}", "there is no such article")
        if not _DIGEST.fullmatch(digest):
            yield Problem(f"documents/{document}", f"{digest!r} is no sha256")
    named = {
        *(("off_topic", document) for document in gold.off_topic),
        *(("copies", document) for group in gold.copies for document in group),
        *(
            (f"relations/{relation.id}", claim.document)
            for relation in gold.relations
            for claim in _claims(relation)
        ),
        *((f"actors/{actor.name}", mention.document) for actor in gold.actors for mention in actor.mentions),
        *((f"traps/{at}", item.document) for at, items in _trap_items(gold) for item in items),
    }
    yield from (
        Problem(where, f"{document!r} is not among the documents")
        for where, document in sorted(named)
        if document not in gold.documents
    )
    for document in _twice(document for group in gold.copies for document in group):
        yield Problem("copies", f"{document!r} is there twice")
    yield from (
        Problem("copies", f"{group[0]!r} alone is no copy") for group in gold.copies if len(group) == 1
    )


def _relation(relation: Relation, texts: Mapping[str, str]) -> Iterator[Problem]:
    messages = [*_groups(relation), *(m for claim in _claims(relation) for m in _quote(claim, texts))]
    if relation.severity not in _SEVERITIES[relation.relation]:
        messages.append(f"the severity of {relation.relation.value!r} is not {relation.severity!r}")
    if relation.type in relation.alternate_types or relation.relation in relation.alternate_relations:
        messages.append("an alternate repeats the label it stands beside")
    yield from (Problem(f"relations/{relation.id}", message) for message in messages)


def _groups(relation: Relation) -> Iterator[str]:
    """Yield what is wrong with the number of groups, their claims and their articles."""
    documents = [claim.document for claim in _claims(relation)]
    if relation.relation is ConflictRelation.AGREE:
        if len(relation.groups) != 1:
            yield f"`agree` has one group, not {len(relation.groups)}"
    elif len(relation.groups) < 2:  # noqa: PLR2004 - what a relation stands between
        yield f"{relation.relation.value!r} has two groups or more"
    if len(set(documents)) < 2:  # noqa: PLR2004 - side by side
        yield "it takes two articles"
    yield from (f"the group {group.value!r} has no claim" for group in relation.groups if not group.claims)
    yield from (f"{document!r} gives more than one claim: keep the best" for document in _twice(documents))


def _quote(claim: GoldClaim, texts: Mapping[str, str]) -> Iterator[str]:
    text = texts.get(claim.document)
    if not claim.quote:
        yield f"a claim of {claim.document!r} has no quote"
    elif text is not None and claim.span.of(text) != claim.quote:
        yield f"{claim.quote[:60]!r} does not start at {claim.start} in {claim.document!r}"
    if len(claim.quote) > LONGEST_QUOTE:
        yield f"{claim.quote[:60]!r} is longer than {LONGEST_QUOTE} characters"


def _actors(gold: DossierGold) -> Iterator[Problem]:
    for actor in gold.actors:
        if len({mention.document for mention in actor.mentions}) < 2:  # noqa: PLR2004 - across articles
            yield Problem(f"actors/{actor.name}", "it takes mentions of two articles")
    keys = [(m.document, name_key(m.name), m.name) for actor in gold.actors for m in actor.mentions]
    for document, key in _twice((document, key) for document, key, _ in keys):
        names = sorted({name for where, other, name in keys if (where, other) == (document, key)})
        yield Problem("actors", f"{' and '.join(map(repr, names))} of {document!r} is there twice")


def _traps(gold: DossierGold, texts: Mapping[str, str]) -> Iterator[Problem]:
    for at, items in _trap_items(gold):
        if len(items) < 2:  # noqa: PLR2004 - what must stay apart
            yield Problem(f"traps/{at}", "it takes two passages or names that must stay apart")
        for item in items:
            if isinstance(item, GoldClaim):
                yield from (Problem(f"traps/{at}", message) for message in _quote(item, texts))


def _trap_items(gold: DossierGold) -> Iterator[tuple[int, tuple[GoldClaim | GoldMention, ...]]]:
    """Yield the number of each trap, from 1, and what must stay apart."""
    for at, trap in enumerate(gold.traps, 1):
        yield at, (trap.claims if isinstance(trap, Lookalike) else trap.mentions)


def _claims(relation: Relation) -> Iterator[GoldClaim]:
    return (claim for group in relation.groups for claim in group.claims)


def _twice(values: Iterable[Key]) -> list[Key]:
    return sorted(value for value, count in Counter(values).items() if count > 1)
