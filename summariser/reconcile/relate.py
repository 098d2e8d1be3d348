"""Set the claims about one question side by side: groups that say the same, conflicts, agreements."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from summariser.normalise import name_key
from summariser.reconcile.articles import Sources
from summariser.reconcile.claims import value_key
from summariser.reconcile.dossier import Agreement, Claim, Conflict, Group, Severity
from summariser.reconcile.pairanswers import MODEL
from summariser.reconcile.unions import Unions
from summariser.reconcile.verdict import CLASHES, HARDNESS, Verdict, hardest
from summariser.records.vocabulary import ConflictRelation, DisputeType, Hedge

MOST_VALUES = 40
"""Different values of one slot that are set against each other: those that most articles give."""

_NEVER_HARD = frozenset(
    {
        DisputeType.STANCE_OF_ACTOR,
        DisputeType.FAIRNESS_BALANCE,
        DisputeType.LEGALITY_SOVEREIGNTY,
        DisputeType.FEASIBILITY_ENFORCEMENT,
        DisputeType.MOTIVE,
    }
)
"""Disputes that no single slot decides."""
_DOUBTED = frozenset({Hedge.REPORTED, Hedge.HYPOTHETICAL})

_READ_BY_RULE = frozenset({DisputeType.NUMERIC, DisputeType.TEMPORAL, DisputeType.SPATIAL})

SAME_WORDS = Verdict(ConflictRelation.AGREE, "words.same", "the same words")

Compare = Callable[[Claim, Claim], Verdict | None]
Key = Callable[[Claim], tuple[str, ...]]
Linked = Callable[[Claim, Claim], bool]


class Subject(NamedTuple):
    """What claims are about.

    Attributes:
        id: Of the term, event, office or actor.
        topic: Its short name.
        question: What the claims answer.
        type: What kind of dispute a clash is.
    """

    id: str
    topic: str
    question: str
    type: DisputeType


class Findings(NamedTuple):
    """What was found about one question."""

    conflicts: tuple[Conflict, ...]
    agreements: tuple[Agreement, ...]


class _Edge(NamedTuple):
    """How two groups stand to each other."""

    one: int
    other: int
    verdict: Verdict


def _always(_one: Claim, _other: Claim) -> bool:
    return True


def relate(  # noqa: PLR0913 - the last three have defaults that nearly every caller takes
    subject: Subject,
    claims: Iterable[Claim],
    compare: Compare,
    sources: Sources,
    *,
    key: Key = value_key,
    same: Verdict = SAME_WORDS,
    linked: Linked = _always,
) -> Findings:
    """Return the conflicts and agreements among claims about one slot of one thing.

    Claims of one article are never set against each other: that is a disputed
    point of the article, not of the dossier.

    Args:
        subject: What the claims are about.
        claims: In any order.
        compare: How two claims stand to each other; None when nobody can say.
        sources: Which articles are copies.
        key: What a claim says; claims of one key say the same and are not compared.
        same: The verdict on claims of one key.
        linked: Whether two claims are about one thing; those that are not are not set against each other.
    """
    ordered = sorted(claims, key=lambda claim: (*key(claim), claim.record_id, claim.document))
    groups, verdicts = _groups(ordered, compare, key)
    edges = [edge for edge in _edges(groups, compare, key, linked) if edge is not None]
    clashes = [edge for edge in edges if edge.verdict.relation in CLASHES]
    conflicts = [
        _conflict(
            subject, _at_odds(groups, part, linked), [edge for edge in clashes if edge.one in part], sources
        )
        for part in _parts(len(groups), clashes)
    ]
    fits = [edge for edge in edges if edge.verdict.relation is ConflictRelation.REFINE]
    agreements = [
        *(
            _agreement(subject, [group], verdicts.get(place, same), sources)
            for place, group in enumerate(groups)
        ),
        *(_agreement(subject, [groups[e.one], groups[e.other]], e.verdict, sources) for e in fits),
    ]
    return Findings(tuple(conflicts), tuple(found for found in agreements if found))


def is_own(claim: Claim) -> bool:
    """Return whether an article makes a claim in its own voice and without doubt."""
    return claim.holder is None and claim.hedge not in _DOUBTED


def outlets(claims: Iterable[Claim], sources: Sources) -> int:
    """Return on how many independent origins claims rest: what articles take from one outlet counts once."""
    return len(
        {
            f"outlet:{name_key(claim.outlet)}" if claim.outlet else sources.of[claim.document]
            for claim in claims
        }
    )


def _groups(
    claims: Sequence[Claim], compare: Compare, key: Key
) -> tuple[list[list[Claim]], dict[int, Verdict]]:
    """Return the claims in groups that say the same, and the verdict that made a group of different words."""
    values: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        values[key(claim)].append(claim)
    ranked = sorted(values, key=lambda said: (-len({claim.document for claim in values[said]}), said))
    kept = sorted(ranked[:MOST_VALUES])
    unions: Unions[tuple[str, ...]] = Unions(kept)
    made: dict[tuple[str, ...], Verdict] = {}
    for one, other in combinations(kept, 2):
        verdict = compare(values[one][0], values[other][0])
        if verdict is not None and verdict.relation is ConflictRelation.AGREE:
            unions.join(one, other)
            made.setdefault(one, verdict)
    found = unions.groups()
    groups = [[claim for said in saids for claim in values[said]] for saids in found]
    verdicts = {place: made[said] for place, saids in enumerate(found) for said in saids if said in made}
    return groups, verdicts


def _edges(
    groups: Sequence[Sequence[Claim]], compare: Compare, key: Key, linked: Linked
) -> Iterable[_Edge | None]:
    for one, other in combinations(range(len(groups)), 2):
        found = (compare(mine, theirs) for mine, theirs in _pairs(groups[one], groups[other], key, linked))
        worst = hardest(verdict for verdict in found if verdict is not None)
        yield _Edge(one, other, worst) if worst else None


def _pairs(
    ones: Sequence[Claim], others: Sequence[Claim], key: Key, linked: Linked
) -> list[tuple[Claim, Claim]]:
    """Return the linked pairs of two groups in different articles, one pair for each pair of wordings."""
    pairs: dict[tuple[object, object], tuple[Claim, Claim]] = {}
    for mine in ones:
        for theirs in others:
            said = key(mine), key(theirs)
            if said not in pairs and mine.document != theirs.document and linked(mine, theirs):
                pairs[said] = (mine, theirs)
    return list(pairs.values())


def _parts(size: int, clashes: Sequence[_Edge]) -> list[tuple[int, ...]]:
    """Return the groups that clash, those connected by clashes together."""
    unions: Unions[int] = Unions(range(size))
    for edge in clashes:
        unions.join(edge.one, edge.other)
    return [part for part in unions.groups() if len(part) > 1]


def _at_odds(
    groups: Sequence[Sequence[Claim]], part: Sequence[int], linked: Linked
) -> dict[int, list[Claim]]:
    """Return the groups of a conflict, each without claims that are about one thing with none of another group."""
    return {
        place: [
            claim
            for claim in groups[place]
            if any(linked(claim, other) for at in part if at != place for other in groups[at])
        ]
        for place in part
    }


def _conflict(
    subject: Subject, all_groups: Mapping[int, Sequence[Claim]], clashes: Sequence[_Edge], sources: Sources
) -> Conflict:
    worst = max(clashes, key=lambda edge: HARDNESS.index(edge.verdict.relation))
    groups = [all_groups[place] for place in sorted({place for e in clashes for place in (e.one, e.other)})]
    claims = [claim for group in groups for claim in group]
    return Conflict(
        id=f"c-{_digest(subject, [all_groups[worst.one], all_groups[worst.other]])}",
        subject=subject.id,
        topic=subject.topic,
        question=subject.question,
        type=subject.type,
        relation=worst.verdict.relation,
        severity=_severity(worst.verdict, subject.type, groups),
        claims=tuple(claims),
        groups=tuple(_numbered(groups, sources)),
        rule=worst.verdict.rule,
        explanation=worst.verdict.explanation,
    )


def _numbered(groups: Sequence[Sequence[Claim]], sources: Sources) -> Iterable[Group]:
    start = 0
    for group in groups:
        documents = tuple(sorted({claim.document for claim in group}))
        yield Group(
            value=group[0].value,
            claims=tuple(range(start, start + len(group))),
            documents=documents,
            sources=sources.count(documents),
            independent=outlets(group, sources),
        )
        start += len(group)


def _agreement(
    subject: Subject, groups: Sequence[Sequence[Claim]], verdict: Verdict, sources: Sources
) -> Agreement | None:
    claims = [claim for group in groups for claim in group]
    documents = tuple(sorted({claim.document for claim in claims}))
    if len(documents) < 2:  # noqa: PLR2004 - it takes two to agree
        return None
    return Agreement(
        id=f"g-{_digest(subject, groups)}",
        subject=subject.id,
        topic=subject.topic,
        type=subject.type,
        relation=verdict.relation,
        value=max((claim.value for claim in claims), key=lambda value: (len(value), value)),
        claims=tuple(claims),
        documents=documents,
        sources=sources.count(documents),
        independent=outlets(claims, sources),
        rule=verdict.rule,
        explanation=verdict.explanation,
    )


def _severity(worst: Verdict, kind: DisputeType, groups: Sequence[Sequence[Claim]]) -> Severity:
    """Return how hard a clash is.

    Hard where one slot decides it that two groups fill in an article's own voice
    and without doubt. Amounts, times and places have rules: where those cannot
    tell, a model's word alone is not hard.
    """
    if worst.relation is ConflictRelation.DIFFER_FRAMING:
        return "framing"
    unread = worst.rule == MODEL and kind in _READ_BY_RULE
    if worst.relation is ConflictRelation.SUPERSEDED or kind in _NEVER_HARD or unread:
        return "soft"
    own = [any(is_own(claim) for claim in group) for group in groups]
    return "hard" if sum(own) > 1 else "soft"


def _digest(subject: Subject, groups: Sequence[Sequence[Claim]]) -> str:
    firsts = sorted(min(claim.record_id for claim in group) for group in groups)
    parts = (subject.id, subject.type.value, groups[0][0].slot, *firsts)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
