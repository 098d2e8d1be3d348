"""Where an actor stands: stances towards the plan that articles report differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.claims import claim_of
from summariser.reconcile.dossier import Claim, StanceHeld
from summariser.reconcile.relate import Findings, Subject, relate
from summariser.reconcile.verdict import Verdict
from summariser.records import Reaction
from summariser.records.vocabulary import ConflictRelation, DisputeType, ReactionTarget, Stance

_NO_STANCE = frozenset({Stance.NONE_STATED, Stance.MIXED, Stance.NEUTRAL})
_APART = 3
"""Steps on the scale from 2 to -2 from which two stances clash: support against concern, consent against refusal."""


def stances(corpus: Corpus) -> Findings:
    """Return where articles agree and clash on an actor's stance towards the plan as a whole.

    An article that reports both a yes and a no of one actor clashes with nobody: that is its own disputed point.
    """
    found = [
        relate(_subject(actor, corpus), claims, _compare, corpus.sources)
        for actor, claims in sorted(_claims(corpus).items())
    ]
    return Findings(
        tuple(conflict for each in found for conflict in each.conflicts),
        tuple(agreement for each in found for agreement in each.agreements),
    )


def stances_held(corpus: Corpus) -> dict[str, tuple[StanceHeld, ...]]:
    """Return every stance that articles report, by actor."""
    held: dict[str, list[StanceHeld]] = defaultdict(list)
    for item in corpus.items("reactions"):
        reaction: Reaction = item.record
        held[corpus.actor(item.document, reaction.speaker)].append(
            StanceHeld(
                document=item.document,
                record_id=item.kept.id,
                target=reaction.target.value,
                stance=reaction.stance,
                summary=reaction.summary,
            )
        )
    return {actor: tuple(found) for actor, found in held.items()}


def _claims(corpus: Corpus) -> dict[str, list[Claim]]:
    """Return one claim for each actor and article: the stance it reports, where it reports one."""
    reported: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in corpus.items("reactions"):
        reaction: Reaction = item.record
        if reaction.target is ReactionTarget.PLAN and reaction.stance not in _NO_STANCE:
            reported[corpus.actor(item.document, reaction.speaker), item.document].append(item)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for (actor, _), items in sorted(reported.items()):
        claims[actor] += _one_stance(items, corpus)
    return claims


def _one_stance(items: list[Item], corpus: Corpus) -> Iterator[Claim]:
    ranks = [item.record.stance.rank for item in items]
    if max(ranks) > 0 > min(ranks):
        return
    strongest = max(items, key=lambda item: (abs(item.record.stance.rank), item.kept.id))
    yield claim_of(strongest, corpus, "stance", strongest.record.stance.value)


def _subject(actor: str, corpus: Corpus) -> Subject:
    name = corpus.name(actor)
    return Subject(actor, name, f"Where does {name} stand on the plan?", DisputeType.STANCE_OF_ACTOR)


def _compare(one: Claim, other: Claim) -> Verdict | None:
    mine, theirs = Stance(one.value), Stance(other.value)
    said = f"{mine.value} / {theirs.value}"
    if mine is theirs:
        return Verdict(ConflictRelation.AGREE, "stance.same", said)
    if abs(mine.rank - theirs.rank) >= _APART:
        return Verdict(ConflictRelation.CONTRADICT, "stance.apart", said)
    if mine.rank * theirs.rank > 0:
        return Verdict(ConflictRelation.REFINE, "stance.degree", said)
    return None
