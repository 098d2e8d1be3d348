"""The gate of dossiers: recorded answers are exact, so every item that got worse is named; better ones pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from summariser.evaluation.dossier.baseline import HARD, Accepted, hard_extras
from summariser.evaluation.dossier.score import DossierScore, Extra, Outcome
from summariser.evaluation.dossier.traps import TrapHit

ACTORS_MAY_FALL = 0.01
"""Fall of the actors' B-cubed F1 that passes: one record more or less in a large corpus."""
RELATIONS_MAY_FALL = 1
"""Matched relations of which another relation may be said than before; a borderline one may turn."""

_SAME_CONFLICT = 2
"""Claims that a hard conflict shares with an accepted one to be taken for it."""
_MOST_NAMED = 6
_RIGHT = ("found", "mistyped")
_ACCEPT = "`summarise eval --accept --reason …`"


class DossierVerdict(NamedTuple):
    """What the gate says of dossiers.

    Attributes:
        failures: Why it falls, one sentence each; empty when it passes.
        notes: What got better, and what got worse without a rule that forbids it.
    """

    failures: tuple[str, ...]
    notes: tuple[str, ...] = ()


def dossiers_gate(
    scores: Sequence[DossierScore],
    accepted: Mapping[str, Accepted],
    *,
    scorer: str,
    documents: Mapping[str, str],
) -> DossierVerdict:
    """Return the verdict on the dossiers of some corpora.

    Args:
        scores: One for each corpus.
        accepted: What was accepted, by corpus.
        scorer: Digest of the code that scored them.
        documents: Digest of each article of the evaluation: an accepted corpus of these must be scored.
    """
    known = {score.corpus for score in scores}
    failures = [
        f"dossier {name}: it was accepted, and its gold is gone"
        for name, entry in accepted.items()
        if name not in known and set(entry.documents) <= set(documents)
    ]
    verdicts = [
        dossier_gate(score, accepted[score.corpus], scorer=scorer)
        if score.corpus in accepted
        else DossierVerdict((f"dossier {score.corpus}: it was never accepted: {_ACCEPT} does",))
        for score in scores
    ]
    return DossierVerdict(
        (*failures, *(failure for verdict in verdicts for failure in verdict.failures)),
        tuple(note for verdict in verdicts for note in verdict.notes),
    )


def dossier_gate(score: DossierScore, accepted: Accepted, *, scorer: str) -> DossierVerdict:
    """Return the verdict on one dossier.

    No intervals and no tests: a corpus has a few dozen items, and recorded answers
    leave nothing to chance, so what counts is which items moved. A dossier scored by
    other code or against other gold than the accepted one falls as such.
    """
    moved = tuple(_moved(score, accepted, scorer))
    failures = (
        *moved,
        *_conflicts(score, accepted),
        *_spurious(score, accepted),
        *_traps(score, accepted),
        *_relations(score, accepted),
        *_actors(score, accepted),
    )
    named = f"dossier {score.corpus}"
    return DossierVerdict(
        tuple(f"{named}: {failure}" for failure in failures),
        tuple(f"{named}: {note}" for note in _notes(score, accepted)),
    )


def _moved(score: DossierScore, accepted: Accepted, scorer: str) -> Iterator[str]:
    if score.gold != accepted.gold or score.documents != accepted.documents:
        yield "its gold or its articles changed since it was accepted"
    if scorer != accepted.scorer:
        yield f"its scorer changed since it was accepted ({accepted.scorer} → {scorer})"


def _conflicts(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    """Yield the required hard relations that were right and are not."""
    for outcome in score.outcomes:
        hard = outcome.required and outcome.severity == HARD
        if hard and _was_right(outcome, accepted) and outcome.state not in _RIGHT:
            yield f"{_lost(outcome)}: {outcome.question}"


def _lost(outcome: Outcome) -> str:
    if outcome.found_relation is None:
        return f"{outcome.id} is missed now"
    return f"{outcome.id} is {outcome.found_relation.value} now, not {outcome.relation.value}"


def _was_right(outcome: Outcome, accepted: Accepted) -> bool:
    return accepted.states.get(outcome.id) in _RIGHT


def _spurious(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    for extra in new_extras(score, accepted):
        instead = f", where gold has {', '.join(extra.instead)}" if extra.instead else ""
        yield f"a hard conflict is new that gold does not have{instead}: {_told(extra)}"


def new_extras(score: DossierScore, accepted: Accepted) -> list[Extra]:
    """Return the hard conflicts that gold does not bear out and that were not accepted.

    Ids and questions may be worded anew, and a claim may join or leave: a conflict is
    an accepted one if it shares two claims with it, and each accepted one excuses one.
    """
    left = [set(extra.claims) for extra in accepted.extras]
    found = []
    for extra in hard_extras(score):
        claims = set(extra.claims)
        best = max(left, key=lambda other: len(claims & other), default=set())
        if len(claims & best) < _SAME_CONFLICT:
            found.append(extra)
        else:
            left.remove(best)
    return found


def _told(extra: Extra) -> str:
    return f"{extra.question} {' | '.join(extra.claims)}"


def _traps(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    for hit in score.traps:
        if hit.claims not in accepted.traps:
            yield f"a trap fires that did not: {_hit(hit)}"


def _hit(hit: TrapHit) -> str:
    return f"{' | '.join(hit.claims)} ({hit.note})"


def _relations(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    before, now = accepted.figures.get("relation"), score.figures["relation"]
    if before is None or now.value is None:
        return
    fall = (before - now.value) * now.n
    if round(fall, 2) > RELATIONS_MAY_FALL:
        wrong = [
            outcome.id
            for outcome in score.outcomes
            if outcome.state == "wrong relation" and accepted.states.get(outcome.id) != "wrong relation"
        ]
        yield (
            f"relation right fell from {before:.3f} to {now.value:.3f} of {now.n} matched: "
            f"another relation is said of {', '.join(wrong) or 'none that was right'}"
        )


def _actors(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    before, now = accepted.figures.get("actors_f1"), score.figures["actors_f1"].value
    if before is None or now is None or round(before - now, 6) <= ACTORS_MAY_FALL:
        return
    fresh = [group for group in score.together if group not in accepted.together]
    gone = [group for group in accepted.together if group not in score.together]
    yield (
        f"actors F1 (B-cubed) fell from {before:.3f} to {now:.3f}: "
        f"one actor now {_groups(fresh)}; one actor before {_groups(gone)}"
    )


def _groups(groups: Sequence[Sequence[str]]) -> str:
    shown = [f"[{' | '.join(group)}]" for group in groups[:_MOST_NAMED]]
    more = [f"and {len(groups) - _MOST_NAMED} more"] if len(groups) > _MOST_NAMED else []
    return ", ".join([*shown, *more]) or "[none]"


def _notes(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    """Yield what got better, to be accepted, and which relations got worse though no rule forbids it."""
    now = {outcome.id: outcome.state in _RIGHT for outcome in score.outcomes}
    before = {name: state in _RIGHT for name, state in accepted.states.items()}
    gains = [
        *(f"{name} is right" for name in now if now[name] and not before.get(name, True)),
        *(f"the trap {' | '.join(claims)} is silent" for claims in _silent(score, accepted)),
        *_higher(score, accepted),
    ]
    if gains:
        yield f"better than accepted: {'; '.join(gains)}: {_ACCEPT} keeps it"
    hard = {o.id for o in score.outcomes if o.required and o.severity == HARD}
    lost = [name for name in now if before.get(name, False) and not now[name] and name not in hard]
    if lost:
        yield f"no longer right, optional or not hard: {', '.join(lost)}"


def _silent(score: DossierScore, accepted: Accepted) -> list[tuple[str, ...]]:
    fired = {hit.claims for hit in score.traps}
    return [claims for claims in accepted.traps if claims not in fired]


def _higher(score: DossierScore, accepted: Accepted) -> Iterator[str]:
    """Yield the figures that rose; relations found and traps are named one by one."""
    for name, label in {"hard_precision": "hard precision", "actors_f1": "actors F1"}.items():
        before, now = accepted.figures.get(name), score.figures[name].value
        if before is not None and now is not None and now > before:
            yield f"{label} {before:.3f} → {now:.3f}"
